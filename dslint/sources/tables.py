"""Tables of text, whatever file they came from, and folders of .csv exports."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Sequence

from dslint.sources.content import content
from dslint.sources.decode import Unreadable, decode
from dslint.tuples import NamedTuple

LONGEST_CELL = 1 << 24  # code points
MOST_CELLS = 16_384  # of a row, as in every spreadsheet program
LONGEST_NAME = 64  # code points; Excel allows a sheet 31
_DELIMITERS = ",;\t|"
_NARROWEST = 4  # cells of a row: lines of prose may hold as many commas as narrower tables
_FEWEST_LINES = 10  # in one cell
_LIKE_ROWS = 0.8  # the share of them that hold the delimiters of a whole row


class Piece(NamedTuple):
    """A stretch of a line of a text: what it says, and where it begins. The text does not hold the first
    `lead` characters."""

    text: str
    line: int
    column: int
    lead: int = 0


class Sheet(NamedTuple):
    """One table. `rows` are its numbered rows, from 1, without the empty ones; `first_column` is the number
    of the column in which each of them begins. `path` is given where each sheet is a file. A long `name` is
    cut in its middle, for its end tells the kind. `places` are given where a table was made of something
    else: by row number and place in the row the line, the column and the end column in the file; or the
    `pieces` of text that a cell was made of, each a line of it."""

    name: str
    first_column: int
    rows: list[tuple[int, list[str]]]
    path: str | None = None
    places: dict[tuple[int, int], tuple[int, int, int]] | None = None
    pieces: dict[tuple[int, int], list[Piece]] | None = None
    is_hidden: bool = False  # in the program that shows the workbook


class Book(NamedTuple):
    """The sheets of a workbook; `unread` says which could not be read, and why."""

    sheets: list[Sheet]
    unread: list[str]


def shorten(name: str, most: int = LONGEST_NAME) -> str:
    """A name of so many code points at most, without its middle when it is longer."""
    half = most // 2
    return name if len(name) <= most else f"{name[: half - 1]}…{name[-half:]}"


def read(path: str, found: bytes) -> Book:
    """One export, as a workbook of one sheet. Raises Unreadable."""
    book = Book([], [])
    _add_sheet(book, path, found, None)
    return book


def read_parts(paths: Sequence[str], contents: Sequence[bytes | str] = ()) -> Book:
    """The exports of the sheets of one workbook. `contents` are what was read of each, or why it was not."""
    book = Book([], [])
    for number, path in enumerate(paths):
        try:
            found = contents[number] if contents else content(path)
            if isinstance(found, str):
                raise Unreadable(found)
            _add_sheet(book, path, found, path)
        except Unreadable as error:
            book.unread.append(f"{os.path.basename(path)} {error}")
    return book


def _add_sheet(book: Book, path: str, found: bytes, shown_path: str | None) -> None:
    """Add an export to a book, and what is to be said of it."""
    text = decode(found)
    delimiter = _delimiter(text)
    sheet, long_rows = _sheet(path, text, delimiter, shown_path)
    book.sheets.append(sheet)
    if swallowed := _swallowed(sheet, long_rows, delimiter):
        book.unread.append(f"{os.path.basename(path)} {swallowed}" if shown_path else swallowed)


def _swallowed(sheet: Sheet, long_rows: list[tuple[int, list[str]]], delimiter: str) -> str | None:
    """What to say when a cell has taken in the rows behind it, as one does whose quotation mark is alone."""
    width = len(sheet.rows[0][1]) if sheet.rows else 0
    for number, row in long_rows if width >= _NARROWEST else ():
        for column, cell in enumerate(row, sheet.first_column):
            lines = cell.splitlines()
            like_rows = sum(line.count(delimiter) >= width - 1 for line in lines)
            if like_rows >= max(_FEWEST_LINES, _LIKE_ROWS * len(lines)):
                return (
                    f"row {number}, cell {column}: {like_rows:,} lines that look like rows are in one cell;"
                    " a quotation mark is perhaps not closed"
                )
    return None


def _sheet(
    path: str, text: str, delimiter: str, shown_path: str | None
) -> tuple[Sheet, list[tuple[int, list[str]]]]:
    """The sheet, and those of its rows that take up many lines."""
    name = os.path.splitext(os.path.basename(path))[0]
    import csv

    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows: list[tuple[int, list[str]]] = []
    known: dict[str, str] = {}
    long_rows: list[tuple[int, list[str]]] = []
    number = lines = 0
    try:
        for number, row in enumerate(reader, 1):
            if reader.line_num >= lines + _FEWEST_LINES:
                long_rows.append((number, row))
            lines = reader.line_num
            if len(row) > MOST_CELLS:
                raise Unreadable(
                    f"has more than {MOST_CELLS:,} cells in row {number}, which no sheet can have"
                )
            if any(row):
                rows.append((number, [known.setdefault(cell, cell) for cell in row]))
    except csv.Error as error:
        raise Unreadable(f"cannot be read behind row {number}: {error}") from None
    return Sheet(shorten(name), 1, rows, shown_path), long_rows


def _delimiter(text: str) -> str:
    """The delimiter that stands most often in the first lines, outside quotes."""
    unquoted = re.sub(r'"[^"]*"', "", text[:8192])
    return max(_DELIMITERS, key=unquoted.count)
