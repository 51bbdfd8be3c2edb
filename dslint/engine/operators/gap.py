"""#### `gap`

Numbers left out between the lowest and the highest; `{name.missing}` lists them. Unknown as for `clash`.

    when:
      gap: {in: processor_labels, by: number, as: label}
    holds: |
      Processing:
      Data Processor 1 – Western Vale CSU
      Data Processor 3 – Quaynote Limited
    finds: [Data Processor 1, Data Processor 3]
    fails: |
      Processing:
      Data Processor 1 – Western Vale CSU
      Data Processor 2 – Quaynote Limited
    unknown: never
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dslint.engine.operators import fragments
from dslint.engine.operators.fragments import Schema
from dslint.engine.operators.operator import Operator
from dslint.engine.outcome import NO, UNKNOWN, Match, Outcome
from dslint.engine.scope import Scope
from dslint.facts import Item
from dslint.tuples import NamedTuple
from dslint.values.numbers import whole

if TYPE_CHECKING:
    from dslint.datafiles.yaml_marks import Path
    from dslint.engine.operators.checker import Checker
    from dslint.engine.operators.parser import ConditionParser

LONGEST_NUMBERING = 100  # a larger number is no position in a list


class Gap(NamedTuple):
    """Numbers that a numbered list leaves out between its lowest and its highest."""

    collection: str
    by: str
    alias: str
    note: str

    def evaluate(self, scope: Scope) -> Outcome:
        items = scope.collections[self.collection]
        if items is None:
            return UNKNOWN
        numbered = {whole(str(i.get(self.by))): i for i in items if str(i.get(self.by) or "").isdecimal()}
        if len(numbered) < 2:
            return NO
        used = sorted(numbered)
        missing = [
            n for n in range(used[0] + 1, min(used[-1], used[0] + LONGEST_NUMBERING)) if n not in numbered
        ]
        if not missing:
            return NO
        text = ", ".join(map(str, missing))
        found = []
        for number in used:
            item = numbered[number]
            values = {**item.values, "missing": text}
            found.append(
                Match(self.alias, Item(item.text, item.span, item.field, values, item.record), self.note)
            )
        return Outcome(True, tuple(found))


def parse(body: dict[str, Any], parser: ConditionParser) -> Gap:
    return Gap(body["in"], body["by"], body.get("as", ""), body.get("note", ""))


def check(at: Path, body: dict[str, Any], checker: Checker) -> None:
    checker.collection(at, body, ("by",))


def schema() -> Schema:
    return fragments.mapping(
        {
            "in": fragments.COLLECTION,
            "by": fragments.ATTRIBUTE,
            "as": fragments.ALIAS,
            "note": fragments.NOTE,
        },
        ["in", "by"],
    )


GAP = Operator("gap", "Numbers left out of a numbered list.", parse, check, schema)
