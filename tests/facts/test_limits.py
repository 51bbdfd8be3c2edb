"""How long, how near and how many: what is a name, a heading or an item, and what no longer is."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from operators import HEAD, evaluate
from test_collections import facts
from test_facts import counted
from test_statements import stated

from dslint.facts.candidates import Candidates
from dslint.facts.datasets import Datasets
from dslint.facts.lists import Lists, entry
from dslint.vocabularies import BUILT_IN

datasets = BUILT_IN.derived(Datasets)
lists = BUILT_IN.derived(Lists)
HES = "Hospital Episode Statistics"


@pytest.mark.parametrize(("length", "family"), [(100, "mental_health"), (101, None)])
def test_a_heading_of_statements_has_a_hundred_letters(length: int, family: str | None) -> None:
    heading = "Mental Health Services Data Set ".ljust(length, "x")
    assert stated(f"{heading}\nThe data is pseudonymised.", "family") == [(family,)]


@pytest.mark.parametrize(("apart", "polarity"), [(15, "no"), (60, "yes")])
def test_a_denial_further_off_is_about_something_else(apart: int, polarity: str) -> None:
    text = f"It is not {'x' * apart} that the data is pseudonymised."
    assert stated(text, "polarity") == [(polarity,)]


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("Maternity Servcies Data Set", "Maternity Services Data Set"),
        ("Matternity Services Data Set", "Maternity Services Data Set"),
        ("Matternity Servcies Data Set", None),  # two words
        ("Maternity Services Date Set", None),  # four letters are too few
        ("Maternity Services Data Set", None),  # no slip
        ("Maternity Servcies Set", None),
        ("Cancer Registration Data", None),
        ("Canser Registration Data", "Cancer Registration Data"),
    ],
)
def test_the_name_that_a_name_is_a_slip_of(name: str, nearest: str | None) -> None:
    assert datasets.nearest(name) == nearest


@pytest.mark.parametrize(("length", "listed"), [(200, True), (201, False)])
def test_an_item_of_a_list_of_datasets_has_two_hundred_letters(length: int, listed: bool) -> None:
    lines = ("The following datasets are required:", f"- {HES} ".ljust(length, "x"))
    flows = [mention.flow for _, mention in datasets.mentions_of(lines)]
    opened = [mention.flow for _, mention in datasets.mentions_of((lines[0], f"- {HES}"))]
    assert opened not in ([], [None])
    assert flows == (opened if listed else [None])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("• Moor", ("•", None, 2, 6)),
        ("- Moor ", ("-", None, 2, 6)),
        ("12. Moor", ("number", 12, 4, 8)),
        ("(12) Moor", ("number(", 12, 5, 9)),
        ("b) Moor", ("letter", 2, 3, 7)),
        ("(c) Moor", ("letter(", 3, 4, 8)),
        ("iv. Moor", ("letter", None, 4, 8)),
        ("\uf0b7 Moor", ("\uf0b7", None, 2, 6)),
        ("Moor", None),
        ("moor", None),
    ],
)
def test_the_entries_of_lists(text: str, found: tuple[str, int | None, int, int] | None) -> None:
    one = entry(text)
    if found is None:
        assert one is None
        return
    assert one is not None
    assert (one.number, one.start, one.end) == found[1:]
    assert one.style.endswith(found[0])


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        ("NHS Moor CCG", True),
        (" NHS Moor CCG, and", True),
        ("the NHS Moor CCG", False),
        ("NHS Moor CCG keeps it", False),
        ("NHS Moor CCG and NHS Vale CCG", False),
        ("NHS Moor CCG".ljust(200), True),
        ("NHS Moor CCG".ljust(201), False),
    ],
)
def test_a_name_alone_on_its_line(text: str, alone: bool) -> None:
    one = lists.name_alone(text)
    assert (one is not None) is alone
    if one:
        assert text[one.start : one.end] == "NHS Moor CCG"


@pytest.mark.parametrize(
    ("lines", "places"),
    [
        (["- A", "- B", "", "- C"], [0, 1, 3]),
        (["- A", "Words.", "- C"], [0]),
        (["- A", "1. deeper", "- C"], [0, 2]),
        (["NHS Moor CCG", "NHS Vale CCG", "- C"], [0, 1]),
        (["- A", "NHS Vale CCG", "- C"], [0]),
    ],
)
def test_the_entries_from_a_line_on(lines: list[str], places: list[int]) -> None:
    assert [place for place, _ in lists.entries_from(lines, 0)] == places
    inside = ["- outer", *lines]
    expected = [] if lines[0][0] == "-" else [place + 1 for place in places]
    assert [place for place, _ in lists.entries_from(inside, 1)] == expected


TWO = "The data are used by the following two CCGs:"


@pytest.mark.parametrize(("length", "found"), [(20_000, 1), (20_001, 0)])
def test_a_count_stands_in_a_sentence(length: int, found: int) -> None:
    assert len(counted(TWO.rjust(length), "- NHS Moor CCG", "- NHS Vale CCG")) == found


@pytest.mark.parametrize(("length", "found"), [(100, 2), (101, 0)])
def test_a_counted_title_has_a_hundred_letters(length: int, found: int) -> None:
    lines = ["The data are used for the following two projects:", "1. Audit", f"2. {'x' * length}"]
    assert counted(*lines) == ([(2, found, "below")] if found else [])


@pytest.mark.parametrize(
    ("numbers", "missing"),
    [
        ([1, 3], "2"),
        ([1, 2, 4, 6], "3, 5"),
        ([3, 1], "2"),
    ],
)
def test_numbers_that_are_left_out(numbers: list[int], missing: str) -> None:
    text = "".join(f"Data Processor {number} – Moor CSU\n" for number in numbers)
    truth, found = evaluate(
        yaml.safe_load("gap: {in: processor_labels, by: number, as: a}"), f"{HEAD}Processing:\n{text}"
    )
    assert truth is True
    assert [item.get("missing") for item in found] == [missing] * len(numbers)
    assert [item.get("number") for item in found] == [str(number) for number in sorted(numbers)]


@pytest.mark.parametrize(
    ("text", "sorts"),
    [
        ("Quaynote keeps it.", [("Quaynote", "weak")]),  # it may have its capital from where it stands
        ("It is kept by Quaynote.", [("Quaynote", "phrase")]),
        ("Words. Quaynote keeps it.", [("Words", "weak"), ("Quaynote", "weak")]),
        ("It is: Quaynote", [("Quaynote", "weak")]),
        ("QUAYNOTE keeps it.", [("QUAYNOTE", "phrase")]),
        ("The Harbour Institute keeps it.", [("Harbour Institute", "shape")]),
        ("Quaynote’s staff", [("Quaynote", "weak")]),
        ("NIC-123 and 123 keep it", []),
        ("Q keeps it", []),
    ],
)
def test_what_a_capital_tells(text: str, sorts: list[tuple[str, str]]) -> None:
    found = BUILT_IN.derived(Candidates).find(text, ())
    assert [(each.name, each.sort) for each in found] == sorts


def test_a_draft_says_what_it_has_and_lacks() -> None:
    from dslint.assembler import assemble_source
    from dslint.facts import DocumentFacts
    from dslint.sources.read import understand

    text = """\
agreement:
  title: Moor
  dsa: {start: 2025-04-01, end: 2026-03-31}
  ethics:
    - {by: Moor Committee, end: 2025-03-31}
    - {end: 2025-04-01}
    - {end: 2026-03-31}
    - {end: 2026-04-01}
  funders: [{name: Harbour Fund Ltd}, {name: Fell Fund}]
  processing: |
    The Harbour Fund pays.
"""
    draft = assemble_source("a.yaml", understand("a.yaml", text.encode(), BUILT_IN), BUILT_IN)
    agreement = DocumentFacts(draft).agreements[0]
    ethics = agreement.collection("ethics") or []
    assert [item.get("end_in_term") for item in ethics] == ["before", "within", "covers", "after"]
    assert "end" in ethics[0].get("has")
    assert "end" not in ethics[0].get("lacks")
    parts: Any = [set(item.get("has")) | set(item.get("lacks")) for item in ethics]
    assert all(each == parts[0] for each in parts)
    funders = agreement.collection("funders") or []
    assert [item.get("in_text") for item in funders] == [True, False]


def test_where_there_is_no_text_nobody_is_looked_for() -> None:
    assert facts("").collection("statements") is None
    assert facts("").collection("populations") is None
    assert facts("Processing:\nWords.").collection("populations") == []


@pytest.mark.parametrize(
    ("line", "flows"),
    [
        ("The following datasets are required: HES data", ["requested"]),
        ("With the HES data, the following datasets are required:", ["none"]),
        ("With the HES data, the following datasets are required: deaths data", ["none", "requested"]),
    ],
)
def test_what_stands_in_the_line_that_opens_a_list(line: str, flows: list[str]) -> None:
    found = [mention.flow or "none" for _, mention in datasets.mentions_of((line,))]
    assert found == flows
