"""Sentences and clauses of a line, and whether a clause denies what it says."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property, lru_cache

from dslint.compiled import builtin, vocabulary
from dslint.memo import cached_method
from dslint.patterns import Alternative, Pattern
from dslint.regexes import regex
from dslint.vocabularies import Vocabularies

_CLAUSE_END = regex(r"[,:–—](?=\s|$)|\s(?=but\b|although\b|unless\b|except\b)")
_INITIALS = regex(r"(?:[A-Z]\.){2,}")


@lru_cache(maxsize=1)
def _may_end() -> tuple[str, ...]:
    return tuple(vocabulary("sentences")["may_end"])


@lru_cache(maxsize=1)
def _sentence_end() -> re.Pattern[str]:
    """What ends a sentence. Initials of a name do not: "J.P. Moor", "J. P. Moor"."""
    others = "|".join(rf"(?<=\b{re.escape(each)})" for each in _may_end())
    return regex(
        rf"[.;](?=\s|$)(?:(?<![A-Z]\.[A-Z]\.)|{others})"
        r"(?<!\b[A-Z]\. [A-Z]\.)(?!(?<=\b[A-Z]\.) [A-Z]\. [A-Z])"
    )


def is_initials(word: str) -> bool:
    """Whether a word is the initials of a name, such as "J.P.", which end no sentence."""
    return word not in _may_end() and _INITIALS.fullmatch(word) is not None


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The offsets of the sentence that holds a stretch of a line.

    A stretch right behind a mark that can end a sentence begins one.
    """
    ends = _ends_of_sentences(text)
    before, after = bisect_left(ends, start), bisect_left(ends, end)
    first = ends[before - 1] + 1 if before else 0
    if start and text[start - 1] in ".;":
        first = start
    return first, ends[after] if after < len(ends) else len(text)


@lru_cache(maxsize=64)
def _ends_of_sentences(text: str) -> tuple[int, ...]:
    return tuple(found.start() for found in _sentence_end().finditer(text))


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """The offsets of the sentences of a line, in order."""
    start = 0
    for end in _ends_of_sentences(text):
        yield start, end
        start = end + 1
    if start < len(text):
        yield start, len(text)


class Negation:
    """Tells whether a clause denies what it says."""

    def __init__(self, vocabularies: Vocabularies) -> None:
        self._words = vocabularies.vocabulary("negation")

    @cached_property
    def _negation(self) -> Pattern:
        words = self._words["before"]
        patterns = [builtin(word) for word in words]
        clauses = (
            [[text for each in patterns for text in each.literals]]
            if all(p.literals for p in patterns)
            else []
        )
        begins = [begin for each in patterns for one in each.alternatives for begin in one.begins or [""]]
        whole = "|".join(words)
        return Pattern(whole, [Alternative(whole, clauses, begins if all(begins) else ())], trusted=True)

    @cached_method(64)
    def _denials(self, text: str) -> list[tuple[int, int]]:
        """Where the words of denial stand in a text."""
        return self._negation.spans(text)

    def is_negated(self, text: str, sentence_start: int, start: int) -> bool:
        """Whether a word of denial stands in the clause before a hit."""
        last = max((at for at, end in self._denials(text) if end <= start), default=-1)
        if last < sentence_start:
            return False
        return not any(found.end() > last for found in _CLAUSE_END.finditer(text[:start], sentence_start))
