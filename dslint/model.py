"""What a page says, with the place of every word: documents, agreements, fields, sections, values.

Lines and columns are 1-based, columns count code points, and an end column is the one after the last
character. Everything here is plain and picklable.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from typing import Protocol, TypeVar

from dslint.data_classes import dataclass, field, replace
from dslint.datafiles.problem import Problem as Problem
from dslint.fields import Columns as Columns
from dslint.fields import Release as Release
from dslint.tuples import NamedTuple
from dslint.vocabularies import Vocabularies


class Span(NamedTuple):
    """A stretch of one line."""

    line: int
    column: int
    end_column: int


class Place(NamedTuple):
    """Where a stretch of text stands in the file that a person opens.

    In a workbook `line` is the row, `column` the sheet's column from 1, and `cell` its name ("K123").
    `path` is given where the document comes from several files.
    """

    line: int
    column: int
    end_line: int
    end_column: int
    sheet: str | None = None
    cell: str | None = None
    path: str | None = None


class Origin(Protocol):
    """The way back from the lines of a document to the file that they were made from. Picklable."""

    def place(self, span: Span) -> Place: ...


class IgnoreComment(NamedTuple):
    """A comment of a draft that accepts findings of some rules on the lines `first` to `last` of the file.

    `line` and `column` are where the comment stands, `text` is that line.
    """

    rules: tuple[str, ...]
    reason: str
    line: int
    column: int
    text: str
    first: int
    last: int


class KeyPlace(NamedTuple):
    """Where a draft has a key. `is_flow` tells that it is one of a mapping in braces, as in JSON."""

    line: int
    column: int
    is_flow: bool = False


class Value(NamedTuple):
    """One atomic value as printed, and where."""

    text: str
    span: Span


class Field(NamedTuple):
    """A label of a record's header with what stands behind it; `raw` is None when nothing does."""

    key: str
    label: str
    line: int
    raw: str | None
    column: int  # of the first character of raw, or just behind the colon
    cell: Span | None = None  # in a table, where no label stands before the value

    @property
    def span(self) -> Span:
        return Span(self.line, self.column, self.column + len(self.raw or ""))

    @property
    def label_span(self) -> Span:
        return self.cell or Span(self.line, 1, 1 + len(self.label))


class Section(NamedTuple):
    """A narrative section or the dataset list; the content lines are None when it is empty.

    `content_column` is where the text begins when it begins on the label line, else 1.
    """

    key: str
    label: str
    line: int
    first_content_line: int | None
    last_content_line: int | None
    content_column: int = 1
    cell: Span | None = None  # in a table, where no label stands before the text

    @property
    def label_span(self) -> Span:
        return self.cell or Span(self.line, 1, 1 + len(self.label))


class Entry(NamedTuple):
    """What a draft says under a key of its own: its first words, all its parts by their keys, and the place
    of each date among them as ISO text. A part that is there and says nothing is left out."""

    value: Value
    parts: dict[str, Value]
    dates: dict[str, Value]

    @property
    def text(self) -> str:
        """All its parts as one text."""
        return "; ".join(part.text for part in self.parts.values())


class Period(NamedTuple):
    """A range of dates as precise as printed: "2019-07-01" or "2019-05"; a missing end is None."""

    start: Value | None = None
    end: Value | None = None


@dataclass
class Agreement:
    """One record of a page, or all rows of a workbook that name one reference.

    `unknown_labels` look like labels of the header, and are none.
    """

    reference: str | None
    base_reference: str | None
    version: str | None
    title: str | None
    layout: str  # "legacy" | "register" | "workbook"
    start_line: int
    end_line: int
    heading: Span
    fields: dict[str, Field] = field(default_factory=dict)
    sections: dict[str, Section] = field(default_factory=dict)
    unlabelled: list[tuple[int, int]] = field(default_factory=list)
    unknown_labels: list[Value] = field(default_factory=list)
    datasets: list[Value] = field(default_factory=list)
    values: dict[str, tuple[Value, ...]] = field(default_factory=dict)
    dsa: Period = Period()
    release: Period = Period()
    incident: Value | None = None
    commercial: str | None = None
    organisation: Value | None = None  # the recipient, where each record names its own
    releases: list[Release] = field(default_factory=list)
    entries: dict[str, list[Entry]] = field(default_factory=dict)  # by the name that the table of fields has
    unsaid: dict[str, Span] = field(default_factory=dict)  # the keys of entries under which nothing stands
    keys: dict[str, KeyPlace] = field(default_factory=dict)  # of a draft that has one on a line
    is_summary: bool = False  # its sections sum it up: what they do not mention may well be in it
    # Sections that may go on behind what was read: the text breaks off in them, or before them.
    cut: frozenset[str] = frozenset()

    def narrative(self) -> Iterator[tuple[str, int, int, int]]:
        """Each stretch of narrative: section key ("unlabelled" for text without a label), first and last
        line, and the column where its first line begins."""
        for section in self.sections.values():
            if section.key != "datasets" and section.first_content_line is not None:
                assert section.last_content_line is not None
                yield (
                    section.key,
                    section.first_content_line,
                    section.last_content_line,
                    section.content_column,
                )
        for first, last in self.unlabelled:
            yield "unlabelled", first, last, 1


class UnusedColumn(NamedTuple):
    """A column of a sheet that holds something nobody keeps. `column` says what it was recognised as."""

    label: str
    column: str | None
    place: Place


class Flag(NamedTuple):
    """A warning that the publisher prints on the page."""

    kind: str
    span: Span


class FileCount(NamedTuple):
    """How many files were disseminated unsafely, as the publisher prints it on the page."""

    files: int
    span: Span


@dataclass
class Document:
    """What was understood of one input.

    Spans are places in `lines`. Where these were made from something else than lines of text, `origin`
    leads back to it.
    """

    path: str
    kind: str  # "register-page" | "register-workbook" | "draft" | "unknown"
    lines: list[str]
    origin: Origin | None = None
    organisation: Value | None = None
    file_counts: list[FileCount] = field(default_factory=list)  # of each page that prints one
    flags: list[Flag] = field(default_factory=list)
    agreements: list[Agreement] = field(default_factory=list)
    coverage: float = 0.0
    unparsed: list[tuple[int, int]] = field(default_factory=list)
    amendments: list[Release] = field(default_factory=list)  # rows that correct earlier registers
    not_used: list[UnusedColumn] = field(default_factory=list)  # columns whose values nobody keeps
    remarks: list[str] = field(default_factory=list)  # what a reader should know of how it was read
    unread: list[str] = field(default_factory=list)  # parts that could not be read
    problems: list[Problem] = field(default_factory=list)  # what is wrong with the file itself
    comments: list[IgnoreComment] = field(default_factory=list)
    source: list[str] = field(default_factory=list, repr=False)  # the lines of the file of a draft
    edition: str | None = None  # the last month that a register is of, as YYYY-MM
    edition_is_printed: bool = False  # in the file, and not only in its name
    # what its words are read by
    vocabularies: Vocabularies = field(kw_only=True, repr=False, compare=False)

    def narrative(self, agreement: Agreement) -> Iterator[tuple[str, int, tuple[str, ...]]]:
        """Section, first line and text of each stretch of an agreement's narrative.

        A label that stands before the text on its line is blanked out, so that columns stay true.
        """
        for section, first, last, column in agreement.narrative():
            lines = self.lines[first - 1 : last]
            if column > 1:
                lines[0] = " " * (column - 1) + lines[0][column - 1 :]
            yield section, first, tuple(lines)

    @property
    def organisation_name(self) -> str:
        return self.organisation.text if self.organisation else ""

    @property
    def unsafe_file_count(self) -> int | None:
        """The files of all pages; None where none prints a count."""
        return sum(count.files for count in self.file_counts) if self.file_counts else None

    def place(self, span: Span) -> Place:
        if self.origin:
            return self.origin.place(span)
        return Place(span.line, span.column, span.line, span.end_column)

    def place_of_line(self, line: int) -> Place:
        return self.place(Span(line, 1, 1 + len(self.lines[line - 1])))

    def pages(self) -> list[Document]:
        """The document as pages of one organisation each, as a register prints them."""
        if not any(agreement.organisation for agreement in self.agreements):
            return [self]
        by_name: dict[str, list[Agreement]] = {}
        for agreement in self.agreements:
            name = " ".join(agreement.organisation.text.split()) if agreement.organisation else ""
            by_name.setdefault(name.casefold(), []).append(agreement)
        ends = sorted(agreement.end_line for agreement in self.agreements)
        return [
            replace(
                self,
                organisation=agreements[0].organisation,
                agreements=agreements,
                flags=[flag for first in agreements for flag in _above(self.flags, first, ends)],
                file_counts=[
                    count for first in agreements for count in _above(self.file_counts, first, ends)
                ],
            )
            for agreements in by_name.values()
        ]

    def text_of(self, span: Span) -> str:
        return self.lines[span.line - 1][span.column - 1 : span.end_column - 1]

    def shown(self, span: Span) -> Span:
        """A place in the lines that reports show: those of the file where it has lines of its own."""
        if not self.source:
            return span
        at = self.place(span)
        end = at.end_column if at.line == at.end_line else 1 + len(self.source[at.line - 1])
        return Span(at.line, at.column, end)

    def cell(self, release: Release, column: str) -> Value:
        """The cell of a row that holds a value, without the white space around it."""
        holder = release.holder(column)
        return self.cell_at(holder.line, holder.columns[column])

    def cell_at(self, line: int, index: int) -> Value:
        """A cell of a line of cells by its place among them, from 0."""
        text = self.lines[line - 1]
        rest = text.split("\t", index)[index]
        raw = rest.partition("\t")[0]
        shown = raw.strip()
        start = len(text) - len(rest) + raw.find(shown) + 1
        return Value(shown, Span(line, start, start + len(shown)))


_Printed = TypeVar("_Printed", Flag, FileCount)


def _above(printed: list[_Printed], agreement: Agreement, ends: list[int]) -> list[_Printed]:
    """What is printed between an agreement and the end of the one before it."""
    place = bisect_left(ends, agreement.start_line)
    after = ends[place - 1] if place else 0
    return [each for each in printed if after < each.span.line < agreement.start_line]
