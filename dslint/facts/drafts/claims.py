"""What single sentences of a draft claim, told by the words that any wording of it has, and of which flows.

The claims and their words are data (vocabulary/claims.yaml).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from dslint.facts.drafts.flows import Flows
from dslint.facts.drafts.passages import Sentence, sentences_of
from dslint.facts.item import Item
from dslint.facts.sections import REMEMBERED
from dslint.facts.sentences import Negation
from dslint.memo import cached_method
from dslint.regexes import regex
from dslint.tuples import NamedTuple
from dslint.vocabularies import Vocabularies

if TYPE_CHECKING:
    from dslint.facts.agreement import AgreementFacts

_SIDES = ("says", "against")  # of a pair of claims


class _Claim(NamedTuple):
    """`has` are found in the sentence, each of them; `negated` is what the last of them is to be."""

    name: str
    has: tuple[re.Pattern[str], ...]
    lacks: re.Pattern[str] | None
    places: frozenset[str] | None  # None for anywhere
    negated: bool | None
    things: tuple[tuple[str, re.Pattern[str]], ...]
    near: bool  # the things are those of the matches
    of: str | None  # the ground of the flows that it is about
    whole: bool


class _Found(NamedTuple):
    claim: str
    start: int
    end: int
    thing: str | None
    of: str | None
    at: int  # where the topic stands
    whole: bool


class Claims:
    """The claims that some vocabularies know."""

    def __init__(self, vocabularies: Vocabularies) -> None:
        data: dict[str, Any] = vocabularies.vocabulary("claims")
        self._words: dict[str, str] = {}
        for name, source in data["words"].items():
            self._words[name] = self._with_words(source)
        self._negation = vocabularies.derived(Negation)
        self._places: dict[str, frozenset[str]] = {
            name: frozenset(some) for name, some in data["places"].items()
        }
        self._sides = {
            claim: (pair, side)
            for pair, both in data["pairs"].items()
            for claim, side in zip(both, _SIDES, strict=True)
        }
        things: dict[str | None, dict[str, str]] = data["things"]
        self._claims = [
            _Claim(
                row["claim"],
                tuple(self.made(source) for source in row["has"]),
                self.made(row["lacks"]) if "lacks" in row else None,
                self._places[row["in"]] if "in" in row else None,
                row.get("negated"),
                tuple((name, self.made(match)) for name, match in things.get(row.get("things"), {}).items()),
                row.get("near", False),
                row.get("of"),
                row.get("whole", False),
            )
            for row in data["claims"]
        ]
        self._items = [self.made(match) for match in things["items"].values()]
        self._taken_back, self._reason, self._excepted = (
            self.made(data[key]) for key in ("taken_back", "reason", "excepted")
        )

    def _with_words(self, source: str) -> str:
        for name, pattern in self._words.items():
            source = source.replace(f"{{{name}}}", pattern)
        return source

    def made(self, source: str, words: Mapping[str, str] = MappingProxyType({})) -> re.Pattern[str]:
        """A pattern with words of its own, and then those of the claims, in place of their names."""
        for name, pattern in words.items():
            source = source.replace(f"{{{name}}}", pattern)
        return regex(self._with_words(source), re.IGNORECASE)

    def sentences_in(self, places: str, facts: AgreementFacts) -> list[Sentence]:
        """The sentences of a draft in some places, by the name of these."""
        return [each for each in sentences_of(facts) if each.place in self._places[places]]

    def items_in(self, text: str) -> Iterator[re.Match[str]]:
        """The data items that a text names."""
        for pattern in self._items:
            if found := pattern.search(text):
                yield found

    def side_of(self, claim: str, thing: str | None) -> dict[str, str]:
        """The pair that a claim is of, with its thing, and the side that it takes there."""
        if claim not in self._sides:
            return {}
        pair, side = self._sides[claim]
        return {"pair": f"{pair}: {thing}" if thing else pair, "side": side}

    @cached_method(REMEMBERED)
    def is_excepted(self, text: str) -> bool:
        """Whether a sentence takes something out of what it says."""
        return self._excepted.search(text) is not None

    @cached_method(REMEMBERED)
    def claims_in(self, text: str, hidden: str, following: str, place: str) -> tuple[_Found, ...]:
        """One change of a draft leaves most of its sentences."""
        if self._taken_back.match(following):
            return ()
        first: dict[tuple[str, str | None], _Found] = {}
        for found in self._claims_in(text, hidden, place):
            first.setdefault((found.claim, found.thing), found)
        return tuple(first.values())

    def _claims_in(self, text: str, hidden: str, place: str) -> Iterator[_Found]:
        without_reason = self._reason.sub("", text)
        for claim in self._claims:
            if claim.places is not None and place not in claim.places:
                continue
            if not (found := self._matches(claim, hidden if claim.whole else text)):
                continue
            if claim.lacks and claim.lacks.search(hidden if claim.whole else without_reason):
                continue
            start, end = min(each.start() for each in found), max(each.end() for each in found)
            where = text[start:end] if claim.near else text
            things = [thing for thing, match in claim.things if match.search(where)]
            for thing in things if claim.things else [None]:
                yield _Found(claim.name, start, end, thing, claim.of, found[0].start(), claim.whole)

    def _matches(self, claim: _Claim, text: str) -> list[re.Match[str]]:
        found: list[re.Match[str]] = []
        for pattern in claim.has[:-1]:
            if not (match := pattern.search(text)):
                return []
            found.append(match)
        shown = text
        for match in found:  # a denial in the topic is none of the state
            shown = shown[: match.start()] + "_" * len(match.group()) + shown[match.end() :]
        for match in claim.has[-1].finditer(text):
            if claim.negated is None or self._negation.is_negated(shown, 0, match.start()) is claim.negated:
                return [*found, match]
        return []


def claims_of(facts: AgreementFacts) -> list[Item]:
    """Each claim of each sentence."""
    claims = facts.derived(Claims)
    flows = Flows(facts)
    items: list[Item] = []
    for sentence in sentences_of(facts):
        text, _, place, _, hidden, following = sentence
        for found in claims.claims_in(text, hidden, following, place):
            values = {
                "claim": found.claim,
                "thing": found.thing,
                "place": place,
                "sentence": text,
                "excepted": claims.is_excepted(text),
                **claims.side_of(found.claim, found.thing),
                **flows.values_of(sentence, found.at, found.of),
            }
            if found.whole:
                items.append(sentence.whole(facts, values))
            else:
                items.append(sentence.item(facts, found.start, found.end, values))
    return items
