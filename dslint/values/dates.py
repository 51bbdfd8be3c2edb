"""Comparing dates that are printed to the day or to the month only."""

from __future__ import annotations

from functools import lru_cache


@lru_cache(maxsize=16384)
def compare(mine: str, relation: str, other: str, months: int = 0) -> bool:
    """Whether `mine` is before / after / not_before / not_after `other`, both ISO text.

    Dates of different precision are compared at the coarser one. With `months`, a date counts as before
    (after) only when it is so by more than that many months.
    """
    if relation.startswith("not_"):
        return not compare(mine, relation.removeprefix("not_"), other, months)
    precision = min(len(mine), len(other))
    mine, other = mine[:precision], other[:precision]
    if relation == "before":
        return _later(mine, months) < other
    return mine > _later(other, months)


def _later(date: str, months: int) -> str:
    if not months or len(date) < 7:
        return date
    count = int(date[:4]) * 12 + int(date[5:7]) - 1 + months
    return f"{count // 12:04}-{count % 12 + 1:02}{date[7:]}"
