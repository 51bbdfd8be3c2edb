"""The workbook of a report: texts and numbers, filters, and headings that stay."""

from __future__ import annotations

import csv
import io
import zipfile
from xml.etree import ElementTree as Xml

import pytest
from conftest import Cli
from python_calamine import CalamineWorkbook
from test_formats import NASTY, VIEW, page

from dslint.engine.report import Report
from dslint.reporters.arrange import statistics
from dslint.reporters.formats import FORMATS

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def made(report: Report) -> bytes:
    content = FORMATS["xlsx"].made(report, VIEW)
    assert isinstance(content, bytes)
    return content


def rows_of(content: bytes, sheet: str) -> list[list[object]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name(sheet).to_python()


def test_the_rows_are_those_of_the_table(seeds_report: Report) -> None:
    head, *rows = rows_of(made(seeds_report), "Findings by agreement")
    table = list(csv.DictReader(io.StringIO(FORMATS["csv"].render(seeds_report, VIEW))))
    assert head == list(table[0])
    for name in ("rule", "agreement", "organisation", "message", "group"):
        place = head.index(name)
        assert [row[place] for row in rows] == [each[name].removeprefix("'") for each in table]


def test_the_counts_are_those_of_the_statistics(seeds_report: Report) -> None:
    for by in ("rule", "organisation"):
        _, *rows = rows_of(made(seeds_report), f"Counts by {by}")
        expected = [
            (r.label, *r.counts, r.findings, r.agreements, r.checked) for r in statistics(seeds_report, by)
        ]
        assert [tuple(row[:7]) for row in rows] == expected


@pytest.mark.parametrize("text", NASTY)
def test_nothing_is_a_formula_or_a_link(text: str, seeds_report: Report) -> None:
    few = Report(seeds_report.documents, seeds_report.findings[:3], [], seeds_report.rules)
    with zipfile.ZipFile(io.BytesIO(made(page(few, text)))) as file:
        sheets = [name for name in file.namelist() if name.startswith("xl/worksheets/sheet")]
        assert len(sheets) == 4
        for name in sheets:
            sheet = Xml.fromstring(file.read(name))
            assert not list(sheet.iter(f"{_MAIN}f"))
            assert not list(sheet.iter(f"{_MAIN}hyperlink"))
            assert {cell.attrib.get("t", "n") for cell in sheet.iter(f"{_MAIN}c")} <= {"s", "n"}
            assert [pane.attrib["state"] for pane in sheet.iter(f"{_MAIN}pane")] == ["frozen"]
            assert list(sheet.iter(f"{_MAIN}autoFilter"))


def test_equal_reports_make_equal_files(seeds_report: Report) -> None:
    assert made(seeds_report) == made(seeds_report)


def test_it_goes_to_a_file_only(cli: Cli) -> None:
    done = cli("check", ".", "--format", "xlsx")
    assert done.returncode == 2
    assert "--format xlsx needs a file; write --format xlsx=FILE.xlsx" in done.stderr
