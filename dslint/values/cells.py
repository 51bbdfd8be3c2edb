"""What stands in a cell: values, dates, months."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache

from dslint.fields import HEADER
from dslint.regexes import regex
from dslint.tuples import NamedTuple
from dslint.values.dates import iso
from dslint.values.split import SPLITTERS, Atom, Splitter
from dslint.vocabularies import Vocabularies


class Column(NamedTuple):
    """Where the values of a column of release rows go: the list of values and the header field."""

    name: str
    values: str
    field: str
    split: Callable[[Splitter, str], tuple[Atom, ...]]


# The columns whose values a page prints in the header of an agreement.
COLUMNS = tuple(
    Column(kind.column, kind.name, kind.field, SPLITTERS[kind.cell_split or kind.split])
    for kind in HEADER
    if kind.column and kind.field
)

_MONTHS = {name: number for number, name in enumerate(
    ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
)}  # fmt: skip
_DAY_ZERO = date(1899, 12, 30)
_NAMED = regex(
    r"(?:(\d{1,2})(?:st|nd|rd|th)?(?:\s+of)?[\s/-]+)?([A-Z][a-z]{2,8})[\s,./'’-]*(\d{4}|\d{2})\Z",
    re.IGNORECASE,
)
_TIME = regex(
    r"(?:T|\s+)\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?\Z"
)  # of day, as programs write it
_DIGITS = regex(r"(20\d\d)(0[1-9]|1[0-2])\Z")
_DAY_FIRST = regex(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})\Z")
_MONTH_BEFORE_DAY = regex(r"([A-Z][a-z]{2,8})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\Z", re.IGNORECASE)
_WEEKDAY = regex(
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+(?:the )?", re.IGNORECASE
)
_WHOLE = regex(r"(20\d\d)(0[1-9]|1[0-2])([0-3]\d)\Z")
# A date cell that lost its format shows the days since the end of 1899; here those of 2010 to 2035.
_SERIAL = regex(r"(\d{5})(?:\.\d+)?\Z")
_SERIALS = range((date(2010, 1, 1) - _DAY_ZERO).days, (date(2036, 1, 1) - _DAY_ZERO).days)


@lru_cache(maxsize=4096)
def read_date(raw: str) -> str | None:
    """A date or a month as ISO text of the same precision: "Jul-19", "1 July 2019", "01/07/2019", "43647"."""
    text = _TIME.sub("", _WEEKDAY.sub("", raw.strip(), 1))
    if found := _NAMED.match(text):
        month = _MONTHS.get(found[2][:3].casefold())
        year = found[3] if len(found[3]) == 4 else f"20{found[3]}"
        day = f"-{int(found[1]):02}" if found[1] else ""
        return iso(f"{year}-{month:02}{day}") if month else None
    if found := _MONTH_BEFORE_DAY.match(text):
        month = _MONTHS.get(found[1][:3].casefold())
        return iso(f"{found[3]}-{month:02}-{int(found[2]):02}") if month else None
    if found := _DAY_FIRST.match(text):
        year = found[4] if len(found[4]) == 4 else f"20{found[4]}"
        return iso(f"{year}-{int(found[3]):02}-{int(found[1]):02}")
    if found := _DIGITS.match(text):
        return f"{found[1]}-{found[2]}"
    if found := _WHOLE.match(text):
        return iso("-".join(found.groups()))
    if (found := _SERIAL.match(text)) and int(found[1]) in _SERIALS:
        return (_DAY_ZERO + timedelta(int(found[1]))).isoformat()
    return iso(text.split(" ")[0])


@lru_cache(maxsize=4096)
def read_month(raw: str) -> str | None:
    """The month that a date falls in."""
    found = read_date(raw)
    return found[:7] if found else None


def read_answer(raw: str, vocabularies: Vocabularies) -> str | None:
    """Yes or No, however a spreadsheet spells it."""
    answers: dict[str, str] = vocabularies.vocabulary("workbooks")["answers"]
    return answers.get(raw.strip().upper())
