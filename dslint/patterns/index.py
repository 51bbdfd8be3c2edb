"""Many patterns and one line: which of them may match, told in one pass over the line."""

from __future__ import annotations

from _thread import RLock
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence, Set
from functools import lru_cache
from operator import itemgetter
from typing import Any, TypeAlias, cast

import ahocorasick

from dslint.memo import BoundedMemo
from dslint.patterns.alternatives import MASK, Alternative, lowered, may_match
from dslint.patterns.pattern import Pattern

Live = tuple[int, Sequence[int]]  # the number of a pattern, and the places of its alternatives that may match
_NOTHING: list[Live] = []


class Texts:
    """All texts that some passes look for, found in one walk over a line.

    A new text may come while other threads look for the known ones: what they hold is never changed.
    """

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._automaton: Any = None  # for the texts so far; None when there is a new one
        self._looked_through = 0  # code points, without it
        self._lock = RLock()
        self.held = BoundedMemo(self._held)  # the numbers of the texts that a line holds

    def numbers(self, texts: Sequence[str]) -> list[int]:
        """The numbers of some texts in lower case."""
        with self._lock:
            known = self._numbers
            before = len(known)
            found = [known.setdefault(text, len(known)) for text in texts]
            if len(known) > before and (self._automaton or self.held):
                self._automaton, self.held = None, BoundedMemo(self._held)
            return found

    def expect(self, lines: Sequence[str]) -> None:
        """Be ready for these lines, if they are worth it."""
        if self._looked_through < _FEW and sum(map(len, lines)) > _MANY:
            self._looked_through = _FEW

    def _held(self, line: str) -> Set[int]:
        if not line or not self._numbers:
            return _NO_TEXT
        lower = lowered(line)
        if self._automaton is None and self._looked_through < _FEW:
            self._looked_through += len(line)
            return {number for text, number in [*self._numbers.items()] if text in lower} or _NO_TEXT
        return set(map(_NUMBER, (self._automaton or self._ready()).iter(lower))) or _NO_TEXT

    def _ready(self) -> Any:
        with self._lock:
            automaton = ahocorasick.Automaton()
            for text, number in self._numbers.items():
                automaton.add_word(text, number)
            automaton.make_automaton()
            self._automaton = automaton
            return automaton


_FEW = 1500  # code points that are looked through sooner than an automaton is made
_MANY = 5000  # of a page, part of which is text that is looked through
_NO_TEXT: Set[int] = frozenset()
_NUMBER: Callable[[tuple[int, int]], int] = itemgetter(1)


_Place = tuple[int, int]  # the number of a pattern in its index, and that of one of its alternatives
# An alternative that needs a text: its index and its place there, the text as it stands if its case counts,
# and clauses of each of which it needs a text, too.
_Owner: TypeAlias = "tuple[Index, _Place, str | None, Sequence[Sequence[str]]]"


class Pass:
    """What the indexes that share it ask of a line, told at once. Lines are asked for again and again."""

    def __init__(self, texts: Texts | None = None) -> None:
        self._texts = texts or Texts()
        self._owners: dict[int, list[_Owner]] = defaultdict(list)  # by the number of the text they need
        self._needed: set[int] = set()  # those numbers
        self.over = lru_cache(maxsize=1024)(self._over)

    def add(self, index: Index, number: int, pattern: Pattern, also: Sequence[str]) -> list[_Place]:
        """Add a pattern to what is asked for; which of its alternatives any line may match, for all that is
        known."""
        always: list[_Place] = []
        for alternative, one in enumerate(pattern.alternatives):
            clauses = _unmasked(one)
            if not clauses:
                always.append((number, alternative))
                continue
            first, *others = clauses
            others = [[text.lower() for text in clause] for clause in (*others, also) if clause]
            lower = [text.lower() for text in first]
            for text, low, place in zip(first, lower, self._texts.numbers(lower), strict=True):
                cased = text if text != low else None
                self._owners[place].append((index, (number, alternative), cased, others))
                self._needed.add(place)
        self.over.cache_clear()
        return always

    def _over(self, text: str) -> dict[Index, list[Live]]:
        """The patterns that a line may match with those of their alternatives that may, both in order."""
        found: dict[Index, list[_Place]] = {}
        owners = self._owners
        if held := self._texts.held[text] & self._needed:
            lower = lowered(text)
            for each in held:
                for index, place, cased, clauses in owners[each]:
                    if (cased is None or cased in text) and (not clauses or may_match(clauses, lower)):
                        if index in found:
                            found[index].append(place)
                        else:
                            found[index] = [place]
        return {index: _in_order(places) for index, places in found.items()}


def _in_order(places: list[_Place]) -> list[Live]:
    if len(places) == 1:
        ((only, alternative),) = places
        return [(only, (alternative,))]
    live: list[tuple[int, list[int]]] = []
    for number, alternative in sorted(set(places)):
        if live and live[-1][0] == number:
            live[-1][1].append(alternative)
        else:
            live.append((number, [alternative]))
    return cast("list[Live]", live)


def _unmasked(one: Alternative) -> list[Sequence[str]]:
    """The clauses that hold in a line before its names are masked, too."""
    clauses = list(one.clauses)
    if clauses and MASK in "".join(clauses[-1]):  # no other has one
        clauses.pop()
    return clauses


class Index:
    """Patterns by their numbers. What it says of a line holds however names in it are masked."""

    def __init__(self, patterns: Iterable[Pattern] = (), shared: Pass | None = None) -> None:
        self._always: list[_Place] = []  # alternatives that any line may match, for all that is known
        self._pass = shared or Pass()
        for number, pattern in enumerate(patterns):
            self.add(number, pattern)

    def add(self, number: int, pattern: Pattern, also: Sequence[str] = ()) -> None:
        """Add a pattern that only lines can match which hold one of the texts of `also`, if there are any."""
        self._always += self._pass.add(self, number, pattern, also)

    @property
    def takes_any(self) -> bool:
        """Whether any line may match one of the patterns, for all that is known."""
        return bool(self._always)

    def likely(self, text: str) -> list[int]:
        """The patterns, in order, that a line may match; any other it does not."""
        return [number for number, _ in self.live(text)]

    def live(self, text: str) -> Sequence[Live]:
        """The patterns that a line may match with those of their alternatives that may, both in order."""
        found = self._pass.over(text).get(self, _NOTHING)
        if not self._always:
            return found
        held = [(number, alternative) for number, alternatives in found for alternative in alternatives]
        return _in_order([*held, *self._always])
