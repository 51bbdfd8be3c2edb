"""Names in a draft that are almost those of its keys, so that a reader cannot tell whether one body is meant.

Two names are near where one word of them differs and begins alike, or where one has a word more in between.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

from dslint.facts.drafts.answers import answers_by_key
from dslint.facts.drafts.passages import Sentence, sentences_of
from dslint.facts.item import Item
from dslint.model import Span
from dslint.regexes import regex
from dslint.vocabularies import Vocabularies

if TYPE_CHECKING:
    from dslint.facts.agreement import AgreementFacts

_NAME = regex(
    r"(?<![\w’'-])(?:\d+ )?[A-Z][\w&-]*(?: (?:(?:of|for|and|the|&) ){0,2}[A-Z][\w&-]*){1,7}(?![\w&-])"
)
_WITH_FORM = regex(r".*?\b(?:Ltd|Limited|plc|LLP|CIC)\b")
_ALIKE = 0.6  # of two words that one may be written for the other
_BEGINS = 3  # letters that such words begin with alike


class NearNames:
    """Keys that name bodies, and words that tell bodies apart."""

    def __init__(self, vocabularies: Vocabularies) -> None:
        data: dict[str, Any] = vocabularies.vocabulary("near_names")
        self.keys = frozenset(data["keys"])
        self.kinds = frozenset(word.casefold() for word in data["kinds"])
        self.forms = frozenset(word.casefold() for word in data["forms"])
        self._numbers: dict[str, int] = vocabularies.vocabulary("counts")["numbers"]
        self.lacks = regex(data["lacks"], re.IGNORECASE)

    def _number(self, word: str) -> str:
        return str(self._numbers.get(word, word))

    def words(self, name: str) -> tuple[str, ...]:
        found = re.findall(r"[\w&]+", name.casefold())
        return tuple(word for word in found if word not in self.forms)

    def meant(self, name: str, known: dict[tuple[str, ...], str]) -> str | None:
        """The known name that a name is almost; None for one that is known."""
        words, is_whole = self.words(name), bool(_WITH_FORM.match(name))
        if words in known:
            return None
        near = (
            text
            for other, text in known.items()
            if self.are_near(words, other, is_whole and bool(_WITH_FORM.match(text)))
        )
        return next(near, None)

    def are_near(self, one: tuple[str, ...], other: tuple[str, ...], are_whole: bool) -> bool:
        """Whether two names, which differ, may be slips for each other. `are_whole` have legal forms:
        without one, a word behind a name, or a plural of it, is something of the body."""
        if one == other or min(len(one), len(other)) < 2:
            return False
        if "".join(one) == "".join(other) or sorted(one) == sorted(other):
            return True  # "Quarry Bank", and the same words in another order
        if len(one) == len(other):
            differ = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
            if not are_whole and one[-1] != other[-1] and one[-1].rstrip("s") == other[-1].rstrip("s"):
                return False
            return len(differ) == 1 and (
                self._number(differ[0][0]) == self._number(differ[0][1]) or self._are_alike(*differ[0])
            )
        longer, shorter = sorted((one, other), key=len, reverse=True)
        if len(longer) != len(shorter) + 1 or longer[0] != shorter[0] or self.kinds.issuperset(shorter):
            return False
        more = next((n for n, word in enumerate(shorter) if longer[n] != word), len(shorter))
        if more == len(shorter) and not are_whole:
            return False
        return longer[:more] + longer[more + 1 :] == shorter and longer[more] not in self.kinds

    def _are_alike(self, one: str, other: str) -> bool:
        if one in self.kinds or other in self.kinds or one.isdecimal() or other.isdecimal():
            return False
        if one.rstrip("s") == other.rstrip("s"):
            return True
        alike = SequenceMatcher(None, one, other).ratio() >= _ALIKE
        return alike and (one[:_BEGINS] == other[:_BEGINS] or one[1:] == other[1:])


def near_names_of(facts: AgreementFacts) -> list[Item]:
    """Each name in a draft that is almost that of a body under a key, with the name that is `meant`."""
    near = facts.derived(NearNames)
    known: dict[tuple[str, ...], str] = {}
    found: list[tuple[str, Span, str, str]] = []
    for key, (text, span) in answers_by_key(facts):
        if key in near.keys:
            bare = re.sub(r"\s*\([^()]*\)", "", text)
            words = near.words(bare)
            if meant := near.meant(bare, known):
                found.append((text, span, key.split(".")[0], meant))
            known.setdefault(words, text)
    prose = sentences_of(facts)
    apart = [sentence.text for sentence in prose if near.lacks.search(sentence.text)]
    for text, span, field in _names(prose):
        if meant := near.meant(text, known):
            found.append((text, span, field, meant))
    return [
        Item(text, span, field, {"meant": meant}, facts.index)
        for text, span, field, meant in found
        if not any(text in each for each in apart)
    ]


def _names(prose: list[Sentence]) -> Iterator[tuple[str, Span, str]]:
    for sentence in prose:
        for found in _NAME.finditer(sentence.text):
            company = _WITH_FORM.match(found.group())
            name = company.group() if company else found.group()
            line, column, _ = sentence.span
            start = column + found.start()
            yield name, Span(line, start, start + len(name)), sentence.place.partition(".")[0]
