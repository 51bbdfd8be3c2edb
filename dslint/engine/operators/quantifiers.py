"""#### `some`

Unknown where the record has no such field, or where no item fits and the meaning of one is unknown.

    when:
      some: {in: opt_outs, where: {meaning: not_applied}, as: negative}
    holds: |
      Opt outs honoured: Yes, N
    finds: [N]
    fails: |
      Opt outs honoured: Yes
    unknown: |
      Sensitive: Sensitive

With `with` and `without`. A collection that is not there makes a wanted partner unknown, and an unwanted
one impossible.

    when:
      some:
        in: actors
        as: actor
        without:
          - {in: processors, like: organisation}
    holds: |
      Processing:
      The data is passed securely to Western Vale CSU.
    finds: [Western Vale CSU]
    fails: |
      Processing:
      The data is passed securely to Vale CSU.
      Data Processor 1 – Western Vale CSU
    unknown: never

A wanted partner is evidence too.

    when:
      some:
        in: actors
        as: actor
        with:
          - {in: controllers, same: kind, as: controller}
    holds: |
      Data-controller type: EASTERN VALE CSU
      Processing:
      The data is passed securely to Western Vale CSU.
    finds: [Western Vale CSU, EASTERN VALE CSU]
    fails: |
      Data-controller type: MOOR COUNTY COUNCIL
      Processing:
      The data is passed securely to Western Vale CSU.
    unknown: |
      Processing:
      The data is passed securely to Western Vale CSU.

#### `none`

Its evidence is everything that was looked at. An empty collection proves nothing: it is unknown.

    when:
      none: {in: controllers, where: {kind: council}, as: controller}
    holds: |
      Data-controller type: NHS MOOR CCG
    finds: [NHS MOOR CCG]
    fails: |
      Data-controller type: MOOR COUNTY COUNCIL
    unknown: |
      Data-controller type:

#### `every`

An empty collection fails.

    when:
      every: {in: access_methods, where: {method: extract}, as: method}
    holds: |
      Access method: One-Off
    finds: [One-Off]
    fails: |
      Access method: One-Off, Ongoing
    unknown: |
      Sensitive: Sensitive

#### `count`

`at_least` (1 when left out), `at_most`, and `distinct` for the values of an attribute instead of items.

    when:
      count: {in: controllers, at_least: 2, distinct: organisation, as: controller}
    holds: |
      Data-controller type: NHS MOOR CCG, MOOR COUNTY COUNCIL
    finds: [NHS MOOR CCG, MOOR COUNTY COUNCIL]
    fails: |
      Data-controller type: NHS MOOR CCG
    unknown: |
      Sensitive: Sensitive
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Set
from functools import partial
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from dslint.engine.condition import PatternClauses, Test, required_collections, required_patterns
from dslint.engine.filters import Filters
from dslint.engine.joins import Joins, asked, by_effort, join_test
from dslint.engine.needs import Clauses, NeedsOf, of_collection
from dslint.engine.operators import fragments
from dslint.engine.operators.fragments import Schema
from dslint.engine.operators.operator import Operator, collections_in, needs_of_items
from dslint.engine.outcome import NO, UNKNOWN, Match, Outcome, Truth
from dslint.engine.scope import Scope
from dslint.facts import Item
from dslint.facts.catalogue import OF_ROW
from dslint.facts.collections import SIEVES
from dslint.tuples import NamedTuple

if TYPE_CHECKING:
    from dslint.datafiles.yaml_marks import Path
    from dslint.engine.operators.checker import Checker
    from dslint.engine.operators.parser import ConditionParser


_SECOND: Callable[[tuple[Item, Truth]], Truth] = itemgetter(1)


class Items(NamedTuple):
    """Quantifiers over a collection: some, none, every, or a number of items."""

    quantifier: str  # some | none | every | count
    collection: str
    filters: Filters
    joins: Joins
    alias: str
    note: str
    at_least: int
    at_most: int | None
    distinct: str | None

    def evaluate(self, scope: Scope) -> Outcome:
        items = scope.collections[self.collection]
        if items is None:
            return UNKNOWN
        found: list[Match] = []
        fit = 0
        unknown = not scope.knows_whole(self.collection)
        test = join_test(scope, self.joins) if self.joins else None
        for item, truth in self.filters.items(items):
            partners: tuple[Match, ...] = ()
            if test:
                truth, partners = test(item, truth)
            if truth:
                found.append(Match(self.alias, item, self.note, partners))
            unknown = unknown or truth is None
            fit += truth is not False
        if self.quantifier == "some":
            return Outcome(True, tuple(found)) if found else (UNKNOWN if unknown else NO)
        if self.quantifier == "none":
            if found:
                return NO
            everything = tuple(Match(self.alias, item, self.note) for item in items)
            return UNKNOWN if unknown or not items else Outcome(True, everything)
        if self.quantifier == "every":
            return (
                NO if fit < len(items) or not items else UNKNOWN if unknown else Outcome(True, tuple(found))
            )
        return self._count(found, unknown)

    def _count(self, found: list[Match], unknown: bool) -> Outcome:
        kinds = {match.item.get(self.distinct) for match in found} if self.distinct else found
        if len(kinds) < self.at_least:
            return UNKNOWN if unknown else NO
        if self.at_most is not None and len(kinds) > self.at_most:
            return NO
        if unknown and self.at_most is not None:
            return UNKNOWN
        return Outcome(True, tuple(found))

    def test(self) -> Test:
        if self.quantifier == "some":
            has_some, collection, words = self._some(), self.collection, dict(self.filters.words)
            if collection not in SIEVES:
                return has_some
            return lambda scope: scope.may_have(collection, words) and has_some(scope)
        tests = {"none": self._has_none, "every": self._has_only}
        return tests.get(self.quantifier, lambda scope: self.evaluate(scope).truth is True)

    def _some(self) -> Test:
        collection, filters, joins = self.collection, self.filters, by_effort(self.joins)
        if not joins:
            fit_any = filters.any_fits()
            return lambda scope: fit_any(scope.collections[collection] or ())

        def has_some(scope: Scope) -> bool:
            items = scope.collections[collection]
            if not items:
                return False
            test = asked(scope, joins)
            for item, truth in filters.items(items):  # noqa: SIM110 - quicker than a generator
                if truth and test(item, truth):
                    return True
            return False

        return has_some

    def _truths(self, scope: Scope, items: list[Item]) -> Iterator[Truth]:
        """Whether each item fits, without those that fail a filter."""
        fitting = self.filters.items(items)
        if not self.joins:
            return map(_SECOND, fitting)
        test = asked(scope, self.joins)
        return (test(item, truth) for item, truth in fitting)

    def refutation(self) -> Test:
        if self.quantifier == "some":
            return self._lacks
        return lambda scope: self.evaluate(scope).truth is False

    def _lacks(self, scope: Scope) -> bool:
        items = self._whole(scope)
        return items is not None and all(truth is False for truth in self._truths(scope, items))

    def _has_none(self, scope: Scope) -> bool:
        items = self._whole(scope)
        return bool(items) and all(truth is False for truth in self._truths(scope, items or []))

    def _whole(self, scope: Scope) -> list[Item] | None:
        """The items, where there are no more of them than are known."""
        return scope.collections[self.collection] if scope.knows_whole(self.collection) else None

    def _has_only(self, scope: Scope) -> bool:
        items = self._whole(scope)
        return bool(items) and sum(map(bool, self._truths(scope, items or []))) == len(items or ())

    def required_patterns(self, alone: Set[int]) -> PatternClauses:
        if self.quantifier not in {"some", "count"} or not self.at_least:
            return ()
        wanted = (target for is_wanted, target in self.joins if is_wanted)
        return tuple(clause for target in wanted for clause in required_patterns(target, alone))

    def required_collections(self) -> frozenset[str]:
        if not self.at_least:
            return frozenset()
        if self.quantifier == "none":
            return frozenset([self.collection])  # nothing fits without partners, and nothing may
        wanted = [target for is_wanted, target in self.joins if is_wanted]
        return frozenset([self.collection]).union(*(required_collections(target) for target in wanted))


def parse(quantifier: str, body: dict[str, Any], parser: ConditionParser) -> Items:
    return Items(
        quantifier,
        body["in"],
        parser.filters(body),
        parser.joins(body),
        body.get("as", ""),
        body.get("note", ""),
        body.get("at_least", 1),
        body.get("at_most"),
        body.get("distinct"),
    )


def check(at: Path, body: dict[str, Any], checker: Checker) -> None:
    checker.collection(at, body, ("distinct",))
    checker.joins(at, body, checker.attributes_of(body["in"]))


def schema() -> Schema:
    return fragments.mapping(
        {
            "in": fragments.COLLECTION,
            "where": fragments.WHERE,
            "with": fragments.joins(),
            "without": fragments.joins(),
            "as": fragments.ALIAS,
            "note": fragments.NOTE,
        },
        ["in"],
    )


def count_schema() -> Schema:
    made = schema()
    made["properties"] |= {
        "at_least": {"type": "integer", "minimum": 0},
        "at_most": {"type": "integer", "minimum": 0},
        "distinct": {**fragments.ATTRIBUTE, "description": "Count the different values of this attribute."},
    }
    return made


def rests_on_row(body: dict[str, Any], rests: Callable[[dict[str, Any]], bool]) -> bool:
    joins = [*body.get("with", []), *body.get("without", [])]
    return collections_in(body) <= OF_ROW.keys() and not any("text" in join for join in joins)


def needs(quantifier: str, body: dict[str, Any], truth: bool, needs_of: NeedsOf) -> Clauses:
    at_least = body.get("at_least", 1)
    if truth and (quantifier == "none" or not at_least):  # no item need fit
        return of_collection(body["in"], empty_will_do=not at_least)
    return needs_of_items(body, truth, needs_of)


def _operator(name: str, description: str, schema: Callable[[], Schema]) -> Operator:
    return Operator(
        name,
        description,
        partial(parse, name),
        check,
        schema,
        rests_on_row=rests_on_row,
        needs=partial(needs, name),
    )


SOME = _operator(
    "some", "At least one item of the collection satisfies `where`, `with` and `without`.", schema
)
NONE = _operator("none", "The collection has items and none of them satisfies `where`.", schema)
EVERY = _operator("every", "The collection has items and each of them satisfies `where`.", schema)
COUNT = _operator("count", "As many items as said satisfy `where`.", count_schema)
