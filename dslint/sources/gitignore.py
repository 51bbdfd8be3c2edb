"""What `.gitignore` files leave out of a folder, read without running git: a folder that somebody else made
can name programs in the configuration of its repository.

Patterns are translated by pathspec. They are matched without backtracking, since anybody can write them.
"""

from __future__ import annotations

import codecs
import os
import re
import stat
from collections.abc import Iterator
from functools import cache

from dslint.sources.globs import without_backtracking
from dslint.tuples import NamedTuple

LARGEST = 1 << 20  # bytes of one file
MOST_PATTERNS = 10_000  # of all files that a search reads
_FILE = ".gitignore"
# How pathspec ends a pattern: one for files and folders, one for folders.
_ANY_END, _FOLDER_END = "(?:(?P<ps_d>/)|$)", "(?P<ps_d>/)"


class Pattern(NamedTuple):
    """A line of a .gitignore file. It is matched with a path in the file's folder; a folder's ends in "/"."""

    matches: re.Pattern[str]
    leaves_out: bool


class Ignored:
    """What git would leave out below a folder. `problems` says which files could not be used, and why."""

    def __init__(self, top: str) -> None:
        self.problems: dict[str, str] = {}
        self._patterns = 0
        self._root = _root(top)
        self._known: dict[str, list[tuple[str, list[Pattern]]]] = {}  # by folder, the nearest file first
        self._is_out = self._root is not None and self._is_below_ignored(os.path.realpath(top))

    def holds(self, folder: str, name: str, is_folder: bool) -> bool:
        """Whether an entry of a folder is left out. Ask about its parents first: they decide for it."""
        if self._root is None:
            return False
        return self._is_out or self._decided(os.path.realpath(folder), name, is_folder)

    def _is_below_ignored(self, top: str) -> bool:
        assert self._root is not None
        folder = self._root
        for name in os.path.relpath(top, self._root).split(os.sep) if top != self._root else ():
            if self._decided(folder, name, True):
                return True
            folder = os.path.join(folder, name)
        return False

    def _decided(self, folder: str, name: str, is_folder: bool) -> bool:
        path = os.path.join(folder, name)
        for base, patterns in self._of(folder):
            relative = path[len(base) :].lstrip(os.sep).replace(os.sep, "/") + ("/" if is_folder else "")
            for pattern in reversed(patterns):
                if pattern.matches.match(relative):
                    return pattern.leaves_out
        return False

    def _of(self, folder: str) -> list[tuple[str, list[Pattern]]]:
        """The patterns that count in a folder, with the folder that they are relative to."""
        if folder not in self._known:
            assert self._root is not None
            if folder == self._root:
                above = [(folder, self._read(os.path.join(folder, ".git", "info", "exclude")))]
            else:
                above = self._of(os.path.dirname(folder))
            own = self._read(os.path.join(folder, _FILE))
            self._known[folder] = [(folder, own), *above] if own else above
        return self._known[folder]

    def _read(self, path: str) -> list[Pattern]:
        try:
            status = os.lstat(path)
            if not stat.S_ISREG(status.st_mode):  # git follows no link here, and a pipe has no end
                return []
            if status.st_size > LARGEST:
                self.problems[path] = f"is larger than {LARGEST >> 20} MiB, and was not used"
                return []
            with open(path, "rb") as file:
                content = file.read(LARGEST).removeprefix(codecs.BOM_UTF8)
        except OSError:
            return []
        patterns = list(_patterns(content.decode("utf-8", "surrogateescape").split("\n")))
        self._patterns += len(patterns)
        if self._patterns > MOST_PATTERNS:
            self.problems[path] = f"has pattern {MOST_PATTERNS + 1:,} of this folder, and was not used"
            return []
        return patterns


def _root(top: str) -> str | None:
    """The nearest folder at or above that holds a repository."""
    folder = os.path.realpath(top)
    while not os.path.lexists(os.path.join(folder, ".git")):
        parent = os.path.dirname(folder)
        if parent == folder:
            return None
        folder = parent
    return folder


def _patterns(lines: list[str]) -> Iterator[Pattern]:
    for line in lines[: MOST_PATTERNS * 10]:
        line = line.removesuffix("\r")
        if line and not line.startswith("#") and line.rstrip() != "!/" and (pattern := _pattern(line)):
            yield pattern


@cache
def _pattern(line: str) -> Pattern | None:
    """One line, compiled; None for one that git passes over."""
    from pathspec.patterns.gitignore import GitIgnorePatternError
    from pathspec.patterns.gitignore.spec import GitIgnoreSpecPattern

    try:
        source, leaves_out = GitIgnoreSpecPattern.pattern_to_regex(line)
        if source is None or leaves_out is None:
            return None
        source = str(source)
        # A pattern decides about an entry, and not about what is below it: that is never reached.
        if source.endswith(_ANY_END):
            source = source.removesuffix(_ANY_END) + r"/?\Z"
        elif source == _FOLDER_END:
            source = r".*/\Z"
        elif source.endswith(_FOLDER_END):
            below = ".+/" if line.rstrip().endswith("/**/") else ""
            source = f"{source.removesuffix(_FOLDER_END)}/{below}\\Z"
        elif source.endswith("/"):  # everything in a folder, but not the folder
            source += r".+\Z"
        return Pattern(re.compile(without_backtracking(source), re.DOTALL), leaves_out)
    except (GitIgnorePatternError, re.error, OverflowError, RecursionError):
        return None
