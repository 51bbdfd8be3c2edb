"""What the data are linked with, and which linkage goes against a ban."""

from __future__ import annotations

import pytest
from test_collections import facts
from test_parties import facts_of

BAN = "The data will not be linked with any other data."
BIOBANK = "The data will be linked with the Harbour Biobank records."


def told(*lines: str, title: str = "NHS Moor CCG") -> list[tuple[int, str, bool, str | None]]:
    """The line of the text, the form, whether a ban excludes it, and the source."""
    found = facts_of("\n".join(lines), title).collection("linkages_told") or []
    for item in found:
        line = lines[item.span.line - 5]
        assert line[item.span.column - 1 : item.span.end_column - 1] == item.text
    keys = ("form", "against", "source")
    return [(item.span.line - 4, *map(item.get, keys)) for item in found]


def against(*lines: str, title: str = "NHS Moor CCG") -> list[bool]:
    return [each[2] for each in told(*lines, title=title) if each[1] == "linked"]


def test_what_is_linked() -> None:
    assert told(f"Words first. {BIOBANK}", "Others.") == [(1, "linked", False, "the Harbour Biobank records")]
    assert told("Words.", f"Yes. {BAN}") == [(2, "banned", False, None)]
    assert told(f"{BAN} {BIOBANK}")[0][1] == "banned"


NEAR = "The data will be linked with the Fell Registry records."


@pytest.mark.parametrize("above", range(4))
@pytest.mark.parametrize("apart", [1, 2, 3, 4, 5])
def test_a_ban_of_others_leaves_out_what_is_told_beside_it(apart: int, above: int) -> None:
    first, between = ["Words."] * above, ["Words."] * (apart - 1)
    assert against(*first, BIOBANK, *between, BAN) == [False]  # nothing is told beside it
    assert against(*first, BIOBANK, *between, NEAR, BAN) == [apart > 2, False]
    assert against(*first, NEAR, *between, NEAR, BAN) == [False, False]
    assert against(*first, NEAR, BAN, *between, BIOBANK) == [False, True]  # told only behind the ban


OUTRIGHT = "The data will not be linked."


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([OUTRIGHT, BIOBANK], [True]),
        ([BIOBANK, OUTRIGHT], [True]),
        ([OUTRIGHT, "The data will be linked with the records of the trust."], [False]),  # no name
        ([OUTRIGHT, "The data will be linked with NHS Digital records."], [False]),
        (["Both sets are held apart, so data cannot be linked.", BIOBANK], [False]),  # a safeguard
        (["The two are kept separately so that they cannot be linked.", BIOBANK], [False]),
        (["The data cannot be linked.", BIOBANK], [True]),
        (["There is no linkage with data from other sources.", BIOBANK], [True]),
        (["The data will not be linked with other data, except for the Harbour Biobank.", BIOBANK], [False]),
        (["The data will not be linked with other data, except for the Fell Registry.", BIOBANK], [True]),
        ([f"Words; {OUTRIGHT}", "The data may be linked with the Harbour Biobank records."], []),
    ],
)
def test_what_an_outright_ban_excludes(lines: list[str], expected: list[bool]) -> None:
    assert against(*lines) == expected


@pytest.mark.parametrize(
    ("title", "source", "is_foreign"),
    [
        ("Moor Study", "the Harbour Biobank records", True),
        ("Harbour Study", "the Harbour records", False),  # the study's own
        ("Harbour Study", "the Harbour Fell Tarn records", True),  # two words are not
        ("Harbour Study", "the Harbour Fell records", False),
        ("Moor Study", "the HES data", True),
    ],
)
def test_whose_a_source_is(title: str, source: str, is_foreign: bool) -> None:
    assert against(OUTRIGHT, f"The data will be linked with {source}.", title=title) == [is_foreign]


def test_data_of_the_agreement_are_no_other_source() -> None:
    lines = [OUTRIGHT, "The data will be linked with the HES data."]
    assert against(*lines) == [True]
    listed = "Datasets:\n- Hospital Episode Statistics Admitted Patient Care\nProcessing:\n"
    found = facts(listed + "\n".join(lines)).collection("linkages_told") or []
    assert [item.get("against") for item in found] == [False, False]
