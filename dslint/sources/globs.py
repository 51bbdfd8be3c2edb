"""Globs over paths relative to a folder, with forward slashes, matched without backtracking.

`*` and `?` stop at a slash, `**` does not. A glob without a slash is a file name in any folder, one that
ends in a slash is everything in a folder.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from functools import lru_cache

from dslint.regexes import regex
from dslint.sources.addresses import is_address

STANDARD_INPUT = "-"
_PARTS = regex(r"(?:(?<=/)|\A)\*\*/|\*\*|\*|\?|\[!?[^\]/]+\]|[^*?\[]+|\[")


def relative(path: str, folder: str) -> str:
    """A path as globs see it; what lies outside the folder begins with "../", an address with its kind."""
    if path == STANDARD_INPUT or is_address(path):
        return path
    try:
        return os.path.relpath(os.path.realpath(path), os.path.realpath(folder)).replace(os.sep, "/")
    except ValueError:  # another drive
        return path


def fits(path: str, globs: Iterable[str]) -> bool:
    """Whether a relative path fits one of the globs."""
    return any(_compiled(glob).match(path) for glob in globs)


@lru_cache(maxsize=4096)
def _compiled(glob: str) -> re.Pattern[str]:
    glob = glob.removeprefix("./")
    if glob.endswith("/"):
        glob += "**"
    if "/" not in glob and glob != STANDARD_INPUT:
        glob = f"**/{glob}"
    glob = glob.removeprefix("/")
    try:
        source = "".join(map(_translated, _PARTS.findall(glob)))
        return re.compile(without_backtracking(source + r"\Z"), re.DOTALL)
    except re.error:  # [z-a] means nothing but itself
        return re.compile(re.escape(glob) + r"\Z")


_FOLDERS, _ANY, _NAME = "(?:.+/)?", ".*", "[^/]*"


def _translated(part: str) -> str:
    if part == "**/":
        return _FOLDERS
    if part == "**":
        return _ANY
    if part in {"*", "?"}:
        return _NAME if part == "*" else "[^/]"
    if part.startswith("[") and part != "[":
        inside = part[1:-1].replace("\\", "\\\\").replace("^", "\\^")
        return f"[{'^' + inside[1:] if inside.startswith('!') else inside}]"
    return re.escape(part)


_CLASS = regex(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*+\]", re.DOTALL)
_WIDE = regex(r"(\(\?:\.\+/\)\?|\.\*)")  # what may hold slashes
_IN_A_ROW = regex(r"(?:\.\*(?:\(\?:\.\+/\)\?|\[\^/\]\*)*+|(?:\[\^/\]\*)++\.\*)+")


def without_backtracking(source: str) -> str:
    """The regular expression of a glob, such that its time grows with the path and not with a power of it.

    Each stretch between two wildcards is taken where it is found first: whatever lets the rest fit behind a
    later place lets it fit behind that one too. `source` uses `[^/]*`, `.*` and, where a name begins,
    `(?:.+/)?` for wildcards.
    """
    classes: list[str] = []

    def mask(found: re.Match[str]) -> str:
        if found.group() == _NAME[:-1] or found.group().startswith("\\"):
            return found.group()
        classes.append(re.sub(r"\A\[\^/?", "[^/", found.group()))  # a class holds no slash
        return f"[{len(classes) - 1}]"

    source = _CLASS.sub(mask, source)
    source = _IN_A_ROW.sub(_ANY, source.replace("(?:/.+)?/", f"/{_FOLDERS}"))
    first, *rest = _WIDE.split(re.sub(r"(?:\[\^/\]\*){2,}", lambda _: _NAME, source))
    found = _stretch(first, not rest)
    for wide, then in zip(rest[::2], rest[1::2], strict=True):
        is_last = then is rest[-1]
        reaching = ("(?:.+?/)??" if wide == _FOLDERS else ".*?") + _stretch(then, is_last)
        found += reaching if is_last else f"(?>{reaching})"
    return re.sub(r"\[(\d+)\]", lambda one: classes[int(one[1])], found)


def _stretch(source: str, is_last: bool) -> str:
    first, *rest = source.split(_NAME)
    found = first
    for n, then in enumerate(rest, 1):
        found += f"{_NAME}{then}" if is_last and n == len(rest) else f"(?>{_NAME}?{then})"
    return found
