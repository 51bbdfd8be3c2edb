"""Sentences and clauses of a line, and whether a clause denies what it says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from dslint.compiled import builtin
from dslint.patterns import Alternative, Pattern
from dslint.vocabularies import Vocabularies

_SENTENCE_END = re.compile(r"[.;](?=\s|$)")
_CLAUSE_END = re.compile(r"[,:–—](?=\s|$)|\s(?=but\b|although\b|unless\b|except\b)")


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The offsets of the sentence that holds a stretch of a line."""
    before = 0
    for found in _SENTENCE_END.finditer(text, 0, start):
        before = found.end()
    after = _SENTENCE_END.search(text, end)
    return before, after.start() if after else len(text)


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """The offsets of the sentences of a line, in order."""
    start = 0
    for found in _SENTENCE_END.finditer(text):
        yield start, found.start()
        start = found.end()
    if start < len(text):
        yield start, len(text)


class Negation:
    """Tells whether a clause denies what it says."""

    def __init__(self, vocabularies: Vocabularies) -> None:
        self._words = vocabularies.vocabulary("negation")

    @cached_property
    def _negation(self) -> Pattern:
        words = self._words["before"]
        literals = [builtin(word).literals for word in words]
        clauses = [[text for few in literals for text in few]] if all(literals) else []
        return Pattern(whole := "|".join(words), [Alternative(whole, clauses)], trusted=True)

    def is_negated(self, text: str, sentence_start: int, start: int) -> bool:
        """Whether a word of denial stands in the clause before a hit."""
        clause = sentence_start
        for found in _CLAUSE_END.finditer(text, sentence_start, start):
            clause = found.end()
        return self._negation.matches(text[clause:start])
