"""The files that batches and buckets leave: a header, then segments of rows.

Each of them is a member of one gzip file, so `zcat` shows a part as lines of JSON. The header has the length
and the checksum of every segment. A part is believed only when its key and all checksums are right.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from dslint.digests import blake2b
from dslint.engine.parts.store import PartLost, Store
from dslint.model import Problem
from dslint.shapes import Misshapen, dump_line, load_line
from dslint.tuples import NamedTuple

Row = TypeVar("Row")
MARK = "dslint-part"
FORMAT = 1
_LEVEL = 1  # of gzip: most of what there is to save, for little time
_BLOCK = 1 << 16  # bytes that are read and unpacked at once
_LONGEST_HEADER = 1 << 26  # bytes, unpacked

DOCUMENTS, FINDINGS, LINES, LATE = "documents", "findings", "lines", "late"
ORDER = "order"  # the keys that the findings are sorted by: one finding may be large


def shuffle(bucket: int) -> str:
    """The segment of what goes into a bucket."""
    return f"shuffle-{bucket}"


def evidence(bucket: int) -> str:
    """The segment of the findings that the keys of a bucket may come to."""
    return f"evidence-{bucket}"


class Segment(NamedTuple):
    """Where rows lie in a part, in bytes, with the checksum of these bytes."""

    start: int
    length: int
    checksum: str


class Summary(NamedTuple):
    """What the run remembers of a part: small, however much it holds.

    `header` is the length of the header in bytes and `checksum` that of the header. `first_document` and
    `first_finding` are the least paths and `lines` the least and the greatest, None where there is none.
    `used` are the numbers of the project's ignores that covered something, `slow` what is wrong with some.
    """

    name: str
    header: int
    checksum: str
    inputs: int
    documents: int
    findings: int
    first_document: str | None
    first_finding: str | None
    lines: tuple[str, str] | None = None
    used: tuple[int, ...] = ()
    slow: tuple[Problem, ...] = ()


class _Header(NamedTuple):
    mark: str
    format: int
    key: str
    summary: Summary
    segments: dict[str, tuple[int, str]]


def write_part(
    store: Store, key: str, summary: Summary, segments: Iterable[tuple[str, Iterable[str]]]
) -> Summary:
    """Write a part of rows that are lines already, and give its summary with what is known only now. Empty
    segments are left out."""
    packed = {name: content for name, lines in segments if (content := _packed(lines))}
    table = {name: (len(content), _checksum(content)) for name, content in packed.items()}
    body = dump_line(_Header(MARK, FORMAT, key, summary._replace(header=0, checksum=""), table))
    header = gzip.compress(f"{_checksum(body.encode())}\n{body}\n".encode("ascii"), _LEVEL, mtime=0)
    store.write(summary.name, b"".join([header, *packed.values()]))
    return summary._replace(header=len(header), checksum=_checksum(header))


def kept_part(store: Store, name: str, key: str) -> Summary | None:
    """The summary of a part that an earlier run left, if all of it is as it was written."""
    try:
        content = store.read(name)
        header, length = _first_member(name, content)
        segments = _segments(header, length)
    except PartLost:
        return None
    if header.key != key or header.summary.name != name:
        return None
    if length + sum(each.length for each in segments.values()) != len(content):
        return None
    for each in segments.values():
        if _checksum(content[each.start : each.start + each.length]) != each.checksum:
            return None
    return header.summary._replace(header=length, checksum=_checksum(content[:length]))


class Part:
    """A part of this run. Everything that reads it raises PartLost."""

    def __init__(self, store: Store, name: str, header: int, checksum: str) -> None:
        self._store = store
        self._name = name
        content = store.read(name, 0, header)
        if _checksum(content) != checksum:
            raise PartLost(name, "is not what was written")
        self._segments = _segments(_first_member(name, content)[0], header)

    def rows(self, segment: str, kind: Callable[..., Row]) -> Iterator[Row]:
        """The rows of a segment, a few at a time, so that many parts can be read side by side."""
        at = self._segments.get(segment)
        if at is None:
            return
        begun: list[bytes] = []  # of a line
        for text in self._texts(at):
            first, *others = text.split(b"\n")
            begun.append(first)
            for line in others:
                yield self._decoded(b"".join(begun), kind)
                begun = [line]
        if any(begun):
            raise PartLost(self._name, "is not what was written")

    def _texts(self, at: Segment) -> Iterator[bytes]:
        """What a segment holds, in pieces of bounded size. Its checksum is known to be right at the end."""
        unpack = zlib.decompressobj(wbits=31)
        seen = blake2b(digest_size=16)
        try:
            for start in range(at.start, at.start + at.length, _BLOCK):
                packed = self._store.read(self._name, start, min(_BLOCK, at.start + at.length - start))
                seen.update(packed)
                while packed:
                    yield unpack.decompress(packed, _BLOCK)
                    packed = unpack.unconsumed_tail
            yield unpack.flush()
        except zlib.error:
            raise PartLost(self._name, "is not what was written") from None
        if seen.hexdigest() != at.checksum or not unpack.eof:
            raise PartLost(self._name, "is not what was written")

    def _decoded(self, line: bytes, kind: Callable[..., Row]) -> Row:
        try:
            return load_line(line, kind)
        except Misshapen:
            raise PartLost(self._name, "is not what was written") from None


def part_of(store: Store, summary: Summary) -> Part:
    """Raises PartLost."""
    return Part(store, summary.name, summary.header, summary.checksum)


def _segments(header: _Header, length: int) -> dict[str, Segment]:
    found = {}
    start = length
    for name, (size, checksum) in header.segments.items():
        found[name] = Segment(start, size, checksum)
        start += size
    return found


def _first_member(name: str, content: bytes) -> tuple[_Header, int]:
    """The header of a part, with its length. Raises PartLost."""
    unpack = zlib.decompressobj(wbits=31)
    try:
        checksum, _, body = unpack.decompress(content, _LONGEST_HEADER).partition(b"\n")
        if not unpack.eof or _checksum(body.removesuffix(b"\n")) != checksum.decode("ascii"):
            raise PartLost(name, "is not what was written")
        header = load_line(body, _Header)
    except (zlib.error, UnicodeDecodeError, Misshapen):
        raise PartLost(name, "is not what was written") from None
    if (header.mark, header.format) != (MARK, FORMAT):
        raise PartLost(name, "is of another version")
    return header, len(content) - len(unpack.unused_data)


def _packed(lines: Iterable[str]) -> bytes:
    pack = zlib.compressobj(_LEVEL, wbits=31)
    found = [pack.compress(f"{line}\n".encode("ascii")) for line in lines]
    return b"".join([*found, pack.flush()]) if found else b""


def _checksum(content: bytes) -> str:
    return blake2b(content, digest_size=16).hexdigest()
