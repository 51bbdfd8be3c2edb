"""Running the examples that stand in rule files."""

from __future__ import annotations

from typing import NamedTuple

from dslint.assembler import assemble_source
from dslint.engine.evaluate import check_document, reduce_corpus
from dslint.engine.finding import Finding
from dslint.engine.rule import Rule
from dslint.engine.scan import Scanner
from dslint.sources.read import understand

AS_OF = "2026-11-22"  # examples mean the same on every day


class ExampleResult(NamedTuple):
    """`problem` says what went wrong, or is None."""

    rule: str
    source: str
    kind: str  # bad | good
    name: str
    problem: str | None


def findings_of(rule: Rule, scanner: Scanner, text: str) -> list[Finding]:
    document = assemble_source("example", understand("example", text.encode("utf-8")))
    result = check_document(document, [rule], scanner, AS_OF)
    return [*result.findings, *reduce_corpus([rule], [result])]


def run_examples(rule: Rule, scanner: Scanner) -> list[ExampleResult]:
    """Each bad example must fire at every place it names, each good one must be silent."""
    results = []
    for kind in ("bad", "good"):
        for example in rule.data["examples"][kind]:
            findings = findings_of(rule, scanner, example["text"])
            problem = _missing(findings, example["at"]) if kind == "bad" else _unwanted(findings)
            results.append(ExampleResult(rule.id, rule.source, kind, example["name"], problem))
    return results


def _missing(findings: list[Finding], places: list[dict[str, object]]) -> str | None:
    if not findings:
        return "does not fire"
    shown = [(e.at.line, e.text) for finding in findings for e in finding.evidence]
    first = places[0]
    if not any(_is_at(first, finding.primary.at.line, finding.primary.text) for finding in findings):
        where = ", ".join(f"line {f.primary.at.line} {f.primary.text!r}" for f in findings)
        return f"no finding points first at {_place(first)}; it points at {where}"
    for place in places:
        if not any(_is_at(place, line, text) for line, text in shown):
            where = ", ".join(f"line {line} {text!r}" for line, text in shown)
            return f"{_place(place)} is not among the evidence: {where}"
    return None


def _is_at(place: dict[str, object], line: int, text: str) -> bool:
    return place["line"] == line and place.get("text", text) == text


def _place(place: dict[str, object]) -> str:
    return f"line {place['line']}" + (f" {place['text']!r}" if "text" in place else "")


def _unwanted(findings: list[Finding]) -> str | None:
    if not findings:
        return None
    at = findings[0].primary
    return f"fires at line {at.at.line} {at.text!r}: {findings[0].message}"
