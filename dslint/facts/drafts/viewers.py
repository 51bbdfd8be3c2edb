"""Whose people alone see records, by a sentence of a draft, and who else of its bodies sees them.

The words are data (vocabulary/viewers.yaml).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from dslint.facts.drafts.claims import Claims
from dslint.facts.drafts.passages import Sentence, bodies_meant, bodies_named, sentences_of
from dslint.facts.item import Item
from dslint.facts.sections import REMEMBERED
from dslint.memo import cached_method
from dslint.vocabularies import Vocabularies

if TYPE_CHECKING:
    from dslint.facts.agreement import AgreementFacts

_OF_PROCESSOR = "processors.does"


class Viewers:
    """Reads who sees records, by the words of some vocabularies."""

    def __init__(self, vocabularies: Vocabularies) -> None:
        data: dict[str, Any] = vocabularies.vocabulary("viewers")
        claims = vocabularies.derived(Claims)

        def made(source: str) -> re.Pattern[str]:
            return claims.made(source, data["words"])

        self._closed, self._closed_lacks, self._lacks = (
            made(data[key]) for key in ("closed", "closed_lacks", "lacks")
        )
        self._sees, self._none, self._works = (
            [made(source) for source in data[key]] for key in ("sees", "none", "works")
        )
        self._none_key = made(data["none_key"])

    def keeps(self, sentence: Sentence) -> bool:
        """Whether a sentence keeps the records to the people of the bodies that it names."""
        return self._is_closed(sentence.hidden, sentence.text)

    @cached_method(REMEMBERED)
    def _is_closed(self, hidden: str, text: str) -> bool:
        return bool(self._closed.search(hidden)) and not self._closed_lacks.search(text)

    def seen_in(self, sentence: Sentence) -> re.Match[str] | None:
        """Where a sentence has people of one of the draft's own bodies see records."""
        return self._seen(sentence.hidden)

    @cached_method(REMEMBERED)
    def _seen(self, text: str) -> re.Match[str] | None:
        return None if self._lacks.search(text) else _first(self._sees, text)

    def worked_in(self, sentence: Sentence) -> re.Match[str] | None:
        """Where a sentence has one of the draft's own bodies work with records."""
        return self._worked(sentence.hidden)

    @cached_method(REMEMBERED)
    def _worked(self, text: str) -> re.Match[str] | None:
        return None if self._lacks.search(text) else _first(self._works, text)

    def none_in(self, sentence: Sentence) -> re.Match[str] | None:
        """Where a sentence, or what a key says of a processor, keeps the records from a body."""
        if sentence.place == _OF_PROCESSOR:
            return self._none_key.search(sentence.text)
        return self._kept_from(sentence.hidden)

    @cached_method(REMEMBERED)
    def _kept_from(self, text: str) -> re.Match[str] | None:
        return _first(self._none, text)


def _first(patterns: list[re.Pattern[str]], text: str) -> re.Match[str] | None:
    return next((found for each in patterns if (found := each.search(text))), None)


def viewers_of(facts: AgreementFacts) -> list[Item]:
    """Each sentence in which people of a body see records, though another sentence keeps them from that body:
    `kept` is that one."""
    prose = facts.derived(Claims).sentences_in("bodies", facts)
    told = {**dict(_beside_the_named(facts, prose)), **dict(_of_the_shut_out(facts, prose))}
    return [sentence.whole(facts, {"kept": kept, "place": sentence.place}) for sentence, kept in told.items()]


def _beside_the_named(facts: AgreementFacts, prose: list[Sentence]) -> Iterator[tuple[Sentence, str]]:
    """People of a body that no sentence names which keeps the records to some bodies."""
    viewers = facts.derived(Viewers)
    kept = [each for each in prose if viewers.keeps(each)]
    allowed = frozenset().union(*(bodies_named(facts, each.text) for each in kept))
    for sentence in prose if kept else ():
        if (found := viewers.seen_in(sentence)) and not viewers.keeps(sentence):
            named = bodies_named(facts, sentence.text[found.start() : found.end()])
            if named and not named & allowed:
                yield sentence, kept[0].text


def _of_the_shut_out(facts: AgreementFacts, prose: list[Sentence]) -> Iterator[tuple[Sentence, str]]:
    """A body that has none of the data by one sentence, and works with them by another."""
    viewers = facts.derived(Viewers)
    shut_out: dict[frozenset[str], Sentence] = {}
    for sentence in (*prose, *(each for each in sentences_of(facts) if each.place == _OF_PROCESSOR)):
        if found := viewers.none_in(sentence):
            name = sentence.entry.parts.get("name") if sentence.entry else None
            if sentence.place == _OF_PROCESSOR:
                named = frozenset((name.text,) if name else ())
            else:
                named = bodies_meant(facts, sentence.text[: found.end()])
            shut_out.setdefault(named, sentence)
    for sentence in prose if shut_out else ():
        if found := viewers.worked_in(sentence):
            named = bodies_meant(facts, sentence.text[found.start() : found.end()])
            if len(named) == 1 and named in shut_out and shut_out[named] != sentence:
                yield sentence, shut_out[named].text
