"""#### `printed`

    when:
      printed: [dsa_start, dsa_end]
    holds: |
      When:DSA runs 2019-01-01 — 2024-01-01
    fails: |
      When:2017.06 — 2018.05.
    unknown: never

#### `not_printed`

    when:
      not_printed: [dsa_start, dsa_end]
    holds: |
      When:2017.06 — 2018.05.
    fails: |
      When:DSA runs 2019-01-01 — 2024-01-01
    unknown: never
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from dslint.engine.condition import Test
from dslint.engine.needs import NOTHING, Clauses, NeedsOf, all_of, of_collection, of_date
from dslint.engine.operators import fragments
from dslint.engine.operators.fragments import Schema
from dslint.engine.operators.operator import Operator
from dslint.engine.outcome import NO, YES, Match, Outcome
from dslint.engine.scope import Scope
from dslint.facts import Item
from dslint.facts.catalogue import COLLECTIONS, DATES, OF_ROW, attributes
from dslint.tuples import NamedTuple

if TYPE_CHECKING:
    from dslint.datafiles.yaml_marks import Path
    from dslint.engine.operators.checker import Checker
    from dslint.engine.operators.parser import ConditionParser


class Known(NamedTuple):
    """Whether a date is printed at all, or anything of a collection."""

    names: list[str]
    printed: bool

    def evaluate(self, scope: Scope) -> Outcome:
        found = [self._items(scope, name) for name in self.names]
        if not self.printed:
            return NO if any(found) else YES
        if not all(found):
            return NO
        return Outcome(
            True,
            tuple(Match(n, item, "") for n, items in zip(self.names, found, strict=True) for item in items),
        )

    def test(self) -> Test:
        if self.printed:
            return lambda scope: all(self._items(scope, name) for name in self.names)
        return lambda scope: not any(self._items(scope, name) for name in self.names)

    def refutation(self) -> Test:
        holds = self.test()
        return lambda scope: not holds(scope)

    @staticmethod
    def _items(scope: Scope, name: str) -> list[Item]:
        if name in DATES:
            date = scope.date(name)
            return [date] if date else []
        return scope.collections[name] or []


def parse(printed: bool, body: list[str], parser: ConditionParser) -> Known:
    return Known(body, printed)


def check(operator: str, at: Path, body: list[str], checker: Checker) -> None:
    checker.needs_agreement(at, operator)
    for number, name in enumerate(body):
        if checker.known((*at, number), name, (*DATES, *COLLECTIONS), "date or collection"):
            checker.names[name] = attributes(name) if name in COLLECTIONS else checker.dated


def schema() -> Schema:
    return fragments.several(fragments.TEXT)


def rests_on_row(body: list[str], rests: Callable[[dict[str, Any]], bool]) -> bool:
    return OF_ROW.keys() >= set(body)


def needs(printed: bool, body: list[str], truth: bool, needs_of: NeedsOf) -> Clauses:
    if truth is not printed:
        return NOTHING
    return all_of(of_date(name) if name in DATES else of_collection(name) for name in body)


def _operator(name: str, description: str, printed: bool) -> Operator:
    return Operator(
        name,
        description,
        partial(parse, printed),
        partial(check, name),
        schema,
        effort=lambda body, effort_of: 0,
        needs=partial(needs, printed),
        rests_on_row=rests_on_row,
    )


PRINTED = _operator("printed", "All these dates, or collections, are printed.", True)
NOT_PRINTED = _operator("not_printed", "None of these dates, or collections, is printed.", False)
