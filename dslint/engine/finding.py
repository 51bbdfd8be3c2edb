"""Findings: what a rule says about an agreement, with every place that it rests on."""

from __future__ import annotations

import hashlib
import re
from operator import itemgetter
from typing import NamedTuple

from dslint.engine.outcome import Bound, with_partners
from dslint.engine.rule import Authority, Case, Rule
from dslint.engine.scope import NO_HEADER, DocumentScope
from dslint.engine.template import listed
from dslint.facts.meanings import fold
from dslint.model import Document, Place, Release, Span

_ATTRIBUTE = re.compile(r"\{(\w+)\}")
_NOT_WORDS = {"heading", "as_of"}  # the agreement is named by its reference, and today is no evidence
MOST_EVIDENCE = 50  # places kept in one finding; the message counts them all


class Evidence(NamedTuple):
    """One side of a finding. `text` is what stands at the span, `note` what it shows.

    `span` is a place in the document's lines, `at` the same place in the file.
    """

    path: str
    span: Span
    field: str
    text: str
    note: str
    at: Place


class Occurrence(NamedTuple):
    """One of the places that a folded finding stands for. `lines` are those of every side in its file."""

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
    """`evidence` holds every side, the primary one first. `agreement` is the base reference, and
    `record_line` where the record begins; both are None for a finding about a page. `agreements` are the
    base references of every record that it rests on."""

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
    release: str | None = None  # the id of the row of a workbook that it speaks of
    agreements: tuple[str, ...] = ()

    @property
    def primary(self) -> Evidence:
        return self.evidence[0]

    @property
    def sort_key(self) -> tuple[str, int, int, str, str, str]:
        primary = self.primary
        return (
            primary.path,
            primary.span.line,
            primary.span.column,
            self.rule,
            self.message,
            self.fingerprint,
        )

    def occurrence(self) -> Occurrence:
        at = self.primary.at
        return Occurrence(
            self.agreement, self.primary.path, at.line, at.column, self.record_line, at.sheet, at.cell,
            self.release, self._lines(),
        )  # fmt: skip

    def _lines(self) -> tuple[int, ...]:
        path = self.primary.path
        return tuple(sorted({one.at.line for one in self.evidence if one.path == path}))

    def for_rows(self, document: Document, rows: list[Release]) -> Finding:
        """The finding of the first of some rows as that of all: they are equal in what it rests on."""
        first = self._replace(release=rows[0].id or None)
        if len(rows) == 1:
            return first
        span = self.primary.span
        in_row = span.line == rows[0].line
        cell = document.lines[span.line - 1].count("\t", 0, span.column - 1) if in_row else 0
        occurrences = [first.occurrence()]
        for row in rows[1:]:
            at = document.place(document.cell_at(row.line, cell).span)
            occurrences.append(
                Occurrence(
                    self.agreement, at.path or document.path, at.line, at.column, self.record_line, at.sheet,
                    at.cell, row.id or None,
                )
            )  # fmt: skip
        others = f"{len(rows) - 1} more row{'s' if len(rows) > 2 else ''} of this agreement"
        return first._replace(
            message=f"{self.message} The same holds for {others}.", occurrences=tuple(occurrences)
        )


def build(
    rule: Rule, case: Case, scope: DocumentScope, record: int | None, bound: tuple[Bound, ...]
) -> list[Finding]:
    """The findings of a case that holds: one, or one for each value that `per` names."""
    if case.per is None:
        return [_finding(rule, case, scope, record, list(with_partners(bound)))]
    alias, attribute = case.per
    values: dict[str, list[Bound]] = {}
    for one in bound:
        if one.alias == alias:
            values.setdefault(str(one.item.get(attribute)), []).append(one)
    shared = [one for one in bound if one.alias != alias]
    return [
        _finding(rule, case, scope, record, list(with_partners((*mine, *shared)))) for mine in values.values()
    ]


def _finding(rule: Rule, case: Case, scope: DocumentScope, record: int | None, bound: list[Bound]) -> Finding:
    primary = next((one for one in bound if one.alias == case.point_at), None) if case.point_at else None
    # A condition without a name and a remark only guards the others.
    shown = [one for one in bound if one.alias or one.note]
    ordered = [*([primary] if primary else []), *_sides_first(shown)]
    if not ordered:
        ordered = [Bound("", scope.agreements[record or 0].facts.heading, "")]
    if record is None:
        record = ordered[0].item.record
    document = scope.facts.document
    header = scope.agreements[record].header if record is not None else NO_HEADER
    evidence = _evidence(document, ordered)
    message = case.message.fill(bound, document.place)
    standards = _standards(case, bound)
    if remark := _measured(standards, header.made):
        message = f"{message} {remark}"
    return Finding(
        rule=rule.id,
        name=rule.name,
        severity=case.severity,
        certainty=case.certainty,
        message=message,
        remedy=case.remedy.fill(bound, document.place),
        agreement=header.reference,
        title=header.title,
        record_line=header.line,
        record_end=header.end_line,
        evidence=evidence,
        fingerprint=_fingerprint(rule, case, header.reference, document.organisation_name, ordered),
        authority=_in_force_first(_authorities(case, standards), header.made),
        case=case.number,
        fold=case.fold,
        organisation=header.organisation or document.organisation_name or None,
        agreements=_references(scope, record, ordered),
    )


def _evidence(document: Document, bound: list[Bound]) -> tuple[Evidence, ...]:
    """One side for each place, with the notes of all facts that stand there."""
    found: dict[Span, Evidence] = {}
    for one in bound:
        span = one.item.span
        if (known := found.get(span)) is not None:
            note = _note(one)
            if note and note not in known.note:
                found[span] = known._replace(note="; ".join(filter(None, (known.note, note))))
        elif len(found) < MOST_EVIDENCE:
            at = document.place(span)
            found[span] = Evidence(
                at.path or document.path, span, one.item.field, document.text_of(span), _note(one), at
            )
    return tuple(found.values())


def _references(scope: DocumentScope, record: int | None, bound: list[Bound]) -> tuple[str, ...]:
    records = dict.fromkeys((record, *[one.item.record for one in bound]))
    references = [scope.agreements[each].header.reference for each in records if each is not None]
    return tuple(dict.fromkeys([each for each in references if each is not None]))


def _sides_first(bound: list[Bound]) -> list[Bound]:
    """The first place of each name, then the second of each, and so on: no side is cut away by another."""
    counts: dict[str, int] = {}
    ranked = []
    for one in bound:
        rank = counts[one.alias] = counts.get(one.alias, 0) + 1
        ranked.append((rank, one))
    ranked.sort(key=itemgetter(0))
    return [one for _, one in ranked]


def _in_force_first(authorities: tuple[Authority, ...], made: str | None) -> tuple[Authority, ...]:
    """Authorities that are younger than the agreement come last."""
    if made is None or len(authorities) < 2:
        return authorities
    return tuple(sorted(authorities, key=lambda each: _is_younger(each, made)))


def _is_younger(authority: Authority, date: str) -> bool:
    since = authority.in_force_from
    return since is not None and date[: len(since)] < since[: len(date)]


def _note(one: Bound) -> str:
    if "{" not in one.note:
        return one.note
    return _ATTRIBUTE.sub(lambda found: str(one.item.get(found[1]) or found[0]), one.note)


def _standards(case: Case, bound: list[Bound]) -> list[Authority]:
    """The standards that the facts of a finding are measured against."""
    if case.standards is None:
        return []
    if case.standards.by is None:
        return list(case.standards.of.values())
    name, attribute = case.standards.by
    values = dict.fromkeys(str(one.item.get(attribute)) for one in bound if one.alias == name)
    return list(dict.fromkeys(case.standards.of[value] for value in values if value in case.standards.of))


def _authorities(case: Case, standards: list[Authority]) -> tuple[Authority, ...]:
    """Those that the case rests on, without the standards of values that were not found."""
    if case.standards is None:
        return case.authorities
    others = set(case.standards.of.values()) - set(standards)
    return tuple(each for each in case.authorities if each not in others)


def _measured(standards: list[Authority], made: str | None) -> str | None:
    """The remark that standards are younger than the agreement that they are applied to."""
    younger = [each for each in standards if made and _is_younger(each, made)]
    if not younger:
        return None
    if len(younger) == 1:
        return f"Measured against {_standing(younger[0])}, which is younger than the agreement."
    return f"Measured against {listed(list(map(_standing, younger)))}, which are younger than the agreement."


def _standing(standard: Authority) -> str:
    since = standard.in_force_from or ""
    which = f"the standard of {since[:4]}" if standard.in_force_until else "today's standard"
    return f"{which} ({standard.document}, in force from {since})"


def _fingerprint(rule: Rule, case: Case, reference: str | None, organisation: str, bound: list[Bound]) -> str:
    """Made of the rule, the agreement (or the page) and the words, never of positions."""
    if case.fold == "corpus":
        return _digest(rule.id, fold(bound[0].item.text))
    if case.fold == "document":
        return _digest(rule.id, organisation, str(case.number))
    whose = reference if rule.scope != "document" else None
    texts = sorted({"" if b.item.field in _NOT_WORDS else fold(b.item.text) for b in bound})
    return _digest(rule.id, str(case.number), whose or organisation, *texts)


def group_fingerprint(rule: Rule, case: Case, page: str, key: str) -> str:
    """The same whichever of the items that share a key comes first. `page` is empty for a whole run."""
    return _digest(rule.id, str(case.number), page, key)


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:32]


def fold_findings(findings: list[Finding], across_files: bool = True) -> list[Finding]:
    """One finding for many that say the same: of the records of a page, or of a sentence in the whole run."""
    groups: dict[tuple[str, ...], list[Finding]] = {}
    for finding in findings:
        groups.setdefault(_fold_key(finding, across_files), []).append(finding)
    return [_folded(group) if group[0].fold else group[0] for group in groups.values()]


def _fold_key(finding: Finding, across_files: bool) -> tuple[str, ...]:
    if finding.fold is None:
        return (str(id(finding)),)
    at = finding.primary
    if finding.fold == "document":
        # A document may hold the pages of several organisations; the fingerprint tells them apart.
        return (finding.rule, str(finding.case), at.path, finding.fingerprint)
    return (finding.rule, str(finding.case), "" if across_files else at.path, fold(at.text))


def _folded(findings: list[Finding]) -> Finding:
    findings.sort(key=lambda finding: finding.sort_key)
    first, more = findings[0], len(findings) - 1
    occurrences = tuple(
        each for finding in findings for each in finding.occurrences or (finding.occurrence(),)
    )
    if not more:
        return first._replace(occurrences=occurrences)
    where = "on this page" if first.fold == "document" else "of this run"
    others = f"{more} more agreement{'s' if more > 1 else ''} {where}"
    return first._replace(message=f"{first.message} The same holds for {others}.", occurrences=occurrences)
