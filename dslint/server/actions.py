"""What an editor offers to do about a finding: to fix it, or to ignore it with a reason."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterable, Iterator

from dslint.config.find import IGNORES, find_project
from dslint.datafiles.yaml_marks import FileErrors, read
from dslint.engine.suggestion import Edit
from dslint.regexes import regex
from dslint.server.kinds import DRAFT
from dslint.server.notes import Note
from dslint.tokenizer.placeholders import Placeholders
from dslint.tuples import NamedTuple
from dslint.vocabularies import BUILT_IN, Vocabularies

FIX, FIX_ALL = "quickfix", "source.fixAll.dslint"
_LINE_END = regex(r"\r\n|\n|\r")
_GOES_ON = regex(r"^ignores:[ \t]*(?:#.*)?$", re.MULTILINE)
_COMMENT = regex(r"(?:^|\s)#.*$")


class Action(NamedTuple):
    """Edits of some files. `creates` is one that is not there yet. `note` is what the action clears, and
    `wants_reason` says that the reason is still to be written, at the end of the only edit."""

    title: str
    kind: str
    edits: tuple[Edit, ...]
    note: Note | None = None
    is_preferred: bool = False
    creates: str | None = None
    wants_reason: bool = False


def actions(
    path: str, text: str, kind: str | None, notes: Iterable[Note], read_file: Callable[[str], str | None]
) -> Iterator[Action]:
    """What can be done about some notes of a text. `read_file` gives the text of another file."""
    seen: set[tuple[str, str]] = set()
    for note in notes:
        if note.suggestion is not None:
            fix = note.suggestion
            yield Action(fix.title, FIX, fix.edits, note, is_preferred=fix.is_safe)
        if note.rule is None:
            continue
        if (key := (note.rule, note.fingerprint)) in seen:
            continue
        seen.add(key)
        if kind == DRAFT and not path.lower().endswith(".json"):
            found = _comment(path, text, note)
        else:
            found = _entry(path, note, read_file)
        if found is not None:
            yield found


def fix_all(notes: Iterable[Note]) -> Action | None:
    """Every fix after which nothing is left to be written."""
    edits = [
        edit
        for note in notes
        if note.suggestion and note.suggestion.is_safe
        for edit in note.suggestion.edits
    ]
    if not edits:
        return None
    return Action("Fix everything that has one right answer", FIX_ALL, _apart(edits))


def _apart(edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """The edits without those that overlap with an earlier one."""
    kept: list[Edit] = []
    for edit in sorted(set(edits), key=lambda edit: edit[1:]):
        if not kept or (edit.line, edit.column) >= (kept[-1].end_line, kept[-1].end_column):
            kept.append(edit)
    return tuple(kept)


def _comment(path: str, text: str, note: Note) -> Action | None:
    """A comment above what the finding is about. The writer adds the reason."""
    line = _begins(path, text, note)
    if line is None:
        return None
    lines = _LINE_END.split(text)
    indent = lines[line - 1][: len(lines[line - 1]) - len(lines[line - 1].lstrip())]
    comment = f"{indent}# dslint: ignore[{note.rule}] "
    # The line end comes first, so that the place for the reason is where the edit ends.
    if line == 1:
        edit = Edit(path, 1, 1, 1, 1, f"{comment}\n")
    else:
        end = len(lines[line - 2]) + 1
        edit = Edit(path, line - 1, end, line - 1, end, f"\n{comment}")
    title = f"Ignore {note.rule} here, with a reason"
    return Action(title, FIX, (edit,), note, wants_reason=line > 1)


def _begins(path: str, text: str, note: Note) -> int | None:
    """The line on which the value begins that a note is about: a comment may stand above it."""
    try:
        marked = read(path, text, as_text=True)
    except (FileErrors, RecursionError, MemoryError):
        return None
    at = (note.at.line, note.at.column)
    places = [*marked.marks.values(), *marked.keys.values()]
    return max((place for place in places if place <= at), default=(note.at.line, 1))[0]


def _entry(path: str, note: Note, read_file: Callable[[str], str | None]) -> Action | None:
    """An entry of the file of ignores, which is made when there is none."""
    project = find_project(os.path.dirname(path))
    folder = project.folder if project else os.path.dirname(path)
    ignores = os.path.join(folder, IGNORES)
    about = f"agreement: {note.agreement}"
    if note.agreement is None:
        about = f"path: {_quoted(os.path.relpath(path, folder).replace(os.sep, '/'))}"
    entry = f"  - rule: {note.rule}\n    {about}\n    reason: "
    title = f"Ignore {note.rule} in {IGNORES}, with a reason"
    there = read_file(ignores)
    if there is None:
        edit = Edit(ignores, 1, 1, 1, 1, f"ignores:\n{entry}")
        return Action(title, FIX, (edit,), note, creates=ignores, wants_reason=True)
    if not _GOES_ON.search(there):
        return None
    lines = _LINE_END.split(there.rstrip())
    if not lines[-1][:1].isspace() and not _GOES_ON.match(lines[-1]):
        return None  # something else comes behind the list
    last, end = len(lines), len(lines[-1]) + 1
    if (item := re.search(r"^( *)- ", there, re.MULTILINE)) and item[1] != "  ":
        entry = "\n".join(f"{item[1]}{line[2:]}" for line in entry.split("\n"))
    return Action(title, FIX, (Edit(ignores, last, end, last, end, f"\n{entry}"),), note, wants_reason=True)


def _quoted(text: str) -> str:
    return text if re.fullmatch(r"[\w./-]+", text) else json.dumps(text, ensure_ascii=False)


def next_placeholder(
    text: str, line: int, column: int, words: Vocabularies = BUILT_IN
) -> tuple[int, int, int] | None:
    """The line, the column and the end of the first placeholder behind a place; the first one of all when
    there is none behind it."""
    found = sorted(
        (number, place.start + 1, place.end + 1)
        for number, one in enumerate(_LINE_END.split(text), 1)
        for place in words.derived(Placeholders).find(_COMMENT.sub("", one))
    )
    return next((each for each in found if each[:2] > (line, column)), found[0] if found else None)
