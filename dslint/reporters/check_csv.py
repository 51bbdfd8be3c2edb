"""Findings as a table for spreadsheets, a row each. No cell of it can be taken for a formula."""

from __future__ import annotations

import csv
import io

from dslint.engine.finding import Finding
from dslint.engine.report import Report
from dslint.reporters.arrange import in_order
from dslint.reporters.escape import visible
from dslint.reporters.view import USUAL, View

COLUMNS = (
    "path", "sheet", "line", "column", "cell", "severity", "certainty", "rule", "name", "organisation",
    "agreement", "title", "message", "text", "remedy", "authority", "occurrences", "fingerprint",
)  # fmt: skip
_LONGEST = 32_000  # characters in a cell; spreadsheets cut at 32,767
# Full-width forms are taken for their plain ones where these are typed.
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")


def render(report: Report, view: View = USUAL) -> str:
    """A line of headings, then a row for each finding; fields by RFC 4180, lines end with a line feed."""
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(COLUMNS)
    for finding in in_order(report.findings, view):
        writer.writerow(map(harmless, _row(finding)))
    return table.getvalue()


def _row(finding: Finding) -> tuple[str | int | None, ...]:
    primary = finding.primary
    return (
        primary.path, primary.at.sheet, primary.at.line, primary.at.column, primary.at.cell, finding.severity,
        finding.certainty, finding.rule, finding.name, finding.organisation, finding.agreement, finding.title,
        finding.message, primary.text, finding.remedy, "; ".join(each.line() for each in finding.authority),
        len(finding.occurrences) or 1, finding.fingerprint,
    )  # fmt: skip


def harmless(value: str | int | None) -> str:
    """A cell that a spreadsheet program shows and never runs."""
    if value is None:
        return ""
    text = str(value)
    formula = text.startswith(_FORMULA) or text.lstrip().startswith(_FORMULA)
    return ("'" if formula else "") + visible(text)[:_LONGEST]
