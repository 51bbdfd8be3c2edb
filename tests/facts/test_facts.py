"""What the text says: counts and their lists, repeats, slips of the pen, lifetimes."""

from __future__ import annotations

import pytest
from test_parties import facts_of

from dslint import compiled
from dslint.facts.counts import LONGEST_COUNTED, LONGEST_TITLE, Counts
from dslint.facts.lifetimes import Lifetimes
from dslint.facts.lists import Lists, entry
from dslint.facts.organisations import Organisations
from dslint.facts.repeats import Repeats
from dslint.vocabularies import BUILT_IN

counts_in = BUILT_IN.derived(Counts).counts_in
lifetime_of = BUILT_IN.derived(Lifetimes).lifetime_of
entries_from = BUILT_IN.derived(Lists).entries_from
identify, near = BUILT_IN.derived(Organisations).identify, BUILT_IN.derived(Organisations).near
repeats_in = BUILT_IN.derived(Repeats).repeats_in


CCGS = ["- NHS Moor CCG", "- NHS Heywood, Middleton and Rochdale CCG;", "", "- NHS Western Vale CCG"]


def counted(*lines: str) -> list[tuple[int, int, str]]:
    return [(count.number, len(count.names), count.position) for count in counts_in(lines)]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["The following two CCGs:", *CCGS], [(2, 3, "below")]),
        (["Access by 3 CCGs within the area:", *CCGS, "NHS Lowland CCG is no entry."], [(3, 3, "below")]),
        (["The 2 CCGs:", *CCGS[:2], "- NHS MOOR CCG"], [(2, 2, "below")]),
        (["The 2 CCGs:", "- NHS Moor CCG", "- NHS Vale CCG", "NHS Lowland CCG"], [(2, 2, "below")]),
        (["The following two CCGs:", "- the NHS Moor CCG;", "- the NHS Vale CCG"], [(2, 2, "below")]),
        (["The 4 CCG’s are:", "NHS Moor CCG", "NHS Lowland CCG", "They agree."], [(4, 2, "below")]),
        (["Three trusts (Moor NHS Trust, Lowland NHS Trust) report."], [(3, 2, "inline")]),
        (["These CCGs take part:", *CCGS, "All 3 CCGs agree."], [(3, 3, "above")]),
        (
            ["These CCGs take part:", *CCGS, "Each has staff.", "The 3 CCGs listed agree."],
            [(3, 3, "elsewhere")],
        ),
        (
            ["6. Two teams at Moor NHS Trust:", "- Analysis Team", "7. Next.", "- Other words."],
            [(2, 1, "below")],
        ),
    ],
)
def test_counts(lines: list[str], expected: list[tuple[int, int, str]]) -> None:
    assert counted(*lines) == expected


@pytest.mark.parametrize(
    "lines",
    [
        ["At least two CCGs:", *CCGS],
        ["The Type 2 organisations:", *CCGS],
        ["The two CCGs use the data for the following purposes:", *CCGS],
        ["The two types of organisations:", *CCGS],
        [
            "The two CCGs are:",
            "- NHS Moor CCG and NHS Lowland CCG",
            "- NHS Western Vale CCG, as host of others",
        ],
        ["The two trusts:", *CCGS],
        ["The three CCGs, NHS Moor and Lowland CCG and NHS Western Vale CCG."],
        ["The two CCGs listed share it.", "The CCGs are:", *CCGS, "Later:", "The other CCGs are:", *CCGS],
        ["Two CCGs share it.", *CCGS],
    ],
)
def test_no_counts(lines: list[str]) -> None:
    assert counted(*lines) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Three trusts (Moor NHS Trust, Lowland NHS Trust) report.", ["Moor NHS Trust", "Lowland NHS Trust"]),
        ("The 2 trusts: Moor NHS Trust and Lowland NHS Trust.", ["Moor NHS Trust", "Lowland NHS Trust"]),
        ("The 2 trusts: Moor NHS Trust and Lowland NHS Trust. They agree.",
         ["Moor NHS Trust", "Lowland NHS Trust"]),
        ("Three trusts (Moor NHS Trust (MT), Lowland NHS Trust) report.",
         ["Moor NHS Trust (MT)", "Lowland NHS Trust"]),
        ("The 2 trusts (Moor NHS Trust (MT) and Lowland NHS Trust), with NHS Fen Trust, report.",
         ["Moor NHS Trust (MT)", "Lowland NHS Trust"]),
        ("Two CCGs (NHS Moor CCG and NHS Vale CCG (VC)) of NHS Fen CCG agree.",
         ["NHS Moor CCG", "NHS Vale CCG (VC)"]),
        ("The 2 trusts: Moor NHS Trust and, in part, Lowland NHS Trust.", []),
        ("The 2 trusts: Moor NHS Trust and Lowland NHS Trust agree.", []),
        ("The 2 trusts: Moor NHS Trust.", []),
        ("The 2 trusts: Moor NHS Trust and NHS Lowland CCG.", []),  # no trust
    ],
)  # fmt: skip
def test_where_the_names_of_a_sentence_stand(text: str, names: list[str]) -> None:
    found = [[text[n.start : n.end] for n in count.names] for count in counts_in((text,))]
    assert all(count.line_index == 0 for count in counts_in((text,)))
    assert found == ([names] if names else [])


def test_where_a_count_and_its_names_stand() -> None:
    (count,) = counts_in(("Words.", "The following two CCGs:", *CCGS))
    assert (count.line_index, count.start, count.end, count.noun) == (1, 14, 22, "CCGs")
    assert [(n.line_index, n.start, n.end) for n in count.names] == [(2, 2, 14), (3, 2, 41), (5, 2, 22)]


def test_a_line_that_is_too_long_counts_nothing() -> None:
    line = "The following two CCGs:"
    for length, found in ((LONGEST_COUNTED, 1), (LONGEST_COUNTED + 1, 0)):
        assert len(counts_in((line.rjust(length), *CCGS))) == found


TITLED = "The data are used for the following {} projects:"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["1. Audit", "Words.", "2. Research", "More words."], 2),
        (["1. Audit", "Words."], 0),  # one heading is no list
        (["1. Audit", "3. Research"], 0),
        (["1. Audit", "2. Research", "1. Again"], 0),
        (["- not numbered", "1. Audit", "2. Research", "3. Planning"], 3),
        (["1. Audit", f"2. {'x' * LONGEST_TITLE}"], 2),
        (["1. Audit", f"2. {'x' * (LONGEST_TITLE + 1)}"], 0),
    ],
)
def test_numbered_headings_with_text_below(lines: list[str], expected: int) -> None:
    found = counted(TITLED.format("two"), *lines)
    assert found == ([(2, expected, "below")] if expected else [])


def numbering(*lines: str) -> list[tuple[int, str, str, str]]:
    """The line, the text, the number before and the number of each entry behind a missing number."""
    found = facts_of("\n".join(lines)).collection("gaps") or []
    for each in found:
        line = lines[each.span.line - 5]
        assert line[each.span.column - 1 : each.span.end_column - 1] == each.text == line.strip()
    return [(each.span.line - 4, each.text, each.get("before"), each.get("number")) for each in found]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["1. One", "2. Two", "4. Four"], [(3, "4. Four", "2", "4")]),
        (["1. One", "", "  3. Three  "], [(3, "3. Three", "1", "3")]),
        (["1) One", "3) Three", "5) Five"], [(2, "3) Three", "1", "3"), (3, "5) Five", "3", "5")]),
        (["1. One", "- inside", "a) inside", "x" * 91, "3. Three"], [(5, "3. Three", "1", "3")]),
        (["1. One", "x" * 90, "3. Three"], []),  # a heading ends a list
        (["1. One", "2. Two", "3. Three"], []),
        (["1. One", "4. Four"], []),  # more than one is missing: another list
        (["1. One", "4. Four", "6. Six"], [(3, "6. Six", "4", "6")]),
        (["2. Two", "4. Four"], []),  # it does not count from 1
        (["1. One", "3) Three"], []),
        (["1. One", "3) Three", "3. Three"], []),
        (["1. One", "3) Three", "3. Three", "5. Five"], []),
        (["1. One", "A heading", "3. Three", "5. Five"], []),
        (["1. One", "2. Two", "1. One", "2. Two"], []),
        (["1. One", "1. One", "3. Three"], [(3, "3. Three", "1", "3")]),
    ],
)
def test_numbers_that_a_list_leaves_out(lines: list[str], expected: list[tuple[int, str, str, str]]) -> None:
    assert numbering(*lines) == expected


def test_entries_of_one_level() -> None:
    lines = ["1. First", "a. below it", "- deeper", "", "2. Second", "No entry."]
    assert [place for place, _ in entries_from(lines, 0)] == [0, 4]
    assert entry("(a) x") is not None
    assert entry("A. M. Moor wrote it.") is None


LONG = "Data must only be used as stipulated within this Data Sharing Agreement."

ENTRY = "- The data of the patients are counted for each month and ward. The counts are kept for a year. "
ENTRY += "They are deleted for good then."


@pytest.mark.parametrize(
    ("lines", "places"),
    [
        ([LONG, "Processing activities:", LONG.upper()], [0, 2]),
        ([LONG, "Commissioning", LONG], []),
        ([LONG[:50], LONG[:50]], []),
        (["- Moor", "- Vale", "- moor."], [0, 2]),
        (["- Moor", "Then", "- Moor"], []),
        (["NHS Moor CCG", "", "NHS Vale CCG;", "NHS Moor CCG"], [0, 3]),
        (["1. A", "- Moor", "2. B", "- Moor"], []),
        (["1. Moor", "2. Vale", "1. Moor"], []),
        (["1. Moor", "a. x", "2. Moor"], [0, 2]),
        (["1. One", LONG, "", "2. Two", LONG], []),
        # a long entry may come back further off, in the list of another purpose, and not in the next list
        ([ENTRY, "Then:", ENTRY], [0, 2]),
        ([ENTRY, *["A line of its own"] * 4, ENTRY], [0, 5]),
        ([ENTRY, *["A line of its own"] * 5, ENTRY], []),
        ([ENTRY, "Commissioning", ENTRY], []),
        ([ENTRY[:121], "Then:", ENTRY[:121]], []),
    ],
)
def test_repeats(lines: list[str], places: list[int]) -> None:
    assert [repeat.line_index for repeat in repeats_in(tuple(lines))] == places


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("NHS Blackburn & Darwin CCG", "NHS BLACKBURN WITH DARWEN CCG", True),
        ("NHS Thurock CCG", "NHS THURROCK CCG", True),
        ("NHS Thurrcok CCG", "NHS THURROCK CCG", True),
        ("North West Moor CCG", "North Western Moor CCG", True),
        ("NHS Wigan CCG", "NHS WIGAN BOROUGH CCG", False),
        ("NHS Wigan CCG", "NHS WIGAN CCG", False),
        ("NHS Leeds North CCG", "NHS LEEDS SOUTH CCG", False),
        ("Hertfordshire County Council", "Herefordshire County Council", False),
        ("Moor Hospital NHS Trust", "Moor Hospitals NHS Trust", False),
        ("NHS Blackburn & Darwin CCG", "Blackburn with Darwen Council", False),
        ("NHS Bury CCG", "NHS BURT CCG", False),
        ("Vale CSU", "Moor and Vale CSU", True),
        ("Moor CSU", "Moor and Vale CSU", True),
        ("Vale and Fen Commissioning Support", "Vale and Fen CSU", False),
        ("NHS Moor CCG", "NHS MOOR AND VALE CCG", False),
    ],
)
def test_near(one: str, other: str, expected: bool) -> None:
    assert near(identify(one)[0], identify(other)[0]) is expected
    assert near(identify(other)[0], identify(one)[0]) is expected


@pytest.mark.parametrize(
    ("name", "start", "end", "during"),
    [
        ("NHS MOOR CCG", "2019-07-01", "2022-06-30", "within"),
        ("NHS MOOR CCG", "2019-07-01", "2022-07", "within"),
        ("NHS MOOR CCG", "2019-07-01", "2022-08", "outlived"),
        ("NHS MOOR CCG", "2022-07-01", "2023-06-30", "no_longer"),
        ("NHS MOOR CCG", None, None, None),
        ("NHS MOOR ICB - 99X", "2019-05", "2022-05", "not_yet"),
        ("NHS VALE ROYAL CCG", "2020-04-01", "2021-03-31", "no_longer"),
        ("NHS CHESHIRE CCG", "2019-04-01", "2020-03-31", "not_yet"),
        ("HSCIC", "2019-04-01", "2023-01-31", "within"),
    ],
)
def test_lifetimes(name: str, start: str | None, end: str | None, during: str | None) -> None:
    lifetime = lifetime_of(*identify(name))
    assert lifetime is not None
    assert lifetime.during(start, end) == during


def test_a_body_that_is_not_in_the_table() -> None:
    assert lifetime_of(*identify("Moor County Council")) is None


def test_lifetimes_name_dates_of_the_timeline() -> None:
    timeline = compiled.vocabulary("timeline")
    for row in timeline["lifetimes"]:
        assert row["source"]
        assert {"from", "until"} & set(row), row
        assert {row[key] for key in ("from", "until") if key in row} <= set(timeline["dates"]), row
