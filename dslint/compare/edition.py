"""One edition by itself: its agreements, its rows, and what is found in it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from dslint.compare.rows import Row, RowReader
from dslint.compare.snapshot import Snapshot, Snapshots
from dslint.data_classes import dataclass
from dslint.engine.baseline import Baseline, entries
from dslint.engine.checked import Checked
from dslint.engine.evaluate import one_by_one
from dslint.engine.finding import Finding, fold_findings
from dslint.engine.report import RunError
from dslint.session import Session
from dslint.sources import Input
from dslint.values.cells import read_month


@dataclass
class ReadEdition:
    """`agreements` are by reference, each in its last version. `printed` and `named` are the months, as
    YYYY-MM, that the inputs print as their own, and that the names of files give."""

    path: str
    agreements: dict[str, Snapshot]
    rows: list[Row]
    checked: list[Checked]
    printed: set[str]
    named: set[str]
    session: Session

    @property
    def month(self) -> tuple[str | None, str | None]:
        """The last month that the edition is of, as YYYY-MM, and what told it."""
        rows = {month for row in self.rows if row.month and (month := read_month(row.month))}
        ends = {end[:7] for one in self.agreements.values() if (end := one.singles["release_end"])}
        for by, months in (("edition", self.printed), ("releases", rows or ends), ("file name", self.named)):
            if months:
                return max(months), by
        return None, None

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
    found, rows = Snapshots(), list[Row]()
    printed, named = set[str](), set[str]()
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
                (printed if document.edition_is_printed else named).add(document.edition)
            yield session.check_read(document, as_of)

    checked = list(check())
    return ReadEdition(path, found.by_reference(), rows, checked, printed, named, session)
