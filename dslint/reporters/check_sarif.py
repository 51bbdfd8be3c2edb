"""Findings as SARIF 2.1.0, in the form that code scanning services show best.

The primary region is one line, the other sides are related locations linked from the message, and the
agreement is a logical location. Columns count code points.
"""

from __future__ import annotations

import os
import re
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from dslint import __version__
from dslint.engine.finding import Evidence, Finding
from dslint.engine.report import Report
from dslint.engine.rule import Rule
from dslint.reporters.escape import as_json, visible
from dslint.reporters.place import gutter, in_words
from dslint.reporters.rule_text import explain

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
INFORMATION = "urn:dslint"  # an identifier: what there is to read comes with the tool
MOST_RELATED = 20  # linked sides of one result
_LONGEST_DESCRIPTION = 1000
_LEVELS = {"error": "error", "warning": "warning", "info": "note"}
_PROBLEM = {"error": "error", "warning": "warning", "info": "recommendation"}


def render(report: Report, root: str, folder: str) -> str:
    """A log with one run. URIs are relative to `root`; paths of the report to `folder`."""
    numbers = {rule.id: number for number, rule in enumerate(report.rules)}
    run = {
        "tool": {
            "driver": {
                "name": "dslint",
                "version": __version__,
                "semanticVersion": __version__,
                "informationUri": INFORMATION,
                "rules": [_rule(rule) for rule in report.rules],
            }
        },
        "automationDetails": {"id": "dslint/"},
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": not report.errors,
                "toolExecutionNotifications": [
                    {
                        "level": "error",
                        "message": {"text": visible(f"{error.path}: {error.message}.")},
                        "locations": [
                            {
                                "physicalLocation": {
                                    "artifactLocation": {"uri": _uri(error.path, root, folder)}
                                }
                            }
                        ],
                    }
                    for error in report.errors
                ],
            }
        ],
        "results": [_result(finding, numbers, root, folder) for finding in report.findings],
    }
    return as_json({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(rule: Rule) -> dict[str, Any]:
    text = explain(rule)
    value: dict[str, Any] = {
        "id": rule.id,
        "name": "".join(word.capitalize() for word in rule.name.split("-")),
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": _paragraph(rule.data["rationale"])},
        "help": {"text": text, "markdown": text},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {
            "tags": ["compliance", *([rule.group] if rule.group else [])],
            "precision": "very-high" if all(case.certainty == "certain" for case in rule.cases) else "medium",
            "problem.severity": _PROBLEM[rule.severity],
        },
    }
    url = next((authority.url for authority in rule.authorities if authority.url), None)
    return {**value, "helpUri": url} if url else value


def _paragraph(text: str) -> str:
    first = " ".join(text.split("\n\n")[0].split())
    return first if len(first) <= _LONGEST_DESCRIPTION else first[: _LONGEST_DESCRIPTION - 1] + "…"


def _result(finding: Finding, numbers: dict[str, int], root: str, folder: str) -> dict[str, Any]:
    related = finding.evidence[1 : 1 + MOST_RELATED]
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": numbers[finding.rule],
        "level": _LEVELS[finding.severity],
        "message": {"text": _message(finding, related)},
        "locations": [
            {
                "physicalLocation": _physical(finding.primary, root, folder),
                "logicalLocations": [_logical(finding), *_cell(finding.primary)],
            }
        ],
        "partialFingerprints": {"dslint/v1": finding.fingerprint},
        "properties": {
            "certainty": finding.certainty,
            "agreement": finding.agreement,
            "remedy": visible(finding.remedy),
        },
    }
    if related:
        result["relatedLocations"] = [
            {
                "id": number,
                "physicalLocation": _physical(evidence, root, folder),
                "message": {"text": _sentence(visible(evidence.note or evidence.text))},
            }
            for number, evidence in enumerate(related, 1)
        ]
    if finding.occurrences:
        result["occurrenceCount"] = len(finding.occurrences)
    return result


def _message(finding: Finding, related: tuple[Evidence, ...]) -> str:
    text = _plain(visible(finding.message))
    if not related:
        return text
    links = ", ".join(f"[{in_words(evidence.at)}]({number})" for number, evidence in enumerate(related, 1))
    return f"{text} See also {links}."


def _plain(text: str) -> str:
    """Square brackets open links in a SARIF message."""
    return re.sub(r"([\\\[\]])", r"\\\1", text)


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _physical(evidence: Evidence, root: str, folder: str) -> dict[str, Any]:
    at = evidence.at
    return {
        "artifactLocation": {"uri": _uri(evidence.path, root, folder)},
        "region": {
            "startLine": at.line,
            "startColumn": at.column,
            "endLine": at.end_line,
            "endColumn": at.end_column,
            "snippet": {"text": visible(evidence.text)},
        },
    }


def _logical(finding: Finding) -> dict[str, Any]:
    if finding.agreement is None:
        return {"name": "page", "kind": "document"}
    value = {"name": finding.agreement, "kind": "agreement"}
    return {**value, "decoratedName": visible(finding.title)} if finding.title else value


def _cell(evidence: Evidence) -> list[dict[str, Any]]:
    """The cell of a workbook."""
    at = evidence.at
    return [{"fullyQualifiedName": gutter(at), "kind": "cell"}] if at.sheet else []


def _uri(path: str, root: str, folder: str) -> str:
    """Relative to the root and percent-encoded, links resolved; absolute only for what lies outside."""
    if path == "-":
        return "stdin"
    resolved = os.path.realpath(os.path.join(folder, path))
    relative = os.path.relpath(resolved, root)
    if relative.startswith(os.pardir):
        return PurePath(resolved).as_uri()
    return quote(PurePath(relative).as_posix().encode("utf-8", "surrogateescape"))
