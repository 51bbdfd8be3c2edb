"""What no output may replace: what was read for it, and what people write by hand."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from dslint import compiled
from dslint.config.find import IGNORES, NAMES, SHARED, Project
from dslint.engine.baseline import SCHEMA
from dslint.sources import STANDARD_INPUT, Input
from dslint.sources.recognise import DRAFTS, LARGEST_DRAFT, WEB_PAGES, WORKBOOKS, is_draft
from dslint.tuples import NamedTuple

if TYPE_CHECKING:
    from dslint.config.read import Configuration

_CONFIGURATIONS = {*NAMES, SHARED, IGNORES}
# Kinds of files that people keep: an output has such a name only where it is of that kind itself.
_KEPT_BY_PEOPLE = (".yaml", ".yml", ".toml", *WORKBOOKS, *WEB_PAGES)
_REPORTS = (*WORKBOOKS, *WEB_PAGES)
_PROPERTIES = "docProps/core.xml"
# What the templates of pages and the writer of workbooks put into what they write.
_MARK_OF_PAGE = b'<meta name="generator" content="dslint">'
_MARK_OF_BOOK = b"<dc:description>dslint "
_INPUT = "is one of the inputs"
_LONGEST_HEADER = 1 << 16  # bytes
_BASELINE = f'{{"schema": "{SCHEMA}"'.encode()


class UsageError(ValueError):
    """Options that mean nothing together; the message says which, and what to do."""


class Protected(NamedTuple):
    """A file that no output may replace, with what it is: "is one of the inputs"."""

    path: str
    what: str


def of_inputs(inputs: Iterable[Input]) -> Iterator[Protected]:
    """The files that are read, also those of a folder that make up one input."""
    for given in inputs:
        for path in given.parts or (given.path,):
            yield Protected(path, _INPUT)


def of_project(
    project: Project | None, rules: Iterable[str] = (), vocabularies: Iterable[str] = ()
) -> Iterator[Protected]:
    """The files that decide what a run finds."""
    if project is not None:
        for path in (project.settings, project.ignores):
            if path:
                yield Protected(path, "is the configuration")
    for path in (*rules, *vocabularies):
        yield Protected(path, "belongs to the configuration")


def of_configuration(found: Configuration | None, rules: Iterable[str] = ()) -> Iterator[Protected]:
    """The same of a configuration that was read."""
    if found is None:
        yield from of_project(None, rules)
    else:
        own: tuple[str, ...] = (*rules, *found.value("rules", ()))
        yield from of_project(found.project, own, word_files(found.value))


def word_files(value: Callable[[str], Any]) -> list[str]:
    """The files of words and of dialects that a configuration names, by what gives the value of a setting."""
    named = [*(value("vocabularies") or ()), *(value("dialects") or ())]
    return [each for each in named if isinstance(each, str)]


def refuse(outputs: Iterable[str | None], protected: Iterable[Protected], suffix: str | None = None) -> None:
    """Raise UsageError when an output would replace one of the protected files, or a file of that kind.

    `suffix` is that of the format: a file with it may be an earlier output.
    """
    paths = [path for path in outputs if path is not None]
    if not paths:
        return
    refuse_protected(paths, protected)
    for path in paths:
        if what := _written_by_people(path, suffix):
            raise UsageError(f"{path}: {what}; the output would replace it. Name a new file")


def refuse_protected(outputs: Iterable[str], protected: Iterable[Protected]) -> None:
    """Raise UsageError when an output would replace one of the protected files."""
    wanted = {identity: path for path in outputs for identity in _identities(path)}
    for each in protected:
        if any((path := wanted.get(identity)) is not None for identity in _identities(each.path)):
            if each.what == _INPUT and _is_own_table(each.path):
                continue  # a table of an earlier run, which is found in the folder and passed over
            raise UsageError(f"{path}: {each.what}; the output would replace it. Name another file")
        if path_of_folder := _inside(each.path, wanted.values()):
            raise UsageError(f"{path_of_folder}: {each.what}; the output would replace it. Name another file")


def _is_own_table(path: str) -> bool:
    """Whether a file begins as a table that dslint writes; such a file is never checked."""
    import csv

    if not path.lower().endswith(".csv"):
        return False
    try:
        with open(path, encoding="utf-8-sig", newline="") as file:
            header = set(next(csv.reader([file.readline(_LONGEST_HEADER)]), ()))
    except (OSError, ValueError, csv.Error):
        return False
    return any(header.issuperset(marks) for marks in compiled.vocabulary("workbooks")["written"])


def _is_own_report(path: str) -> bool:
    """Whether a web page or a workbook has the mark that dslint puts into its reports."""
    import zipfile
    import zlib

    try:
        if path.lower().endswith(WORKBOOKS):
            with zipfile.ZipFile(path) as book, book.open(_PROPERTIES) as part:
                return _MARK_OF_BOOK in part.read(_LONGEST_HEADER)
        with open(path, "rb") as file:
            return _MARK_OF_PAGE in file.read(_LONGEST_HEADER)
    except (OSError, KeyError, ValueError, EOFError, RuntimeError, zipfile.BadZipFile, zlib.error):
        return False


def _inside(folder: str, outputs: Iterable[str]) -> str | None:
    """An output that exists already inside a folder that is protected as a whole, such as one of rules."""
    if not os.path.isdir(folder):
        return None
    top = os.path.realpath(folder)
    for path in outputs:
        real = os.path.realpath(path)
        if os.path.isfile(real) and real.startswith(top + os.sep) and real.endswith((".yaml", ".yml")):
            return path
    return None


def _identities(path: str) -> Iterator[object]:
    """What two names of one file have in common: the path behind links, and what the system knows it by."""
    try:
        if path == STANDARD_INPUT:
            status = os.fstat(sys.stdin.fileno()) if sys.stdin is not None else None
        else:
            yield os.path.realpath(path)
            status = os.stat(path)
    except (OSError, ValueError):
        return
    if status is not None and stat.S_ISREG(status.st_mode):
        yield status.st_dev, status.st_ino


def _written_by_people(path: str, suffix: str | None) -> str | None:
    """Why a file that exists is none that a report may replace, or None."""
    name = os.path.basename(path).lower()
    if not os.path.isfile(path):
        return None
    if name in _CONFIGURATIONS:
        return "is a configuration"
    ending = os.path.splitext(name)[1]
    if ending in _KEPT_BY_PEOPLE and ending != suffix:
        return f"is a {ending} file, which this command does not write"
    if ending in _REPORTS and os.path.getsize(path) and not _is_own_report(path):
        return f"is a {ending} file that dslint did not write"
    try:
        with open(path, "rb") as file:
            content = file.read(LARGEST_DRAFT if name.endswith(DRAFTS) else len(_BASELINE))
    except OSError:
        return None
    if content.startswith(_BASELINE):
        return "is a baseline"
    return "is a draft of an agreement" if name.endswith(DRAFTS) and is_draft(path, content) else None
