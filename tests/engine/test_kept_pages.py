"""Pages of a workbook that were checked before: the same bytes as those of a run that keeps nothing."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import AS_OF, ROOT
from editions import PURPOSES_2021, RELEASES_2021, SHEETS_2017, SHEETS_2021, SHEETS_2026
from register import Sheets, next_edition, sheets_of_register
from workbooks import workbook

from dslint.engine import kept_pages
from dslint.engine.finding import Evidence, Finding, Occurrence
from dslint.engine.report import Report
from dslint.reporters.formats import FORMATS
from dslint.reporters.view import DEFAULT_VIEW
from dslint.session import Session
from dslint.sources import collect


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many pages each run has found among those that are kept."""
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    monkeypatch.setenv("DSLINT_CACHE_DIR", str(tmp_path / "kept"))
    # Runs are counted here, so that no process of its own takes workbooks in.
    monkeypatch.setattr("dslint.engine.checked.can_fork", lambda: False)
    numbers: list[int] = []
    load = kept_pages.KeptPages.load

    def counted(self: kept_pages.KeptPages) -> Any:
        found = load(self)
        numbers.append(len(found))
        return found

    monkeypatch.setattr(kept_pages.KeptPages, "load", counted)
    return numbers


def check(sheets: dict[str, Any], name: str, cache: bool = True, jobs: int = 1) -> dict[str, str | bytes]:
    Path(name).write_bytes(workbook(sheets))
    report: Report = Session(profile="strict", cache=cache).run(collect([name]), AS_OF, jobs)
    assert report.findings
    assert not report.errors
    return {each: FORMATS[each].render(report, DEFAULT_VIEW) for each in ("json", "text", "csv", "html")}


def _new_row_above(sheets: Sheets) -> Sheets:
    """Every row of every sheet moves down, and the first line is a note."""
    return {name: [rows[0], ("A note.",), *rows[1:]] for name, rows in sheets.items()}


def _other_order(sheets: Sheets) -> Sheets:
    chance = random.Random(1)
    return {name: [rows[0], *chance.sample(rows[1:], len(rows) - 1)] for name, rows in sheets.items()}


def _one_less(sheets: Sheets) -> Sheets:
    gone = sheets["Agreements"][1][0]
    return {name: [row for row in rows if gone not in row] for name, rows in sheets.items()}


def _a_cell(sheets: Sheets) -> Sheets:
    head, first, *rows = sheets["DataReleases"]
    return {**sheets, "DataReleases": [head, (*first[:5], "Maybe", *first[6:]), *rows]}


def _month(sheets: Sheets) -> Sheets:
    return next_edition(sheets, 0.03)


def _columns(sheets: Sheets) -> Sheets:
    """The columns of one sheet change their places."""
    return {**sheets, "Datasets": [(*row[1:], row[0]) for row in sheets["Datasets"]]}


def _edition(sheets: Sheets) -> Sheets:
    return {"Title": [("Releases, April 2020 to June 2020",)], **sheets}


@pytest.mark.parametrize(
    ("change", "most_new"),
    [(_month, 3), (_new_row_above, 0), (_one_less, 1), (_a_cell, 1), (_other_order, 99), (_columns, 99),
     (_edition, 99)],
)  # fmt: skip
def test_the_next_edition(kept: list[int], change: Callable[[Sheets], Sheets], most_new: int) -> None:
    before = sheets_of_register(60, 400, ROOT / "seeds")
    check(before, "september.xlsx")
    after = change(before)
    anew = check(after, "october.xlsx", cache=False)
    assert check(after, "october.xlsx") == anew
    pages = Session().run(collect(["october.xlsx"]), AS_OF)
    organisations = {record.organisation for page in pages.documents for record in page.records}
    first, again = kept
    assert first == 0
    assert again >= len(organisations) - most_new
    Session(profile="strict", cache=True).run(collect(["october.xlsx"]), AS_OF)
    assert len(kept) == 2  # the whole input is kept as well


SMALL = {
    "of 2021": SHEETS_2021,
    "of 2017": SHEETS_2017,
    "of 2026": SHEETS_2026,
    "pages that take turns": {
        "PurposeStatements": [*PURPOSES_2021, *reversed(PURPOSES_2021[1:])],
        "DataReleases": [RELEASES_2021[0], *reversed(RELEASES_2021[1:]), *RELEASES_2021[1:]],
    },
}


@pytest.mark.parametrize("sheets", SMALL.values(), ids=SMALL)
def test_small_workbooks_of_every_edition(kept: list[int], sheets: dict[str, Any]) -> None:
    moved = {name: [*rows[:1], ("A note.",), *rows[1:]] for name, rows in sheets.items()}
    check(sheets, "one.xlsx")
    assert check(moved, "two.xlsx") == check(moved, "two.xlsx", cache=False)


def test_parts_of_processes_are_kept(kept: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dslint.engine.run.PARALLEL_FROM", 0)
    before = sheets_of_register(40, 200, ROOT / "seeds")
    after = next_edition(before, 0.2)
    assert check(before, "one.xlsx", jobs=2) == check(before, "one.xlsx", cache=False)
    assert check(after, "two.xlsx", jobs=2) == check(after, "two.xlsx", cache=False)
    assert kept[0] == 0 and kept[1] > 0


def test_every_field_of_a_finding_was_thought_of() -> None:
    """One that says where something is, or holds what does, is to be moved in kept_pages and named here."""
    moved = {"record_line", "record_end", "evidence", "occurrences", "record"}
    refused = {"suggestion", "parts"}
    of_words = {
        "rule", "name", "severity", "certainty", "message", "remedy", "agreement", "title", "fingerprint",
        "authority", "case", "fold", "organisation", "release", "agreements", "statement", "caveat",
        "replaced_by",
    }  # fmt: skip
    assert moved | refused | of_words == {*Finding._fields}
    assert {"record_line", "path", "line", "sheet", "cell", "lines"} <= {*Occurrence._fields}
    assert len(Occurrence._fields) == 9 and len(Evidence._fields) == 7


def test_a_page_whose_findings_name_rows_is_checked_each_time(kept: list[int], tmp_path: Path) -> None:
    """They would name those of the last edition."""
    rule = tmp_path / "rule.yaml"
    rule.write_text(
        """\
id: ORG01
name: ours
summary: Rows are named.
severity: warning
when:
  some: {in: opt_outs, as: hit}
message: See the rows {hit.lines}.
remedy: None.
authority:
  - {document: Our handbook, status: seen}
rationale: We know.
examples: {bad: [{name: a, text: a, at: [{line: 1}]}], good: [{name: a, text: a}]}
""",
        "utf-8",
    )
    before = sheets_of_register(20, 100)
    after = _new_row_above(before)

    def found(sheets: Sheets, name: str, cache: bool) -> list[str]:
        Path(name).write_bytes(workbook({**sheets}))
        session = Session(select=["ORG01"], rules=[rule], cache=cache)
        return [each.message for each in session.run(collect([name]), AS_OF).findings]

    assert found(before, "one.xlsx", True)
    assert (
        found(after, "two.xlsx", True) == found(after, "two.xlsx", False) != found(before, "one.xlsx", False)
    )
    assert kept[1] == 0
