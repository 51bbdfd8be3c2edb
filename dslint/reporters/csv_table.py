"""Tables for spreadsheets. No cell of them can be taken for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from dslint.reporters.escape import visible

_LONGEST = 32_000  # characters in a cell; spreadsheets cut at 32,767
# Full-width forms are taken for their plain ones where these are typed.
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")


def table(columns: Sequence[str], rows: Iterable[Iterable[str | int | None]]) -> str:
    """A line of headings, then the rows; fields by RFC 4180, lines end with a line feed."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow(map(harmless, row))
    return text.getvalue()


def harmless(value: str | int | None) -> str:
    """A cell that a spreadsheet program shows and never runs."""
    if value is None:
        return ""
    text = str(value)
    formula = text.startswith(_FORMULA) or text.lstrip().startswith(_FORMULA)
    return ("'" if formula else "") + visible(text)[:_LONGEST]
