"""Numbers that people write, however many digits they write."""

from __future__ import annotations

_MOST_DIGITS = 18


def whole(digits: str) -> int:
    """The number that digits write; for more of them than any real number has, a very large one."""
    return int(digits) if len(digits) <= _MOST_DIGITS else 10**_MOST_DIGITS


def count(number: int, noun: str) -> str:
    """A number with its noun.

    >>> count(1, "line"), count(1200, "line"), count(2, "info")
    ('1 line', '1,200 lines', '2 info')
    """
    return f"{number:,} {noun if number == 1 or noun == 'info' else f'{noun}s'}"
