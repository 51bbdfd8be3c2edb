"""#### `state`

`filled`, `empty` or `absent`, or a list of them; never unknown. The evidence is the label or, when the
thing is absent, the heading.

    when:
      state: {of: sublicensing, is: empty, as: missing}
    holds: |
      Sublicensing allowed:
    finds: [Sublicensing allowed]
    fails: |
      Sublicensing allowed: No
    unknown: never
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from dslint.engine.condition import Test
from dslint.engine.needs import NOTHING, Clauses, NeedsOf, names
from dslint.engine.operators import fragments
from dslint.engine.operators.fragments import Schema
from dslint.engine.operators.operator import Operator
from dslint.engine.outcome import NO, UNKNOWN, Match, Outcome, Truth
from dslint.engine.scope import AgreementScope, Scope
from dslint.facts import Item
from dslint.facts.catalogue import FIELDS, SECTIONS, STATES
from dslint.tuples import NamedTuple

if TYPE_CHECKING:
    from dslint.datafiles.yaml_marks import Path
    from dslint.engine.operators.checker import Checker
    from dslint.engine.operators.parser import ConditionParser


class State(NamedTuple):
    """Whether a header field or a section is filled, empty or absent."""

    key: str
    is_field: bool
    states: frozenset[str]
    alias: str
    note: str

    def evaluate(self, scope: Scope) -> Outcome:
        agreement = cast(AgreementScope, scope)
        truth = self._truth(agreement)
        if not truth:
            return UNKNOWN if truth is None else NO
        facts = agreement.facts
        state = agreement.states[self.key]
        if state == "absent":
            heading = facts.heading
            item = Item(heading.text, heading.span, "heading", {"state": state, "key": self.key}, facts.index)
            return Outcome(True, (Match(self.alias, item, self.note),))
        printed = (facts.agreement.fields if self.is_field else facts.agreement.sections)[self.key]
        label = Item(
            printed.label, printed.label_span, self.key, {"state": state, "key": self.key}, facts.index
        )
        return Outcome(True, (Match(self.alias, label, self.note),))

    def test(self) -> Test:
        return lambda scope: self._truth(cast(AgreementScope, scope)) is True

    def refutation(self) -> Test:
        return lambda scope: self._truth(cast(AgreementScope, scope)) is False

    def _truth(self, agreement: AgreementScope) -> Truth:
        state = agreement.states[self.key]
        if state not in self.states:
            return False
        is_open = state == "absent" and not self.is_field and agreement.may_go_on({self.key})
        return None if is_open else True


def parse(body: dict[str, Any], parser: ConditionParser) -> State:
    states = body["is"]
    key = body["of"]
    wanted = frozenset([states] if isinstance(states, str) else states)
    return State(key, key in FIELDS, wanted, body.get("as", ""), body.get("note", ""))


def check(at: Path, body: dict[str, Any], checker: Checker) -> None:
    checker.needs_agreement(at, "state")
    checker.known((*at, "of"), body["of"], (*FIELDS, *SECTIONS), "field or section")
    checker.name(body, {"text": None, "key": (*FIELDS, *SECTIONS), "state": STATES})


def schema() -> Schema:
    return fragments.mapping(
        {
            "of": {**fragments.TEXT, "description": "A header field or a section."},
            "is": fragments.one_or_several({"enum": ["filled", "empty", "absent"]}),
            "as": fragments.ALIAS,
            "note": fragments.NOTE,
        },
        ["of", "is"],
    )


def needs(body: dict[str, Any], truth: bool, needs_of: NeedsOf) -> Clauses:
    return NOTHING if "absent" in body["is"] or not truth else names(body["of"])


STATE = Operator(
    "state",
    "Whether a field or a section is filled, empty or absent.",
    parse,
    check,
    schema,
    effort=lambda body, effort_of: 0,
    needs=needs,
)
