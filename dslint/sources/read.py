"""What an input is, decided by its first bytes and its name, and what reading it gives."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from dslint.model import IgnoreComment, Origin, Problem
from dslint.sources.content import content
from dslint.sources.decode import decode
from dslint.sources.recognise import is_draft, is_records, is_table, is_web_page, is_workbook
from dslint.sources.walk import Input

if TYPE_CHECKING:
    from dslint.datafiles.yaml_marks import Marked
    from dslint.sources.tables import Book


class Text(NamedTuple):
    """Lines of text, with the way back to the file where it is not the file's own text."""

    text: str
    origin: Origin | None = None


class Draft(NamedTuple):
    """A YAML or JSON file that holds agreements. `marked` is None when it is not YAML at all."""

    text: str
    marked: Marked | None
    problems: list[Problem]
    comments: list[IgnoreComment]


class PassedOver(NamedTuple):
    """A file that may hold an agreement, of a kind that is not read."""

    kind: str  # its suffix


Source: TypeAlias = "Text | Draft | Book | PassedOver"


class InputFormat(NamedTuple):
    """A kind of input that is not plain text. Its module is imported when such an input is met."""

    recognises: Callable[[str, bytes], bool]  # path, the input's bytes
    module: str  # has `read(path, content)`, which returns a Source and raises Unreadable


INPUT_FORMATS: tuple[InputFormat, ...] = (
    InputFormat(is_workbook, "dslint.sources.workbook"),
    InputFormat(is_table, "dslint.sources.tables"),
    InputFormat(is_web_page, "dslint.sources.html"),
    InputFormat(is_draft, "dslint.sources.draft"),
    InputFormat(is_records, "dslint.sources.records"),
)


def read(path: str, parts: tuple[str, ...] = ()) -> Source:
    """What stands in an input, or in the files that make it up. Raises Unreadable."""
    if parts:
        from dslint.sources.tables import read_parts

        return read_parts(parts)
    return understand(path, content(path))


def read_input(given: Input) -> Source:
    """What stands in an input, or in the content that came with it. Raises Unreadable."""
    if given.is_passed_over:
        return PassedOver("." + given.path.rsplit(".", 1)[-1].lower())
    if given.content is not None:
        return understand(given.path, given.content)
    return read(given.path, given.parts)


def understand(path: str, found: bytes) -> Source:
    """What the bytes of an input hold. Raises Unreadable."""
    for reader in INPUT_FORMATS:
        if reader.recognises(path, found):
            module: Any = import_module(reader.module)
            source: Source = module.read(path, found)
            return source
    return Text(decode(found))
