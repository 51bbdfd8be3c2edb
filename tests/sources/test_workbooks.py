"""Register workbooks and their exported sheets: every row read, every place true, every bad input named."""

from __future__ import annotations

import csv
import json
import sys
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from conftest import AS_OF, CLEAN, ROOT, Cli, put
from editions import (
    FELL,
    MOOR,
    NONE,
    NOT_IDENTIFIABLE,
    PURPOSES_2021,
    RELEASES_2017,
    RELEASES_2021,
    SHEETS_2017,
    SHEETS_2021,
    SHEETS_2026,
    UPHELD,
)
from register import AGREEMENTS, DATASETS, RELEASES
from workbooks import cells, workbook

from dslint.assembler import assemble_source
from dslint.engine.load import RuleChoice, RuleSet
from dslint.engine.run import run
from dslint.model import Document, Period
from dslint.sources import Unreadable, collect, read
from dslint.sources import workbook as bounds
from dslint.sources.tables import Book
from dslint.vocabularies import BUILT_IN

REAL = ROOT.parent / "shared" / "data" / "release-register-2021-02.xlsx"


def document(tmp_path: Path, sheets: dict[str, Any], name: str = "register.xlsx") -> Document:
    path = tmp_path / name
    path.write_bytes(workbook(sheets))
    return assemble_source(str(path), read(str(path), BUILT_IN), BUILT_IN)


def found(report: Any) -> Counter[tuple[str, str]]:
    return Counter((finding.rule, finding.severity) for finding in report.findings)


def test_2021(tmp_path: Path) -> None:
    page = document(tmp_path, SHEETS_2021)
    assert (page.kind, page.coverage, page.remarks, page.problems) == ("register-workbook", 1.0, [], [])
    moor, fell = page.agreements
    assert (moor.reference, moor.version, moor.base_reference) == (
        "DARS-NIC-123456-A1B2C", "2.1", "DARS-NIC-123456-A1B2C",
    )  # fmt: skip
    assert fell.base_reference == "DARS-NIC-98765-X9Y8Z"
    assert [release.id for release in moor.releases] == ["DSfC0001", "DSfC0002", "FILE0003"]
    assert moor.releases[0].confidentiality == NONE
    assert moor.releases[0].month is None  # no such column
    assert [value.text for value in moor.values["opt_outs"]] == [UPHELD, NOT_IDENTIFIABLE]
    assert [value.text for value in moor.datasets] == [
        "SUS for Commissioners",
        "Maternity Services Data Set",
        "Births",
    ]
    places = [page.place(value.span) for value in moor.values["opt_outs"]]
    assert [(at.sheet, at.cell, at.line, at.column) for at in places] == [
        ("DataReleases", "K2", 2, 11), ("DataReleases", "K3", 3, 11),
    ]  # fmt: skip
    objectives = next(iter(page.narrative(moor)))
    assert objectives[0] == "objectives"
    assert objectives[2] == ("To plan services.", "To pay invoices.")
    assert page.place_of_line(objectives[1] + 1).cell == "C2"
    empty = moor.sections["yielded_benefits"]
    assert empty.first_content_line is None
    assert page.place(empty.label_span).cell == "G2"
    # A tab inside a cell does not move the cells behind it.
    assert page.cell(fell.releases[0], "opt_out").text == NOT_IDENTIFIABLE
    assert page.place(fell.values["type_of_data"][0].span).cell == "D5"


@pytest.mark.parametrize("given", ["Perhaps", "Perhaps (Local Authority)"])
def test_a_kind_of_organisation_is_no_answer_about_purposes(
    tmp_path: Path, ruleset: RuleSet, given: str
) -> None:
    """The workbook of 2021 prints the kind alone. A page whose answer is none is told."""
    edition = check(tmp_path, ruleset, SHEETS_2021)
    assert not [finding for finding in edition.findings if finding.rule == "QLT09"]
    text = CLEAN.replace("Opt outs", f"Purposes: {given}\nOpt outs", 1)
    page = run(
        collect([str(put(tmp_path, "page.txt", text))]), RuleChoice(profile="strict"), ruleset, AS_OF, 1
    )
    assert [finding.primary.text for finding in page.findings if finding.rule == "QLT09"] == ["Perhaps"]


def test_2017_a_damaged_header_and_amendments(tmp_path: Path) -> None:
    page = document(tmp_path, SHEETS_2017)
    (release,) = page.agreements[0].releases
    assert (release.dataset, release.opt_out, release.confidentiality) == ("SUS", "N", None)
    assert [row.dataset for row in page.amendments] == ["SUS"]
    assert any("DataReleases!C1" in remark and "dataset" in remark for remark in page.remarks)
    assert any("NIC-98765" in remark for remark in page.remarks)  # in the purposes only


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("Data Release Register\nfor the period September to November 2017", ("2017-09", "2017-11")),
        ("Register: Sept - Nov 2017", ("2017-09", "2017-11")),
        ("November – January 2018", ("2017-11", "2018-01")),
        ("released between 1st September 2017 and 30 November 2017", ("2017-09-01", "2017-11-30")),
        ("Data Release Register, published in February 2018", None),
        ("September 2017 to November 2019", None),
        ("November 2017 to September 2017", None),
        ("We may march 3 to 4 May 2017", None),
        ("Explained: " + "x" * 100 + " September to November 2017", None),
    ],
)
def test_the_period_of_an_edition_is_that_of_its_rows(
    tmp_path: Path, title: str, period: tuple[str, str] | None
) -> None:
    page = document(tmp_path, {"Title sheet": [("", ""), ("NHS", title)], **SHEETS_2017})
    dated, without = page.agreements
    assert without.release == Period()  # no rows, nothing released
    if period is None:
        assert dated.release == Period()
        assert "when" not in dated.fields
        return
    assert tuple(value and value.text for value in dated.release) == period
    assert dated.release.start is not None
    place = page.place(dated.release.start.span)
    assert (place.sheet, place.cell) == ("Title sheet", "B2")
    assert page.text_of(dated.release.start.span).startswith(("Sep", "Nov", "1st"))
    assert page.text_of(dated.fields["when"].span) == dated.fields["when"].raw
    assert page.place_of_line(dated.releases[0].line).sheet == "DataReleases"


def test_a_period_dates_no_row_that_has_a_month_or_could_be_of_another(
    tmp_path: Path, ruleset: RuleSet
) -> None:
    title = ("for the period September to November 2017",)
    first = document(tmp_path, {**SHEETS_2026, "Title sheet": [title]}).agreements[0]
    assert first.release.start is not None
    assert first.release.start.text == "2019-07"
    two = {**SHEETS_2017, "Title": [title], "README": [("Amendments: June to July 2017",)]}
    assert document(tmp_path, two).agreements[0].release == Period()
    rows = [*RELEASES_2017, (*RELEASES_2017[1][:10], "Y")]
    bare = {**SHEETS_2017, "DataReleases": rows}
    dated, undated = (
        Counter(each.rule for each in check(tmp_path, ruleset, sheets).findings)
        for sheets in ({**bare, "Title": [title], "README": [title]}, bare)
    )
    assert dated["XRC01"] == 1  # rows of one edition, not of one month
    assert dated - undated == {"LB03": 1}  # of a basis that is unspecific since a date
    assert not undated - dated


def test_headers_are_found_by_content_and_anywhere(tmp_path: Path) -> None:
    damaged = [list(row) for row in RELEASES_2021]
    for place in (3, 5, 8, 10):
        damaged[0][place] = "?"
    page = document(tmp_path, {"Sheet1": [("A note above",), (), *damaged], "Sheet2": PURPOSES_2021})
    assert page.agreements[0].releases[0][2:] == document(tmp_path, SHEETS_2021).agreements[0].releases[0][2:]
    assert page.place(page.agreements[0].values["opt_outs"][0].span).cell == "K4"


def rows_read(page: Document) -> list[tuple[str | None, int]]:
    """Sheet and row of each release that was read."""
    lines = [release.line for agreement in page.agreements for release in agreement.releases]
    places = [page.place_of_line(line) for line in lines]
    return sorted((at.sheet, at.line) for at in places)


def remarked(page: Document) -> str:
    return " ".join(page.remarks)


def test_every_sheet_of_a_kind_is_read(tmp_path: Path) -> None:
    head, first, *others = RELEASES_2021
    turned = [tuple(reversed(row)) for row in (head, *others)]
    sheets = {"Apr 2017": [head, first], "May 2017": [("Register",), *turned], "Purposes": PURPOSES_2021[:2],
              "Purposes (2)": [PURPOSES_2021[0], PURPOSES_2021[2]]}  # fmt: skip
    page = document(tmp_path, sheets)
    assert rows_read(page) == [("Apr 2017", 2), ("May 2017", 3), ("May 2017", 4), ("May 2017", 5)]
    moor, fell = page.agreements
    assert [release.id for release in moor.releases] == ["DSfC0001", "DSfC0002", "FILE0003"]
    assert [release.opt_out for release in moor.releases] == [UPHELD, NOT_IDENTIFIABLE, UPHELD]
    assert page.place(page.cell(moor.releases[1], "opt_out").span).cell == "B3"
    assert fell.sections["objectives"].first_content_line is not None
    assert page.remarks == []


def test_a_row_that_two_sheets_hold_is_read_once(tmp_path: Path) -> None:
    cumulative = [*RELEASES_2021, ("FILE0005", *RELEASES_2021[4][1:])]
    page = document(tmp_path, {**SHEETS_2021, "Q1 and Q2": cumulative})
    assert rows_read(page) == [*(("DataReleases", row) for row in range(2, 6)), ("Q1 and Q2", 6)]
    assert "Q1 and Q2: 4 rows of 5 also are on sheet DataReleases, and were read once" in page.remarks
    # Without ids two releases may be alike: only a whole sheet is a copy.
    plain = [row[1:] for row in RELEASES_2021]
    page = document(tmp_path, {**SHEETS_2021, "DataReleases": plain, "DataReleases copy": plain[:3]})
    assert len(rows_read(page)) == 4
    page = document(
        tmp_path, {**SHEETS_2021, "DataReleases": plain[:3], "DataReleases 2": [plain[0], *plain[2:]]}
    )
    assert len(rows_read(page)) == 5


def test_a_summary_is_no_second_sheet_of_releases(tmp_path: Path) -> None:
    summary = [("NIC Number", "Dataset", "Month", "Count"), (MOOR, "Births", "Jul-19", "2")]
    page = document(tmp_path, {"Summary": summary, **SHEETS_2021})
    assert {sheet for sheet, _ in rows_read(page)} == {"DataReleases"}
    assert "sheet Summary was not read: sheet DataReleases is of the same kind" in remarked(page)


def test_a_sheet_of_amendments_is_never_one_of_releases(tmp_path: Path) -> None:
    page = document(tmp_path, {**SHEETS_2021, "Amendments to releases (2)": RELEASES_2021[:2]})
    assert {sheet for sheet, _ in rows_read(page)} == {"DataReleases"}
    assert [row.id for row in page.amendments] == ["DSfC0001"]


def test_headers_that_are_repeated_with_the_same_columns_and_with_others(tmp_path: Path) -> None:
    head, first, second, third, fourth = RELEASES_2021
    turned = [tuple(reversed(row)) for row in (head, third, fourth)]
    page = document(tmp_path, {**SHEETS_2021, "DataReleases": [head, first, head, second, *turned]})
    assert rows_read(page) == [("DataReleases", row) for row in (2, 4, 6, 7)]
    assert [release.id for release in page.agreements[0].releases] == ["DSfC0001", "DSfC0002", "FILE0003"]
    assert page.remarks == ["DataReleases: rows 3, 5 repeat the header"]


@pytest.mark.parametrize(
    "printed",
    [
        "dars-nic-123456-a1b2c-v2.1",
        "DARS-NIC-123456-A1B2C - v2.1",
        "DARS\u2013NIC\u2013123456\u2013A1B2C V2.1",
        "\xa0DARS-NIC-123456-A1B2C (v2.1)",
        "DARS-NIC-123456-A1B2C version 2.1",
    ],
)
def test_a_reference_in_any_spelling_joins_its_agreement(tmp_path: Path, printed: str) -> None:
    releases = [RELEASES_2021[0], (*RELEASES_2021[1][:8], printed, *RELEASES_2021[1][9:]), RELEASES_2021[4]]
    page = document(tmp_path, {**SHEETS_2021, "DataReleases": releases})
    assert [(one.reference, one.version, len(one.releases)) for one in page.agreements] == [
        ("DARS-NIC-123456-A1B2C", "2.1", 1), ("NIC-98765-X9Y8Z", None, 1),
    ]  # fmt: skip
    assert page.remarks == []


def test_rows_with_several_references_none_and_words_instead(tmp_path: Path) -> None:
    def row(reference: str, number: int) -> tuple[str, ...]:
        return (f"FILE{number:04}", *RELEASES_2021[1][1:8], reference, *RELEASES_2021[1][9:])

    rows = [RELEASES_2021[0], row(f"{FELL}; {MOOR}", 1), row("", 2), row("Total", 3), row(MOOR, 4)]
    page = document(tmp_path, {**SHEETS_2021, "DataReleases": rows})
    assert {(one.reference, one.title): len(one.releases) for one in page.agreements} == {
        ("DARS-NIC-123456-A1B2C", "Moor CCG"): 1,
        ("NIC-98765-X9Y8Z", "Fell Council"): 1,
        (None, "Moor CCG"): 2,
    }
    assert page.remarks == [
        "DataReleases: rows 3, 4 have no NIC Number, and were read by their organisations",
        "DataReleases: row 2 has several references in NIC Number, and was read under the first",
    ]


@pytest.mark.parametrize(
    "printed",
    [
        "Jul-19",
        "July 2019",
        "2019-07",
        "07/2019",
        "201907",
        "Jul '19",
        "1st July 2019",
        "2019.07",
        "Jul.2019",
        "43647",
        "43676.5",
    ],
)
def test_months_in_any_spelling(tmp_path: Path, printed: str) -> None:
    row = (*SHEETS_2026["DataReleases"][1][:8], printed)
    page = document(tmp_path, {**SHEETS_2026, "DataReleases": [RELEASES, row]})
    first = page.agreements[0]
    assert first.release.end is not None
    assert first.release.end.text == "2019-07"
    assert not any("month" in remark for remark in page.remarks)


@pytest.mark.parametrize("printed", ["4364", "40178", "49675", "436470", "July"])
def test_a_month_that_cannot_be_read_is_named(tmp_path: Path, printed: str) -> None:
    row = (*SHEETS_2026["DataReleases"][1][:8], printed)
    page = document(tmp_path, {**SHEETS_2026, "DataReleases": [RELEASES, row, row]})
    assert f'DataReleases: the month of 2 rows is not known: "{printed}"' in page.remarks


def test_a_term_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    agreement = SHEETS_2026["Agreements"][1]
    rows = [AGREEMENTS, (*agreement[:6], "43647", "to be agreed", *agreement[8:])]
    page = document(tmp_path, {**SHEETS_2026, "Agreements": rows})
    assert page.agreements[0].dsa.start is not None
    assert (page.agreements[0].dsa.start.text, page.agreements[0].dsa.end) == ("2019-07-01", None)
    assert 'Agreements: the start or end in 1 cell is not known: "to be agreed"' in page.remarks


def test_months_that_are_numbers_clash_like_any_other(tmp_path: Path, ruleset: RuleSet) -> None:
    rows = [
        RELEASES,
        *(
            (*row[:8], month)
            for row, month in zip(SHEETS_2026["DataReleases"][1:3], ("43647", "Jul-19"), strict=True)
        ),
    ]
    report = check(tmp_path, ruleset, {**SHEETS_2026, "DataReleases": rows})
    (clash,) = [finding for finding in report.findings if finding.rule == "XRC01"]
    assert (clash.severity, len(clash.evidence)) == ("info", 2)


def answered(*answers: str) -> list[tuple[str, ...]]:
    return [
        RELEASES,
        *(
            (*SHEETS_2026["DataReleases"][1][:5], each, *SHEETS_2026["DataReleases"][1][6:])
            for each in answers
        ),
    ]


def test_numbers_are_answers_where_nothing_else_stands_in_the_column(
    tmp_path: Path, ruleset: RuleSet
) -> None:
    sheets = {**SHEETS_2026, "DataReleases": answered("1", "", "0")}
    page = document(tmp_path, sheets)
    assert [row.opt_out for row in page.agreements[0].releases] == ["Yes", "", "No"]
    assert (
        'DataReleases: the column "Patient Opt-Outs Applied" has numbers, read 1 as Yes and 0 as No'
        in page.remarks
    )
    assert found(check(tmp_path, ruleset, sheets))["XRC01", "warning"] == 1


@pytest.mark.parametrize("other", ["2", "Yes"])
def test_numbers_beside_other_answers_are_not_known(tmp_path: Path, other: str) -> None:
    page = document(tmp_path, {**SHEETS_2026, "DataReleases": answered("1", "0", other)})
    assert [row.opt_out for row in page.agreements[0].releases] == ["1", "0", other]
    assert "has numbers" not in remarked(page)


@pytest.mark.parametrize("printed", ["Yes", "yes", "Y", "TRUE", "1"])
def test_a_flag_of_an_agreement_in_any_spelling(tmp_path: Path, ruleset: RuleSet, printed: str) -> None:
    """A commercial purpose, and three years, which were too long for one."""
    rows = [
        (*row[:8], printed if place else row[8], printed if place else row[9], *row[10:])
        for place, row in enumerate(SHEETS_2026["Agreements"][:2])
    ]
    sheets = {**SHEETS_2026, "Agreements": rows}
    assert document(tmp_path, sheets).agreements[0].commercial == "Yes"
    assert found(check(tmp_path, ruleset, sheets))["TRM03", "warning"] == 1


def test_a_merged_cell_counts_in_each_of_its_rows(tmp_path: Path) -> None:
    rows = [RELEASES_2021[0], RELEASES_2021[1], (*RELEASES_2021[2][:8], "", *RELEASES_2021[2][9:])]
    merged = workbook({**SHEETS_2021, "DataReleases": rows})
    archive = zipfile.ZipFile(BytesIO(merged))
    parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = "xl/worksheets/sheet3.xml"
    ranges = (
        b'</sheetData><mergeCells count="2"><mergeCell ref="I2:I3"/><mergeCell ref="A1:A1"/></mergeCells>'
    )
    parts[sheet] = parts[sheet].replace(b"</sheetData>", ranges)
    (tmp_path / "merged.xlsx").write_bytes(packed(parts))
    page = assemble_source("merged.xlsx", read(str(tmp_path / "merged.xlsx"), BUILT_IN), BUILT_IN)
    assert rows_read(page) == [("DataReleases", 2), ("DataReleases", 3)]
    assert [one.version for one in page.agreements if one.releases] == ["2.1"]


def test_2026_versions_terms_and_months(tmp_path: Path) -> None:
    page = document(tmp_path, SHEETS_2026)
    first, second, alone = page.agreements
    assert [(a.version, len(a.releases)) for a in page.agreements] == [("1.0", 2), ("2.0", 0), ("1.0", 1)]
    assert [value.text for value in first.values["controllers"]] == [
        "MOOR UNIVERSITY", "FELL COUNCIL [FELL, MOOR AND DALE]", "DALE TRUST",
    ]  # fmt: skip
    assert first.dsa.start is not None
    assert first.dsa.end is not None
    assert (first.dsa.start.text, first.dsa.end.text) == ("2019-07-01", "2022-06-30")
    assert first.release.end is not None
    assert first.release.end.text == "2019-07"
    assert (first.commercial, second.commercial) == ("Yes", "No")
    assert first.releases[0].confidentiality == "Section 251 NHS Act 2006"
    excuse = page.cell(first.releases[0], "confidentiality")
    assert page.place(excuse.span).cell == "G2"
    assert page.place(excuse.span).sheet == "Datasets"
    assert alone.title is None
    said = " ".join(page.remarks)
    assert "row 4 has one cell only" in said
    assert "row 6 has no Reference Number" in said
    assert "DARS-NIC-555555-Z9Z9Z-v1.0" in said
    assert page.coverage < 1
    assert len(page.unparsed) == 2


def test_a_column_of_terms_that_is_empty(tmp_path: Path) -> None:
    """The first row of the agreement has no such column."""
    terms = [DATASETS, (*SHEETS_2026["Datasets"][1][:6], "")]
    sheets = {**SHEETS_2026, "Datasets": [terms[0], (terms[1][0], "Deaths", *terms[1][2:])]}
    first = document(tmp_path, sheets).agreements[0]
    assert first.releases[0].confidentiality is None
    assert first.values["opt_outs"][0].text == "Yes"
    assert "opt_out_excuses" not in first.values


def check(tmp_path: Path, ruleset: RuleSet, sheets: dict[str, Any], jobs: int = 1) -> Any:
    path = tmp_path / "register.xlsx"
    path.write_bytes(workbook(sheets))
    return run(collect([str(path)]), RuleChoice(profile="strict"), ruleset, AS_OF, jobs)


def test_rows_are_judged_one_by_one_and_folded(tmp_path: Path, ruleset: RuleSet) -> None:
    report = check(tmp_path, ruleset, SHEETS_2021)
    (basis,) = [finding for finding in report.findings if finding.rule == "LB02"]
    assert (basis.severity, basis.certainty, basis.release) == ("warning", "certain", "DSfC0001")
    assert [(one.release, one.cell, one.line) for one in basis.occurrences] == [
        ("DSfC0001", "F2", 2), ("FILE0003", "F4", 4),
    ]  # fmt: skip
    assert basis.agreement == "DARS-NIC-123456-A1B2C"
    (applied,) = [finding for finding in report.findings if finding.rule == "OPT06"]
    assert (applied.severity, len(applied.occurrences)) == ("warning", 2)
    report = check(tmp_path, ruleset, SHEETS_2026)
    assert found(report)["XRC01", "info"] == 1


def test_places_in_every_format(tmp_path: Path, cli: Cli) -> None:
    (tmp_path / "register.xlsx").write_bytes(workbook(SHEETS_2021))
    chosen = ("check", "register.xlsx", "--select", "LB02")
    assert "DataReleases!F2  warning  LB02" in cli(*chosen).stdout
    (finding,) = json.loads(cli(*chosen, "--format", "json").stdout)["findings"]
    assert (finding["sheet"], finding["line"], finding["column"], finding["cell"]) == (
        "DataReleases",
        2,
        6,
        "F2",
    )
    assert finding["release"] == "DSfC0001"
    assert [one["release"] for one in finding["occurrences"]] == ["DSfC0001", "FILE0003"]
    sarif = json.loads(cli(*chosen, "--format", "sarif").stdout)["runs"][0]["results"][0]["locations"][0]
    assert sarif["physicalLocation"]["region"]["startLine"] == 2
    assert {"fullyQualifiedName": "DataReleases!F2", "kind": "cell"} in sarif["logicalLocations"]
    why = cli("why", "LB02", f"register.xlsx#{MOOR.split('-v')[0]}").stdout
    assert 'DataReleases!F2 "Health' in why
    assert "fires" in why
    parsed = json.loads(cli("parse", "register.xlsx", "--format", "json").stdout)["documents"][0]
    rows = [row for agreement in parsed["agreements"] for row in agreement["releases"]]
    assert [(row["line"], row["sheet"], row["id"]) for row in rows] == [
        (n, "DataReleases", RELEASES_2021[n - 1][0]) for n in range(2, 6)
    ]
    assert "DataReleases" in cli("parse", "register.xlsx").stdout


def test_exported_sheets_are_one_register(tmp_path: Path, cli: Cli) -> None:
    folder = tmp_path / "export"
    folder.mkdir()
    for name in ("DataReleases", "PurposeStatements"):
        with (folder / f"{name}.csv").open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file, delimiter=";").writerows(SHEETS_2021[name])
    (folder / "prices.csv").write_text("a,b\n1,2\n", "utf-8")
    (finding,) = json.loads(cli("check", "export", "--select", "LB02", "--format", "json").stdout)["findings"]
    assert (finding["path"], finding["line"], finding["cell"]) == ("export/DataReleases.csv", 2, "F2")
    assert (
        "DataReleases.csv:DataReleases!F2  warning  LB02" in cli("check", "export", "--select", "LB02").stdout
    )
    document = json.loads(cli("parse", "export", "--format", "json").stdout)["documents"][0]
    assert len(document["agreements"]) == 2
    assert any("prices" in remark for remark in document["remarks"])
    alone = cli("check", "export/DataReleases.csv", "--select", "LB02", "--format", "json")
    assert json.loads(alone.stdout)["findings"][0]["path"] == "export/DataReleases.csv"
    assert alone.returncode == 1


def test_cut_cells_and_unknown_sheets_are_named(tmp_path: Path, cli: Cli) -> None:
    purposes = [PURPOSES_2021[0], (MOOR, "Moor CCG", "x" * 32_767, *PURPOSES_2021[1][3:])]
    sheets = {**SHEETS_2021, "PurposeStatements": purposes, "Costs": [("a", "b"), ("1", "2")]}
    (tmp_path / "register.xlsx").write_bytes(workbook(sheets))
    done = cli("check", "register.xlsx", "--select", "LB02")
    said = " ".join(done.stdout.split())
    assert "PurposeStatements!C2: as long as a cell" in said
    assert "sheet Costs is not known" in said
    assert "NIC-98765-X9Y8Z" in said
    parsed = json.loads(cli("parse", "register.xlsx", "--format", "json").stdout)["documents"][0]
    assert [(flag["kind"], flag["cell"]) for flag in parsed["flags"]] == [("cell-cut-short", "C2")]


@pytest.mark.parametrize("command", ["check", "parse", "why LB02", "compare register.xlsx"])
def test_no_name_of_a_sheet_reaches_the_terminal_as_a_control_sequence(
    tmp_path: Path, cli: Cli, command: str
) -> None:
    sheets = {"\x1b[31mDataReleases": RELEASES_2021, "\x1b[32mCosts": [("a", "b")] * 2}
    (tmp_path / "register.xlsx").write_bytes(workbook(sheets))
    reference = f"#{MOOR.split('-v')[0]}" if command.startswith("why") else ""
    done = cli(*command.split(), f"register.xlsx{reference}")
    assert done.returncode in {0, 1}
    assert "\x1b" not in done.stdout + done.stderr
    assert "DataReleases" in done.stdout or command.startswith("compare")


@pytest.mark.parametrize(
    ("sheets", "said"),
    [
        ({"DataReleases": [("Colour", "Size"), ("red", "1")], "PurposeStatements": PURPOSES_2021},
         "there is no column for reference, dataset or legal basis"),
        ({"DataReleases": [[cell for n, cell in enumerate(row) if n != 8] for row in RELEASES_2021],
          "PurposeStatements": PURPOSES_2021}, "there is no column for reference"),
    ],
)  # fmt: skip
def test_a_sheet_that_cannot_be_read_does_not_stop_the_others(
    tmp_path: Path, cli: Cli, sheets: dict[str, Any], said: str
) -> None:
    (tmp_path / "register.xlsx").write_bytes(workbook(sheets))
    done = cli("check", "register.xlsx", "--profile", "strict", "--format", "json")
    assert done.returncode == 2
    assert f"register.xlsx: sheet DataReleases, row 1: {said}" in done.stderr
    assert json.loads(done.stdout)["summary"]["agreements"] == 2
    assert cli("parse", "register.xlsx").returncode == 2


def changed(content: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    """A workbook with its parts changed, and without those for which None is given."""
    archive = zipfile.ZipFile(BytesIO(content))
    parts = {name: change(name, archive.read(name)) for name in archive.namelist()}
    return packed({name: part for name, part in parts.items() if part is not None})


def in_utf16(part: bytes, encoding: str) -> bytes:
    return part.decode().replace("UTF-8", "UTF-16").encode(encoding)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda part: None, "sheet DataReleases is missing in the file; get it again"),
        (lambda part: in_utf16(part, "utf-16"),
         "xl/worksheets/sheet1.xml is a sheet in UTF-16, which cannot be read; open the workbook and save it"
         " again"),
        (lambda part: in_utf16(part, "utf-16-be"), "xl/worksheets/sheet1.xml is a sheet in UTF-16"),
        (lambda part: part[:-40], "sheet DataReleases cannot be read: syntax error"),
        (lambda part: part.replace(b'r="B2"', b'r="$B$2"'), "sheet DataReleases cannot be read: Expecting"),
    ],
    ids=["missing", "UTF-16", "UTF-16 without a mark", "cut", "wrong"],
)  # fmt: skip
def test_a_broken_sheet_does_not_stop_the_others(
    tmp_path: Path, cli: Cli, change: Callable[[bytes], bytes | None], said: str
) -> None:
    whole = workbook({"DataReleases": RELEASES_2021, "PurposeStatements": PURPOSES_2021})
    content = changed(whole, lambda name, part: change(part) if name.endswith("sheet1.xml") else part)
    (tmp_path / "register.xlsx").write_bytes(content)
    done = cli("check", "register.xlsx", "--profile", "strict", "--format", "json")
    assert done.returncode == 2
    assert f"register.xlsx: {said}" in " ".join(done.stderr.split())
    assert json.loads(done.stdout)["summary"]["agreements"] == 2


def test_a_hidden_sheet_that_is_read_is_named(tmp_path: Path) -> None:
    def hidden(name: str, part: bytes) -> bytes:
        return (
            part.replace(b'sheetId="1"', b'sheetId="1" state="hidden"')
            if name.endswith("workbook.xml")
            else part
        )

    sheets = {"DataReleases": RELEASES_2021, "PurposeStatements": PURPOSES_2021}
    (tmp_path / "register.xlsx").write_bytes(changed(workbook(sheets), hidden))
    page = assemble_source("register.xlsx", read(str(tmp_path / "register.xlsx"), BUILT_IN), BUILT_IN)
    assert page.remarks == ["sheet DataReleases is hidden, and it was read"]
    assert len(page.agreements) == 2


def test_a_chart_and_an_empty_sheet_lack_nothing(tmp_path: Path) -> None:
    def without(name: str, part: bytes) -> bytes | None:
        if name.endswith("workbook.xml.rels"):
            return part.replace(
                b'/worksheet" Target="worksheets/sheet3', b'/chartsheet" Target="charts/sheet3'
            )
        return None if name.endswith("sheet3.xml") else part

    content = changed(workbook({**SHEETS_2021, "DataReleases": RELEASES_2021}), without)
    (tmp_path / "register.xlsx").write_bytes(content)
    book = read(str(tmp_path / "register.xlsx"), BUILT_IN)
    assert isinstance(book, Book)
    assert [sheet.name for sheet in book.sheets if not sheet.rows] == ["Title sheet", "DataReleases"]
    assert book.unread == []


def test_an_exported_sheet_that_cannot_be_read_does_not_stop_the_others(tmp_path: Path, cli: Cli) -> None:
    folder = tmp_path / "export"
    folder.mkdir()
    for name in ("DataReleases", "PurposeStatements"):
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(SHEETS_2021[name])
    (folder / "Datasets.csv").write_bytes(b"\x00\x01\x02" * 99)
    (folder / "Notes.csv").write_text('"' + "x" * (1 << 24) + 'x"\n', "utf-8")
    done = cli("check", "export", "--select", "LB02", "--format", "json")
    assert done.returncode == 2
    assert "export: Datasets.csv is binary, not text" in done.stderr
    assert "export: Notes.csv cannot be read behind row 0: field larger than" in done.stderr
    parsed = json.loads(done.stdout)
    assert (parsed["summary"]["agreements"], len(parsed["findings"])) == (2, 1)


def test_long_names_are_shortened_in_the_middle(tmp_path: Path, cli: Cli) -> None:
    """Excel allows 31 characters, other programs any number."""
    long = "x" * 100_000
    header, *rows = RELEASES_2021
    releases = [(*header[:8], f"NIC Number {long}", *header[9:]), *rows, ("a note",)]
    purposes = [*PURPOSES_2021, (long, "Dale CCG", "To plan.")]
    sheets = {f"Register {long} DataReleases": releases, f"Costs {long}": [("a", "b")] * 2}
    page = document(tmp_path, {**sheets, "PurposeStatements": purposes})
    assert max(map(len, page.remarks)) < 250
    shown = f"Register {'x' * 22}…{'x' * 19} DataReleases"
    assert f"{shown}: row 6 has one cell only, and belongs to no agreement" in page.remarks
    assert page.place_of_line(page.agreements[0].releases[0].line).sheet == shown
    (tmp_path / "register.xlsx").write_bytes(workbook({**sheets, "PurposeStatements": PURPOSES_2021}))
    assert long not in cli("check", "register.xlsx", "--profile", "strict").stdout


def test_a_missing_column_or_sheet_is_said(tmp_path: Path) -> None:
    without = [[cell for n, cell in enumerate(row) if n != 10] for row in RELEASES_2021]
    page = document(tmp_path, {"DataReleases": without})
    assert "DataReleases, row 1: there is no column for opt out" in page.remarks
    assert "there is no sheet of purposes" in page.remarks
    assert [len(agreement.releases) for agreement in page.agreements] == [3, 1]
    assert page.agreements[0].releases[0].opt_out is None


def test_repeated_references_are_one_agreement(tmp_path: Path) -> None:
    more = [
        *PURPOSES_2021,
        (MOOR.lower(), "Fell CCG", "To plan services.\nTo pay invoices.", "Other activities."),
    ]
    page = document(tmp_path, {**SHEETS_2021, "PurposeStatements": more})
    assert len(page.agreements) == 2
    texts = {section: lines for section, _, lines in page.narrative(page.agreements[0])}
    assert texts["objectives"] == ("To plan services.", "To pay invoices.")
    assert texts["processing"] == ("The data is analysed.", "Other activities.")


def test_formulas_merged_cells_and_links_are_only_text(tmp_path: Path) -> None:
    head = cells(RELEASES_2021[:1])
    row = (
        f'<row r="2"><c r="A2" t="str"><f>HYPERLINK("http://example.invalid")</f><v>FILE1</v></c>'
        f'<c r="C2"><f>1+1</f><v>2</v></c><c r="D2" t="e"><v>#REF!</v></c>'
        f'<c r="I2" t="inlineStr"><is><t>{MOOR}</t></is></c></row>'
    )
    page = document(tmp_path, {"DataReleases": head + row})
    release = page.agreements[0].releases[0]
    assert (release.id, release.dataset, release.type_of_data) == ("FILE1", "2", "")


def packed(parts: dict[str, bytes]) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def understated(content: bytes, part: str) -> bytes:
    """An archive that declares a part to be one byte long."""
    changed = bytearray(content)
    size = len(zipfile.ZipFile(BytesIO(content)).read(part)).to_bytes(4, "little")
    at = changed.find(size)
    while at >= 0:
        changed[at : at + 4] = (1).to_bytes(4, "little")
        at = changed.find(size, at + 4)
    return bytes(changed)


def moved(content: bytes, before: str, after: str) -> bytes:
    """The same workbook with some of its parts under another name."""
    archive = zipfile.ZipFile(BytesIO(content))
    parts = {name: archive.read(name) for name in archive.namelist()}
    return packed(
        {
            name.replace(before, after): part.replace(before.encode(), after.encode())
            for name, part in parts.items()
        }
    )


def test_what_is_no_workbook_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = workbook(SHEETS_2021)
    monkeypatch.setattr(bounds, "LARGEST", 1_000_000)
    bomb = packed({"xl/worksheets/sheet1.xml": b" " * 2_000_000})
    one = "<v>1</v></c>"
    far = cells([("a",)]) + f'<row r="1048576"><c r="XFD1048576">{one}</row>'
    for content, said in {
        whole[: len(whole) // 2]: "damaged or cut short",
        whole[:30]: "damaged or cut short",
        b"Reference,Organisation\n": "no workbook",
        packed({"a.txt": b"text"}): "no workbook that can be read",
        b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"): "encrypted",
        b"\xd0\xcf\x11\xe0": "no workbook that can be read",
        bomb: "says that it unpacks",
        understated(bomb, "xl/worksheets/sheet1.xml"): "unpacks to more than",
        workbook({"DataReleases": far}): "so far apart",
        moved(workbook({"DataReleases": far}), "worksheets/", "WorkSheets/"): "so far apart",
        workbook({"DataReleases": f'<row r="1"><c r="ZZZZZZ1">{one}</row>'}): "so far apart",
        workbook({"DataReleases": f'<row r="1"><c r="A999999999">{one}</row>'}): "so far apart",
        workbook({"DataReleases": f'<row r="1048576">{"<c></c>" * 99}<c>{one}</row>'}): "so far apart",
        workbook({f"Sheet{n}": f'<row r="1048576"><c r="C1048576">{one}</row>' for n in range(12)}): (
            "so far apart"
        ),
    }.items():
        path = tmp_path / "broken.xlsx"
        path.write_bytes(content)
        with pytest.raises(Unreadable, match=said):
            read(str(path), BUILT_IN)


@pytest.mark.parametrize("size", [1, 4, 7, 64])
def test_cells_are_found_however_a_part_is_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(bounds, "_CHUNK", size)
    far = cells([("a",)]) + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    path = put(tmp_path, "far.xlsx", workbook({"DataReleases": far}))
    with pytest.raises(Unreadable, match="so far apart"):
        read(str(path), BUILT_IN)


OLD_KIND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def test_a_folder_names_workbooks_that_cannot_be_read(tmp_path: Path, cli: Cli) -> None:
    good = workbook(SHEETS_2021)
    found = {
        "old.xls": OLD_KIND,
        "macros.xlsm": good,
        "~$macros.xlsm": b"somebody",
        "other.ods": packed({"content.xml": b""}),
        "page.xls": b"<html><p>Falls \xe2\x80\x94 DARS-NIC-123457-A1B2C<p>Opt outs honoured: N",
    }
    (tmp_path / "in").mkdir()
    for name, content in found.items():
        (tmp_path / "in" / name).write_bytes(content)
    done = cli("check", "in", "--fail-on", "never")
    old, other = done.stderr.splitlines()
    assert done.returncode == 2
    assert old.startswith("in/old.xls: is no workbook that can be read, or damaged: ")
    assert other.startswith("in/other.ods: is no workbook that can be read, or damaged: ")
    assert "2 documents, 3 agreements" in done.stdout
    assert cli("check", "in/old.xls").stderr == f"{old}\n"


def test_wide_sheets_and_empty_styled_cells_are_not_far_out(tmp_path: Path) -> None:
    wide = cells([[str(number) for number in range(500)]] * 3)
    styled = "".join(f'<row r="{n}"><c r="A{n}" s="1"/><c r="XFD{n}" s="1" /></row>' for n in range(6, 9_999))
    styled += '<row r="1048576"><c s="1"/><c r="XFD1048576" s="1"/></row>'
    sheets = {**SHEETS_2021, "DataReleases": cells(RELEASES_2021) + styled, "Wide": wide}
    page = document(tmp_path, sheets)
    assert sum(len(agreement.releases) for agreement in page.agreements) == 4


def test_a_broken_part_is_named(tmp_path: Path) -> None:
    content = bytearray(workbook(SHEETS_2021))
    start = content.find(b"xl/worksheets/sheet3.xml") + len("xl/worksheets/sheet3.xml")
    content[start + 5 : start + 60] = b"\xff" * 55
    path = tmp_path / "broken.xlsx"
    path.write_bytes(bytes(content))
    with pytest.raises(Unreadable):
        read(str(path), BUILT_IN)
    assert issubclass(zlib.error, Exception)


def test_a_million_empty_rows_cost_little(tmp_path: Path) -> None:
    empty = "".join(f'<row r="{number}"><c r="A{number}" s="0"/></row>' for number in range(6, 200_000))
    last = f'<row r="1048576"><c r="I1048576" t="inlineStr"><is><t>{FELL}</t></is></c></row>'
    page = document(tmp_path, {**SHEETS_2021, "DataReleases": cells(RELEASES_2021) + empty + last})
    assert sum(len(agreement.releases) for agreement in page.agreements) == 4
    assert any("1048576" in remark for remark in page.remarks)


def test_the_package_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "register.xlsx").write_bytes(workbook(SHEETS_2021))
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    with pytest.raises(Unreadable, match=r"pip install 'dslint-agreements\[workbooks\]'"):
        read(str(tmp_path / "register.xlsx"), BUILT_IN)


@pytest.mark.skipif(not REAL.exists(), reason="the official workbook of February 2021 is not here")
def test_the_register_of_2021(ruleset: RuleSet) -> None:
    """Counted besides by simple patterns over the sheets."""
    page = assemble_source(str(REAL), read(str(REAL), BUILT_IN), BUILT_IN)
    assert sum(len(agreement.releases) for agreement in page.agreements) == 5079
    assert len(page.agreements) == 585
    assert page.coverage == 1.0
    assert len(page.flags) == 4
    report = run(collect([str(REAL)]), RuleChoice(profile="strict"), ruleset, AS_OF)
    rows: Counter[tuple[str, str]] = Counter()
    for finding in report.findings:
        rows[finding.rule, finding.severity] += len(finding.occurrences) or 1
    counts = found(report)
    assert rows["OPT01", "error"] == 0
    assert (rows["LB02", "warning"], counts["LB02", "warning"]) == (12, 11)
    assert (rows["OPT06", "warning"], rows["OPT06", "info"]) == (5, 16)
    told = {
        rule: {each for f in report.findings if f.rule == rule for each in f.agreements}
        for rule in ("OPT03", "XRC01")
    }
    assert not told["OPT03"] & told["XRC01"]
    assert rows["OPT03", "info"] == 5
    # 270 rows name section 251 with a basis that does not. 265 identify nobody: those are remarks.
    assert (rows["LB01", "warning"], rows["LB01", "info"]) == (5, 265 + 137)
    assert counts["BEN01", "warning"] == 122  # 113 blank, 9 that say "N/A" or so
    assert (counts["XRC01", "info"], counts["XRC01", "warning"]) == (1, 0)  # each row explains its answer


RULE = """\
id: ORG01
name: answers
summary: What is said of opt-outs.
severity: info
cases:
  - when: {some: {in: opt_outs, where: {meaning: applied}, as: answer}}
    message: Merged, {answer.text}.
  - scope: agreement
    when: {some: {in: opt_outs, where: {meaning: applied}, as: answer}}
    message: Both, {answer.text} in {answer.lines}.
  - scope: release
    when:
      all:
        - every: {in: opt_outs, where: {meaning: applied}, as: answer}
        - not_printed: [confidentiality]
    message: Row, {answer.text}.
remedy: None.
authority:
  - {document: Our handbook, status: seen}
rationale: We know.
examples:
  bad:
    - name: a page
      text: |
        A — DARS-NIC-123456-A1B2C
        Opt outs honoured: N, Y
      at: [{line: 2, text: "Y"}]
    - name: rows
      rows:
        - {dataset: Births, opt_out: "N"}
        - {dataset: Deaths, opt_out: "Y"}
      at: [{row: 2, text: "Y"}]
  good:
    - name: rows
      rows:
        - {dataset: Births, opt_out: "N"}
"""


def test_cases_about_rows(tmp_path: Path, cli: Cli) -> None:
    (tmp_path / "rule.yaml").write_text(RULE, "utf-8")
    (tmp_path / "register.xlsx").write_bytes(workbook(SHEETS_2021))
    releases = [row[:11] for row in RELEASES_2021]
    (tmp_path / "plain.xlsx").write_bytes(workbook({"DataReleases": releases}))
    (tmp_path / "page.txt").write_text("A — DARS-NIC-123456-A1B2C\nOpt outs honoured: N, Y\n", "utf-8")
    assert cli("test-rules", "rule.yaml").returncode == 0

    def messages(path: str) -> list[str]:
        done = cli("check", path, "--rules", "rule.yaml", "--select", "ORG01", "--format", "json")
        return sorted(finding["message"] for finding in json.loads(done.stdout)["findings"])

    assert messages("page.txt") == ['Both, "Y" in 2.', 'Merged, "Y".']
    assert messages("register.xlsx") == [f'Both, "{UPHELD}" in 2.']
    assert messages("plain.xlsx") == [
        f'Both, "{UPHELD}" in 2.',
        f'Row, "{UPHELD}". The same is true of 1 more row of this agreement.',
    ]
    coverage = cli("rules", "--rules", "rule.yaml", "--coverage", "plain.xlsx").stdout
    assert any(line.split()[:3] == ["ORG01", "1", "1"] for line in coverage.splitlines())


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("scope: agreement", "scope: document", "'document' is not one of agreement, release"),
        ("severity: info\n", "severity: info\nscope: corpus\n", "its cases have no scope"),
        ("not_printed: [confidentiality]", "not_printed: [confidential]", "did you mean confidentiality?"),
        ('opt_out: "N"', 'optout: "N"', "did you mean opt_out?"),
        ('at: [{row: 2, text: "Y"}]', 'at: [{text: "Y"}]', "needs exactly one of line or row"),
    ],
)
def test_mistakes_about_rows_are_named(tmp_path: Path, cli: Cli, before: str, after: str, said: str) -> None:
    assert before in RULE
    (tmp_path / "rule.yaml").write_text(RULE.replace(before, after, 1), "utf-8")
    done = cli("test-rules", "rule.yaml")
    assert done.returncode == 2
    assert said in done.stdout + done.stderr
