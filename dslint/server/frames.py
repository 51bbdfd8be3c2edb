"""What an editor sends, message by message. A header that cannot be read loses only its own message."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from dslint.regexes import regex

LARGEST = 200_000_000  # bytes of a message; the largest text that is looked at, in the longest form of JSON
_LINE = 8192  # bytes of a header line that are read at once
# Behind a message whose length was wrong, the next header stands at the end of what is left of it.
_LENGTH = regex(rb"Content-Length:[ \t]*+([0-9]{1,9})[ \t]*+\r?\n$", re.IGNORECASE)


class Frames:
    """A stream for pygls, which takes every header for one of its own form and every length for true."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._lines: Iterator[bytes] = iter(())
        self._length = 0

    def readline(self) -> bytes:
        if (line := next(self._lines, None)) is None:
            if not self._find():
                return b""
            self._lines = iter((b"Content-Length: %d\r\n" % self._length, b"\r\n"))
            line = next(self._lines)
        return line

    def read(self, length: int) -> bytes:
        return self._stream.read(length)

    def _find(self) -> bool:
        """Read headers up to the next message with a length. False when there is no more."""
        self._length = 0
        while line := self._stream.readline(_LINE):
            if found := _LENGTH.search(line):
                self._length = int(found[1])
            elif not line.strip() and 0 < self._length <= LARGEST:
                return True
        return False
