"""Numbers that people write, however many digits they write."""

from __future__ import annotations

_MOST_DIGITS = 18


def whole(digits: str) -> int:
    """The number that digits write; for more of them than any real number has, a very large one."""
    return int(digits) if len(digits) <= _MOST_DIGITS else 10**_MOST_DIGITS
