"""Text that was wrapped, printed, quoted, indented or marked up, as the lines that were written.

A page that went through `fold`, an e-mail, a text browser or a PDF says the same in other lines. Before it
is read, its lines are put together again; a source map leads from each character back to the file.
"""

from __future__ import annotations

import re

from dslint.regexes import regex
from dslint.source_map import SourceMap, Writer
from dslint.tokenizer.lexicon import Lexicon
from dslint.tokenizer.restoring.characters import (
    DASH_FOR_CERTAIN,
    LOST_FOR_CERTAIN,
    Piece,
    cleaned,
    tell_repairs,
)
from dslint.tokenizer.restoring.furniture import without_furniture, without_gaps
from dslint.tokenizer.restoring.margins import unindent, unindent_below_headings, unquote
from dslint.tokenizer.restoring.markdown import is_markdown, without_rules
from dslint.tokenizer.restoring.physical import PhysicalLine, indent
from dslint.tokenizer.restoring.wrapping import LONGEST_WRAPPED, runs, within_a_word, wrap_width
from dslint.tuples import NamedTuple

_HINTS = ("\f", "**", "\n#", "\n>", "\t", "\\", "â€", "Ã", "Â", " ? ", " -- ", " --- ")
# A line that a printer added, with the address of the page; addresses within a text tell nothing.
_ADDRESS = regex(r"^[^\S\n]*(?:\d{1,4}\s*/\s*\d{1,4}\s+)?(?:https?|file)://", re.MULTILINE)


class Restored(NamedTuple):
    """The lines that were written, the way back to the file, and what was done, a sentence each."""

    lines: list[str]
    source_map: SourceMap
    remarks: tuple[str, ...]


def restore(lines: list[str], words: Lexicon) -> Restored | None:
    """None when the lines are as they were written, which most are."""
    if not _may_need_it(lines):
        return None
    work = [PhysicalLine(number, text) for number, text in enumerate(lines, 1)]
    remarks: list[str] = []
    work = without_furniture(work, words, remarks)
    unquote(work, remarks)
    unindent(work)
    unindent_below_headings(work, words)
    work = without_gaps(work)
    markdown = is_markdown(work, words)
    if markdown:
        work = without_rules(work)
        remarks.append("The text is Markdown. Its marks were left out")
    typed = markdown or any(DASH_FOR_CERTAIN.search(line.shown) for line in work)
    lost = any(LOST_FOR_CERTAIN.search(line.shown) for line in work)
    pieces = [cleaned(line, markdown, typed, lost, words) for line in work]
    tell_repairs(pieces, remarks)
    width = wrap_width(work, pieces, words)
    if width is not None:
        remarks.append(f"Lines are broken at about {width.columns} columns. They were joined")
    if not remarks and all(line.cut == 0 for line in work) and not any(p.changed for p in pieces):
        return None
    writer = Writer()
    for run in runs(work, pieces, width, words):
        _write(writer, run, work, pieces)
    return Restored(writer.lines, writer.source_map, tuple(remarks))


def _may_need_it(lines: list[str]) -> bool:
    longest = max(map(len, lines), default=0)
    if longest <= LONGEST_WRAPPED:
        return True
    text = "\n".join(lines)
    if any(hint in text for hint in _HINTS) or ("://" in text and _ADDRESS.search(text)):
        return True
    return all(line[0] in " \t" for line in lines if line and not line.isspace())


def _write(writer: Writer, run: list[int], work: list[PhysicalLine], pieces: list[Piece]) -> None:
    for index, at in enumerate(run):
        line, piece = work[at], pieces[at]
        skipped = 0
        if index:
            skipped = indent(piece.text)
            before = pieces[run[index - 1]].text
            if not within_a_word(before, piece.text[skipped:]):
                writer.write(" ", line.number, line.cut + 1, 0)
        for text, offset, width in piece.stretches or ((piece.text, piece.begin, 1),):
            if skipped:
                text, offset = text[skipped:], offset + skipped
                skipped = 0
            if text:
                writer.write(text, line.number, line.cut + offset + 1, width)
    last = work[run[-1]]
    writer.end_line(last.number, last.cut + 1)
