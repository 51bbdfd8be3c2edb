"""Comparing two editions: each is read and checked as a run of its own, the other being its baseline.

So findings are matched by fingerprint and agreement, as those of a baseline are, and never by line.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from dslint.compare.agreements import AgreementChanges, compare_agreements
from dslint.compare.sameness import Sameness
from dslint.compare.snapshot import Snapshot, Snapshots
from dslint.engine.baseline import Baseline, entries
from dslint.engine.checked import Checked
from dslint.engine.evaluate import one_by_one
from dslint.engine.finding import Finding
from dslint.engine.report import Report, RunError
from dslint.engine.suppressions import Suppressions
from dslint.session import Session
from dslint.sources import Input
from dslint.vocabularies import Vocabularies


class Edition(NamedTuple):
    """What one side of a comparison holds. In its report, `known` is what the other side has, too."""

    path: str
    agreements: dict[str, Snapshot]
    report: Report


class Comparison(NamedTuple):
    old: Edition
    new: Edition
    agreements: AgreementChanges

    @property
    def new_findings(self) -> list[Finding]:
        return self.new.report.findings

    @property
    def continuing_findings(self) -> list[Finding]:
        return self.new.report.known

    @property
    def resolved_findings(self) -> list[Finding]:
        return self.old.report.findings

    @property
    def errors(self) -> list[RunError]:
        return [*self.old.report.errors, *self.new.report.errors]


class _Read(NamedTuple):
    path: str
    agreements: dict[str, Snapshot]
    checked: list[Checked]

    def baseline(self, session: Session) -> Baseline:
        results = sorted((c.result for c in self.checked if c.result), key=lambda result: result.path)
        return Baseline(entry for found in one_by_one(session.rules, results) for entry in entries(found))


Given = tuple[str, list[Input]]  # the path of an edition, and its inputs


def compare(old: Given, new: Given, session: Session, as_of: str) -> Comparison:
    before, after = (_read(path, inputs, session, as_of) for path, inputs in (old, new))
    changes = compare_agreements(before.agreements, after.agreements, session.vocabularies)
    editions = _edition(before, after, session), _edition(after, before, session)
    return Comparison(*_without_rewordings(*editions, session.vocabularies), changes)


def _without_rewordings(old: Edition, new: Edition, vocabularies: Vocabularies) -> tuple[Edition, Edition]:
    """Findings that the other edition has in other words are known there, too."""
    statements = vocabularies.derived(Sameness).statements
    sides = [(each, [*each.report.findings, *each.report.known]) for each in (old, new)]
    said = [set().union(*map(statements, findings)) for _, findings in sides]
    found = []
    for (edition, findings), others in zip(sides, reversed(said), strict=True):
        known = {id(finding) for finding in edition.report.known}
        known |= {id(finding) for finding in findings if statements(finding) <= others}
        report = replace(
            edition.report,
            findings=[finding for finding in edition.report.findings if id(finding) not in known],
            known=sorted((f for f in findings if id(f) in known), key=lambda finding: finding.sort_key),
        )
        found.append(edition._replace(report=report))
    return found[0], found[1]


def _edition(mine: _Read, other: _Read, session: Session) -> Edition:
    suppressions = Suppressions(baseline=other.baseline(session))
    return Edition(mine.path, mine.agreements, session.report(mine.checked, suppressions))


def _read(path: str, inputs: list[Input], session: Session, as_of: str) -> _Read:
    """Check every input of an edition, and keep what the comparison needs of its agreements."""
    found = Snapshots()

    def check() -> Iterator[Checked]:
        for given in inputs:
            document = session.understand(given)
            if isinstance(document, RunError):
                yield Checked(None, {}, document)
                continue
            found.add(document)
            yield session.check_read(document, as_of)

    checked = list(check())
    return _Read(path, found.by_reference(), checked)
