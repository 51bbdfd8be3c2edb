"""What is wrong with a pattern that a rule brings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from dslint.patterns.alternatives import FLAGS
from dslint.regex_tree import codes, is_tree, parse

LARGEST = 20_000  # elements of a pattern
DEEPEST = 50  # groups within groups
_TOO_DEEP = "is nested too deeply"


def complaint(source: str, flags: int = FLAGS) -> str | None:
    """Why a pattern is refused, or None. Raises nothing."""
    import regex

    try:
        parsed = parse(source, flags)
        if _nested_repeat(parsed, False):
            return "repeats a repetition, which can take exponential time; repeat one of them only"
        if _size(parsed) > LARGEST:
            return "is too large when its repetitions are written out"
        re.compile(source, flags)
        if _depth(parsed) > DEEPEST:
            return _TOO_DEEP
        regex.compile(source, flags | regex.VERSION0)
    except RecursionError:
        return _TOO_DEEP
    except (re.error, regex.error, OverflowError) as error:
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


def _depth(parsed: Any) -> int:
    """How many groups and repetitions are within each other."""
    return 1 + max((_depth(child) for _, argument in parsed for child in _children(argument)), default=0)


def _children(argument: Any) -> Iterator[Any]:
    if is_tree(argument):
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
