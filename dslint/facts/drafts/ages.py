"""The ages of those whose records a draft asks for, and people of other ages in its text.

The words are data (vocabulary/ages.yaml).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from dslint.facts.drafts.claims import Claims
from dslint.facts.item import Item
from dslint.facts.sections import REMEMBERED
from dslint.memo import cached_method
from dslint.tuples import NamedTuple
from dslint.vocabularies import Vocabularies

if TYPE_CHECKING:
    from dslint.facts.agreement import AgreementFacts

_OLDEST = 130  # years
_LIMITS = "data_minimisation.limits"


class _Ages(NamedTuple):
    """The lowest and the highest, in years. `start` and `end` are where a text tells them."""

    low: int
    high: int
    start: int
    end: int


class Ages:
    """Reads ages by the words of some vocabularies."""

    def __init__(self, vocabularies: Vocabularies) -> None:
        data: dict[str, Any] = vocabularies.vocabulary("ages")
        self._numbers: dict[str, int] = data["numbers"]
        self._decades: dict[str, int] = data["decades"]
        self._grown: int = data["grown"]
        self._claims = vocabularies.derived(Claims)
        number = rf"(?:\d{{2}}|{'|'.join(sorted(self._numbers, key=len, reverse=True))})"

        def made(source: str) -> re.Pattern[str]:
            return self._claims.made(source.replace("{n}", number))

        self._lowest, self._told, self._left_out = (
            [made(source) for source in data[key]] for key in ("lowest", "told", "left_out")
        )
        self._range, self._closed, self._lacks, self._in_part = (
            made(data[key]) for key in ("range", "closed", "lacks", "in_part")
        )

    @cached_method(REMEMBERED)
    def limit_in(self, text: str, is_limit: bool) -> _Ages | None:
        """The ages to which a sentence limits the records. `is_limit` holds for the key that gives limits."""
        if not is_limit and not self._closed.search(text):
            return None
        if found := self._range.search(text):
            return self._ages(found)
        return next((self._ages(found) for each in self._lowest if (found := each.search(text))), None)

    @cached_method(REMEMBERED)
    def told_in(self, text: str) -> tuple[_Ages, ...]:
        """The ages of people whose records a sentence looks at."""
        if self._lacks.search(text):
            return ()
        told: dict[int, _Ages] = {}  # by where they end: the longest words for the same ages come first
        for each in self._told:
            for found in each.finditer(text):
                told.setdefault(found.end(), self._ages(found))
        return tuple(told.values())

    @cached_method(REMEMBERED)
    def left_out_in(self, text: str) -> _Ages | None:
        """The ages of people who are left out altogether."""
        if self._in_part.search(text):
            return None
        return next((self._ages(found) for each in self._left_out if (found := each.search(text))), None)

    def _ages(self, found: re.Match[str]) -> _Ages:
        told = {name: text.casefold() for name, text in found.groupdict().items() if text}
        low, high = 0, _OLDEST
        if "adults" in told:
            low = self._grown
        elif "decade" in told:
            low = self._decades[told["decade"]]
            high = low + 9
        elif "from" in told:
            low = self._number(told["from"])
        elif "below" in told:
            high = self._number(told["below"]) - 1
        else:
            low = self._number(told["low"])
            high = self._number(told["high"]) if "high" in told else _OLDEST
        return _Ages(low, high, found.start(), found.end())

    def _number(self, text: str) -> int:
        return self._numbers[text] if text in self._numbers else int(text)


def ages_beyond_of(facts: AgreementFacts) -> list[Item]:
    """Each stretch of a text about people who are all younger, or all older, than the limits allow, and about
    people within the limits who are `left_out`."""
    reader, claims = facts.derived(Ages), facts.derived(Claims)
    limits = list(_limits(facts))
    items: list[Item] = []
    for sentence in claims.sentences_in("beyond", facts) if limits else ():
        beyond = [
            (told, False)
            for told in reader.told_in(sentence.text)
            if all(_is_beyond(told, limit) for limit, _ in limits)
        ]
        out = reader.left_out_in(sentence.text)
        if out and all(limit.low <= out.high < limit.high for limit, _ in limits):
            beyond.append((out, True))
        for told, is_left_out in beyond:
            values = {"limit": limits[0][1], "left_out": is_left_out, "place": sentence.place}
            items.append(sentence.item(facts, told.start, told.end, values))
    return items


def _is_beyond(told: _Ages, limit: _Ages) -> bool:
    """Whether none of the people are within a limit, or everybody from a lower age on is meant."""
    is_open = told.high == limit.high == _OLDEST
    return told.high < limit.low or told.low > limit.high or (is_open and told.low < limit.low)


def _limits(facts: AgreementFacts) -> Iterator[tuple[_Ages, str]]:
    reader = facts.derived(Ages)
    for sentence in facts.derived(Claims).sentences_in("use", facts):
        if ages := reader.limit_in(sentence.text, sentence.place == _LIMITS):
            yield ages, sentence.text[ages.start : ages.end]
