"""Findings as a workbook: one sheet by agreement, two of counts, and one that says how it was made.

Every cell is a text or a number and never a formula or a link. Needs XlsxWriter, from the extra `report`.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from dslint import __version__
from dslint.engine.report import Report
from dslint.engine.rule import SEVERITIES
from dslint.reporters.arrange import Row, measured, statistics
from dslint.reporters.check_csv import COLUMNS, rows
from dslint.reporters.escape import visible
from dslint.reporters.phrases import remarks
from dslint.reporters.view import DEFAULT_VIEW, View

_LONGEST = 32_767  # characters in a cell
_MOST_ROWS = 1_048_575  # below the headings
_WIDTHS = {
    "path": 24, "sheet": 16, "name": 34, "organisation": 32, "agreement": 24, "title": 32, "message": 70,
    "text": 40, "note": 28, "other_place": 28, "other_text": 40, "other_note": 28, "remedy": 60,
    "authority": 50, "group": 34, "fingerprint": 34,
}  # fmt: skip
_NARROW = 11
Cell = str | int | float | None


def render(report: Report, view: View = DEFAULT_VIEW) -> bytes:
    """The workbook as the bytes of a file; equal for equal reports."""
    import xlsxwriter

    file = io.BytesIO()
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(file, {"in_memory": True, **plain})
    book.set_properties({"created": datetime.fromisoformat(view.as_of), "comments": f"dslint {__version__}"})
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    share = book.add_format({"num_format": "0%"})
    _table(book.add_worksheet("Findings by agreement"), COLUMNS, rows(report, view), bold, None)
    for by, name in (("rule", "Counts by rule"), ("organisation", "Counts by organisation")):
        of = measured(report, by)
        heads = (by, *SEVERITIES, "findings", "agreements", f"agreements {of}", f"share of those {of}")
        _table(book.add_worksheet(name), heads, map(_counts, statistics(report, by)), bold, share)
    about = book.add_worksheet("About")
    _table(about, ("what", "value"), _about(report, view), bold, None)
    about.set_column(0, 0, 40)
    about.set_column(1, 1, 90)
    book.close()
    return file.getvalue()


def _counts(row: Row) -> tuple[Cell, ...]:
    return (row.label, *row.counts, row.findings, row.agreements, row.checked, row.rate)


def _about(report: Report, view: View) -> Iterable[tuple[Cell, ...]]:
    yield "dslint", __version__
    yield "as of", view.as_of
    yield "rules", len(report.rules)
    for document in report.documents:
        yield f"SHA-256 of {document.path}", view.digests.get(document.path, "not known")
    for error in report.errors:
        yield "not read", str(error)
    for remark in remarks(report):
        yield "remark", remark


def _table(sheet: Any, heads: Sequence[str], cells: Iterable[Sequence[Cell]], bold: Any, share: Any) -> None:
    """Headings that stay in view, with filters, above the rows."""
    for column, head in enumerate(heads):
        sheet.write_string(0, column, head, bold)
        sheet.set_column(column, column, _WIDTHS.get(head, 44 if column == 0 and share else _NARROW))
    number = 0
    for number, row in enumerate(cells, 1):
        if number > _MOST_ROWS:
            break
        for column, value in enumerate(row):
            if isinstance(value, float):
                sheet.write_number(number, column, value, share)
            elif isinstance(value, int):
                sheet.write_number(number, column, value)
            elif value is not None:
                sheet.write_string(number, column, visible(value)[:_LONGEST])
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(number, 1), len(heads) - 1)
