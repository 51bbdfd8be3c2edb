"""#### `optional`

Always true; shows evidence when there is some.

    when:
      optional: {some: {in: sublicensing, where: {answer: "yes"}, as: sublicence}}
    holds: |
      Sublicensing allowed: Yes
    finds: ["Yes"]
    fails: never
    unknown: never
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dslint.engine.condition import Condition, Test
from dslint.engine.needs import NOTHING
from dslint.engine.operators import negation
from dslint.engine.operators.fragments import CONDITION, Schema
from dslint.engine.operators.operator import Operator
from dslint.engine.outcome import Outcome
from dslint.engine.scope import Scope
from dslint.tuples import NamedTuple

if TYPE_CHECKING:
    from dslint.engine.operators.parser import ConditionParser


class Optional(NamedTuple):
    """Always true; adds its evidence when the condition in it is true."""

    part: Condition

    def evaluate(self, scope: Scope) -> Outcome:
        outcome = self.part.evaluate(scope)
        return Outcome(True, outcome.matches if outcome.truth else ())

    def test(self) -> Test:
        return lambda scope: True


def parse(body: dict[str, Any], parser: ConditionParser) -> Optional:
    return Optional(parser.condition(body))


def schema() -> Schema:
    return dict(CONDITION)


OPTIONAL = Operator(
    "optional",
    "Always true; adds the evidence of the condition when it is true.",
    parse,
    negation.check,
    schema,
    effort=lambda body, effort_of: 9,  # it decides nothing, so it comes last
    parts=negation.parts,
    needs=lambda body, truth, needs_of: NOTHING,
)
