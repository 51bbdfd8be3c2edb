"""Which countries a text names, and where it says that data are, or may be, in them.

Names of countries and areas are data (vocabulary/countries.yaml).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

from dslint.compiled import builtin, cased, with_any_area
from dslint.facts.sections import REMEMBERED
from dslint.facts.sentences import Negation, sentences
from dslint.facts.wording import Wording
from dslint.memo import cached_method
from dslint.patterns import Pattern
from dslint.regexes import regex
from dslint.vocabularies import Vocabularies

_PREPOSITION = r"(?:in|to|from|within|at|,|\()\s+(?:the )?"
EVERYWHERE = "everywhere"
_OF_BODIES = frozenset({EVERYWHERE})  # "worldwide" may be part of a name, or tell of readers

Named = tuple[int, int, frozenset[str]]  # offsets, 0-based, and the countries that the name covers


def _covered_by_area(area: dict[str, Any]) -> frozenset[str]:
    return frozenset(area.get("holds", [area["id"]]))


class Countries:
    """Which countries a text names."""

    def __init__(self, vocabularies: Vocabularies) -> None:
        self._data: dict[str, Any] = vocabularies.vocabulary("countries")
        self._is_negated = vocabularies.derived(Negation).is_negated
        self._cities = [each for each in self._data["cities"] if each["country"] != self._data["unsought"]]
        self._names = [
            *(builtin(each["match"]) for each in self._data["areas"]),
            *(builtin(each["city"]) for each in self._cities),
        ]
        wording = vocabularies.derived(Wording)
        self._index = wording.index_of(self._names)
        # What a line must hold to tie the data to an area, whatever its name.
        self._limit_frames = [builtin(with_any_area(each)) for each in self._data["limit"]]
        self._limits = wording.index_of_more(self._limit_frames)

    @cached_property
    def home(self) -> frozenset[str]:
        """The countries that are not abroad."""
        areas = (each for each in self._data["areas"] if "is_home" in each)
        return frozenset().union(*map(_covered_by_area, areas))

    @cached_property
    def _covers(self) -> list[frozenset[str]]:
        """What each name covers."""
        return [
            *map(_covered_by_area, self._data["areas"]),
            *(frozenset({each["country"]}) for each in self._cities),
        ]

    @cached_property
    def _places(self) -> dict[tuple[int, int], int]:
        """The place of each spelling among all, by the number of the name and its place there."""
        spellings = ((n, one) for n, name in enumerate(self._names) for one in range(len(name.alternatives)))
        return {spelling: place for place, spelling in enumerate(spellings)}

    @cached_property
    def _name(self) -> Pattern:
        """One name, in any of its spellings. What is known of these holds for them as whole words, too."""
        behind = rf"(?![\w-])(?! {self._data['streets']}\b)"
        alternatives = [
            one._replace(source=cased(rf"(?<![\w-])(?:{one.source}){behind}"))
            for name in self._names
            for one in name.alternatives
        ]
        return Pattern("|".join(one.source for one in alternatives), alternatives, trusted=True)

    @cached_property
    def _covered_by(self) -> dict[str, frozenset[str]]:
        """What a spelling covers, by its pattern."""
        covers = (self._covers[number] for number, _ in self._places)
        sources = (one.source for one in self._name.alternatives)
        return dict(zip(sources, covers, strict=True))

    def _live(self, text: str) -> list[int]:
        """The places of the spellings that a text may hold."""
        return [self._places[number, one] for number, several in self._index.live(text) for one in several]

    @cached_property
    def _limit(self) -> Pattern:
        """One limit, an alternative for each frame. What is known of a frame holds for all areas in it."""
        name = "(?-i:" + "|".join(each["match"] for each in self._data["areas"]) + ")"
        area = rf"{name}(?:(?:,| and| or|/)? (?:the )?{name})*(?![\w-])"
        sources = [each.replace("{area}", area) for each in self._data["limit"]]
        alternatives = [
            frame.alternatives[0]._replace(source=source)
            for frame, source in zip(self._limit_frames, sources, strict=True)
        ]
        return Pattern("|".join(sources), alternatives, trusted=True)

    @cached_property
    def _kept(self) -> tuple[re.Pattern[str], ...]:
        words = (regex(self._data[key], re.IGNORECASE) for key in ("kept", "data", "public", "elsewhere"))
        kept, data, public, elsewhere = words
        return kept, data, public, elsewhere, regex(rf"{_PREPOSITION}\Z", re.IGNORECASE)

    def named(self, text: str) -> Iterator[Named]:
        """The names in a text with what each covers."""
        return self._named(text, self._live(text))

    def _named(self, text: str, live: Sequence[int]) -> Iterator[Named]:
        """The same, where it is known which spellings there may be."""
        for found in self._name.find(text, live):
            yield found.start(), found.end(), self._covered_by[found.re.pattern]

    def covered(self, text: str) -> frozenset[str]:
        """Every country that a text names; empty where it names none."""
        return frozenset().union(*(covers for _, _, covers in self.named(text)))

    def narrowest(self, text: str) -> frozenset[str]:
        """The same of one address, where the country behind a town tells nothing more."""
        named = {covers for _, _, covers in self.named(text)}
        return frozenset().union(*(each for each in named if not any(other < each for other in named)))

    def not_denied(self, text: str) -> Iterator[Named]:
        """The names of a text, save those that its clause denies."""
        return (named for named in self.named(text) if not self._is_negated(text, 0, named[0]))

    @cached_method(65536)
    def limits_in(self, text: str) -> tuple[Named, ...]:
        """Where a line ties the data to an area, with what the area covers."""
        if not self._index.live(text) or not (frames := self._limits.likely(text)):
            return ()
        found = self._limit.find(text, frames)
        return tuple((each.start(), each.end(), self.covered(each.group())) for each in found)

    @cached_method(65536)
    def places_in(self, text: str) -> tuple[Named, ...]:
        """Where a line has data in a country; what it denies, and what it ties them to, is left out."""
        live = self._live(text)
        return tuple(self._places_in(text, live)) if live else ()

    @cached_method(REMEMBERED)
    def places_among(self, lines: tuple[str, ...]) -> list[tuple[int, Named]]:
        """The same of the lines of a section, each with its place among them, from 0."""
        return [(index, named) for index, text in enumerate(lines) for named in self.places_in(text)]

    def _places_in(self, text: str, live: list[int]) -> Iterator[Named]:
        limits = self.limits_in(text)
        kept, data, public, elsewhere, behind = self._kept
        for first, last in sentences(text):
            sentence = text[first:last]
            named = list(self._named(sentence, live))
            if not (named and kept.search(sentence) and data.search(public.sub("", sentence))):
                continue
            reached = -1
            for start, end, covers in named:
                before = sentence[:start]
                # "Frankfurt, Germany" is one place.
                apart = reached < 0 or sentence[reached:start].strip(" (") != ","
                reached = end
                if (
                    apart
                    and covers != _OF_BODIES
                    and behind.search(before)
                    and not elsewhere.search(behind.sub("", before))
                    and not any(a <= first + start < b for a, b, _ in limits)
                    and not self._is_negated(sentence, 0, start)
                ):
                    yield first + start, first + end, covers
