"""The parsed form of a regular expression, as the standard library makes it.

Python has no public door to its parser, so this module is the only one that uses it. What the others rely on
is tested with every Python that dslint supports: `tests/patterns/test_regex_tree.py`.
"""

from __future__ import annotations

from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

__all__ = ["codes", "is_tree", "parse"]


def parse(source: str, flags: int = 0) -> Any:
    """The tree of a pattern: an iterable of pairs, a code and its argument. Raises re.error, RecursionError
    or OverflowError, as `re.compile` does."""
    return _parser.parse(source, flags)


def is_tree(argument: Any) -> bool:
    """Whether an argument of a code is a tree itself, such as the body of a repetition."""
    return isinstance(argument, _parser.SubPattern)
