"""Findings as a table for spreadsheets, a row each. No cell of it can be taken for a formula."""

from __future__ import annotations

from dslint.engine.finding import Finding
from dslint.engine.report import Report
from dslint.reporters.arrange import in_order
from dslint.reporters.csv_table import table
from dslint.reporters.view import USUAL, View

COLUMNS = (
    "path", "sheet", "line", "column", "cell", "release", "severity", "certainty", "rule", "name",
    "organisation", "agreement", "title", "message", "text", "remedy", "authority", "occurrences",
    "fingerprint",
)  # fmt: skip


def render(report: Report, view: View = USUAL) -> str:
    """A line of headings, then a row for each finding; fields by RFC 4180, lines end with a line feed."""
    return table(COLUMNS, map(_row, in_order(report.findings, view)))


def _row(finding: Finding) -> tuple[str | int | None, ...]:
    primary = finding.primary
    return (
        primary.path, primary.at.sheet, primary.at.line, primary.at.column, primary.at.cell, finding.release,
        finding.severity, finding.certainty, finding.rule, finding.name, finding.organisation,
        finding.agreement, finding.title,
        finding.message, primary.text, finding.remedy, "; ".join(each.line() for each in finding.authority),
        len(finding.occurrences) or 1, finding.fingerprint,
    )  # fmt: skip
