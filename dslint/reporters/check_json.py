"""Findings as JSON, schema version 1."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dslint.engine.finding import Evidence, Finding
from dslint.engine.report import Report, RunError
from dslint.engine.rule import Authority
from dslint.engine.suggestion import Suggestion
from dslint.reporters import json_text
from dslint.reporters.by_agreement import shares
from dslint.reporters.json_text import Stream
from dslint.reporters.place import in_sheet
from dslint.reporters.view import DEFAULT_VIEW, View
from dslint.version import __version__

SCHEMA_VERSION = 1


def error_value(error: RunError) -> dict[str, Any]:
    """What failed; `line` and `column` where it is a place in a file."""
    found = {"path": error.path, "line": error.line, "column": error.column, "message": error.message}
    return {key: value for key, value in found.items() if value is not None}


def render(report: Report, view: View = DEFAULT_VIEW) -> str:
    return "".join(pieces(report, view))


def pieces(report: Report, view: View = DEFAULT_VIEW) -> Iterator[str]:
    """The report, a finding at a time."""
    return json_text.pieces(
        {
            "schema_version": SCHEMA_VERSION,
            "tool": {"name": "dslint", "version": __version__},
            "summary": {
                "documents": len(report.documents),
                "agreements": report.agreements,
                "findings": report.counts(),
                "coverage": round(report.coverage, 6),
                "unknown": report.unknown(),
                **({"remarks": report.remarks} if report.remarks else {}),
                "ignored": len(report.ignored),
                "known": len(report.known),
                "stale": len(report.stale),
                "rules": len(report.rules),
                "not_assessed": [each._asdict() for each in report.not_assessed],
                **({"profile": report.profile} if report.profile else {}),
                "configuration": [
                    {"path": file.path, **({"owner": file.owner} if file.owner else {})}
                    for file in report.configuration
                ],
            },
            "findings": Stream(map(finding_value, report.findings)),
            "errors": [error_value(error) for error in report.errors],
        }
    )


def finding_value(finding: Finding) -> dict[str, Any]:
    value = {
        "rule": finding.rule,
        "name": finding.name,
        "severity": finding.severity,
        "certainty": finding.certainty,
        "message": finding.message,
        **_place(finding.primary),
        "agreement": finding.agreement,
        "organisation": finding.organisation,
        "record_line": finding.record_line,
        **({"release": finding.release} if finding.release else {}),
        "evidence": [evidence_value(evidence) for evidence in finding.evidence],
        "remedy": finding.remedy,
        **({"suggestion": suggestion_value(finding.suggestion)} if finding.suggestion else {}),
        "agreements": [
            {"agreement": share.part.agreement, "organisation": share.part.organisation}
            for share in shares(finding)
            if share.key is not None
        ],
        "fingerprint": finding.fingerprint,
        "authority": [authority_value(authority) for authority in finding.authority],
    }
    if finding.occurrences:
        value["occurrences"] = [
            {
                "agreement": one.agreement,
                "path": one.path,
                "line": one.line,
                "column": one.column,
                "record_line": one.record_line,
                **({"lines": list(one.lines)} if one.lines else {}),
                **in_sheet(one.sheet, one.cell),
                **({"release": one.release} if one.release else {}),
            }
            for one in finding.occurrences
        ]
    return value


def suggestion_value(suggestion: Suggestion) -> dict[str, Any]:
    edits = [edit._asdict() for edit in suggestion.edits]
    return {"title": suggestion.title, "safe": suggestion.is_safe, "edits": edits}


def evidence_value(evidence: Evidence) -> dict[str, Any]:
    return {**_place(evidence), "field": evidence.field, "text": evidence.text, "note": evidence.note}


def _place(evidence: Evidence) -> dict[str, Any]:
    at = evidence.at
    return {
        "path": evidence.path,
        "line": at.line,
        "column": at.column,
        "end_line": at.end_line,
        "end_column": at.end_column,
        **in_sheet(at.sheet, at.cell),
    }


def authority_value(authority: Authority) -> dict[str, Any]:
    return {
        "document": authority.document,
        "point": authority.point,
        "url": authority.url,
        "status": authority.status,
        "in_force_from": authority.in_force_from,
        "in_force_until": authority.in_force_until,
    }
