"""#### `any`

True as soon as one part is true, with the evidence of all that are; else unknown as soon as one is unknown.

    when:
      any:
        - some: {in: sensitivity, where: {sensitivity: sensitive}, as: data}
        - some: {in: sublicensing, where: {answer: "yes"}, as: sublicence}
    holds: |
      Sublicensing allowed: Yes
    finds: ["Yes"]
    fails: |
      Sensitive: Non Sensitive
      Sublicensing allowed: No
    unknown: |
      Sublicensing allowed: No
"""

from __future__ import annotations

from collections.abc import Set
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
from dslint.engine.needs import Clauses, NeedsOf
from dslint.engine.operators import all_of
from dslint.engine.operators.fragments import CONDITION, Schema, several
from dslint.engine.operators.operator import Operator
from dslint.engine.outcome import NO, UNKNOWN, Match, Outcome, Truth
from dslint.engine.scope import Scope
from dslint.tuples import NamedTuple

if TYPE_CHECKING:
    from dslint.engine.operators.parser import ConditionParser


class AnyOf(NamedTuple):
    parts: list[Condition]

    def evaluate(self, scope: Scope) -> Outcome:
        matches: list[Match] = []
        truth: Truth = False
        for part in self.parts:
            outcome = part.evaluate(scope)
            if outcome.truth is True:
                truth = True
                matches += outcome.matches
            elif outcome.truth is None and truth is False:
                truth = None
        return Outcome(truth, tuple(matches)) if truth else (NO if truth is False else UNKNOWN)

    def test(self) -> Test:
        tests = list(map(test_of, self.parts))
        return lambda scope: any(part(scope) for part in tests)

    def refutation(self) -> Test:
        refutations = list(map(refutation_of, self.parts))
        return lambda scope: all(part(scope) for part in refutations)

    def required_patterns(self, alone: Set[int]) -> PatternClauses:
        sides = [required_patterns(part, alone) for part in self.parts]
        return (frozenset().union(*(min(side, key=len) for side in sides)),) if all(sides) else ()

    def required_collections(self) -> frozenset[str]:
        return frozenset.intersection(*(required_collections(part) for part in self.parts))


def parse(body: list[dict[str, Any]], parser: ConditionParser) -> AnyOf:
    return AnyOf([parser.condition(part) for part in body])


def schema() -> Schema:
    return several(CONDITION)


def needs(body: list[dict[str, Any]], truth: bool, needs_of: NeedsOf) -> Clauses:
    return all_of.needs(body, not truth, lambda part, _: needs_of(part, truth))


ANY = Operator(
    "any",
    "At least one condition is true; the evidence is of all that are true.",
    parse,
    all_of.check,
    schema,
    effort=all_of.effort,
    parts=list,
    rests_on_row=all_of.rests_on_row,
    needs=needs,
)
