"""Comparing two editions: each is read and checked as a run of its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from dslint.compare.agreements import AgreementChanges, compare_agreements
from dslint.compare.findings import FindingChanges, compare_findings
from dslint.compare.snapshot import Snapshot, snapshots
from dslint.engine.load import RuleSet
from dslint.engine.report import Report, RunError
from dslint.engine.run import Checked, check_read, collect_report, understand
from dslint.sources import Input


class Edition(NamedTuple):
    """What one side of a comparison holds."""

    path: str
    report: Report
    agreements: dict[str, Snapshot]


class Comparison(NamedTuple):
    old: Edition
    new: Edition
    agreements: AgreementChanges
    findings: FindingChanges

    @property
    def errors(self) -> list[RunError]:
        return [*self.old.report.errors, *self.new.report.errors]


def read_edition(path: str, inputs: list[Input], loaded: RuleSet, as_of: str) -> Edition:
    """Check every input of an edition, and keep what the comparison needs of its agreements."""
    found: dict[str, Snapshot] = {}

    def check() -> Iterator[Checked]:
        for given in inputs:
            document = understand(given)
            if isinstance(document, RunError):
                yield Checked(None, {}, document)
                continue
            for reference, one in snapshots([document]).items():
                if reference not in found or one.age >= found[reference].age:
                    found[reference] = one
            yield check_read(document, loaded, as_of)

    return Edition(path, collect_report(list(check()), loaded), found)


def compare(old: Edition, new: Edition) -> Comparison:
    return Comparison(
        old,
        new,
        compare_agreements(old.agreements, new.agreements),
        compare_findings(old.report.findings, new.report.findings),
    )
