"""The rows of an agreement: what a page would print of them, and rows given by themselves."""

from __future__ import annotations

from collections.abc import Mapping

from dslint.assembler.cells import COLUMNS, read_month
from dslint.model import Agreement, Columns, Document, Field, Period, Release, Section, Span, Value

VALUES = tuple(name for name in Release._fields if name not in {"line", "columns", "terms"})


def table_field(key: str, label: str, value: Value) -> Field:
    """A field that stands in a cell."""
    return Field(key, label, value.span.line, value.text or None, value.span.column, value.span)


def summarise(document: Document, agreement: Agreement, rows: list[Release]) -> None:
    """Fill the header as a page prints it: each value of the rows once, where it stands first.

    What the agreement prints itself is left alone.
    """
    if not rows:
        return
    printed = set(agreement.fields)
    for column in COLUMNS:
        first: dict[str, Release] = {}
        for row in rows:
            text = getattr(row, column.name)
            if text is not None and text not in first:
                first[text] = row
        if not first or column.field in printed:
            continue
        values: dict[str, Value] = {}
        for row in first.values():
            cell = document.cell(row, column.name)
            for start, atom in column.split(cell.text):
                at = cell.span.column + start
                values.setdefault(atom, Value(atom, Span(cell.span.line, at, at + len(atom))))
        filled = next((row for text, row in first.items() if text), rows[0])
        agreement.fields.setdefault(
            column.field,
            table_field(column.field, filled.label(column.name), document.cell(filled, column.name)),
        )
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
    found: dict[str, Value] = {}
    for row in rows:
        if row.dataset and row.dataset not in found:
            found[row.dataset] = document.cell(row, "dataset")
    agreement.datasets = list(found.values())
    if found:
        at = agreement.datasets[0].span
        last = max(value.span.line for value in agreement.datasets)
        agreement.sections["datasets"] = Section(
            "datasets", rows[0].label("dataset"), at.line, at.line, last, cell=at
        )


def _months(document: Document, agreement: Agreement) -> None:
    """The months of the releases, and the field that dates stand in."""
    dated = [(month, row) for row in agreement.releases if row.month and (month := read_month(row.month))]
    if not dated or agreement.release != Period():
        return
    ends = (min(dated, key=lambda each: each[0]), max(dated, key=lambda each: each[0]))
    agreement.release = Period(*(Value(month, document.cell(row, "month").span) for month, row in ends))
    row = ends[0][1]
    agreement.fields.setdefault("when", table_field("when", row.label("month"), document.cell(row, "month")))


def add_rows(document: Document, rows: list[Mapping[str, str]]) -> int:
    """Give rows, by their columns, to the last agreement of a page; the line of the first."""
    agreement = document.agreements[-1]
    first = len(document.lines) + 1
    names = [name for name in VALUES if any(name in row for row in rows)]
    columns = Columns({name: place for place, name in enumerate(names)}, {name: name for name in names})
    for row in rows:
        document.lines.append("\t".join(row.get(name, "") for name in names))
        agreement.releases.append(
            Release(len(document.lines), columns, **{name: row.get(name, "") for name in names})  # type: ignore[arg-type]
        )
    summarise(document, agreement, agreement.releases)
    return first
