"""#### `all`

False as soon as one part is false, else unknown as soon as one is unknown.

    when:
      all:
        - some: {in: sensitivity, where: {sensitivity: sensitive}, as: data}
        - some: {in: sublicensing, where: {answer: "yes"}, as: sublicence}
    holds: |
      Sensitive: Sensitive
      Sublicensing allowed: Yes
    finds: [Sensitive, "Yes"]
    fails: |
      Sublicensing allowed: No
    unknown: |
      Sublicensing allowed: Yes
"""

from __future__ import annotations

from collections.abc import Callable, Set
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from dslint.engine.condition import (
    Condition,
    PatternClauses,
    Test,
    refutation_of,
    required_collections,
    required_patterns,
    test_of,
)
from dslint.engine.needs import Clauses, NeedsOf, all_of, any_of
from dslint.engine.operators.fragments import CONDITION, Schema, several
from dslint.engine.operators.operator import Operator
from dslint.engine.outcome import NO, UNKNOWN, Outcome
from dslint.engine.scope import Scope
from dslint.tuples import NamedTuple

if TYPE_CHECKING:
    from dslint.datafiles.yaml_marks import Path
    from dslint.engine.operators.checker import Checker
    from dslint.engine.operators.parser import ConditionParser

Node = dict[str, Any]


class AllOf(NamedTuple):
    """The parts are asked in an `order` of their own, for one that fails spares the others; what they find
    stays in the order written."""

    parts: list[Condition]
    order: list[int]

    def evaluate(self, scope: Scope) -> Outcome:
        outcomes: list[tuple[int, Outcome]] = []
        unknown = False
        for index in self.order:
            outcome = self.parts[index].evaluate(scope)
            if outcome.truth is False:
                return NO
            unknown = unknown or outcome.truth is None
            outcomes.append((index, outcome))
        if unknown:
            return UNKNOWN
        outcomes.sort(key=itemgetter(0))
        return Outcome(True, tuple([match for _, each in outcomes for match in each.matches]))

    def test(self) -> Test:
        tests = [test_of(self.parts[index]) for index in self.order]

        def holds(scope: Scope) -> bool:
            for part in tests:  # noqa: SIM110 - twice as quick as a generator
                if not part(scope):
                    return False
            return True

        return holds

    def refutation(self) -> Test:
        refutations = [refutation_of(self.parts[index]) for index in self.order]
        return lambda scope: any(part(scope) for part in refutations)

    def required_patterns(self, alone: Set[int]) -> PatternClauses:
        return tuple(
            dict.fromkeys(clause for part in self.parts for clause in required_patterns(part, alone))
        )

    def required_collections(self) -> frozenset[str]:
        return frozenset().union(*(required_collections(part) for part in self.parts))


def parse(body: list[Node], parser: ConditionParser) -> AllOf:
    order = sorted(range(len(body)), key=lambda index: parser.effort(body[index]))
    return AllOf([parser.condition(part) for part in body], order)


def check(at: Path, body: list[Node], checker: Checker) -> None:
    for number, part in enumerate(body):
        checker.condition((*at, number), part)


def schema() -> Schema:
    return several(CONDITION)


def effort(body: list[Node], effort_of: Callable[[Node], int]) -> int:
    return max(map(effort_of, body))


def rests_on_row(body: list[Node], rests: Callable[[Node], bool]) -> bool:
    return all(map(rests, body))


def needs(body: list[Node], truth: bool, needs_of: NeedsOf) -> Clauses:
    return (all_of if truth else any_of)(needs_of(part, truth) for part in body)


ALL = Operator(
    "all",
    "Every condition is true.",
    parse,
    check,
    schema,
    effort=effort,
    parts=list,
    rests_on_row=rests_on_row,
    needs=needs,
)
