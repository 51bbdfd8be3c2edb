"""Rules over documents: a map over pages that needs nothing else, then one reduce over the run."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

from dslint.engine.conditions import Comparison, Told
from dslint.engine.finding import MOST_EVIDENCE, Evidence, Finding, Occurrence, build, fold_findings
from dslint.engine.rule import Case, Rule
from dslint.engine.scan import Scanner
from dslint.engine.scope import DocumentScope
from dslint.facts import DocumentFacts
from dslint.model import Document, Problem


class Member(NamedTuple):
    """What the whole run must know of a candidate for a comparison: its key, what it says there, and the
    finding that it makes alone, if any."""

    rule: str
    case: int
    key: str
    told: str | None
    record: int
    finding: Finding | None


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
    problems: list[Problem] = field(default_factory=list)  # of the file


def check_document(document: Document, rules: list[Rule], scanner: Scanner, as_of: str) -> DocumentResult:
    result = DocumentResult(
        document.path,
        document.kind,
        len(document.agreements),
        sum(map(len, document.lines)),
        document.coverage,
        problems=document.problems,
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
    if isinstance(case.when, Comparison):
        members = _members(rule, case, case.when, scope)
        if rule.scope == "corpus":
            result.members += members
        else:
            result.findings += _settled(case, [(result.path, member) for member in members])
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


def _members(rule: Rule, case: Case, when: Comparison, scope: DocumentScope) -> list[Member]:
    found = []
    for key, told, record, bound in when.candidates(scope):
        finding = build(rule, case, scope.facts, record, bound)[0] if bound is not None else None
        found.append(Member(rule.id, case.number, key, told, record, finding))
    return found


def _settled(case: Case, members: list[tuple[str, Member]]) -> list[Finding]:
    """One finding for each key under which the comparison holds, with all that it rests on."""
    assert isinstance(case.when, Comparison)
    groups: dict[str, list[tuple[str, Member]]] = {}
    for path, member in members:
        groups.setdefault(member.key, []).append((path, member))
    merged = []
    for group in groups.values():
        told = [Told((path, one.record), one.told, one.finding is not None) for path, one in group]
        places = case.when.settle(told)
        findings = [finding for n in places if (finding := group[n][1].finding) is not None]
        if not findings:
            continue
        merged.append(_merge(sorted(findings, key=lambda finding: finding.sort_key)))
    return merged


def _merge(findings: list[Finding]) -> Finding:
    """The first of the findings with the evidence of all. Its fingerprint does not depend on their order."""
    evidence: tuple[Evidence, ...] = tuple(e for finding in findings for e in finding.evidence)
    occurrences: tuple[Occurrence, ...] = tuple(finding.occurrence() for finding in findings)
    return findings[0]._replace(
        message=findings[0].message.replace("{group.count}", str(len(findings))),
        evidence=evidence[:MOST_EVIDENCE],
        fingerprint=min(finding.fingerprint for finding in findings),
        occurrences=occurrences,
    )


def reduce_corpus(rules: list[Rule], results: list[DocumentResult]) -> list[Finding]:
    """The findings of rules over the whole run."""
    found: list[Finding] = []
    for rule in rules:
        if rule.scope == "corpus":
            for case in rule.cases:
                members = [
                    (result.path, member)
                    for result in results
                    for member in result.members
                    if member.rule == rule.id and member.case == case.number
                ]
                found += _settled(case, members)
    return found
