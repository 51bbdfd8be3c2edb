"""The rows of a workbook, given to the agreements that they are about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain

from dslint.assembler.copies import without_copies
from dslint.assembler.dialects import Dialects
from dslint.assembler.edition import read_month_of_edition, read_periods
from dslint.assembler.references import Reference, read_references
from dslint.assembler.remarks import listed, named_headings
from dslint.assembler.rows import Rows, as_lines
from dslint.assembler.sheets import SheetReader, Table, Unknown, not_used
from dslint.data_classes import dataclass, field, replace
from dslint.model import Document, Field, Period, UnusedColumn
from dslint.sources.tables import Book, Sheet, shorten
from dslint.tuples import NamedTuple
from dslint.values.numbers import count
from dslint.vocabularies import Vocabularies

MOST_LABELS = 200  # of columns that are not read


@lru_cache(maxsize=64)  # the next version often repeats the cells of one
def _most_lines(text: str) -> int:
    returns = text.count("\r") if "\r" in text else 0  # it is quicker to look than to count
    return 1 + text.count("\n") + returns


class Source(NamedTuple):
    """A table and the number of its sheet."""

    number: int
    table: Table


Row = tuple[int, list[str]]  # its number and its cells
RowsOf = list[tuple[Source, list[Row]]]


@dataclass
class WorkbookEntry:
    """What the sheets say of one reference, or of one organisation where rows name no reference: rows of the
    purposes, of the terms and of releases, with the table of each. `number` is its place among all."""

    number: int
    reference: Reference | None
    purposes: RowsOf = field(default_factory=list)
    terms: RowsOf = field(default_factory=list)
    releases: RowsOf = field(default_factory=list)

    def rows(self, slot: str, source: Source) -> list[Row]:
        """Where its rows of a table go."""
        rows: RowsOf = getattr(self, slot)
        if not rows or rows[-1][0] is not source:
            rows.append((source, []))
        return rows[-1][1]

    @property
    def most_lines(self) -> int:
        """At most so many lines are made of it."""
        rows = sum(len(each) for _, each in chain(self.purposes, self.terms, self.releases))
        return rows + sum(map(_most_lines, self._narratives()))

    def _narratives(self) -> Iterator[str]:
        for (_, table), rows in self.purposes:
            indices = table.text_columns
            for _, cells in rows:
                yield from (cells[index] for index in indices if index < len(cells))

    @property
    def recipient(self) -> str | None:
        """The name of the organisation on whose page the agreement comes, empty when it has none; None when
        that depends on which terms belong to which release."""
        if self.purposes and (name := _organisation(self.purposes)):
            return name
        if self.releases and self.terms and "organisation" not in self.releases[0][0].table.columns:
            return None if "organisation" in self.terms[0][0].table.columns else ""
        rows = self.releases or self.terms
        return _organisation(rows) if rows else ""


def _organisation(rows: RowsOf) -> str:
    """The organisation that the first of some rows names."""
    (_, table), each = rows[0]
    index = table.columns.get("organisation")
    cells = each[0][1]
    return " ".join(cells[index].split()).casefold() if index is not None and index < len(cells) else ""


class WorkbookEntries:
    """What the sheets say, entry by entry. `frame` is the document with all that belongs to none of them."""

    def __init__(
        self, path: str, book: Book, vocabularies: Vocabularies, tables: Sequence[Table] = ()
    ) -> None:
        """`tables` are known already to be what they are."""
        self.frame = Document(path, "unknown", [], unread=list(book.unread), vocabularies=vocabularies)
        self.rows = Rows(self.frame.lines)
        self.by_key: dict[str, WorkbookEntry] = {}
        self.tables: dict[str, list[Source]] = {}  # by their kind
        self.editions: dict[tuple[str | None, ...], tuple[Period, Field]] = {}  # by the dates of the period
        self.months: set[str] = set()  # of headings that print one month
        self._short: dict[int, set[int]] = {}  # rows of sheets that say too little, each named once
        found = [Source(number, table) for number, table in enumerate(tables)]
        for table in tables:
            self.rows.add_sheet(table.sheet)
        dialects = vocabularies.derived(Dialects)
        self._sheets = reader = vocabularies.derived(SheetReader)
        for number, sheet in enumerate(book.sheets, len(tables)):
            self.rows.add_sheet(sheet)
            if of_dialect := dialects.read(sheet):
                found += [Source(number, table) for table in of_dialect.tables]
                self._columns_not_read(of_dialect.tables[0], of_dialect.not_used)
                continue
            if dialects.explains(sheet.name):
                continue
            known = reader.recognise(sheet, self.frame.remarks)
            if isinstance(known, Unknown):
                self._not_read(known)
            elif known:
                found.append(Source(number, known))
            elif reader.is_title(sheet):
                self._read_title(number, sheet)
        names = dict.fromkeys(each.table.sheet.name for each in found if each.table.sheet.is_hidden)
        self.frame.remarks += [f"sheet {name} is hidden, and it was read" for name in names]
        kinds = [source.table.kind for source in found]
        for number, table in sorted(found, key=lambda each: (kinds.index(each.table.kind), each.table.doubt)):
            self._take(number, table)

    def _read_title(self, number: int, sheet: Sheet) -> None:
        for row, cells in sheet.rows:
            lines = as_lines([cells])
            if month := read_month_of_edition(lines[0]):
                self.months.add(month)
            periods = list(read_periods(lines[0], len(self.frame.lines) + 1, sheet.name))
            if periods:
                self.rows.add(lines, number, [row])
            for period, printed in periods:
                self.editions.setdefault(tuple(end and end.text for end in period), (period, printed))

    def _not_read(self, unknown: Unknown) -> None:
        if unknown.problem:
            self.frame.unread.append(unknown.problem)
        else:
            rows = count(len(unknown.sheet.rows), "row")
            remark = f"sheet {unknown.sheet.name} is not known, and its {rows} not read"
            self.frame.remarks.append(remark + _headings(unknown.sheet))

    def _take(self, number: int, table: Table) -> None:
        """Give the rows of a sheet to their agreements, except those that another sheet of its kind has."""
        others = self.tables.setdefault(table.kind, [])
        if lacking := others and table.lacking(others[0].table):
            first = others[0].table.sheet.name
            self.frame.remarks.append(
                f"sheet {table.sheet.name} was not read: sheet {first} is of the same kind"
                f" and has columns that it lacks ({', '.join(lacking)})"
            )
            return
        if not table.dialect:
            self._columns_not_read(table, list(not_used(table)))
        tables = [table] if table.dialect else list(self._sheets.parts(table))
        if len(tables) > 1:
            again = [each.header for each in tables[1:]]
            self._remark(table, again, "repeats the header", "repeat the header")
        for each in tables:
            left, copies = without_copies(each, (other.table for other in others if other.number != number))
            for name, copied in copies.items():
                self.frame.remarks.append(
                    f"{table.sheet.name}: {count(copied, 'row')} of {len(each.rows):,} also"
                    f" {'is' if copied == 1 else 'are'} on sheet {name}, and"
                    f" {'was' if copied == 1 else 'were'} read once"
                )
            source = Source(number, left)
            others.append(source)
            if table.dialect:
                self._give_of_dialect(source)
            elif table.kind != "amendments":
                self._give(source)

    def _give_of_dialect(self, source: Source) -> None:
        """Give each row to its agreement; one that names no reference is an agreement of its own."""
        number, table = source
        slot = "terms" if table.kind == "datasets" else table.kind
        short: list[int] = []
        for each in table.rows:
            row, cells = each
            at = table.columns.get("reference")
            references = (
                read_references(cells[at], self.frame.vocabularies)
                if at is not None and at < len(cells)
                else ()
            )
            reference = references[0] if references else None
            if table.sheet.pieces is not None:  # made of one agreement
                self._entry("", reference).rows(slot, source).append(each)
            elif len(cells) - cells.count("") > 1:
                key = f"\n{number}:{row}" if table.by_row or not reference else reference.key
                self._entry(key, reference).rows(slot, source).append(each)
            elif row not in self._short.setdefault(number, set()):
                self._short[number].add(row)
                short.append(row)
                line = self.rows.add(as_lines([cells]), number, [row])
                self.frame.unparsed.append((line, line))
        what = "one cell only, and {} to no agreement"
        self._remark(table, short, f"has {what.format('belongs')}", f"have {what.format('belong')}")

    def _give(self, source: Source) -> None:
        """Give each row to its agreement; a row that names none is kept as not understood."""
        number, table = source
        without: list[int] = []
        notes: list[int] = []
        several: list[int] = []
        unnamed: list[int] = []
        index = table.columns["reference"]
        slot = table.kind if table.kind != "datasets" else "terms"
        known: dict[str, list[Row]] = {}  # the rows of an agreement, by the cell that names it alone
        for each in table.rows:
            row, cells = each
            text = cells[index] if index < len(cells) else ""
            alone = cells.count("") == len(cells) - 1
            if not alone and (rows := known.get(text)) is not None:
                rows.append(each)
                continue
            references = read_references(text, self.frame.vocabularies)
            if references and (not alone or (slot == "purposes" and references[0].is_registered)):
                rows = self._entry(references[0].key, references[0]).rows(slot, source)
                rows.append(each)
                if len(references) > 1:
                    several.append(row)
                else:
                    known[text] = rows
            elif not alone and not references and (name := table.recipient(cells)):
                self._entry(f"\n{name.casefold()}", None).rows(slot, source).append(each)
                unnamed.append(row)
            else:
                (notes if alone else without).append(row)
                line = self.rows.add(as_lines([cells]), number, [row])
                self.frame.unparsed.append((line, line))
        label = shorten(table.columns.labels["reference"])
        for found, what in ((without, f"no {label}"), (notes, "one cell only")):
            one, more = (f"{what}, and {verb} to no agreement" for verb in ("belongs", "belong"))
            self._remark(table, found, f"has {one}", f"have {more}")
        self._remark(
            table, unnamed, f"has no {label}, and was read by its organisation",
            f"have no {label}, and were read by their organisations",
        )  # fmt: skip
        self._remark(
            table, several, f"has several references in {label}, and was read under the first",
            f"have several references in {label}, and were read under the first",
        )  # fmt: skip

    def _columns_not_read(self, table: Table, unused: list[UnusedColumn]) -> None:
        """Name them; a column that is known and says nothing of an agreement is only counted as not used."""
        self.frame.not_used += unused
        unknown = [f'"{shorten(each.label)}"' for each in unused if each.label and each.column is None]
        if unknown:
            what = "column is" if len(unknown) == 1 else "columns are"
            more = len(unknown) - MOST_LABELS
            names = ", ".join(unknown[:MOST_LABELS]) + (f" and {more:,} more" if more > 0 else "")
            self.frame.remarks.append(f"{table.sheet.name}: {len(unknown)} {what} not read: {names}")

    def _remark(self, table: Table, rows: list[int], one: str, more: str) -> None:
        if rows:
            self.frame.remarks.append(f"{table.sheet.name}: {listed(rows)} {one if len(rows) == 1 else more}")

    def _entry(self, key: str, reference: Reference | None) -> WorkbookEntry:
        entry = self.by_key.get(key)
        if entry is None:
            entry = self.by_key[key] = WorkbookEntry(len(self.by_key), reference)
        return entry

    def framed(self) -> tuple[Document, Rows]:
        """A copy of the frame, to add agreements to, with the way back to the sheets."""
        document = replace(
            self.frame,
            lines=[*self.frame.lines],
            remarks=[*self.frame.remarks],
            flags=[],
            agreements=[],
        )
        document.origin = rows = self.rows.copy(document.lines)
        return document, rows


_FEWEST_HEADINGS = 4


def _headings(sheet: Sheet) -> str:
    """What a sheet that nobody knows begins with, so that a dialect can be written for it."""
    first = next((cells for _, cells in sheet.rows if any(cell.strip() for cell in cells)), [])
    names = [" ".join(cell.split()) for cell in first if cell.strip()]
    if len(names) < _FEWEST_HEADINGS or any(name[0].isdigit() for name in names):
        return ""
    return f". A dialect file can say what its columns are (dslint schema dialect): {named_headings(names)}"
