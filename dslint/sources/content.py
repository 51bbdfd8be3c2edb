"""The bytes of a path or of standard input."""

from __future__ import annotations

import os
import stat
import sys

from dslint.sources.decode import Unreadable, decode

STANDARD_INPUT = "-"
LARGEST = 1 << 30  # bytes


def content(path: str) -> bytes:
    """The bytes of an input; "-" is standard input. Raises Unreadable."""
    try:
        if path == STANDARD_INPUT:
            if sys.stdin is None:
                raise Unreadable("is closed")
            return sys.stdin.buffer.read()
        if not os.path.exists(path):
            raise Unreadable("does not exist")
        status = os.stat(path)
        if stat.S_ISREG(status.st_mode) and status.st_size > LARGEST:
            raise Unreadable("is larger than 1 GiB; split it")
        with open(path, "rb") as file:
            return file.read()
    except OSError as error:
        raise Unreadable(f"cannot be read: {error.strerror or error}") from None


def read_text(path: str) -> str:
    """The text of an input. Raises Unreadable."""
    return decode(content(path))
