"""Names that are nearly, and not quite, a name that the record introduces."""

from __future__ import annotations

import pytest
from test_parties import facts_of

from dslint.facts.organisations import is_one_edit

INTRODUCED = "The Moor Coastal Fell Audit (MCFA) is run by us."


def spellings(processing: str, recipient: str = "NHS Moor CCG") -> list[tuple[int, str, str]]:
    """The line of the text, what stands there, and which spelling of the name it is."""
    found = facts_of(processing, recipient).collection("spellings") or []
    for each in found:
        assert each.span.end_column - each.span.column == len(each.text)
    return [(each.span.line - 4, each.text, each.get("spelling")) for each in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The MCAF has it.", [(1, "MCFA", "1"), (2, "MCAF", "2")]),
        (
            "The CMFA has it.\nThe MCAF and the MCAF has it.",
            [(1, "MCFA", "1"), (2, "CMFA", "2"), (3, "MCAF", "3"), (3, "MCAF", "3")],
        ),
        ("The MCFA has it.", []),
        ("The MCFB has it.", []),  # another letter is another name
        ("The MFAC has it.", []),  # not two neighbours
        ("The MCAFS has it, and the (MCAF) too, and x-MCAF.", []),
    ],
)
def test_letters_of_an_acronym_that_are_turned(text: str, expected: list[tuple[int, str, str]]) -> None:
    assert spellings(f"{INTRODUCED}\n{text}") == expected


def test_an_acronym_that_is_introduced_too_is_another_name() -> None:
    both = "The Moor Coastal Audit Fund (MCAF) pays."
    assert spellings(f"{INTRODUCED}\n{both}\nThe MCAF has it.") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The MFCA TRAN has it.", []),
        ("The MCFA TARM has it.", [(1, "MCFA TARN", "1"), (2, "MCFA TARM", "2")]),
        ("The XCFA TARN has it.", [(1, "MCFA TARN", "1"), (2, "XCFA TARN", "2")]),
        ("The MCFA TARN has it.", []),
        ("The MCFA has it.", []),
    ],
)
def test_a_letter_of_an_acronym_of_two_words(text: str, expected: list[tuple[int, str, str]]) -> None:
    introduced = "The Moor Coastal Fell Audit Tarn And River Network (MCFA TARN) is run by us."
    assert spellings(f"{introduced}\n{text}") == expected


def test_what_a_bracket_does_not_abbreviate_introduces_no_name() -> None:
    assert spellings("The data (HSCN) is passed.\nIt goes by the HCSN.") == []


def test_a_word_of_a_name_that_is_written_in_two_ways() -> None:
    text = "Quaynote Harbour Watch is a data processor.\nThe staff of Quaynote Harbor Watch keep it."
    assert [each[1:] for each in spellings(text)] == [
        ("Quaynote Harbour Watch", "1"),
        ("Quaynote Harbor Watch", "2"),
    ]
    assert spellings(text.replace("Harbor", "Sleep")) == []


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("moor", "moor", True),
        ("moor", "moon", True),
        ("moor", "moo", True),
        ("oor", "moor", True),
        ("moor", "mooor", True),
        ("mor", "mro", True),
        ("mroo", "moro", True),
        ("moor", "mo", False),
        ("moor", "nooq", False),
        ("moor", "romo", False),
        ("abcd", "badc", False),
        ("abcd", "acbe", False),
        ("abcd", "abe", False),
        ("", "a", True),
        ("", "ab", False),
    ],
)
def test_one_letter_or_two_neighbours(one: str, other: str, expected: bool) -> None:
    assert is_one_edit(one, other) is expected
    assert is_one_edit(other, one) is expected
