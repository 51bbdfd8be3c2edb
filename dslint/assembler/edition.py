"""The period that an edition of a register covers, where a heading of its title sheet prints one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dslint.model import Field, Period, Span, Value
from dslint.regexes import regex
from dslint.values.cells import read_date

_LONGEST_HEADING = 120  # code points; a longer cell explains, and may name other periods
_DAY = r"(?:(?P<%s_day>\d{1,2})(?:st|nd|rd|th)?\s+)?"
_MONTH = (
    r"(?P<%s_month>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b"
)
_RANGE = regex(
    rf"\b(?P<first>{_DAY % 'first'}{_MONTH % 'first'}(?:,?\s+(?P<first_year>\d{{4}}))?)"
    r"\s*(?:[-–—]|\b(?:to|until|and)\b)\s*"
    rf"(?P<last>{_DAY % 'last'}{_MONTH % 'last'},?\s+(?P<last_year>\d{{4}}))\b",
    re.IGNORECASE,
)


def read_periods(text: str, line: int, label: str) -> Iterator[tuple[Period, Field]]:
    """Each period of up to a year that a heading in a row prints, with the field that prints it.

    `text` is the row, with a tab between cells, and `line` where it is.
    """
    start = 1
    for cell in text.split("\t"):
        for found in _RANGE.finditer(cell) if len(cell.strip()) <= _LONGEST_HEADING else ():
            first, last = _dates(found)
            if first and last and first <= last and _months(last) - _months(first) < 12:
                ends = (
                    Value(date, Span(line, start + found.start(end), start + found.end(end)))
                    for date, end in ((first, "first"), (last, "last"))
                )
                at = Span(line, start + found.start(), start + found.end())
                yield Period(*ends), Field("when", label, line, found.group(), at.column, at)
        start += len(cell) + 1


_ONE_MONTH = regex(rf"\b{_MONTH % 'only'},?\s+(?P<only_year>\d{{4}})\s*\Z", re.IGNORECASE)
_IN_NAME = regex(r"(?<!\d)(20\d\d)[-_ ]?(0[1-9]|1[0-2])(?![\d])")


def read_month_of_edition(text: str) -> str | None:
    """The month at the end of a heading of the title sheet, as YYYY-MM: "Register, March 2026" is 2026-03.

    None where no heading ends in a month, or the one that does prints a period from one month to another.
    """
    for cell in text.split("\t"):
        if len(cell.strip()) <= _LONGEST_HEADING and not _RANGE.search(cell):
            found = _ONE_MONTH.search(cell)
            date = found and read_date(f"1 {found['only_month']} {found['only_year']}")
            if date:
                return date[:7]
    return None


def month_of_file(path: str) -> str | None:
    """The month in the name of a file, as YYYY-MM: "register_202603.xlsx" is 2026-03; None without one."""
    found = _IN_NAME.search(path.replace("\\", "/").rsplit("/", 1)[-1])
    return f"{found[1]}-{found[2]}" if found else None


def _dates(found: re.Match[str]) -> tuple[str | None, str | None]:
    """The first and the last day or month, each None where it is no date.

    A first month without a year is the nearest one that is not after the last: "November to January 2018"
    begins in 2017.
    """

    def date(end: str, year: int) -> str | None:
        return read_date(f"{found[f'{end}_day'] or ''} {found[f'{end}_month']} {year}")

    year = int(found["last_year"])
    last = date("last", year)
    first = date("first", int(found["first_year"] or year))
    if first and last and found["first_year"] is None and first[:7] > last[:7]:
        first = date("first", year - 1)
    return first, last


def _months(date: str) -> int:
    return int(date[:4]) * 12 + int(date[5:7])
