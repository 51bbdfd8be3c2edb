"""Where records begin: a heading that names a reference, or a run of header labels without one.

Only what a header label follows is a heading, so a reference quoted in narrative starts nothing; and no
number of blank lines ends a record.
"""

from __future__ import annotations

from dslint.regexes import regex
from dslint.tokenizer import Kind, Line
from dslint.tokenizer.lexicon import Lexicon
from dslint.tokenizer.lines import LONGEST_HEADING
from dslint.tuples import NamedTuple


class Start(NamedTuple):
    """The first line of a record. `header` is the line where its fields begin."""

    line: int
    header: int
    title: str | None = None
    reference: str | None = None
    version: str | None = None


_TITLE_END = regex(r"\s*[—–-]{0,3}\s*\Z")
_LAST_DASH = regex(
    r"^(?:(?P<title>.*\S)\s+—|(?P<number>Project \d{1,4})\s+[–-]{1,3})\s+(?P<reference>[^—]{1,60}?)\s*$"
)


def find_records(lines: list[str], scanned: list[Line], words: Lexicon) -> list[Start]:
    """The records of a page, in order. Only lines that look like a label are looked at closely."""
    starts: list[Start] = []
    in_header = False
    for index in [index for index, line in enumerate(scanned) if line.kind is Kind.LABEL]:
        line = scanned[index]
        if line.group != "header":
            in_header = False
            continue
        following = _filled(scanned, index + 1)
        above = _filled(scanned, index - 1, -1)
        heading = (
            _heading(lines[above], scanned[above], line, following, scanned, words)
            if above is not None
            else None
        )
        if above is not None and heading is not None:
            starts.append(Start(above + 1, index + 1, *heading))
            in_header = True
        elif not in_header and _opens(line, following, scanned, words):
            starts.append(Start(index + 1, index + 1))
            in_header = True
    return starts


def _filled(scanned: list[Line], index: int, step: int = 1) -> int | None:
    """The nearest line from `index` on that is not blank."""
    while 0 <= index < len(scanned):
        if scanned[index].kind is not Kind.BLANK:
            return index
        index += step
    return None


def _opens(line: Line, following: int | None, scanned: list[Line], words: Lexicon) -> bool:
    """A header label that another one follows opens a record even when its heading is lost."""
    if following is None or line.key not in words.record_openers:
        return False
    behind = scanned[following]
    return behind.kind is Kind.LABEL and behind.group == "header" and behind.key != line.key


def _heading(
    text: str, above: Line, header: Line, following: int | None, scanned: list[Line], words: Lexicon
) -> tuple[str | None, str, str | None] | None:
    """Title, reference and version, if the line above a header label is a heading."""
    if above.kind is Kind.HEADING:
        title = _TITLE_END.sub("", text[: above.start]).strip()
        return title or None, above.label, above.key or None
    # A local reference has no shape of its own: the header behind it must be beyond doubt.
    if (
        above.kind is Kind.LABEL
        or len(text) > LONGEST_HEADING
        or not _opens(header, following, scanned, words)
    ):
        return None
    found = _LAST_DASH.match(text)
    return ((found["title"] or found["number"]).strip(), found["reference"], None) if found else None
