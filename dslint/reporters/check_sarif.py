"""Findings as SARIF 2.1.0, in the form that code scanning services show best.

The primary region is one line, the other sides are related locations linked from the message, and the
agreement is a logical location. Columns count code points.
"""

from __future__ import annotations

import os
import re
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from dslint.engine.finding import Evidence, Finding
from dslint.engine.report import Report, RunError
from dslint.engine.rule import Rule
from dslint.engine.suggestion import Suggestion
from dslint.reporters import json_text, place
from dslint.reporters.arrange import gravest
from dslint.reporters.by_agreement import shares
from dslint.reporters.escape import visible
from dslint.reporters.json_text import Stream
from dslint.reporters.phrases import counts
from dslint.reporters.place import from_root, gutter, in_words
from dslint.reporters.rule_text import explain
from dslint.reporters.view import DEFAULT_VIEW, View
from dslint.sources.addresses import is_address
from dslint.values.numbers import count
from dslint.version import __version__

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
INFORMATION = "urn:dslint"  # an identifier: what there is to read comes with the tool
MOST_RELATED = 20  # linked sides of one result, and as many further places of a folded one
MOST_RESULTS = 5000  # that code scanning shows
MOST_BYTES = 9_500_000  # packed with gzip; the limit is 10 MB
_LONGEST_DESCRIPTION = 1000
_LEVELS = {"error": "error", "warning": "warning", "info": "note"}
_PROBLEM = {"error": "error", "warning": "warning", "info": "recommendation"}


def render(report: Report, view: View = DEFAULT_VIEW) -> str:
    """A log with one run. URIs are relative to the root of the view.

    Of more results than a service takes the gravest are kept, and a notification says how many were cut.
    """
    return "".join(pieces(report, view))


def pieces(report: Report, view: View = DEFAULT_VIEW) -> Iterator[str]:
    """The log, a result at a time."""
    return pieces_of_results(report, report.findings, {}, view)


def render_results(report: Report, findings: Sequence[Finding], states: dict[int, str], view: View) -> str:
    """A log of these findings; `states` gives the baseline state of some, by their id()."""
    return "".join(pieces_of_results(report, findings, states, view))


def pieces_of_results(
    report: Report, findings: Sequence[Finding], states: dict[int, str], view: View
) -> Iterator[str]:
    """The same in pieces. A long log is made once more for its size, so that it is never whole in memory."""
    most = MOST_RESULTS
    while True:
        kept = gravest(findings, most)
        made = json_text.pieces(_log(report, findings, kept, states, view))
        short: list[str] = []
        length = 0
        for piece in made:
            short.append(piece)
            length += len(piece)
            if length * 4 > MOST_BYTES:
                break
        else:
            yield from short
            return
        size = _packed(chain(short, made))
        if size <= MOST_BYTES or not kept:
            yield from json_text.pieces(_log(report, findings, kept, states, view))
            return
        most = len(kept) * MOST_BYTES * 9 // (size * 10)


def _packed(text: Iterable[str]) -> int:
    """Bytes of the log as it is sent, packed with gzip."""
    packer = zlib.compressobj(9, wbits=zlib.MAX_WBITS | 16)
    size = sum(len(packer.compress(piece.encode("utf-8", "backslashreplace"))) for piece in text)
    return size + len(packer.flush())


def _log(
    report: Report, findings: Sequence[Finding], kept: Sequence[Finding], states: dict[int, str], view: View
) -> dict[str, Any]:
    numbers = {rule.id: number for number, rule in enumerate(report.rules)}
    notifications = [_unread(error, view) for error in report.errors]
    if len(kept) < len(findings):
        notifications.append(_cut(findings, kept))
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
            {"executionSuccessful": not report.errors, "toolExecutionNotifications": notifications}
        ],
        "results": Stream(
            {**_result(finding, numbers, view), **_state(states.get(id(finding)))} for finding in kept
        ),
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _unread(error: RunError, view: View) -> dict[str, Any]:
    at: dict[str, Any] = {"artifactLocation": {"uri": _uri(error.path, view)}}
    if error.line is not None:
        at["region"] = {"startLine": error.line, "startColumn": error.column}
    location = {"physicalLocation": at}
    text = _plain(visible(f"{error}."))
    return {"level": "error", "message": {"text": text}, "locations": [location]}


def _state(state: str | None) -> dict[str, str]:
    return {"baselineState": state} if state else {}


def _cut(findings: Sequence[Finding], kept: Sequence[Finding]) -> dict[str, Any]:
    numbers = Counter(finding.severity for finding in findings)
    numbers.subtract(finding.severity for finding in kept)
    text = (
        f"Of {count(len(findings), 'finding')} this log has the {len(kept):,} gravest,"
        f" as many as code scanning shows. Left out: {counts(numbers)}."
    )
    return {"level": "warning", "message": {"text": text}}


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
            "precision": "very-high" if all(head.certainty == "certain" for head in rule.heads) else "medium",
            "problem.severity": _PROBLEM[rule.severity],
        },
    }
    url = next((authority.url for authority in rule.authorities if authority.url), None)
    return {**value, "helpUri": url} if url else value


def _paragraph(text: str) -> str:
    first = " ".join(text.split("\n\n")[0].split())
    return first if len(first) <= _LONGEST_DESCRIPTION else first[: _LONGEST_DESCRIPTION - 1] + "…"


def _result(finding: Finding, numbers: dict[str, int], view: View) -> dict[str, Any]:
    related = list(_related(finding, view))
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": numbers[finding.rule],
        "level": _LEVELS[finding.severity],
        "message": {"text": _message(finding, related)},
        "locations": [
            {
                "physicalLocation": _physical(finding.primary, view),
                "logicalLocations": [_logical(finding), *_cell(finding.primary)],
            }
        ],
        "partialFingerprints": {"dslint/v1": finding.fingerprint},
        "properties": {
            "certainty": finding.certainty,
            "agreement": finding.agreement,
            "agreements": [share.part.agreement for share in shares(finding) if share.key is not None],
            "remedy": visible(finding.remedy),
        },
    }
    if related:
        result["relatedLocations"] = [
            {"id": number, "physicalLocation": physical, "message": {"text": _sentence(text)}}
            for number, (_, physical, text) in enumerate(related, 1)
        ]
    if finding.suggestion:
        result["fixes"] = [_fix(finding.suggestion, view)]
    if finding.occurrences:
        result["occurrenceCount"] = len(finding.occurrences)
    return result


def _fix(suggestion: Suggestion, view: View) -> dict[str, Any]:
    changes: dict[str, list[dict[str, Any]]] = {}
    for edit in suggestion.edits:
        region = {
            "startLine": edit.line, "startColumn": edit.column,
            "endLine": edit.end_line, "endColumn": edit.end_column,
        }  # fmt: skip
        changes.setdefault(_uri(edit.path, view), []).append(
            {"deletedRegion": region, "insertedContent": {"text": edit.text}}
        )
    return {
        "description": {"text": _plain(visible(suggestion.title))},
        "artifactChanges": [
            {"artifactLocation": {"uri": uri}, "replacements": replacements}
            for uri, replacements in changes.items()
        ],
    }


def _related(finding: Finding, view: View) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Name, physical location and remark of every other side, then of the places that were folded in."""
    sides = finding.evidence[1 : 1 + MOST_RELATED]
    for evidence in sides:
        yield in_words(evidence.at), _physical(evidence, view), visible(evidence.note or evidence.text)
    for one in place.further(finding, (finding.primary, *sides))[:MOST_RELATED]:
        region = {"startLine": one.line, "startColumn": one.column}
        physical = {"artifactLocation": {"uri": _uri(one.path, view)}, "region": region}
        name = _plain(visible(place.occurrence(one, finding)))
        yield name, physical, f"The same is true of {one.agreement or 'this place'}."


def _message(finding: Finding, related: list[tuple[str, dict[str, Any], str]]) -> str:
    text = _plain(visible(finding.message))
    if not related:
        return text
    links = ", ".join(f"[{name}]({number})" for number, (name, _, _) in enumerate(related, 1))
    return f"{text} See also {links}."


def _plain(text: str) -> str:
    """Square brackets open links in a SARIF message."""
    return re.sub(r"([\\\[\]])", r"\\\1", text)


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _physical(evidence: Evidence, view: View) -> dict[str, Any]:
    at = evidence.at
    return {
        "artifactLocation": {"uri": _uri(evidence.path, view)},
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


def _uri(path: str, view: View) -> str:
    """Percent-encoded, and a whole URI only for what lies outside the root."""
    found = from_root(path, view.root, view.folder)
    if os.path.isabs(found):
        return PurePath(found).as_uri()
    return quote(found.encode("utf-8", "surrogateescape"), safe="/:" if is_address(found) else "/")
