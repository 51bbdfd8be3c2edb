"""The rows of an agreement: what a page would print of them, and rows given by themselves."""

from __future__ import annotations

from collections.abc import Mapping
from operator import itemgetter

from dslint.fields import ROW_COLUMNS
from dslint.model import Agreement, Columns, Document, Field, Period, Release, Section, Span, Value
from dslint.values.cells import COLUMNS, read_month
from dslint.values.split import Splitter

_INDICES = {name: index for index, name in enumerate(Release._fields)}


def table_field(key: str, label: str, value: Value) -> Field:
    """A field that is in a cell."""
    return Field(key, label, value.span.line, value.text or None, value.span.column, value.span)


def summarise(document: Document, agreement: Agreement, rows: list[Release]) -> None:
    """Fill the header as a page prints it: each value of the rows once, where it is printed first.

    What the agreement prints itself is left alone.
    """
    if not rows:
        return
    printed, splitter = set(agreement.fields), document.vocabularies.derived(Splitter)
    values_of = list(zip(*rows, strict=True))
    for column in COLUMNS:
        index = _INDICES[column.name]
        texts = values_of[index]
        first = [rows[texts.index(text)] for text in dict.fromkeys(texts) if text is not None]
        if not first or column.field in printed:
            continue
        cells = [document.cell(row, column.name) for row in first]
        values: dict[str, Value] = {}
        for text, span in cells:
            for start, atom in column.split(splitter, text):
                at = span.column + start
                if atom not in values:
                    values[atom] = Value(atom, Span(span.line, at, at + len(atom)))
        if column.field not in agreement.fields:
            filled = next((at for at, row in enumerate(first) if row[index]), 0)
            label = first[filled].label(column.name)
            agreement.fields[column.field] = table_field(column.field, label, cells[filled])
        if values:
            agreement.values[column.values] = tuple(values.values())
    _datasets(document, agreement, rows)
    _months(document, agreement)
    if agreement.organisation is None and rows[0].organisation:
        agreement.organisation = document.cell(rows[0], "organisation")
        agreement.title = agreement.title or agreement.organisation.text


def _datasets(document: Document, agreement: Agreement, rows: list[Release]) -> None:
    if agreement.datasets:
        return
    names = [row.dataset for row in rows]
    found = [rows[names.index(name)] for name in dict.fromkeys(names) if name]
    agreement.datasets = [document.cell(row, "dataset") for row in found]
    if found:
        at = agreement.datasets[0].span
        last = max(value.span.line for value in agreement.datasets)
        agreement.sections["datasets"] = Section(
            "datasets", found[0].label("dataset"), at.line, at.line, last, cell=at
        )


def _months(document: Document, agreement: Agreement) -> None:
    """The months of the releases, and the field that has the dates."""
    if agreement.release != Period():
        return
    found: dict[str, tuple[str, Release, str]] = {}  # the month, and the cell that first prints it
    for column in ("month", "last_month"):
        for row in agreement.releases:
            if column == "month":
                text = row.month or ""
            else:
                text = document.cell(row, column).text if column in row.columns else ""
            if text not in found and (month := read_month(text)):
                found[text] = month, row, column
    if not found:
        return
    first, last = min(found.values(), key=itemgetter(0)), max(found.values(), key=itemgetter(0))
    ends = [(month, document.cell(row, column)) for month, row, column in (first, last)]
    agreement.release = Period(*(Value(month, cell.span) for month, cell in ends))
    agreement.fields.setdefault("when", table_field("when", first[1].label(first[2]), ends[0][1]))


def add_rows(document: Document, rows: list[Mapping[str, str]]) -> int:
    """Give rows, by their columns, to the last agreement of a page; the line of the first."""
    agreement = document.agreements[-1]
    first = len(document.lines) + 1
    names = [name for name in ROW_COLUMNS if any(name in row for row in rows)]
    columns = Columns({name: index for index, name in enumerate(names)}, {name: name for name in names})
    for row in rows:
        document.lines.append("\t".join(row.get(name, "") for name in names))
        agreement.releases.append(
            Release(len(document.lines), columns, **{name: row.get(name, "") for name in names})  # type: ignore[arg-type]
        )
    summarise(document, agreement, agreement.releases)
    return first
