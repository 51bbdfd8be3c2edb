"""#### `group`

For rules of scope `document` or `corpus`, as their only condition: items that share an attribute,
`at_least` so many (2 when left out). Items without the attribute, or for which `where` is unknown, are left
out.

    scope: document
    when:
      group: {in: record, by: base_reference, as: record}
    holds: |
      One — DARS-NIC-123456-A1B2C
      Opt outs honoured: N
      Two — NIC-123456-A1B2C
      Opt outs honoured: N
    fails: |
      One — DARS-NIC-123456-A1B2C
      Opt outs honoured: N
      Two — DARS-NIC-123457-A1B2C
      Opt outs honoured: N
    unknown: never
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dslint.engine.filters import Filters
from dslint.engine.joins import Joins, join_test
from dslint.engine.operators import fragments
from dslint.engine.operators.aggregate import AggregateValue, Candidate, evaluate_alone
from dslint.engine.operators.fragments import Schema
from dslint.engine.operators.operator import Operator
from dslint.engine.outcome import Match, Outcome
from dslint.engine.scope import DocumentScope, Scope
from dslint.tuples import NamedTuple

if TYPE_CHECKING:
    from dslint.datafiles.yaml_marks import Path
    from dslint.engine.operators.checker import Checker
    from dslint.engine.operators.parser import ConditionParser


class Group(NamedTuple):
    """Items that share attributes, over a page or over the whole run.

    With `differ_in`, two agreements must have nothing in common there; items that say nothing are left out.
    """

    collection: str
    by: tuple[str, ...]
    differ_in: str | None
    filters: Filters
    joins: Joins
    at_least: int
    alias: str
    note: str

    def evaluate(self, scope: Scope) -> Outcome:
        return evaluate_alone(self, scope)

    def aggregate(self, page: DocumentScope) -> list[Candidate]:
        found = []
        test = join_test(page, self.joins)
        for item, fits in self.filters.items(page.collections[self.collection] or []):
            key = [item.get(attribute) for attribute in self.by]
            value = item.get(self.differ_in) if self.differ_in else None
            if item.record is None or None in key or not fits:
                continue
            if self.differ_in and value is None:
                continue
            partners = test(item, True)[1]
            matches = (Match(self.alias, item, self.note, partners),)
            found.append(Candidate("\0".join(map(str, key)), value, item.record, matches))
        return found

    def aggregate_report(self, values: list[AggregateValue]) -> list[int]:
        speaking = [n for n, one in enumerate(values) if one.has_finding]
        if len(speaking) < self.at_least:
            return []
        if self.differ_in is None:
            return speaking
        by_agreement: dict[tuple[str, int], set[str | None]] = {}
        for n in speaking:
            by_agreement.setdefault(values[n].agreement, set()).add(values[n].value)
        # Records repeat few combinations of values, and most combinations share one.
        sides = sorted({frozenset(values) for values in by_agreement.values()}, key=len)
        if frozenset.intersection(*sides):
            return []
        if not any(one.isdisjoint(other) for n, one in enumerate(sides) for other in sides[n + 1 :]):
            return []
        return speaking


def parse(body: dict[str, Any], parser: ConditionParser) -> Group:
    by = body["by"]
    return Group(
        body["in"],
        (by,) if isinstance(by, str) else tuple(by),
        body.get("differ_in"),
        parser.filters(body),
        parser.joins(body),
        body.get("at_least", 2),
        body.get("as", ""),
        body.get("note", ""),
    )


def check(at: Path, body: dict[str, Any], checker: Checker) -> None:
    checker.aggregate(at, "group")
    by = body["by"]
    known = checker.attributes_of(body["in"])
    for number, attribute in enumerate([] if isinstance(by, str) else by):
        if known is not None:
            checker.key((*at, "by", number), attribute, known, f"attribute of {body['in']}")
    checker.collection(at, body, ("by", "differ_in") if isinstance(by, str) else ("differ_in",))
    checker.joins(at, body, known)


def schema() -> Schema:
    return fragments.mapping(
        {
            "in": fragments.COLLECTION,
            "by": fragments.one_or_several(fragments.ATTRIBUTE),
            "where": fragments.WHERE,
            "at_least": {"type": "integer", "minimum": 2},
            "as": fragments.ALIAS,
            "note": fragments.NOTE,
            "differ_in": {
                **fragments.ATTRIBUTE,
                "description": "Two agreements must have nothing in common here.",
            },
            "with": fragments.joins(),
        },
        ["in", "by"],
    )


GROUP = Operator(
    "group",
    "Document or corpus scope, alone: items that share attributes, and differ in another if `differ_in` "
    "says so.",
    parse,
    check,
    schema,
    is_aggregate=True,
)
