"""What a report says of each file, as plain data that goes from one process to another."""

from __future__ import annotations

from collections.abc import Iterator

from dslint.engine.finding import Evidence, Finding
from dslint.engine.report import Report, RunError
from dslint.engine.suggestion import Suggestion
from dslint.model import Place
from dslint.reporters.escape import visible
from dslint.reporters.place import further, in_words, of_occurrence
from dslint.reporters.rule_text import authority_line
from dslint.tuples import NamedTuple

MOST_NOTES = 1000  # of one file
MOST_RELATED = 20  # other sides of one finding


class Related(NamedTuple):
    """Another side of a finding: where it is, and what it shows."""

    path: str
    at: Place
    message: str


class Note(NamedTuple):
    """One thing to tell at a place of a file. `rule` is None for what is wrong with the file itself.

    `url` is a page about the source, `authority` are the sources in full.
    """

    path: str
    at: Place
    severity: str
    message: str
    rule: str | None = None
    name: str = ""
    certainty: str = "certain"
    remedy: str = ""
    agreement: str | None = None
    url: str | None = None
    authority: tuple[str, ...] = ()
    related: tuple[Related, ...] = ()
    fingerprint: str = ""
    suggestion: Suggestion | None = None


Notes = dict[str, list[Note]]  # by the path of the file


def notes_of(report: Report) -> Notes:
    """The findings and errors of a report, by file. A finding that was folded is told once in each file."""
    notes: Notes = {}
    for error in report.errors:
        notes.setdefault(error.path, []).append(of_error(error))
    for finding in report.findings:
        for part in _one_for_each_file(finding):
            notes.setdefault(part.primary.path, []).append(_note(part, finding))
    return {path: sorted(found, key=_by_place)[:MOST_NOTES] for path, found in notes.items()}


def of_error(error: RunError) -> Note:
    line, column = error.line or 1, error.column or 1
    return Note(error.path, Place(line, column, line, column), "error", visible(error.message))


def _by_place(note: Note) -> tuple[int, int, str]:
    return note.at.line, note.at.column, note.rule or ""


def _one_for_each_file(finding: Finding) -> Iterator[Finding]:
    yield finding
    seen = {finding.primary.path}
    for part in finding.parts:
        if part.primary.path not in seen:
            seen.add(part.primary.path)
            yield part


def _note(part: Finding, whole: Finding) -> Note:
    return Note(
        path=part.primary.path,
        at=part.primary.at,
        severity=part.severity,
        message=visible(whole.message),
        rule=part.rule,
        name=part.name,
        certainty=part.certainty,
        remedy=visible(part.remedy),
        agreement=part.agreement,
        url=next((authority.url for authority in part.authority if authority.url), None),
        authority=tuple(authority_line(authority) for authority in part.authority),
        related=tuple(_related(part, whole)),
        fingerprint=part.fingerprint,
        suggestion=part.suggestion,
    )


def _related(part: Finding, whole: Finding) -> Iterator[Related]:
    sides = part.evidence[1 : 1 + MOST_RELATED]
    for side in sides:
        yield Related(side.path, side.at, _quoted(side))
    others = further(whole, (part.primary, *sides))
    for one in others[:MOST_RELATED]:
        about = one.agreement or in_words(of_occurrence(one))
        yield Related(one.path, of_occurrence(one), visible(f"The same is true of {about}."))


def _quoted(side: Evidence) -> str:
    return visible(side.note or side.text)
