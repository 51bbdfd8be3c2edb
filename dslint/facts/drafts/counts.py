"""Numbers in the prose of a draft, next to how many entries its keys have: "both processors" of one.

What is counted, and by which key, is data (vocabulary/draft_counts.yaml).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from dslint.facts.drafts.answers import answers_by_key
from dslint.facts.drafts.passages import sentences_of
from dslint.facts.item import Item
from dslint.facts.sections import REMEMBERED
from dslint.memo import cached_method
from dslint.regexes import regex
from dslint.tuples import NamedTuple
from dslint.vocabularies import Vocabularies

if TYPE_CHECKING:
    from dslint.facts.agreement import AgreementFacts

_BETWEEN = r"(?:\s+(?:the|of|its|our|their|these|those|listed|named|said|national|joint|data|external))*\s+"
_OTHERS = regex(r"(?:\bit|\b[A-Z][\w&]*) and (?:the |its )?(?:other|remaining) $")
_NEAR = 50  # code points behind a noun in which words make it another count
_PLURAL = ("s", "S")
_PAIR = 2
_WORDS = 9  # of an entry of a list
_AND = regex(r"\s+and\s+|\s*&\s*")
_COMMA, _COMMA_AND = regex(r",\s*(?:and\s+)?"), regex(r",\s*and\s")


class _Counted(NamedTuple):
    start: int
    end: int
    number: int
    noun: str
    keys: tuple[str, ...]
    definite: bool  # "the two", and not "two"
    only_definite: bool


class DraftCounts:
    """The counts that some vocabularies know."""

    def __init__(self, vocabularies: Vocabularies) -> None:
        data: dict[str, Any] = vocabularies.vocabulary("draft_counts")
        self._numbers: dict[str, int] = data["numbers"]
        numbers = "|".join([*self._numbers, r"\d{1,2}"])
        self._nouns = [
            (
                row["noun"],
                tuple(row["keys"]),
                re.compile(rf"\b(?P<number>{numbers}){_BETWEEN}(?:{row['match']})\b", re.IGNORECASE),
                regex(row.get("has", ""), re.IGNORECASE),
                row.get("definite", False),
                regex(row["pair"], re.IGNORECASE) if "pair" in row else None,
            )
            for row in data["nouns"]
        ]
        self._any = re.compile(
            rf"(?<![\w<>-])(?P<number>{numbers})\s+(?P<noun>[a-z]+s)(?P<list>\s*:\s*[^.;:]{{3,200}})$",
            re.IGNORECASE,
        )
        self._before, self._behind, self._lacks, self._definite, self._no_list, self._no_entry = (
            regex(data[key], re.IGNORECASE)
            for key in ("before", "behind", "lacks", "definite", "no_list", "no_entry")
        )

    @cached_method(REMEMBERED)
    def counted_in(self, sentence: str) -> tuple[_Counted, ...]:
        return tuple(self._counted_in(sentence))

    def _counted_in(self, text: str) -> Iterator[_Counted]:
        for noun, keys, match, has, only_definite, pair in self._nouns:
            for found in match.finditer(text):
                before, behind = text[: found.start()], text[found.end() :]
                others = _OTHERS.search(before)
                if (
                    self._behind.match(behind)
                    or (not others and self._before.search(before))
                    or self._lacks.search(text, 0, found.end() + _NEAR)
                    or not has.search(text)
                ):
                    continue
                number = self._number(found["number"]) + (1 if others else 0)
                if number > 1 and not found.group().endswith(_PLURAL):
                    continue  # "the Pillar 2 dataset"
                if number == _PAIR and pair and pair.search(before):
                    continue
                definite = bool(self._definite.search(before) or self._definite.match(found.group()))
                yield _Counted(found.start(), found.end(), number, noun, keys, definite, only_definite)

    def _number(self, word: str) -> int:
        return int(word) if word.isdecimal() else self._numbers[word.casefold()]

    def _is_entry(self, text: str) -> bool:
        return len(text.split()) <= _WORDS and not self._no_entry.search(text)

    def listed_in(self, sentence: str, following: str) -> tuple[int, int, int, int] | None:
        """A number with its list behind a colon: where it stands, the number and how many are listed."""
        found = self._any.search(sentence)
        if not found or self._no_list.match(found["noun"]) or following[:1].islower():
            return None  # a list may go on behind a semicolon
        several = _entries(found["list"].strip(" :"))
        if len(several) < _PAIR or not all(map(self._is_entry, several)):
            return None
        return found.start(), found.end(), self._number(found["number"]), len(several)


def _entries(text: str) -> list[str]:
    """The entries of a list in a sentence; none where "and" may join two of them or be within one."""
    parts = [each for each in _COMMA.split(text) if each.strip()]
    if _COMMA_AND.search(text):
        return parts
    *first, last = parts or [""]
    ends = [each for each in _AND.split(last) if each.strip()]
    if first and (len(ends) > _PAIR or any(map(_AND.search, first))):
        return []
    return [*first, *ends]


def draft_counts_of(facts: AgreementFacts) -> list[Item]:
    """Each number in the prose of a draft that a key answers. `agrees` tells whether the key has as many."""
    counts = facts.derived(DraftCounts)
    answers = [(key, value.text.casefold()) for key, value in answers_by_key(facts)]
    found = [
        (sentence, counted)
        for sentence in sentences_of(facts)
        for counted in counts.counted_in(sentence.text)
    ]
    items = []
    for sentence, counted in found:
        if counted.only_definite and not counted.definite:
            continue
        if counted.keys:
            numbers = {len({text for key, text in answers if key in counted.keys})} - {0}
            if counted.only_definite:
                numbers |= _of_parts(facts)
        else:
            numbers = {each.number for _, each in found if each is not counted and each.noun == counted.noun}
        values = {
            "noun": counted.noun,
            "number": str(counted.number),
            "listed": " or ".join(map(str, sorted(numbers))),
            "agrees": not numbers or counted.number in numbers,
        }
        items.append(sentence.item(facts, counted.start, counted.end, values))
    for sentence in sentences_of(facts):
        if several := counts.listed_in(sentence.text, sentence.following):
            start, end, number, listed = several
            values = {
                "noun": "entries",
                "number": str(number),
                "listed": str(listed),
                "agrees": number == listed,
            }
            items.append(sentence.item(facts, start, end, values))
    return items


def _of_parts(facts: AgreementFacts) -> set[int]:
    """How many of the listed places are those of one body, of one use or in one country."""
    entries = facts.agreement.entries.get("locations", ())
    of_part: Counter[tuple[str, str]] = Counter()
    for entry in entries:
        of_part.update(
            (key, entry.parts[key].text) for key in ("organisation", "use", "country") if key in entry.parts
        )
    return {*of_part.values(), *Counter(key for key, _ in of_part).values()}
