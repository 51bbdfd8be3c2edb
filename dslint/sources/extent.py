"""How far the cells of a worksheet reach: readers take room for all cells up to the last, empty ones too.

What is looked at are the bytes of a part, piece by piece, for calamine reads any part as a worksheet that the
workbook names as one. It finds cells behind the tag sheetData only, and those by tags of the name c.
"""

from __future__ import annotations

import math
import re
from functools import lru_cache

from dslint.regexes import regex
from dslint.sources.decode import Unreadable

SHEET_DATA = b"sheetData"
_LONGEST = 1 << 20  # bytes that may wait for the next piece
_BROKEN = "is damaged: a sheet is no well-formed XML"
_REST = rb'"(?: (?:[a-qs-z]|[a-z]{2})="\w{0,20}+")*+\s?/?>'  # attributes of which none is a further "r"
_USUAL = regex(rb'<c r="([A-Z]{1,3})(\d{1,7})' + _REST)
_USUAL_REST = rb'(?:" t="s">|' + _REST + rb")"  # the same: what most cells have is tried first
_PREFIXED = regex(rb":c[\s/>]")
_ATTRIBUTE = regex(rb"""([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_NAME = regex(rb"([A-Za-z]+)(\d+)\Z")
_LONGEST_NUMBER = 12  # digits; longer ones are far out in any case
# A tag of well-formed XML, a comment, marked text, or an instruction; the plainest tags before it are passed
# over to save time. A "<" that begins none of them is alone.
_TAG = regex(
    rb"""(?:<(?:/c|/?(?!row>|c>)[a-z]{1,9})>[^<]*+)*+(?:\Z|<(?:
        (?![!?])(?P<end>/)?(?:[^\s<>"'/=:]*:)?(?:(?P<kind>c|row)(?=[\s/>])|[^\s<>"'/=]*)
        (?P<attributes>(?:\s++[^\s<>"'/=]++\s*+=\s*+(?:"[^"<]*+"|'[^'<]*+'))*)\s*(?P<empty>/)?>
        |!--(?!-?>).*?-->|!\[CDATA\[.*?\]\]>|\?[^<>]*\?>
        |(?P<alone>)
    ))""",
    re.DOTALL | re.VERBOSE,
)


class Bound:
    """A cheap bound of the cells of a part: all up to a corner that no cell's name lies behind.

    The corner is known by the length and the first character of its column and of its row, which one search
    through a piece can tell without a look at each cell.
    """

    def __init__(self) -> None:
        self._column, self._row = (1, b"A"), (1, b"0")
        self.has_begun = False  # only behind that may there be cells
        self._usual = True  # every cell is named, and its tag written as nearly everybody does
        self._waiting = b""

    def add(self, piece: bytes) -> None:
        """Look at the next piece of the part."""
        if not self._usual:
            return
        if not self.has_begun:
            tag = len(SHEET_DATA)
            self.has_begun = SHEET_DATA in piece or SHEET_DATA in self._waiting + piece[:tag]
            if not self.has_begun:
                self._waiting = (self._waiting + piece[-tag:])[-tag:]
                return
        piece = self._waiting + piece
        end = max(piece.rfind(b"<"), 0)
        self._waiting = piece[end:]
        self._usual = len(self._waiting) <= _LONGEST and not _PREFIXED.search(piece)
        at = 0
        while self._usual and (found := _beyond(self._column, self._row).search(piece, at, end)):
            at = found.start()
            self._usual = self._moves_to(_USUAL.match(piece, at))

    def _moves_to(self, cell: re.Match[bytes] | None) -> bool:
        if cell:
            self._column = max(self._column, (len(cell[1]), cell[1][:1]))
            self._row = max(self._row, (len(cell[2]), cell[2][:1]))
        return cell is not None

    @property
    def cells(self) -> float:
        """At most so many; infinite when only a closer look can tell."""
        if not self._usual:
            return math.inf
        (letters, letter), (digits, digit) = self._column, self._row
        return column_number(letter + b"Z" * (letters - 1)) * int(digit + b"9" * (digits - 1))


@lru_cache(maxsize=64)
def _beyond(column: tuple[int, bytes], row: tuple[int, bytes]) -> re.Pattern[bytes]:
    """What finds a cell that is not usual, or that lies behind a corner."""
    return re.compile(
        rb'<c(?! r="' + _up_to(column, b"A", b"Z") + _up_to(row, b"0", b"9") + _USUAL_REST + rb")[\s/>]"
    )


def _up_to(last: tuple[int, bytes], low: bytes, high: bytes) -> bytes:
    length, first = last
    longest = b"[%b-%b][%b-%b]{%d}" % (low, first, low, high, length - 1)
    return b"(?:[%b-%b]{1,%d}+|%b)" % (low, high, length - 1, longest) if length > 1 else longest


class Extent:
    """The cells up to the last filled one, counted as calamine does, however they are written.

    Raises Unreadable for what is no well-formed XML, of which nothing can be said.
    """

    def __init__(self) -> None:
        self._columns = self._rows = 0.0
        self._column = self._row = 0.0  # of the next cell that names no place, from 0
        self._begun = False
        self._waiting = b""

    def add(self, piece: bytes) -> None:
        """Look at the next piece of the part."""
        piece = self._waiting + piece
        self._begun = self._begun or SHEET_DATA in piece
        if not self._begun:
            self._waiting = piece[-len(SHEET_DATA) :]
            return
        self._waiting = b""
        for found in _TAG.finditer(piece):
            end, kind, attributes, empty, alone = found.groups()
            if alone is not None:
                self._waiting = piece[found.start("alone") - 1 :]
                break
            if kind == b"row":
                self._mark_row(attributes, bool(end), bool(empty))
            elif kind and not end:
                self._mark_cell(attributes, bool(empty))
        if len(self._waiting) > _LONGEST:
            raise Unreadable(_BROKEN)

    def _mark_row(self, attributes: bytes, end: bool, empty: bool) -> None:
        named = _named(attributes)
        if named is not None and not end and named.isdigit():
            self._row = _row_number(named) - 1
        if end or empty:
            self._row += 1
            self._column = 0

    def _mark_cell(self, attributes: bytes, empty: bool) -> None:
        row = self._row
        named = _named(attributes)
        if named is not None:
            name = _NAME.match(named)
            if name is None:
                return  # the reader takes no such sheet
            row = _row_number(name[2]) - 1
            self._column = column_number(name[1][:_LONGEST_NUMBER]) - 1
        self._column += 1
        if not empty:
            self._columns = max(self._columns, self._column)
            self._rows = max(self._rows, row + 1)

    @property
    def cells(self) -> float:
        """So many, the empty ones between counted in."""
        if self._begun and self._waiting:
            raise Unreadable(_BROKEN)
        return self._columns * self._rows


def _named(attributes: bytes) -> bytes | None:
    """The value of the last attribute "r": readers take that."""
    if b"r" not in attributes:
        return None
    values = [double or single for key, double, single in _ATTRIBUTE.findall(attributes) if key == b"r"]
    return values[-1] if values else None


def _row_number(digits: bytes) -> float:
    return int(digits) if len(digits) <= _LONGEST_NUMBER else math.inf


@lru_cache(maxsize=1024)
def column_number(letters: bytes) -> int:
    """The number of a column by its name: A is 1, AA is 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("A") + 1
    return number


_OPEN_DOCUMENT = regex(
    rb"""<table:(?P<what>table|table-row|(?:covered-)?table-cell)(?=[\s/>])(?P<attributes>(?:"[^"]*"|'[^']*'|[^"'>])*+)>"""
)
_REPEATED = regex(rb"""number-(?:rows|columns)-repeated=["'](\d{1,18})""")


_COPY = 10  # empty cells that take as much room as the copy of a value


def open_document_cells(content: bytes) -> float:
    """At most so many cells the sheets of an OpenDocument workbook span, each from its first cell to the last
    that may have a value. Rows and cells may be repeated by a number, and each copy of a value counts for
    several."""
    total = rows = filled_rows = widest = width = filled = repeat = values = written = copies = 0

    def end_row() -> None:
        nonlocal rows, filled_rows, widest, copies
        rows += repeat
        copies += max(0, repeat * values - written)
        if filled:
            filled_rows, widest = rows, max(widest, filled)

    for found in _OPEN_DOCUMENT.finditer(content):
        times = _REPEATED.search(found["attributes"])
        number = int(times[1]) if times else 1
        if found["what"].endswith(b"cell"):
            width += number
            if b"value" in found["attributes"] or not found["attributes"].endswith(b"/"):
                filled = width
            if b"value" in found["attributes"]:
                values += number
                written += 1
            continue
        end_row()
        width = filled = values = written = 0
        repeat = number
        if found["what"] == b"table":
            total += filled_rows * widest
            rows = filled_rows = widest = repeat = 0
    end_row()
    return total + filled_rows * widest + copies * _COPY
