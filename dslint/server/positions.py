"""Places in a text: dslint counts lines and code points from 1, editors count lines and code units from 0.

Which units an editor counts (UTF-8, UTF-16 or UTF-32) is agreed when it connects.
"""

from __future__ import annotations

from bisect import bisect_right

from dslint.regexes import regex
from dslint.tuples import NamedTuple

UTF8, UTF16, UTF32 = "utf-8", "utf-16", "utf-32"
_LINE_END = regex(r"\r\n|\n|\r")


class Spot(NamedTuple):
    """A place as an editor counts it: line and code units from 0."""

    line: int
    character: int


class Stretch(NamedTuple):
    """From one place up to another, as an editor counts them."""

    start: Spot
    end: Spot


def units(text: str, encoding: str) -> int:
    """How many code units a text takes. A half of a pair counts as the one unit that it is."""
    if encoding == UTF32 or text.isascii():
        return len(text)
    if encoding == UTF8:
        return len(text.encode("utf-8", "surrogatepass"))
    return len(text) + sum(character > "\uffff" for character in text)


def code_points(text: str, wanted: int, encoding: str) -> int:
    """How many characters lie before so many code units. A place inside a character is its start."""
    if encoding == UTF32 or text.isascii():
        return min(wanted, len(text))
    passed = 0
    for number, character in enumerate(text):
        passed += units(character, encoding)
        if passed > wanted:
            return number
    return len(text)


class Lines:
    """A text with the beginnings of its lines. Offsets count code points from 0."""

    def __init__(self, text: str, encoding: str = UTF16) -> None:
        self.text = text
        self.encoding = encoding
        self._starts = [0, *(found.end() for found in _LINE_END.finditer(text))]

    def __len__(self) -> int:
        return len(self._starts)

    def line(self, number: int) -> str:
        """A line without its end, counted from 0; empty behind the last one."""
        if not 0 <= number < len(self._starts):
            return ""
        last = number + 1 == len(self._starts)
        whole = self.text[self._starts[number] : len(self.text) if last else self._starts[number + 1]]
        return whole if last else whole.rstrip("\r\n")

    def offset(self, spot: Spot) -> int:
        """The offset of a place of an editor. A place behind a line or the text is its end."""
        if spot.line < 0:
            return 0
        if spot.line >= len(self._starts):
            return len(self.text)
        return self._starts[spot.line] + code_points(
            self.line(spot.line), max(spot.character, 0), self.encoding
        )

    def spot(self, offset: int) -> Spot:
        """The place of an editor for an offset; inside a line end it is the end of the line."""
        line = bisect_right(self._starts, max(offset, 0)) - 1
        before = self.line(line)[: max(offset, 0) - self._starts[line]]
        return Spot(line, units(before, self.encoding))

    def spot_at(self, line: int, column: int) -> Spot:
        """The place of an editor for a line and a column of ours."""
        if line > len(self._starts):
            return self.spot(len(self.text))
        return Spot(max(line, 1) - 1, units(self.line(line - 1)[: max(column, 1) - 1], self.encoding))

    def place_of(self, spot: Spot) -> tuple[int, int]:
        """Our line and column for a place of an editor."""
        offset = self.offset(spot)
        line = bisect_right(self._starts, offset) - 1
        return line + 1, offset - self._starts[line] + 1
