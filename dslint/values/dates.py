"""Dates that are printed to the day or to the month only: reading and comparing them."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from dslint.regexes import regex

_YEAR_FIRST = regex(r"(\d{4})[-./](\d{1,2})(?:[-./](\d{1,2}))?\Z")
_YEARS = range(1800, 2200)  # what is outside stands for something else, such as 9999 for no end
_MONTH_FIRST = regex(r"(\d{1,2})/(\d{4})\Z")


def iso(printed: str) -> str | None:
    """A printed date as ISO text of the same precision; None for words and for days that no month has."""
    if found := _YEAR_FIRST.match(printed):
        year, month, day = int(found[1]), int(found[2]), found[3]
    elif found := _MONTH_FIRST.match(printed):
        year, month, day = int(found[2]), int(found[1]), None
    else:
        return None
    if year not in _YEARS:
        return None
    try:
        date(year, month, int(day or 1))
    except ValueError:
        return None
    return f"{year:04}-{month:02}" + (f"-{int(day):02}" if day else "")


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
        return later(mine, months) < other
    return mine > later(other, months)


def later(date: str, months: int) -> str:
    """A date so many months on. A year alone stays as it is."""
    if not months or len(date) < 7:
        return date
    count = int(date[:4]) * 12 + int(date[5:7]) - 1 + months
    return f"{count // 12:04}-{count % 12 + 1:02}{date[7:]}"
