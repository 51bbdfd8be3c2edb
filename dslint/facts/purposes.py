"""The purposes that a narrative names, as headings and in running text.

The words are data (vocabulary/purposes.yaml).
"""

from __future__ import annotations

import re
from functools import cached_property

from dslint.compiled import builtin
from dslint.facts.wording import Wording
from dslint.memo import cached_method
from dslint.patterns import Index, Pattern
from dslint.regexes import regex
from dslint.tuples import NamedTuple
from dslint.vocabularies import Vocabularies

LONGEST_LINE = 20_000  # code points; a longer line is no sentence that anybody wrote


class Named(NamedTuple):
    """A purpose in one line; offsets are 0-based."""

    purpose: str
    form: str  # heading | mention
    start: int
    end: int


class _Purpose(NamedTuple):
    name: str
    heading: re.Pattern[str]
    mention: Pattern


class Purposes:
    """The purposes that a line names."""

    def __init__(self, vocabularies: Vocabularies) -> None:
        self._data = vocabularies.vocabulary("purposes")
        self._wording = vocabularies.derived(Wording)

    @cached_property
    def _purposes(self) -> tuple[int, Index, Index, tuple[_Purpose, ...]]:
        """The longest heading, the purposes' names as headings, their mentions, and the purposes."""
        data = self._data
        purposes = tuple(
            _Purpose(
                entry["purpose"],
                regex(data["headings"].replace("{purpose}", entry["heading"]), re.IGNORECASE),
                builtin(entry["mention"]),
            )
            for entry in data["purposes"]
        )
        headings = self._wording.index_of(builtin(entry["heading"]) for entry in data["purposes"])
        longest = data["longest_heading"]
        return longest, headings, self._wording.index_of(purpose.mention for purpose in purposes), purposes

    @property
    def indexes(self) -> list[Index]:
        return [*self._purposes[1:3]]

    @cached_method(65536)
    def purposes_in(self, text: str) -> tuple[Named, ...]:
        """The purposes that a line names: the one that it is the heading of, or those that it mentions."""
        if len(text) > LONGEST_LINE:
            return ()
        longest, headings, mentions, purposes = self._purposes
        if len(text) <= longest:
            for number in headings.likely(text):
                if purposes[number].heading.match(text):
                    start = len(text) - len(text.lstrip())
                    return (Named(purposes[number].name, "heading", start, len(text.rstrip())),)
        return tuple(
            Named(purposes[number].name, "mention", start, end)
            for number, live in mentions.live(text)
            for start, end in purposes[number].mention.spans(text, live)
        )
