"""Which countries a text names, and where it says that data are, or may be, in them.

Names of countries and areas are data (vocabulary/countries.yaml).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from dslint.compiled import builtin
from dslint.facts.sections import REMEMBERED
from dslint.facts.sentences import Negation, sentences
from dslint.facts.wording import Wording
from dslint.memo import cached_method
from dslint.regexes import regex
from dslint.vocabularies import Vocabularies

_PREPOSITION = r"(?:in|to|from|within|at|,|\()\s+(?:the )?"
EVERYWHERE = "everywhere"
_OF_BODIES = frozenset({EVERYWHERE})  # "worldwide" may be part of a name, or tell of readers

Named = tuple[int, int, frozenset[str]]  # offsets, 0-based, and the countries that the name covers


class Countries:
    """Which countries a text names."""

    def __init__(self, vocabularies: Vocabularies) -> None:
        self._data: dict[str, Any] = vocabularies.vocabulary("countries")
        self._is_negated = vocabularies.derived(Negation).is_negated
        names = [each["match"] for each in self._data["areas"]] + [
            each["city"] for each in self._data["cities"]
        ]
        self._index = vocabularies.derived(Wording).index_of(map(builtin, names))

    @cached_property
    def _covers(self) -> dict[str, frozenset[str]]:
        return {each["id"]: frozenset(each.get("holds", [each["id"]])) for each in self._data["areas"]}

    @cached_property
    def _name(self) -> re.Pattern[str]:
        """One name; its group tells which."""
        areas = [f"(?P<a{number}>{each['match']})" for number, each in enumerate(self._data["areas"])]
        cities = [f"(?P<c{number}>{each['city']})" for number, each in enumerate(self._data["cities"])]
        names = "|".join(areas + cities)
        return regex(rf"(?<![\w-])(?:{names})(?![\w-])(?! {self._data['streets']}\b)")

    @cached_property
    def _limit(self) -> re.Pattern[str]:
        name = "(?-i:" + "|".join(each["match"] for each in self._data["areas"]) + ")"
        area = rf"{name}(?:(?:,| and| or|/)? (?:the )?{name})*(?![\w-])"
        return regex("|".join(self._data["limit"]).replace("{area}", area), re.IGNORECASE)

    @cached_property
    def _kept(self) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
        words = (regex(self._data[key], re.IGNORECASE) for key in ("kept", "data", "elsewhere"))
        kept, data, elsewhere = words
        return kept, data, elsewhere, regex(rf"{_PREPOSITION}\Z", re.IGNORECASE)

    def named(self, text: str) -> Iterator[Named]:
        """The names in a text with what each covers."""
        for found in self._name.finditer(text):
            group = found.lastgroup or ""
            row = self._data["areas" if group[0] == "a" else "cities"][int(group[1:])]
            covers = self._covers[row["id"]] if "id" in row else frozenset({row["country"]})
            yield found.start(), found.end(), covers

    def covered(self, text: str) -> frozenset[str]:
        """Every country that a text names; empty where it names none."""
        return frozenset().union(*(covers for _, _, covers in self.named(text)))

    def not_denied(self, text: str) -> Iterator[Named]:
        """The names of a text, save those that its clause denies."""
        return (named for named in self.named(text) if not self._is_negated(text, 0, named[0]))

    @cached_method(65536)
    def limits_in(self, text: str) -> tuple[Named, ...]:
        """Where a line ties the data to an area, with what the area covers."""
        if not self._index.live(text):
            return ()
        return tuple(
            (each.start(), each.end(), self.covered(each.group())) for each in self._limit.finditer(text)
        )

    @cached_method(65536)
    def places_in(self, text: str) -> tuple[Named, ...]:
        """Where a line has data in a country; what it denies, and what it ties them to, is left out."""
        return tuple(self._places_in(text)) if self._index.live(text) else ()

    @cached_method(REMEMBERED)
    def limits_among(self, lines: tuple[str, ...]) -> list[tuple[int, Named]]:
        """The same of the lines of a section, each with its place among them, from 0."""
        return [(index, named) for index, text in enumerate(lines) for named in self.limits_in(text)]

    @cached_method(REMEMBERED)
    def places_among(self, lines: tuple[str, ...]) -> list[tuple[int, Named]]:
        return [(index, named) for index, text in enumerate(lines) for named in self.places_in(text)]

    def _places_in(self, text: str) -> Iterator[Named]:
        limits = self.limits_in(text)
        kept, data, elsewhere, behind = self._kept
        for first, last in sentences(text):
            sentence = text[first:last]
            if not (kept.search(sentence) and data.search(sentence)):
                continue
            reached = -1
            for start, end, covers in self.named(sentence):
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
