"""The bytes of a path or of standard input."""

from __future__ import annotations

import os
import stat
import sys
from typing import BinaryIO

from dslint.sources.decode import Unreadable, decode

STANDARD_INPUT = "-"
LARGEST = 1 << 30  # bytes
LARGEST_STREAM = 1 << 27  # bytes of what is no regular file, such as a pipe: nothing says how long it is
LARGEST_OF_A_PROJECT = 1_000_000  # bytes: configurations, ignores, rules, vocabularies


def content(path: str) -> bytes:
    """The bytes of an input; "-" is standard input. Raises Unreadable."""
    try:
        if path == STANDARD_INPUT:
            if sys.stdin is None:
                raise Unreadable("is closed")
            return _stream(sys.stdin.buffer)
        if not os.path.exists(path):
            raise Unreadable("does not exist")
        status = os.stat(path)
        if stat.S_ISREG(status.st_mode) and status.st_size > LARGEST:
            raise Unreadable("is larger than 1 GiB; split it")
        with open(path, "rb") as file:
            return file.read() if stat.S_ISREG(status.st_mode) else _stream(file)
    except OSError as error:
        raise Unreadable(f"cannot be read: {error.strerror or error}") from None


def _stream(file: BinaryIO) -> bytes:
    found = file.read(LARGEST_STREAM + 1)
    if len(found) > LARGEST_STREAM:
        raise Unreadable(f"goes on for more than {LARGEST_STREAM >> 20} MiB; save it in a file")
    return found


def read_text(path: str) -> str:
    """The text of an input. Raises Unreadable."""
    return decode(content(path))


def read_small_text(path: str, most: int = LARGEST_OF_A_PROJECT, regular: bool = True) -> str:
    """The text of a file that a project names, of at most so many bytes. Raises Unreadable.

    A pipe or a device may be endless, or never begin: only a file that the user names may be one, and even of
    that no more is read.
    """
    try:
        if not os.path.exists(path):
            raise Unreadable("does not exist")
        if regular and not stat.S_ISREG(os.stat(path).st_mode):
            raise Unreadable("is not a regular file")
        with open(path, "rb") as file:
            found = file.read(most + 1)
    except OSError as error:
        raise Unreadable(f"cannot be read: {error.strerror or error}") from None
    if len(found) > most:
        raise Unreadable(f"is larger than {most / 1_000_000:g} MB")
    return decode(found)
