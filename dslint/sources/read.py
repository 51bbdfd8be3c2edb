"""What an input is, decided by its first bytes and its name, and what reading it gives."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from dslint.model import Origin
from dslint.sources.content import content
from dslint.sources.decode import decode

if TYPE_CHECKING:
    from dslint.sources.tables import Book


class Text(NamedTuple):
    """Lines of text, with the way back to the file where it is not the file's own text."""

    text: str
    origin: Origin | None = None


Source: TypeAlias = "Text | Book"


class Reader(NamedTuple):
    """A kind of input that is not plain text. Its module is imported when such an input is met."""

    recognises: Callable[[str, bytes], bool]  # path, the input's bytes
    module: str  # has `read(path, content)`, which returns a Source and raises Unreadable


def _is_workbook(path: str, found: bytes) -> bool:
    named = path.lower().endswith((".xlsx", ".xlsm"))
    return named or (found.startswith(b"PK\x03\x04") and b"xl/workbook" in found[-65536:])


def _is_table(path: str, found: bytes) -> bool:
    return path.lower().endswith(".csv")


READERS: tuple[Reader, ...] = (
    Reader(_is_workbook, "dslint.sources.workbook"),
    Reader(_is_table, "dslint.sources.tables"),
)


def read(path: str, parts: tuple[str, ...] = ()) -> Source:
    """What stands in an input, or in the files that make it up. Raises Unreadable."""
    if parts:
        from dslint.sources.tables import read_parts

        return read_parts(parts)
    found = content(path)
    for reader in READERS:
        if reader.recognises(path, found):
            module: Any = import_module(reader.module)
            source: Source = module.read(path, found)
            return source
    return Text(decode(found))
