"""`dslint check --fix` and `--diff`: what findings suggest, written into the drafts or shown."""

from __future__ import annotations

import difflib
import os
import stat
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress

from dslint.cli.guard import UsageError
from dslint.cli.output import complain, write_file
from dslint.engine.report import Report, RunError
from dslint.engine.suggestion import Edit, Suggestion, applied
from dslint.model import Document
from dslint.regexes import regex
from dslint.reporters.escape import visible, visible_lines
from dslint.sources import STANDARD_INPUT, Input, Unreadable
from dslint.sources.content import content
from dslint.sources.recognise import is_draft
from dslint.tuples import NamedTuple

Understand = Callable[[Input], "Document | RunError"]
_LINE = regex(r"[^\n]*\n|[^\n]+")
_NO_END = "\\ No newline at end of file"
_CHANGED = "somebody changed it while it was checked; run dslint again"
_WRITABLE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH
_BOM = b"\xef\xbb\xbf"


class Fixed(NamedTuple):
    """A draft with its text before and after, and how many findings its edits are for."""

    path: str
    old: str
    new: str
    findings: int
    mark: bytes  # of its encoding

    def diff(self) -> str:
        """The edits as `patch` takes them, safe to print."""
        old, new = (_LINE.findall(text) for text in (self.old, self.new))
        path = visible(self.path)
        lines = difflib.unified_diff(old, new, path, path)
        return visible_lines(
            "".join(line if line.endswith("\n") else f"{line}\n{_NO_END}\n" for line in lines)
        )

    def write(self) -> bool:
        """False when the file cannot be written, with the reason on standard error."""
        try:
            if content(self.path) != self.mark + self.old.encode("utf-8"):
                complain(f"{self.path}: is not changed: {_CHANGED}")
                return False
            # The text of a draft is kept as it is, whatever a log would make of it.
            write_file(self.path, self.mark + self.new.encode("utf-8"))
        except OSError as error:
            complain(f"{self.path}: cannot be written: {error.strerror or error}")
            return False
        except Unreadable as error:
            complain(f"{self.path}: {error}")
            return False
        return True


def drafts_of(inputs: list[Input]) -> dict[str, bytes]:
    """The contents of the drafts as they are before a run, by their paths."""
    found: dict[str, bytes] = {}
    for given in inputs:
        if not given.problem and not given.parts and os.path.isfile(given.path):
            with suppress(Unreadable):
                if is_draft(given.path, text := content(given.path)):
                    found[given.path] = text
    return found


def check_fixable(inputs: list[Input]) -> None:
    """Raise UsageError for an input that nobody can write to."""
    if any(given.path == STANDARD_INPUT or given.content is not None for given in inputs):
        raise UsageError("--fix and --diff need files; standard input cannot be changed")


def fixes(report: Report, understand: Understand, drafts: Mapping[str, bytes]) -> list[Fixed]:
    """The drafts of a report with all its safe suggestions applied. Each is read again: one that would no
    longer be a whole draft is left out, with the reason on standard error, and so is one that is another file
    than before the run."""
    by_path: dict[str, list[tuple[Edit, ...]]] = {}
    for suggestion in safe_suggestions(report):
        by_path.setdefault(suggestion.edits[0].path, []).append(suggestion.edits)
    found = (_fixed(path, several, understand, drafts.get(path)) for path, several in sorted(by_path.items()))
    return [each for each in found if each is not None]


def safe_suggestions(report: Report) -> Iterator[Suggestion]:
    """What findings suggest, where it has only one right answer."""
    for finding in report.findings:
        for part in finding.parts or (finding,):
            if part.suggestion and part.suggestion.is_safe:
                yield part.suggestion


def _why_not(path: str, checked: bytes | None, found: bytes) -> str | None:
    """Why a draft that was checked may not be changed, or None."""
    if os.path.islink(path):
        return "it is a link; name the file that it leads to"
    if found != checked:
        return _CHANGED
    # A superuser may write everything, and is asked to keep what is protected.
    if not (os.access(path, os.W_OK) and os.stat(path).st_mode & _WRITABLE):
        return "it is read-only"
    return None


def _fixed(
    path: str, several: list[tuple[Edit, ...]], understand: Understand, checked: bytes | None
) -> Fixed | None:
    try:
        found = content(path)
        if why := _why_not(path, checked, found):
            complain(f"{path}: is not changed: {why}")
            return None
        mark = _BOM if found.startswith(_BOM) else b""
        old = found[len(mark) :].decode("utf-8")
    except (Unreadable, UnicodeDecodeError):
        complain(f"{path}: is not changed: only drafts in UTF-8 are")
        return None
    new = applied(old, [edit for edits in several for edit in edits])
    before, after = (understand(Input(path, content=text.encode("utf-8"))) for text in (old, new))
    if isinstance(before, RunError) or isinstance(after, RunError):
        complain(f"{path}: is not changed: it could not be read again")
        return None
    if len(after.problems) > len(before.problems) or len(after.agreements) != len(before.agreements):
        complain(f"{path}: is not changed: the suggestions would break its shape")
        return None
    return Fixed(path, old, new, len(several), mark) if new != old else None
