"""The parsed and the compiled form of a regular expression, as the standard library makes them.

Python has no public door to its parser and its compiler, so this module is the only one that uses them. What
the others rely on is tested with every Python that dslint supports: `tests/test_regex_tree.py`.
"""

from __future__ import annotations

import _sre  # type: ignore[import-not-found]
import re
import sys
from re import _compiler, _parser  # type: ignore[attr-defined]
from re import _constants as codes  # type: ignore[attr-defined]
from typing import Any, AnyStr

__all__ = ["MADE_BY", "Packed", "codes", "is_tree", "pack", "parse", "unpack"]

MADE_BY = f"{_sre.MAGIC} {sys.byteorder}"  # another Python may have other codes for a pattern
Packed = list[Any]  # a compiled pattern: its flags, the number of its groups, their names, its codes


def parse(source: str | bytes, flags: int = 0) -> Any:
    """The tree of a pattern: an iterable of pairs, a code and its argument. Raises re.error, RecursionError
    or OverflowError, as `re.compile` does."""
    return _parser.parse(source, flags)


def is_tree(argument: Any) -> bool:
    """Whether an argument of a code is a tree itself, such as the body of a repetition."""
    return isinstance(argument, _parser.SubPattern)


def pack(source: str | bytes, flags: int) -> Packed:
    """A compiled pattern as data, which `unpack` takes a thirtieth of the time for that `re.compile` needs.

    Raises what `parse` raises.
    """
    from array import array  # no check needs it

    tree = parse(source, flags)
    words = array("I", _compiler._code(tree, flags)).tobytes()
    state = tree.state
    return [int(flags | state.flags), state.groups - 1, state.groupdict, words]


def unpack(source: AnyStr, packed: Packed) -> re.Pattern[AnyStr]:
    """The pattern of a source that was packed by the same Python, as `re.compile` makes it."""
    flags, groups, names, codes_of = packed
    words = memoryview(codes_of).cast("I")
    name_of: list[str | None] = [None] * (groups + 1)
    for name, number in names.items():
        name_of[number] = name
    made: re.Pattern[AnyStr] = _sre.compile(source, flags, words.tolist(), groups, names, tuple(name_of))
    return made
