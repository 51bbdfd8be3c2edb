"""Capitalised words that may be the name of a body, although no table and no kind of name tells.

They count only in a place that nothing but a party can fill, or where the record has told elsewhere that they
are a body.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from dslint.facts.organisations import OrganisationMention, Organisations
from dslint.memo import BoundedMemo
from dslint.regexes import regex
from dslint.tuples import NamedTuple
from dslint.vocabularies import Vocabularies

_WORD = r"(?:[a-z]?[A-Z][\w&’'/-]*|\d[A-Z][A-Z\d]*)"
_PHRASE = regex(rf"(?<![\w&’'/.-]){_WORD}(?:(?: (?:of|for|the|in|on|and|&|de)){{0,2}} {_WORD}){{0,9}}")
_REFERENCE = regex(r"NIC-|\d{3}")
_AND = regex(r" (?:and|&) (?:the )?")
_OF = regex(r" (?:of|for) ")
_POSSESSIVE = regex(r"[’']s?$")
_VERB = regex(r"\w+(?: (?:in|on))? the (?=[A-Z\d])")  # "Hosts the Trust"
_SENTENCE_MARKS = frozenset(".:;!?•–—-")


class _Part(NamedTuple):
    """A name in a phrase, wherever that is: where it begins and ends, and where the words end that it was
    taken from. Without a `sort`, the words around the phrase tell."""

    start: int
    end: int
    reach: int
    sort: str | None


class Candidates:
    """Finds capitalised phrases that may be names."""

    def __init__(self, vocabularies: Vocabularies) -> None:
        self._organisations = vocabularies.derived(Organisations)
        data: dict[str, Any] = vocabularies.vocabulary("parties")["candidates"]
        self._openers: frozenset[str] = frozenset(data["openers"])
        self._offices: frozenset[str] = frozenset(data["offices"])
        self._roles = regex(data["roles"])
        self._things: frozenset[str] = frozenset(data["things"])
        self._not_alone: frozenset[str] = frozenset(word.casefold() for word in data["no_names"])
        self._places = _places(vocabularies.vocabulary("countries"))
        self._tells = BoundedMemo(self._is_telling)
        self._parts_of = BoundedMemo(self._taken_apart)  # registers repeat their phrases
        # Each word comes before what bounds it, so that the search looks at nothing but its first letter.
        words = dict.fromkeys(shape.split(" ")[0] for shape in data["shapes"])
        self._shape_word = regex("|".join(rf"{word}\b(?<!\w{word})" for word in words))
        self._shape = regex(rf"(?:{'|'.join(data['shapes'])})$")

    def has_shape(self, text: str) -> bool:
        """Whether a line may hold a phrase whose words tell that it is a body."""
        return self._shape_word.search(text) is not None

    def is_shape(self, name: str) -> bool:
        """Whether a name is that of a body by its last words."""
        return " " in name and self._shape.search(name) is not None

    def find(self, text: str, taken: Sequence[OrganisationMention]) -> tuple[OrganisationMention, ...]:
        """The phrases outside of the names that are taken, in order.

        The `sort` of a phrase is shape when its words tell that it is a body, weak when it is one word that
        may have its capital from where it stands, else phrase.
        """
        found: list[OrganisationMention] = []
        edges = [0, *(edge for each in taken for edge in (each.start, each.end)), len(text)]
        for start, end in zip(edges[::2], edges[1::2], strict=True):
            reached = start
            for phrase in _PHRASE.finditer(text, start, end):
                if start and phrase.start() == start + 1:
                    continue  # the rest of the name before it
                if phrase.start() >= reached:
                    found += self._names(text, phrase.start(), phrase.end())
                    reached = found[-1].end if found else start
        return tuple(found)

    def _names(self, text: str, start: int, end: int) -> Iterator[OrganisationMention]:
        if (verb := _VERB.match(text, start, end)) and _begins_a_sentence(text, start):
            start = verb.end()
        for part in self._parts_of[text[start:end]]:
            first = start + part.start
            sort = part.sort or ("weak" if _begins_a_sentence(text, first) else "phrase")
            if sort != "shape" and text.endswith(" in ", 0, first):
                continue  # a town: what is in a body is "in the cloud of" it
            last = self._organisations.with_brackets(text, start + part.end)
            name = text[first:last]
            identity, kind = self._organisations.identify(name)
            yield OrganisationMention(first, last, name, identity, kind, sort)
            if last > start + part.reach:
                return

    def _taken_apart(self, phrase: str) -> tuple[_Part, ...]:
        """The names in a phrase, in order."""
        found = []
        reach = 0
        for part in self._parts(phrase):
            first = phrase.index(part, reach)
            reach = first + len(part)
            if role := self._roles.match(part):
                first, part = first + role.end(), part[role.end() :]
            words = part.split()
            while words and words[0] in self._openers:
                first += len(words[0]) + 1
                words = words[1:]
            name = _POSSESSIVE.sub("", phrase[first:reach].strip())
            if words and words[0] not in self._offices and self._is_name(words) and name not in self._places:
                found.append(_Part(first, first + len(name), reach, self._sort(words)))
        return tuple(found)

    def _parts(self, phrase: str) -> list[str]:
        """Two bodies joined by "and" are two, unless what comes before is "of" or "for" something."""
        parts = _AND.split(phrase)
        if len(parts) == 1 or not self._shape.search(phrase):
            return parts
        return [phrase] if _OF.search(parts[0]) else parts

    def _is_name(self, words: list[str]) -> bool:
        return words[-1] not in self._things and any(map(self._tells.__getitem__, words))

    def _is_telling(self, word: str) -> bool:
        """Whether a word by itself may name a body: what case and the possessive add does not count."""
        return (
            len(word) > 1
            and word != word.lower()
            and any(map(str.isupper, word))
            and _POSSESSIVE.sub("", word.casefold()) not in self._not_alone
            and not _REFERENCE.search(word)
        )

    def _sort(self, words: list[str]) -> str | None:
        if self._shape.search(" ".join(words)) and len(words) > 1:
            return "shape"
        plain = len(words) == 1 and not any(letter.isupper() or letter.isdigit() for letter in words[0][1:])
        return None if plain else "phrase"


def _places(countries: dict[str, Any]) -> frozenset[str]:
    """Names of cities and countries: where something stands, and nobody."""
    cities = {each["city"] for each in countries["cities"]}
    return frozenset(cities | {each["id"].title() for each in countries["areas"]})


def _begins_a_sentence(text: str, start: int) -> bool:
    """Whether nothing but marks stand before an offset, back to the line's begin or the end of a sentence."""
    while start:
        start -= 1
        letter = text[start]
        if letter in _SENTENCE_MARKS:
            return True
        if letter.isalnum() or letter == "_":
            return False
    return True
