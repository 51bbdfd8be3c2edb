"""How often each rule could be assessed on some inputs, how often it fired, and what it cost."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass

from dslint.engine.conditions import Group
from dslint.engine.load import RuleSet
from dslint.engine.rule import Rule
from dslint.engine.scope import DocumentScope, Scope
from dslint.facts import DocumentFacts
from dslint.model import Document


@dataclass
class RuleCoverage:
    """Counts of agreements, or of pages for rules of that scope.

    `fired` and `silent` were assessed, `unknown` could not be. For a rule that groups items, the items are
    counted: `fired` are those in groups that are large enough. `seconds` is CPU time.
    """

    rule: Rule
    fired: int = 0
    silent: int = 0
    unknown: int = 0
    seconds: float = 0.0

    @property
    def never(self) -> str | None:
        """assessed | fired: what never happened, if anything."""
        if not self.fired and not self.silent:
            return "assessed"
        return None if self.fired else "fired"


def measure(documents: list[Document], loaded: RuleSet, as_of: str) -> list[RuleCoverage]:
    """One row for each rule, in the order of the rules."""
    rows = [RuleCoverage(rule) for rule in loaded.rules]
    in_run: dict[tuple[str, int], Counter[str]] = {}
    for document in documents:
        page = DocumentScope(DocumentFacts(document), loaded.scanner, as_of)
        for row in rows:
            started = time.process_time()
            for case in row.rule.cases:
                if isinstance(case.when, Group):
                    keys = Counter(key for key, _ in case.when.members(page))
                    if row.rule.scope == "corpus":
                        in_run.setdefault((row.rule.id, case.number), Counter()).update(keys)
                    else:
                        _count_groups(row, case.when, keys)
            if any(not isinstance(case.when, Group) for case in row.rule.cases):
                for scope in page.agreements if row.rule.scope == "agreement" else [page]:
                    _count(row, scope)
            row.seconds += time.process_time() - started
    for row in rows:
        for case in row.rule.cases:
            if isinstance(case.when, Group):
                _count_groups(row, case.when, in_run.get((row.rule.id, case.number), Counter()))
    return rows


def _count_groups(row: RuleCoverage, group: Group, keys: Counter[str]) -> None:
    for members in keys.values():
        if members >= group.at_least:
            row.fired += members
        else:
            row.silent += members


def _count(row: RuleCoverage, scope: Scope) -> None:
    truths = [case.when.evaluate(scope).truth for case in row.rule.cases if not isinstance(case.when, Group)]
    if True in truths:
        row.fired += 1
    elif False in truths:
        row.silent += 1
    else:
        row.unknown += 1
