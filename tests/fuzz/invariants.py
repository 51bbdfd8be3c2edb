"""What holds of every input, however hostile it is."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
import zlib
from collections.abc import Iterator
from typing import Any

from dslint.data_classes import fields, is_dataclass
from dslint.engine.checked import check_read
from dslint.engine.load import RuleSet
from dslint.engine.report import Report
from dslint.engine.run import collect_report
from dslint.engine.suppressions import Suppressions
from dslint.model import Document, Period, Place, Span, Value
from dslint.reporters.escape import log_safe, visible
from dslint.reporters.formats import FORMATS
from dslint.reporters.json_text import as_json
from dslint.reporters.parse_json import document_value
from dslint.reporters.view import DEFAULT_VIEW
from dslint.vocabularies import Vocabularies

AS_OF = "2026-11-22"
_TURNING = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_COMMAND = re.compile(r"##(vso|teamcity)?\[|^\s*::", re.MULTILINE)
_OF_GITHUB = re.compile(
    r"^::(error|warning|notice|group|endgroup|stop-commands|[0-9a-f-]{8,})\b", re.MULTILINE
)
_FORMULA = tuple("=+-@")
# Made for every input; of the others at most one, for making them would take most of the time.
_ALWAYS = ("text",)
_IN_TURN = ("json", "concise", "csv", "markdown", "sarif", "github", "gitlab", "junit", "rdjson")
_RARELY = 4 * len(_IN_TURN)  # one in four inputs


class Violation(AssertionError):
    """Something that holds of every input, and did not of this one. `kind` is the same for its twins."""

    def __init__(self, kind: str, detail: object = "") -> None:
        super().__init__(f"{kind}: {detail!r}"[:2000])
        self.kind = kind


def demand(holds: object, kind: str, detail: object = "") -> None:
    if not holds:
        raise Violation(kind, detail)


def document_is_sound(document: Document, file_lines: list[str] | None) -> None:
    """Every span lies in its line, every place in the file, and the JSON of it can be read back.

    `file_lines` are the lines that a person sees in the file; None where it has rows and columns.
    """
    for span, owner in _spans(document):
        demand(1 <= span.line <= len(document.lines), "a span lies in no line", (span, owner))
        width = len(document.lines[span.line - 1])
        inside = 1 <= span.column <= span.end_column <= width + 1
        demand(inside, "a span leaves its line", (span, width, owner))
        if isinstance(owner, Value):
            same = document.text_of(span).split() == owner.text.split()
            demand(same, "a value is not what stands there", owner)
        _place_is_sound(document.place(span), file_lines)
    for problem in document.problems:
        demand(problem.line >= 1 and problem.column >= 1, "a problem has no place", problem)
        if file_lines is not None:
            demand(problem.line <= len(file_lines) + 1, "a problem lies behind the file", problem)
    made = as_json(document_value(document))
    json.loads(made)
    is_safe(made, "parse")


def checks_soundly(
    document: Document, rules: RuleSet, suppressions: Suppressions | None, turn: bytes
) -> Report:
    """Check a document and make reports of it. `turn` decides which."""
    checked = check_read(document, rules, AS_OF)
    report = collect_report([checked], rules, suppressions)
    for finding in report.findings:
        demand(finding.evidence, "a finding rests on nothing", finding)
        for side in finding.evidence:
            if side.path != document.path:
                continue
            if document.source:  # of a draft, whose words are not always written as they are read
                line = (document.source or document.lines)[side.span.line - 1]
                ends = (1, side.span.column, side.span.end_column, len(line) + 1)
                demand(tuple(sorted(ends)) == ends, "evidence lies outside its line", side)
            elif side.span.line <= len(document.lines):
                demand(document.text_of(side.span) == side.text, "evidence is not what stands there", side)
    reports_are_safe(report, turn)
    return report


def reports_are_safe(report: Report, turn: bytes) -> None:
    number = zlib.crc32(turn)
    for name in (*_ALWAYS, *_IN_TURN[number % _RARELY : number % _RARELY + 1]):
        made = FORMATS[name].render(report, DEFAULT_VIEW)
        if not FORMATS[name].commands:
            made = log_safe(made)  # as all that is printed
        if name in {"json", "sarif", "gitlab", "rdjson"}:
            json.loads(made)
        if name == "csv":
            cells = [cell for row in csv.reader(io.StringIO(made)) for cell in row]
            demand(not any(cell.startswith(_FORMULA) for cell in cells), "a cell is a formula", cells)
        is_safe(made, name)


def is_safe(made: str, name: str) -> None:
    """Nothing in it controls a terminal or a service that keeps a log."""
    if not made.isascii() or not made.replace("\n", "").isprintable():
        found = [
            character
            for character in set(made)
            if character != "\n"
            and (unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"} or character in _TURNING)
        ]
        demand(not found, f"{name} holds a control", found)
    if "::" in made or "##" in made:
        left = _OF_GITHUB.sub("", made) if name == "github" else made
        demand(not (found := _COMMAND.search(left)), f"{name} holds a command", found and found.group())


def problems_are_safe(problems: list[str]) -> None:
    """What is said of a file that cannot be used: one line each, as the command line prints it."""
    demand(problems, "a file was refused without a reason")
    for problem in problems:
        is_safe(log_safe(visible(problem)), "a problem")


def _place_is_sound(place: Place, file_lines: list[str] | None) -> None:
    demand(place.line >= 1 and place.column >= 1, "a place lies before the file", place)
    demand((place.end_line, place.end_column) >= (place.line, place.column), "a place ends early", place)
    if file_lines is not None:
        for line, column in ((place.line, place.column), (place.end_line, place.end_column)):
            demand(line <= len(file_lines), "a place lies behind the file", (place, len(file_lines)))
            demand(column <= len(file_lines[line - 1]) + 1, "a place lies behind its line", place)


def _spans(of: Any, owner: Any = None) -> Iterator[tuple[Span, Any]]:
    """Every span in it, with what it belongs to."""
    if isinstance(of, Span):
        yield of, owner
    elif isinstance(of, Period):  # its values are ISO dates, whatever is printed
        yield from ((value.span, of) for value in of if value)
    elif isinstance(of, (str, int, float, type(None), Vocabularies)):
        return
    elif isinstance(of, dict):
        for value in of.values():
            yield from _spans(value, of)
    elif isinstance(of, (list, tuple)):
        for value in of:
            yield from _spans(value, of)
    elif is_dataclass(of):
        for each in fields(of):
            if each.name not in {"origin", "lines", "vocabularies"}:
                yield from _spans(getattr(of, each.name), of)
