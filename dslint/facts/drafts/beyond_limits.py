"""What the text of a draft takes from beyond its limits: years, people, fields, areas, illnesses.

The words are data (vocabulary/limits.yaml and claims.yaml).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

from dslint.facts.drafts.claims import Claims
from dslint.facts.drafts.flows import FlowWords
from dslint.facts.drafts.passages import Sentence
from dslint.facts.item import Item
from dslint.memo import cached_method
from dslint.model import Value
from dslint.regexes import regex
from dslint.tuples import NamedTuple
from dslint.vocabularies import Vocabularies

if TYPE_CHECKING:
    from dslint.facts.agreement import AgreementFacts

_MOST_DATASETS = 64  # whose words are remembered
_PARTS = regex(r"[;,](?=\s|$)")
_A_YEAR = regex(r"\d{4}")  # most sentences have none


class _Words(NamedTuple):
    """How a text speaks of the records of one dataset."""

    records: re.Pattern[str]
    told: tuple[re.Pattern[str], ...]
    reason: re.Pattern[str]
    any_reason: re.Pattern[str]


class _Limit(NamedTuple):
    """What a draft asks for of one dataset."""

    text: Value
    words: _Words
    first: int | None
    last: int | None
    closed: bool  # the people are those of a list
    fields: str | None  # the part that lists fields
    areas: frozenset[str]
    groups: frozenset[str]


class Limits:
    """Reads limits, and what goes beyond them, by the words of some vocabularies."""

    def __init__(self, vocabularies: Vocabularies) -> None:
        data: dict[str, Any] = vocabularies.vocabulary("limits")
        self._data = data
        self.claims, self._flows = vocabularies.derived(Claims), vocabularies.derived(FlowWords)
        self._words: dict[str, str] = dict(data["words"])
        self.lacks, self.people_lacks, self.joined, self.range, self.first, self.last = (
            self._made(data[key]) for key in ("lacks", "people_lacks", "joined", "range", "from", "to")
        )
        self.closed, self.wider, self.asked, self.fields, self.used, self.within = (
            self._made(data[key]) for key in ("closed", "wider", "asked", "fields", "used", "within")
        )
        self.once_lacks, self.same_people, self.added, self.added_lacks = (
            self._made(data[key]) for key in ("once_lacks", "same_people", "added", "added_lacks")
        )
        self.areas = self._made(rf"\b{data['areas']}\b(?! (?:University|Hospital|Road|Street|Trust|Lane))")
        self.everywhere, self.limited_to = (self._made(data[key]) for key in ("everywhere", "limited_to"))
        self.groups = {name: self._made(source) for name, source in data["groups"].items()}

    def _made(self, source: str, records: str = "") -> re.Pattern[str]:
        return self.claims.made(source, {**self._words, "records": records})

    @cached_method(_MOST_DATASETS)
    def words_of(self, dataset: str) -> _Words | None:
        known = self._flows.words_of(dataset)
        if known is None:
            return None
        return self._words_for(known)

    @cached_property
    def any_records(self) -> _Words:
        return self._words_for(self._made(self._data["any_records"]))

    def _words_for(self, known: re.Pattern[str]) -> _Words:
        records = f"(?:{known.pattern})"
        return _Words(
            known,
            tuple(self._made(source, records) for source in self._data["told"]),
            self._made(self._data["reason"], records),
            self._made(self._data["any_reason"], records),
        )

    def groups_in(self, text: str) -> frozenset[str]:
        return frozenset(name for name, pattern in self.groups.items() if pattern.search(text))


def beyond_limits_of(facts: AgreementFacts) -> list[Item]:
    """Each stretch of a draft's text that goes beyond the limits of the dataset that it is about."""
    limits = list(_limits(facts))
    items: list[Item] = []
    claims = facts.derived(Claims)
    for sentence in claims.sentences_in("beyond", facts) if limits else ():
        for what, limit, start, end in _beyond(facts, limits, sentence):
            values = {"what": what, "limit": limit.text.text, "place": sentence.place}
            items.append(sentence.item(facts, start, end, values))
    return items


def _limits(facts: AgreementFacts) -> Iterator[_Limit]:
    reader = facts.derived(Limits)
    for entry in facts.agreement.entries.get("data_minimisation", ()):
        text, dataset = entry.parts.get("limits"), entry.parts.get("dataset")
        if not text or not dataset or not (words := reader.words_of(dataset.text)):
            continue
        parts = [part.strip(" .") for part in _PARTS.split(text.text)]
        first, last = _years(reader, [part for part in parts if not reader.joined.search(part)])
        listed = [part.strip(" .") for part in text.text.split(";") if reader.fields.search(part.strip())]
        areas = frozenset(
            found.group()
            for part in parts
            if reader.within.search(part)
            for found in reader.areas.finditer(part)
        )
        illness = reader.limited_to.search(text.text)
        yield _Limit(
            text,
            words,
            first,
            last,
            reader.closed.search(text.text) is not None and reader.wider.search(text.text) is None,
            listed[0] if listed else None,
            areas if not reader.everywhere.search(text.text) else frozenset(),
            reader.groups_in(illness.group()) if illness else frozenset(),
        )


def _years(reader: Limits, parts: list[str]) -> tuple[int | None, int | None]:
    """The first and the last year of records."""
    for part in parts:
        if found := reader.range.search(part):
            return int(found["first"]), int(found["last"])
    firsts = [int(found["first"]) for part in parts if (found := reader.first.search(part))]
    lasts = [int(found["last"]) for part in parts if (found := reader.last.search(part))]
    return next(iter(firsts), None), next(iter(lasts), None)


def _beyond(
    facts: AgreementFacts, limits: list[_Limit], sentence: Sentence
) -> Iterator[tuple[str, _Limit, int, int]]:
    reader, text = facts.derived(Limits), sentence.text
    about = [limit for limit in limits if limit.words.records.search(text)]
    if about and not reader.people_lacks.search(text):
        wider = reader.wider.search(text)
        if wider and reader.asked.search(text) and all(limit.closed for limit in about):
            yield "people", about[0], *_stretch(wider, about[0].words.records.search(text))
    if reader.lacks.search(text):
        return
    if not about and not reader.once_lacks.search(text):
        yield from _of_any_records(reader, limits, text)
    if not about:
        yield from _of_any_people(reader, limits, text)
        return
    for limit in about:
        yield from _of_records(reader, limit, text)
    area = reader.everywhere.search(text) or next(
        (
            found
            for found in reader.areas.finditer(text)
            if all(limit.areas and found.group() not in limit.areas for limit in about)
        ),
        None,
    )
    if area and all(limit.areas for limit in about):
        yield "areas", about[0], *_stretch(area, about[0].words.records.search(text))
    if len(about) == 1 and about[0].fields and reader.used.search(text):
        for item in reader.claims.items_in(text):
            if not _has_words(about[0].text.text, item.group()):
                yield "fields", about[0], *item.span()


def _of_any_records(
    reader: Limits, limits: list[_Limit], text: str
) -> Iterator[tuple[str, _Limit, int, int]]:
    """Years beyond the limits of each dataset, told of records of whatever dataset."""
    of_years = [limit for limit in limits if limit.first or limit.last]
    beyond = [next(_years_beyond(reader.any_records, limit, text), None) for limit in of_years]
    if beyond and beyond[0] and all(beyond):
        yield "years", of_years[0], *beyond[0]


def _of_any_people(reader: Limits, limits: list[_Limit], text: str) -> Iterator[tuple[str, _Limit, int, int]]:
    """People of an area beyond those of the limits, who are taken in."""
    of_areas = [limit for limit in limits if limit.areas]
    rest = [limit for limit in limits if not limit.areas]
    if not of_areas or not all(reader.same_people.search(limit.text.text) for limit in rest):
        return
    if not (added := reader.added.search(text)) or reader.added_lacks.search(text):
        return
    for found in reader.areas.finditer(text):
        if all(found.group() not in limit.areas for limit in of_areas):
            yield "areas", of_areas[0], *_stretch(added, found)
            return


def _years_beyond(words: _Words, limit: _Limit, text: str) -> Iterator[tuple[int, int]]:
    for pattern in words.told if _A_YEAR.search(text) else ():
        for found in pattern.finditer(text):
            years = [int(year) for year in found.groupdict().values() if year]
            if (limit.first and min(years) < limit.first) or (limit.last and max(years) > limit.last):
                yield found.span()


def _of_records(reader: Limits, limit: _Limit, text: str) -> Iterator[tuple[str, _Limit, int, int]]:
    if beyond := next(_years_beyond(limit.words, limit, text), None):
        yield "years", limit, *beyond
        return
    if not limit.groups:
        return
    if anything := limit.words.any_reason.search(text):
        yield "illnesses", limit, *anything.span()
    for named in limit.words.reason.finditer(text):
        told = reader.groups_in(named["illness"])
        if told and not told & limit.groups:
            yield "illnesses", limit, *named.span()


def _has_words(text: str, item: str) -> bool:
    """Whether a text has each word of an item, as "date and causes of death" has those of its date."""
    words = [word.rstrip("s") for word in re.findall(r"[a-z]{3,}", item.casefold())]
    return all(word in text.casefold() for word in words)


def _stretch(one: re.Match[str], other: re.Match[str] | None) -> tuple[int, int]:
    if other is None:
        return one.span()
    return min(one.start(), other.start()), max(one.end(), other.end())
