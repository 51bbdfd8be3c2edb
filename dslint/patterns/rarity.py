"""How rare a text is in the lines of registers, told from the words that are common there."""

from __future__ import annotations

import os
from functools import cache

from dslint.regexes import regex

_OTHER = 2  # lines of a thousand, for a word that holds nothing common
_EACH_WORD = 0.6  # of the lines with one word of a text, those that hold one more of them behind it
_WORDS = regex(r"[a-z0-9]+")


@cache
def _common() -> dict[str, int]:
    """Each word that stands in at least four of a thousand different lines of the workbook of 2021, and in
    how many."""
    with open(os.path.join(os.path.dirname(__file__), "common_words.txt"), encoding="utf-8") as words:
        rows = words.read().split("\n")
    return {word: int(lines) for word, lines in (row.split() for row in rows if row)}


def lines_with_any(texts: set[str]) -> float:
    """Of a thousand lines, about how many hold one of the texts. Those that share a word count once."""
    most: dict[str, float] = {}
    for word, lines in (_rarest(text.lower()) for text in texts):
        most[word] = max(lines, most.get(word, 0))
    return sum(most.values())


@cache
def _rarest(text: str) -> tuple[str, float]:
    """The rarest word of a text, whole or cut at its ends, and of a thousand lines how many hold the text."""
    words = [
        (_lines_with(found.group(), found.start() > 0, found.end() < len(text)), found.group())
        for found in _WORDS.finditer(text)
    ]
    if not words:
        return text, 1000 if text.isspace() else 100
    lines, word = min(words)
    return word, lines * _EACH_WORD ** (len(words) - 1)


@cache
def _lines_with(piece: str, begins: bool, ends: bool) -> int:
    """How many lines of a thousand hold a word that is the piece, or begins, ends or goes on around it."""
    lines = sum(
        share
        for word, share in _common().items()
        if piece in word and (not begins or word.startswith(piece)) and (not ends or word.endswith(piece))
    )
    return max(lines, _OTHER)
