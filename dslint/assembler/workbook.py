"""A register workbook: one agreement for each reference, from the sheets that speak of it.

A document is lines, so each row of a release sheet becomes one, its cells with tabs between them, and each
cell of narrative becomes the lines that it holds. The origin leads back to the cells.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from dslint.assembler.cells import read_date, read_month, split_parties
from dslint.assembler.copies import without_copies
from dslint.assembler.edition import read_periods
from dslint.assembler.record import base_reference
from dslint.assembler.references import Reference, read_references
from dslint.assembler.releases import VALUES, summarise, table_field
from dslint.assembler.sheets import Table, Unknown, column_letters, is_title, parts, recognise
from dslint.assembler.values import Atom, split_commas
from dslint.model import (
    Agreement,
    Document,
    Field,
    Flag,
    Period,
    Place,
    Release,
    Section,
    Span,
    Value,
)
from dslint.sources.tables import Book, Sheet, shorten
from dslint.tokenizer import split_lines

LONGEST_CELL = 32_767  # code points: what Excel cuts longer text to
CUT = "cell-cut-short"
_NARRATIVES = ("objectives", "processing", "outputs", "expected_benefits", "yielded_benefits")
_BREAKS = re.compile(r"[\t\r\n]")
_MOST_NAMED = 5
_LONGEST = 80  # code points of a reference or a cell that is named, with its sheet
_VERSIONS = 16  # cells that are remembered: the next version often repeats them whole
_DATASET = VALUES.index("dataset")


def assemble_book(path: str, book: Book) -> Document:
    """Understand a workbook as far as possible. Never raises."""
    return _Assembler(path).document_of(book)


class Rows:
    """The way back from lines to cells. Picklable.

    A line is a whole row, whose cells are counted by its tabs, or one of the lines of a cell.
    """

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.names: list[tuple[str, int, str | None]] = []  # sheet, its first column, its file
        self._first = array("L")  # the lines with which runs begin: rows, and cells of several lines
        self._sheets = array("L")
        self._rows = array("L")
        self._cells = array("L")  # the number of a column from 1, or 0 for a whole row

    def add(self, lines: list[str], sheet: int, rows: Sequence[int]) -> int:
        """Add rows, one line for each; the number of the first."""
        first = len(self.lines) + 1
        self._add(lines, range(first, first + len(lines)), sheet, rows, 0)
        return first

    def add_cell(self, lines: list[str], sheet: int, row: int, column: int) -> None:
        """Add the lines of one cell."""
        self._add(lines, (len(self.lines) + 1,), sheet, (row,), column)

    def _add(
        self, lines: list[str], first: Sequence[int], sheet: int, rows: Sequence[int], cell: int
    ) -> None:
        self.lines += lines
        self._first.extend(first)
        self._sheets.extend([sheet] * len(first))
        self._rows.extend(rows)
        self._cells.extend([cell] * len(first))

    def place(self, span: Span) -> Place:
        run = bisect_right(self._first, span.line) - 1
        name, first, path = self.names[self._sheets[run]]
        row, column = self._rows[run], self._cells[run]
        last = column
        if not column:
            text = self.lines[span.line - 1]
            column = first + text.count("\t", 0, span.column - 1)
            last = first + text.count("\t", 0, max(span.column, span.end_column) - 1)
        whole = not self._cells[run] and last > column
        cell = None if whole else f"{column_letters(column)}{row}"
        return Place(row, column, row, last + 1, name, cell, path)


_Row = tuple[int, list[str]]  # its number and its cells


class _Source(NamedTuple):
    """A table and the number of its sheet."""

    number: int
    table: Table


_Rows = list[tuple[_Source, list[_Row]]]


@dataclass
class _Entry:
    """What the sheets say of one reference, or of one organisation where rows name no reference: rows of the
    purposes, of the terms and of releases, with the table of each."""

    reference: Reference | None
    purposes: _Rows = field(default_factory=list)
    terms: _Rows = field(default_factory=list)
    releases: _Rows = field(default_factory=list)

    def add(self, slot: str, source: _Source, row: _Row) -> None:
        rows: _Rows = getattr(self, slot)
        if not rows or rows[-1][0] is not source:
            rows.append((source, []))
        rows[-1][1].append(row)


class _Assembler:
    def __init__(self, path: str) -> None:
        self.document = Document(path, "unknown", [])
        self.rows = Rows(self.document.lines)
        self.document.origin = self.rows
        self.entries: dict[str, _Entry] = {}
        self.tables: dict[str, list[_Source]] = {}  # by their kind
        self.editions: dict[tuple[str | None, ...], tuple[Period, Field]] = {}  # by the dates of the period
        self.known: dict[str, str] = {}  # each line once: versions repeat most of theirs
        self.lines_of = lru_cache(maxsize=_VERSIONS)(self._lines)

    def document_of(self, book: Book) -> Document:
        self.document.unread += book.unread
        found: list[_Source] = []
        for number, sheet in enumerate(book.sheets):
            self.rows.names.append((sheet.name, sheet.first_column, sheet.path))
            table = recognise(sheet, self.document.remarks)
            if isinstance(table, Unknown):
                self._not_read(table)
            elif table:
                found.append(_Source(number, table))
            elif is_title(sheet):
                self._read_title(number, sheet)
        kinds = [source.table.kind for source in found]
        for number, table in sorted(found, key=lambda each: (kinds.index(each.table.kind), each.table.doubt)):
            self._take(number, table)
        for entry in self.entries.values():
            if entry.purposes or entry.releases or entry.terms:
                self.document.agreements.append(self._agreement(entry))
        self._amendments()
        if self.document.agreements:
            self.document.kind = "register-workbook"
            self._joins()
            self._undated()
        self._cut()
        self._coverage()
        return self.document

    def _read_title(self, number: int, sheet: Sheet) -> None:
        for row, cells in sheet.rows:
            lines = _as_lines([cells])
            periods = list(read_periods(lines[0], len(self.document.lines) + 1, sheet.name))
            if periods:
                self.rows.add(lines, number, [row])
            for period, printed in periods:
                self.editions.setdefault(tuple(end and end.text for end in period), (period, printed))

    def _not_read(self, unknown: Unknown) -> None:
        if unknown.problem:
            self.document.unread.append(unknown.problem)
        else:
            count = len(unknown.sheet.rows)
            self.document.remarks.append(
                f"sheet {unknown.sheet.name} is not known, and its {_count(count, 'row')} not read"
            )

    def _take(self, number: int, table: Table) -> None:
        """Give the rows of a sheet to their agreements, those aside that another sheet of its kind holds."""
        others = self.tables.setdefault(table.kind, [])
        if lacking := others and table.lacking(others[0].table):
            first = others[0].table.sheet.name
            self.document.remarks.append(
                f"sheet {table.sheet.name} was not read: sheet {first} is of the same kind"
                f" and has columns that it lacks ({', '.join(lacking)})"
            )
            return
        tables = list(parts(table))
        if len(tables) > 1:
            again = [each.header for each in tables[1:]]
            self._remark(table, again, "repeats the header", "repeat the header")
        for each in tables:
            left, copies = without_copies(each, (other.table for other in others if other.number != number))
            for name, count in copies.items():
                self.document.remarks.append(
                    f"{table.sheet.name}: {_count(count, 'row')} of {len(each.rows):,} also"
                    f" {'stands' if count == 1 else 'stand'} on sheet {name}, and"
                    f" {'was' if count == 1 else 'were'} read once"
                )
            source = _Source(number, left)
            others.append(source)
            if table.kind != "amendments":
                self._give(source)

    def _give(self, source: _Source) -> None:
        """Give each row to its agreement; a row that names none is kept as not understood."""
        number, table = source
        without: list[int] = []
        notes: list[int] = []
        several: list[int] = []
        unnamed: list[int] = []
        place = table.columns["reference"]
        slot = table.kind if table.kind != "datasets" else "terms"
        read = lru_cache(maxsize=None)(read_references)
        for each in table.rows:
            row, cells = each
            references = read(cells[place]) if place < len(cells) else ()
            alone = cells.count("") == len(cells) - 1
            if references and (not alone or (slot == "purposes" and references[0].is_registered)):
                self._entry(references[0].key, references[0]).add(slot, source, each)
                if len(references) > 1:
                    several.append(row)
            elif not alone and not references and (name := table.recipient(cells)):
                self._entry(f"\n{name.casefold()}", None).add(slot, source, each)
                unnamed.append(row)
            else:
                (notes if alone else without).append(row)
                line = self.rows.add(_as_lines([cells]), number, [row])
                self.document.unparsed.append((line, line))
        label = shorten(table.columns.labels["reference"])
        alone_words = "one cell only, and {} to no agreement"
        none_words = f"no {label}, and {{}} to no agreement"
        for found, words in ((without, none_words), (notes, alone_words)):
            self._remark(table, found, f"has {words.format('belongs')}", f"have {words.format('belong')}")
        self._remark(
            table, unnamed, f"has no {label}, and was read by its organisation",
            f"have no {label}, and were read by their organisations",
        )  # fmt: skip
        self._remark(
            table, several, f"has several references in {label}, and was read under the first",
            f"have several references in {label}, and were read under the first",
        )  # fmt: skip

    def _remark(self, table: Table, rows: list[int], one: str, more: str) -> None:
        if rows:
            self.document.remarks.append(
                f"{table.sheet.name}: {_listed(rows)} {one if len(rows) == 1 else more}"
            )

    def _entry(self, key: str, reference: Reference | None) -> _Entry:
        entry = self.entries.get(key)
        if entry is None:
            entry = self.entries[key] = _Entry(reference)
        return entry

    def _agreement(self, entry: _Entry) -> Agreement:
        lines = self.document.lines
        reference = self._intern(entry.reference.text) if entry.reference else None
        start = len(lines) + 1
        agreement = Agreement(
            reference=reference,
            base_reference=base_reference(reference),
            version=entry.reference.version if entry.reference else None,
            title=None,
            layout="workbook",
            start_line=start,
            end_line=start,
            heading=Span(start, 1, 1),
        )
        if entry.purposes:
            self._purposes(agreement, entry.purposes)
        terms = self._releases(entry.terms)
        agreement.releases = self._releases(entry.releases, terms)
        agreement.end_line = len(lines)
        for _, cells in chain.from_iterable(rows for _, rows in entry.purposes):
            cells.clear()  # the lines hold the text now; a register need not stand in memory twice
        if not entry.purposes:
            first = next(iter([*agreement.releases, *terms]))
            agreement.heading = self.document.cell(first, "reference").span
        summarise(self.document, agreement, [*agreement.releases, *terms])
        self._date_by_edition(agreement)
        return agreement

    def _date_by_edition(self, agreement: Agreement) -> None:
        """Rows without a month are of the period that the edition covers, where it prints one only."""
        if agreement.releases and "month" not in agreement.releases[0].columns and len(self.editions) == 1:
            ((agreement.release, printed),) = self.editions.values()
            agreement.fields.setdefault("when", printed)

    def _purposes(self, agreement: Agreement, rows: _Rows) -> None:
        """The heading, the fields and the narrative. Several rows of one reference add what they say anew."""
        heads: list[Release] = []
        for (number, table), each in rows:
            narratives = [table.columns[key] for key in _NARRATIVES if key in table.columns]
            for row, cells in each:
                # Narrative has lines of its own; here its cells are left empty, so that columns stay true.
                short = _filled_up(cells, table.width)
                for place in narratives:
                    short[place] = ""
                heads.append(Release(self.rows.add(_as_lines([short]), number, [row]), table.columns))
        head = heads[0]
        agreement.heading = self.document.cell(head, "reference").span
        for key in _NARRATIVES:
            having = [(source, each) for source, each in rows if key in source.table.columns]
            if having:
                self._section(agreement, key, having, head)
        self._fields(agreement, rows[0][0].table, head, rows[0][1][0][1])

    def _section(self, agreement: Agreement, key: str, rows: _Rows, head: Release) -> None:
        first = len(self.document.lines) + 1
        seen: set[str] = set()
        for (number, table), each in rows:
            place = table.columns[key]
            for row, cells in each:
                text = cells[place] if place < len(cells) else ""
                if not text.strip() or text in seen:
                    continue
                seen.add(text)
                self.rows.add_cell(self.lines_of(text), number, row, table.sheet.first_column + place)
                if len(text) >= LONGEST_CELL:
                    self.document.flags.append(Flag(CUT, self._whole(len(self.document.lines))))
        last = len(self.document.lines)
        filled = last >= first
        agreement.sections[key] = Section(
            key,
            rows[0][0].table.columns.labels[key],
            head.line,
            first if filled else None,
            last if filled else None,
            cell=self._whole(first) if filled else self._empty(head, key),
        )

    def _empty(self, head: Release, key: str) -> Span:
        return self.document.cell(head, key if key in head.columns else "reference").span

    def _whole(self, line: int) -> Span:
        return Span(line, 1, 1 + len(self.document.lines[line - 1]))

    def _lines(self, text: str) -> list[str]:
        """The lines of a cell, those at its ends that are blank left out."""
        lines = split_lines(text)
        lines = list(map(self.known.setdefault, lines, lines))
        while lines and not lines[-1].strip():
            lines.pop()
        while lines and not lines[0].strip():
            lines.pop(0)
        return lines

    def _fields(self, agreement: Agreement, table: Table, head: Release, cells: list[str]) -> None:
        cell = self.document.cell

        def given(key: str) -> Value | None:
            found = cell(head, key) if key in table.columns else None
            return found if found and found.text else None

        def put(key: str, column: str, name: str, atoms: Iterable[Atom]) -> None:
            value = cell(head, column)
            agreement.fields[key] = table_field(key, table.columns.labels[column], value)
            at = value.span.column
            if found := tuple(
                Value(text, Span(head.line, at + start, at + start + len(text))) for start, text in atoms
            ):
                agreement.values[name] = found

        def raw(key: str) -> str:
            """The cell with its line ends, which part names; in the line they are blanks."""
            place = table.columns[key]
            return cells[place].strip() if place < len(cells) else ""

        agreement.organisation = given("organisation")
        title = given("title") or agreement.organisation
        agreement.title = title.text if title else None
        if "controllers" in table.columns:
            put("controllers", "controllers", "controllers", split_parties(raw("controllers")))
        if "sublicensing" in table.columns:
            put("sublicensing", "sublicensing", "sublicensing", split_commas(raw("sublicensing")))
        if "organisation_type" in table.columns:
            put("purposes", "organisation_type", "organisation_types", split_commas(raw("organisation_type")))
        if "commercial" in table.columns:
            commercial = given("commercial")
            agreement.commercial = commercial.text if commercial else None
            agreement.fields["purposes"] = table_field(
                "purposes", table.columns.labels["commercial"], cell(head, "commercial")
            )
        if "dsa_start" in table.columns or "dsa_end" in table.columns:
            ends = [_dated(given(key)) for key in ("dsa_start", "dsa_end")]
            agreement.dsa = Period(*ends)
            column = "dsa_start" if "dsa_start" in table.columns else "dsa_end"
            agreement.fields["when"] = table_field("when", table.columns.labels[column], cell(head, column))

    def _releases(self, rows: _Rows, terms: Sequence[Release] = ()) -> list[Release]:
        """The rows, each with the terms of its dataset where there are such and only one."""
        terms_of = _by_dataset(terms)
        found: list[Release] = []
        for (number, table), each in rows:
            columns, width = table.columns, table.width
            places = [columns.get(name) for name in VALUES]
            missing = [
                (at, name)
                for at, name in enumerate(VALUES)
                if terms and name in terms[0].columns and name not in columns
            ]
            filled = [_filled_up(cells, width) for _, cells in each]
            first = self.rows.add(_as_lines(filled), number, [row for row, _ in each])
            for line, cells in enumerate(filled, first):
                values = [None if place is None else cells[place].strip() for place in places]
                matching = terms_of.get((values[_DATASET] or "").casefold()) if terms else None
                if matching is not None:
                    for at, name in missing:
                        values[at] = getattr(matching, name)
                found.append(Release._make((line, columns, *values, matching)))
        return found

    def _amendments(self) -> None:
        sources = self.tables.get("amendments", ())
        self.document.amendments = self._releases([(source, source.table.rows) for source in sources])

    def _sheets(self, kind: str) -> str:
        """The names of the sheets of a kind."""
        names = list(dict.fromkeys(source.table.sheet.name for source in self.tables[kind]))
        more = len(names) - 1
        return names[0] if not more else f"{names[0]} and {_count(more, 'other sheet')}"

    def _joins(self) -> None:
        """Say which agreements have rows in one kind of sheet only."""
        kinds = (("purposes", "purposes"), ("releases", "releases"), ("datasets", "terms"))
        there = [(self._sheets(kind), slot) for kind, slot in kinds if kind in self.tables]
        missing = {"purposes": "purposes", "releases": "releases"}.keys() - self.tables.keys()
        for kind in sorted(missing):
            self.document.remarks.append(f"there is no sheet of {kind}")
        for name, slot in there:
            without = [
                str(entry.reference)
                for entry in self.entries.values()
                if entry.reference and not getattr(entry, slot) and slot != "terms"
            ]
            if without:
                others = [other for other, each in there if each != slot]
                self.document.remarks.append(
                    f"{name} has no row for {_count(len(without), 'reference')} of {' and '.join(others)}:"
                    f" {_named(without)}"
                )
        for reference, count in self._without_terms():
            releases, terms = map(self._sheets, ("releases", "datasets"))
            self.document.remarks.append(
                f"{releases}: {_count(count, 'row')} of {reference} name a dataset for which {terms} has no"
                " row, or more than one"
            )

    def _without_terms(self) -> Iterator[tuple[str, int]]:
        if "datasets" not in self.tables or "releases" not in self.tables:
            return
        counts = {
            agreement.reference or "": sum(release.terms is None for release in agreement.releases)
            for agreement in self.document.agreements
        }
        counts = {reference: count for reference, count in counts.items() if count}
        if len(counts) > _MOST_NAMED:
            yield f"{len(counts)} agreements", sum(counts.values())
        else:
            yield from counts.items()

    def _undated(self) -> None:
        """Say which months could not be read."""
        texts = Counter(row.month for agreement in self.document.agreements for row in agreement.releases)
        unread = {text: number for text, number in texts.items() if text and read_month(text) is None}
        if unread:
            shown = _named([f'"{text}"' for text in unread])
            rows = _count(sum(unread.values()), "row")
            self.document.remarks.append(
                f"{self._sheets('releases')}: the month of {rows} is not known: {shown}"
            )

    def _cut(self) -> None:
        places = [self.rows.place(flag.span) for flag in self.document.flags]
        if places:
            cells = _named([f"{at.sheet}!{at.cell}" for at in places])
            self.document.remarks.append(
                f"{cells}: as long as a cell of Excel can be ({LONGEST_CELL:,} characters), so the text may"
                " be cut"
            )

    def _coverage(self) -> None:
        missed = sum(len(self.document.lines[first - 1]) for first, _ in self.document.unparsed)
        total = sum(map(len, self.document.lines))
        self.document.coverage = 1 - missed / total if total else 0.0

    def _intern(self, text: str) -> str:
        return self.known.setdefault(text, text)


def _as_lines(rows: list[list[str]]) -> list[str]:
    """The cells of each row with tabs between them; tabs and line ends inside a cell become blanks."""
    text = "\n".join(map("\t".join, rows))
    tabs, ends = sum(map(len, rows)) - len(rows), len(rows) - 1
    if text.count("\t") == tabs and text.count("\n") == ends and "\r" not in text:
        return text.split("\n")
    return ["\t".join(_BREAKS.sub(" ", cell) for cell in cells) for cells in rows]


def _filled_up(cells: list[str], width: int) -> list[str]:
    return [*cells, *[""] * (width - len(cells))]


def _by_dataset(terms: Sequence[Release]) -> dict[str, Release | None]:
    """The rows of terms; None for a dataset that has several."""
    found: dict[str, Release | None] = {}
    for term in terms:
        name = (term.dataset or "").casefold()
        found[name] = None if name in found else term
    return found


def _dated(value: Value | None) -> Value | None:
    date = read_date(value.text) if value else None
    return value._replace(text=date) if value and date else None


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _listed(rows: list[int]) -> str:
    shown = ", ".join(map(str, rows[:_MOST_NAMED]))
    more = len(rows) - _MOST_NAMED
    return f"{'row' if len(rows) == 1 else 'rows'} {shown}" + (f" and {more:,} more" if more > 0 else "")


def _named(names: list[str]) -> str:
    shown = ", ".join(shorten(name, _LONGEST) for name in names[:_MOST_NAMED])
    more = len(names) - _MOST_NAMED
    return shown + (f" and {more:,} more" if more > 0 else "")
