"""The text of a document that a reader has turned into HTML, with places named as its writer knows them."""

from __future__ import annotations

import re
from bisect import bisect_right
from html import unescape

from dslint.model import Place, Span
from dslint.regexes import regex
from dslint.source_map import SourceMap
from dslint.sources.decode import bounded
from dslint.sources.html import text_of
from dslint.sources.read import Text
from dslint.tuples import NamedTuple
from dslint.vocabularies import Vocabularies

NO_HEADING = "document"  # above the first one
BOLD, LEFT_CELL, BOLD_IN_CELL = 7, 8, 9  # how deep they are, headings being 1 to 6
LONGEST_NAME = 60  # code points of a heading in a place
LONGEST_QUESTION = 300  # code points of a paragraph in bold that may name what follows
_TAG = regex(r"<(?P<end>/?)(?P<tag>[a-z][a-z0-9]*)(?P<given>[^<>]*)>")
_BOXES = ((regex(r'<input [^<>]*\bchecked="[^<>]*>'), "☒"), (regex(r"<input [^<>]*>"), "☐"))
_BLOCK = regex(r"h[1-6]|p|li|td|th|br")
_ALL_BOLD = regex(
    r"\s*+(?:<a [^<>]*+></a>)*+\s*+<strong>(?P<text>(?:(?!</?(?:strong|p|td|h\d)\b).)*)</strong>[\s:*]*</p>",
    re.DOTALL,
)


class Block(NamedTuple):
    """A stretch of the HTML that begins at an offset. `name` is a table or a heading, `cell` the cell or the
    paragraph below that."""

    start: int
    name: str
    cell: str
    depth: int  # of what names what follows: a heading, a paragraph in bold, the left cell of a row; else 0
    is_aside: bool  # goes on below a question in its cell


class BlockPlaces:
    """The way back to tables, headings and paragraphs."""

    def __init__(self, made: SourceMap, blocks: list[Block]) -> None:
        self.made = made
        self.blocks = blocks
        self._starts = [block.start for block in blocks]

    def block(self, span: Span) -> tuple[int, Block]:
        offset = self.made.place(span).column - 1
        number = max(bisect_right(self._starts, offset) - 1, 0)
        return number, self.blocks[number]

    def place(self, span: Span) -> Place:
        number, block = self.block(span)
        return Place(number + 1, span.column, number + 1, span.end_column, block.name, block.cell)


def read_blocks(html: str, vocabularies: Vocabularies) -> Text:
    """The lines of HTML that a reader wrote, which is on one line."""
    for box, shown in _BOXES:
        html = box.sub(shown, html)
    html = re.sub(r"[\r\n]", " ", html)
    lines, source_map = text_of(html, vocabularies)
    places = BlockPlaces(source_map, _blocks(html) or [Block(0, NO_HEADING, "paragraph 1", 0, False)])
    questions: dict[int, int] = {}
    asides: set[int] = set()
    for number, line in enumerate(lines, 1):
        if line.strip():
            _, block = places.block(Span(number, 1 + len(line) - len(line.lstrip(" -")), 1 + len(line)))
            if block.depth:
                questions[number] = block.depth
            elif block.is_aside:
                asides.add(number)
    return Text(bounded("\n".join(lines)), places, questions, frozenset(asides))


def _blocks(html: str) -> list[Block]:
    """The blocks of the HTML. Rows and cells are counted in each table, paragraphs below each heading."""
    blocks: list[Block] = []
    tables: list[list[int]] = []  # of each open table: its number, the row and the cell
    count = 0
    heading, below = NO_HEADING, 0
    widths = _widths(html)
    cell_began = False
    for found in _TAG.finditer(html):
        tag = found["tag"]
        if found["end"]:
            if tag == "table" and tables:
                tables.pop()
            continue
        if tag == "table":
            count += 1
            tables.append([count, 0, 0])
        elif tag == "tr" and tables:
            tables[-1][1] += 1
            tables[-1][2] = 0
        elif tag in ("td", "th") and tables:
            tables[-1][2] += 1
            cell_began = True
        if not _BLOCK.fullmatch(tag):
            continue
        at = found.end()
        bold = _ALL_BOLD.match(html, at) if tag == "p" else None
        if tables:
            number, row, column = tables[-1]
            left = column == 1 and widths.get((number, row), 1) > 1
            begins = tag in ("td", "th")
            is_bold = bold is not None and widths.get((number, row), 1) == 1
            # The first paragraph of a cell begins where the cell does.
            is_first = begins or (cell_began and tag == "p" and blocks and blocks[-1].start == found.start())
            cell_began = cell_began and begins
            name = f"{_letters(column or 1)}{row}"
            depth = LEFT_CELL if left and is_first else BOLD_IN_CELL if is_bold else 0
            blocks.append(
                Block(
                    at,
                    f"table {number}",
                    name,
                    depth,
                    bool(left and not is_first),
                )
            )
        elif tag.startswith("h") or (bold and len(bold["text"]) <= LONGEST_QUESTION):
            close = html.find(f"</{tag}>", at)
            text = _plain(html[at : close if close > 0 else len(html)])
            if text:
                heading, below = _short(text), 0
            blocks.append(Block(at, heading, "heading", BOLD if bold else int(tag[1]), False))
        else:
            below += 1
            blocks.append(Block(at, heading, f"paragraph {below}", 0, False))
    return blocks


def _widths(html: str) -> dict[tuple[int, int], int]:
    """How many cells each row has, by its table and its number."""
    widths: dict[tuple[int, int], int] = {}
    tables: list[list[int]] = []
    count = 0
    for found in _TAG.finditer(html):
        tag = found["tag"]
        if tag == "table":
            if found["end"]:
                tables = tables[:-1]
            else:
                count += 1
                tables.append([count, 0])
        elif tables and not found["end"]:
            if tag == "tr":
                tables[-1][1] += 1
            elif tag in ("td", "th"):
                key = tables[-1][0], tables[-1][1]
                widths[key] = widths.get(key, 0) + 1
    return widths


def _plain(html: str) -> str:
    return " ".join(unescape(_TAG.sub(" ", html)).split())


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_NAME else text[: LONGEST_NAME - 1] + "…"


def _letters(number: int) -> str:
    """A column as Word and spreadsheets name it: A, B, … Z, AA."""
    name = ""
    while number:
        number, digit = divmod(number - 1, 26)
        name = chr(65 + digit) + name
    return name
