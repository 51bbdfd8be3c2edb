"""How often each rule could be assessed on some inputs, how often it fired, and what it cost."""

from __future__ import annotations

import time
from dataclasses import dataclass

from dslint.engine.conditions import Comparison
from dslint.engine.load import RuleSet
from dslint.engine.rule import Rule
from dslint.engine.scope import DocumentScope, Scope
from dslint.facts import DocumentFacts
from dslint.model import Document


@dataclass
class RuleCoverage:
    """Counts of agreements, or of pages for rules of that scope.

    `fired` and `silent` were assessed, `unknown` could not be. For a rule that compares agreements,
    `silent` counts the candidates. `seconds` is CPU time.
    """

    rule: Rule
    fired: int = 0
    silent: int = 0
    unknown: int = 0
    seconds: float = 0.0


def measure(documents: list[Document], loaded: RuleSet, as_of: str) -> list[RuleCoverage]:
    """One row for each rule, in the order of the rules."""
    rows = [RuleCoverage(rule) for rule in loaded.rules]
    for document in documents:
        page = DocumentScope(DocumentFacts(document), loaded.scanner, as_of)
        for row in rows:
            started = time.process_time()
            for scope in page.agreements if row.rule.scope == "agreement" else [page]:
                _count(row, scope, page)
            row.seconds += time.process_time() - started
    return rows


def _count(row: RuleCoverage, scope: Scope, page: DocumentScope) -> None:
    groups = [case.when for case in row.rule.cases if isinstance(case.when, Comparison)]
    if groups:
        row.silent += sum(len(group.candidates(page)) for group in groups)
        return
    truths = [case.when.evaluate(scope).truth for case in row.rule.cases]
    if True in truths:
        row.fired += 1
    elif False in truths:
        row.silent += 1
    else:
        row.unknown += 1
