"""Many patterns and one line: which of them may match, told in one pass over the line."""

from __future__ import annotations

from collections.abc import Iterable

import ahocorasick

from dslint.patterns.pattern import Pattern


class Index:
    """Patterns by their numbers."""

    def __init__(self, patterns: Iterable[Pattern] = ()) -> None:
        self._always: set[int] = set()  # the patterns that any line may match, for all that is known
        self._by_literal: dict[str, list[int]] = {}
        self._automaton = ahocorasick.Automaton()
        for number, pattern in enumerate(patterns):
            self.add(number, pattern)

    def add(self, number: int, pattern: Pattern) -> None:
        for literal in pattern.literals:
            self._by_literal.setdefault(literal, []).append(number)
            self._automaton.add_word(literal, self._by_literal[literal])
        if not pattern.literals:
            self._always.add(number)

    def likely(self, lowered: str) -> list[int]:
        """The patterns, in order, that a line in lower case may match; any other it does not."""
        found = set(self._always)
        if self._by_literal:
            if self._automaton.kind != ahocorasick.AHOCORASICK:
                self._automaton.make_automaton()
            for _, numbers in self._automaton.iter(lowered):
                found.update(numbers)
        return sorted(found)
