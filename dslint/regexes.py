"""Regular expressions of the program itself, each compiled when it is first used.

A command uses few of them, and to compile all of them takes longer than to check a small page. What Python's
compiler made of those that were used is kept for the next run, which needs a thirtieth of the time.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping
from typing import Any, AnyStr, Generic, cast

from dslint import cache
from dslint.digests import blake2b
from dslint.regex_tree import MADE_BY, Packed, pack, unpack

_METHODS = ("findall", "finditer", "fullmatch", "match", "search", "split", "sub")
_FOLDERS = (cache.PATTERNS, cache.MORE_PATTERNS)  # of what short runs use, and of what long ones use besides
_FEW = 500  # patterns that a short run uses at most
_MOST = (700, 4000)  # patterns that are kept in each of them
_UNUSABLE = (ValueError, TypeError, LookupError, OverflowError, RuntimeError, AttributeError)


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


def compiled(
    source: AnyStr, flags: int = 0, others: Callable[[], Mapping[str, Packed]] | None = None
) -> re.Pattern[AnyStr]:
    """The same, compiled at once. `others` are looked up where nothing is kept: patterns by their sources."""
    return _KEPT.compiled(source, flags, others)


def keep_used() -> None:
    """Keep what was compiled in this run, if earlier ones did not."""
    _KEPT.keep()


def let_others_keep() -> None:
    """Let the processes that this one forks keep what they compile: it is no longer there when they end."""
    _KEPT.is_for_others = True


def keep_as_other() -> None:
    """Keep what was compiled by a process that works for another one, if that one lets it."""
    if _KEPT.is_for_others:
        _KEPT.keep()


class _PatternStore:
    """Compiled patterns by their flags and sources, which say all that they are made of.

    Runs that use few are many and short, so what they use is kept apart: they read no more than that.
    """

    def __init__(self) -> None:
        self.is_for_others = False
        self._known: list[dict[str, Packed]] = []  # of each folder that was read, in their order
        self._used: dict[str, Packed] = {}
        self._new: dict[str, tuple[str | bytes, int, Packed | None]] = {}

    def compiled(
        self, source: AnyStr, flags: int, others: Callable[[], Mapping[str, Packed]] | None
    ) -> re.Pattern[AnyStr]:
        key = f"{int(flags)} {source!r}"
        if packed := self._kept(key):
            try:
                made = unpack(source, packed)
                self._used[key] = packed
                return made
            except _UNUSABLE:
                pass
        packed = others().get(source) if others and isinstance(source, str) else None
        self._new[key] = source, flags, packed
        return unpack(source, packed) if packed else re.compile(source, flags)

    def _kept(self, key: str) -> Packed | None:
        for number, folder in enumerate(_FOLDERS):
            if number == len(self._known):
                self._known.append(_loaded(folder))
            if packed := self._known[number].get(key):
                return packed
        return None

    def keep(self) -> None:
        """Keep what was used and was not kept where runs of this length look first. Where that is too much
        with all that is known, keep only what was used."""
        number = 0 if len(self._used) + len(self._new) <= _FEW else 1
        missing = self._used.keys() - set().union(*self._known[: number + 1])
        if (missing or self._new) and cache.place():
            packed = {key: known or pack(source, flags) for key, (source, flags, known) in self._new.items()}
            fresh = {**{key: self._used[key] for key in missing}, **packed}
            # Another process may have kept some of its own by now.
            kept = {**self._known[number], **_loaded(_FOLDERS[number]), **fresh}
            if len(kept) > _MOST[number]:
                kept = {**self._used, **packed}
            if len(kept) <= _MOST[number]:
                cache.keep(_name(), kept, _FOLDERS[number])
                self._known[number] = kept
        self._new = {}


def _name() -> str:
    """Of the kept patterns: another Python makes others."""
    return blake2b(f"{sys.version} {MADE_BY}".encode(), digest_size=16).hexdigest()


def _loaded(folder: str) -> dict[str, Packed]:
    kept = cache.load(_name(), folder)
    return kept if isinstance(kept, dict) else {}


_KEPT = _PatternStore()
