"""What a condition comes to: true, false or unknown, with the facts that made it so."""

from __future__ import annotations

from typing import NamedTuple

from dslint.facts import Item

Truth = bool | None  # None is unknown: neither holds nor fails


class Bound(NamedTuple):
    """A fact that a condition rests on: the name it has in messages, and a remark for its place."""

    alias: str
    item: Item
    note: str
    partners: tuple[Bound, ...] = ()


class Outcome(NamedTuple):
    truth: Truth
    bound: tuple[Bound, ...] = ()


YES = Outcome(True)
NO = Outcome(False)
UNKNOWN = Outcome(None)
