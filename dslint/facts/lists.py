"""The entries of lists in running text: bulleted, numbered or lettered, or lines that are only a name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from dslint.tokenizer import Kind, scan

_DINGBAT = re.compile(r"\s*(?P<marker>[\uE000-\uF8FF])\s*(?=\S)")  # a bullet in a font of symbols
_LETTERED = re.compile(r"\s*(?P<open>\(?)(?P<marker>[a-z]|[ivx]{2,4})[.)]\s+(?=\S)")


class Entry(NamedTuple):
    """A list entry; offsets are 0-based into the line. Entries of one level of a list share a `style`."""

    style: str
    number: int | None
    start: int
    end: int


def entry(text: str) -> Entry | None:
    """None when the line is no bulleted, numbered or lettered entry."""
    end = len(text.rstrip())
    if found := _LETTERED.match(text):
        letter = found["marker"]
        return Entry(
            f"letter{found['open']}", ord(letter) - 96 if len(letter) == 1 else None, found.end(), end
        )
    if found := _DINGBAT.match(text):
        return Entry(found["marker"], None, found.end(), end)
    line = scan(text)
    if line.kind is not Kind.ITEM:
        return None
    number = line.label.strip("(.)")
    if number.isdecimal():
        return Entry("number" + ("(" if line.label[0] == "(" else ""), int(number), line.start, end)
    return Entry(line.key + line.label, None, line.start, end)


def entries_from(lines: Sequence[str], first: int) -> list[tuple[int, Entry]]:
    """The entries of the list that begins at a line, with their places; deeper levels are left out.

    Blank lines do not end a list. An entry like the line above the list belongs to the list around it.
    """
    outer = entry(lines[first - 1]) if first else None
    found: list[tuple[int, Entry]] = []
    for place in range(first, len(lines)):
        if not lines[place].strip():
            continue
        one = entry(lines[place])
        if one is None or (outer and one.style == outer.style):
            break
        if not found or one.style == found[0][1].style:
            found.append((place, one))
    return found
