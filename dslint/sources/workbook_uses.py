"""How often a workbook uses what it holds once: sheets share parts, cells share texts, styles share number
formats.

A reader copies a shared text for each cell that names it, takes in a part for each sheet that names it, and
works through a format for each style that names it. So a small file can ask for any amount of memory and
time. Bytes of the parts are counted, before anything is read.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable
from itertools import islice

from dslint.regexes import regex
from dslint.sources.decode import Unreadable

WORKBOOK, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
SHARED_TEXTS = "xl/sharedstrings.xml"
STYLES = "xl/styles.xml"
MOST_SHEETS = 1000
MOST_TEXT = 1 << 30  # bytes of the texts of all cells, markup included
MOST_FORMATS = 1 << 28  # bytes of the longest number format, for each style
_TAG = rb"<(?:[^\s<>/:]{0,99}:)?%b(?:\s([^<>]*+))?/?>"
_SHEET, _RELATION = regex(_TAG % b"sheet"), regex(_TAG % b"Relationship")
_ATTRIBUTE = regex(rb"""(?<![\w:.-])([\w:.-]++)\s*+=\s*+(?:"([^"]*+)"|'([^']*+)')""")
# The tag of a text; in the same search, what begins a comment or text that is marked as such.
_TEXT = regex(rb"<(?:(/?)(?:[^\s<>/:]{0,99}:)?si([\s/>])|!)")
# A cell that names a shared text, as most programs write it, and as nearly everybody does.
_PLAINEST_USE = regex(rb't="s"><v>(\d{1,9}+)<')
_USE = regex(rb't="s"[^<>]{0,99}+>\s*+<(?:\w{1,20}+:)?v>(\d{1,9}+)<')
_FORMAT = regex(rb"""formatCode\s*+=\s*+(?:"[^"]*+"|'[^']*+')""")
_STYLE = regex(rb"<(?:[^\s<>/:]{0,99}:)?xf[\s/>]")
_LONGEST_CELL = 1 << 10  # bytes of such a cell
_LONGEST_TAG = 256  # bytes of a tag that begins or ends a text, at most


def part_name(name: str) -> str:
    """The name of a part as readers compare it."""
    return name.replace("\\", "/").lstrip("/").casefold()


def uses_of_parts(workbook: bytes, relations: bytes) -> Counter[str]:
    """How many sheets name each part. Raises Unreadable when there are too many sheets."""
    sheets = [_attributes(found[1] or b"") for found in islice(_SHEET.finditer(workbook), MOST_SHEETS + 1)]
    if len(sheets) > MOST_SHEETS:
        raise Unreadable(f"has more than {MOST_SHEETS:,} sheets")
    parts: dict[bytes, str] = {}
    for found in _RELATION.finditer(relations):
        named = _attributes(found[1] or b"")
        target = part_name(named.get(b"Target", b"").decode("utf-8", "replace"))
        parts[named.get(b"Id", b"")] = target if target.startswith("xl/") else f"xl/{target}"
    return Counter(
        parts[value]
        for sheet in sheets
        for key, value in sheet.items()
        if key.rpartition(b":")[2] == b"id" and value in parts
    )


def _attributes(tag: bytes) -> dict[bytes, bytes]:
    return {key: double or single for key, double, single in _ATTRIBUTE.findall(tag)}


def check_formats(styles: bytes) -> None:
    """Raises Unreadable for number formats that a reader would work on for long."""
    longest = max((found.end() - found.start() for found in _FORMAT.finditer(styles)), default=0)
    number = sum(1 for _ in _STYLE.finditer(styles))
    if longest * number > MOST_FORMATS:
        raise Unreadable(f"has {number:,} styles, and a number format of {longest:,} characters")


class SharedTexts:
    """The sizes of the texts that the cells of a workbook share, markup included."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self.sizes = array("Q")
        size = 0  # of the text that a piece ends in
        self.is_usual = True  # else nobody can tell which text has which number, and each may be all of them
        waiting = b""
        for piece in pieces:
            piece = waiting + piece
            begin = 0
            for found in _TEXT.finditer(piece):
                if found[1]:
                    self.sizes.append(size + found.start() - begin)
                    size, begin = 0, found.end()
                elif found[2] != b">":
                    self.is_usual = False
            end = max(begin, len(piece) - _LONGEST_TAG)
            size += end - begin
            waiting = piece[end:]
        self.longest = max(self.sizes, default=0) if self.is_usual else sum(self.sizes)


class TakenTexts:
    """At most so many bytes of shared texts the cells of a part take."""

    def __init__(self, shared: SharedTexts) -> None:
        self.bytes = 0
        self._shared = shared
        self._waiting = b""

    def add(self, piece: bytes) -> None:
        """Look at the next piece of the part. A cell that is written as few do it is taken for the longest
        text."""
        if not self._shared.longest:
            return
        piece = self._waiting + piece
        end = piece.rfind(b"<c")
        self._waiting = piece[end:] if 0 <= end > len(piece) - _LONGEST_CELL else b""
        piece = piece[: len(piece) - len(self._waiting)]
        uses = piece.count(b'"s"') + (piece.count(b"'s'") if b"'" in piece else 0)
        found: list[bytes] = []
        if self._shared.is_usual:
            found = _PLAINEST_USE.findall(piece)
            if len(found) < uses:
                found = _USE.findall(piece)
        sizes = self._shared.sizes
        self.bytes += (uses - len(found)) * self._shared.longest
        for digits, times in Counter(found).items():
            if (number := int(digits)) < len(sizes):
                self.bytes += sizes[number] * times

    def end(self) -> int:
        """All bytes, the last piece counted in."""
        waiting, self._waiting = self._waiting, b""
        self.add(waiting + b"<c")
        return self.bytes
