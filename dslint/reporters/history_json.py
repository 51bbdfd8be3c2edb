"""A history of editions, as JSON, schema version 1."""

from __future__ import annotations

from typing import Any

from dslint.compare.history import STATES, History, Step
from dslint.reporters.check_json import SCHEMA_VERSION
from dslint.reporters.json_text import as_json
from dslint.reporters.view import DEFAULT_VIEW, View
from dslint.version import __version__


def render(history: History, view: View = DEFAULT_VIEW) -> str:
    return as_json(
        {
            "schema_version": SCHEMA_VERSION,
            "tool": {"name": "dslint", "version": __version__},
            "editions": [_step(step) for step in history.steps],
            "notes": history.notes,
        }
    )


def _step(step: Step) -> dict[str, Any]:
    record = step.record
    return {
        "path": record.path,
        "month": record.month,
        "dated_by": record.dated_by,
        "sha256": record.digest,
        "dslint": record.dslint,
        "as_of": record.as_of,
        "summary": {
            "agreements": len(record.agreements),
            "findings": len(record.findings),
            **step.counts(),
            "added": len(step.added),
            "ended": len(step.ended),
            "returned": len(step.returned),
        },
        "agreements": {"added": step.added, "ended": step.ended, "returned": step.returned},
        "by_rule": step.by_rule(),
        "by_organisation": step.by_organisation(),
        "findings": {
            state: [found._asdict() for found in getattr(step, state)]
            for state in STATES
            if state != "continuing"
        },
    }
