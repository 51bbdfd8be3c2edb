"""Running the examples that stand in rule files."""

from __future__ import annotations

from typing import Any

from dslint.assembler import assemble_source
from dslint.engine.evaluate import check_document, one_by_one
from dslint.engine.finding import Finding, fold_findings
from dslint.engine.load import RuleChoice, RuleSet
from dslint.engine.rule import Rule
from dslint.engine.scan import Scanner
from dslint.engine.select import STRICT
from dslint.model import Document
from dslint.sources.read import understand
from dslint.tuples import NamedTuple
from dslint.vocabularies import Vocabularies

AS_OF = "2026-11-22"  # examples mean the same on every day
_AGREEMENT = "Moor — DARS-NIC-100000-A1B2C\nSublicensing allowed: No\n"  # of rows without a text


class ExampleResult(NamedTuple):
    """`problem` says what went wrong, or is None."""

    rule: str
    source: str
    kind: str  # bad | good
    name: str
    problem: str | None


def document_of(example: dict[str, Any], vocabularies: Vocabularies) -> tuple[Document, int]:
    """The document that an example stands for, and the line of the first of its rows."""
    text = example.get("text", _AGREEMENT)
    document = assemble_source(
        "example", understand("example", text.encode("utf-8"), vocabularies), vocabularies
    )
    if "rows" not in example:
        return document, 0
    from dslint.assembler.releases import add_rows

    return document, add_rows(document, example["rows"])


def findings_of(rule: Rule, scanner: Scanner, document: Document) -> list[Finding]:
    result = check_document(document, [rule], scanner, AS_OF)
    return fold_findings(one_by_one([rule], [result]))


def findings_about_ignores(rule: Rule, document: Document, ignores: str) -> list[Finding]:
    """What a rule of scope run says of ignores, in a run of every built-in rule over one page."""
    from dslint.config.read import read_ignores
    from dslint.engine.ignores import IgnoreList
    from dslint.engine.suppressions import Suppressions

    loaded = document.vocabularies.derived(_every_rule)
    result = check_document(document, loaded.rules, loaded.scanner, AS_OF)
    known = IgnoreList(read_ignores("ignores.yaml", ignores), loaded.names, ".", AS_OF)
    suppressions = Suppressions(known)
    suppressions.without_ignored([result])
    return suppressions.about_ignores([rule], {each.id for each in loaded.rules}, ["example"], {})


def findings_of_example(
    rule: Rule, scanner: Scanner, example: dict[str, Any], document: Document
) -> list[Finding]:
    """What a rule finds in one of its examples, whose document has been made."""
    if rule.scope == "run":
        return findings_about_ignores(rule, document, example.get("ignores", "ignores: []"))
    return findings_of(rule, scanner, document)


def _every_rule(vocabularies: Vocabularies) -> RuleSet:
    return RuleChoice(profile=STRICT, vocabularies=vocabularies).load()


def run_examples(rule: Rule, scanner: Scanner) -> list[ExampleResult]:
    """Each bad example must fire at every place it names, each good one must be silent."""
    return [
        run_example(rule, scanner, kind, example)
        for kind in ("bad", "good")
        for example in rule.examples[kind]
    ]


def run_example(rule: Rule, scanner: Scanner, kind: str, example: dict[str, Any]) -> ExampleResult:
    """`kind` is "bad" or "good"."""
    document, first_row = document_of(example, scanner.vocabularies)
    findings = findings_of_example(rule, scanner, example, document)
    places = [_in_lines(place, first_row) for place in example.get("at", [])]
    problem = _missing(findings, places) if kind == "bad" else _unwanted(findings)
    if problem is None and "fixed" in example:
        fixed, _ = document_of({**example, "text": example["fixed"]}, scanner.vocabularies)
        left = findings_of_example(rule, scanner, example, fixed)
        problem = f"its fixed text still fires: {left[0].message}" if left else None
    return ExampleResult(rule.id, rule.source, kind, example["name"], problem)


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


def _in_lines(place: dict[str, Any], first_row: int) -> dict[str, object]:
    return {"line": first_row + place["row"] - 1, **place} if "row" in place else place


def _is_at(place: dict[str, object], line: int, text: str) -> bool:
    return place["line"] == line and place.get("text", text) == text


def _place(place: dict[str, object]) -> str:
    where = f"row {place['row']}" if "row" in place else f"line {place['line']}"
    return where + (f" {place['text']!r}" if "text" in place else "")


def _unwanted(findings: list[Finding]) -> str | None:
    if not findings:
        return None
    at = findings[0].primary
    return f"fires at line {at.at.line} {at.text!r}: {findings[0].message}"
