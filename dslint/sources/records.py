"""JSON that holds records, as tables: each list of objects is a sheet, each of its objects a row.

A sheet is named by the keys that lead to it ("versions.datasets"). A row has the single values of its object
and, behind them and with "^" before their keys, those of the objects around it: the row of a dataset also
names its agreement. A list of single values is one
cell, its values with "; " between them.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Any

from dslint.regexes import regex
from dslint.sources.decode import Unreadable, bounded, decode
from dslint.sources.tables import LONGEST_CELL, MOST_CELLS, Book, Sheet, shorten
from dslint.tuples import NamedTuple

AROUND = "^"  # before the key of a value that belongs to an object around
LISTED = "[]."  # between the key of a list and those of its objects
_MOST_LISTED = 200  # objects
_LONGEST_LISTED = 4_000  # code points
ROOT = "records"  # the sheet of a list, or of the one object, at the top
DEEPEST = 30
MOST_VALUES = 5_000_000
_SPACE = regex(r"\s*")
_LITERAL = regex(r"[^\s,\]}]+")
_WORDS = {"null": "", "true": "TRUE", "false": "FALSE"}

Position = tuple[int, int, int]  # the line, the column, and the column behind it


class _Cell(NamedTuple):
    text: str
    start: int  # offsets in the text of the file
    end: int


class _Record(NamedTuple):
    values: dict[str, _Cell]
    start: int


def read(path: str, found: bytes) -> Book:
    """The tables of a JSON text. Raises Unreadable."""
    text = bounded(decode(found))
    try:
        json.loads(text)
        tables = _Tables()
        root, _ = _Reader(text).value(_SPACE.match(text).end(), 0)  # type: ignore[union-attr]
        if not isinstance(root, _Cell):
            _collect(root, "", _Record({}, 0), tables)
    except (ValueError, RecursionError):
        raise Unreadable("is not JSON, or nested too deeply") from None
    starts = [0, *(end.end() for end in re.finditer("\n", text))]
    cells = 0
    for records in tables.by_name.values():
        columns = len({key for record in records for key in record.values})
        cells += columns * len(records)
        if columns > MOST_CELLS or cells > MOST_VALUES:
            raise Unreadable(
                f"would be tables of more than {MOST_VALUES:,} cells, or {MOST_CELLS:,} in a row"
            )
    return Book([_sheet(name, records, starts) for name, records in tables.by_name.items()], [])


class _Tables:
    """The records of each table, by its name."""

    def __init__(self) -> None:
        self.by_name: dict[str, list[_Record]] = {}
        self._values = 0

    def count(self, values: int) -> None:
        """Raises Unreadable when there are too many: objects repeat what stands around them."""
        self._values += values
        if self._values > MOST_VALUES:
            raise Unreadable(f"has more than {MOST_VALUES:,} values, with those of the objects around")


class _Reader:
    """The values of a text that is JSON, with their places: an object is (dict, offset)."""

    def __init__(self, text: str) -> None:
        self.text = text

    def _behind(self, at: int) -> int:
        return _SPACE.match(self.text, at).end()  # type: ignore[union-attr]

    def value(self, at: int, depth: int) -> tuple[Any, int]:
        if depth > DEEPEST:
            raise RecursionError
        first = self.text[at]
        if first == '"':
            text, end = json.decoder.scanstring(self.text, at + 1)  # type: ignore[attr-defined]
            return _Cell(text[:LONGEST_CELL], at + 1, end - 1), end
        if first not in "{[":
            end = _LITERAL.match(self.text, at).end()  # type: ignore[union-attr]
            word = self.text[at:end]
            return _Cell(_WORDS.get(word, word), at, end), end
        return self._object(at, depth) if first == "{" else self._list(at, depth)

    def _list(self, at: int, depth: int) -> tuple[Any, int]:
        items: list[Any] = []
        at = self._behind(at + 1)
        while self.text[at] != "]":
            item, at = self.value(at, depth + 1)
            items.append(item)
            at = self._next(at)
        return items, at + 1

    def _object(self, at: int, depth: int) -> tuple[Any, int]:
        start, members = at, dict[str, Any]()
        at = self._behind(at + 1)
        while self.text[at] != "}":
            key, at = json.decoder.scanstring(self.text, at + 1)  # type: ignore[attr-defined]
            at = self._behind(self._behind(at) + 1)
            members[key], at = self.value(at, depth + 1)
            at = self._next(at)
        return (members, start), at + 1

    def _next(self, at: int) -> int:
        at = self._behind(at)
        return self._behind(at + 1) if self.text[at] == "," else at


def _collect(node: Any, name: str, around: _Record, tables: _Tables) -> None:
    """Put the records of a value into their tables; `around` has the values of the objects that hold it."""
    if not isinstance(node, list):
        _object(node, name, around, tables, False)
        return
    for each in node:
        if isinstance(each, list):
            _collect(each, name, around, tables)
        elif not isinstance(each, _Cell):
            _object(each, name, around, tables, True)


def _object(node: Any, name: str, around: _Record, tables: _Tables, in_list: bool) -> None:
    values, inner = dict[str, _Cell](), list[tuple[str, Any]]()
    _members(node[0], "", values, inner)
    for key, cell in around.values.items():
        if LISTED in key:
            continue
        values.setdefault(AROUND + key.removeprefix(AROUND), cell)
    tables.count(len(values))
    record = _Record(values, node[1])
    is_row = in_list or not any(_holds_records(each) for _, each in inner)
    if is_row:
        tables.by_name.setdefault(name or ROOT, []).append(record)
    for key, each in inner:
        _collect(each, f"{name}.{key}" if name else key, record, tables)


def _members(
    members: dict[str, Any], before: str, values: dict[str, _Cell], inner: list[tuple[str, Any]]
) -> None:
    for key, each in members.items():
        key = before + key
        if isinstance(each, _Cell):
            values[key] = each
        elif isinstance(each, list):
            cells = [one for one in each if isinstance(one, _Cell)]
            if len(cells) == len(each):
                text = "; ".join(cell.text for cell in cells)
                values[key] = _Cell(text, cells[0].start, cells[-1].end) if cells else _Cell("", 0, 0)
            else:
                inner.append((key, each))
                values.update(_listed(key, each))
        elif any(isinstance(one, list) for one in each[0].values()) and _holds_records(each):
            inner.append((key, each))
        else:
            _members(each[0], f"{key}.", values, inner)


def _listed(key: str, items: list[Any]) -> Iterator[tuple[str, _Cell]]:
    """What the objects of a list say under each of their keys, as single values of the object around."""
    if len(items) > _MOST_LISTED or any(isinstance(each, (_Cell, list)) for each in items):
        return
    for name in dict.fromkeys(name for members, _ in items for name in members):
        cells = [members[name] for members, _ in items if isinstance(members.get(name), _Cell)]
        text = "; ".join(cell.text for cell in cells if cell.text)
        if text and len(text) <= _LONGEST_LISTED:
            yield f"{key}{LISTED}{name}", _Cell(text, cells[0].start, cells[-1].end)


def _holds_records(node: Any) -> bool:
    """Whether a list of objects stands anywhere in a value."""
    if isinstance(node, list):
        return any(not isinstance(each, _Cell) for each in node)
    return not isinstance(node, _Cell) and any(map(_holds_records, node[0].values()))


def _sheet(name: str, records: list[_Record], starts: list[int]) -> Sheet:
    """The records as rows under a header of all their keys, with the place of each value in the file."""
    keys = sorted(
        dict.fromkeys(key for record in records for key in record.values),
        key=lambda key: key.startswith(AROUND),
    )
    places: dict[tuple[int, int], Position] = {}
    rows = [(1, keys)]
    for number, record in enumerate(records, 2):
        places[number, -1] = _position(record.start, record.start + 1, starts)
        for at, key in enumerate(keys):
            if (cell := record.values.get(key)) and cell.end:
                places[number, at] = _position(cell.start, cell.end, starts)
        rows.append((number, [record.values[key].text if key in record.values else "" for key in keys]))
    return Sheet(shorten(name), 1, rows, None, places)


def _position(start: int, end: int, starts: list[int]) -> Position:
    line = bisect_right(starts, start)
    return line, start - starts[line - 1] + 1, end - starts[line - 1] + 1
