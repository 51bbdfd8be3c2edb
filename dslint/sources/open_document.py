"""Texts of LibreOffice and others (.odt): the text as it stands when every tracked change is accepted.

Only the parts with the text and its styles are parsed. Nothing that it links to is opened.
"""

from __future__ import annotations

from html import escape

from dslint.sources.blocks import read_blocks
from dslint.sources.decode import Unreadable
from dslint.sources.package import Walker, open_package, part_of, walk
from dslint.sources.read import Text
from dslint.tuples import NamedTuple
from dslint.vocabularies import Vocabularies

_CONTENT, _STYLES, _MANIFEST = "content.xml", "styles.xml", "META-INF/manifest.xml"
_MOST_BLANKS = 100  # that one element stands for
# Not part of the text as it is shown: what was deleted, what is remarked, and what a form or a drawing holds.
_UNSEEN = frozenset([
    "text:tracked-changes", "office:annotation", "office:forms", "office:scripts", "office:settings",
    "text:sequence-decls", "text:variable-decls", "text:user-field-decls", "text:note-citation",
    "table:shapes", "office:binary-data", "svg:desc", "svg:title", "text:hidden-text",
])  # fmt: skip
_PLAIN = {
    "text:p": "p",
    "table:table": "table",
    "table:table-row": "tr",
    "table:table-cell": "td",
    "text:list-item": "li",
    "text:list-header": "li",
}


def read(path: str, content: bytes, vocabularies: Vocabularies) -> Text:
    """The visible text. Raises Unreadable."""
    package = open_package(content, ".odt")
    if b"encryption-data" in (part_of(package, _MANIFEST) or b""):
        raise Unreadable("is encrypted; save it without a password")
    found = part_of(package, _CONTENT)
    if found is None:
        raise Unreadable("is no OpenDocument text, although its name says so")
    page = _Page()
    if styles := part_of(package, _STYLES):
        walk(styles, page)
    walk(found, page)
    return read_blocks("".join(page.made), vocabularies)


class _List(NamedTuple):
    """A list and the number of its last item."""

    style: str
    number: int


class _Page(Walker):
    """Writes the text as HTML."""

    def __init__(self) -> None:
        self.made: list[str] = []
        self._unseen = 0
        self._in_body = False
        self._in_block = 0  # paragraphs and headings: white space elsewhere is not text
        self._bold: set[str] = set()  # styles whose text is bold
        self._numbered: set[str] = set()  # styles of lists with numbers
        self._style = ""
        self._ends: list[str] = []  # what ends each open element
        self._lists: list[_List] = []
        self._ended = _List("", 0)  # the last list that ended

    def start(self, name: str, given: dict[str, str]) -> None:
        end = ""
        if self._unseen or name in _UNSEEN:
            self._unseen += 1
        elif name == "office:body":
            self._in_body = True
        elif not self._in_body:
            self._read_style(name, given)
        else:
            end = self._begin(name, given)
        self._ends.append(end)

    def _read_style(self, name: str, given: dict[str, str]) -> None:
        if name in ("style:style", "text:list-style"):
            self._style = given.get("style:name", "")
        elif name == "style:text-properties" and given.get("fo:font-weight", "") in (
            "bold",
            "700",
            "800",
            "900",
        ):
            self._bold.add(self._style)
        elif name == "text:list-level-style-number":
            self._numbered.add(self._style)

    def _begin(self, name: str, given: dict[str, str]) -> str:
        """Write what begins an element; what ends it."""
        style = given.get("text:style-name", "")
        tag = _PLAIN.get(name, "")
        if name == "text:h":
            level = given.get("text:outline-level", "1")
            tag = f"h{min(int(level), 6) if level.isdecimal() and level != '0' else 1}"
        elif name == "text:list":
            return self._begin_list(style, given)
        elif name == "text:list-item" and self._lists:
            self._lists[-1] = self._lists[-1]._replace(number=self._lists[-1].number + 1)
        elif name == "text:span" and style in self._bold:
            tag = "strong"
        elif name == "text:line-break":
            self.made.append("<br>")
        elif name in ("text:tab", "text:s"):
            count = given.get("text:c", "1")
            blanks = min(int(count), _MOST_BLANKS) if count.isdecimal() and len(count) < 5 else 1
            self.made.append(" " * blanks)
        if name in ("text:p", "text:h"):
            self._in_block += 1
        if not tag:
            return ""
        if tag == "p" and style in self._bold:
            self.made.append("<p><strong>")
            return "</strong></p>"
        self.made.append(f"<{tag}>")
        return f"</{tag}>"

    def _begin_list(self, style: str, given: dict[str, str]) -> str:
        """A list has the style of the one around it where it names none, and may go on with the last one."""
        style = style or (self._lists[-1].style if self._lists else "")
        goes_on = given.get("text:continue-numbering") == "true" or "text:continue-list" in given
        before = self._ended.number if goes_on and self._ended.style == style else 0
        self._lists.append(_List(style, before))
        if style not in self._numbered:
            self.made.append("<ul>")
            return "</ul>"
        self.made.append(f'<ol start="{before + 1}">' if before else "<ol>")
        return "</ol>"

    def end(self, name: str) -> None:
        self.made.append(self._ends.pop())
        if name == "text:list" and not self._unseen and self._lists:
            self._ended = self._lists.pop()
        if self._unseen:
            self._unseen -= 1
        elif self._in_body and name in ("text:p", "text:h"):
            self._in_block -= 1

    def text(self, text: str) -> None:
        if self._in_block and not self._unseen:
            self.made.append(escape(text, quote=False))
