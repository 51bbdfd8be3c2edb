"""Where records begin: a heading that names a reference, or a run of header labels without one.

Only what a header label follows is a heading, so a reference quoted in narrative starts nothing; and no
number of blank lines ends a record.
"""

from __future__ import annotations

from typing import NamedTuple
import re

from dslint.tokenizer import Kind, Line
from dslint.tokenizer.lexicon import Lexicon
from dslint.tokenizer.lines import LONGEST_HEADING


class Start(NamedTuple):
    """The first line of a record. `header` is the line where its fields begin."""

    line: int
    header: int
    title: str | None = None
    reference: str | None = None
    version: str | None = None


_TITLE_END = re.compile(r"\s*[—–-]?\s*\Z")
_LAST_DASH = re.compile(r"^(?P<title>.*\S)\s+—\s+(?P<reference>[^—]{1,60}?)\s*$")


def find_records(lines: list[str], scanned: list[Line], words: Lexicon) -> list[Start]:
    filled = [index for index, line in enumerate(scanned) if line.kind is not Kind.BLANK]
    starts: list[Start] = []
    in_header = False
    for place, index in enumerate(filled):
        following = [scanned[i] for i in filled[place + 1 : place + 3]]
        line = scanned[index]
        if line.kind is Kind.LABEL:
            if in_header:
                in_header = line.group == "header"
            elif line.group == "header" and _opens(line, following, words):
                starts.append(Start(index + 1, index + 1))
                in_header = True
        elif following and _is_header(following[0]):
            start = _heading(lines[index], line, following, words)
            if start is not None:
                title, reference, version = start
                starts.append(Start(index + 1, filled[place + 1] + 1, title, reference, version))
                in_header = True
    return starts


def _is_header(line: Line) -> bool:
    return line.kind is Kind.LABEL and line.group == "header"


def _opens(line: Line, following: list[Line], words: Lexicon) -> bool:
    """A header label that another one follows opens a record even when its heading is lost."""
    return (
        line.key in words.record_openers
        and bool(following)
        and _is_header(following[0])
        and following[0].key != line.key
    )


def _heading(
    text: str, line: Line, following: list[Line], words: Lexicon
) -> tuple[str | None, str, str | None] | None:
    if line.kind is Kind.HEADING:
        title = _TITLE_END.sub("", text[: line.start]).strip()
        return title or None, line.label, line.key or None
    # A local reference has no shape of its own: the header behind it must be beyond doubt.
    if len(text) > LONGEST_HEADING or not _opens(following[0], following[1:], words):
        return None
    found = _LAST_DASH.match(text)
    return (found["title"].strip(), found["reference"], None) if found else None
