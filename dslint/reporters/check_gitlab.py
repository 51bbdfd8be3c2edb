"""Findings as a Code Quality report of GitLab."""

from __future__ import annotations

import hashlib
from typing import Any

from dslint.engine.finding import Finding
from dslint.engine.report import Report, RunError
from dslint.reporters.escape import as_json, visible
from dslint.reporters.place import from_root
from dslint.reporters.view import USUAL, View
from dslint.reporters.words import title

_SEVERITY = {"error": "major", "warning": "minor", "info": "info"}


def render(report: Report, view: View = USUAL) -> str:
    """A list of issues, each with a fingerprint of its own; paths are relative to the root."""
    issues = [_unread(error, view) for error in report.errors]
    seen: dict[str, int] = {}
    for finding in report.findings:
        number = seen[finding.fingerprint] = seen.get(finding.fingerprint, 0) + 1
        issues.append(_issue(finding, number, view))
    return as_json(issues)


def _issue(finding: Finding, number: int, view: View) -> dict[str, Any]:
    at = finding.primary.at
    return {
        "description": visible(f"{title(finding)}: {finding.message}"),
        "check_name": finding.rule,
        "fingerprint": finding.fingerprint if number == 1 else _digest(finding.fingerprint, str(number)),
        "severity": _SEVERITY[finding.severity],
        "location": {
            "path": visible(from_root(finding.primary.path, view.root, view.folder)),
            "lines": {"begin": at.line, "end": at.end_line},
        },
    }


def _unread(error: RunError, view: View) -> dict[str, Any]:
    """An input that was not checked must not look like one without findings."""
    return {
        "description": visible(f"Not checked: {error.message}"),
        "check_name": "not-checked",
        "fingerprint": _digest(error.path, error.message, *([str(error.line)] if error.line else [])),
        "severity": "blocker",
        "location": {
            "path": visible(from_root(error.path, view.root, view.folder)),
            "lines": {"begin": error.line or 1},
        },
    }


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:32]
