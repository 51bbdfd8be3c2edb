"""Pages of a workbook that were checked before: the same bytes as those of a run that keeps nothing."""

from __future__ import annotations

import json
import pickle
import random
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import AS_OF, ROOT
from editions import PURPOSES_2021, RELEASES_2021, SHEETS_2017, SHEETS_2021, SHEETS_2026
from register import Sheets, next_edition, sheets_of_register
from workbooks import workbook

from dslint import cache
from dslint.engine import checked, kept_pages
from dslint.engine.evaluate import AggregateEntry
from dslint.engine.finding import Evidence, Finding, Occurrence
from dslint.engine.load import RuleChoice
from dslint.engine.report import Report
from dslint.reporters.formats import FORMATS
from dslint.reporters.view import DEFAULT_VIEW
from dslint.session import Session
from dslint.shapes import dump
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
    known = kept_pages.KeptPages.known

    def counted(self: kept_pages.KeptPages) -> Any:
        found = known(self)
        numbers.append(len(found))
        return found

    monkeypatch.setattr(kept_pages.KeptPages, "known", counted)
    return numbers


def check(sheets: dict[str, Any], name: str, cache: bool = True, jobs: int = 1) -> dict[str, str | bytes]:
    Path(name).write_bytes(workbook(sheets))
    return report_of(name, cache, jobs)


def report_of(
    name: str, cache: bool = True, jobs: int = 1, all_versions: bool = True
) -> dict[str, str | bytes]:
    choice = RuleChoice(profile="strict", is_kept=cache, all_versions=all_versions)
    report: Report = Session.of(choice).run(collect([name]), AS_OF, jobs)
    assert report.findings, report.errors
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
def test_the_next_edition(
    kept: list[int],
    change: Callable[[Sheets], Sheets],
    most_new: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = sheets_of_register(24, 160, ROOT / "seeds")
    check(before, "september.xlsx")
    after = change(before)
    anew = check(after, "october.xlsx", cache=False)
    assert check(after, "october.xlsx") == anew
    pages = Session().run(collect(["october.xlsx"]), AS_OF)
    organisations = {record.organisation for page in pages.documents for record in page.records}
    first, again = kept[:2]
    assert first == 0
    assert again >= len(organisations) - most_new
    monkeypatch.setattr(checked, "_checked", None)  # the input is known whole, by its pages
    assert report_of("october.xlsx") == anew


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


def test_equal_texts_of_kept_pages_are_in_memory_once(kept: list[int]) -> None:
    sheets = sheets_of_register(24, 160, ROOT / "seeds")
    check(sheets, "one.xlsx")
    report = Session.of(RuleChoice(profile="strict", is_kept=True, all_versions=True)).run(
        collect(["one.xlsx"]), AS_OF
    )
    texts = [one.text for finding in report.findings for one in finding.evidence]
    assert len(set(map(id, texts))) == len(set(texts)) < len(texts)


def _opened(name: str) -> list[AggregateEntry]:
    """The candidates of a workbook that is known by its pages."""
    loaded = Session.of(RuleChoice(profile="strict", is_kept=True, all_versions=True)).rule_set
    known = checked.known_input(collect([name])[0], loaded, AS_OF)
    assert known and known.result
    return known.result.entries


def test_a_candidate_that_is_opened_late_is_the_one_that_was_kept(kept: list[int]) -> None:
    sheets = sheets_of_register(24, 160, ROOT / "seeds")
    check(sheets, "one.xlsx")
    session = Session.of(RuleChoice(profile="strict", all_versions=True))
    anew = checked.check_input(collect(["one.xlsx"])[0], session.rule_set, AS_OF).result
    assert anew and anew.entries
    late, others = (sorted(of, key=lambda each: each[:-1]) for of in (_opened("one.xlsx"), anew.entries))
    assert list(map(_in_file, late)) == list(map(_in_file, others))
    assert [each.has_finding for each in late] == [each.has_finding for each in others]
    for each in late[:9]:
        plain = AggregateEntry(*each[:-1], each.found)
        assert pickle.loads(pickle.dumps(each)) == plain
        assert each._replace(found=None) == plain._replace(found=None)
        assert each._replace(key="other") == plain._replace(key="other")


def _in_file(entry: AggregateEntry) -> tuple[Any, ...]:
    """A candidate without the lines of its document, in which pages that were checked apart leave gaps."""
    found = entry.found
    if not found:
        return entry
    sides = tuple(each._replace(span=each.span._replace(line=0)) for each in found.evidence)
    return (*entry[:-1], found._replace(record=0, evidence=sides))


def _row(finding: list[Any]) -> None:
    finding[10][0][5][0] = finding[10][0][5][2] = 10**6


def _no_row(finding: list[Any]) -> None:
    finding[10][0][5][0] = finding[10][0][5][2] = 0


def _two_rows(finding: list[Any]) -> None:
    finding[10][0][5][2] += 1


def _line(finding: list[Any]) -> None:
    finding[10][0][1][0] = 10**6


def _cell(finding: list[Any]) -> None:
    finding[10][0][5][5] = "A0"


def _agreement(finding: list[Any]) -> None:
    finding[8] = 10**6


def _last_row(finding: list[Any]) -> None:
    finding[9] = 10**6


def _record(finding: list[Any]) -> None:
    finding[22] = 0


def _of_no_rule(finding: list[Any]) -> None:
    finding[0] = "NONE01"


def _a_word_for_a_line(finding: list[Any]) -> None:
    finding[22] = "one"


@pytest.mark.parametrize(
    "wrong",
    [_row, _no_row, _two_rows, _line, _cell, _agreement, _last_row, _record, _of_no_rule, _a_word_for_a_line],
)
def test_candidates_that_nothing_can_have_kept_are_refused_when_they_are_loaded(
    kept: list[int], wrong: Callable[[list[Any]], None], tmp_path: Path
) -> None:
    sheets = sheets_of_register(12, 40, ROOT / "seeds")
    anew = check(sheets, "one.xlsx", cache=False)
    check(sheets, "one.xlsx")
    assert _opened("one.xlsx")
    for path in (tmp_path / "kept" / cache.RESULTS).glob("*/*.kept"):
        body = path.read_bytes()[cache._HEADER :]
        if not body.startswith(b"\0\0"):
            continue  # not a page
        first = len(kept_pages._ROOM) + int.from_bytes(body[: len(kept_pages._ROOM)], "big")
        data = json.loads(zlib.decompress(body[first:]))
        if data[1] and data[1][0][-1]:
            wrong(data[1][0][-1])
            body = body[:first] + zlib.compress(dump(data))
            path.write_bytes(cache._header(body, path.stem) + body)
    with pytest.raises(AssertionError):
        _opened("one.xlsx")
    assert report_of("one.xlsx") == anew


def _keep_without_body(self: cache.Results, digest: str, body: bytes) -> None:
    """As when the rest of a page is not what was kept: its head is believed, and the rest is not."""
    keep(self, digest, body[:-9] if body[: len(kept_pages._ROOM)].startswith(b"\0\0") else body)


def _keep_no_whole(self: kept_pages.KeptPages, *of: object) -> bool:
    return False


def _forget(slot: object) -> None:
    return None


keep = cache.Results.keep


@pytest.mark.parametrize(
    ("owner", "name", "broken"),
    [
        (cache.Results, "keep", _keep_without_body),
        (kept_pages.KeptPages, "keep_whole", _keep_no_whole),
        (checked, "known_by_pages", _forget),
    ],
)
@pytest.mark.parametrize("jobs", [1, 2])
def test_what_cannot_be_kept_is_found_all_the_same(
    kept: list[int], monkeypatch: pytest.MonkeyPatch, owner: object, name: str, broken: object, jobs: int
) -> None:
    monkeypatch.setattr("dslint.engine.run.PARALLEL_FROM", 0)
    monkeypatch.setattr(owner, name, broken)
    before = sheets_of_register(24, 160, ROOT / "seeds")
    after = next_edition(before, 0.2)
    for sheets, file in ((before, "one.xlsx"), (after, "two.xlsx"), (after, "two.xlsx")):
        assert check(sheets, file, jobs=jobs) == check(sheets, file, cache=False)


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


BY_ROW = (
    "Data were received in March 2019.\nThe report will be published in June 2020.\n"
    "A paper is planned for 2021."
)
REPLACED = "The work uses the N3 network.\nStaff have IG Toolkit assurance."
MONTHS = (
    "May 2020", "June 2020", "July 2020", "", "November 2020", "December 2020", "May 2020", "March 2019",
    "January 2022", "February 2022",
)  # fmt: skip


def _told(sheets: Sheets, month: str) -> dict[str, Any]:
    """The edition of a month whose agreements tell of dates, and one of what was replaced later."""
    at = sheets["Agreements"][0].index("Expected Output")
    head, *rows = sheets["Agreements"]
    told = [
        (*row[:at], f"{row[at]}\n{BY_ROW if number else REPLACED}", *row[at + 1 :])
        for number, row in enumerate(rows)
    ]
    title = {"Title": [("Data Releases Register",), (month,)]} if month else {}
    return {**title, **sheets, "Agreements": [head, *told]}


def test_the_month_of_the_edition_moves_on(kept: list[int]) -> None:
    """Whatever was asked of a month before, the answers are those of this one."""
    sheets = sheets_of_register(12, 60)
    reports = {}
    for month in MONTHS:
        after = _told(sheets, month)
        reports[month] = check(after, "register.xlsx", cache=False)["json"]
        assert check(after, "register.xlsx")["json"] == reports[month], month
    assert reports["May 2020"] != reports["July 2020"] != reports["January 2022"]
    pages = len({row[2] for row in sheets["Agreements"][1:]})
    assert kept[0] == 0 and kept[1] == pages - 1  # June answers as May does, but where a finding names it
    assert kept[2] == 0  # the report of June is late in July


def test_what_is_kept_of_all_versions_is_not_taken_for_the_newest(kept: list[int]) -> None:
    Path("register.xlsx").write_bytes(workbook(sheets_of_register(12, 60)))
    every = report_of("register.xlsx")
    newest = report_of("register.xlsx", all_versions=False)
    assert newest != every
    assert newest == report_of("register.xlsx", cache=False, all_versions=False)
    assert report_of("register.xlsx") == every
    assert "older versions were not judged" in str(newest["text"])


def test_pages_that_tell_of_no_date_are_known_in_every_month(kept: list[int]) -> None:
    before = sheets_of_register(20, 100)
    for name in ("register-2026-09.xlsx", "register-2026-10.xlsx"):
        assert check(before, name) == check(before, name, cache=False)
    assert kept == [0, len({row[2] for row in before["Agreements"][1:]})]


def test_rows_without_a_month_are_of_their_edition(kept: list[int]) -> None:
    """Their releases are as old as the edition, so nothing is known of them a month later."""
    for period in ("April 2020 to June 2020", "July 2020 to September 2020"):
        after = {**SHEETS_2021, "Title sheet": [(f"Releases, {period}",)]}
        assert check(after, "register.xlsx") == check(after, "register.xlsx", cache=False)
    assert kept == [0, 0]


def test_only_what_keeps_account_looks_at_the_month_of_a_register() -> None:
    """What is found rests on the month in no other way than `Edition` writes down."""
    looks = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for folder in ("facts", "engine")
        for path in sorted((ROOT / "dslint" / folder).rglob("*.py"))
        for line in path.read_text("utf-8").splitlines()
        if "document.edition" in line or "framed.edition" in line or "edition_is_printed" in line
    ]
    assert looks == ["dslint/facts/document.py: self.edition = Edition(document.edition)"]
