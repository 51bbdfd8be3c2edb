"""#### `date`

`before`, `after`, `not_before` and `not_after`, with `months` only by more than so many. Unknown without
either date.

    when:
      date: {is: dsa_end, after: dsa_start, months: 36, as: end}
    holds: |
      When:DSA runs 2019-01-01 — 2024-01-01
    finds: ["2024-01-01", "2019-01-01"]
    fails: |
      When:DSA runs 2019-01-01 — 2020-01-01
    unknown: |
      When:2017.06 — 2018.05.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dslint.datafiles.iso_dates import is_date
from dslint.engine.condition import Test
from dslint.engine.needs import Clauses, NeedsOf, all_of, of_date
from dslint.engine.operators import fragments
from dslint.engine.operators.fragments import Schema
from dslint.engine.operators.operator import Operator
from dslint.engine.outcome import NO, UNKNOWN, Match, Outcome, Truth
from dslint.engine.scope import Scope
from dslint.facts import Item
from dslint.facts.catalogue import DATES
from dslint.tuples import NamedTuple

if TYPE_CHECKING:
    from dslint.datafiles.yaml_marks import Path
    from dslint.engine.operators.checker import Checker
    from dslint.engine.operators.parser import ConditionParser

RELATIONS = ("before", "after", "not_before", "not_after")


class Date(NamedTuple):
    """How a date compares with another one, at the coarser of the two precisions."""

    subject: str
    relation: str  # before | after | not_before | not_after
    other: str  # a date by name, or ISO text
    months: int
    alias: str
    note: str
    other_note: str

    def evaluate(self, scope: Scope) -> Outcome:
        other = self._other(scope)
        holds = self._holds(scope, other)
        if not holds:
            return UNKNOWN if holds is None else NO
        # Without a name and a remark no finding shows which date it is.
        mine = scope.date(self.subject) if self.alias or self.note else scope.unshown_date(self.subject)
        if mine is None:
            return UNKNOWN
        matches = [Match(self.alias, mine, self.note)]
        if other is not None and other.field not in ("as_of", "heading"):
            matches.append(Match(f"{self.alias}_other" if self.alias else "", other, self.other_note))
        return Outcome(True, tuple(matches))

    def test(self) -> Test:
        return lambda scope: self._holds(scope, self._other(scope)) is True

    def refutation(self) -> Test:
        return lambda scope: self._holds(scope, self._other(scope)) is False

    def _other(self, scope: Scope) -> Item | None:
        return None if self.other[0].isdigit() else scope.date(self.other)

    def _holds(self, scope: Scope, other: Item | None) -> Truth:
        theirs = self.other if self.other[0].isdigit() else other and other.text
        return scope.compares(self.subject, self.relation, theirs, self.months) if theirs else None


def parse(body: dict[str, Any], parser: ConditionParser) -> Date:
    relation = next(key for key in RELATIONS if key in body)
    other = str(body[relation])
    return Date(
        body["is"],
        relation,
        str(parser.timeline[other]["date"]) if other in parser.timeline else other,
        body.get("months", 0),
        body.get("as", ""),
        body.get("note", ""),
        body.get("other_note", ""),
    )


def check(at: Path, body: dict[str, Any], checker: Checker) -> None:
    checker.needs_agreement(at, "date")
    checker.known((*at, "is"), body["is"], DATES, "date")
    for relation in RELATIONS:
        if relation not in body or is_date(body[relation]):
            continue
        if body[relation][0].isdigit():
            checker.report((*at, relation), f"{body[relation]!r} is no date; write it as in 2026-01-31")
        else:
            checker.known((*at, relation), body[relation], (*DATES, *checker.timeline), "date")
    checker.name(body, checker.dated)
    if "as" in body:
        checker.names[f"{body['as']}_other"] = checker.dated


def schema() -> Schema:
    text = fragments.TEXT
    made = fragments.mapping(
        {
            "is": text,
            **dict.fromkeys(RELATIONS, text),
            "months": {
                "type": "integer",
                "minimum": 0,
                "maximum": 1200,
                "description": "Only by more than so many months.",
            },
            "other_note": text,
            "as": fragments.ALIAS,
            "note": fragments.NOTE,
        },
        ["is"],
    )
    made["oneOf"] = [{"required": [relation]} for relation in RELATIONS]
    return made


def needs(body: dict[str, Any], truth: bool, needs_of: NeedsOf) -> Clauses:
    other = next(body[relation] for relation in RELATIONS if relation in body)
    return all_of(map(of_date, (body["is"], str(other))))


DATE = Operator(
    "date",
    "How a date compares with another, by name or as ISO text, at the coarser precision.",
    parse,
    check,
    schema,
    effort=lambda body, effort_of: 0,
    needs=needs,
)
