"""Tables of text, whatever file they came from, and folders of .csv exports."""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Iterable
from typing import NamedTuple

from dslint.sources.content import content
from dslint.sources.decode import Unreadable, decode

LONGEST_CELL = 1 << 24  # code points
LONGEST_NAME = 64  # code points; Excel allows a sheet 31
_DELIMITERS = ",;\t|"


class Sheet(NamedTuple):
    """One table. `rows` are its numbered rows, from 1, without the empty ones; `first_column` is the number
    of the column in which each of them begins. `path` is given where each sheet is a file. A long `name` is
    cut in its middle, for its end tells the kind. `places` are given where a table was made of something
    else: by row number and place in the row the line, the column and the end column in the file."""

    name: str
    first_column: int
    rows: list[tuple[int, list[str]]]
    path: str | None = None
    places: dict[tuple[int, int], tuple[int, int, int]] | None = None


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
    return Book([_sheet(path, found, None)], [])


def read_parts(paths: Iterable[str]) -> Book:
    """The exports of the sheets of one workbook."""
    book = Book([], [])
    for path in paths:
        try:
            book.sheets.append(_sheet(path, content(path), path))
        except Unreadable as error:
            book.unread.append(f"{os.path.basename(path)} {error}")
    return book


def _sheet(path: str, found: bytes, shown_path: str | None) -> Sheet:
    text = decode(found)
    name = os.path.splitext(os.path.basename(path))[0]
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    rows: list[tuple[int, list[str]]] = []
    known: dict[str, str] = {}
    number = 0
    try:
        for number, row in enumerate(reader, 1):
            if any(row):
                rows.append((number, [known.setdefault(cell, cell) for cell in row]))
    except csv.Error as error:
        raise Unreadable(f"cannot be read behind row {number}: {error}") from None
    return Sheet(shorten(name), 1, rows, shown_path)


def _delimiter(text: str) -> str:
    """The delimiter that stands most often in the first lines, outside quotes."""
    unquoted = re.sub(r'"[^"]*"', "", text[:8192])
    return max(_DELIMITERS, key=unquoted.count)
