"""What a draft says of what the agreement rests on: that it is not there yet, is over, or is that of
something else.

The things and the words are data (vocabulary/standings.yaml).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from dslint.facts.drafts.answers import answers_by_key
from dslint.facts.drafts.passages import passages_of
from dslint.facts.item import Item
from dslint.facts.sections import REMEMBERED
from dslint.facts.sentences import sentences
from dslint.memo import cached_method
from dslint.model import Span, Value
from dslint.regexes import regex
from dslint.tuples import NamedTuple
from dslint.vocabularies import Vocabularies

if TYPE_CHECKING:
    from dslint.facts.agreement import AgreementFacts

_CLAUSE = regex(r"[,:–]|\b(?:but|as|which|and)\b")
_FINAL = ("ended", "refused")
_NEAR = 100  # code points between a thing and what is said of it
_FOLLOWING = 2  # sentences that may tell that it has been put right


class _Topic(NamedTuple):
    name: str
    noun: re.Pattern[str]
    alone: re.Pattern[str] | None
    unless: re.Pattern[str]


class _State(NamedTuple):
    name: str
    excepted: frozenset[str]  # topics
    behind: tuple[re.Pattern[str], ...]
    before: tuple[re.Pattern[str], ...]


class _Standing(NamedTuple):
    """Where a text tells how a thing stands."""

    topic: str
    state: str
    start: int
    end: int
    reached: int  # in its sentence: where later words may take it back


class Standings:
    """Finds things that are not there, are over, or are of something else."""

    def __init__(self, vocabularies: Vocabularies) -> None:
        data: dict[str, Any] = vocabularies.vocabulary("standings")
        self.places = frozenset((*data["sections"], *data["read"]))
        self._lacks, self._recurs, self._aside, self._denied, self._put_right, self._never, self._pronoun = (
            _made(data[key])
            for key in ("lacks", "recurs", "aside", "denied", "put_right", "never", "pronoun")
        )
        elsewhere: dict[str, Any] = data["elsewhere"]
        self.elsewhere: dict[str, str] = elsewhere["keys"]
        self._words, self._common = _made(elsewhere["words"]), _made(elsewhere["common"])
        self._stems: int = elsewhere["stems"]
        self._fewest: int = elsewhere["fewest"]
        self._topics = [
            _Topic(
                row["topic"],
                _made(row["noun"]),
                _made(row["alone"]) if "alone" in row else None,
                _made(row["unless"]),
            )
            for row in data["topics"]
        ]
        self._states = [
            _State(
                row["state"],
                frozenset(row.get("except", ())),
                tuple(map(_made, row.get("behind", ()))),
                tuple(map(_made, row.get("before", ()))),
            )
            for row in data["states"]
        ]

    @cached_method(REMEMBERED)
    def standings_in(self, text: str) -> tuple[_Standing, ...]:
        """One change of a draft leaves most of its lines."""
        return tuple(self._standings_in(text))

    def is_of_something_else(self, answer: str, rest: Iterable[str]) -> bool:
        """Whether an answer has several words that the rest of the draft does not have."""
        return len(self._stems_in(answer).difference(*map(self._stems_in, rest))) >= self._fewest

    @cached_method(REMEMBERED)
    def _stems_in(self, text: str) -> frozenset[str]:
        words = (found.group().casefold() for found in self._words.finditer(text))
        return frozenset(word[: self._stems] for word in words if not self._common.search(word))

    def _standings_in(self, text: str) -> Iterator[_Standing]:
        spans = list(sentences(text))
        before: list[_Topic] = []  # what the sentence before this one is about
        for number, (first, last) in enumerate(spans):
            sentence = text[first:last]
            about = [
                topic
                for topic in self._topics
                if (topic.noun.search(sentence) or (topic.alone and topic.alone.search(sentence)))
                and not topic.unless.search(sentence)
            ]
            inherited = before if not about and self._pronoun.search(sentence) else []
            before = about or inherited
            if not before or self._lacks.search(sentence):
                continue
            recurs = self._recurs.search(sentence) is not None
            later = text[last : spans[min(number + _FOLLOWING, len(spans) - 1)][1]]
            for topic in before:
                told = self._told(topic, sentence, about) if about else self._behind(topic, sentence)
                if told and not (recurs and told.state not in _FINAL):
                    rest = self._aside.sub("", sentence[told.reached :]) + later
                    if not self._is_put_right(rest):
                        yield told._replace(start=first + told.start, end=first + told.end)

    def _told(self, topic: _Topic, sentence: str, about: Sequence[_Topic]) -> _Standing | None:
        if topic.alone and (alone := topic.alone.search(sentence)):
            return _Standing(topic.name, "missing", *alone.span(), _clause_end(sentence, alone.end()))
        for noun in topic.noun.finditer(sentence):
            others = (
                other.start()
                for each in about
                for other in each.noun.finditer(sentence, noun.end())
                if each.name != topic.name
            )
            limit = min(others, default=len(sentence))
            if told := self._behind(topic, sentence, noun.end(), limit):
                return told._replace(start=noun.start())
            if told := self._before(topic, sentence, noun):
                return told
        return None

    def _before(self, topic: _Topic, sentence: str, noun: re.Match[str]) -> _Standing | None:
        """What is said of a thing before it is named. The verb behind it is part of that."""
        ahead = sentence[: noun.start()]
        for state in self._states:
            for pattern in state.before if topic.name not in state.excepted else ():
                if (match := pattern.search(ahead)) and not self._denied.search(ahead[: match.start()]):
                    reached = _clause_end(sentence, noun.end())
                    return _Standing(topic.name, state.name, match.start(), noun.end(), reached)
        return None

    def _behind(
        self, topic: _Topic, sentence: str, start: int = 0, limit: int | None = None
    ) -> _Standing | None:
        """The state that stands first behind a thing."""
        end = min(len(sentence) if limit is None else limit, start + 2 * _NEAR)
        found = [
            (match.start(), state.name, match.end())
            for state in self._states
            if topic.name not in state.excepted
            for pattern in state.behind
            if (match := pattern.search(sentence, start, end))
            and match.start() - start <= _NEAR
            and not self._denied.search(sentence[start : match.start()])
        ]
        if not found:
            return None
        at, name, reached = min(found)
        return _Standing(topic.name, name, at, reached, reached)

    def _is_put_right(self, behind: str) -> bool:
        return any(
            not self._never.search(behind[: found.start()]) for found in self._put_right.finditer(behind)
        )


def _clause_end(sentence: str, start: int) -> int:
    found = _CLAUSE.search(sentence, start)
    return found.start() if found else len(sentence)


def _made(source: str) -> re.Pattern[str]:
    return regex(source, re.IGNORECASE)


def standings_of(facts: AgreementFacts) -> list[Item]:
    """Each place of a draft that tells that something it rests on is not there, is over or is another's."""
    standings = facts.derived(Standings)
    answers = answers_by_key(facts)
    return [
        *_of_something_else(facts, standings, answers),
        *(
            Item(
                text[each.start : each.end],
                Span(span.line, span.column + each.start, span.column + each.end),
                place,
                {"topic": each.topic, "state": each.state},
                facts.index,
            )
            for text, span, place, _ in passages_of(facts)
            if place in standings.places
            for each in standings.standings_in(text)
        ),
    ]


def _of_something_else(
    facts: AgreementFacts, standings: Standings, answers: Sequence[tuple[str, Value]]
) -> Iterator[Item]:
    lines = [line for _, _, some in facts.narrative for line in some]
    for key, answer in answers:
        if topic := standings.elsewhere.get(key):
            rest = [*lines, *(other.text for _, other in answers if other is not answer)]
            if standings.is_of_something_else(answer.text, rest):
                values = {"topic": topic, "state": "other"}
                yield Item(answer.text, answer.span, key, values, facts.index)
