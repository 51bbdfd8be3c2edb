"""Regular expressions of rules and vocabularies: compiled when needed, refused when they could run away.

Built-in patterns are proven by the tests and run on `re`. Patterns of other people's rules run on `regex`,
with a time bound.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

TIMEOUT = 1.0  # seconds for one pattern on one line
FLAGS = re.IGNORECASE
ORGANISATION = "{org}"  # in vocabularies: the place of an organisation's name
MASK = "\ufffc"  # what a name is masked with, letter for letter
LARGEST = 20_000  # elements of a pattern
_SHORTEST_LITERAL = 2
_MOST_LITERALS = 24


class PatternTimeout(Exception):
    """A pattern took longer than TIMEOUT on a line."""


class Pattern:
    """A case-insensitive pattern; `literals` are texts of which every match holds at least one."""

    __slots__ = ("_compiled", "literals", "source", "trusted")

    def __init__(self, source: str, literals: tuple[str, ...] | None = None, trusted: bool = False) -> None:
        self.source = _expanded(source)
        self.trusted = trusted
        self.literals = required_literals(source) if literals is None else literals
        self._compiled: Any = None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Pattern) and other.source == self.source

    def __hash__(self) -> int:
        return hash(self.source)

    def may_match(self, lowered: str) -> bool:
        for literal in self.literals:
            if literal in lowered:
                return True
        return not self.literals

    def spans(self, text: str) -> list[tuple[int, int]]:
        """The spans of all matches that are not empty. Raises PatternTimeout."""
        return [found.span() for found in self.find(text) if found.end() > found.start()]

    def find(self, text: str) -> list[re.Match[str]]:
        """All matches. Raises PatternTimeout."""
        if self._compiled is None:
            self._compiled = self._compile()
        if self.trusted:
            return list(self._compiled.finditer(text))
        try:
            return list(self._compiled.finditer(text, timeout=TIMEOUT))
        except TimeoutError as error:
            raise PatternTimeout(self.source) from error

    def groups(self, text: str, start: int) -> dict[str, str | None]:
        """What the named groups of the match that begins there hold. Raises PatternTimeout."""
        if self._compiled is None:
            self._compiled = self._compile()
        if not self._compiled.groupindex:
            return {}
        bound = {} if self.trusted else {"timeout": TIMEOUT}
        try:
            found = self._compiled.match(text, start, **bound)
        except TimeoutError as error:
            raise PatternTimeout(self.source) from error
        return {name: value and value.strip() for name, value in found.groupdict().items()} if found else {}

    def matches(self, text: str) -> bool:
        return bool(self.spans(text))

    def _compile(self) -> Any:
        if self.trusted:
            return re.compile(self.source, FLAGS)
        import regex

        return regex.compile(self.source, regex.IGNORECASE | regex.VERSION0)


def _expanded(source: str) -> str:
    """A name is taken whole or not at all, so that no pattern tries its parts."""
    return source.replace(ORGANISATION, f"(?P<org>(?<!{MASK}){MASK}++)")


def complaint(source: str) -> str | None:
    """Why a pattern is refused, or None. Raises nothing."""
    try:
        parsed = parser.parse(source, FLAGS)
        if _nested_repeat(parsed, False):
            return "repeats a repetition, which can take exponential time; repeat one of them only"
        if _size(parsed) > LARGEST:
            return "is too large when its repetitions are written out"
        re.compile(source, FLAGS)
    except RecursionError:
        return "is nested too deeply"
    except (re.error, OverflowError) as error:
        return f"is not a regular expression: {error}"
    return None


def group_names(source: str) -> list[str]:
    """The named groups of a pattern; none when it is no pattern."""
    try:
        return list(re.compile(source, FLAGS).groupindex)
    except (re.error, RecursionError, OverflowError):
        return []


def _size(parsed: Any) -> int:
    """How many elements a pattern has when its bounded repetitions are written out."""
    size = 0
    for code, argument in parsed:
        inner = sum(_size(child) for child in _children(argument)) or 1
        if code in (codes.MAX_REPEAT, codes.MIN_REPEAT) and argument[1] is not codes.MAXREPEAT:
            inner *= max(1, argument[1])
        size = min(size + inner, LARGEST + 1)
    return size


def _children(argument: Any) -> Iterator[Any]:
    if isinstance(argument, parser.SubPattern):
        yield argument
    elif isinstance(argument, (list, tuple)):
        for part in argument:
            yield from _children(part)


def _nested_repeat(parsed: Any, inside: bool) -> bool:
    for code, argument in parsed:
        repeats = code in (codes.MAX_REPEAT, codes.MIN_REPEAT) and argument[1] is codes.MAXREPEAT
        if repeats and inside:
            return True
        if any(_nested_repeat(child, inside or repeats) for child in _children(argument)):
            return True
    return False


def required_literals(source: str) -> tuple[str, ...]:
    """Lower-case texts of which any match holds at least one; empty when there is no such guarantee."""
    try:
        found = _required(parser.parse(_expanded(source), FLAGS))
    except re.error:
        return ()
    return tuple(sorted(found)) if found and len(found) <= _MOST_LITERALS else ()


def _required(parsed: Any) -> set[str] | None:
    """The best set of alternatives that one element of the sequence guarantees."""
    best: set[str] | None = None
    strength = (0, 0)
    run = ""

    def consider(candidate: set[str] | None) -> None:
        """The longer its shortest text and the fewer its texts, the more a candidate rules out."""
        nonlocal best, strength
        shortest = min(map(len, candidate)) if candidate else 0
        if candidate and shortest >= _SHORTEST_LITERAL and (shortest, -len(candidate)) > strength:
            best, strength = candidate, (shortest, -len(candidate))

    for code, argument in parsed:
        if code is codes.LITERAL and chr(argument).isascii():
            run += chr(argument).lower()
            continue
        consider({run} if run else None)
        run = ""
        if code is codes.SUBPATTERN:
            consider(_required(argument[3]))
        elif code is codes.BRANCH:
            branches = [_required(branch) for branch in argument[1]]
            if all(branches):
                consider(set().union(*(branch for branch in branches if branch)))
        elif code in (codes.MAX_REPEAT, codes.MIN_REPEAT) and argument[0] > 0:
            consider(_required(argument[2]))
        elif code is codes.ATOMIC_GROUP:
            consider(_required(argument))
    consider({run} if run else None)
    return best
