"""Code frames: a line of the input with its spans underlined, cut to a width around them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from dslint.reporters.escape import visible

CUT = "…"


class Mark(NamedTuple):
    """A span of a line, 1-based columns, with the remark to print below it."""

    start: int
    end: int
    note: str


# Latin letters and general punctuation take one cell each.
_NOT_PLAIN = re.compile("[^\x00-\u02ff\u2010-\u2027\u2030-\u205e]")


def _is_plain(text: str) -> bool:
    return text.isascii() or _NOT_PLAIN.search(text) is None


def width(text: str) -> int:
    """Terminal cells: wide characters take two, combining ones none."""
    if _is_plain(text):
        return len(text)
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text
    )


@lru_cache(maxsize=4096)
def frame(text: str, mark: Mark, room: int) -> tuple[str, str, str]:
    """The line cut to `room` cells around the span, the space below it up to the span, and the underline."""
    start, end = mark.start - 1, max(mark.end - 1, mark.start)
    # What cannot be shown need not be measured.
    span = text[start:end] or " "
    before, after = text[max(0, start - 2 * room) : start], text[end : end + 2 * room]
    shown_span = _clip_middle(visible(span), room)
    left_room = room - width(shown_span)
    tail = visible(after)
    lead = visible(before)
    tail_room = max(left_room - min(width(lead), max(left_room * 2 // 3, left_room - width(tail))), 0)
    shown_lead = _clip_left(lead, left_room - min(width(tail), tail_room))
    shown_tail = _clip_right(tail, room - width(shown_lead) - width(shown_span))
    return (
        shown_lead + shown_span + shown_tail,
        " " * width(shown_lead),
        "^" * max(1, width(shown_span)),
    )


def _clip_right(text: str, room: int) -> str:
    """Cut behind the last whole word that fits."""
    if width(text) <= room:
        return text
    kept = _take(text, room - 2)
    words = kept.rsplit(" ", 1)
    return (words[0] if len(words) > 1 and words[0].strip() else kept) + f" {CUT}" if room > 2 else ""


def _clip_left(text: str, room: int) -> str:
    if width(text) <= room:
        return text
    if room <= 2:
        return ""
    kept = _take(text[::-1], room - 2)[::-1]
    words = kept.split(" ", 1)
    return f"{CUT} " + (words[1] if len(words) > 1 and words[1].strip() else kept)


def _clip_middle(text: str, room: int) -> str:
    if width(text) <= room:
        return text
    half = (room - 3) // 2
    return f"{_take(text, half)} {CUT} {_take(text[::-1], half)[::-1]}"


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
