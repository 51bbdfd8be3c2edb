"""Findings as diagnostics of reviewdog (rdjson). Its columns count bytes of UTF-8, from 1."""

from __future__ import annotations

from typing import Any

from dslint.engine.finding import Evidence, Finding
from dslint.engine.report import Report, RunError
from dslint.reporters.escape import visible
from dslint.reporters.json_text import as_json
from dslint.reporters.phrases import title
from dslint.reporters.place import further
from dslint.reporters.view import DEFAULT_VIEW, View

MOST_RELATED = 20  # other sides, and as many further places of a folded finding


def render(report: Report, view: View = DEFAULT_VIEW) -> str:
    """A DiagnosticResult. Paths are relative to the folder the run was started in."""
    return as_json(
        {
            "source": {"name": "dslint"},
            "diagnostics": [
                *(_unread(error) for error in report.errors),
                *(_diagnostic(finding, report) for finding in report.findings),
            ],
        }
    )


def _diagnostic(finding: Finding, report: Report) -> dict[str, Any]:
    url = next((authority.url for authority in finding.authority if authority.url), None)
    value: dict[str, Any] = {
        "message": visible(f"{title(finding)}: {finding.message} Fix: {finding.remedy}"),
        "location": _location(finding.primary, report),
        "severity": finding.severity.upper(),
        "code": {"value": finding.rule, **({"url": url} if url else {})},
    }
    sides = finding.evidence[: 1 + MOST_RELATED]
    related = [
        {"message": visible(side.note or side.text), "location": _location(side, report)}
        for side in sides[1:]
    ]
    related += [
        {
            "message": visible(f"the same is true of {one.agreement or 'this place'}"),
            "location": {"path": visible(one.path), "range": {"start": {"line": one.line}}},
        }
        for one in further(finding, sides)[:MOST_RELATED]
    ]
    return {**value, "relatedLocations": related} if related else value


def _unread(error: RunError) -> dict[str, Any]:
    location: dict[str, Any] = {"path": visible(error.path)}
    if error.line is not None:
        location["range"] = {"start": {"line": error.line}}
    return {"message": visible(error.message), "location": location, "severity": "ERROR"}


def _location(evidence: Evidence, report: Report) -> dict[str, Any]:
    at = evidence.at
    path = visible(evidence.path)
    if at.sheet:
        return {"path": path, "range": {"start": {"line": at.line}}}
    line = report.lines.get(evidence.path, {}).get(evidence.span.line, "")
    start, end = ({"line": at.line, "column": _bytes(line, column)} for column in (at.column, at.end_column))
    return {"path": path, "range": {"start": start, "end": {**end, "line": at.end_line}}}


def _bytes(line: str, column: int) -> int:
    return len(line[: column - 1].encode("utf-8", "replace")) + 1
