"""Where the data may be, and where an agreement has them.

Names of countries and areas are data (vocabulary/countries.yaml). What a name covers is compared by the
countries in it, so that Leeds in England is within "England and Wales", and Ireland is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from dslint.facts.countries import EVERYWHERE, Countries
from dslint.facts.item import Item
from dslint.facts.sentences import sentence_around
from dslint.model import Span, Value
from dslint.regexes import regex
from dslint.vocabularies import Vocabularies

if TYPE_CHECKING:
    from dslint.facts.agreement import AgreementFacts


def is_within(covers: frozenset[str], limit: frozenset[str], home: frozenset[str]) -> bool | None:
    """None where one of the two is not known. Somewhere in the home area may be in a part of it, too."""
    if not covers or not limit or (covers == home and limit < home):
        return None
    return EVERYWHERE in limit or covers <= limit


def limits_of(facts: AgreementFacts) -> list[Item] | None:
    """The areas that the data are tied to: those of the draft's own key, and those of the narrative."""
    countries = facts.derived(Countries)
    found = [
        Item(
            part.text, part.span, "territory",
            {"countries": sorted(countries.covered(part.text))}, facts.index,
        )
        for entry in facts.agreement.entries.get("territory", ())
        if (part := entry.parts.get("countries"))
    ]  # fmt: skip
    limits = (
        (section, first + index, lines[index], limit)
        for section, first, lines, read in facts.line_facts
        for index, line in read
        for limit in line.limits
    )
    for section, number, text, (start, end, covers) in limits:
        begin, stop = sentence_around(text, start, end)
        if not facts.derived(_Exceptions).match.search(text[begin:stop]):
            span = Span(number, start + 1, end + 1)
            found.append(Item(text[start:end], span, section, {"countries": sorted(covers)}, facts.index))
    return found if found or facts.narrative else None


def places_of(facts: AgreementFacts) -> list[Item] | None:
    """Where the data are, by the draft's list of places and by the narrative.

    `outside` tells whether a place lies outside every area that the data are tied to. It is None where no
    area is stated, or where a name is not known.
    """
    countries = facts.derived(Countries)
    limits = [frozenset(item.get("countries")) for item in facts.collection("territory_limits") or []]
    found: list[tuple[str, Span, str, frozenset[str]]] = [
        (part.text, part.span, "locations", _covered(countries, key, part.text, limits))
        for key, part in _listed(facts)
    ]
    for entry in facts.agreement.entries.get("locations", ()):
        if remote := entry.parts.get("remote_access"):
            for start, end, covers in countries.not_denied(remote.text):
                part = _part(facts, remote, start, end)
                found.append((part.text, part.span, "locations", covers))
    for section, first, lines in facts.narrative:
        for index, (start, end, covers) in countries.places_among(lines):
            span = Span(first + index, start + 1, end + 1)
            found.append((lines[index][start:end], span, section, covers))
    if not found and not facts.narrative:
        return None
    return [
        Item(text, span, field, {"outside": _outside(covers, limits, countries.home)}, facts.index)
        for text, span, field, covers in found
    ]


def _covered(countries: Countries, key: str, text: str, limits: list[frozenset[str]]) -> frozenset[str]:
    """What a place covers. An address behind which only "UK" stands may well be in England."""
    if key == "country":
        return countries.covered(text)
    covers = countries.narrowest(text)
    return frozenset() if any(limit < covers for limit in limits) else covers


def _listed(facts: AgreementFacts) -> Iterator[tuple[str, Value]]:
    """What the draft's own lists give as a place: the country where it is given, else the address."""
    for key, parts in (("locations", ("country", "address")), ("processors", ("place",))):
        for entry in facts.agreement.entries.get(key, ()):
            if given := next(((part, entry.parts[part]) for part in parts if part in entry.parts), None):
                yield given


def _part(facts: AgreementFacts, value: Value, start: int, end: int) -> Value:
    """A part of a value, or all of it where its text is not as in the file."""
    line, column = value.span.line, value.span.column + start
    text = value.text[start:end]
    here = facts.document.lines[line - 1][column - 1 :].startswith(text)
    return Value(text, Span(line, column, column + len(text))) if here else value


def _outside(covers: frozenset[str], limits: list[frozenset[str]], home: frozenset[str]) -> bool | None:
    """Outside one of the areas is enough: each of them binds."""
    answers = [is_within(covers, limit, home) for limit in limits]
    if False in answers:
        return True
    return False if True in answers else None


class _Exceptions:
    """Words that take something out of what a sentence states."""

    def __init__(self, vocabularies: Vocabularies) -> None:
        self.match = regex(vocabularies.vocabulary("frames")["exception"]["match"], re.IGNORECASE)
