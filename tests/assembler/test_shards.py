"""A workbook in parts: the same agreements, places and findings as those of the whole."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from conftest import AS_OF, ROOT
from editions import (
    FELL,
    IDENTIFIABLE,
    MOOR,
    PURPOSES_2021,
    RELEASES_2021,
    SHEETS_2017,
    SHEETS_2021,
    SHEETS_2026,
    SUPPORTED,
)
from register import AGREEMENTS, DATASETS, RELEASES, register
from workbooks import workbook

from dslint.assembler import shard_input
from dslint.engine.load import RuleChoice, RuleSet
from dslint.engine.run import run
from dslint.model import Document
from dslint.reporters.formats import FORMATS
from dslint.reporters.parse_json import document_value
from dslint.reporters.view import DEFAULT_VIEW
from dslint.sources import collect, read
from dslint.vocabularies import BUILT_IN

Row = tuple[str, ...]


def purposes(*rows: tuple[str, str, str]) -> Iterable[Row]:
    """By reference, organisation and processing; blank lines and line ends of all kinds are in the text."""
    return (
        (reference, name, "To plan.\r\n\r\nTo pay.\n \n", text, "", "Care.", "", "Academic")
        for reference, name, text in rows
    )


def releases(reference: str) -> Iterable[Row]:
    return ((*row[:8], reference, *row[9:]) for row in RELEASES_2021[1:])


def dated(reference: str, month: str) -> Row:
    return ("FILE1", reference, "Births", IDENTIFIABLE, "Sensitive", "Yes", SUPPORTED, "Ongoing", month)


def terms(reference: str) -> Row:
    return (reference, "Births", IDENTIFIABLE, "Sensitive", "One-Off", SUPPORTED, "")


A, B, C, D, E = (f"NIC-{number}-A1B2C" for number in range(10001, 10006))
FULL = "x" * 32_767
SHEETS: dict[str, dict[str, Any]] = {
    "of 2021": SHEETS_2021,
    "of 2017": SHEETS_2017,
    "of 2026": SHEETS_2026,
    "pages that take turns": {
        "Title sheet": [("Releases, April 2020 to June 2020",)],
        "PurposeStatements": [
            PURPOSES_2021[0],
            *purposes((A, "Moor CCG", FULL), (B, "Fell Council", "To count."), (C, "MOOR \xa0CCG", FULL)),
            *purposes((D, "", "To count."), (B, "Fell Council", "To count again.")),
            ("A note",),
        ],
        "DataReleases": [RELEASES_2021[0], *releases(E), *releases(C), *releases(A)],
    },
    "organisations in releases": {"DataReleases": RELEASES_2021},
    "organisations in terms": {
        "DataReleases": [row[:1] + row[2:] for row in RELEASES_2021],
        "Datasets": [
            ("Reference", "Organisation", *DATASETS[1:]),
            *((row[0], "Moor CCG", *row[1:]) for row in (terms(MOOR), terms(FELL))),
        ],
    },
    "months and terms": {
        "DataReleases": [
            RELEASES,
            dated(A, "soon"),
            dated(B, "Jul-19"),
            dated(C, "later"),
            dated(A, "later"),
        ],
        "Datasets": [DATASETS, terms(B), terms(D)],
        "Agreements": [
            AGREEMENTS,
            (A, "A study", "Moor CCG", *[""] * 8, "To study.", "", "", ""),
            (B, "A study", "Fell Council", *[""] * 8, "To study.", "", "", ""),
            (C, "A study", "Moor CCG", *[""] * 8, "To study.", "", "", ""),
        ],
    },
}


@pytest.mark.parametrize("sheets", SHEETS.values(), ids=SHEETS)
def test_parts_are_those_of_the_whole(tmp_path: Path, sheets: dict[str, Any]) -> None:
    path = tmp_path / "register.xlsx"
    path.write_bytes(workbook(sheets))
    whole = shard_input(str(path), read(str(path), BUILT_IN), BUILT_IN).document()
    sharded = shard_input(str(path), read(str(path), BUILT_IN), BUILT_IN)
    parts = [sharded.shard([place]) for place in range(len(sharded.sizes))]
    pages = [page for document, _ in parts for page in document.pages()]
    assert len(parts) in (1, len(pages))
    assert list(map(page_value, pages)) == list(map(page_value, whole.pages()))
    without_agreements, characters = sharded.without_agreements(
        summary for _, summaries in reversed(parts) for summary in summaries
    )
    assert characters == sum(map(len, whole.lines))
    for name in ("kind", "coverage", "remarks", "unread"):
        assert getattr(without_agreements, name) == getattr(whole, name)
    # Whatever part they are of, places come in the order of the whole.
    starts = {
        each.start_line: document.place_of_line(each.start_line)
        for document, _ in parts
        for each in document.agreements
    }
    in_order = [starts[line] for line in sorted(starts)]
    assert in_order == [whole.place_of_line(each.start_line) for each in whole.agreements]


def page_value(page: Document) -> Any:
    value = document_value(page)
    return [value[name] for name in ("kind", "organisation", "flags", "unparsed", "agreements")]


@pytest.mark.parametrize("sheets", [*SHEETS.values(), None], ids=[*SHEETS, "a register"])
def test_processes_do_not_matter(
    tmp_path: Path, ruleset: RuleSet, sheets: dict[str, Any] | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dslint.engine.run.PARALLEL_FROM", 0)
    path = tmp_path / "register.xlsx"
    path.write_bytes(workbook(sheets) if sheets else register(30, 300, ROOT / "seeds"))
    one, two = (
        run(collect([str(path)]), RuleChoice(profile="strict"), ruleset, AS_OF, jobs) for jobs in (1, 2)
    )
    assert one.findings
    for name in ("text", "json"):
        assert FORMATS[name].render(one, DEFAULT_VIEW) == FORMATS[name].render(two, DEFAULT_VIEW)
