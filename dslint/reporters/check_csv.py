"""Findings as a table for spreadsheets: a row for each agreement that a finding applies to.

No cell of it can be taken for a formula.
"""

from __future__ import annotations

from collections.abc import Iterator

from dslint.engine.report import Report
from dslint.reporters.arrange import in_order
from dslint.reporters.by_agreement import Share, shares
from dslint.reporters.csv_table import table_lines
from dslint.reporters.place import where
from dslint.reporters.view import DEFAULT_VIEW, View

COLUMNS = (
    "path", "sheet", "line", "column", "cell", "release", "severity", "certainty", "rule", "name",
    "organisation", "agreement", "title", "message", "text", "note", "other_place", "other_text",
    "other_note", "remedy", "authority", "occurrences", "agreements", "group", "fingerprint",
)  # fmt: skip

Cells = tuple[str | int | None, ...]


def render(report: Report, view: View = DEFAULT_VIEW) -> str:
    """A line of headings, then the rows; fields by RFC 4180, lines end with a line feed."""
    return "".join(pieces(report, view))


def pieces(report: Report, view: View = DEFAULT_VIEW) -> Iterator[str]:
    """The same, a row at a time."""
    return table_lines(COLUMNS, rows(report, view))


def rows(report: Report, view: View) -> Iterator[Cells]:
    """The cells of COLUMNS. `group` ties the rows of one finding together, and `agreements` is their
    number; `occurrences` counts the places in the agreement of the row."""
    for finding in in_order(report.findings, view):
        members = shares(finding)
        number = sum(share.key is not None for share in members)
        for share in members:
            yield _row(share, number)


def _row(share: Share, agreements: int) -> Cells:
    part = share.part
    primary, other = part.primary, share.other_side
    return (
        primary.path, primary.at.sheet, primary.at.line, primary.at.column, primary.at.cell, part.release,
        part.severity, part.certainty, part.rule, part.name, part.organisation, part.agreement, part.title,
        part.message, primary.text, primary.note,
        where(other.path, other.at) if other else None,
        other.text if other else None,
        other.note if other else None,
        part.remedy, "; ".join(each.line() for each in part.authority),
        share.places, agreements, share.group, share.whole.fingerprint,
    )  # fmt: skip
