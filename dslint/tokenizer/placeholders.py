"""Places of a draft where something is still to be written, by the patterns of a vocabulary."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from dslint import compiled


class Placeholder(NamedTuple):
    """Offsets into the line, 0-based, and what it is in words."""

    start: int
    end: int
    what: str


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    patterns = compiled.vocabulary("placeholders")["patterns"]
    return [(re.compile(entry["pattern"]), entry["what"]) for entry in patterns]


def placeholders(text: str) -> Iterator[Placeholder]:
    """The placeholders of a line, in no order."""
    for pattern, what in _patterns():
        for found in pattern.finditer(text):
            yield Placeholder(found.start(), found.end(), what)
