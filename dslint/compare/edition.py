"""One edition by itself: its agreements, its rows, and what is found in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from dslint.compare.rows import Row, RowReader
from dslint.compare.snapshot import Snapshot, Snapshots
from dslint.engine.baseline import Baseline, entries
from dslint.engine.checked import Checked
from dslint.engine.evaluate import one_by_one
from dslint.engine.finding import Finding, fold_findings
from dslint.engine.report import RunError
from dslint.session import Session
from dslint.sources import Input


@dataclass
class ReadEdition:
    """`agreements` are by reference, each in its last version. `months` are those that the inputs say they
    are of, as YYYY-MM."""

    path: str
    agreements: dict[str, Snapshot]
    rows: list[Row]
    checked: list[Checked]
    months: list[str]
    session: Session

    @cached_property
    def apart(self) -> list[Finding]:
        """Every finding, before those that say the same become one."""
        results = sorted((c.result for c in self.checked if c.result), key=lambda result: result.path)
        return one_by_one(self.session.rules, results)

    @cached_property
    def findings(self) -> list[Finding]:
        """As a check of this edition alone gives them."""
        return fold_findings(self.apart, self.session.rule_set.compares_files)

    def baseline(self) -> Baseline:
        return Baseline(entry for found in self.apart for entry in entries(found))


def read_edition(path: str, inputs: list[Input], session: Session, as_of: str) -> ReadEdition:
    """Check every input of an edition, and keep what a comparison needs of its agreements and rows."""
    found, rows, months = Snapshots(), list[Row](), set[str]()
    reader = RowReader(session.vocabularies)

    def check() -> Iterator[Checked]:
        for given in inputs:
            document = session.understand(given)
            if isinstance(document, RunError):
                yield Checked(None, {}, document)
                continue
            found.add(document)
            rows.extend(reader.rows(document))
            if document.edition:
                months.add(document.edition)
            yield session.check_read(document, as_of)

    checked = list(check())
    return ReadEdition(path, found.by_reference(), rows, checked, sorted(months), session)
