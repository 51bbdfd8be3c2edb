"""What lines say, gathered over a section. Whole sections recur: an agreement is renewed with its text."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import TypeVar

Found = TypeVar("Found")
REMEMBERED = 1024  # sections


def by_section(
    of_line: Callable[[str], Iterable[Found]],
) -> Callable[[tuple[str, ...]], tuple[tuple[int, Found], ...]]:
    """A function of the lines of a section: all that `of_line` finds, by the place of the line, from 0."""

    @lru_cache(maxsize=REMEMBERED)
    def of_section(lines: tuple[str, ...]) -> tuple[tuple[int, Found], ...]:
        return tuple((place, found) for place, text in enumerate(lines) for found in of_line(text))

    return of_section
