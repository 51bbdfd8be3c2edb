"""A rule, ready to be evaluated."""

from __future__ import annotations

from typing import Any, NamedTuple

from dslint.engine.conditions import Condition
from dslint.engine.template import Template

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
    the one standard stands under "".
    """

    by: tuple[str, str] | None
    of: dict[str, Authority]


class Case(NamedTuple):
    """One condition of a rule with what it says when it holds."""

    number: int
    severity: str
    certainty: str
    when: Condition
    message: Template
    remedy: Template
    point_at: str | None
    per: tuple[str, str] | None  # alias, attribute
    fold: str | None  # "document" | "corpus"
    authorities: tuple[Authority, ...]
    standards: Standards | None


class Rule(NamedTuple):
    """`data` is the parsed rule file: what people read about the rule is made from it."""

    id: str
    name: str
    group: str
    scope: str  # agreement | document | corpus
    severity: str
    summary: str
    authorities: tuple[Authority, ...]  # of all cases
    cases: tuple[Case, ...]
    source: str
    applies: str | None  # what an agreement must have, where few have it
    trusted: bool  # one of ours: its patterns are proven and run without a time bound
    data: dict[str, Any]
