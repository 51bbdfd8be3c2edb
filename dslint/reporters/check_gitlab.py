"""Findings as a Code Quality report of GitLab."""

from __future__ import annotations

from typing import Any

from dslint.digests import sha256
from dslint.engine.finding import Finding
from dslint.engine.report import Report, RunError
from dslint.reporters.by_agreement import shares
from dslint.reporters.escape import visible
from dslint.reporters.json_text import as_json
from dslint.reporters.phrases import about, title
from dslint.reporters.place import from_root
from dslint.reporters.view import DEFAULT_VIEW, View

_SEVERITY = {"error": "major", "warning": "minor", "info": "info"}


def render(report: Report, view: View = DEFAULT_VIEW) -> str:
    """A list of issues, one for each agreement that a finding applies to; paths are relative to the root.

    Each has a fingerprint of its own, which does not change when other agreements come and go.
    """
    issues = [_unread(error, view) for error in report.errors]
    seen: dict[str, int] = {}
    for finding in report.findings:
        members = shares(finding)
        for share in members:
            fingerprint = finding.fingerprint
            if finding.fold or len(members) > 1:
                fingerprint = _digest(fingerprint, *(share.key or ()))
            number = seen[fingerprint] = seen.get(fingerprint, 0) + 1
            issues.append(
                _issue(share.part, fingerprint if number == 1 else _digest(fingerprint, str(number)), view)
            )
    return as_json(issues)


def _issue(finding: Finding, fingerprint: str, view: View) -> dict[str, Any]:
    at = finding.primary.at
    return {
        "description": visible(f"{title(finding)}: {finding.message}{about(finding)}"),
        "check_name": finding.rule,
        "fingerprint": fingerprint,
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
    return sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:32]
