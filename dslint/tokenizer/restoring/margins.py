"""What stands in front of every line: marks of a quotation, and white space."""

from __future__ import annotations

from itertools import pairwise

from dslint.regexes import regex
from dslint.tokenizer.lexicon import Lexicon
from dslint.tokenizer.restoring.physical import MarkedLine, PhysicalLine, indent
from dslint.values.numbers import count

_QUOTED = regex(r"(?:[ \t]*+>)+ ?")


def unquoted(work: list[PhysicalLine], words: Lexicon, remarks: list[str]) -> list[PhysicalLine]:
    """The lines without the marks of a quotation. Where a page is quoted in a message, only the page."""
    filled = [at for at, line in enumerate(work) if not line.blank]
    quoted = {at for at in filled if work[at].shown.lstrip().startswith(">")}
    if not quoted:
        return work
    first, last = min(quoted), max(quoted)
    if len(quoted) < _MOST * sum(first <= at <= last for at in filled):
        return work
    labels = sum(words.scan(_QUOTED.sub("", work[at].shown).strip()).is_header for at in quoted)
    if len(quoted) < _MOST * len(filled) and labels < _LABELS_OF_A_PAGE:
        return work
    for line in work:
        if found := _QUOTED.match(line.shown):
            line.cut += found.end()
    remarks.append("The text is quoted with '>'. The marks were left out")
    if around := len(filled) - sum(first <= at <= last for at in filled):
        were = "were" if around > 1 else "was"
        remarks.append(f"{count(around, 'line')} above and below the quotation {were} left out")
    return work[first : last + 1]


_MOST = 0.8
_LABELS_OF_A_PAGE = 2


def unindent(work: list[PhysicalLine]) -> None:
    """Leave out the indentation that all lines of a printed page share."""
    page: list[PhysicalLine] = []
    for line in [*work, None]:
        if page and (line is None or line.new_page):
            depths = [indent(each.shown) for each in page if not each.blank]
            if depths and (shared := min(depths)):
                for each in page:
                    each.cut = min(each.cut + shared, len(each.text))
            page = []
        if line is not None:
            page.append(line)


def unindent_below_headings(work: list[PhysicalLine], words: Lexicon) -> None:
    """Leave out the indentation that most labels of a header have: text browsers indent the paragraphs of a
    page by the heading above them, though not all."""
    depths = [indent(line.shown) for line in work if words.scan(line.shown.strip()).is_header]
    usual = max(set(depths), key=depths.count) if depths else 0
    for line in work if usual else ():
        line.cut += min(usual, indent(line.shown))


def without_breaks(work: list[PhysicalLine], remarks: list[str]) -> None:
    """Leave out the marks by which markups end a line, where many lines have the same one. Two spaces are
    such a mark where sentences go on behind lines without them."""
    filled = [line for line in work if not line.blank]
    spaced = [line for line in filled if line.text[-1].isspace()]
    if len(spaced) > _MANY * len(filled) and all(_TWO_SPACES.search(line.text) for line in spaced):
        within = [line.text for line, following in pairwise(work) if following.shown[:1].islower()]
        if 2 * sum(text.endswith("  ") for text in within) < len(within):
            _leave_out(work, "  ")
            return
    for mark in _BREAKS:
        if sum(_ends_with(line, mark) for line in filled) > _MANY * len(filled):
            _leave_out(work, mark)
            shown = mark.strip()
            remarks.append(f"Lines end with {shown}, as in the source of a markup. The marks were left out")
            return


def _ends_with(line: PhysicalLine, mark: str) -> bool:
    return (line.text if mark.isspace() else line.text.rstrip()).endswith(mark)


def _leave_out(work: list[PhysicalLine], mark: str) -> None:
    for at, line in enumerate(work):
        if not line.blank and _ends_with(line, mark):
            text = line.text if mark.isspace() else line.text.rstrip()
            work[at] = MarkedLine(line, text.removesuffix(mark), len(mark))


_BREAKS = ("\\\\", "\\", " +", "<br />", "<br/>", "<br>")
_TWO_SPACES = regex(r"\S  \Z")  # as Markdown ends a line within a paragraph
_MANY = 0.2
