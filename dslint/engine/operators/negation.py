"""#### `not`

Has no evidence of its own. Unknown stays unknown.

    when:
      not: {some: {in: sublicensing, where: {answer: "yes"}}}
    holds: |
      Sublicensing allowed: No
    fails: |
      Sublicensing allowed: Yes
    unknown: |
      Sensitive: Sensitive
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from dslint.engine.condition import Condition, Test, refutation_of, test_of
from dslint.engine.needs import Clauses, NeedsOf
from dslint.engine.operators.fragments import CONDITION, Schema
from dslint.engine.operators.operator import Operator
from dslint.engine.outcome import NO, UNKNOWN, YES, Outcome
from dslint.engine.scope import Scope
from dslint.tuples import NamedTuple

if TYPE_CHECKING:
    from dslint.datafiles.yaml_marks import Path
    from dslint.engine.operators.checker import Checker
    from dslint.engine.operators.parser import ConditionParser

Node = dict[str, Any]


class Not(NamedTuple):
    part: Condition

    def evaluate(self, scope: Scope) -> Outcome:
        truth = self.part.evaluate(scope).truth
        return UNKNOWN if truth is None else (NO if truth else YES)

    def test(self) -> Test:
        return refutation_of(self.part)

    def refutation(self) -> Test:
        return test_of(self.part)


def parse(body: Node, parser: ConditionParser) -> Not:
    return Not(parser.condition(body))


def check(at: Path, body: Node, checker: Checker) -> None:
    checker.condition(at, body)


def schema() -> Schema:
    return dict(CONDITION)


def parts(body: Node) -> list[Node]:
    return [body]


def effort(body: Node, effort_of: Callable[[Node], int]) -> int:
    return effort_of(body)


def rests_on_row(body: Node, rests: Callable[[Node], bool]) -> bool:
    return rests(body)


def needs(body: Node, truth: bool, needs_of: NeedsOf) -> Clauses:
    return needs_of(body, not truth)


NOT = Operator(
    "not",
    "The condition is not true. Unknown stays unknown.",
    parse,
    check,
    schema,
    effort=effort,
    parts=parts,
    rests_on_row=rests_on_row,
    needs=needs,
)
