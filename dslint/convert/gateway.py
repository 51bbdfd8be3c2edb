"""The workbook that the importer of HDR UK's Gateway takes: a row for each agreement.

The importer reads columns by their place and refuses a row that lacks a required one. What an agreement does
not state stays empty and is named. Which column comes from which fact is data (vocabulary/gateway.yaml).
Needs XlsxWriter, from the extra `report`.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from dslint import compiled
from dslint.convert.hdruk import rows_of, unfilled
from dslint.model import Document
from dslint.tuples import NamedTuple

LONGEST = 32_767  # characters in a cell
_MOST_NAMED = 20  # agreements that lack something
_MADE = datetime(2026, 1, 1)  # so that equal agreements give equal bytes


class Gateway(NamedTuple):
    content: bytes
    remarks: list[str]


def gateway(documents: list[Document]) -> Gateway:
    layout = compiled.vocabulary("gateway")
    columns: list[dict[str, Any]] = layout["columns"]
    rows: list[list[str]] = []
    lacking: list[str] = []
    commas = cut = 0
    for facts, cells in rows_of(documents, columns):
        for at, column in enumerate(columns):
            if column.get("listed") and "values" in column:
                names = list(dict.fromkeys(item.text for item in facts.collection(column["values"]) or []))
                commas += sum("," in name for name in names)
                cells[at] = ", ".join(name.replace(",", ";") for name in names)
            cut += len(cells[at]) > LONGEST
        missing = [
            column["name"].rstrip("*")
            for column, cell in zip(columns, cells, strict=True)
            if column.get("required") and not cell
        ]
        if missing:
            name = facts.agreement.reference or facts.agreement.title or "an agreement without a reference"
            lacking.append(f"{name}: the importer wants {', '.join(missing)}; the input does not say it")
        rows.append(cells)
    remarks = [f"empty: {name}: {why}" for name, why in unfilled(columns, rows)]
    if commas:
        remarks.append(
            f"{commas} name{'s have' if commas > 1 else ' has'} commas, at which the importer cuts a list;"
            " semicolons were written"
        )
    if cut:
        remarks.append(f"{cut} cell{'s were' if cut > 1 else ' was'} cut at {LONGEST:,} characters")
    remarks += lacking[:_MOST_NAMED]
    if len(lacking) > _MOST_NAMED:
        remarks.append(f"and {len(lacking) - _MOST_NAMED:,} more agreements lack a required column")
    return Gateway(_written(layout, columns, rows), remarks)


def _written(layout: dict[str, Any], columns: list[dict[str, Any]], rows: Iterable[list[str]]) -> bytes:
    """The bytes of the workbook. Every cell is a text, or a date as its serial number."""
    import xlsxwriter

    file = io.BytesIO()
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(file, {"in_memory": True, **plain})
    book.set_properties({"created": _MADE})
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet(layout["sheet"])
    for at, name in layout["groups"].items():
        sheet.write_string(0, int(at), name, bold)
    for at, column in enumerate(columns):
        sheet.write_string(1, at, column["name"], bold)
    for number, cells in enumerate(rows, 2):
        for at, (column, cell) in enumerate(zip(columns, cells, strict=True)):
            if cell and not column.keys().isdisjoint(("date", "day")):
                sheet.write_datetime(number, at, date.fromisoformat(cell), day)
            elif cell:
                sheet.write_string(number, at, cell[:LONGEST])
    sheet.freeze_panes(2, 1)
    sheet.set_column(0, len(columns) - 1, 24)
    words = book.add_worksheet(layout["lookups"])
    for at, column in enumerate(each for each in columns if "choices" in each):
        for row, word in enumerate([column["name"].rstrip("*"), *column["choices"]]):
            words.write_string(row, at, word, bold if not row else None)
    book.close()
    return file.getvalue()
