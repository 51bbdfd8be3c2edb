"""Workbooks (.xlsx, .xlsb, .xls, .ods): bytes to tables, within bounds.

No formula is evaluated, and no link is followed.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date, datetime
from threading import Lock
from typing import Any

from dslint.sources.compound import check_sectors
from dslint.sources.decode import Unreadable
from dslint.sources.extent import SHEET_DATA, Bound, Extent, open_document_cells
from dslint.sources.tables import Book, Sheet, shorten
from dslint.sources.workbook_uses import (
    MOST_SHEETS,
    MOST_TEXT,
    RELATIONS,
    SHARED_TEXTS,
    STYLES,
    WORKBOOK,
    SharedTexts,
    TakenTexts,
    check_formats,
    part_name,
    uses_of_parts,
)  # fmt: skip

LARGEST = 1 << 29  # bytes of all parts of a workbook, unpacked
MOST_CELLS = 30_000_000  # between the first and the last cell of each sheet, empty ones included
MOST_PARTS = 10_000
_OPEN_DOCUMENT = "content.xml"  # the part that holds all cells of a workbook of that kind
_WIDE = "is a sheet in UTF-16, which cannot be read; open the workbook and save it again"
_CHUNK = 1 << 22  # bytes that are unpacked at once
_PACKED = 1 << 20  # bytes that the unpacker gets at once, for it copies what it cannot take yet
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_Range = tuple[tuple[int, int], tuple[int, int]]  # the first and the last cell, each a row and a column
_TEXTS_ALONE = {str}  # the kinds of cells that most rows have
_LOCAL_HEADER = 30  # bytes before the name in the header of a part


def read(path: str, content: bytes) -> Book:
    """The sheets with their cells as text. Raises Unreadable."""
    looks: list[_Look] = []
    if content.startswith(_OLE):  # the old kind: 65,536 rows of 256 cells are the most that a sheet can have
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise Unreadable("is encrypted; save it without a password")
        check_sectors(content)
    elif content.startswith(_ZIP):
        looks = _looked_over(content)
    else:
        raise Unreadable("is no workbook, although its name says so")
    named = {look.name: look.part for look in looks}
    uses = uses_of_parts(_whole(content, named, WORKBOOK), _whole(content, named, RELATIONS))
    check_formats(_whole(content, named, STYLES))
    try:
        from python_calamine import CalamineError, CalamineWorkbook
    except ImportError:
        raise Unreadable("needs a package to be read: pip install 'dslint-agreements[workbooks]'") from None
    try:
        _check_cells(content, looks, uses)
        calamine = CalamineWorkbook.from_filelike(io.BytesIO(content))
    except (CalamineError, OSError, ValueError) as error:
        raise Unreadable(f"is no workbook that can be read, or damaged: {error}") from None
    except BaseException as error:
        raise _given_up(error) from None
    if len(calamine.sheets_metadata) > MOST_SHEETS:
        raise Unreadable(f"has more than {MOST_SHEETS:,} sheets")
    book = Book([], [f"{look.part.filename} {_WIDE}" for look in looks if look.is_wide])
    cells = 0  # of all sheets that were read: several may share a part
    for each, found in _sheets(calamine):
        try:
            sheet, extent = _sheet(each, found)
            cells += extent
            if cells > MOST_CELLS:
                raise Unreadable(f"spans, with the sheets before it, more than {MOST_CELLS:,} cells")
            book.sheets.append(sheet)
        except (CalamineError, OSError, ValueError, OverflowError) as error:
            book.unread.append(f"sheet {shorten(each.name)} cannot be read: {error}")
        except Unreadable as error:
            book.unread.append(f"sheet {shorten(each.name)} {error}")
            if cells > MOST_CELLS:
                break
        except BaseException as error:
            book.unread.append(f"sheet {shorten(each.name)} {_given_up(error)}")
    return book


def _given_up(error: BaseException) -> Unreadable:
    """What to say when the reader panics, which is no Exception. Raises any other that is none."""
    if type(error).__name__ != "PanicException":
        raise error
    return Unreadable(f"cannot be read: {' '.join(str(error).split())[:200]}")


def _sheets(book: Any) -> Iterator[tuple[Any, Future[Any]]]:
    """The description of each sheet, and the sheet; the next is read while one is worked on."""
    with ThreadPoolExecutor(1) as reader:
        waiting: list[tuple[Any, Future[Any]]] = []
        for each in book.sheets_metadata:
            waiting.append((each, reader.submit(book.get_sheet_by_name, each.name)))
            if len(waiting) > 1:
                yield waiting.pop(0)
        yield from waiting


def _sheet(each: Any, found: Future[Any]) -> tuple[Sheet, int]:
    """A sheet, and how many cells lie between its first and its last."""
    from python_calamine import SheetTypeEnum, SheetVisibleEnum, WorksheetNotFound

    name = each.name
    try:
        sheet = found.result()
    except WorksheetNotFound:
        if each.typ == SheetTypeEnum.WorkSheet:
            raise Unreadable("is missing in the file; get it again") from None
        return Sheet(shorten(name), 1, []), 0  # a sheet of charts has no cells
    if sheet.start is None:
        return Sheet(shorten(name), 1, []), 0
    once = dict[str, str]().setdefault
    rows: list[tuple[int, list[str]]] = []
    for number, row in enumerate(sheet.iter_rows(), 1):
        if any(row):
            if {*map(type, row)} != _TEXTS_ALONE:
                row = [cell if type(cell) is str else as_text(cell) for cell in row]
            rows.append((number, [*map(once, row, row)]))
    if merged := sheet.merged_cell_ranges:
        _fill_merged(rows, merged, sheet.start[1])
    extent = (sheet.end[0] - sheet.start[0] + 1) * (sheet.end[1] - sheet.start[1] + 1)
    is_hidden = each.visible != SheetVisibleEnum.Visible
    return Sheet(shorten(name), sheet.start[1] + 1, rows, is_hidden=is_hidden), extent


def _fill_merged(rows: list[tuple[int, list[str]]], merged: Iterable[_Range], first_column: int) -> None:
    """Write what a merged cell holds into each of the rows that it spans, in its first column.

    Rows and columns of ranges count from 0. A title over a table stays one cell: nothing is written to its
    right.
    """
    numbers = [number for number, _ in rows]
    width = min((len(cells) for _, cells in rows), default=0)
    filled: dict[int, int] = {}  # the last row by column: ranges of a sound file do not overlap
    for (top, left), (bottom, _) in sorted(merged):
        column = left - first_column
        if not 0 <= column < width or top <= filled.get(column, -1):
            continue
        filled[column] = bottom
        spanned = rows[bisect_left(numbers, top + 1) : bisect_right(numbers, bottom + 1)]
        text = spanned[0][1][column] if spanned and spanned[0][0] == top + 1 else ""
        for _, cells in spanned[1:] if text else ():
            cells[column] = cells[column] or text


def as_text(cell: object) -> str:
    """A cell's value as a person reads it; dates as ISO text."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == cell.time().min else cell.isoformat(" ")
    return cell.isoformat() if isinstance(cell, date) else str(cell)


class _Unpacked:
    """How many bytes of all parts were unpacked so far; threads count at the same time."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._bytes = 0

    def add(self, size: int) -> None:
        with self._lock:
            self._bytes += size
        if self._bytes > LARGEST:
            raise Unreadable(f"unpacks to more than {LARGEST >> 20} MiB")


class _Look:
    """What is seen of a part while it is unpacked, in pieces, so that nothing too large stands in memory."""

    def __init__(self, content: bytes, part: zipfile.ZipInfo) -> None:
        self.part = part
        self.name = part_name(part.filename)
        self.is_wide = False  # a sheet in UTF-16
        self.bound = Bound()
        self.taken = 0  # bytes of shared texts, at most
        self._content = content

    @property
    def has_cells(self) -> bool:
        """Whether it may hold cells."""
        return self.bound.has_begun or self.part.filename == _OPEN_DOCUMENT

    def pieces(self, unpacked: _Unpacked) -> Iterator[bytes]:
        """Unpack the part, and bound its cells."""
        for piece in _unpacked(self._content, self.part):
            unpacked.add(len(piece))
            self.bound.add(piece)
            if b"\0" in piece[:4]:
                self.is_wide = self.is_wide or SHEET_DATA in piece.replace(b"\0", b"")
            yield piece

    def take(self, pieces: Iterable[bytes], texts: SharedTexts) -> None:
        """Bound what its cells take of the texts that cells share."""
        taken = TakenTexts(texts)
        for piece in pieces:
            if self.has_cells:
                taken.add(piece)
        self.taken = taken.end()


def _looked_over(content: bytes) -> list[_Look]:
    """Unpack every part once, before anything is read. Raises Unreadable for what is damaged or too large."""
    try:
        parts = _parts(content)
        if sum(part.file_size for part in parts) > LARGEST:
            raise Unreadable(f"says that it unpacks to more than {LARGEST >> 20} MiB")
        for part in parts:
            if part.flag_bits & 1:
                raise Unreadable("is encrypted; save it without a password")
        if len(parts) > MOST_PARTS:
            raise Unreadable(f"has more than {MOST_PARTS:,} parts")
        unpacked = _Unpacked()
        looks = [_Look(content, part) for part in parts]
        shared = {look.name: look for look in looks}.get(SHARED_TEXTS)
        texts = SharedTexts(shared.pieces(unpacked) if shared else ())
        if shared and shared.has_cells:
            shared.take(_unpacked(content, shared.part), texts)

        def look_over(look: _Look) -> None:
            look.take(look.pieces(unpacked), texts)

        with ThreadPoolExecutor() as threads:  # unpacking needs no lock
            list(threads.map(look_over, (look for look in looks if look is not shared)))
    except (zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError) as error:
        raise Unreadable(f"is damaged or cut short: {error}; get it again") from None
    return looks


def _parts(content: bytes) -> list[zipfile.ZipInfo]:
    """The parts of an archive. Raises zipfile.BadZipFile."""
    try:
        return zipfile.ZipFile(io.BytesIO(content)).infolist()
    except (OSError, ValueError) as error:  # names that are no text, places before the file
        raise zipfile.BadZipFile(str(error)) from None


def _whole(content: bytes, parts: dict[str, zipfile.ZipInfo], name: str) -> bytes:
    return b"".join(_unpacked(content, parts[name])) if name in parts else b""


def _check_cells(content: bytes, looks: list[_Look], uses: Counter[str]) -> None:
    """Bound the cells of all parts by what was seen, and look closely at them only when that does not do. A
    part counts for each sheet that names it, and a text that cells share for each cell."""
    sheets = [look for look in looks if look.has_cells]
    bounds: list[float] = []
    taken = 0
    for look in sheets:
        if look.part.filename == _OPEN_DOCUMENT:
            bounds.append(open_document_cells(b"".join(_unpacked(content, look.part))))
            if bounds[-1] > MOST_CELLS:
                raise _too_wide(look.part)
            continue
        times = max(1, uses[look.name])
        bounds.append(times * look.bound.cells)
        taken += times * look.taken
        if taken > MOST_TEXT:
            raise Unreadable(f"has cells with more than {MOST_TEXT >> 20:,} MiB of text")
    if sum(bounds) <= MOST_CELLS:
        return
    cells = 0.0
    for look in sheets:
        extent = Extent()
        for piece in _unpacked(content, look.part):
            extent.add(piece)
        cells += max(1, uses[look.name]) * extent.cells
        if cells > MOST_CELLS:
            raise _too_wide(look.part)


def _too_wide(part: zipfile.ZipInfo) -> Unreadable:
    return Unreadable(f"has cells so far apart ({part.filename}) that they span more than {MOST_CELLS:,}")


def _unpacked(content: bytes, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """The pieces of a part as they really are, whatever size the archive declares."""
    name, extra = struct.unpack_from("<HH", content, part.header_offset + _LOCAL_HEADER - 4)
    start = part.header_offset + _LOCAL_HEADER + name + extra
    packed = memoryview(content)[start : start + part.compress_size]
    if len(packed) < part.compress_size:
        raise zipfile.BadZipFile(f"{part.filename} is not complete")
    if part.compress_type == zipfile.ZIP_STORED:
        yield from (bytes(packed[at : at + _CHUNK]) for at in range(0, len(packed), _CHUNK))
        return
    if part.compress_type != zipfile.ZIP_DEFLATED:
        raise NotImplementedError(f"{part.filename} is packed in an unknown way")
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    for at in range(0, len(packed), _PACKED):
        waiting: bytes | memoryview = packed[at : at + _PACKED]
        while len(waiting) and not unpacker.eof:
            yield unpacker.decompress(waiting, _CHUNK)
            waiting = unpacker.unconsumed_tail
    yield unpacker.flush()
