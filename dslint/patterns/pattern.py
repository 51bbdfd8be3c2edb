"""A pattern of a rule or a vocabulary, compiled when it is needed.

Built-in patterns are proven by the tests and run on `re`. Patterns of other people's rules run on `regex`,
with a time bound.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from dslint import resources
from dslint.patterns.alternatives import FLAGS, Alternative, alternatives_of, expanded

TIMEOUT = 1.0  # seconds for one pattern on one line


class PatternTimeout(Exception):
    """A pattern took longer than TIMEOUT on a line."""


class Pattern:
    """A case-insensitive pattern; only its alternatives that a text may match are compiled and run.

    `literals` are lower-case texts of which every match holds at least one; none when nothing is sure.
    """

    __slots__ = ("_compiled", "alternatives", "literals", "source", "trusted")

    def __init__(
        self, source: str, alternatives: Sequence[Alternative] | None = None, trusted: bool = False
    ) -> None:
        self.source = expanded(source)
        self.trusted = trusted
        self.alternatives = alternatives or alternatives_of(source, trusted)
        first = [one.clauses[0] if one.clauses else () for one in self.alternatives]
        self.literals = tuple({text: None for clause in first for text in clause}) if all(first) else ()
        self._compiled: list[Any] = [None] * len(self.alternatives)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Pattern) and other.source == self.source

    def __hash__(self) -> int:
        return hash(self.source)

    def may_match(self, lowered: str) -> bool:
        return any(one.may_match(lowered) for one in self.alternatives)

    def spans(self, text: str) -> list[tuple[int, int]]:
        """The spans of all matches that are not empty. Raises PatternTimeout."""
        return [found.span() for found in self.find(text) if found.end() > found.start()]

    def find(self, text: str) -> list[re.Match[str]]:
        """All matches. Raises PatternTimeout."""
        lowered = text.lower()
        live = [n for n, one in enumerate(self.alternatives) if one.may_match(lowered)]
        if not live:
            return []
        if len(live) > 1:
            return list(_leftmost([self._ready(n) for n in live], text))
        if self.trusted:
            return list(self._ready(live[0]).finditer(text))
        try:
            return list(self._ready(live[0]).finditer(text, timeout=TIMEOUT))
        except TimeoutError as error:
            raise PatternTimeout(self.source) from error

    def groups(self, text: str, start: int) -> dict[str, str | None]:
        """What the named groups of the match that begins there hold. Raises PatternTimeout."""
        if len(self.alternatives) > 1 or not self._ready(0).groupindex:
            return {}
        bound = {} if self.trusted else {"timeout": TIMEOUT}
        try:
            found = self._ready(0).match(text, start, **bound)
        except TimeoutError as error:
            raise PatternTimeout(self.source) from error
        return {name: value and value.strip() for name, value in found.groupdict().items()} if found else {}

    def matches(self, text: str) -> bool:
        return bool(self.spans(text))

    def _ready(self, number: int) -> Any:
        """An alternative, compiled."""
        if self._compiled[number] is None:
            self._compiled[number] = self._compile(self.alternatives[number].source)
        return self._compiled[number]

    def _compile(self, source: str) -> Any:
        if self.trusted:
            return re.compile(source, FLAGS)
        import regex

        return regex.compile(source, regex.IGNORECASE | regex.VERSION0)


def builtin(source: str) -> Pattern:
    """A pattern of the built-in rules or vocabularies. What is known of it is kept with them."""
    known = resources.pattern_alternatives().get(source)
    return Pattern(source, [Alternative(*one) for one in known] if known else None, trusted=True)


def _leftmost(compiled: list[re.Pattern[str]], text: str) -> Iterator[re.Match[str]]:
    """The matches of alternatives as one expression would find them: the leftmost, of those the first."""
    waiting = [one.search(text) for one in compiled]
    while found := min(filter(None, waiting), key=lambda one: one.start(), default=None):
        yield found
        reached = found.end()
        for n, one in enumerate(waiting):
            if one and one.start() < reached:
                waiting[n] = compiled[n].search(text, reached)
