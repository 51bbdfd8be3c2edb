"""A comparison of two editions as one table: rows and agreements that changed, and findings by agreement.

No cell of it can be taken for a formula.
"""

from __future__ import annotations

from collections.abc import Iterator

from dslint.compare.agreements import Pair
from dslint.compare.rows import BY_ROW, RowChange
from dslint.compare.run import Comparison
from dslint.compare.snapshot import Snapshot
from dslint.engine.finding import Finding
from dslint.reporters.by_agreement import shares
from dslint.reporters.csv_table import table
from dslint.reporters.view import DEFAULT_VIEW, View

# "answer_before" and so on are what a row of releases says; "before" and "after" are values of an agreement.
_ROW_COLUMNS = tuple(f"{values.same_by}_{side}" for values in BY_ROW for side in ("before", "after"))
COLUMNS = (
    "what", "state", "organisation", "agreement", "version", "title", "release", "dataset", *_ROW_COLUMNS,
    "field", "before", "after", "severity", "certainty", "rule", "name", "message", "text",
    "path", "sheet", "line", "column", "cell", "group", "fingerprint",
)  # fmt: skip
Cells = dict[str, str | int | None]


def render(comparison: Comparison, view: View = DEFAULT_VIEW) -> str:
    """`what` is row, agreement, field or finding; `state` is what became of it."""
    return table(COLUMNS, ([cells.get(column) for column in COLUMNS] for cells in _rows(comparison)))


def _rows(comparison: Comparison) -> Iterator[Cells]:
    yield from map(_row, comparison.rows.changed)
    agreements = comparison.agreements
    for state, found in (("added", agreements.added), ("ended", agreements.ended)):
        yield from (_agreement(one, state) for one in found)
    for pair in agreements.both:
        if pair.renewed:
            yield _agreement(pair.new, "renewed")
        yield from _fields(pair._replace(changes=tuple(comparison.changes_of(pair))))
    for state, findings in (
        ("new", comparison.new_findings),
        ("resolved", comparison.resolved_findings),
        ("continuing", comparison.continuing_findings),
    ):
        for finding in findings:
            yield from _finding(finding, state)


def _row(change: RowChange) -> Cells:
    row = change.new
    cells: dict[str, str | None] = {
        f"{values.same_by}_{side}": text
        for values, *both in change.values()
        for side, text in zip(("before", "after"), both, strict=True)
    }
    labels = [values.label for values in BY_ROW if values.name in change.fields]
    return {
        "what": "row", "state": "changed", "organisation": row.organisation, "agreement": row.reference,
        "release": row.id, "dataset": row.dataset, "field": "; ".join(labels), **cells,
        "path": row.path, "sheet": row.place.sheet, "line": row.place.line, "column": row.place.column,
        "cell": row.place.cell,
    }  # fmt: skip


def _agreement(one: Snapshot, state: str) -> Cells:
    return {
        "what": "agreement", "state": state, "organisation": one.organisation, "agreement": one.reference,
        "version": one.version, "title": one.title, "path": one.path, "sheet": one.place.sheet,
        "line": one.place.line, "column": one.place.column, "cell": one.place.cell,
    }  # fmt: skip


def _fields(pair: Pair) -> Iterator[Cells]:
    for change in pair.changes:
        yield {
            **_agreement(pair.new, "changed"),
            "what": "field",
            "field": change.label,
            "before": "; ".join(change.removed),
            "after": "; ".join(change.added),
        }


def _finding(finding: Finding, state: str) -> Iterator[Cells]:
    """A line for each agreement that the finding applies to."""
    for share in shares(finding):
        part = share.part
        at = part.primary.at
        yield {
            "what": "finding", "state": state, "organisation": part.organisation, "agreement": part.agreement,
            "title": part.title, "release": part.release, "severity": part.severity,
            "certainty": part.certainty, "rule": part.rule, "name": part.name, "message": part.message,
            "text": part.primary.text, "path": part.primary.path, "sheet": at.sheet, "line": at.line,
            "column": at.column, "cell": at.cell, "group": share.group, "fingerprint": finding.fingerprint,
        }  # fmt: skip
