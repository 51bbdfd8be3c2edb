"""Figures that several places of a draft give: whether they fit each other.

The words are data (vocabulary/figures.yaml). The people of all datasets may be added up; a least number of
years must not be more than a greatest one, nor parts more than their whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING, Any

from dslint.facts.drafts.claims import Claims
from dslint.facts.drafts.passages import Sentence
from dslint.facts.item import Item
from dslint.regexes import regex
from dslint.tuples import NamedTuple
from dslint.vocabularies import Vocabularies

if TYPE_CHECKING:
    from dslint.facts.agreement import AgreementFacts

_MOST_GROUPS = 4  # that are added up
_MOST_OVER = 1.02  # by which rounded parts may come to more than their whole
_EXACT, _ROUGH = 0.0, 0.12  # how far a number may be from another

_BOUNDED = ("follow_up", "begins", "members")


class _Figure(NamedTuple):
    """`least` and `most` are the bounds that a sentence gives."""

    measure: str
    sentence: Sentence
    start: int
    end: int
    least: float
    most: float

    @property
    def printed(self) -> str:
        return self.sentence.text[self.start : self.end].casefold()


class Figures:
    """Reads figures by the words of some vocabularies."""

    def __init__(self, vocabularies: Vocabularies) -> None:
        data: dict[str, Any] = vocabularies.vocabulary("figures")
        self._numbers: dict[str, int] = data["words"]
        number = rf"(?:{'|'.join(self._numbers)})"

        def made(key: str) -> re.Pattern[str]:
            source = data[key].replace("{number}", number).replace("{person}", data["person"])
            return regex(source, re.IGNORECASE)

        self.people, self.about, self.total, self.agreed, self.part = map(
            made, ("people", "about", "total", "agreed", "part")
        )
        self.follow, self.years, self.least, self.most, self.follow_part = map(
            made, ("follow", "years", "least", "most", "follow_part")
        )
        self.range, self.phases, self.parts, self.apart = map(made, ("range", "phases", "parts", "apart"))
        self.included, self.begins, self.included_lacks = map(made, ("included", "begins", "included_lacks"))
        self.recruited, self.members, self.members_lacks = map(
            made, ("recruited", "members", "members_lacks")
        )
        self.events = {name: regex(source, re.IGNORECASE) for name, source in data["events"].items()}

    def value(self, printed: str) -> int:
        """A number as it is printed, or in words: "six thousand"."""
        text = printed.replace(",", "").casefold()
        if text.isdecimal():
            return int(text)
        number, _, times = text.partition(" ")
        return self._numbers[number] * {"": 1, "hundred": 100, "thousand": 1000}[times]

    def people_in(self, text: str) -> Iterator[tuple[re.Match[str], int, float]]:
        """Numbers of people, with how far each may be from the true one."""
        for found in self.people.finditer(text):
            printed = found["value"] or found["bare"]
            is_rough = self.about.search(text[: found.start()]) or not printed[0].isdigit()
            yield found, self.value(printed), _ROUGH if is_rough else _EXACT


def figures_of(facts: AgreementFacts) -> list[Item]:
    """Each figure that another place of the draft gives too, and whether the two fit."""
    claims = facts.derived(Claims)
    prose = claims.sentences_in("figures", facts)
    items = []
    for one, other in (*_people(facts, prose), *_pairs(facts, prose), *_parts(facts, prose)):
        for figure, agrees in ((other, True), (one, False)):
            values = {"measure": figure.measure, "agrees": agrees, "place": figure.sentence.place}
            items.append(figure.sentence.item(facts, figure.start, figure.end, values))
    return items


def _people(facts: AgreementFacts, prose: list[Sentence]) -> Iterator[tuple[_Figure, _Figure]]:
    """Numbers of all people, or of those who agreed, that no sum of the numbers in the limits is."""
    reader = facts.derived(Figures)
    limits = [
        (_figure("people", sentence, found, number), reader.agreed.search(sentence.text) is not None)
        for sentence in prose
        if sentence.place == "data_minimisation.limits"
        for found, number, _ in reader.people_in(sentence.text)
    ]
    numbers = {figure.least for figure, _ in limits}
    agreed = {figure.least for figure, did_agree in limits if did_agree}
    if not limits or len(numbers) > _MOST_GROUPS:
        return
    for sentence in prose:
        text = sentence.text
        if sentence.place == "data_minimisation.limits" or reader.part.search(text):
            continue
        found_all = list(reader.people_in(text))
        for found, number, far in found_all:
            is_total = reader.total.search(text) is not None
            known = numbers if is_total else agreed
            if not is_total and not (reader.agreed.search(text) and len(found_all) == 1):
                continue
            sums = {sum(some) for size in range(1, len(known) + 1) for some in combinations(known, size)}
            if known and not any(abs(number - each) <= max(far, 0.001) * each for each in sums):
                yield _figure("people", sentence, found, number), limits[0][0]


def _parts(facts: AgreementFacts, prose: list[Sentence]) -> Iterator[tuple[_Figure, _Figure]]:
    """Parts that come to more than the whole that is given with them."""
    reader = facts.derived(Figures)
    for number, sentence in enumerate(prose):
        found = reader.parts.search(sentence.text)
        if not found or reader.apart.search(sentence.text):
            continue
        whole = reader.value(found["whole"])
        parts = sum(reader.value(found[name]) for name in ("one", "more", "other") if found[name])
        if parts > whole * _MOST_OVER:
            measure = f"parts_{number}"
            before = found.string[: found.start("one")].rstrip(" :,(–")
            yield (
                _Figure(measure, sentence, found.start("one"), found.end(), parts, parts),
                _Figure(measure, sentence, found.start(), len(before), whole, whole),
            )


def _figure(measure: str, sentence: Sentence, found: re.Match[str], number: float) -> _Figure:
    return _Figure(measure, sentence, found.start(), found.end(), number, number)


def _pairs(facts: AgreementFacts, prose: list[Sentence]) -> Iterator[tuple[_Figure, _Figure]]:
    """Bounds that cannot both be true, each with the first place that gives another."""
    reader = facts.derived(Figures)
    figures = [
        *_follow_up(reader, prose),
        *_periods(reader, prose),
        *_begins(reader, prose),
        *_members(reader, prose),
    ]
    for number, one in enumerate(figures):
        for other in figures[:number]:
            same = one.measure == other.measure and one.sentence != other.sentence
            if same and one.printed != other.printed and _cannot_both_be(one, other):
                yield one, other
                break


def _cannot_both_be(one: _Figure, other: _Figure) -> bool:
    if one.measure in _BOUNDED:
        return one.least > other.most or other.least > one.most
    return (one.least, one.most) != (other.least, other.most)


def _follow_up(reader: Figures, prose: list[Sentence]) -> Iterator[_Figure]:
    for sentence in prose:
        text = sentence.text
        if not reader.follow.search(text) or reader.follow_part.search(text):
            continue
        found = list(reader.years.finditer(text))
        if len(found) != 1:
            continue
        value = float(reader.value(found[0]["value"]))
        most, least = reader.most.search(text), reader.least.search(text)
        bounds = (0.0, value) if most else (value, float("inf")) if least else (value, value)
        yield _Figure("follow_up", sentence, found[0].start(), found[0].end(), *bounds)


def _periods(reader: Figures, prose: list[Sentence]) -> Iterator[_Figure]:
    for sentence in prose:
        text = sentence.text
        if len(ranges := list(reader.range.finditer(text))) != 1:
            continue
        events = [name for name, pattern in reader.events.items() if pattern.search(text)]
        if len(events) != 1 or reader.phases.search(text):
            continue
        first, last = float(ranges[0]["first"]), float(ranges[0]["last"])
        yield _Figure(f"years_{events[0]}", sentence, ranges[0].start(), ranges[0].end(), first, last)


def _begins(reader: Figures, prose: list[Sentence]) -> Iterator[_Figure]:
    """The year from which on people are looked at, and that with which their list begins."""
    for sentence in prose:
        text = sentence.text
        if reader.included_lacks.search(text):
            continue
        if found := reader.begins.search(text):
            yield _Figure("begins", sentence, *found.span(), -float("inf"), float(found["first"]))
        elif found := reader.included.search(text):
            yield _Figure("begins", sentence, *found.span(), float(found["first"]), float("inf"))


def _members(reader: Figures, prose: list[Sentence]) -> Iterator[_Figure]:
    """How many were recruited, and how many are there now: some may have left."""
    for sentence in prose:
        text = sentence.text
        for found, number, far in () if reader.members_lacks.search(text) else reader.people_in(text):
            if far == _EXACT and reader.recruited.search(text[: found.start()]):
                yield _Figure("members", sentence, *found.span(), 0.0, number)
            elif far == _EXACT and reader.members.match(text, found.end()):
                yield _Figure("members", sentence, *found.span(), number, float("inf"))
