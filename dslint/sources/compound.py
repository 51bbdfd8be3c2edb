"""Workbooks of the old kind (.xls): whether the sectors of the file lead to an end.

Such a file is sectors of 512 or 4096 bytes, and tables say which sector comes behind which. Where they lead
in a circle, a reader takes in the same sectors until there is no memory.

Source: [MS-CFB], sections 2.2 to 2.6.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence

from dslint.sources.decode import Unreadable

_HEADER = 512  # bytes
_SECTOR_BITS, _FIRST_SMALL, _FIRST_FURTHER, _FIRST_TABLES = 30, 60, 68, 76  # offsets in the header
_LAST = 0xFFFFFFFA  # greater numbers are no sectors


def check_sectors(content: bytes) -> None:
    """Raises Unreadable when sectors lead in a circle. Whatever else is wrong is for the reader to say."""
    if len(content) < _HEADER:
        return
    (bits,) = struct.unpack_from("<H", content, _SECTOR_BITS)
    if bits not in (9, 12):
        return
    size = 1 << bits
    behind = [each for number in _tables(content, size) for each in _numbers(content, number, size)]
    small = [
        each
        for number in _chain(behind, *struct.unpack_from("<I", content, _FIRST_SMALL))
        for each in _numbers(content, number, size)
    ]
    if _has_circle(behind) or _has_circle(small):
        raise _in_a_circle()


def _tables(content: bytes, size: int) -> Iterator[int]:
    """The sectors that hold the table of what comes behind each sector."""
    tables: Sequence[int] = struct.unpack_from("<109I", content, _FIRST_TABLES)
    (further,) = struct.unpack_from("<I", content, _FIRST_FURTHER)
    seen: set[int] = set()
    while True:
        for each in (each for each in tables if each < _LAST):
            if each in seen:
                raise _in_a_circle()
            seen.add(each)
            yield each
        if further >= _LAST:
            return
        if further in seen:
            raise _in_a_circle()
        seen.add(further)
        *tables, further = _numbers(content, further, size) or (_LAST,)


def _in_a_circle() -> Unreadable:
    return Unreadable("is damaged: its parts lead in a circle; get it again")


def _numbers(content: bytes, sector: int, size: int) -> Sequence[int]:
    """What a sector holds as numbers; nothing when it lies behind the file."""
    start = (sector + 1) * size
    whole = content[start : start + size]
    return struct.unpack(f"<{len(whole) // 4}I", whole[: len(whole) // 4 * 4])


def _chain(behind: Sequence[int], first: int) -> Iterator[int]:
    """A sector with all that come behind it, each once."""
    seen: set[int] = set()
    while first < len(behind) and first not in seen:
        seen.add(first)
        yield first
        first = behind[first]


def _has_circle(behind: Sequence[int]) -> bool:
    """Whether numbers, each of which names another one's place, lead in a circle."""
    is_done = bytearray(len(behind))
    for start in range(len(behind)):
        if not is_done[start]:
            path = []
            at = start
            while at < len(behind) and not is_done[at]:
                is_done[at] = 2  # on the way
                path.append(at)
                at = behind[at]
            if at < len(behind) and is_done[at] == 2:
                return True
            for each in path:
                is_done[each] = 1
    return False
