"""Acronyms that a record introduces in brackets, and the body that each means."""

from __future__ import annotations

import pytest
from test_parties import facts_of


def acronyms(*lines: str) -> list[tuple[int, str, str, str]]:
    """The line, the words, the acronym and the body of each."""
    found = facts_of("\n".join(lines)).collection("acronyms") or []
    for item in found:
        line = lines[item.span.line - 5]
        assert line[item.span.column - 1 : item.span.end_column - 1] == item.text
    return [(i.span.line - 4, i.text, i.get("acronym"), i.get("organisation")) for i in found]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The Moor Health Authority (MHA) keeps it.", "Moor Health Authority (MHA)"),
        ("Staff of the Moor Health Authority (MHA) keep it.", "Moor Health Authority (MHA)"),
        ("The Authority of Moor Health (AMH) keeps it.", None),  # its words do not end as a body's do
        ("The Moor Health Authority (MHB) keeps it.", None),
        ("The moor health authority (MHA) keeps it.", None),
        ("The Moor Health Authority keeps it (MHA).", None),
    ],
)
def test_the_words_before_the_bracket(text: str, words: str | None) -> None:
    assert [each[1] for each in acronyms("Words.", text)] == ([words] if words else [])


@pytest.mark.parametrize(
    ("one", "other", "is_one"),
    [
        ("The Moor Waiting Agency (MWA)", "The Moor Wait Agency (MWA)", True),  # four letters alike
        ("The Moor Way Agency (MWA)", "The Moor Waiting Agency (MWA)", False),
        ("The Moor Wai Agency (MWA)", "The Moor Waiting Agency (MWA)", False),  # three are no stem
        ("The Moors Waiting Agency (MWA)", "The Moor Waiting Agency (MWA)", True),
        ("The Moor’s Waiting Agency (MWA)", "The Moor's Waiting Agency (MWA)", True),
        ("The Moor Ward Agency (MWA)", "The Moor Waiting Agency (MWA)", False),
    ],
)
def test_two_spellings_of_one_body(one: str, other: str, is_one: bool) -> None:
    first, second = acronyms(f"{one} keeps it.", f"{other} keeps it.")
    assert (first[0], second[0]) == (1, 2)
    assert (first[3] == second[3]) is is_one


def test_the_word_for_a_kind_of_body_is_no_acronym_of_one() -> None:
    assert acronyms("The Data Services for Commissioners Regional Office (DSCRO) keeps it.") == []


def test_a_known_body_is_told_once_at_each_place() -> None:
    lines = ("The Medical Research Council (MRC) keeps it.", "Staff of the Medical Research Council (MRC).")
    assert [each[:2] for each in acronyms(*lines)] == [
        (1, "Medical Research Council (MRC)"),
        (2, "Medical Research Council (MRC)"),
    ]


def test_the_acronym_of_a_unit_behind_the_name_of_its_university_expands_nothing() -> None:
    lines = ("The University of Fenham (MRU) keeps it.", "The Moor Research Unit (MRU) keeps it.")
    assert [each[1] for each in acronyms(*lines)] == ["University of Fenham (MRU)"]
