"""Inputs that a reader must find in a file of its own."""

from __future__ import annotations

import os
import tempfile
from functools import cache


def kept(name: str, data: bytes) -> str:
    """The path of a file of that name with that content; the next one of the name takes its place."""
    path = os.path.join(_folder().name, name)
    with open(path, "wb") as file:
        file.write(data)
    return path


@cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="dslint-fuzz-")
