"""The dates behind "When": a DSA range, a release range, in either order, each as precise as printed."""

from __future__ import annotations

import re

from dslint.model import Period, Span, Value
from dslint.regexes import regex
from dslint.tokenizer.lexicon import Lexicon
from dslint.tuples import NamedTuple
from dslint.values.cells import read_date

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b"
)
_DATE = (
    r"(?:\d{4}-\d{1,2}(?:-\d{1,2})?(?!\d)|\d{4}/\d{1,2}/\d{1,2}(?!\d)|\d{4}\.\d{1,2}\.\d{1,2}(?!\d)"
    r"|\d{4}[./]\d{1,2}(?!\d)|\d{1,2}[./-]\d{1,2}[./-]\d{4}|\d{1,2}/\d{4}"
    r"|(?<![\d./])\d{1,2}[./]\d{1,2}[./]\d{2}(?![\d./])"
    rf"|{_MONTH}\.? \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}(?!\d)"
    rf"|(?:\d{{1,2}}(?:st|nd|rd|th)?(?: of)?[ -])?{_MONTH}[ ,.’'-]{{0,2}}\d{{2}}(?:\d{{2}})?(?!\d))"
)
_OPEN = r"(?:unknown|no\b|ongoing|present\b|open[- ]ended|until further notice)"
_DSA = r"(?P<dsa>DSA(?: runs| term)?:?\s+)?"
_DAY = r"(?:the )?(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\.?,? (?:the )?)?"
_BEGINS = r"(?:(?:from|(?:start|begin)(?:s|ning|ing)?(?: date)?:?(?: on)?)\s+)?"
_ENDS = r"[,;]?\s*(?:and )?\bend(?:s|ing)?\b(?: date)?:?(?: on)?"
_RANGE = regex(
    rf"{_DSA}{_BEGINS}{_DAY}(?P<start>{_DATE}|unknown)(?:\s*\(or before\))?"
    rf"\s*(?:[—–-]+|[,;]?\s*\b(?:to|until|till|and|through)\b|{_ENDS})\s*{_DAY}(?P<end>{_DATE}|{_OPEN})",
    re.IGNORECASE,
)
_SINGLE = regex(
    rf"{_DSA}(?:(?P<from>from|since)\s+|(?P<until>until|till|to|up to)\s+)?{_DAY}(?P<start>{_DATE})",
    re.IGNORECASE,
)


class When(NamedTuple):
    """What the field prints. `unread` are the pieces that are neither a date nor an incident."""

    dsa: Period
    release: Period
    incident: Value | None
    unread: tuple[Value, ...]


class _Found(NamedTuple):
    dsa: bool
    period: Period
    unread: tuple[Value, ...]


def read_when(raw: str, line: int, column: int, words: Lexicon) -> When:
    """The term, the releases and a note on an incident, from the text behind the label.

    Several ranges of releases are one, from the first to the last. What names an incident is one; what is
    left besides is not read.
    """
    dates, incident = _incident(raw, line, column, words)
    found: list[_Found] = []
    for pattern in (_RANGE, _SINGLE):
        for match in pattern.finditer(dates):
            if _UNREAD_BEFORE.search(dates, 0, match.start()):
                continue  # the date of something that is not read
            found.append(_period(match, line, column))
            dates = dates[: match.start()] + " " * (match.end() - match.start()) + dates[match.end() :]
    unread = [value for each in found for value in each.unread]
    for piece in _PIECE.finditer(dates):
        text = piece[0].strip(_SEPARATORS)
        if re.search(r"\w", text):
            start = column + piece.start() + piece[0].index(text)
            unread.append(Value(text, Span(line, start, start + len(text))))
    return When(
        _joined([each.period for each in found if each.dsa][:1]),
        _joined([each.period for each in found if not each.dsa]),
        incident,
        tuple(unread),
    )


def _period(match: re.Match[str], line: int, column: int) -> _Found:
    ends: list[Value | None] = []
    unread: list[Value] = []
    printed = match.groupdict()
    for end in ("start", "end") if "end" in printed else ("start",):
        span = Span(line, column + match.start(end), column + match.end(end))
        date = read_date(match[end].rstrip("."))
        ends.append(Value(date, span) if date else None)
        if date is None and re.match(r"\d", match[end]):
            unread.append(Value(match[end], span))
    if "end" not in printed:
        # One date alone is all of a period, unless it only says when that begins or ends.
        ends.append(None if printed["from"] or (printed["dsa"] and not printed["until"]) else ends[0])
        ends[0] = None if printed["until"] else ends[0]
    return _Found(bool(match["dsa"]), Period(*ends), tuple(unread))


def _joined(periods: list[Period]) -> Period:
    """From the first beginning to the last end of several periods."""
    if len(periods) < 2:
        return periods[0] if periods else Period()
    starts = [period.start for period in periods if period.start]
    ends = [period.end for period in periods if period.end]
    return Period(
        min(starts, key=lambda value: value.text, default=None),
        max(ends, key=lambda value: value.text, default=None),
    )


_UNREAD_BEFORE = regex(r"\w\s*\Z")
_SEPARATORS = " .,;—–-"
_PIECE = regex(r"\S++(?: \S++)*")


def _incident(raw: str, line: int, column: int, words: Lexicon) -> tuple[str, Value | None]:
    """The text before what names an incident, and the incident: all that follows the dates before it."""
    named = words.incident.search(raw)
    if named is None:
        return raw, None
    before = [match.end() for match in _RANGE.finditer(raw, 0, named.start())]
    start = before[-1] if before else 0
    text = raw[start:].lstrip(_SEPARATORS).rstrip()
    at = raw.index(text, start)
    return raw[:at], Value(text, Span(line, column + at, column + at + len(text)))
