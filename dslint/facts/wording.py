"""The patterns of the vocabularies, which share one pass over each line."""

from __future__ import annotations

from collections.abc import Iterable

from dslint.patterns import Index, Pass, Pattern

_PASS = Pass()


def index_of(patterns: Iterable[Pattern]) -> Index:
    """An index that asks for no pass of its own."""
    return Index(patterns, _PASS)


def says_nothing(text: str) -> bool:
    """Whether a line holds no word that any index made so far asks for."""
    return not _PASS.over(text)
