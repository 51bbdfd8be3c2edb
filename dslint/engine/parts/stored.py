"""What a report of a large run is read from: files, a row at a time, as often as it is asked for."""

from __future__ import annotations

import gzip
import heapq
import os
import tempfile
import weakref
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, MutableMapping, Sequence
from contextlib import suppress
from itertools import islice
from typing import Any, Generic, TypeVar, overload

from dslint.engine.parts.part import LINES, Summary, part_of
from dslint.engine.parts.rows import LinesRow
from dslint.engine.parts.store import Store
from dslint.shapes import dump_line, load_line
from dslint.tuples import NamedTuple

Row = TypeVar("Row")
Reached = tuple[tuple[Any, ...], Callable[[], Any]]  # a key, and what gives its row
_REMEMBERED = 4  # parts whose lines are in memory


class StoredRows(Sequence[Row], Generic[Row]):
    """Rows in a file of this process, which goes when nobody needs it any more."""

    def __init__(self, kind: Callable[..., Row], rows: Iterable[Row]) -> None:
        """Takes what it is given at once. Raises what `rows` raises, and OSError."""
        self._kind = kind
        self._number = 0
        handle, self._path = tempfile.mkstemp(prefix="dslint-", suffix=".rows")
        weakref.finalize(self, _remove, self._path)
        with gzip.open(open(handle, "wb"), "wb", compresslevel=1) as file:
            for row in rows:
                file.write(f"{dump_line(row)}\n".encode("ascii"))
                self._number += 1

    def __len__(self) -> int:
        return self._number

    def __iter__(self) -> Iterator[Row]:
        with gzip.open(self._path, "rb") as file:
            for line in file:
                yield load_line(line, self._kind)

    @overload
    def __getitem__(self, index: int) -> Row: ...

    @overload
    def __getitem__(self, index: slice) -> list[Row]: ...

    def __getitem__(self, index: int | slice) -> Row | list[Row]:
        wanted = range(self._number)[index]
        if isinstance(wanted, int):
            return next(islice(self, wanted, None))
        if wanted.step < 0:
            return list(self)[index] if isinstance(index, slice) else []
        return list(islice(self, wanted.start, max(wanted.start, wanted.stop), wanted.step))


def _remove(path: str) -> None:
    with suppress(OSError):
        os.unlink(path)


class Stream(NamedTuple):
    """Rows in their order, each with its key and a function that gives it; they are asked for when the path
    of the first is reached."""

    first: str
    rows: Callable[[], Iterator[Reached]]


def merged(streams: Iterable[Stream]) -> Iterator[Any]:
    """The rows of all streams in their order. The first of a key is a path, and equal ones stay in the order
    of their streams. Of streams that follow each other only one is read at a time, and of all others only
    the keys."""
    waiting = sorted(enumerate(streams), key=lambda each: (each[1].first, each[0]), reverse=True)
    heap: list[tuple[tuple[Any, ...], int, Callable[[], Any], Iterator[Reached]]] = []

    def push(number: int, rows: Iterator[Reached]) -> None:
        for key, take in rows:
            heapq.heappush(heap, (key, number, take, rows))
            return

    while heap or waiting:
        while waiting and (not heap or waiting[-1][1].first <= heap[0][0][0]):
            number, stream = waiting.pop()
            push(number, stream.rows())
        if heap:
            _, number, take, rows = heapq.heappop(heap)
            yield take()
            push(number, rows)


class StoredLines(MutableMapping[str, dict[int, str]]):
    """The lines that findings show: for each file, its lines by their number.

    They are read from the parts when they are asked for, and those of the last few parts stay in memory.
    """

    def __init__(self, store: Store, parts: Iterable[Summary]) -> None:
        self._store = store
        self._parts = [part for part in parts if part.lines]
        self._own: dict[str, dict[int, str]] = {}
        self._read: OrderedDict[str, dict[str, dict[int, str]]] = OrderedDict()

    def __getitem__(self, path: str) -> dict[int, str]:
        """Raises KeyError, and PartLost."""
        if path in self._own:
            return self._own[path]
        for part in self._parts:
            if part.lines and part.lines[0] <= path <= part.lines[1]:
                found = self._of(part).get(path)
                if found is not None:
                    return found
        raise KeyError(path)

    def _of(self, part: Summary) -> dict[str, dict[int, str]]:
        if part.name not in self._read:
            rows = part_of(self._store, part).rows(LINES, LinesRow)
            self._read[part.name] = {row.path: row.lines for row in rows}
            if len(self._read) > _REMEMBERED:
                self._read.popitem(last=False)
        self._read.move_to_end(part.name)
        return self._read[part.name]

    def __setitem__(self, path: str, lines: dict[int, str]) -> None:
        self._own[path] = lines

    def __delitem__(self, path: str) -> None:
        del self._own[path]

    def __iter__(self) -> Iterator[str]:
        yield from self._own
        for part in self._parts:
            yield from (path for path in self._of(part) if path not in self._own)

    def __len__(self) -> int:
        return sum(1 for _ in self)
