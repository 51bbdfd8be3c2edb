"""Comparing two editions: each is read and checked as a run of its own, the other being its baseline.

So findings are matched by fingerprint and agreement, as those of a baseline are, and never by line.
"""

from __future__ import annotations

from collections.abc import Sequence

from dslint.compare.agreements import AgreementChanges, Change, Pair, compare_agreements
from dslint.compare.edition import ReadEdition, read_edition
from dslint.compare.rows import RowChange, RowChanges, compare_rows
from dslint.compare.sameness import Sameness
from dslint.compare.snapshot import Snapshot
from dslint.data_classes import replace
from dslint.engine.finding import Finding
from dslint.engine.report import Report, RunError
from dslint.engine.suppressions import Suppressions
from dslint.session import Session
from dslint.sources import Input
from dslint.tuples import NamedTuple
from dslint.vocabularies import Vocabularies


class Edition(NamedTuple):
    """What one side of a comparison holds. In its report, `known` is what the other side has, too.

    `checked` are the findings as a check of this edition alone gives them. A comparison has one more for
    each of them that is new in some of the agreements that share it, and known in others.
    """

    path: str
    agreements: dict[str, Snapshot]
    report: Report
    checked: list[Finding]

    @property
    def split(self) -> int:
        """How many more findings there are than in a check, for being counted twice."""
        return len(self.report.findings) + len(self.report.known) - len(self.checked)


class Comparison(NamedTuple):
    old: Edition
    new: Edition
    agreements: AgreementChanges
    rows: RowChanges

    @property
    def reworded(self) -> list[Pair]:
        """Those that one edition words in more detail, without those in which a row says something else."""
        changed = {row.new.reference for row in self.rows.changed}
        return [pair for pair in self.agreements.reworded if pair.new.reference not in changed]

    def changes_of(self, pair: Pair) -> list[Change]:
        """The changes of an agreement, without those that its rows show in full."""
        own = [row for row in self.rows.changed if row.new.reference == pair.new.reference]
        return [change for change in pair.changes if not _is_shown_by(own, change)]

    @property
    def new_findings(self) -> Sequence[Finding]:
        return self.new.report.findings

    @property
    def continuing_findings(self) -> list[Finding]:
        return self.new.report.known

    @property
    def resolved_findings(self) -> Sequence[Finding]:
        return self.old.report.findings

    @property
    def errors(self) -> list[RunError]:
        return [*self.old.report.errors, *self.new.report.errors]


def _is_shown_by(rows: list[RowChange], change: Change) -> bool:
    mine = [row for row in rows if change.key in row.fields]
    before = {text for row in mine for text in (row.old.meanings[change.key] or {}).values()}
    after = {text for row in mine for text in (row.new.meanings[change.key] or {}).values()}
    return bool(mine) and before.issuperset(change.removed) and after.issuperset(change.added)


Given = tuple[str, list[Input]]  # the path of an edition, and its inputs


def compare(old: Given, new: Given, session: Session, as_of: str) -> Comparison:
    before, after = (read_edition(path, inputs, session, as_of) for path, inputs in (old, new))
    changes = compare_agreements(before.agreements, after.agreements, session.vocabularies)
    rows = compare_rows(before.rows, after.rows, session.vocabularies)
    editions = _edition(before, after), _edition(after, before)
    return Comparison(*_without_rewordings(*editions, session.vocabularies), changes, rows)


def _without_rewordings(old: Edition, new: Edition, vocabularies: Vocabularies) -> tuple[Edition, Edition]:
    """Findings that the other edition has in other words are known there, too."""
    statements = vocabularies.derived(Sameness).statements
    sides = [(each, [*each.report.findings, *each.report.known]) for each in (old, new)]
    stated = [set().union(*map(statements, findings)) for _, findings in sides]
    found = []
    for (edition, findings), others in zip(sides, reversed(stated), strict=True):
        known = {id(finding) for finding in edition.report.known}
        known |= {id(finding) for finding in findings if statements(finding) <= others}
        report = replace(
            edition.report,
            findings=[finding for finding in edition.report.findings if id(finding) not in known],
            known=sorted((f for f in findings if id(f) in known), key=lambda finding: finding.sort_key),
        )
        found.append(edition._replace(report=report))
    return found[0], found[1]


def _edition(mine: ReadEdition, other: ReadEdition) -> Edition:
    report = mine.session.report(mine.checked, Suppressions(baseline=other.baseline()))
    return Edition(mine.path, mine.agreements, report, mine.findings)
