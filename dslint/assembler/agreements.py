"""Agreements made of the rows about them, as lines and spans of a document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain

from dslint.assembler.entries import RowsOf, WorkbookEntry
from dslint.assembler.record import base_reference
from dslint.assembler.releases import summarise, table_field
from dslint.assembler.rows import Rows, as_lines, filled_up
from dslint.assembler.sheets import Table
from dslint.fields import HEADER, NARRATIVES, ROW_COLUMNS
from dslint.model import Agreement, Document, Field, Flag, Period, Release, Section, Span, Value
from dslint.tokenizer import split_lines
from dslint.values.cells import read_answer, read_date
from dslint.values.split import Atom, Splitter, split_outside_brackets

LONGEST_CELL = 32_767  # code points: what Excel cuts longer text to
CUT = "cell-cut-short"
_VERSIONS = 16  # cells that are remembered: the next version often repeats them whole
_DATASET = ROW_COLUMNS.index("dataset")


class Texts:
    """The lines of cells, each line once: versions repeat most of theirs."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}
        self.lines_of = lru_cache(maxsize=_VERSIONS)(self._lines)

    def once(self, text: str) -> str:
        return self._known.setdefault(text, text)

    def _lines(self, text: str) -> list[str]:
        """The lines of a cell, those at its ends that are blank left out."""
        lines = split_lines(text)
        lines = list(map(self._known.setdefault, lines, lines))
        while lines and not lines[-1].strip():
            lines.pop()
        while lines and not lines[0].strip():
            lines.pop(0)
        return lines


class Agreements:
    """Makes agreements at the end of a document. `edition` is the period that all rows without a month are
    of, and the field that prints it."""

    def __init__(
        self, document: Document, rows: Rows, texts: Texts, edition: tuple[Period, Field] | None
    ) -> None:
        self.document = document
        self.rows = rows
        self.texts = texts
        self.edition = edition
        self._splitter = document.vocabularies.derived(Splitter)
        self.unread: list[str] = []  # dates of agreements that are none

    def agreement(self, entry: WorkbookEntry) -> Agreement:
        lines = self.document.lines
        reference = self.texts.once(entry.reference.text) if entry.reference else None
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
        terms = self.releases(entry.terms)
        agreement.releases = self.releases(entry.releases, terms)
        agreement.end_line = len(lines)
        for _, cells in chain.from_iterable(rows for _, rows in entry.purposes):
            cells.clear()  # the lines have the text now; a register need not be in memory twice
        if not entry.purposes:
            first = next(iter([*agreement.releases, *terms]))
            agreement.heading = self._name(first)
        summarise(self.document, agreement, [*agreement.releases, *terms])
        self._date_by_edition(agreement)
        return agreement

    def _date_by_edition(self, agreement: Agreement) -> None:
        """Rows without a month are of the period that the edition covers, where it prints one only."""
        if agreement.releases and "month" not in agreement.releases[0].columns and self.edition:
            agreement.release, printed = self.edition
            agreement.fields.setdefault("when", printed)

    def _purposes(self, agreement: Agreement, rows: RowsOf) -> None:
        """The heading, the fields and the narrative. Several rows of one reference add what they say anew."""
        heads: list[Release] = []
        for (number, table), each in rows:
            narratives = table.text_columns
            for row, cells in each:
                # Narrative has lines of its own; here its cells are left empty, so that columns stay true.
                short = [*filled_up(cells, table.width)]
                for index in narratives:
                    if index < len(short):
                        short[index] = ""
                heads.append(Release(self.rows.add(as_lines([short]), number, [row]), table.columns))
        head = heads[0]
        agreement.heading = self._name(head)
        for key in (section.key for section in NARRATIVES):
            having = [
                (source, each)
                for source, each in rows
                if key in source.table.columns or key in source.table.adds
            ]
            if having:
                self._section(agreement, key, having, head)
        agreement.is_summary = all(source.table.is_summary for source, _ in rows)
        self._fields(agreement, rows[0][0].table, head, rows[0][1][0][1])

    def _section(self, agreement: Agreement, key: str, rows: RowsOf, head: Release) -> None:
        first = len(self.document.lines) + 1
        seen: set[str] = set()
        for (number, table), each in rows:
            columns = [(table.columns[key], "")] if key in table.columns else []
            columns += [(at, f"{label}: ") for at, label in table.adds.get(key, ())]
            for row, cells in each:
                for index, label in columns:
                    text = cells[index] if index < len(cells) else ""
                    if not text.strip() or label + text in seen:
                        continue
                    seen.add(label + text)
                    lines = self.texts.lines_of(label + text)
                    self.rows.add_cell(lines, number, row, table.sheet.first_column + index)
                    if len(text) >= LONGEST_CELL:
                        self.document.flags.append(Flag(CUT, self._whole(len(self.document.lines))))
                        agreement.cut |= {key}
        last = len(self.document.lines)
        filled = last >= first
        agreement.sections[key] = Section(
            key,
            self._label(rows[0][0].table, key),
            head.line,
            first if filled else None,
            last if filled else None,
            cell=self._whole(first) if filled else self._empty(head, key),
        )

    @staticmethod
    def _label(table: Table, key: str) -> str:
        """The heading of a section: of its own column, or of the first one that goes on in it."""
        return table.columns.labels[key] if key in table.columns else table.adds[key][0][1]

    def _empty(self, head: Release, key: str) -> Span:
        return self.document.cell(head, key).span if key in head.columns else self._name(head)

    def _name(self, row: Release) -> Span:
        """The cell that says which agreement a row is of."""
        key = next((key for key in ("reference", "title", "organisation") if key in row.columns), None)
        return self.document.cell(row, key or next(iter(row.columns))).span

    def _whole(self, line: int) -> Span:
        return Span(line, 1, 1 + len(self.document.lines[line - 1]))

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
            index = table.columns[key]
            return cells[index].strip() if index < len(cells) else ""

        agreement.organisation = given("organisation")
        title = given("title") or agreement.organisation
        agreement.title = title.text if title else None
        # The purposes come last: their field is that of the commercial answer where there is one.
        for kind in sorted(HEADER, key=lambda kind: kind.field == "purposes"):
            column = kind.head_column
            if kind.field and column and column in table.columns:
                if mark := table.splits.get(column):
                    atoms = split_outside_brackets(raw(column), mark)
                else:
                    atoms = self._splitter.split(kind.cell_split or kind.split, raw(column))
                put(kind.field, column, kind.name, atoms)
        if "commercial" in table.columns:
            commercial = given("commercial")
            agreement.commercial = commercial and (
                read_answer(commercial.text, self.document.vocabularies) or commercial.text
            )
            agreement.fields["purposes"] = table_field(
                "purposes", table.columns.labels["commercial"], cell(head, "commercial")
            )
        if "dsa_start" in table.columns or "dsa_end" in table.columns:
            ends = [self._dated(given(key)) for key in ("dsa_start", "dsa_end")]
            agreement.dsa = Period(*ends)
            column = "dsa_start" if "dsa_start" in table.columns else "dsa_end"
            agreement.fields["when"] = table_field("when", table.columns.labels[column], cell(head, column))

    def _dated(self, value: Value | None) -> Value | None:
        date = read_date(value.text) if value else None
        if value and not date:
            self.unread.append(value.text)
        return value._replace(text=date) if value and date else None

    def releases(self, rows: RowsOf, terms: Sequence[Release] = ()) -> list[Release]:
        """The rows, each with the terms of its dataset where there are such and only one."""
        terms_of = _by_dataset(terms)
        found: list[Release] = []
        for (number, table), each in rows:
            columns, width = table.columns, table.width
            indices = [columns.get(name) for name in ROW_COLUMNS]
            missing = [
                (at, name)
                for at, name in enumerate(ROW_COLUMNS)
                if terms and name in terms[0].columns and name not in columns
            ]
            filled = [filled_up(cells, width) for _, cells in each]
            first = self.rows.add(as_lines(filled), number, [row for row, _ in each])
            for line, cells in enumerate(filled, first):
                values = [None if index is None else cells[index].strip() for index in indices]
                matching = terms_of.get((values[_DATASET] or "").casefold()) if terms else None
                if matching is not None:
                    for at, name in missing:
                        values[at] = getattr(matching, name)
                found.append(Release._make((line, columns, *values, matching)))
        return found


def _by_dataset(terms: Sequence[Release]) -> dict[str, Release | None]:
    """The rows of terms; None for a dataset that has several."""
    found: dict[str, Release | None] = {}
    for term in terms:
        name = (term.dataset or "").casefold()
        found[name] = None if name in found else term
    return found
