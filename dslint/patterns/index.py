"""Many patterns and one line: which of them may match, told in one pass over the line."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import ahocorasick

from dslint.patterns.pattern import Pattern


class Pass:
    """One pass over a line, for all indexes that share it. Lines are asked for again and again."""

    def __init__(self) -> None:
        self._owners: dict[str, list[tuple[Index, int]]] = {}
        self._automaton = ahocorasick.Automaton()
        self.over = lru_cache(maxsize=1024)(self._over)

    def add(self, literal: str, index: Index, number: int) -> None:
        owners = self._owners.setdefault(literal, [])
        owners.append((index, number))
        self._automaton.add_word(literal, owners)
        self.over.cache_clear()

    def _over(self, text: str) -> dict[Index, set[int]]:
        """The numbers of the patterns whose literals a line holds in lower case."""
        found: dict[Index, set[int]] = {}
        if not self._owners:
            return found
        if self._automaton.kind != ahocorasick.AHOCORASICK:
            self._automaton.make_automaton()
        for _, owners in self._automaton.iter(text.lower()):
            for index, number in owners:
                if index in found:
                    found[index].add(number)
                else:
                    found[index] = {number}
        return found


class Index:
    """Patterns by their numbers."""

    def __init__(self, patterns: Iterable[Pattern] = (), shared: Pass | None = None) -> None:
        self._always: list[int] = []  # the patterns that any line may match, for all that is known
        self._pass = shared or Pass()
        for number, pattern in enumerate(patterns):
            self.add(number, pattern)

    def add(self, number: int, pattern: Pattern) -> None:
        for literal in pattern.literals:
            self._pass.add(literal, self, number)
        if not pattern.literals:
            self._always.append(number)

    def likely(self, text: str) -> list[int]:
        """The patterns, in order, that a line may match; any other it does not."""
        found = self._pass.over(text).get(self)
        return sorted(found.union(self._always)) if found else self._always
