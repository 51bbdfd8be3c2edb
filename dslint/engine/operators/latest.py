"""#### `latest`

For rules of scope `document` or `corpus`, as their only condition: of the agreements that share an
attribute of `record`, the one with the latest `order` date satisfies `when`. If an agreement has no such
date, nothing is said.

    scope: document
    when:
      latest: {by: layout, order: dsa_end, when: {date: {is: dsa_end, before: '2020-01-01', as: end}}}
    finds: ['2019-06-30']
    holds: |
      One — DARS-NIC-123456-A1B2C
      When:DSA runs 2017-01-01 — 2018-06-30
      Two — DARS-NIC-123456-A1B2C
      When:DSA runs 2018-07-01 — 2019-06-30
    fails: |
      One — DARS-NIC-123456-A1B2C
      When:DSA runs 2017-01-01 — 2018-06-30
      Two — DARS-NIC-123456-A1B2C
      When:DSA runs 2018-07-01 — 2020-06-30
    unknown: never
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dslint.engine.condition import Condition
from dslint.engine.needs import Clauses, NeedsOf, all_of, names
from dslint.engine.operators import fragments
from dslint.engine.operators.aggregate import AggregateValue, Candidate, evaluate_alone
from dslint.engine.operators.fragments import Schema
from dslint.engine.operators.operator import Operator
from dslint.engine.outcome import Outcome
from dslint.engine.scope import DocumentScope, Scope
from dslint.facts.catalogue import DATES, attributes
from dslint.tuples import NamedTuple

if TYPE_CHECKING:
    from dslint.datafiles.yaml_marks import Path
    from dslint.engine.operators.checker import Checker
    from dslint.engine.operators.parser import ConditionParser


class Latest(NamedTuple):
    """Of the agreements that share an attribute of `record`, the one whose date is the latest satisfies a
    condition. An agreement without that date could be later than any, so nothing is said about the others."""

    by: str
    order: str
    when: Condition

    def evaluate(self, scope: Scope) -> Outcome:
        return evaluate_alone(self, scope)

    def aggregate(self, page: DocumentScope) -> list[Candidate]:
        found = []
        for record, agreement in enumerate(page.agreements):
            key = next((item.get(self.by) for item in agreement.collections["record"] or ()), None)
            if key is None:
                continue
            outcome = self.when.evaluate(agreement)
            date = agreement.date(self.order)
            found.append(
                Candidate(
                    str(key), date.text if date else None, record, outcome.matches if outcome.truth else None
                )
            )
        return found

    def aggregate_report(self, values: list[AggregateValue]) -> list[int]:
        dates = [one.value for one in values if one.value is not None]
        if len(dates) < len(values):
            return []
        last = [n for n, one in enumerate(values) if one.value == max(dates)]
        return last[:1] if all(values[n].has_finding for n in last) else []


def parse(body: dict[str, Any], parser: ConditionParser) -> Latest:
    return Latest(body["by"], body["order"], parser.condition(body["when"]))


def check(at: Path, body: dict[str, Any], checker: Checker) -> None:
    checker.aggregate(at, "latest")
    checker.key((*at, "by"), body["by"], attributes("record"), "attribute of record")
    checker.known((*at, "order"), body["order"], DATES, "date")
    checker.condition_of_agreement((*at, "when"), body["when"])


def schema() -> Schema:
    return fragments.mapping(
        {
            "by": {**fragments.ATTRIBUTE, "description": "An attribute of `record`."},
            "order": {**fragments.TEXT, "description": "A date of the agreement."},
            "when": fragments.CONDITION,
        },
        ["by", "order", "when"],
    )


def needs(body: dict[str, Any], truth: bool, needs_of: NeedsOf) -> Clauses:
    return all_of([names(body["order"]), needs_of(body["when"], truth)])


LATEST = Operator(
    "latest",
    "Document or corpus scope, alone: of the agreements that share an attribute, the one whose date is the "
    "latest satisfies a condition.",
    parse,
    check,
    schema,
    is_aggregate=True,
    needs=needs,
)
