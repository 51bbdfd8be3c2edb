"""The addresses that a draft gives under its keys: the country of each, and whether two keys give the same.

Areas of postcodes and names of towns are data (vocabulary/towns.yaml and vocabulary/countries.yaml).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from dslint.facts.countries import Countries
from dslint.facts.item import Item
from dslint.facts.organisations import Organisations
from dslint.model import Entry, Value
from dslint.regexes import regex
from dslint.vocabularies import Vocabularies

if TYPE_CHECKING:
    from dslint.facts.agreement import AgreementFacts

_POSTCODE = regex(r"\b(?P<outward>(?P<area>[A-Z]{1,2})\d[A-Z\d]?) ?\d[A-Z]{2}\b")
_WORD = regex(r"[^\W\d_]{4,}")


class Addresses:
    """What some vocabularies know of addresses."""

    def __init__(self, vocabularies: Vocabularies) -> None:
        data: dict[str, Any] = vocabularies.vocabulary("towns")
        countries = vocabularies.vocabulary("countries")
        self._areas = {area: country for country, areas in data["postcodes"].items() for area in areas}
        known = {area["id"] for area in countries["areas"]}
        towns = {town: area for area, names in data["towns"].items() if area in known for town in names}
        self._towns = towns | {each["city"]: each["country"] for each in countries["cities"]}
        names = "|".join(map(re.escape, sorted(self._towns, key=len, reverse=True)))
        self._town = regex(
            rf"(?:^|[,\n])\s*({names})(?:\s+\d{{1,2}})?(?=\s*(?:[,.\n(]|$|{_POSTCODE.pattern}))"
        )
        self._any_town = regex(rf"(?<![\w'’-])(?:{names})(?![\w-])(?! {countries['streets']}\b)")
        self._streets = regex(countries["streets"], re.IGNORECASE)

    def country(self, address: str) -> str | None:
        """The country in which an address is: by its postcode, else by its town; None where neither tells."""
        if found := _POSTCODE.search(address):
            return self._areas.get(found["area"])
        towns = {self._towns[found[1]] for found in self._town.finditer(address)}
        return towns.pop() if len(towns) == 1 else None

    def may_be_one(self, address: str, other: str) -> bool:
        """Whether two addresses may be of one place: by their postcodes or towns, or by a name in both."""
        postcodes = [
            {found["outward"]} if (found := _POSTCODE.search(each)) else set() for each in (address, other)
        ]
        towns = [set(self._any_town.findall(each)) for each in (address, other)]
        known = [one & two for one, two in (postcodes, towns) if one and two]
        return not known or any(known) or bool(self._names(address) & self._names(other))

    def _names(self, address: str) -> set[str]:
        words = {word.casefold() for word in _WORD.findall(address)}
        return {word for word in words if not self._streets.fullmatch(word)}


def addresses_of(facts: AgreementFacts) -> list[Item]:
    """Each address under a key. `fits` tells whether its country is the one that the key names, and `listed`
    whether a place of the draft may be the one in which a processor works."""
    known, countries = facts.derived(Addresses), facts.derived(Countries)
    locations = facts.agreement.entries.get("locations", [])
    items = [
        _item(facts, "locations", entry, address, {"fits": _fits(known, countries, entry, address)})
        for entry, address in _with(locations, "address")
    ]
    for entry, place in _with(facts.agreement.entries.get("processors", ()), "place"):
        own = _own(facts, entry, locations)
        listed = [known.may_be_one(place.text, address.text) for _, address in _with(own, "address")]
        if listed and len(listed) == len(own):
            items.append(_item(facts, "processors", entry, place, {"listed": any(listed)}))
    return items


def _fits(known: Addresses, countries: Countries, entry: Entry, address: Value) -> bool | None:
    country, named = known.country(address.text), entry.parts.get("country")
    covered = countries.covered(named.text) if named else frozenset()
    return country in covered if country and covered else None


def _own(facts: AgreementFacts, processor: Entry, locations: Iterable[Entry]) -> list[Entry]:
    """The places of a processor, as far as a draft says whose they are."""
    name, text = _identity(facts, processor, "name"), processor.value.text.casefold()
    return [
        each
        for each in locations
        if name and (_identity(facts, each, "organisation") == name or text in each.text.casefold())
    ]


def _identity(facts: AgreementFacts, entry: Entry, part: str) -> str | None:
    name = entry.parts.get(part)
    return facts.derived(Organisations).identify(name.text)[0] if name else None


def _with(entries: Iterable[Entry], part: str) -> Iterator[tuple[Entry, Value]]:
    return ((entry, entry.parts[part]) for entry in entries if part in entry.parts)


def _item(facts: AgreementFacts, key: str, entry: Entry, address: Value, values: dict[str, object]) -> Item:
    texts = {part: value.text for part, value in entry.parts.items() if part in ("country", "name")}
    known = {"organisation": _identity(facts, entry, "name"), **texts, **values}
    return Item(address.text, address.span, key, {"key": key, **known}, facts.index)
