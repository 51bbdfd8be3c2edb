"""Rows of sheets as the lines of a document, with the way back from these to the cells."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Mapping, Sequence

from dslint.assembler.sheets import column_letters
from dslint.model import Place, Span
from dslint.regexes import regex
from dslint.sources.tables import Piece, Sheet
from dslint.tuples import NamedTuple

_BREAKS = regex(r"[\t\r\n]")


class _SheetPlace(NamedTuple):
    """What is said of a sheet in a place, as in Sheet."""

    name: str
    first_column: int
    path: str | None
    places: Mapping[tuple[int, int], tuple[int, int, int]] | None
    pieces: Mapping[tuple[int, int], Sequence[Piece]] | None


class Rows:
    """The way back from lines to cells. Picklable.

    A line is a whole row, whose cells are counted by its tabs, or one of the lines of a cell.
    """

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.sheets: list[_SheetPlace] = []
        self._first = array("L")  # the lines with which runs begin: rows, and cells of several lines
        self._sheets = array("L")
        self._rows = array("L")
        self._cells = array("L")  # the number of a column from 1, or 0 for a whole row

    def add_sheet(self, sheet: Sheet) -> None:
        """Let rows be added that stand on a sheet. Sheets are numbered from 0."""
        self.sheets.append(
            _SheetPlace(sheet.name, sheet.first_column, sheet.path, sheet.places, sheet.pieces)
        )

    def copy(self, lines: list[str]) -> Rows:
        """The same for a copy of the lines."""
        made = Rows(lines)
        made.sheets = self.sheets
        made._first, made._sheets, made._rows, made._cells = (
            each[:] for each in (self._first, self._sheets, self._rows, self._cells)
        )
        return made

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
        name, first, path, places, pieces = self.sheets[self._sheets[run]]
        row, column = self._rows[run], self._cells[run]
        last = column
        if not column:
            text = self.lines[span.line - 1]
            column = first + text.count("\t", 0, span.column - 1)
            last = column + text.count("\t", span.column - 1, max(span.column, span.end_column) - 1)
        if pieces is not None:
            return self._in_pieces(span, run, pieces, column - first)
        if places is not None:
            known = places.get((row, column - first)) or places[row, -1]
            return Place(known[0], known[1], known[0], known[2], path=path)
        whole = not self._cells[run] and last > column
        cell = None if whole else f"{column_letters(column)}{row}"
        return Place(row, column, row, last + 1, name, cell, path)

    def _in_pieces(
        self, span: Span, run: int, pieces: Mapping[tuple[int, int], Sequence[Piece]], at: int
    ) -> Place:
        """The place of a span in the text that a cell was made of; as much of it as is in one piece."""
        row = self._rows[run]
        made = pieces.get((row, at)) or pieces[row, -1]
        if self._cells[run]:
            piece, offset = made[min(span.line - self._first[run], len(made) - 1)], span.column - 1
        else:
            text = self.lines[span.line - 1]
            offset = span.column - 1 - (text.rfind("\t", 0, span.column - 1) + 1)
            piece = made[0]
            for piece in made:
                if offset <= len(piece.text):
                    break
                offset -= len(piece.text) + 1
        end = min(offset + span.end_column - span.column, len(piece.text)) - piece.lead
        offset = min(max(offset - piece.lead, 0), len(piece.text))
        end = max(end, offset)
        return Place(piece.line, piece.column + offset, piece.line, piece.column + end)


def as_lines(rows: list[list[str]]) -> list[str]:
    """The cells of each row with tabs between them; tabs and line ends inside a cell become blanks."""
    text = "\n".join(map("\t".join, rows))
    tabs, ends = sum(map(len, rows)) - len(rows), len(rows) - 1
    if text.count("\t") == tabs and text.count("\n") == ends and "\r" not in text:
        return text.split("\n")
    return ["\t".join(_BREAKS.sub(" ", cell) for cell in cells) for cells in rows]


def filled_up(cells: list[str], width: int) -> list[str]:
    return [*cells, *[""] * (width - len(cells))] if len(cells) < width else cells
