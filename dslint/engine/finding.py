"""Findings: what a rule says about an agreement, with every place that it rests on."""

from __future__ import annotations

from collections.abc import Hashable

from dslint.engine.rule import Authority
from dslint.engine.suggestion import Suggestion
from dslint.facts.meanings import fold_text
from dslint.model import Document, Place, Release, Span
from dslint.tuples import NamedTuple
from dslint.values.numbers import count

MOST_EVIDENCE = 50  # places kept in one finding; the message counts them all


class Evidence(NamedTuple):
    """One side of a finding. `text` is what is printed at the span, `note` what it shows.

    `span` is a place in the lines that reports show, `at` the same place in the file.
    """

    path: str
    span: Span
    field: str
    text: str
    note: str
    at: Place
    agreement: str | None = None  # the base reference of the record that it belongs to


class Occurrence(NamedTuple):
    """One of the places that a folded finding is about. `lines` are those of every side in its file."""

    agreement: str | None
    path: str
    line: int
    column: int
    record_line: int | None
    sheet: str | None = None
    cell: str | None = None
    release: str | None = None
    lines: tuple[int, ...] = ()


class Finding(NamedTuple):
    """`evidence` is every side, the primary one first. `agreement` is the base reference, and
    `record_line` where the record begins; both are None for a finding about a page. `agreements` are the
    base references of every record that it rests on. Two findings of the same words in other records are one
    finding with two `parts`; one that was not folded has none.

    `statement` is the message without what was added to it: the `caveat` that a standard is younger than the
    agreement, and how many others say the same."""

    rule: str
    name: str
    severity: str
    certainty: str
    message: str
    remedy: str
    agreement: str | None
    title: str | None
    record_line: int | None
    record_end: int | None
    evidence: tuple[Evidence, ...]
    fingerprint: str
    authority: tuple[Authority, ...]
    case: int = 0
    fold: str | None = None
    occurrences: tuple[Occurrence, ...] = ()
    organisation: str | None = None
    release: str | None = None  # the id of the row of a workbook that it is about
    agreements: tuple[str, ...] = ()
    statement: str = ""
    caveat: str | None = None
    suggestion: Suggestion | None = None
    record: int | None = None  # where the record begins in the document; in the file, several may on one line
    replaced_by: str | None = None  # the newer version of the agreement, in the same register
    parts: tuple[Finding, ...] = ()  # the findings that were folded into this one, each as it was found

    @property
    def primary(self) -> Evidence:
        return self.evidence[0]

    @property
    def sort_key(self) -> tuple[str, int, int, str, str, str]:
        primary = self.evidence[0]
        line, column, _ = primary.span
        return primary.path, line, column, self.rule, self.message, self.fingerprint

    def occurrence(self) -> Occurrence:
        at = self.primary.at
        return Occurrence(
            self.agreement, self.primary.path, at.line, at.column, self.record_line, at.sheet, at.cell,
            self.release, self._lines(),
        )  # fmt: skip

    def _lines(self) -> tuple[int, ...]:
        path = self.primary.path
        return tuple(sorted({one.at.line for one in self.evidence if one.path == path}))

    def _cell(self, document: Document, row: Release) -> int:
        """The place of the primary side among the cells of a row; 0 where it is not in the row."""
        span = self.primary.span
        if document.source:
            cells = {document.shown(document.cell_at(row.line, n).span)[:2]: n for n in row.columns.values()}
            return cells.get(span[:2], 0)
        return document.lines[span.line - 1].count("\t", 0, span.column - 1) if span.line == row.line else 0

    def for_rows(self, document: Document, rows: list[Release]) -> Finding:
        """The finding of the first of some rows as that of all: they are equal in what it rests on."""
        first = self._replace(release=rows[0].id or None)
        if len(rows) == 1:
            return first
        cell = self._cell(document, rows[0])
        occurrences = [first.occurrence()]
        for row in rows[1:]:
            at = document.place(document.cell_at(row.line, cell).span)
            occurrences.append(
                Occurrence(
                    self.agreement, at.path or document.path, at.line, at.column, self.record_line, at.sheet,
                    at.cell, row.id or None,
                )
            )  # fmt: skip
        noun = "flow" if document.source else "row"
        others = f"{count(len(rows) - 1, f'more {noun}')} of this agreement"
        return first._replace(
            message=f"{self.message} The same is true of {others}.", occurrences=tuple(occurrences)
        )


def fold_findings(findings: list[Finding], across_files: bool = True) -> list[Finding]:
    """One finding for many that say the same: of the records of a page, or of a sentence in the whole run."""
    groups: dict[Hashable, list[Finding]] = {}
    for finding in findings:
        key = fold_key(finding, across_files) if finding.fold else id(finding)
        groups.setdefault(key, []).append(finding)
    return [_folded(group) if group[0].fold else group[0] for group in groups.values()]


def fold_key(finding: Finding, across_files: bool = True) -> tuple[str, ...]:
    """What findings have in common that are told as one."""
    at = finding.primary
    if finding.fold == "document":
        # A document may hold the pages of several organisations; the fingerprint tells them apart.
        return (finding.rule, str(finding.case), at.path, finding.fingerprint)
    return (finding.rule, str(finding.case), "" if across_files else at.path, fold_text(at.text))


def _folded(findings: list[Finding]) -> Finding:
    more = len(findings) - 1
    if more:
        findings.sort(key=lambda finding: finding.sort_key)
    first = findings[0]
    occurrences = tuple(
        each for finding in findings for each in finding.occurrences or (finding.occurrence(),)
    )
    if not more:
        return first._replace(occurrences=occurrences)
    message = first.message
    about = {each for finding in findings for each in finding.agreements or (finding.record_line,)}
    # Of one agreement there may be several versions or rows.
    if more := len(about - {*first.agreements, first.record_line}):
        where = "of this run"
        if first.fold == "document":
            where = "in this register" if first.primary.at.sheet else "on this page"
        message = f"{message} The same is true of {count(more, 'more agreement')} {where}."
    return first._replace(
        message=message,
        occurrences=occurrences,
        parts=tuple(part for finding in findings for part in finding.parts or (finding,)),
    )
