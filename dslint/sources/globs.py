"""Globs over paths relative to a folder, with forward slashes.

`*` and `?` stop at a slash, `**` does not. A glob without a slash is a file name in any folder, one that
ends in a slash is everything in a folder.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from functools import lru_cache

STANDARD_INPUT = "-"
_PARTS = re.compile(r"\*\*/|\*\*|\*|\?|\[!?[^\]/]+\]|[^*?\[]+|\[")


def relative(path: str, folder: str) -> str:
    """A path as globs see it; what lies outside the folder begins with "../"."""
    if path == STANDARD_INPUT:
        return path
    try:
        return os.path.relpath(os.path.realpath(path), os.path.realpath(folder)).replace(os.sep, "/")
    except ValueError:  # another drive
        return path


def fits(path: str, globs: Iterable[str]) -> bool:
    """Whether a relative path fits one of the globs."""
    return any(_compiled(glob).fullmatch(path) for glob in globs)


def is_exact(glob: str) -> bool:
    """Whether a glob can only mean one file."""
    return "/" in glob.strip("/") and not re.search(r"[*?\[]", glob) and not glob.endswith("/")


@lru_cache(maxsize=4096)
def _compiled(glob: str) -> re.Pattern[str]:
    glob = glob.removeprefix("./")
    if glob.endswith("/"):
        glob += "**"
    if "/" not in glob and glob != STANDARD_INPUT:
        glob = f"**/{glob}"
    glob = glob.removeprefix("/")
    try:
        return re.compile("".join(map(_translated, _PARTS.findall(glob))), re.DOTALL)
    except re.error:  # [z-a] means nothing but itself
        return re.compile(re.escape(glob))


def _translated(part: str) -> str:
    if part == "**/":
        return "(?:.*/)?"
    if part == "**":
        return ".*"
    if part in {"*", "?"}:
        return "[^/]" + ("*" if part == "*" else "")
    if part.startswith("[") and part != "[":
        inside = part[1:-1].replace("\\", "\\\\").replace("^", "\\^")
        return f"[{'^' + inside[1:] if inside.startswith('!') else inside}]"
    return re.escape(part)
