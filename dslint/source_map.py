"""Lines that are made from another text, and for each of their characters the place it was made from."""

from __future__ import annotations

from bisect import bisect_right
from operator import itemgetter

from dslint.data_classes import dataclass, field
from dslint.model import Origin, Place, Span
from dslint.tuples import NamedTuple


class SourceStep(NamedTuple):
    """From `column` of a made line on, characters stand at `line` and `file_column` of the file.

    `width` tells how many columns of the file one character takes: 1 for text as it stands there, more for
    an escape such as "&amp;", 0 for text that the file does not hold.
    """

    column: int
    line: int
    file_column: int
    width: int = 1

    def start(self, column: int) -> int:
        return self.file_column + (max(column - self.column, 0) if self.width == 1 else 0)

    def end(self, column: int) -> int:
        """The column of the file behind the character."""
        return self.start(column) + self.width


_COLUMN = itemgetter(0)


@dataclass
class SourceMap:
    """The way back from made lines: the steps of each, in the order of their columns, at least one."""

    lines: list[tuple[SourceStep, ...]] = field(default_factory=list)

    def place(self, span: Span) -> Place:
        first = self._step(span.line, span.column)
        line, column = first.line, first.start(span.column)
        last_column = max(span.column, span.end_column - 1)
        last = self._step(span.line, last_column)
        end = (last.line, last.end(last_column)) if span.end_column > span.column else (line, column)
        if end < (line, column):  # made of parts whose order is another one in the file: the first part
            end = (line, first.end(self._last_column(span, first)))
        return Place(line, column, *end)

    def _last_column(self, span: Span, step: SourceStep) -> int:
        """The last column of a span that belongs to a step."""
        behind = [each.column for each in self.lines[span.line - 1] if each.column > step.column]
        return max(span.column, min([*behind, span.end_column]) - 1)

    def _step(self, line: int, column: int) -> SourceStep:
        steps = self.lines[line - 1]
        return steps[max(bisect_right(steps, column, key=_COLUMN) - 1, 0)]


class Chain(NamedTuple):
    """The way back through a text that was itself made from a file: `made` leads to it, `file` on from it.

    A place that begins in one paragraph or cell and ends in another is told by its first character.
    """

    made: Origin
    file: Origin

    def place(self, span: Span) -> Place:
        between = self.made.place(span)
        start = self.file.place(Span(between.line, between.column, between.column + 1))
        last = max(between.end_column - 1, 1)
        end = self.file.place(Span(between.end_line, last, last + 1))
        if end[4:] != start[4:] or end[2:4] < start[:2]:
            return start
        return start._replace(end_line=end.end_line, end_column=end.end_column)


class Writer:
    """Writes made lines and their trace."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.source_map = SourceMap()
        self._parts: list[str] = []
        self._steps: list[SourceStep] = []
        self._width = 0

    @property
    def column(self) -> int:
        """Where the next character goes in the line that is being written."""
        return self._width + 1

    @property
    def text(self) -> str:
        """The line that is being written."""
        return "".join(self._parts)

    def write(self, text: str, line: int, column: int, width: int = 1) -> None:
        """Go on in the line with text that stands at a place of the file."""
        last = self._steps[-1] if self._steps else None
        follows = last and width == last.width == 1
        if not (follows and last and last.line == line and last.start(self.column) == column):
            self._steps.append(SourceStep(self.column, line, column, width))
        self._parts.append(text)
        self._width += len(text)

    def insert(self, text: str) -> None:
        """Go on in the line with text that the file does not hold."""
        last = self._steps[-1]
        self._steps.append(SourceStep(self.column, last.line, last.end(self.column - 1), 0))
        self._parts.append(text)
        self._width += len(text)

    def end_line(self, line: int, column: int, before: str = "", is_row: bool = False) -> None:
        """End the line; `before` is put in front of it. The place stands for a line without text. A row keeps
        its empty cells."""
        steps = self._steps or [SourceStep(1, line, column, 0)]
        if before:
            shifted = [step._replace(column=step.column + len(before)) for step in steps]
            steps = [steps[0]._replace(width=0), *shifted]
        self.lines.append(before + (self.text if is_row else self.text.rstrip()))
        self.source_map.lines.append(tuple(steps))
        self._parts, self._steps, self._width = [], [], 0

    def cut(self, count: int) -> None:
        """Leave out all lines behind the first so many."""
        del self.lines[count:]
        del self.source_map.lines[count:]
