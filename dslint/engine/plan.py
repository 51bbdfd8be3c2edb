"""Which cases of some rules are evaluated on what. It is made once for a list of rules."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from dslint.engine.assessable import Printed
from dslint.engine.operators.registry import Aggregate
from dslint.engine.rule import Case, Rule

Cases = list[tuple[Rule, Case]]


class Plan:
    """The cases of rules by what they are evaluated on: all pages, and by whether there are rows of releases
    the pages and the agreements.

    Most cases ask for something that an agreement does not print, or for a text that it does not have. They
    are left out before anything is evaluated. Most agreements print the same, and versions of an agreement
    have the same texts, so what is left is remembered.
    """

    def __init__(self, rules: Sequence[Rule], all_versions: bool = True) -> None:
        """`all_versions` tells whether agreements that a newer version replaces are judged as well."""
        self.all_versions = all_versions
        self.by_id = {rule.id: rule for rule in rules}
        heads = [(rule, head) for rule in rules if rule.scope != "run" for head in rule.heads]
        # Few rules compare agreements, and no other has such a condition.
        over_several = [(rule, rule.cases[head.number]) for rule, head in heads if rule.scope != "agreement"]
        self.aggregates = [
            (rule, case, case.when) for rule, case in over_several if isinstance(case.when, Aggregate)
        ]
        compared = {(rule.id, case.number) for rule, case, _ in self.aggregates}
        others = [each for each in heads if (each[0].id, each[1].number) not in compared]
        by_rows = [[each for each in others if each[1].applies_where(has_rows)] for has_rows in (False, True)]
        self.of_pages = [
            [(rule, rule.cases[head.number]) for rule, head in some if rule.scope == "document"]
            for some in by_rows
        ]
        self._of_agreements = [[each for each in some if each[0].scope != "document"] for some in by_rows]
        self._printing = lru_cache(maxsize=256)(lambda *given: _ByTexts(self._of_printing(*given)))
        self.of_agreement = lru_cache(maxsize=1024)(self._of_agreement)

    def _of_printing(self, has_rows: bool, printed: Printed) -> Cases:
        """The cases that may hold where this is printed. What a row prints is no field of the header."""
        return [
            (rule, rule.cases[head.number])
            for rule, head in self._of_agreements[has_rows]
            if head.by_rows or not any(clause.isdisjoint(printed) for clause in head.needs)
        ]

    def _of_agreement(self, has_rows: bool, printed: Printed, texts: frozenset[int]) -> Cases:
        """The cases that may hold where this is printed and these texts are."""
        return self._printing(has_rows, printed).where(texts)


class _ByTexts:
    """Cases by the texts that they need. Most need one that is not there, so they are found by those that
    are."""

    def __init__(self, cases: Cases) -> None:
        self._cases = cases
        self._always = [n for n, (_, case) in enumerate(cases) if not case.required_patterns]
        self._by_text: dict[int, list[int]] = {}  # the places of those whose first clause a text is in
        for n, (_, case) in enumerate(cases):
            for text in case.required_patterns[0] if case.required_patterns else ():
                self._by_text.setdefault(text, []).append(n)

    def where(self, texts: frozenset[int]) -> Cases:
        """Those that may hold where these texts are, in their order."""
        cases = self._cases
        near = {n for text in texts & self._by_text.keys() for n in self._by_text[text]}
        fit = [n for n in near if not any(map(texts.isdisjoint, cases[n][1].required_patterns))]
        return [cases[n] for n in sorted([*self._always, *fit])]
