"""Where the configuration of a project lies. Nothing is imported that a run without one does not need."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

from dslint.regexes import regex
from dslint.tuples import NamedTuple

NAMES = ("dslint.toml", ".dslint.toml")
SHARED = "pyproject.toml"  # other tools' settings too: counts only with a table of ours
_OUR_TABLE = regex(rb"^[ \t]*\[+[ \t]*tool[ \t]*\.[ \t]*dslint\b", re.MULTILINE)
IGNORES = "dslint-ignore.yaml"
_LONGEST = 1_000_000  # bytes of it that are searched


class Project(NamedTuple):
    """The folder that globs and paths are relative to, and its files; a missing one is None.

    Whatever has the name of such a file counts as one, a folder or a link that leads nowhere too: it is no
    reason to run without.
    """

    folder: str
    settings: str | None
    ignores: str | None
    is_named: bool = False  # the settings are a file that the user names, which may be a pipe or a device


def find_project(start: str) -> Project | None:
    """The nearest folder with a configuration, upwards to the root of the repository."""
    for folder in _upwards(os.path.abspath(start)):
        if (project := _project(folder, _settings(folder))).settings or project.ignores:
            return project
    return None


def named_project(path: str) -> Project:
    """The project of a configuration file that the user names."""
    found = _project(os.path.dirname(os.path.abspath(path)), os.path.abspath(path))
    return found._replace(is_named=True)


def why_no_file(path: str, regular: bool = True) -> str | None:
    """Why nothing can be read at a path, or None."""
    if os.path.isdir(path):
        return "is a folder, not a file"
    if os.path.isfile(path):
        return None
    if os.path.exists(path):
        return "is not a regular file" if regular else None
    return "is a link that leads nowhere" if os.path.islink(path) else "does not exist"


def _project(folder: str, settings: str | None) -> Project:
    ignores = os.path.join(folder, IGNORES)
    return Project(folder, settings, ignores if os.path.lexists(ignores) else None)


def _upwards(folder: str) -> Iterator[str]:
    while True:
        yield folder
        parent = os.path.dirname(folder)
        if parent == folder or os.path.exists(os.path.join(folder, ".git")):
            return
        folder = parent


def _settings(folder: str) -> str | None:
    for name in NAMES:
        if os.path.lexists(path := os.path.join(folder, name)):
            return path
    path = os.path.join(folder, SHARED)
    try:
        if not os.path.isfile(path):  # a pipe or a device may never end
            return None
        with open(path, "rb") as file:
            return path if _OUR_TABLE.search(file.read(_LONGEST)) else None
    except OSError:
        return None
