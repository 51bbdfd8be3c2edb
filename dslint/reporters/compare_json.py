"""A comparison of two editions, as JSON, schema version 1."""

from __future__ import annotations

from typing import Any

from dslint.compare.agreements import Change, Pair
from dslint.compare.rows import Row, RowChange
from dslint.compare.run import Comparison, Edition
from dslint.compare.snapshot import Snapshot
from dslint.engine.rule import SEVERITIES
from dslint.reporters.check_json import SCHEMA_VERSION, error_value, finding_value
from dslint.reporters.json_text import as_json
from dslint.reporters.place import in_sheet
from dslint.reporters.view import DEFAULT_VIEW, View
from dslint.version import __version__


def render(comparison: Comparison, view: View = DEFAULT_VIEW) -> str:
    agreements = comparison.agreements
    return as_json(
        {
            "schema_version": SCHEMA_VERSION,
            "tool": {"name": "dslint", "version": __version__},
            "old": _edition(comparison.old),
            "new": _edition(comparison.new),
            "summary": {
                "agreements": {
                    "both": len(agreements.both),
                    "added": len(agreements.added),
                    "ended": len(agreements.ended),
                    "renewed": len(agreements.renewed),
                    "changed": len(agreements.changed),
                },
                "rows": {
                    "both": comparison.rows.both,
                    "changed": len(comparison.rows.changed),
                    "added": len(comparison.rows.added),
                    "gone": len(comparison.rows.gone),
                },
                "findings": {
                    "new": len(comparison.new_findings),
                    "continuing": len(comparison.continuing_findings),
                    "resolved": len(comparison.resolved_findings),
                },
            },
            "agreements": {
                "added": [_snapshot(one) for one in agreements.added],
                "ended": [_snapshot(one) for one in agreements.ended],
                "both": [_pair(pair, comparison) for pair in agreements.both],
                "not_compared": agreements.not_compared,
            },
            "rows": {
                "changed": [_row_change(change) for change in comparison.rows.changed],
                "added": [_row(row) for row in comparison.rows.added],
                "gone": [_row(row) for row in comparison.rows.gone],
            },
            "findings": {
                "new": [finding_value(finding) for finding in comparison.new_findings],
                "continuing": [finding_value(finding) for finding in comparison.continuing_findings],
                "resolved": [finding_value(finding) for finding in comparison.resolved_findings],
            },
            "errors": [error_value(error) for error in comparison.errors],
        }
    )


def _edition(edition: Edition) -> dict[str, Any]:
    return {
        "path": edition.path,
        "documents": len(edition.report.documents),
        "agreements": len(edition.agreements),
        "findings": _counts(edition),
        "checked": {
            "agreements": edition.report.agreements,
            "findings": len(edition.checked),
            "counted_twice": edition.split,
        },
        "remarks": edition.report.remarks,
    }


def _counts(edition: Edition) -> dict[str, int]:
    found = [*edition.report.findings, *edition.report.known]
    return {each: sum(finding.severity == each for finding in found) for each in SEVERITIES}


def _snapshot(one: Snapshot) -> dict[str, Any]:
    return {
        "agreement": one.reference,
        "version": one.version,
        "organisation": one.organisation,
        "title": one.title,
        "path": one.path,
        "line": one.place.line,
        **in_sheet(one.place.sheet, one.place.cell),
    }


def _pair(pair: Pair, comparison: Comparison) -> dict[str, Any]:
    changes = comparison.changes_of(pair)
    return {
        **_snapshot(pair.new),
        "old": _snapshot(pair.old),
        "renewed": pair.renewed,
        "changes": [_change(change, change not in changes) for change in pair.changes],
    }


def _change(change: Change, by_rows: bool) -> dict[str, Any]:
    """`told_by_rows` says that the changes of its rows say it all."""
    return {
        "field": change.key,
        "added": list(change.added),
        "removed": list(change.removed),
        "told_by_rows": by_rows,
    }


def _row_change(change: RowChange) -> dict[str, Any]:
    return {
        **_row(change.new),
        "fields": list(change.fields),
        "before": change.old.printed,
        "after": change.new.printed,
        "old": _row(change.old),
    }


def _row(row: Row) -> dict[str, Any]:
    return {
        "id": row.id,
        "agreement": row.reference,
        "organisation": row.organisation,
        "dataset": row.dataset,
        "month": row.month,
        "path": row.path,
        "line": row.place.line,
        **in_sheet(row.place.sheet, row.place.cell),
    }
