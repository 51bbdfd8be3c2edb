"""A rule, ready to be evaluated."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, overload

from dslint import compiled
from dslint.engine.condition import Condition, PatternClauses, Test
from dslint.engine.needs import NOTHING, Clauses
from dslint.engine.scope import AgreementScope, DocumentScope, ReleaseScope, Scope
from dslint.engine.suggestion import SuggestionWords
from dslint.engine.template import Template
from dslint.tuples import NamedTuple

RELEASE = "release"  # the scope of a row
SEVERITIES = ("error", "warning", "info")


def at_least(severity: str, limit: str) -> bool:
    """Whether a severity reaches a limit; "never" is reached by none."""
    return limit in SEVERITIES and SEVERITIES.index(severity) <= SEVERITIES.index(limit)


class Authority(NamedTuple):
    """Where a rule comes from. `in_force_from` and `in_force_until` are ISO dates or None."""

    key: str | None
    short: str
    document: str
    point: str | None
    url: str | None
    status: str  # seen | secondary | not verified
    in_force_from: str | None
    in_force_until: str | None

    def line(self) -> str:
        """In full, with its point and how far it was verified."""
        point = f", {self.point}" if self.point else ""
        return f"{self.document}{point}{self._status()}"

    def brief(self) -> str:
        return f"{self.short}{self._status()}"

    def _status(self) -> str:
        return "" if self.status == "seen" else f" [{self.status}]"


class Standards(NamedTuple):
    """What a case is measured against: one standard, or one for each value of an attribute.

    `by` is the name and the attribute that decide, and `of` maps its values to standards; without `by`,
    the one standard has the key "".
    """

    by: tuple[str, str] | None
    of: dict[str, Authority]


Cited = tuple[tuple[Authority, ...], str | None]  # with the remark that one is younger than the agreement


class Head(NamedTuple):
    """What is known of a case before it is built. The names are those of a case."""

    number: int
    severity: str
    certainty: str
    by_rows: bool | None
    needs: Clauses

    def applies_where(self, has_rows: bool) -> bool:
        """Whether it is about agreements, or pages, that have rows of releases, or that have none."""
        return self.by_rows is None or self.by_rows is has_rows


class Case(NamedTuple):
    """One condition of a rule with what it says when it is true.

    `by_rows` is true for a case about the rows of a workbook, false for one about merged values, which
    gives way to the rows where there are any, and None for one that is about both.
    """

    number: int
    severity: str
    certainty: str
    when: Condition
    holds: Test  # whether the condition is true, told sooner than what it rests on
    message: Template
    remedy: Template
    point_at: str | None
    per: tuple[str, str] | None  # alias, attribute
    fold: str | None  # "document" | "corpus"
    authorities: tuple[Authority, ...]
    standards: Standards | None
    # What is cited, by the values that decide among the standards and the date of the agreement.
    cites: Callable[[tuple[str, ...], str | None], Cited]
    words: Callable[[str], tuple[Template, Template]]  # the message and the remedy, by the kind of input
    gives_way_to: tuple[str, ...] = ()  # rules that tell the same fact of an agreement better
    by_rows: bool | None = None
    of_row: tuple[str, ...] = ()  # the collections of a row that the condition asks for
    row_part: Condition | None = None  # what of the condition rests on the row alone
    required_patterns: PatternClauses = ()  # texts without which the condition does not hold
    suggestion: SuggestionWords | None = None
    required_collections: tuple[str, ...] = ()  # collections that it does not hold without an item of
    needs: Clauses = NOTHING  # what must be printed for it to hold

    @property
    def head(self) -> Head:
        return Head(self.number, self.severity, self.certainty, self.by_rows, self.needs)

    def scopes(self, scope: AgreementScope | DocumentScope) -> Sequence[Scope]:
        """What the condition is evaluated on: the scope, or each row of an agreement that differs."""
        if not self.head.applies_where(scope.has_rows):
            return ()
        if not self.by_rows or not isinstance(scope, AgreementScope):
            return (scope,)
        return [ReleaseScope(scope, rows[0]) for rows in scope.rows_by(self.of_row).values()]


class LateCases(Sequence[Case]):
    """The cases of a rule, each built when somebody asks for it: most of them ask for something that a page
    does not print."""

    def __init__(self, heads: Sequence[Head], build: Callable[[int], Case]) -> None:
        self.heads = heads
        self._build = build
        self._built: dict[int, Case] = {}

    def __len__(self) -> int:
        return len(self.heads)

    @overload
    def __getitem__(self, number: int) -> Case: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[Case]: ...
    def __getitem__(self, number: int | slice) -> Case | Sequence[Case]:
        if isinstance(number, slice):
            return [self[each] for each in range(*number.indices(len(self)))]
        number = range(len(self))[number]
        if number not in self._built:
            self._built[number] = self._build(number)
        return self._built[number]


class Rule(NamedTuple):
    """`data` is the parsed rule file, one of ours without its examples: what people read about the rule is
    made from it."""

    id: str
    name: str
    group: str
    scope: str  # agreement | document | corpus | run
    severity: str
    summary: str
    authorities: tuple[Authority, ...]  # of all cases
    cases: Sequence[Case]
    source: str
    applies: str | None  # what an agreement must have, where few have it
    trusted: bool  # one of ours: its patterns are proven and run without a time bound
    data: dict[str, Any]

    @property
    def heads(self) -> Sequence[Head]:
        """What is known of the cases before they are built."""
        cases = self.cases
        return cases.heads if isinstance(cases, LateCases) else [case.head for case in cases]

    @property
    def title(self) -> str:
        """The rule in a phrase: its own title, or its name in plain words."""
        return self.data.get("title") or self.name.replace("-", " ").capitalize()

    @property
    def examples(self) -> dict[str, Any]:
        """The bad and the good ones."""
        return compiled.examples(self.source) if self.trusted else self.data["examples"]
