"""A comparison of two editions, as JSON, schema version 1."""

from __future__ import annotations

from typing import Any

from dslint.compare.agreements import Change, Pair
from dslint.compare.run import Comparison, Edition
from dslint.compare.snapshot import Snapshot
from dslint.engine.rule import SEVERITIES
from dslint.reporters.check_json import SCHEMA_VERSION, error_value, finding_value
from dslint.reporters.escape import as_json
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
                "findings": {
                    "new": len(comparison.new_findings),
                    "continuing": len(comparison.continuing_findings),
                    "resolved": len(comparison.resolved_findings),
                },
            },
            "agreements": {
                "added": [_snapshot(one) for one in agreements.added],
                "ended": [_snapshot(one) for one in agreements.ended],
                "both": [_pair(pair) for pair in agreements.both],
                "not_compared": agreements.not_compared,
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


def _pair(pair: Pair) -> dict[str, Any]:
    return {
        **_snapshot(pair.new),
        "old": _snapshot(pair.old),
        "renewed": pair.renewed,
        "changes": [_change(change) for change in pair.changes],
    }


def _change(change: Change) -> dict[str, Any]:
    return {"field": change.key, "added": list(change.added), "removed": list(change.removed)}
