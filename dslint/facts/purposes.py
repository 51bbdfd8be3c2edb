"""The purposes that a narrative names, as headings and in running text.

The words are data (vocabulary/purposes.yaml).
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from dslint import resources
from dslint.patterns import Pattern, builtin

LONGEST_LINE = 20_000  # code points; a longer line is no sentence that anybody wrote


class Named(NamedTuple):
    """A purpose in one line; offsets are 0-based."""

    purpose: str
    form: str  # heading | mention
    start: int
    end: int


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str], Pattern], ...]:
    data = resources.vocabulary("purposes")
    return tuple(
        (
            entry["purpose"],
            re.compile(data["headings"].replace("{purpose}", entry["heading"]), re.IGNORECASE),
            builtin(entry["mention"]),
        )
        for entry in data["purposes"]
    )


@lru_cache(maxsize=65536)
def purposes_in(text: str) -> tuple[Named, ...]:
    """The purposes that a line names: the one that it is the heading of, or those that it mentions."""
    if len(text) > LONGEST_LINE:
        return ()
    longest = resources.vocabulary("purposes")["longest_heading"]
    lowered = text.lower()
    found: list[Named] = []
    for purpose, heading, mention in _patterns():
        if len(text) <= longest and heading.match(text):
            start = len(text) - len(text.lstrip())
            return (Named(purpose, "heading", start, len(text.rstrip())),)
        if mention.may_match(lowered):
            found += [Named(purpose, "mention", start, end) for start, end in mention.spans(text)]
    return tuple(found)
