"""Regular expressions of the program itself, each compiled when it is first used.

A command uses few of them, and to compile all of them takes longer than to check a small page. What Python's
compiler made of those that were used is kept for the next run, which needs a thirtieth of the time.
"""

from __future__ import annotations

import re
import sys
import zlib
from typing import Any, AnyStr, Generic, cast

from dslint import cache
from dslint.digests import blake2b
from dslint.regex_tree import MADE_BY, Packed, pack, unpack

_METHODS = ("findall", "finditer", "fullmatch", "match", "search", "split", "sub")
_MOST = 1500  # patterns that are kept
_UNUSABLE = (ValueError, TypeError, LookupError, OverflowError, RuntimeError, zlib.error, AttributeError)


class Regex(Generic[AnyStr]):
    """Has the methods of a compiled pattern from its first use on."""

    def __init__(self, source: AnyStr, flags: int) -> None:
        self.pattern: AnyStr = source
        self.flags = flags

    def __getattr__(self, name: str) -> Any:
        if name not in _METHODS:
            raise AttributeError(name)
        made = compiled(self.pattern, self.flags)
        for method in _METHODS:
            setattr(self, method, getattr(made, method))
        return getattr(made, name)


def regex(source: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """A pattern of a module or of a vocabulary, never one made of an input. It is no argument for the
    functions of `re`."""
    return cast("re.Pattern[AnyStr]", Regex(source, flags))


def compiled(source: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """The same, compiled at once."""
    return _KEPT.compiled(source, flags)


def keep_used() -> None:
    """Keep what was compiled in this run, if earlier ones did not."""
    _KEPT.keep()


class _Kept:
    """Compiled patterns by their flags and sources, which say all that they are made of."""

    def __init__(self) -> None:
        self._known: dict[str, Packed] | None = None
        self._new: dict[str, tuple[str | bytes, int]] = {}

    def compiled(self, source: AnyStr, flags: int) -> re.Pattern[AnyStr]:
        if self._known is None:
            self._known = _loaded()
        key = f"{int(flags)} {source!r}"
        if packed := self._known.get(key):
            try:
                return unpack(source, packed)
            except _UNUSABLE:
                pass
        made = re.compile(source, flags)
        self._new[key] = source, flags
        return made

    def keep(self) -> None:
        if self._new and cache.place():
            known = self._known or {}
            room = known if len(known) + len(self._new) <= _MOST else {}
            packed = {key: pack(source, flags) for key, (source, flags) in self._new.items()}
            self._known = {**room, **packed}
            cache.keep(_name(), self._known, cache.PATTERNS)
        self._new = {}


def _name() -> str:
    """Of the kept patterns: another Python makes others."""
    return blake2b(f"{sys.version} {MADE_BY}".encode(), digest_size=16).hexdigest()


def _loaded() -> dict[str, Packed]:
    kept = cache.load(_name(), cache.PATTERNS)
    return kept if isinstance(kept, dict) else {}


_KEPT = _Kept()
