"""Notes as an editor takes them."""

from __future__ import annotations

from collections.abc import Callable

from lsprotocol import types

from dslint.model import Place
from dslint.server.notes import Note
from dslint.server.positions import Lines, Spot

SOURCE = "dslint"
_SEVERITIES = {
    "error": types.DiagnosticSeverity.Error,
    "warning": types.DiagnosticSeverity.Warning,
    "info": types.DiagnosticSeverity.Information,
}
LinesOf = Callable[[str], Lines]  # of the file of a path
UriOf = Callable[[str], str]


def position(spot: Spot) -> types.Position:
    return types.Position(*spot)


def range_of(at: Place, lines: Lines) -> types.Range:
    start, end = lines.spot_at(at.line, at.column), lines.spot_at(at.end_line, at.end_column)
    return types.Range(position(start), position(max(start, end)))


def location(path: str, at: Place, lines_of: LinesOf, uri_of: UriOf) -> types.Location:
    return types.Location(uri_of(path), range_of(at, lines_of(path)))


def diagnostic(note: Note, page: str | None, lines_of: LinesOf, uri_of: UriOf) -> types.Diagnostic:
    """`page` is the address of the rule's page."""
    possible = "Possible: " if note.certainty == "possible" else ""
    fix = f"\nFix: {note.remedy}" if note.remedy else ""
    link = page or note.url
    return types.Diagnostic(
        range=_shown_range(note.at, lines_of(note.path)),
        message=f"{possible}{note.message}{fix}",
        severity=_SEVERITIES[note.severity],
        source=SOURCE,
        code=note.rule,
        code_description=types.CodeDescription(link) if link and note.rule else None,
        related_information=[
            types.DiagnosticRelatedInformation(location(each.path, each.at, lines_of, uri_of), each.message)
            for each in note.related
        ]
        or None,
        data={"fingerprint": note.fingerprint, "certainty": note.certainty} if note.rule else None,
    )


def _shown_range(at: Place, lines: Lines) -> types.Range:
    """The range of a note; a mere place is shown up to the end of its line."""
    found = range_of(at, lines)
    if found.start == found.end:
        line = found.start.line
        found.end = position(lines.spot_at(line + 1, len(lines.line(line)) + 1))
    return found
