"""Regular expressions of the program itself, each compiled when it is first used.

A command uses few of them, and to compile all of them takes longer than to check a small page.
"""

from __future__ import annotations

import re
from typing import Any, AnyStr, Generic, cast

_METHODS = ("findall", "finditer", "fullmatch", "match", "search", "split", "sub")


class Regex(Generic[AnyStr]):
    """Has the methods of a compiled pattern from its first use on."""

    def __init__(self, source: AnyStr, flags: int) -> None:
        self.pattern: AnyStr = source
        self.flags = flags

    def __getattr__(self, name: str) -> Any:
        if name not in _METHODS:
            raise AttributeError(name)
        compiled = re.compile(self.pattern, self.flags)
        for method in _METHODS:
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)


def regex(source: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """A pattern for a constant of a module. It is no argument for the functions of `re`."""
    return cast("re.Pattern[AnyStr]", Regex(source, flags))
