"""What each page of a workbook is made of, so that a page that was checked before is known again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from operator import lt

from dslint.assembler.entries import Source, WorkbookEntries, WorkbookEntry
from dslint.assembler.shards import PageTrace
from dslint.digests import blake2b
from dslint.model import Document
from dslint.shapes import dump, dump_binary


class Traces:
    """The traces of the pages of one workbook.

    `framed` is the document without agreements, and `pages` how many pages there are.
    """

    def __init__(self, entries: WorkbookEntries, framed: Document, pages: int) -> None:
        self._sheets = entries.rows.sheets
        self._tables: dict[int, str] = {}  # by what is the same for all rows of a table
        self._month = framed.edition
        self._whole = dump(pages > 1)
        self._periods = [*entries.editions.values()]

    def of(self, pages: list[list[WorkbookEntry]], before: list[int]) -> Iterator[PageTrace]:
        """A trace for each page: its digest changes when anything that decides what is found on it does.

        A page is the entries of one organisation. At most `before[n]` lines precede those of entry n.
        """
        for page in pages:
            digest = blake2b(self._whole, digest_size=32)
            runs: list[tuple[str, int, int]] = []
            own: list[int] = []
            parts: list[object] = []
            for entry in page:
                is_dated = not entry.releases or "month" in entry.releases[0][0].table.columns
                parts.append((entry.reference, None if is_dated else self._periods))
                made = 0
                for source, each in chain(entry.purposes, entry.terms, entry.releases):
                    rows, cells = zip(*each, strict=True)
                    parts.append((self._table(source), cells))
                    runs += _runs(self._sheets[source.number].name, rows)
                    made += len(rows)
                own.append(made)
            digest.update(dump_binary(parts))
            numbers = [entry.number for entry in page]
            sizes = [before[number + 1] - before[number] for number in numbers]
            begins = [before[number] for number in numbers]
            yield PageTrace(digest.hexdigest(), numbers, runs, own, begins, sizes, self._month)

    def _table(self, source: Source) -> str:
        """A digest of what is the same for all rows of a table."""
        known = self._tables.get(id(source))  # sources are kept by what they belong to
        if known is None:
            table = source.table
            whole = table._replace(sheet=table.sheet._replace(rows=[]), rows=[], header=0)
            made = blake2b(dump([whole, [*table.columns.labels.items()]]), digest_size=32)
            known = self._tables[id(source)] = made.hexdigest()
        return known


def _runs(sheet: str, rows: Sequence[int]) -> list[tuple[str, int, int]]:
    """Each stretch of rows that follow each other: the sheet, the first row, and how many there are."""
    if rows[-1] - rows[0] == len(rows) - 1 and all(map(lt, rows, rows[1:])):
        return [(sheet, rows[0], len(rows))]  # as nearly all registers have them
    runs: list[tuple[str, int, int]] = []
    first = 0
    for at, row in enumerate(rows):
        if at + 1 == len(rows) or rows[at + 1] != row + 1:
            runs.append((sheet, rows[first], at + 1 - first))
            first = at + 1
    return runs
