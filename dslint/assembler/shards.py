"""What can be checked in parts: pages that need nothing of each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from dslint.data_classes import replace
from dslint.model import Document
from dslint.tuples import NamedTuple


class ShardSummary(NamedTuple):
    """What the whole must know of an agreement. Picklable.

    `number` is its place among all, `cut` are the names of cells that may be cut, `undated` the months of
    its rows that could not be read, `unread` the dates of its own.
    """

    number: int
    reference: str
    characters: int
    rows_without_terms: int
    cut: list[str]
    undated: list[str]
    unread: list[str]


class PageTrace(NamedTuple):
    """What a page is made of. Two pages with one digest are alike but for where they are: for the row of each
    line of them (in `runs` of rows: a sheet, the number of the first and how many), for the place of each
    agreement among all (`numbers`), and for the lines `before` it; and but for the `month` of the edition. An
    agreement has `sizes` lines at most and `own` of the rows.
    """

    digest: str
    numbers: list[int]
    runs: list[tuple[str, int, int]]
    own: list[int]
    before: list[int]
    sizes: list[int]
    month: str | None

    def rows(self) -> list[tuple[str, int]]:
        """Each row by its sheet and its number."""
        return [(sheet, row) for sheet, first, count in self.runs for row in range(first, first + count)]


class ShardedInput(Protocol):
    """An input that has been read. `sizes` are the lines of each of its pages, about."""

    @property
    def sizes(self) -> list[int]: ...

    def traces(self) -> list[PageTrace] | None:
        """What each page is made of; None where pages are not told apart by rows of sheets."""

    def document(self) -> Document:
        """The whole of it."""

    def shard(self, numbers: Sequence[int]) -> tuple[Document, list[ShardSummary]]:
        """Some of the pages, in their order, with what the whole must know of them."""

    def without_agreements(self, summaries: Iterable[ShardSummary]) -> tuple[Document, int]:
        """The whole of it without agreements, and the characters of all of its lines."""


class AssembledInput:
    """A document, from which pages can be taken."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._pages = document.pages() if document.agreements else []

    @property
    def sizes(self) -> list[int]:
        return [sum(each.end_line - each.start_line + 1 for each in page.agreements) for page in self._pages]

    def document(self) -> Document:
        return self._document

    def traces(self) -> None:
        return None

    def shard(self, numbers: Sequence[int]) -> tuple[Document, list[ShardSummary]]:
        pages = [self._pages[number] for number in numbers]
        agreements = [agreement for page in pages for agreement in page.agreements]
        flags = self._document.flags if len(self._pages) == 1 else []
        return replace(self._document, agreements=agreements, flags=flags), []

    def without_agreements(self, summaries: Iterable[ShardSummary]) -> tuple[Document, int]:
        return replace(self._document, agreements=[]), sum(map(len, self._document.lines))
