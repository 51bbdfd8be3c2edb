"""From the paths on the command line to inputs, each once and in a fixed order."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from itertools import islice

from dslint.sources.addresses import fetch, is_address, listed, local_path
from dslint.sources.content import LARGEST, STANDARD_INPUT, content
from dslint.sources.decode import Unreadable
from dslint.sources.recognise import (
    DRAFTS,
    LARGEST_DRAFT,
    MARKDOWN,
    OPEN_DOCUMENT,
    PDF,
    TABLES,
    WEB_ARCHIVES,
    WEB_PAGES,
    WORD,
    WORKBOOKS,
    is_draft,
    is_markdown_page,
    is_register_of_records,
)
from dslint.tuples import NamedTuple

# What a folder is searched for; a file that is named is read whatever its suffix.
SUFFIXES = (
    ".txt", MARKDOWN, *TABLES, *WORKBOOKS, *WEB_PAGES, *WEB_ARCHIVES, *WORD, *OPEN_DOCUMENT, *PDF,
    *DRAFTS,
)  # fmt: skip
# What may hold an agreement and is not read: a folder names each such file.
NOT_READ = (".doc", ".rtf", ".zip")
# What is read by packages that may not be there; a file that is named says so, a folder goes on.
NEEDS = {**dict.fromkeys(WORD, "mammoth"), **dict.fromkeys(PDF, "pypdf")}
_NOT_SHOWN = (".", "~$")  # hidden, and what Excel lays beside a workbook while it is open
_MOST_NAMES = 10_000  # of a folder, among which the one nearest to a missing name is looked for
_LIKENESS = 0.8  # of two names, whose endings alone are often half of them
_SHEET = TABLES  # files that lie in one folder are the sheets of one workbook


class Input(NamedTuple):
    """A path to read, or a path that cannot be, with the reason.

    `parts` are the files of a folder that make up one input. With `content` nothing is read: the path is
    a name that tells the kind, as a file's does. `part_contents` are the same of each part, or why it cannot
    be read. `is_passed_over` is a file of a folder that may hold an agreement, and is of a kind that is not
    read. One that `is_remote` has an address for a path, which somebody named on purpose; `size` are its
    bytes. `is_typed` is a text that changes at each key, so that whoever asks knows best
    what is only half there.
    """

    path: str
    problem: str | None = None
    parts: tuple[str, ...] = ()
    content: bytes | None = None
    is_passed_over: bool = False
    part_contents: tuple[bytes | str, ...] = ()
    is_remote: bool = False
    size: int | None = None
    is_typed: bool = False


def collect(paths: list[str]) -> list[Input]:
    """The inputs of the named files and folders, sorted by path."""
    found: dict[str, Input] = {}
    for path in paths:
        for each in _inputs(path):
            try:
                is_path = each.path != STANDARD_INPUT and not each.is_remote
                key = os.path.realpath(each.path) if is_path else each.path
            except (OSError, ValueError):
                key = each.path
            if key not in found or each.path < found[key].path:
                found[key] = each
    return sorted(_joined(found.values()), key=lambda each: each.path)


def _joined(inputs: Iterable[Input]) -> Iterator[Input]:
    """The inputs, with the exported sheets of each folder as one."""
    sheets: dict[str, list[Input]] = {}
    for each in inputs:
        if each.problem or not each.path.lower().endswith(_SHEET):
            yield each
        else:
            sheets.setdefault(os.path.dirname(each.path), []).append(each)
    for folder, files in sheets.items():
        yield files[0] if len(files) == 1 else _one_of_sheets(folder, files)


def _one_of_sheets(folder: str, files: list[Input]) -> Input:
    paths = tuple(sorted(each.path for each in files))
    if not files[0].is_remote:
        return Input(folder or ".", parts=paths)
    return Input(folder, parts=paths, is_remote=True, size=sum(each.size or 0 for each in files))


def _inputs(path: str) -> Iterator[Input]:
    if path == STANDARD_INPUT:
        yield Input(path)
    elif "\0" in path:
        yield Input(path, "is no path: it contains a NUL character")
    elif is_address(path):
        yield from _at_address(path)
    elif os.path.isdir(path):
        yield from _folder(path)
    elif os.path.islink(path) and not os.path.exists(path):
        yield Input(path, "is a link that leads nowhere")
    elif not os.path.exists(path):
        yield Input(path, f"does not exist{_nearest(path)}")
    else:
        yield Input(_tidy(path))


def _nearest(path: str) -> str:
    """ "; did you mean X?" for what the folder of a missing file has instead, or nothing."""
    from dslint.datafiles.nearest import nearest

    folder, name = os.path.split(path)
    try:
        with os.scandir(folder or ".") as entries:
            known = [entry.name for entry in islice(entries, _MOST_NAMES)]
    except OSError:
        return ""
    return nearest(name, known, _LIKENESS)


def _at_address(address: str) -> Iterator[Input]:
    from glob import glob

    try:
        if (path := local_path(address)) is not None:
            for each in sorted(glob(path, recursive=True)) or [path]:
                yield from _inputs(each)
            return
        for path, size in listed(address):
            found = Input(path, is_remote=True, size=size)
            name = path.lower()
            if path == address:
                yield found
            elif name.endswith(_not_read()):
                yield found._replace(is_passed_over=True)
            elif name.endswith(SUFFIXES) and _is_meant(found):
                yield found
    except Unreadable as error:
        yield Input(address, str(error))


def loaded_input(given: Input) -> Input:
    """The input with what was read of it, or with why it cannot be."""
    if given.problem or given.is_passed_over or given.content is not None or given.part_contents:
        return given
    if given.parts:
        return given._replace(part_contents=tuple(_read_part(given, part) for part in given.parts))
    try:
        return given._replace(content=_bytes_of(given, given.path))
    except Unreadable as error:
        return given._replace(problem=str(error))


def _read_part(given: Input, part: str) -> bytes | str:
    try:
        return _bytes_of(given, part)
    except Unreadable as error:
        return str(error)


def _bytes_of(given: Input, path: str) -> bytes:
    return fetch(path, LARGEST) if given.is_remote else content(path)


def _tidy(path: str) -> str:
    normal = os.path.normpath(path)
    return normal.replace(os.sep, "/") if os.sep != "/" else normal


def _folder(top: str) -> Iterator[Input]:
    from dslint.sources.gitignore import Ignored

    files: list[os.DirEntry[str]] = []
    ignored = Ignored(top)
    waiting = [top]
    while waiting:
        folder = waiting.pop()
        try:
            with os.scandir(folder) as entries:
                shown = sorted(
                    (e for e in entries if not e.name.startswith(_NOT_SHOWN)), key=lambda e: e.name
                )
        except OSError as error:
            yield Input(folder, f"cannot be searched: {error.strerror or error}")
            continue
        folders = [e for e in shown if e.is_dir(follow_symlinks=False)]
        waiting += [e.path for e in reversed(folders) if not ignored.holds(folder, e.name, True)]
        wanted = (*SUFFIXES, *NOT_READ)
        found = [e for e in shown if e.name.lower().endswith(wanted) and e not in folders]
        files += [e for e in found if not ignored.holds(folder, e.name, False)]
    for path, problem in ignored.problems.items():
        yield Input(_tidy(path), problem)
    not_read = _not_read()
    for entry in files:
        path = _tidy(entry.path)
        if os.path.islink(path) and not os.path.exists(path):
            yield Input(path, "is a link that leads nowhere")
        elif path.lower().endswith(not_read):
            if os.path.isfile(path):
                yield Input(path, is_passed_over=True)
        elif os.path.isfile(path) and _is_meant(given := Input(path)):
            yield given


def _not_read() -> tuple[str, ...]:
    """The kinds that are not read here."""
    return (*NOT_READ, *(suffix for suffix, package in NEEDS.items() if find_spec(package) is None))


def _is_meant(given: Input) -> bool:
    """Whether a file found in a folder is an input: YAML and JSON are only when they hold an agreement."""
    path = given.path
    if not path.lower().endswith((*DRAFTS, MARKDOWN)):
        return True
    try:
        if given.is_remote:
            found = fetch(path, LARGEST_DRAFT)
        else:
            with open(path, "rb") as file:
                found = file.read(LARGEST_DRAFT)
    except (OSError, Unreadable):
        return False
    if path.lower().endswith(MARKDOWN):
        return is_markdown_page(found)
    return is_draft(path, found) or (path.lower().endswith(".json") and is_register_of_records(found))
