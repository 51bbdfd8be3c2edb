"""What stands in front of every line: marks of a quotation, and white space."""

from __future__ import annotations

from dslint.regexes import regex
from dslint.tokenizer.lexicon import Lexicon
from dslint.tokenizer.restoring.physical import PhysicalLine, indent

_QUOTED = regex(r"(?:[ \t]*+>)+ ?")


def unquote(work: list[PhysicalLine], remarks: list[str]) -> None:
    filled = [line for line in work if not line.blank]
    quoted = [line for line in filled if line.shown.lstrip().startswith(">")]
    if not filled or len(quoted) < 0.8 * len(filled):
        return
    for line in work:
        if found := _QUOTED.match(line.shown):
            line.cut += found.end()
    remarks.append("The text is quoted with '>'. The marks were left out")


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
