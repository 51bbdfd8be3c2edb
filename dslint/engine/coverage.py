"""How often each rule could be assessed on some inputs, how often it fired, and what it cost."""

from __future__ import annotations

import time

from dslint.data_classes import dataclass, field
from dslint.engine.load import RuleSet
from dslint.engine.operators.aggregate import AggregateValue
from dslint.engine.operators.registry import Aggregate
from dslint.engine.rule import Rule
from dslint.engine.scope import AgreementScope, DocumentScope
from dslint.facts import DocumentFacts
from dslint.model import Document


@dataclass
class RuleCoverage:
    """Counts of agreements, or of pages for rules of that scope.

    `fired` and `silent` were assessed, `unknown` could not be. For a rule that compares agreements, its
    candidates are counted: `fired` are those that a finding rests on. `seconds` is CPU time. `assessed` are
    the agreements that could be, by their reference or, without one, by path and line; a rule that looks at
    pages or compares agreements tells none.
    """

    rule: Rule
    fired: int = 0
    silent: int = 0
    unknown: int = 0
    seconds: float = 0.0
    assessed: set[tuple[str, ...]] = field(default_factory=set)

    @property
    def never(self) -> str | None:
        """assessed | fired: what never happened, if anything."""
        if not self.fired and not self.silent:
            return "assessed"
        return None if self.fired else "fired"


def measure(documents: list[Document], loaded: RuleSet, as_of: str) -> list[RuleCoverage]:
    """One row for each rule that looks at documents, in the order of the rules."""
    rows = [RuleCoverage(rule) for rule in loaded.rules if rule.scope != "run"]
    in_run: dict[tuple[str, int], dict[str, list[AggregateValue]]] = {}
    pages = [page for document in documents for page in document.pages()]
    for number, document in enumerate(pages):
        page = DocumentScope(DocumentFacts(document), loaded.scanner, as_of)
        for row in rows:
            started = time.process_time()
            for case in row.rule.cases:
                if isinstance(case.when, Aggregate):
                    is_corpus = row.rule.scope == "corpus"
                    values = in_run.setdefault((row.rule.id, case.number), {}) if is_corpus else {}
                    for key, says, record, matches in case.when.aggregate(page):
                        values.setdefault(key, []).append(
                            AggregateValue((str(number), record), says, matches is not None)
                        )
                    if not is_corpus:
                        _count_aggregate(row, case.when, values)
            if any(not isinstance(case.when, Aggregate) for case in row.rule.cases):
                for scope in page.agreements if row.rule.scope == "agreement" else [page]:
                    _count(row, scope)
            row.seconds += time.process_time() - started
    for row in rows:
        for case in row.rule.cases:
            if isinstance(case.when, Aggregate):
                _count_aggregate(row, case.when, in_run.get((row.rule.id, case.number), {}))
    return rows


def _count_aggregate(
    row: RuleCoverage, comparison: Aggregate, values: dict[str, list[AggregateValue]]
) -> None:
    for entries in values.values():
        fired = len(comparison.aggregate_report(entries))
        row.fired += fired
        row.silent += len(entries) - fired


def _count(row: RuleCoverage, scope: AgreementScope | DocumentScope) -> None:
    truths = [
        case.when.evaluate(each).truth
        for case in row.rule.cases
        if not isinstance(case.when, Aggregate)
        for each in case.scopes(scope)
    ]
    if not truths:
        return
    if isinstance(scope, AgreementScope) and (True in truths or False in truths):
        header = scope.header
        path = scope.facts.document.path
        row.assessed.add((header.reference,) if header.reference else (path, str(header.line)))
    if True in truths:
        row.fired += 1
    elif False in truths:
        row.silent += 1
    else:
        row.unknown += 1
