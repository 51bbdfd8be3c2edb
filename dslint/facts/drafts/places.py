"""Towns and countries in which the prose of a draft has data or people at work.

Names of places are data (vocabulary/countries.yaml and vocabulary/towns.yaml).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

from dslint.facts.countries import EVERYWHERE, Countries
from dslint.facts.drafts.answers import answers_by_key
from dslint.facts.drafts.claims import Claims
from dslint.facts.drafts.passages import sentences_of
from dslint.facts.item import Item
from dslint.facts.sections import REMEMBERED
from dslint.memo import cached_method
from dslint.regexes import regex
from dslint.tuples import NamedTuple
from dslint.vocabularies import Vocabularies

if TYPE_CHECKING:
    from dslint.facts.agreement import AgreementFacts

_KEYS = ("locations.", "processors.place", "territory.", "controllers", "organisation", "title")
_WHOLE_KEYS = ("locations.address", "locations.country", "locations.remote_access", "territory.countries")


class _Place(NamedTuple):
    start: int
    end: int
    name: str
    country: str | None  # None for a town of a country that is not told


class DraftPlaces:
    """The places that some vocabularies know."""

    def __init__(self, vocabularies: Vocabularies) -> None:
        data: dict[str, Any] = vocabularies.vocabulary("towns")
        countries = vocabularies.vocabulary("countries")
        self._areas = [each for each in countries["areas"] if "is_home" not in each]
        self._cities = {each["city"]: each["country"] for each in countries["cities"]}
        self._towns = {town: area for area, towns in data["towns"].items() for town in towns}
        self._others = [*data["countries"], *data["continents"]]
        self._before, self._behind = regex(rf"{data['before']}", re.IGNORECASE), regex(data["behind"])
        self._streets = regex(rf"\s{countries['streets']}\b")
        self._kept_at = regex(data["kept_at"], re.IGNORECASE)
        self._address = regex(
            rf"\b\d{{1,4}}[a-z]? (?P<street>(?:[A-Z][\w'’-]+ ){{1,3}}{countries['streets']})\b"
        )
        self._by_shape, self._no_town = regex(data["by_shape"]), regex(data["no_town"])
        self._kept = [regex(each, re.IGNORECASE) for each in data["kept"]]
        self._lacks = regex("|".join(data["lacks"]), re.IGNORECASE)
        self._home = vocabularies.derived(Countries).home

    @cached_property
    def _name(self) -> re.Pattern[str]:
        names = sorted({*self._towns, *self._cities, *self._others}, key=len, reverse=True)
        areas = [each["match"] for each in self._areas if EVERYWHERE not in each.get("holds", ())]
        return re.compile(rf"(?<![\w'’-])(?:{'|'.join([*map(re.escape, names), *areas])})(?![\w-])")

    @cached_property
    def _area(self) -> list[tuple[str, re.Pattern[str]]]:
        return [(each["id"], re.compile(each["match"])) for each in self._areas]

    def _country(self, name: str) -> str:
        if name in self._cities:
            return str(self._cities[name])
        if name in self._towns:
            return str(self._towns[name])
        return next((area for area, match in self._area if match.fullmatch(name)), "abroad")

    @cached_property
    def towns(self) -> frozenset[str]:
        return frozenset((*self._towns, *self._cities))

    def is_abroad(self, country: str) -> bool:
        return country not in self._home

    def named(self, text: str) -> Iterator[_Place]:
        for found in self._name.finditer(text):
            yield _Place(found.start(), found.end(), found.group(), self._country(found.group()))

    @cached_method(REMEMBERED)
    def places_in(self, sentence: str) -> tuple[_Place, ...]:
        """The places of a sentence in which data are, or people who work with them."""
        if not all(each.search(sentence) for each in self._kept) or self._lacks.search(sentence):
            return ()
        named = list(self.named(sentence))
        known = {place.start for place in named}
        named += [
            _Place(found.start("town"), found.end("town"), found["town"], None)
            for found in self._by_shape.finditer(sentence)
            if found.start("town") not in known and not self._no_town.match(found["town"])
        ]
        found: list[_Place] = []
        reached = -1
        for place in sorted(named):
            # "Frankfurt, Germany" is one place.
            apart = reached < 0 or sentence[reached : place.start].strip(" (") != ","
            reached = place.end
            if (
                apart
                and self._before.search(sentence[: place.start])
                and not self._behind.match(sentence, place.end)
                and not self._streets.match(sentence, place.end)
            ):
                found.append(place)
        if not found and self._kept_at.search(sentence):
            streets = (each.span("street") for each in self._address.finditer(sentence))
            found += [_Place(start, end, sentence[start:end], None) for start, end in streets]
        return tuple(found)


def draft_places_of(facts: AgreementFacts) -> list[Item]:
    """Each place in which the prose of a draft has data or people at work.

    `listed` tells whether a key says it: a town among the addresses, a country among the countries.
    """
    places, claims = facts.derived(DraftPlaces), facts.derived(Claims)
    answers = [(key, value.text) for key, value in answers_by_key(facts) if key.startswith(_KEYS)]
    told = " ".join(text for key, text in answers if key in _WHOLE_KEYS or key == "processors.place")
    names = " ".join(text for key, text in answers if not key.startswith("locations.reason"))
    countries = {place.country for place in places.named(told)}
    items = []
    for sentence in sentences_of(facts):
        for place in places.places_in(sentence.hidden):
            is_town = place.country is None or place.name in places.towns
            listed = re.search(rf"\b{re.escape(place.name)}\b", names) is not None or (
                not is_town and place.country in countries
            )
            values = {
                "place": place.name,
                "abroad": place.country is not None and places.is_abroad(place.country),
                "listed": listed,
                "excepted": claims.is_excepted(sentence.text),
            }
            items.append(sentence.item(facts, place.start, place.end, values))
    return items
