"""A pattern of a rule or a vocabulary, compiled when it is needed.

Built-in patterns are proven by the tests and run on `re`. Patterns of other people's rules run on `regex`,
with a time bound.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

import ahocorasick

from dslint.patterns.alternatives import (
    FLAGS,
    Alternative,
    alternatives_of,
    expanded,
    lowered,
    may_match,
    searchable,
)  # fmt: skip
from dslint.patterns.budget import BUDGET
from dslint.regex_tree import Packed
from dslint.regexes import compiled as compiled_pattern


class Pattern:
    """A case-insensitive pattern; only its alternatives that a text may match are compiled and run."""

    __slots__ = (
        "_alternatives", "_beginnings", "_compiled", "_has_capitals", "_kept", "alternatives", "source",
        "trusted",
    )  # fmt: skip
    alternatives: Sequence[Alternative]
    _compiled: list[Any]

    def __init__(
        self,
        source: str,
        alternatives: Sequence[Alternative] | Callable[[], Sequence[Alternative]] | None = None,
        trusted: bool = False,
        kept: Callable[[], Mapping[str, Packed]] | None = None,
    ) -> None:
        """Many a pattern is never asked anything, so its alternatives may be a function that is called when
        it is. `kept` gives compiled ones by their sources, as `regex_tree.pack` makes them with FLAGS."""
        self._alternatives = alternatives or partial(alternatives_of, source, trusted)
        self._kept = kept
        self.source = expanded(source)
        self.trusted = trusted
        self._beginnings: dict[int, Any] = {}  # by alternative, what finds the texts that it begins with
        self._has_capitals: bool | None = None  # whether the case of any text of its clauses counts

    def __getattr__(self, name: str) -> Any:
        """What the first who asks the pattern anything makes."""
        if name not in ("alternatives", "_compiled"):
            raise AttributeError(name)
        known = self._alternatives
        self.alternatives = known() if callable(known) else known
        self._compiled = [None] * len(self.alternatives)
        return getattr(self, name)

    @property
    def is_sought(self) -> bool:
        """Whether a text is sought before it is run: it needs one, and few lines hold that."""
        known = self.alternatives
        needs_one = bool(known) and all(one.clauses and one.clauses[0] for one in known)
        return needs_one and not all(one.common for one in known)

    @property
    def literals(self) -> tuple[str, ...]:
        """Texts of which every match holds at least one; none when nothing is sure."""
        first = [one.clauses[0] if one.clauses else () for one in self.alternatives]
        return tuple({text: None for clause in first for text in clause}) if all(first) else ()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Pattern) and other.source == self.source

    def __hash__(self) -> int:
        return hash(self.source)

    def live(self, text: str) -> Sequence[int]:
        """The places of the alternatives that a text may match."""
        if self._has_capitals is None:
            texts = (each for one in self.alternatives for clause in one.clauses for each in clause)
            self._has_capitals = any(each != each.lower() for each in texts)
        sought = searchable(text) if self._has_capitals else lowered(text)
        if len(self.alternatives) == 1:
            return _ONLY if may_match(self.alternatives[0].clauses, sought) else _NONE
        return [n for n, one in enumerate(self.alternatives) if may_match(one.clauses, sought)]

    def spans(self, text: str, live: Sequence[int] | None = None) -> list[tuple[int, int]]:
        """The spans of all matches that are not empty. Raises PatternTimeout."""
        return [found.span() for found in self.find(text, live) if found.end() > found.start()]

    def find(self, text: str, live: Sequence[int] | None = None) -> list[re.Match[str]]:
        """All matches; an index tells which alternatives are `live`. Raises PatternTimeout."""
        live = self.live(text) if live is None else live
        if not live:
            return []
        if not self.trusted:
            found: list[re.Match[str]] = BUDGET.run(self.source, self._find_all, text)
            return found
        lower = lowered(text)
        # None that can begin nowhere is compiled.
        ways = [(n, starts) for n in live if (starts := self._starts(n, text, lower)) is None or starts]
        if len(ways) > 1:
            return list(_leftmost([_search(self._ready(n), starts, text) for n, starts in ways]))
        for n, starts in ways:
            compiled = self._ready(n)
            return list(compiled.finditer(text) if starts is None else _at(compiled, starts, text))
        return []

    def _find_all(self, text: str, timeout: float) -> list[re.Match[str]]:
        return list(self._ready(0).finditer(text, timeout=timeout))

    def _starts(self, index: int, text: str, lower: str) -> list[int] | None:
        """Where matches of an alternative can begin; None where that may be anywhere, or lower case is no
        letter for letter."""
        begins = self.alternatives[index].begins
        if not begins or len(lower) != len(text):
            return None
        if not begins[0]:
            return [0]
        if len(begins) <= _FEW_BEGINS:
            places: list[int] = []
            for begin in begins:
                place = lower.find(begin)
                while place >= 0:
                    places.append(place)
                    place = lower.find(begin, place + 1)
            return sorted(places)
        automaton = self._beginnings.get(index)
        if automaton is None:
            automaton = self._beginnings[index] = _automaton(begins)
        return sorted([end - before for end, before in automaton.iter(lower)])

    def groups(self, text: str, start: int) -> dict[str, str | None]:
        """What the named groups of the match that begins there hold. Raises PatternTimeout."""
        if len(self.alternatives) > 1 or not self._ready(0).groupindex:
            return {}
        match = self._ready(0).match
        found = match(text, start) if self.trusted else BUDGET.run(self.source, match, text, start)
        return {name: value and value.strip() for name, value in found.groupdict().items()} if found else {}

    def matches(self, text: str) -> bool:
        """Whether a text holds a match that is not empty. Raises PatternTimeout."""
        live = self.live(text)
        if not live:
            return False
        if self.trusted and len(live) == 1 and not self.alternatives[live[0]].begins:
            found = self._ready(live[0]).search(text)
            if found is None or found.end() > found.start():
                return found is not None
        return bool(self.spans(text, live))

    def _ready(self, number: int) -> Any:
        """An alternative, compiled."""
        if self._compiled[number] is None:
            self._compiled[number] = self._compile(self.alternatives[number].source)
        return self._compiled[number]

    def _compile(self, source: str) -> Any:
        if self.trusted:
            return compiled_pattern(source, FLAGS, self._kept)
        import regex

        return regex.compile(source, regex.IGNORECASE | regex.VERSION0)


_Search = Callable[[int], "re.Match[str] | None"]
_ONLY: Sequence[int] = (0,)
_NONE: Sequence[int] = ()


_FEW_BEGINS = 4  # are found sooner one by one than in one walk


def _automaton(begins: Sequence[str]) -> Any:
    """What finds some texts in one walk: for each where it ends, and how many characters before it begins."""
    automaton = ahocorasick.Automaton()
    for begin in begins:
        automaton.add_word(begin, len(begin) - 1)
    automaton.make_automaton()
    return automaton


def _at(compiled: re.Pattern[str], starts: Iterable[int], text: str) -> Iterator[re.Match[str]]:
    """The matches that begin at some places, in order, each behind the one before."""
    match = compiled.match
    reached = 0
    for start in starts:
        if start >= reached and (found := match(text, start)):
            yield found
            reached = found.end()


def _search(compiled: re.Pattern[str], starts: list[int] | None, text: str) -> _Search:
    """The search for the first match of an alternative from an offset on."""
    if starts is None:
        return partial(compiled.search, text)
    return lambda first: next(_at(compiled, starts[bisect_left(starts, first) :], text), None)


def _leftmost(searches: list[_Search]) -> Iterator[re.Match[str]]:
    """The matches of alternatives as one expression would find them: the leftmost, of those the first."""
    waiting = [search(0) for search in searches]
    while found := min(filter(None, waiting), key=lambda one: one.start(), default=None):
        yield found
        reached = found.end()
        for n, one in enumerate(waiting):
            if one and one.start() < reached:
                waiting[n] = searches[n](reached)
