"""PDF files: the text of each page, whose lines are put together again where it is understood.

Links, scripts, forms that act and attached files are never opened.
"""

from __future__ import annotations

import io
from bisect import bisect_right
from functools import partial

from dslint.model import Place, Span
from dslint.regexes import regex
from dslint.sources.decode import Unreadable, bounded
from dslint.sources.read import Text
from dslint.tokenizer import split_lines

MOST_PAGES = 5_000
LARGEST = 100_000_000  # code points
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})


class Pages:
    """The way back from lines to the lines of pages. Picklable."""

    def __init__(self, starts: list[int]) -> None:
        self.starts = starts  # the first line of each page

    def place(self, span: Span) -> Place:
        page = bisect_right(self.starts, span.line)
        line = span.line - self.starts[page - 1] + 1
        return Place(line, span.column, line, span.end_column, f"page {page}", f"line {line}")


def read(path: str, content: bytes) -> Text:
    """The text of all pages. Raises Unreadable."""
    try:
        from pypdf import PdfReader
    except ImportError:
        raise Unreadable("needs a package to be read: pip install 'dslint-agreements[documents]'") from None
    import logging

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    lines: list[str] = []
    starts: list[int] = []
    size = 0
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable("is encrypted; save it without a password")
        if len(reader.pages) > MOST_PAGES:
            raise Unreadable(f"has more than {MOST_PAGES:,} pages")
        for page in reader.pages:
            starts.append(len(lines) + 1)
            found = split_lines(page.extract_text().translate(_LIGATURES)) or [""]
            size += sum(map(len, found))
            if size > LARGEST:
                raise Unreadable(f"has more than {LARGEST // 1_000_000} million characters")
            found[0] = f"\f{found[0]}"
            lines += found
    except (Unreadable, MemoryError):
        raise
    except RecursionError:
        raise Unreadable("is nested too deeply") from None
    except Exception as error:  # the reader raises whatever a broken part leads it to
        if type(error).__name__ == "DependencyError":
            raise Unreadable("is encrypted; save it without a password") from None
        raise Unreadable("is damaged or is no PDF; get it again, or save its text in a .txt file") from None
    if not any(line.strip("\f ") for line in lines):
        raise Unreadable("has no text; it may be pictures of pages, which are not read")
    return Text(bounded("\n".join(lines)), Pages(starts), columns=partial(_in_columns, content))


_GAP = regex(r" {3,}")  # between two cells; words are nearer to each other


def _in_columns(content: bytes) -> Text:
    """The text of a file that was read before, as tables show it: the cells of a row with tabs between them.

    What stands in the second column alone goes on with the cell above it, and so does a small letter in the
    first one.
    """
    from pypdf import PdfReader

    lines: list[str] = []
    starts: list[int] = []
    try:
        for page in PdfReader(io.BytesIO(content)).pages:
            starts.append(len(lines) + 1)
            for line in page.extract_text(extraction_mode="layout").translate(_LIGATURES).split("\n") or [""]:
                _add_row(lines, starts[-1], line.rstrip())
    except Exception:  # what the reader raises on a layout that it does not understand
        return Text("", Pages([1]))
    return Text(bounded("\n".join(lines)), Pages(starts))


def _add_row(lines: list[str], first: int, line: str) -> None:
    cells = _GAP.split(line)
    above = lines[-1].split("\t") if len(lines) >= first else [""]
    if len(cells) == 2 and not cells[0]:
        lines.append(cells[1])
    elif len(cells) == 2 == len(above) and cells[0][0].islower():
        lines[-1] = f"{above[0]} {cells[0]}\t{above[1]}"
        lines.append(cells[1])
    else:
        lines.append("\t".join(cells))
