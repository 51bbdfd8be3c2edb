"""The dates behind "When": a DSA range, a release range, in either order, each as precise as printed."""

from __future__ import annotations

import re

from dslint.model import Period, Span, Value

_DATE = r"(?:\d{4}-\d{2}(?:-\d{2})?|\d{4}[./]\d{1,2}|\d{1,2}/\d{4}|unknown|No\b)"
_RANGE = re.compile(
    rf"(?P<dsa>DSA runs\s+)?(?P<start>{_DATE})(?:\s*\(or before\))?"
    rf"\s*(?:[—–-]+|\bto\b)\s*(?P<end>{_DATE})\.?",
    re.IGNORECASE,
)
_YEAR_FIRST = re.compile(r"(\d{4})[-./](\d{1,2})(?:-(\d{2}))?\Z")
_MONTH_FIRST = re.compile(r"(\d{1,2})/(\d{4})\Z")


def read_when(raw: str, line: int, column: int) -> tuple[Period, Period, Value | None]:
    """The DSA period, the release period and a note on an incident, from the text behind the label."""
    dsa = release = Period()
    rest_starts = 0
    seen: set[bool] = set()
    for found in _RANGE.finditer(raw):
        is_dsa = found["dsa"] is not None
        if is_dsa in seen:
            continue
        seen.add(is_dsa)
        period = Period(*(_value(found, end, line, column) for end in ("start", "end")))
        if is_dsa:
            dsa = period
        else:
            release = period
        rest_starts = max(rest_starts, found.end())
    rest = raw[rest_starts:]
    note = rest.strip()
    incident = None
    if note and seen:
        start = column + rest_starts + len(rest) - len(rest.lstrip())
        incident = Value(note, Span(line, start, start + len(note)))
    return dsa, release, incident


def _value(found: re.Match[str], end: str, line: int, column: int) -> Value | None:
    date = iso(found[end])
    if date is None:
        return None
    return Value(date, Span(line, column + found.start(end), column + found.end(end)))


def iso(printed: str) -> str | None:
    """A printed date as ISO text of the same precision, or None for words and impossible dates."""
    if found := _YEAR_FIRST.match(printed):
        year, month, day = found[1], int(found[2]), found[3]
    elif found := _MONTH_FIRST.match(printed):
        year, month, day = found[2], int(found[1]), None
    else:
        return None
    if not 1 <= month <= 12 or (day is not None and not 1 <= int(day) <= 31):
        return None
    return f"{year}-{month:02}" + (f"-{day}" if day else "")
