"""#### `clash`

One label for several things. Items without either attribute are left out. Unknown where `in` names a field
that the record does not have; processors are named in the narrative, so they can only be none.

    when:
      clash: {in: processors, by: number, differ_in: organisation, as: label}
    holds: |
      Processing:
      Data Processor 1 – Western Vale CSU
      Data Processor 1 – Quaynote Limited
    finds: [Western Vale CSU, Quaynote Limited]
    fails: |
      Processing:
      Data Processor 1 – Western Vale CSU
      Data Processor 2 – Quaynote Limited
    unknown: never
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dslint.engine.filters import Filters
from dslint.engine.operators import fragments
from dslint.engine.operators.fragments import Schema
from dslint.engine.operators.operator import Operator
from dslint.engine.outcome import NO, UNKNOWN, Match, Outcome
from dslint.engine.scope import Scope
from dslint.facts import Item
from dslint.facts.organisations import Organisations
from dslint.facts.releases import Releases
from dslint.tuples import NamedTuple

if TYPE_CHECKING:
    from dslint.datafiles.yaml_marks import Path
    from dslint.engine.operators.checker import Checker
    from dslint.engine.operators.parser import ConditionParser


class Clash(NamedTuple):
    """One label bound to several things: items equal in all of `by` whose `differ_in` are not alike."""

    collection: str
    by: list[str]
    differ_in: str
    filters: Filters
    alias: str
    note: str

    def evaluate(self, scope: Scope) -> Outcome:
        if self.collection == "releases" and not self._may_clash(scope):
            return NO
        items = scope.collections[self.collection]
        if items is None:
            return UNKNOWN
        alike = scope.derived(Organisations).alike
        groups: dict[Any, list[Item]] = {}
        for item, fits in self.filters.items(items):
            label = tuple([item.get(attribute) for attribute in self.by])
            if fits and None not in label and item.get(self.differ_in) is not None:
                groups.setdefault(label, []).append(item)
        found: list[Match] = []
        for group in groups.values():
            first = group[0]
            others = [i for i in group[1:] if not alike(first.get(self.differ_in), i.get(self.differ_in))]
            if others:
                found += [Match(self.alias, item, self.note) for item in (first, *others)]
        return Outcome(True, tuple(found)) if found else NO

    def _may_clash(self, scope: Scope) -> bool:
        """Whether rows can clash, decided without making items, of which registers have many."""
        rows = scope.derived(Releases)
        return rows.may_clash(scope.rows, self.by, self.differ_in, self.filters.tests())


def parse(body: dict[str, Any], parser: ConditionParser) -> Clash:
    by = body["by"]
    return Clash(
        body["in"],
        [by] if isinstance(by, str) else by,
        body["differ_in"],
        parser.filters(body),
        body.get("as", ""),
        body.get("note", ""),
    )


def check(at: Path, body: dict[str, Any], checker: Checker) -> None:
    checker.collection(at, body, ("by", "differ_in"))


def schema() -> Schema:
    return fragments.mapping(
        {
            "in": fragments.COLLECTION,
            "by": fragments.one_or_several(fragments.ATTRIBUTE),
            "differ_in": fragments.ATTRIBUTE,
            "where": fragments.WHERE,
            "as": fragments.ALIAS,
            "note": fragments.NOTE,
        },
        ["in", "by", "differ_in"],
    )


CLASH = Operator(
    "clash",
    "Items equal in `by`, one attribute or several, that differ in `differ_in`.",
    parse,
    check,
    schema,
)
