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


def test_a_name_that_is_introduced_further_down() -> None:
    for above in range(4):
        text = "\n".join([*["Words."] * above, INTRODUCED, "The MCAF has it."])
        assert spellings(text) == [(above + 1, "MCFA", "1"), (above + 2, "MCAF", "2")]


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


def variants(processing: str, recipient: str) -> list[tuple[int, str]]:
    """The line of the text, from 0 for the heading of the record, and the words of each spelling."""
    return [(max(line, 0), text) for line, text, _ in spellings(processing, recipient)]


@pytest.mark.parametrize(
    ("name", "text", "other"),
    [
        ("Willowton Health", "The staff of Wilowton keep it.", "Wilowton"),
        ("Willowton Health", "Willowtom keeps it.", "Willowtom"),
        ("Willowton Health", "The staff of Willowton keep it.", None),
        ("Willowton Health", "The staff of Pillowton keep it.", None),  # another first letter
        ("Willowton Health", "The staff of Wilowtn keep it.", None),
        ("Willowton Health", "The staff of WILOWTON keep it.", None),
        ("Harrows Health", "The staff of Harows keep it.", "Harows"),  # seven letters are a long word
        ("Harrow Health", "The staff of Harow keep it.", None),
        ("WILLOWTON HEALTH", "The staff of Wilowton keep it.", None),
    ],
)
def test_a_slip_in_the_first_word_of_a_name(name: str, text: str, other: str | None) -> None:
    found = variants(f"Data Processor 1 – {name}\n{text}", "NHS Moor CCG")
    assert found == ([(1, name), (2, other)] if other else [])


@pytest.mark.parametrize(
    ("recipient", "text", "other"),
    [
        ("Net Solving", "The staff of Netsolving keep it.", "Netsolving"),
        ("Net Solving", "The staff of NetSolving keep it.", None),
        ("Net Solving", "The staff of Net Solving keep it.", None),
        ("Net Solving Health", "The staff of Netsolving keep it.", None),
        ("NE Solving", "The staff of NEsolving keep it.", None),
    ],
)
def test_two_words_that_are_written_as_one(recipient: str, text: str, other: str | None) -> None:
    assert variants(text, recipient) == ([(0, recipient), (1, other)] if other else [])


@pytest.mark.parametrize(
    ("recipient", "text", "other"),
    [
        ("NHS Moor CCG", "The staff of NHS Moor City CCG keep it.", "NHS Moor City CCG"),
        ("NHS Moor CCG", "The staff of NHS Moor and Vale CCG keep it.", None),
        ("NHS Moor CCG", "The staff of Moor City Council keep it.", None),
        ("NHS Moor CCG", "Data Processor 1 – NHS Moor City CCG", None),  # it has a role of its own
        (
            "Moor Hospitals NHS Trust",
            "The staff of Moor Hospitals and Fell Hospitals NHS Trust keep it.",
            "Moor Hospitals and Fell Hospitals NHS Trust",
        ),
        ("Moor Hospitals NHS Trust", "The staff of Moor Hospitals NHS Trust keep it.", None),
        ("Moor Hospitals NHS Trust", "The staff of Tarn Hospitals and Fell NHS Trust keep it.", None),
    ],
)
def test_a_name_with_a_word_more(recipient: str, text: str, other: str | None) -> None:
    assert variants(text, recipient) == ([(0, recipient), (1, other)] if other else [])


@pytest.mark.parametrize(
    ("one", "other", "is_other"),
    [
        ("Moor Fell Audit Ltd (Data Team)", "Moor Fell Health Ltd (Data Team)", True),
        ("Moor Fell Audit Ltd (Data Team)", "Moor Fell Audits Ltd (data Team)", False),  # a plural
        ("Moor Fell Audit Ltd (Data Team)", "Moor Fell Ltd (Data Team)", False),  # words left out
        ("Moor Fell Ltd (Data Team)", "Moor Fell Audit Ltd (Data Team)", False),
        ("Moor Fell Audit Ltd (Data Team)", "Moor Tarn Health Ltd (Data Team)", False),
        ("Moor Fell Audit Ltd (Data Team)", "Moor Fell Health Ltd (Field Team)", False),
    ],
)
def test_one_team_of_two_names(one: str, other: str, is_other: bool) -> None:
    found = variants(f"The staff of {one} keep it.\nThe staff of {other} keep it.", "NHS Moor CCG")
    assert found == ([(1, one), (2, other)] if is_other else [])


@pytest.mark.parametrize(("words", "is_known"), [(2, False), (3, True), (12, True), (13, False)])
def test_how_many_words_a_name_has(words: int, is_known: bool) -> None:
    name = " ".join(
        ["Quaynote", "Harbour", *(f"Moor{'aeiouklmnp'[n]}" for n in range(10)), "Watch"][: words - 1]
    )
    name = f"{name} Tarnwatch"
    slip = name.replace("Tarnwatch", "Tarnwatsh")
    found = spellings(f"Data Processor 1 – {name}\nThe staff of {slip} keep it.")
    assert [each[1] for each in found] == ([name, slip] if is_known else [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Words.\nThe file is sent to the Institute of Tarn Statistics.",
            [(2, "Institute of Tarn Statistics", "2")],
        ),
        ("The institute in Tarn Statistics Street is shut.", []),
        ("The Institute for Tarn Statistics has it.", []),
        ("The Institute of Tarn Health has it.", []),
    ],
)
def test_another_small_word_in_a_name(text: str, expected: list[tuple[int, str, str]]) -> None:
    found = spellings(text, "Institute for Tarn Statistics")
    assert [each for each in found if each[2] == "2"] == expected
