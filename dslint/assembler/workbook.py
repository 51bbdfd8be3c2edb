"""A register workbook: one agreement for each reference, from the sheets about it.

A document is lines, so each row of a release sheet becomes one, its cells with tabs between them, and each
cell of narrative becomes its lines. The origin leads back to the cells.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import cached_property
from itertools import accumulate, chain

from dslint.assembler.agreements import LONGEST_CELL, Agreements, Texts
from dslint.assembler.edition import month_of_file
from dslint.assembler.entries import WorkbookEntries, WorkbookEntry
from dslint.assembler.remarks import MOST_NAMED, named
from dslint.assembler.shards import PageTrace, ShardSummary
from dslint.assembler.sheets import Table
from dslint.assembler.traces import Traces
from dslint.model import Document
from dslint.sources.tables import Book
from dslint.values.cells import read_month
from dslint.values.numbers import count
from dslint.vocabularies import Vocabularies


class Workbook:
    """A workbook of which every row has been given to its agreement.

    The lines of a part are numbered with gaps for those of other parts, so that places come
    in one order whatever part they are of. What has been assembled is given up, and cannot be once more.
    """

    def __init__(
        self, path: str, book: Book, vocabularies: Vocabularies, tables: Sequence[Table] = ()
    ) -> None:
        self._entries = WorkbookEntries(path, book, vocabularies, tables)
        self._texts = Texts()

    @property
    def _all(self) -> Collection[WorkbookEntry]:
        return self._entries.by_key.values()

    @cached_property
    def _pages(self) -> list[list[WorkbookEntry]]:
        """The entries by the page that they come on, as Document.pages gives them."""
        pages: dict[str, list[WorkbookEntry]] = {}
        for entry in self._all:
            name = entry.recipient
            if name is None:
                return [[*self._all]]
            pages.setdefault(name, []).append(entry)
        return [*pages.values()]

    @cached_property
    def _most_lines(self) -> list[int]:
        """At most so many lines are made of each entry."""
        return [entry.most_lines for entry in self._all]

    @cached_property
    def sizes(self) -> list[int]:
        return [sum(self._most_lines[entry.number] for entry in page) for page in self._pages]

    @cached_property
    def _before(self) -> list[int]:
        """At most so many lines come before those of each entry."""
        return [*accumulate(self._most_lines, initial=len(self._entries.frame.lines))]

    def document(self) -> Document:
        document, made = self._framed()
        summaries = [self._add(made, entry) for entry in self._all]
        self._complete(document, made, summaries)
        return document

    def traces(self) -> list[PageTrace] | None:
        sheets = self._entries.rows.sheets
        if any(sheet.places is not None or sheet.pieces is not None for sheet in sheets):
            return None
        if len({sheet.name for sheet in sheets}) < len(sheets):
            return None
        return [*Traces(self._entries, self._framed()[0], len(self._pages)).of(self._pages, self._before)]

    def shard(self, numbers: Sequence[int]) -> tuple[Document, list[ShardSummary]]:
        document, made = self._framed()
        summaries = []
        pages = [self._pages[number] for number in numbers]
        for entry in sorted(chain.from_iterable(pages), key=lambda entry: entry.number):
            document.lines.extend([""] * (self._before[entry.number] - len(document.lines)))
            summaries.append(self._add(made, entry))
        document.kind = self._kind
        if len(self._pages) > 1:
            document.flags = []  # they are of no page
        return document, summaries

    def without_agreements(self, summaries: Iterable[ShardSummary]) -> tuple[Document, int]:
        document, made = self._framed()
        return document, self._complete(document, made, sorted(summaries))

    @property
    def _kind(self) -> str:
        return "register-workbook" if self._all else "unknown"

    def _framed(self) -> tuple[Document, Agreements]:
        """A document without agreements, and what adds these."""
        document, rows = self._entries.framed()
        editions = [*self._entries.editions.values()]
        document.edition, document.edition_is_printed = self._month(document.path)
        return document, Agreements(document, rows, self._texts, editions[0] if len(editions) == 1 else None)

    def _month(self, path: str) -> tuple[str | None, bool]:
        """The last month that the edition is of, and whether a heading of the title sheet prints it. Where
        none does, it is from the file's name."""
        ends = {period.end.text[:7] for period, _ in self._entries.editions.values() if period.end}
        printed = sorted(ends or self._entries.months)
        if printed:
            return (printed[0], True) if len(printed) == 1 else (None, False)
        return month_of_file(path), False

    def _add(self, made: Agreements, entry: WorkbookEntry) -> ShardSummary:
        document = made.document
        flags, lines, unread = len(document.flags), len(document.lines), len(made.unread)
        agreement = made.agreement(entry)
        document.agreements.append(agreement)
        cut = [made.rows.place(flag.span) for flag in document.flags[flags:]]
        months = [row.month for row in agreement.releases if row.month]
        return ShardSummary(
            entry.number,
            agreement.reference or "",
            sum(map(len, document.lines[lines:])),
            sum(release.terms is None for release in agreement.releases),
            [f"{at.sheet}!{at.cell}" for at in cut],
            [month for month in months if read_month(month) is None],
            made.unread[unread:],
        )

    def _complete(self, document: Document, made: Agreements, summaries: list[ShardSummary]) -> int:
        """Add what is said of the whole; the characters of all lines."""
        document.kind = self._kind
        frame = sum(map(len, self._entries.frame.lines))
        before = len(document.lines)
        amendments = self._entries.tables.get("amendments", ())
        document.amendments = made.releases([(source, source.table.rows) for source in amendments])
        if self._all:
            self._joins(document)
            self._without_terms(document, summaries)
            self._undated(document, summaries)
        self._cut(document, summaries)
        purposes = [source.table for source in self._entries.tables.get("purposes", ())]
        if self._all and (summed := [table.sheet.name for table in purposes if table.is_summary]):
            document.remarks.append(
                f"{named(summed)}: the texts are summaries; what they do not mention is not assessed"
            )
        total = (
            frame + sum(summary.characters for summary in summaries) + sum(map(len, document.lines[before:]))
        )
        missed = sum(len(document.lines[first - 1]) for first, _ in document.unparsed)
        document.coverage = 1 - missed / total if total else 0.0
        return total

    def _sheets(self, kind: str) -> str:
        """The names of the sheets of a kind."""
        names = list(dict.fromkeys(source.table.sheet.name for source in self._entries.tables[kind]))
        more = len(names) - 1
        return names[0] if not more else f"{names[0]} and {count(more, 'other sheet')}"

    def _joins(self, document: Document) -> None:
        """Say which agreements have rows in one kind of sheet only."""
        if any(source.table.dialect for sources in self._entries.tables.values() for source in sources):
            return  # a dialect says which sheets there are
        kinds = (("purposes", "purposes"), ("releases", "releases"), ("datasets", "terms"))
        there = [(self._sheets(kind), slot) for kind, slot in kinds if kind in self._entries.tables]
        missing = {"purposes": "purposes", "releases": "releases"}.keys() - self._entries.tables.keys()
        for kind in sorted(missing):
            document.remarks.append(f"there is no sheet of {kind}")
        for name, slot in there:
            without = [
                str(entry.reference)
                for entry in self._all
                if entry.reference and not getattr(entry, slot) and slot != "terms"
            ]
            if without:
                others = [other for other, each in there if each != slot]
                document.remarks.append(
                    f"{name} has no row for {count(len(without), 'reference')} of {' and '.join(others)}:"
                    f" {named(without)}"
                )

    def _without_terms(self, document: Document, summaries: list[ShardSummary]) -> None:
        """Say which rows name a dataset whose terms are not known."""
        if "datasets" not in self._entries.tables or "releases" not in self._entries.tables:
            return
        counts = {summary.reference: summary.rows_without_terms for summary in summaries}
        counts = {reference: number for reference, number in counts.items() if number}
        if len(counts) > MOST_NAMED:
            counts = {f"{len(counts)} agreements": sum(counts.values())}
        releases, terms = map(self._sheets, ("releases", "datasets"))
        document.remarks += [
            f"{releases}: {count(number, 'row')} of {reference} {'names' if number == 1 else 'name'}"
            f" a dataset for which {terms} has no row,"
            " or more than one"
            for reference, number in counts.items()
        ]

    def _undated(self, document: Document, summaries: list[ShardSummary]) -> None:
        """Say which months and dates could not be read."""
        undated = [text for summary in summaries for text in summary.undated]
        unread = [text for summary in summaries for text in summary.unread]
        for kind, what, texts in (
            ("releases", "the month of {} is not known", undated),
            ("purposes", "the start or end in {} is not known", unread),
        ):
            if texts:
                shown = named([f'"{text}"' for text in dict.fromkeys(texts)])
                cells = count(len(texts), "row" if kind == "releases" else "cell")
                document.remarks.append(f"{self._sheets(kind)}: {what.format(cells)}: {shown}")

    def _cut(self, document: Document, summaries: list[ShardSummary]) -> None:
        if cells := [*chain.from_iterable(summary.cut for summary in summaries)]:
            document.remarks.append(
                f"{named(cells)}: as long as a cell of Excel can be ({LONGEST_CELL:,} characters), so the"
                " text may be cut"
            )
