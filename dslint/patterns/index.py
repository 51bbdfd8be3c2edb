"""Many patterns and one line: which of them may match, told in one pass over the line."""

from __future__ import annotations

from collections.abc import Iterable

import ahocorasick

from dslint.patterns.pattern import Pattern


class Index:
    """Patterns by number, in the order of their adding."""

    def __init__(self, patterns: Iterable[Pattern] = ()) -> None:
        self.unannounced: set[int] = set()  # the patterns that any line may match, for all that is known
        self._size = 0
        self._numbers: dict[str, list[int]] = {}
        self._automaton = ahocorasick.Automaton()
        for pattern in patterns:
            self.add(pattern)

    def add(self, pattern: Pattern) -> int:
        """The number of the pattern."""
        number, self._size = self._size, self._size + 1
        for literal in pattern.literals:
            self._numbers.setdefault(literal, []).append(number)
            self._automaton.add_word(literal, self._numbers[literal])
        if not pattern.literals:
            self.unannounced.add(number)
        return number

    def likely(self, lowered: str) -> list[int]:
        """The patterns of which a line in lower case holds a text that they cannot match without."""
        if not self._numbers:
            return []
        if self._automaton.kind != ahocorasick.AHOCORASICK:
            self._automaton.make_automaton()
        return sorted({number for _, numbers in self._automaton.iter(lowered) for number in numbers})
