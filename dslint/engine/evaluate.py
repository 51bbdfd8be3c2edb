"""Rules over documents: a map over pages that needs nothing else, then one reduce over the run."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

from dslint.engine.conditions import Group
from dslint.engine.finding import MOST_EVIDENCE, Evidence, Finding, Occurrence, build, fold_findings
from dslint.engine.outcome import Bound
from dslint.engine.rule import Case, Rule
from dslint.engine.scan import Scanner
from dslint.engine.scope import DocumentScope
from dslint.facts import DocumentFacts
from dslint.model import Document


class Member(NamedTuple):
    """What the whole run must know of an item that a corpus rule groups: its key, and its finding alone."""

    rule: str
    case: int
    key: str
    finding: Finding


@dataclass
class DocumentResult:
    """What was found in one document, computed from it alone. Plain and picklable."""

    path: str
    kind: str
    agreements: int
    characters: int
    coverage: float
    findings: list[Finding] = field(default_factory=list)
    members: list[Member] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    unknown: Counter[str] = field(default_factory=Counter)  # how much is not known, by kind


def check_document(document: Document, rules: list[Rule], scanner: Scanner, as_of: str) -> DocumentResult:
    result = DocumentResult(
        document.path,
        document.kind,
        len(document.agreements),
        sum(map(len, document.lines)),
        document.coverage,
    )
    before = set(scanner.given_up)
    if document.agreements:
        for page in document.pages():
            scope = DocumentScope(DocumentFacts(page), scanner, as_of)
            result.unknown.update(item.get("kind") for item in scope.collection("unknown") or [])
            for rule in rules:
                for case in rule.cases:
                    _evaluate(rule, case, scope, result)
    result.errors += [each for number, each in scanner.given_up.items() if number not in before]
    return result


def _evaluate(rule: Rule, case: Case, scope: DocumentScope, result: DocumentResult) -> None:
    facts = scope.facts
    if isinstance(case.when, Group):
        members = _members(rule, case, case.when, scope)
        if rule.scope == "corpus":
            result.members += members
        else:
            result.findings += _grouped(case, members)
        return
    if rule.scope == "document":
        outcome = case.when.evaluate(scope)
        if outcome.truth:
            result.findings += build(rule, case, facts, None, outcome.bound)
        return
    found: list[Finding] = []
    for agreement in scope.agreements:
        outcome = case.when.evaluate(agreement)
        if outcome.truth:
            found += build(rule, case, facts, agreement.facts.index, outcome.bound)
    result.findings += fold_findings(found) if case.fold == "document" else found


def _members(rule: Rule, case: Case, group: Group, scope: DocumentScope) -> list[Member]:
    found = []
    for key, item in group.members(scope):
        bound = (Bound(group.alias, item, group.note),)
        (finding,) = build(rule, case, scope.facts, item.record, bound)
        found.append(Member(rule.id, case.number, key, finding))
    return found


def _grouped(case: Case, members: list[Member]) -> list[Finding]:
    """One finding for each key that enough members share, with the evidence of all."""
    assert isinstance(case.when, Group)
    groups: dict[str, list[Finding]] = {}
    for member in members:
        groups.setdefault(member.key, []).append(member.finding)
    merged = []
    for findings in groups.values():
        if len(findings) < case.when.at_least:
            continue
        findings.sort(key=lambda finding: finding.sort_key)
        evidence: tuple[Evidence, ...] = tuple(e for finding in findings for e in finding.evidence)
        occurrences: tuple[Occurrence, ...] = tuple(finding.occurrence() for finding in findings)
        merged.append(_merge(findings[0], evidence, occurrences))
    return merged


def _merge(first: Finding, evidence: tuple[Evidence, ...], occurrences: tuple[Occurrence, ...]) -> Finding:
    places = len(occurrences)
    return first._replace(
        message=first.message.replace("{group.count}", str(places)),
        evidence=evidence[:MOST_EVIDENCE],
        occurrences=occurrences,
    )


def reduce_corpus(rules: list[Rule], results: list[DocumentResult]) -> list[Finding]:
    """The findings of rules over the whole run."""
    found: list[Finding] = []
    for rule in rules:
        if rule.scope == "corpus":
            for case in rule.cases:
                members = [
                    member
                    for result in results
                    for member in result.members
                    if member.rule == rule.id and member.case == case.number
                ]
                found += _grouped(case, members)
    return found
