"""Tables for spreadsheets. No cell of them can be taken for a formula, whichever way the table is read.

Programs read a table with the separator of their country, which may be a semicolon. Then a cell of ours is
several of theirs.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence

from dslint.regexes import regex
from dslint.reporters.escape import log_safe, visible

_LONGEST = 32_000  # characters in a cell; spreadsheets cut at 32,767
# Full-width forms are taken for their plain ones where these are typed.
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
# What begins a cell for who reads with semicolons, tabs or bars, whatever quotes do there.
_INNER_FORMULA = regex(r"([;|\t])(?=[\s\"']*[=+\-@＝＋－＠])")


def table(columns: Sequence[str], rows: Iterable[Iterable[str | int | None]]) -> str:
    """A line of headings, then the rows; fields by RFC 4180, lines end with a line feed."""
    return "".join(table_lines(columns, rows))


def table_lines(columns: Sequence[str], rows: Iterable[Iterable[str | int | None]]) -> Iterator[str]:
    """The same, a row at a time."""
    written: list[str] = []
    writer = csv.writer(_Written(written), lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow(map(harmless, row))
        yield "".join(written)
        written.clear()
    yield "".join(written)


class _Written:
    """What the writer of the standard library takes for a file."""

    def __init__(self, lines: list[str]) -> None:
        self.write = lines.append


def harmless(value: str | int | None) -> str:
    """A cell that a spreadsheet program shows and never runs."""
    if value is None:
        return ""
    text = str(value)
    formula = text.startswith(_FORMULA) or text.lstrip().startswith(_FORMULA)
    text = _INNER_FORMULA.sub(r"\1'", visible(text)[:_LONGEST])
    return ("'" if formula else "") + log_safe(text)
