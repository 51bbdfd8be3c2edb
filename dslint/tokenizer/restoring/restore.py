"""Text that was wrapped, printed, quoted, indented or marked up, as the lines that were written.

A page that went through `fold`, an e-mail, a text browser or a PDF says the same in other lines. Before it
is read, its lines are put together again; a source map leads from each character back to the file.
"""

from __future__ import annotations

from dslint.memo import BoundedMemo
from dslint.regexes import regex
from dslint.source_map import SourceMap, Writer
from dslint.tokenizer.lexicon import Lexicon
from dslint.tokenizer.restoring.characters import (
    DASH_FOR_CERTAIN,
    LOST_FOR_CERTAIN,
    Piece,
    cleaned,
    mark_lists_with_hyphens,
    tell_repairs,
)
from dslint.tokenizer.restoring.furniture import without_furniture, without_gaps
from dslint.tokenizer.restoring.margins import unindent, unindent_below_headings, unquoted, without_breaks
from dslint.tokenizer.restoring.markdown import is_markdown, without_rules
from dslint.tokenizer.restoring.physical import PhysicalLine, indent
from dslint.tokenizer.restoring.wrapping import LONGEST_WRAPPED, runs, unsure_ends, within_a_word, wrap_width
from dslint.tuples import NamedTuple
from dslint.values.numbers import count

_HINTS = (
    "\f", "**", "\n#", "\n==", "'''", ":*", "&amp;", "&#", "\n>", "\t", "\\", "â€", "Ã", "Â",
    " ? ", " -- ", " --- ", " —\n", " — \n", " +\n", "<br",
)  # fmt: skip
# A line that a printer added, with the address of the page; addresses within a text tell nothing.
_ADDRESS = regex(r"\s*(?:\d{1,4}\s*/\s*\d{1,4}\s+)?(?:https?|file)://")
_LIST_OF_STARS = regex(r"\n[ \t]*\* [^\n]*\n\s*\* ")


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
    work = unquoted(work, words, remarks)
    without_breaks(work, remarks)
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
        how = (
            "" if width.exact else "; paragraphs were told by the lengths of lines, as a print shows no more"
        )
        remarks.append(f"Lines are broken at about {width.columns} columns. They were joined{how}")
    together = list(runs(work, pieces, width, words))
    if width is not None and (unsure := unsure_ends(work, pieces, together, words)):
        remarks.append(
            f"{unsure:,} of these lines {'end' if unsure > 1 else 'ends'} with a"
            " sentence, and the text does not show whether a paragraph ends there, too"
        )
    if width is None and (joined := sum(len(run) > 1 for run in together)):
        were = "were" if joined > 1 else "was"
        remarks.append(f"{count(joined, 'line')} had been broken and {were} joined")
    mark_lists_with_hyphens(pieces, together, remarks)
    if any(len(run) > 1 for run in together) and _hyphens_are_lost(lines, work):
        remarks.append(
            "No line ends with a hyphen, so hyphens at the ends of lines may be lost, as pdftotext loses"
            " them; pdftotext -layout keeps them"
        )
    if not remarks and all(line.cut == 0 for line in work) and not any(p.changed for p in pieces):
        return None
    writer = Writer()
    for run in together:
        _write(writer, run, work, pieces)
    return Restored(writer.lines, writer.source_map, tuple(remarks))


def _may_need_it(lines: list[str]) -> bool:
    longest = max(map(len, lines), default=0)
    if longest <= LONGEST_WRAPPED:
        return True
    hints = set(map(_HINT_IN.__getitem__, lines))
    if hints - {"", "*"} or ("*" in hints and _LIST_OF_STARS.search("\n".join(lines))):
        return True
    return all(line[0] in " \t" for line in lines if line and not line.isspace())


def _hint_in(line: str) -> str:
    """The sign of a print or of markup in a line: "*" where it ends so, which may be its own."""
    if _ADDRESS.match(line):
        return "://"
    around = f"\n{line}\n"
    return next((hint for hint in _HINTS if hint in around), "*" if around[-2] == "*" else "")


_HINT_IN = BoundedMemo(_hint_in, 16384)


def _hyphens_are_lost(lines: list[str], work: list[PhysicalLine]) -> bool:
    """Whether a print has no hyphen at the end of a line and no place of anything on the page, either. The
    reader of PDF files, which begins each page with a mark, keeps hyphens."""
    return (
        any("\f" in line for line in lines)
        and not lines[0].startswith("\f")
        and not any(line.text.rstrip().endswith("-") for line in work)
        and not any("  " in line.text.strip("\f").rstrip() for line in work)
    )


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
