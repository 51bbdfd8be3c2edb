"""What a condition comes to: true, false or unknown, with the facts that made it so."""

from __future__ import annotations

from collections.abc import Iterable

from dslint.facts import Item
from dslint.tuples import NamedTuple

Truth = bool | None  # None is unknown: neither true nor false


class Match(NamedTuple):
    """A fact that a condition rests on: the name it has in messages, and a remark for its place."""

    alias: str
    item: Item
    note: str
    partners: tuple[Match, ...] = ()


def with_partners(matches: Iterable[Match]) -> list[Match]:
    """The facts first, then their partners, then the partners of those."""
    found = level = list(matches)
    while level := [partner for one in level for partner in one.partners]:
        found = found + level
    return found


class Outcome(NamedTuple):
    truth: Truth
    matches: tuple[Match, ...] = ()


YES = Outcome(True)
NO = Outcome(False)
UNKNOWN = Outcome(None)
