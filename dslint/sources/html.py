"""Saved web pages: the text as a reader sees it, one line for each line that a browser would begin.

The parser of the standard library tells the place of everything that it meets and takes any markup. It is
fed once and never closed: what it still holds then is a tag or a comment that never ends, which no browser
shows, and searching that again and again would take time without end.
"""

from __future__ import annotations

import codecs
import re
from bisect import bisect_right
from collections import Counter
from html import unescape
from html.parser import HTMLParser

from dslint.regexes import regex
from dslint.source_map import SourceMap, Writer
from dslint.sources import elements
from dslint.sources.decode import bounded, decode
from dslint.sources.read import Text
from dslint.tokenizer import Kind
from dslint.tokenizer.lexicon import Lexicon
from dslint.tuples import NamedTuple
from dslint.vocabularies import Vocabularies


def read(path: str, content: bytes, vocabularies: Vocabularies) -> Text:
    """The visible text of a page. `vocabularies` know the labels in its cells. Raises Unreadable."""
    text = _decoded(content).replace("\r\n", "\n").replace("\r", "\n")
    text = _LONG_NUMBER.sub(_as_hexadecimal, text)
    if "<" not in text:
        return Text(bounded(text))
    lines, source_map = text_of(text, vocabularies)
    return Text(bounded("\n".join(lines)), source_map)


def text_of(text: str, vocabularies: Vocabularies) -> tuple[list[str], SourceMap]:
    """The lines that a reader of some HTML sees, and the way back to it."""
    writer = _written(text, vocabularies.derived(Lexicon))
    return writer.lines, writer.source_map


def _written(text: str, words: Lexicon) -> Writer:
    page = _Page(text, words)
    page.feed(text)
    page.finish()
    return page.writer


DEEPEST_LIST = 20  # levels that are indented; a page that never closes a list would grow with its square
_DECLARED = regex(
    rb"<meta[^>]{0,400}?charset\s*=\s*[\"']?\s*([\w.:-]+)|<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]+)",
    re.IGNORECASE,
)
_DECLARED_WITHIN = 4096  # bytes; browsers look at 1024, and people's tools put scripts before it
_BOMS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


# Codecs of Python, and what https://encoding.spec.whatwg.org/#names-and-labels reads them as. Any other is
# none of web pages, and some take time that grows with the square of the input.
_SAME = (
    "big5hkscs cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 cp866 cp874 cp932 cp949 euc_jp"
    " gb18030 gbk iso2022_jp iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6 iso8859-7 iso8859-8 iso8859-10"
    " iso8859-13 iso8859-14 iso8859-15 iso8859-16 koi8-r koi8-u mac-cyrillic mac-roman"
)
_ENCODINGS = {name: name for name in _SAME.split()} | {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "big5": "big5hkscs",
    "gb2312": "gbk",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
}
_LONG_NUMBER = regex(r"&#([0-9]{8,})")


def _as_hexadecimal(found: re.Match[str]) -> str:
    """The same character, as long: Python refuses to read very long decimal numbers."""
    digits = found[1].lstrip("0")
    number = int(digits or "0") if len(digits) < 8 else 0xFFFFFFF
    return f"&#x{number:0{len(found[1]) - 1}x}"


def _decoded(content: bytes) -> str:
    """The text in the encoding that its mark or its head declares, else in the one it looks like."""
    found = None if content.startswith(_BOMS) else _DECLARED.search(content[:_DECLARED_WITHIN])
    name = (found[1] or found[2]).decode("ascii", "replace") if found else ""
    text = decoded_as(name, content)
    return decode(content) if text is None else text


def decoded_as(name: str, content: bytes) -> str | None:
    """The text in a named encoding. None for one that browsers do not know, or that the content is not in."""
    try:
        # What the head says of itself in ASCII is no UTF-16, whatever it says.
        if (encoding := _ENCODINGS.get(codecs.lookup(name).name)) is not None:
            errors = "dslint-latin-1" if encoding == "cp1252" else "strict"
            return content.decode(encoding, errors)
    except (LookupError, UnicodeError, ValueError):
        pass
    return None


_LOOK_BACK = 32  # open elements; an end that is left out is never further away in real pages
_HIDING = regex(r"\b(?:display\s*:\s*none|visibility\s*:\s*hidden)\b", re.IGNORECASE)
_UNPRINTED = "\u00ad\u200b\u2060\ufeff"
_PIECE = regex(
    rf"(?P<words>[^\s&{_UNPRINTED}]++(?: [^\s&{_UNPRINTED}]++)*)|(?P<gap>\s+)"
    r"|(?P<escape>&(?:#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[^\t\n\f <&#;]{1,32};?))|(?P<and>&)"
)
_KEPT_PIECE = regex(
    rf"(?P<words>[^\n&{_UNPRINTED}]+)|(?P<gap>\n)"
    r"|(?P<escape>&(?:#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[^\t\n\f <&#;]{1,32};?))|(?P<and>&)"
)


# Tags as most are written. What they are is plain; anything else is left to the parser.
_START = regex(r'<([a-z][a-z0-9]*)((?: [a-z-]++="[^"<>&]*+")*)>')
_ATTRIBUTE = regex(r' ([a-z-]+)="([^"]*)"')
_END = regex(r"</([a-z][a-z0-9]*)>")


class _Open(NamedTuple):
    """An open element. `furniture` counts the lines before it, if it is furniture of the site."""

    tag: str
    is_unseen: bool
    furniture: int | None


class _List:
    def __init__(self, number: int | None) -> None:
        self.number = number  # of the next item; None when items have bullets


class _Page(HTMLParser):
    def __init__(self, text: str, words: Lexicon) -> None:
        super().__init__(convert_charrefs=True)
        self._words = words
        self.writer = Writer()
        self._source = text
        self._at = 0  # how far the parser has come
        self._starts = [0, *(found.end() for found in re.finditer("\n", text))]
        self._text_from: int | None = None
        self._open: list[_Open] = []
        self._counts: Counter[str] = Counter()
        self._unseen = 0
        self._kept = 0  # open elements that keep white space
        self._lists: list[_List] = []
        self._marker: str | None = None  # of the list item that has no text yet
        self._line_marker = ""
        self._space = False
        self._breaks = False  # the next text begins a line
        self._joined = False  # a cell was joined to the line and has no text yet
        self._cell_began: int | None = None  # how many lines there were when the last cell began
        self._drop_newline = False
        self._main_ended: int | None = None

    # What the parser meets.

    def parse_starttag(self, i: int) -> int:
        found = _START.match(self.rawdata, i)
        if found is None or found[1] not in elements.BLOCKS:
            return super().parse_starttag(i)
        self.handle_starttag(found[1], _ATTRIBUTE.findall(found[2]) if found[2] else [])
        return found.end()

    def parse_endtag(self, i: int) -> int:
        found = _END.match(self.rawdata, i)
        if found is None or found[1] not in elements.BLOCKS or self.cdata_elem is not None:
            return super().parse_endtag(i)
        self.handle_endtag(found[1])
        return found.end()

    def parse_marked_section(self, i: int, report: bool = True) -> int:  # type: ignore[override,unused-ignore]
        try:
            return super().parse_marked_section(i, report)
        except AssertionError:  # what a browser takes for a comment
            return self.parse_bogus_comment(i)

    def handle_data(self, data: str) -> None:
        if self._text_from is None:
            self._text_from = self._at

    def handle_comment(self, data: str) -> None:
        self._take_text(self._at)

    def handle_decl(self, decl: str) -> None:
        self._take_text(self._at)

    def handle_pi(self, data: str) -> None:
        self._take_text(self._at)

    def unknown_decl(self, data: str) -> None:
        self._take_text(self._at)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._take_text(self._at)
        if tag not in elements.IN_HEAD and self._open and self._counts["head"]:
            self._leave("head")
        if tag in elements.BLOCKS:
            self._end_implied(tag)
        if tag == "br":
            if not self._unseen:
                self._end_line(self._at)
        elif tag == "hr":
            self._break()
        if tag in elements.VOID:
            return
        given = dict(attrs)
        is_unseen = tag in elements.UNSEEN or (bool(given) and _is_hidden(given))
        furniture = None
        if tag in elements.BLOCKS and not self._unseen and not is_unseen:
            if tag in elements.CELLS or tag == "dd":
                self._next_cell(tag)
            else:
                self._break()
            if self._is_furniture(tag, given):
                self._end_line_if_any()
                furniture = len(self.writer.lines)
            self._begin_block(tag, given)
        self._open.append(_Open(tag, is_unseen, furniture))
        self._counts[tag] += 1
        self._unseen += is_unseen

    def handle_endtag(self, tag: str) -> None:
        self._take_text(self._at)
        if tag == "p" and not self._counts["p"]:
            self._break()
        elif self._counts[tag]:
            self._leave(tag)

    def finish(self) -> None:
        end = len(self._source)
        if self.cdata_elem is None:
            self._take_text(end - len(self.rawdata) if self.rawdata.startswith("<") else end)
        self._end_line_if_any()
        if self._main_ended is not None and not self._has_label(self.writer.lines[self._main_ended :]):
            self.writer.cut(self._main_ended)

    # Elements.

    def _end_implied(self, tag: str) -> None:
        """End the elements whose end the new one implies."""
        if self._counts["p"]:
            for each in reversed(self._open[-_LOOK_BACK:]):
                if each.tag == "p":
                    self._leave("p")
                    break
                if each.tag in elements.BLOCKS:
                    break
        ends, within = elements.ENDS.get(tag, ((), ()))
        if ends:
            for open_one in reversed(self._open[-_LOOK_BACK:]):
                if open_one.tag in within:
                    break
                if open_one.tag in ends:
                    self._leave(open_one.tag)
                    break

    def _leave(self, tag: str) -> None:
        """End an open element, and with it those inside whose end is missing."""
        while self._open:
            one = self._open.pop()
            self._counts[one.tag] -= 1
            self._unseen -= one.is_unseen
            if one.tag in elements.BLOCKS and not self._unseen and not one.is_unseen:
                self._end_block(one)
            if one.tag == tag:
                return

    def _begin_block(self, tag: str, given: dict[str, str | None]) -> None:
        if tag in elements.LISTS:
            self._lists.append(_List(_number(given.get("start"), 1) if tag == "ol" else None))
        elif tag == "li":
            self._marker = self._next_marker(given)
        elif tag == "pre":
            self._kept += 1
            self._drop_newline = True
        elif tag == "tr":
            self._cell_began = None

    def _end_block(self, one: _Open) -> None:
        if one.tag in elements.HEADINGS:
            self._complete_label()
        if one.tag in {"tr", "dd", "table"}:
            self._joined = False
        if one.tag not in elements.CELLS and one.tag != "dt":
            self._break()
        if one.tag in elements.LISTS and self._lists:
            self._lists.pop()
        elif one.tag == "li":
            self._marker = None
        elif one.tag == "pre":
            self._kept -= 1
        elif one.tag == "tr":
            self._cell_began = None
        elif one.tag == "main" and not self._counts["main"]:
            self._end_line_if_any()
            self._main_ended = len(self.writer.lines)
        if one.furniture is not None:
            self._end_line_if_any()
            if not self._has_label(self.writer.lines[one.furniture :]):
                self.writer.cut(one.furniture)

    def _has_label(self, lines: list[str]) -> bool:
        """Whether lines hold a label of a record's header, which no furniture does."""
        return any(self._words.scan(line).group == "header" for line in lines)

    def _is_furniture(self, tag: str, given: dict[str, str | None]) -> bool:
        """Whether an element belongs to the site and not to the page: menus, footers, cookie banners."""
        if tag in elements.FURNITURE:
            return True
        if tag == "footer" and not any(self._counts[each] for each in elements.CONTENT):
            return True
        if not given:
            return False
        if (given.get("role") or "").lower() in elements.FURNITURE_ROLES:
            return True
        names = f"{given.get('id')} {given.get('class')}".lower()
        return "cookie" in names and tag not in {"html", "body", "main"}

    def _next_marker(self, given: dict[str, str | None]) -> str:
        indent = "  " * min(len(self._lists) - 1, DEEPEST_LIST)
        items = self._lists[-1] if self._lists else _List(None)
        if items.number is None:
            return f"{indent}- "
        number = _number(given.get("value"), items.number)
        items.number = number + 1
        return f"{indent}{number}. "

    def _next_cell(self, tag: str) -> None:
        """Put the cells of a row, or a term and what it means, on one line as long as each is one line."""
        is_single = self._cell_began == len(self.writer.lines) if tag != "dd" else not self._breaks
        if not is_single or self.writer.column == 1:
            self._end_line_if_any()
            self._cell_began = len(self.writer.lines)
            return
        label = self._complete_label()
        if label == "header" or (label == "dataset_item" and self.writer.text.rstrip().endswith(":")):
            self.writer.insert(" ")
        elif label or tag == "dd":
            self._end_line_if_any()
            return
        else:
            self.writer.insert("\t")
        self._space = self._breaks = False
        self._joined = True

    def _complete_label(self) -> str:
        """Give a label in a heading or a cell the colon that the layout stands for; the label's group."""
        if not 1 < self.writer.column <= self._words.longest_label + 2:
            return ""
        text = self.writer.text.strip()
        label = text.removesuffix(":")
        group = self._words.scan(f"{label}:").group
        if group and group != "dataset_item" and label == text and not self._words.scan(text).group:
            self.writer.insert(":")
        return group

    # Text.

    def updatepos(self, i: int, j: int) -> int:
        """The parser is fed at one go, so its places are offsets; lines need not be counted for each tag."""
        self._at = j
        return j

    def _take_text(self, end: int) -> None:
        """Write what stands between the last tag and the place that the parser has come to."""
        start, self._text_from = self._text_from, None
        if start is None or self._unseen:
            return
        number = self._line_of(start)
        for found in (_KEPT_PIECE if self._kept else _PIECE).finditer(self._source, start, end):
            at = found.start()
            while number < len(self._starts) and self._starts[number] <= at:
                number += 1
            kind, text = found.lastgroup, found.group()
            if kind == "gap":
                self._gap(at)
                continue
            width = 1
            if kind == "escape":
                text, width = unescape(text), len(text)
                if text.isspace() and (not self._kept or text in "\r\n"):
                    self._gap(at)
                    continue
                if len(text) == width:
                    width = 1
            if text := text.replace("\xa0", " ").strip(_UNPRINTED):
                self._put(text, number, at - self._starts[number - 1] + 1, width)

    def _line_of(self, offset: int) -> int:
        return bisect_right(self._starts, offset)

    def _gap(self, at: int) -> None:
        if not self._kept:
            self._space = True
        elif not self._drop_newline:
            self._end_line(at)
        self._drop_newline = False

    def _put(self, text: str, line: int, column: int, width: int) -> None:
        self._drop_newline = False
        if self._breaks:
            self._end_line_if_any()
        has_text = self.writer.column > 1
        if not has_text and self._marker is not None:
            self._line_marker, self._marker = self._marker, None
        if self._space and has_text and not self._joined:
            self.writer.write(" ", line, max(column - 1, 1))
        self._space = self._joined = False
        self.writer.write(text, line, column, width)

    def _break(self) -> None:
        """What follows begins a line."""
        if not self._unseen and not self._joined:
            self._breaks = True
            self._space = False

    def _end_line_if_any(self) -> None:
        if self.writer.column > 1:
            self._end_line(self._at)
        self._breaks = False

    def _end_line(self, at: int) -> None:
        """End the line. An item that brings its own marker, or is a label of a header, needs none."""
        text = self.writer.text
        marker = self._line_marker
        if marker and (self._words.scan(text).kind is Kind.ITEM or self._words.scan(text).group == "header"):
            marker = ""
        line = self._line_of(at)
        self.writer.end_line(line, at - self._starts[line - 1] + 1, marker)
        self._line_marker = ""
        self._space = self._breaks = self._joined = False


def _is_hidden(given: dict[str, str | None]) -> bool:
    return "hidden" in given or bool(_HIDING.search(given.get("style") or ""))


def _number(given: str | None, usual: int) -> int:
    return int(given) if given and re.fullmatch(r"\s*\d{1,6}\s*", given) else usual
