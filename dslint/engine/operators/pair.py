"""#### `pair`

For rules of scope `document`. `overlapping` names a period, `release` or `dsa`, in which both agreements
ran. Agreements for which `left` or `right` is unknown are left out.

    scope: document
    when:
      pair:
        in: datasets
        same: dataset
        overlapping: release
        left: {some: {in: opt_outs, where: {meaning: applied}, as: applied}}
        right: {some: {in: opt_outs, where: {meaning: not_applied}, as: not_applied}}
    holds: |
      One — DARS-NIC-123456-A1B2C
      Opt outs honoured: Yes
      When:2018.01 — 2018.06.
      Datasets:
      - Moor births
      Two — DARS-NIC-123457-A1B2C
      Opt outs honoured: N
      When:2018.06 — 2018.09.
      Datasets:
      - Moor births
    finds: ["Yes", Moor births, N, Moor births]
    fails: |
      One — DARS-NIC-123456-A1B2C
      Opt outs honoured: Yes
      When:2018.01 — 2018.05.
      Datasets:
      - Moor births
      Two — DARS-NIC-123457-A1B2C
      Opt outs honoured: N
      When:2018.06 — 2018.09.
      Datasets:
      - Moor births
    unknown: never
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from itertools import accumulate
from typing import TYPE_CHECKING, Any, cast

from dslint.engine.condition import Condition
from dslint.engine.operators import fragments
from dslint.engine.operators.fragments import Schema
from dslint.engine.operators.operator import Operator
from dslint.engine.outcome import NO, Match, Outcome
from dslint.engine.scope import DocumentScope, Scope
from dslint.facts import Item
from dslint.facts.catalogue import COLLECTIONS, OF_PAGE, attributes
from dslint.tuples import NamedTuple

if TYPE_CHECKING:
    from dslint.datafiles.yaml_marks import Path
    from dslint.engine.operators.checker import Checker
    from dslint.engine.operators.parser import ConditionParser

SIDES = ("left", "right")


class Pair(NamedTuple):
    """Items of two agreements of one page that share an attribute, where the agreements differ.

    `left` and `right` are conditions on the agreement that an item belongs to; `overlapping` names a
    period in which both must have run together.
    """

    collection: str
    same: str
    left: Condition
    right: Condition
    overlapping: str | None
    note: str
    sides: tuple[str, str] = ("left", "right")

    def evaluate(self, scope: Scope) -> Outcome:
        document = cast(DocumentScope, scope)
        outcomes = [
            [condition.evaluate(agreement) for agreement in document.agreements]
            for condition in (self.left, self.right)
        ]
        if not all(any(outcome.truth for outcome in side) for side in outcomes):
            return NO
        groups: dict[Any, tuple[list[Item], list[Item]]] = {}
        for item in document.collections[self.collection] or []:
            for side in (0, 1):
                if item.record is not None and outcomes[side][item.record].truth:
                    groups.setdefault(item.get(self.same), ([], []))[side].append(item)
        chosen: tuple[list[Item], list[Item]] = ([], [])
        for lefts, rights in groups.values():
            for side, (mine, theirs) in enumerate(((lefts, rights), (rights, lefts))):
                meets = self._meeting(document, theirs)
                chosen[side].extend(item for item in mine if meets(item))
        if not chosen[0] or not chosen[1]:
            return NO
        matches: list[Match] = []
        for side, items in enumerate(chosen):
            for record in dict.fromkeys(item.record for item in items):
                assert record is not None
                matches += outcomes[side][record].matches
            matches += [Match(self.sides[side], item, self.note) for item in items]
        return Outcome(True, tuple(matches))

    def _window(self, document: DocumentScope, item: Item) -> tuple[str, str] | None:
        if self.overlapping is None or item.record is None:
            return None
        agreement = document.agreements[item.record]
        start, end = agreement.date(f"{self.overlapping}_start"), agreement.date(f"{self.overlapping}_end")
        return (start.text, end.text) if start and end and start.text <= end.text else None

    def _meeting(self, document: DocumentScope, others: list[Item]) -> Callable[[Item], bool]:
        """A test whether an item belongs to another agreement, and ran together with one of the others."""
        if self.overlapping is None:
            records = {other.record for other in others}
            return lambda item: bool(records - {item.record})
        windows = sorted(filter(None, (self._window(document, item) for item in others)))
        starts = [start for start, _ in windows]
        latest_ends = list(accumulate((end for _, end in windows), max))

        def meets(item: Item) -> bool:
            mine = self._window(document, item)
            if mine is None:
                return False
            begun = bisect_right(starts, mine[1])
            return begun > 0 and latest_ends[begun - 1] >= mine[0]

        return meets


def parse(body: dict[str, Any], parser: ConditionParser) -> Pair:
    return Pair(
        body["in"],
        body["same"],
        parser.condition(body["left"]),
        parser.condition(body["right"]),
        body.get("overlapping"),
        body.get("note", ""),
    )


def check(at: Path, body: dict[str, Any], checker: Checker) -> None:
    if checker.scope == "agreement":
        checker.report(at, "pair compares agreements; the scope of the rule must be document")
    if checker.known((*at, "in"), body["in"], COLLECTIONS, "collection"):
        checker.key((*at, "same"), body["same"], attributes(body["in"]), "attribute")
        if body["in"] in OF_PAGE:
            checker.report((*at, "in"), f"{body['in']} belong to a page, not to its agreements")
        for side in SIDES:
            checker.name({"as": side}, attributes(body["in"]))
    for side in SIDES:
        checker.condition_of_agreement((*at, side), body[side])


def schema() -> Schema:
    return fragments.mapping(
        {
            "in": fragments.COLLECTION,
            "same": fragments.ATTRIBUTE,
            "left": fragments.CONDITION,
            "right": fragments.CONDITION,
            "overlapping": {"enum": ["dsa", "release"]},
            "note": fragments.TEXT,
        },
        ["in", "same", "left", "right"],
    )


PAIR = Operator(
    "pair",
    "Document scope: items of two agreements equal in `same`, where one agreement satisfies `left` "
    "and the other `right`.",
    parse,
    check,
    schema,
)
