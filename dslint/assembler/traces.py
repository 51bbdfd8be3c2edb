"""What each page of a workbook is made of, so that a page that was checked before is known again."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from dslint.assembler.entries import Source, WorkbookEntries, WorkbookEntry
from dslint.assembler.shards import PageTrace
from dslint.digests import blake2b
from dslint.model import Document
from dslint.shapes import dump


class Traces:
    """The traces of the pages of one workbook.

    `framed` is the document without agreements, and `pages` how many pages there are.
    """

    def __init__(self, entries: WorkbookEntries, framed: Document, pages: int) -> None:
        self._sheets = entries.rows.sheets
        self._tables: dict[int, bytes] = {}  # what is the same for all rows of a table
        self._month = framed.edition
        self._whole = dump(pages > 1)
        self._periods = dump([*entries.editions.values()])

    def of(self, pages: list[list[WorkbookEntry]], before: list[int]) -> Iterator[PageTrace]:
        """A trace for each page: its digest changes when anything that decides what is found on it does.

        A page is the entries of one organisation. At most `before[n]` lines precede those of entry n.
        """
        for page in pages:
            digest = blake2b(self._whole, digest_size=32)
            runs: list[tuple[str, int, int]] = []
            own: list[int] = []
            for entry in page:
                digest.update(dump([entry.reference]))
                if entry.releases and "month" not in entry.releases[0][0].table.columns:
                    digest.update(self._periods)
                made = 0
                for source, each in chain(entry.purposes, entry.terms, entry.releases):
                    digest.update(self._table(source))
                    digest.update(dump([cells for _, cells in each]))
                    runs += _runs(self._sheets[source.number].name, [row for row, _ in each])
                    made += len(each)
                own.append(made)
            numbers = [entry.number for entry in page]
            sizes = [before[number + 1] - before[number] for number in numbers]
            begins = [before[number] for number in numbers]
            yield PageTrace(digest.hexdigest(), numbers, runs, own, begins, sizes, self._month)

    def _table(self, source: Source) -> bytes:
        if id(source) not in self._tables:  # sources are kept by what they belong to
            table = source.table
            self._tables[id(source)] = dump(
                [
                    table._replace(sheet=table.sheet._replace(rows=[]), rows=[], header=0),
                    [*table.columns.labels.items()],
                ]
            )
        return self._tables[id(source)]


def _runs(sheet: str, rows: list[int]) -> Iterator[tuple[str, int, int]]:
    """Each stretch of rows that follow each other: the sheet, the first row, and how many there are."""
    first = 0
    for at, row in enumerate(rows):
        if at + 1 == len(rows) or rows[at + 1] != row + 1:
            yield sheet, rows[first], at + 1 - first
            first = at + 1
