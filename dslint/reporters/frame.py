"""Code frames: a line of the input with its spans underlined, cut to a width around them."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache

from dslint.regexes import regex
from dslint.reporters.escape import visible

CUT = "…"

# Latin letters and general punctuation take one cell each.
_NOT_PLAIN = regex("[^\x00-\u02ff\u2010-\u2027\u2030-\u205e]")


def _is_plain(text: str) -> bool:
    return text.isascii() or _NOT_PLAIN.search(text) is None


def width(text: str) -> int:
    """Terminal cells: wide characters take two, combining ones none."""
    if _is_plain(text):
        return len(text)
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text
    )


def frame(text: str, column: int, end_column: int, room: int) -> tuple[str, str, str]:
    """The line cut to `room` cells around a span, the space below it up to the span, and the underline."""
    start, end = column - 1, max(end_column - 1, column)
    # What cannot be shown need not be measured.
    first = max(0, start - room)
    window = text[first : end + room].replace("\t", " ")
    if window.isprintable() and _is_plain(window):
        start, end = start - first, end - first
        return _cut(window[:start], window[start:end], window[end:], room, len)
    # Some of it may take no cell, so that more of it is shown.
    lead, tail = text[max(0, start - 2 * room) : start], text[end : end + 2 * room]
    return _cut(visible(lead), visible(text[start:end]), visible(tail), room, width)


def _cut(lead: str, span: str, tail: str, room: int, size: Callable[[str], int]) -> tuple[str, str, str]:
    span = span or " "
    if size(span) > room:
        span = _clip_middle(span, room)
    span_size, lead_size, tail_size = size(span), size(lead), size(tail)
    left_room = room - span_size
    lead_room = max(left_room * 2 // 3, left_room - tail_size)
    if lead_size > lead_room:
        lead = _clip_left(lead, lead_room)
        lead_size = size(lead)
    if tail_size > left_room - lead_size:
        tail = _clip_right(tail, left_room - lead_size)
    return lead + span + tail, " " * lead_size, "^" * max(1, span_size)


def _clip_right(text: str, room: int) -> str:
    """Cut behind the last whole word that fits."""
    if room <= 2:
        return ""
    kept = _take(text, room - 2)
    words = kept.rsplit(" ", 1)
    return (words[0] if len(words) > 1 and words[0].strip() else kept) + f" {CUT}"


def _clip_left(text: str, room: int) -> str:
    if room <= 2:
        return ""
    kept = _take_last(text, room - 2)
    words = kept.split(" ", 1)
    return f"{CUT} " + (words[1] if len(words) > 1 and words[1].strip() else kept)


def _clip_middle(text: str, room: int) -> str:
    half = (room - 3) // 2
    return f"{_take(text, half)} {CUT} {_take_last(text, half)}"


def _take(text: str, room: int) -> str:
    """The beginning of a text, as far as it fits."""
    if _is_plain(text):
        return text[: max(room, 0)]
    used = 0
    for position, character in enumerate(text):
        used += width(character)
        if used > room:
            return text[:position]
    return text


def _take_last(text: str, room: int) -> str:
    if _is_plain(text):
        return text[-room:] if room > 0 else ""
    return _take(text[::-1], room)[::-1]


@lru_cache(maxsize=4096)
def wrap(text: str, room: int) -> tuple[str, ...]:
    """Lines of at most `room` cells, cut between words; a longer word has a line of its own."""
    return tuple(_wrapped(visible(text), room))


def _wrapped(text: str, room: int) -> Iterator[str]:
    measure = len if _is_plain(text) else width
    line: list[str] = []
    used = -1
    for word in text.split():
        size = measure(word)
        if line and used + 1 + size > room:
            yield " ".join(line)
            line, used = [], -1
        line.append(word)
        used += 1 + size
    if line:
        yield " ".join(line)
