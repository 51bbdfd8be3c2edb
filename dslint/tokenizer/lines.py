"""What one line looks like by itself. The same line occurs in many records, so answers are remembered."""

from __future__ import annotations

from enum import Enum

from dslint.memo import BoundedMemo
from dslint.regexes import regex
from dslint.tuples import NamedTuple


class Kind(Enum):
    BLANK = "blank"
    LABEL = "label"  # looks like a label of the lexicon, with or without a value behind it
    ITEM = "item"  # a bulleted or numbered list item
    HEADING = "heading"  # ends in an agreement reference
    TEXT = "text"


class Line(NamedTuple):
    """The lexical reading of a line. Offsets are 0-based into the line's text.

    LABEL: `key` is the field or section key, `group` one of header | narrative | dataset_list |
    dataset_item, `label` as printed, `start` the offset of the value (the line's end when there is none).
    ITEM: `label` is the marker, `start` the offset of the item's text.
    HEADING: `label` is the reference as printed, `start` its offset, `key` its version if printed.
    """

    kind: Kind
    key: str = ""
    group: str = ""
    label: str = ""
    start: int = 0
    end: int = 0  # offset behind the last character that is not white space

    @property
    def is_header(self) -> bool:
        """Whether it is a label of a record's header."""
        return self.kind is Kind.LABEL and self.group == "header"


BLANK = Line(Kind.BLANK)
_ITEM = regex(r"(?P<indent>\s*)(?P<marker>[-•*·▪§~]|o(?=\s)|\(?\d{1,4}[.)]|#{1,3}|#?\.)(?P<gap>\s+)(?=\S)")
REFERENCE = regex(
    r"(?<![\w-])(?P<reference>(?:DARS-)?NIC-\d{1,8}(?:-[A-Z0-9]{4,6})?)(?:-v(?P<version>\d+(?:\.\d++)*))?\s*\Z"
)
LONGEST_HEADING = 400  # code points; longer lines are narrative


def shape_of(text: str) -> Line:
    """What a line without its line end looks like, whatever labels there are.

    >>> shape_of("- Births").kind
    <Kind.ITEM: 'item'>
    """
    return _SHAPES[text]


def _shape(text: str) -> Line:
    end = len(text.rstrip())
    if not end:
        return BLANK
    return _heading(text, end) or _item(text, end) or Line(Kind.TEXT, end=end)


_SHAPES = BoundedMemo(_shape)


def _heading(text: str, end: int) -> Line | None:
    if end > LONGEST_HEADING or "NIC-" not in text:
        return None
    found = REFERENCE.search(text)
    if found is None:
        return None
    return Line(
        Kind.HEADING, found["version"] or "", "reference", found["reference"], found.start("reference"), end
    )


def _item(text: str, end: int) -> Line | None:
    found = _ITEM.match(text)
    if found is None:
        return None
    return Line(Kind.ITEM, found["indent"], "", found["marker"], found.end(), end)
