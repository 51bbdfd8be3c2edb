"""What an input is, decided by its first bytes and its name, and what reading it gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeAlias

from dslint.model import IgnoreComment, Origin, Problem
from dslint.sources.content import content
from dslint.sources.decode import Unreadable, bounded, decode
from dslint.sources.recognise import (
    DRAFTS,
    is_draft,
    is_open_document,
    is_pdf,
    is_records,
    is_table,
    is_web_archive,
    is_web_page,
    is_word,
    is_workbook,
)
from dslint.sources.walk import Input, loaded_input
from dslint.tuples import NamedTuple
from dslint.vocabularies import Vocabularies

if TYPE_CHECKING:
    from dslint.datafiles.yaml_marks import Marked
    from dslint.sources.tables import Book


class Text(NamedTuple):
    """Lines of text, with the way back to the file where it is not the file's own text.

    Of a document with headings and tables, `questions` are the lines that name what follows them, each with
    its depth, and `asides` what stands below a question in its cell. `columns` gives the same text with the
    cells of a row on one line and tabs between them, where the file has only places on a page.
    """

    text: str
    origin: Origin | None = None
    questions: Mapping[int, int] = MappingProxyType({})
    asides: frozenset[int] = frozenset()
    columns: Callable[[], Text] | None = None


class Draft(NamedTuple):
    """A YAML or JSON file that holds agreements. `marked` is None when it is not YAML at all."""

    text: str
    marked: Marked | None
    problems: list[Problem]
    comments: list[IgnoreComment]
    remarks: Sequence[str] = ()


class PassedOver(NamedTuple):
    """A file that may hold an agreement, of a kind that is not read."""

    kind: str  # its suffix


Source: TypeAlias = "Text | Draft | Book | PassedOver"


class InputFormat(NamedTuple):
    """A kind of input that is not plain text. Its module is imported when such an input is met."""

    recognises: Callable[[str, bytes], bool]  # path, the input's bytes
    # Has `read(path, content)`, which returns a Source and raises Unreadable.
    module: str
    by_words: bool = False  # whether `read` takes the vocabularies, too


INPUT_FORMATS: tuple[InputFormat, ...] = (
    InputFormat(is_word, "dslint.sources.word", by_words=True),
    InputFormat(is_open_document, "dslint.sources.open_document", by_words=True),
    InputFormat(is_pdf, "dslint.sources.pdf"),
    InputFormat(is_web_archive, "dslint.sources.web_archive", by_words=True),
    InputFormat(is_workbook, "dslint.sources.workbook"),
    InputFormat(is_table, "dslint.sources.tables"),
    InputFormat(is_web_page, "dslint.sources.html", by_words=True),
    InputFormat(is_draft, "dslint.sources.draft"),
    InputFormat(is_records, "dslint.sources.records"),
)


def read(path: str, vocabularies: Vocabularies) -> Source:
    """What stands in a file. Raises Unreadable."""
    return understand(path, content(path), vocabularies)


def read_input(given: Input, vocabularies: Vocabularies) -> Source:
    """What stands in an input, or in the content that came with it. Raises Unreadable."""
    if given.is_passed_over:
        return PassedOver("." + given.path.rsplit(".", 1)[-1].lower())
    if given.is_remote:
        given = loaded_input(given)
        if given.problem:
            raise Unreadable(given.problem)
    if given.parts:
        from dslint.sources.tables import read_parts

        return read_parts(given.parts, given.part_contents)
    if given.content is not None:
        return understand(given.path, given.content, vocabularies)
    return read(given.path, vocabularies)


def understand(path: str, found: bytes, vocabularies: Vocabularies) -> Source:
    """What the bytes of an input hold. Raises Unreadable."""
    for reader in INPUT_FORMATS:
        if reader.recognises(path, found):
            module: Any = import_module(reader.module)
            source: Source = module.read(path, found, *([vocabularies] if reader.by_words else []))
            return source
    return Text(bounded(decode(found)))


def is_draft_input(given: Input) -> bool:
    """Whether an input is an agreement that somebody writes, by its name and what stands at its top."""
    if given.problem or given.parts or not given.path.lower().endswith(DRAFTS):
        return False
    found = loaded_input(given).content
    return found is not None and is_draft(given.path, found)
