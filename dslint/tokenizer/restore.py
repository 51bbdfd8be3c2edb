"""Text that was wrapped, printed, quoted, indented or marked up, as the lines that were written.

A page that went through `fold`, an e-mail, a text browser or a PDF says the same in other lines. Before it
is read, its lines are put together again; a source map leads from each character back to the file.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple
from unicodedata import east_asian_width

from dslint.source_map import SourceMap, Writer
from dslint.tokenizer.lexicon import Lexicon, fold_label
from dslint.tokenizer.lines import LONGEST_HEADING, Kind, Line
from dslint.values.numbers import count


class Restored(NamedTuple):
    """The lines that were written, the way back to the file, and what was done, a sentence each."""

    lines: list[str]
    source_map: SourceMap
    remarks: tuple[str, ...]


@dataclass(slots=True)
class _Physical:
    """A line of the file. `cut` is how many characters at its beginning are left out."""

    number: int  # 1-based
    text: str
    cut: int = 0
    new_page: bool = False  # a printed page begins with it

    @property
    def shown(self) -> str:
        return self.text[self.cut :]

    @property
    def blank(self) -> bool:
        return len(self.text) <= self.cut or self.text[self.cut :].isspace()


LONGEST_WRAPPED = 200  # code points; no tool wraps text wider than that
NARROWEST = 40  # and none narrower
_HINTS = ("\f", "**", "\n#", "\n>", "\t", "\\", "â€", "Ã", "Â", "://", " ? ", " -- ", " --- ")


def restore(lines: list[str], words: Lexicon) -> Restored | None:
    """None when the lines are as they were written, which most are."""
    if not _may_need_it(lines):
        return None
    work = [_Physical(number, text) for number, text in enumerate(lines, 1)]
    remarks: list[str] = []
    work = _without_furniture(work, words, remarks)
    _unquote(work, remarks)
    _unindent(work)
    work = _without_gaps(work)
    markdown = _is_markdown(work, words)
    if markdown:
        work = _without_rules(work)
        remarks.append("The text is Markdown. Its marks were left out")
    typed = markdown or any(_DASH_FOR_CERTAIN.search(line.shown) for line in work)
    lost = any(_LOST_FOR_CERTAIN.search(line.shown) for line in work)
    pieces = [_cleaned(line, markdown, typed, lost, words) for line in work]
    _tell_repairs(pieces, remarks)
    width = _wrap_width(work, pieces, words)
    if width is not None:
        remarks.append(f"Lines are broken at about {width.columns} columns. They were joined")
    if not remarks and all(line.cut == 0 for line in work) and not any(p.changed for p in pieces):
        return None
    writer = Writer()
    for run in _runs(work, pieces, width, words):
        _write(writer, run, work, pieces)
    return Restored(writer.lines, writer.source_map, tuple(remarks))


def _may_need_it(lines: list[str]) -> bool:
    longest = max(map(len, lines), default=0)
    if longest <= LONGEST_WRAPPED:
        return True
    text = "\n".join(lines)
    return any(hint in text for hint in _HINTS) or all(
        line[0] in " \t" for line in lines if line and not line.isspace()
    )


# Page headers and footers of a print.


def _without_furniture(work: list[_Physical], words: Lexicon, remarks: list[str]) -> list[_Physical]:
    """The lines without those that a printer added, and without the blank lines around these."""
    ends: list[int] = []  # of pages
    for index, line in enumerate(work):
        if line.text.startswith("\f"):
            line.cut = len(line.text) - len(line.text.lstrip("\f"))
            line.new_page = True
        text = line.shown.strip()
        if text and len(text) <= LONGEST_HEADING and any(p.search(text) for p in words.furniture):
            ends.append(index)
    pages = [index for index, line in enumerate(work) if line.new_page]
    ends += [index for page in pages for index in _page_numbers(work, page)]
    if not ends:
        return work
    gone = set(ends)
    gone |= _running_heads(work, gone, pages, words)
    left = [replace(line) for line in work]
    for index in sorted(gone):
        # The blank lines around belong to the print, too; the next line that is kept begins a page.
        for step in (-1, 1):
            at = index + step
            while 0 <= at < len(left) and (left[at].blank or at in gone):
                gone.add(at)
                at += step
            if step == 1 and at < len(left):
                left[at].new_page = True
    numbers = sorted({work[index].number for index in ends})
    named = ", ".join(map(str, numbers[:5])) + (" and others" if len(numbers) > 5 else "")
    lines, were = ("lines", "were") if len(numbers) > 1 else ("line", "was")
    remarks.append(
        f"{count(len(numbers), 'line')} of page headers and footers {were} left out: {lines} {named}"
    )
    return [line for index, line in enumerate(left) if index not in gone]


_PAGE_NUMBER = re.compile(r"\s*(?:[-–—]\s*)?\d{1,4}(?:\s*/\s*\d{1,4})?(?:\s*[-–—])?\s*")


def _page_numbers(work: list[_Physical], page: int) -> Iterator[int]:
    """The number of a page, alone on the last line before the next page begins."""
    at = page - 1
    while at >= 0 and work[at].blank:
        at -= 1
    if at >= 0 and _PAGE_NUMBER.fullmatch(work[at].shown):
        yield at


def _running_heads(work: list[_Physical], gone: set[int], pages: list[int], words: Lexicon) -> set[int]:
    """The title that a print repeats at the head of each page, next to the date."""
    heads: dict[str, list[int]] = {}
    for page in {0, *pages}:
        at = page
        while at < len(work) and (work[at].blank or at in gone):
            at += 1
        if at < len(work) and any(index in gone for index in range(page, at)):
            heads.setdefault(work[at].shown.strip(), []).append(at)
    alone = {
        found[0]
        for text, found in heads.items()
        if (found[0] + 1 == len(work) or work[found[0] + 1].blank)
        and words.scan(text).kind is Kind.TEXT
        and not text.endswith(words.organisation_suffix)
        and fold_label(text) not in words.banners
    }
    return alone | {index for found in heads.values() if len(found) > 1 for index in found}


# Marks in front of every line.

_QUOTED = re.compile(r"(?:[ \t]*+>)+ ?")


def _unquote(work: list[_Physical], remarks: list[str]) -> None:
    filled = [line for line in work if not line.blank]
    quoted = [line for line in filled if line.shown.lstrip().startswith(">")]
    if not filled or len(quoted) < 0.8 * len(filled):
        return
    for line in work:
        if found := _QUOTED.match(line.shown):
            line.cut += found.end()
    remarks.append("The text is quoted with '>'. The marks were left out")


def _unindent(work: list[_Physical]) -> None:
    """Leave out the indentation that all lines of a printed page share."""
    page: list[_Physical] = []
    for line in [*work, None]:
        if page and (line is None or line.new_page):
            depths = [_indent(each.shown) for each in page if not each.blank]
            if depths and (shared := min(depths)):
                for each in page:
                    each.cut = min(each.cut + shared, len(each.text))
            page = []
        if line is not None:
            page.append(line)


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip(" \t"))


def _without_gaps(work: list[_Physical]) -> list[_Physical]:
    """Without what a printed page has and its text has not: blank lines at its end, and behind a mark of a
    list that is alone. Several such marks in a row say nothing, since their texts are elsewhere."""
    left: list[_Physical] = []
    marks = 0  # alone, at the end of what is left
    for line in work:
        is_mark = _MARK_ALONE.fullmatch(line.shown) is not None
        if marks > 1 and not is_mark and not line.blank:
            del left[-marks:]
        if line.new_page:
            while left and left[-1].blank:
                left.pop()
        if is_mark or not line.blank:
            marks = marks + 1 if is_mark else 0
        if not (line.blank and marks):
            left.append(line)
    return left


# Markdown.

_HASHES = re.compile(r"#{1,6}[ \t]+(?=\S)")
_BOLD_LABEL = re.compile(r"[*_]{2}(?P<label>[^*_]{1,80}?)\s*:?[*_]{2}")
_RULE = re.compile(r"\s*(?:=+|-{3,}|\*{3,}|_{3,})\s*")


def _is_markdown(work: list[_Physical], words: Lexicon) -> bool:
    marks = 0
    for line in work:
        text = line.shown
        if found := _HASHES.match(text):
            rest = text[found.end() :].rstrip()
            marks += (
                words.scan(rest).kind in (Kind.HEADING, Kind.LABEL)
                or rest.endswith(words.organisation_suffix)
                or fold_label(rest) in words.banners
            )
        elif found := _BOLD_LABEL.match(text):
            marks += words.scan(found["label"].rstrip(": ") + ":").kind is Kind.LABEL
        elif _ESCAPED.search(text):
            marks += 2
        if marks > 1:
            return True
    return False


def _without_rules(work: list[_Physical]) -> list[_Physical]:
    """Without the lines that only draw a rule, or underline a heading."""
    return [line for line in work if not _RULE.fullmatch(line.shown)]


# Characters.


class _Piece(NamedTuple):
    """What a line says, as stretches of text with the offset in the line and the width in the file.

    A line that is one stretch has none of them: it is kept in little room, since there may be very many.
    """

    text: str
    stretches: tuple[tuple[str, int, int], ...] = ()
    begin: int = 0  # of the one stretch
    changed: bool = False
    repaired: int = 0  # characters that were encoded twice
    dashes: int = 0  # question marks that stand for dashes
    hyphens: int = 0  # that a reference had lost


_EMPTY = _Piece("")
_ESCAPED = re.compile(r"\\(?=[!-/:-@\[-`{-~])(?!\\)")
_MARKUP = re.compile(
    r"\\(?P<char>[!-/:-@\[-`{-~])|(?P<bold>\*\*|__)|(?P<dash>---?)"
    r"|!?\[(?P<link>[^\[\]]{1,300})\]\([^()\s]{1,2000}\)|(?P<break>\\|<br ?/?>)$"
)
_DASHES = {"--": "–", "---": "—"}
# UTF-8 that was read as Windows-1252: a lead byte of two or three, and what follows it.
_HIGH = r"[\u0080-\u00bf\u0152-\u0192\u02c6-\u2122]"  # what a byte of UTF-8 looks like in Windows-1252
_TWICE = re.compile(rf"[ÂÃ][\u0080-\u00bf]|â[\u0080\u20ac]{_HIGH}|ð{_HIGH}{{3}}")
_TYPED_DASH = re.compile(r"(?<![-\S])---?(?!\S)")
_DASH_FOR_CERTAIN = re.compile(r" ---? *(?:$|(?:DARS-)?NIC-\d|\d{4}[-./]\d|\d\d?/\d{4}|s ?\d{2,3}\b)")
_LOST_FOR_CERTAIN = re.compile(r"(?<=\S )\?(?= (?:(?:DARS-)?NIC-\d|\d{4}[-./]\d|\d\d?/\d{4}|s ?\d{2,3}\b))")
# Where some were lost for certain, all others were.
_LOST_DASH = re.compile(r"(?<=\S )\?(?= (?P<long>(?:DARS-)?NIC-\d|\d{4}[-./]\d|\d\d?/\d{4})?[\w(])")


def _cleaned(line: _Physical, markdown: bool, typed: bool, lost: bool, words: Lexicon) -> _Piece:
    """What a line says. `typed` means that dashes are hyphens in a row, `lost` that they are
    question marks."""
    text = line.shown.rstrip()
    if not text:
        return _EMPTY
    changes: list[tuple[int, int, str]] = []  # start, end, and what is meant
    begin = 0
    if markdown and (found := _HASHES.match(text)):
        begin = found.end()
    if markdown and any(mark in text for mark in ("\\", "**", "__", "--", "](", "<br")):
        changes += [(m.start(), m.end(), _meant(m)) for m in _MARKUP.finditer(text, begin)]
    repaired = _repairs(text) if not text.isascii() else []
    dashes = (
        [(m.start(), m.end(), "—" if m["long"] else "–") for m in _LOST_DASH.finditer(text)]
        if lost and " ? " in text
        else []
    )
    hyphens = [*_lost_hyphens(text)] if "NIC" in text else []
    changes += [*repaired, *dashes, *hyphens]
    if typed and not markdown and "--" in text:
        changes += [(m.start(), m.end(), _DASHES[m[0]]) for m in _TYPED_DASH.finditer(text)]
    tab = text.find("\t")
    if tab > 0 and ":" not in text[:tab] and words.scan(text[:tab].rstrip() + ":").kind is Kind.LABEL:
        changes.append((tab, tab + 1, ":"))
    if not changes:
        return _Piece(text[begin:], begin=begin, changed=bool(begin))
    stretches: list[tuple[str, int, int]] = []
    at = begin
    for start, end, meant in sorted(changes):
        if start < at:
            continue
        if start > at:
            stretches.append((text[at:start], at, 1))
        if meant:
            kept = text.find(meant, start, end) if len(meant) > 1 else -1
            stretches.append((meant, kept, 1) if kept >= 0 else (meant, start, end - start))
        at = end
    if at < len(text):
        stretches.append((text[at:], at, 1))
    whole = "".join(stretch for stretch, _, _ in stretches)
    return _Piece(whole, tuple(stretches), 0, True, len(repaired), len(dashes), len(hyphens))


# A reference that some tool printed without a hyphen, because a line ended with it.
_BROKEN = re.compile(r"\b(?:DARS(?P<a>-?))?NIC(?P<b>-?)\d{5,7}(?P<c>-?)[A-Z]\d[A-Z]\d[A-Z]\b")


def _lost_hyphens(text: str) -> Iterator[tuple[int, int, str]]:
    for found in _BROKEN.finditer(text):
        for name in "abc":
            if found[name] == "":
                yield found.start(name), found.start(name), "-"


def _meant(found: re.Match[str]) -> str:
    if found["dash"]:
        return _DASHES[found["dash"]]
    return found["char"] or found["link"] or ""


def _repairs(text: str) -> list[tuple[int, int, str]]:
    found = []
    for match in _TWICE.finditer(text):
        try:
            meant = match[0].encode("cp1252", "dslint-latin-1-bytes").decode("utf-8")
        except UnicodeError:
            continue
        found.append((match.start(), match.end(), meant))
    return found


def _latin_1_bytes(error: UnicodeError) -> tuple[bytes, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return error.object[error.start : error.end].encode("latin-1"), error.end


codecs.register_error("dslint-latin-1-bytes", _latin_1_bytes)


def _tell_repairs(pieces: list[_Piece], remarks: list[str]) -> None:
    repaired = sum(piece.repaired for piece in pieces)
    if repaired:
        remarks.append(
            f"{count(repaired, 'character')} had been encoded twice and"
            f" {'were' if repaired > 1 else 'was'} repaired"
        )
    if hyphens := sum(piece.hyphens for piece in pieces):
        remarks.append(
            f"{count(hyphens, 'reference')} had lost a hyphen, as at the end of a line that"
            " was printed. Other words may have lost theirs; pdftotext -layout keeps them"
        )
    dashes = sum(piece.dashes for piece in pieces)
    if dashes:
        remarks.append(
            f"{count(dashes, 'question mark')} with spaces on both sides"
            f" {'were' if dashes > 1 else 'was'} read as {'dashes' if dashes > 1 else 'a dash'}"
        )


# Lines that were wrapped.


class _Width(NamedTuple):
    """`columns` is the longest line; for a print, whose letters differ in width, the usual one."""

    columns: int
    exact: bool


_ENDS = (".", ":", ";", "?", "!", ".)", ".”", ".'")
_MID_SENTENCE = re.compile(r"[a-z]")


def _wrap_width(work: list[_Physical], pieces: list[_Piece], words: Lexicon) -> _Width | None:
    """Where the lines were broken, or None. Wrapped text goes on in the middle of sentences, and only
    behind lines that hold no further word."""
    lengths = [len(line.text.rstrip()) for line in work]
    if sum(length for length in lengths if length > LONGEST_WRAPPED) > _UNBROKEN * sum(lengths):
        return None
    printed = any(line.new_page for line in work)
    breaks = [
        (lengths[at], _needed(work[at], work[at + 1]))
        for at in range(len(pieces) - 1)
        if not work[at + 1].new_page
        and (_goes_on(pieces[at].text, pieces[at + 1].text, words) or _value_goes_on(work, pieces, at, words))
    ]
    # An address that no tool breaks may be longer than the lines are wide.
    widest = sorted((length for length, _ in breaks), reverse=True)
    longest = widest[len(widest) // 30] if widest else 0
    if longest < NARROWEST:
        return None
    exact = sum(needed > longest for _, needed in breaks)
    # A header whose value goes on is evidence enough: nothing else stands between its labels.
    sure = any(_value_goes_on(work, pieces, at, words) for at in range(len(pieces) - 1))
    if not printed and exact >= (1 if sure else 2) and exact >= 0.9 * len(breaks):
        return _Width(longest, True)
    if len(breaks) < (1 if printed else 3):
        return None
    from statistics import median  # loads much, and few pages are wrapped

    usual = int(median(length for length, _ in breaks))
    full = sum(_FULL * usual <= length <= usual / _FULL for length, _ in breaks)
    return _Width(usual, False) if usual >= NARROWEST and full >= 0.8 * len(breaks) else None


_UNBROKEN = 0.05  # of a text, in lines too long to be wrapped: a converter may lose the end of a line
_FULL = 0.8  # of the usual line, for a line of a print that holds no further word
_FULL_IN_HEADER = 0.6


def _goes_on(text: str, following: str, words: Lexicon) -> bool:
    """Whether a sentence surely goes on from one line to the next."""
    return (
        bool(text)
        and not text.endswith((*_ENDS, ","))
        and _MID_SENTENCE.match(following.lstrip()) is not None
        and words.scan(following.strip()).kind is Kind.TEXT
    )


def _value_goes_on(work: list[_Physical], pieces: list[_Piece], at: int, words: Lexicon) -> bool:
    """Whether a line of a header has a value that the next line ends, before the next label of a header.

    Prose may follow "Purposes", and a remark any field; neither is a value that goes on.
    """
    text, following = pieces[at].text.strip(), pieces[at + 1].text.strip()
    line = words.scan(text)
    if not _is_header(line) or line.key == "purposes" or not following or len(text) < NARROWEST:
        return False
    if words.scan(following).kind is not Kind.TEXT and not following.startswith("("):
        return False
    behind = (words.scan(piece.text.strip()) for piece in pieces[at + 2 : at + 12])
    label = next((each for each in behind if each.kind in (Kind.LABEL, Kind.HEADING)), None)
    if label is None or not _is_header(label):
        return False
    return not _is_remark(following, words) and not _LIKE_A_LABEL.match(following)


_LIKE_A_LABEL = re.compile(r"[A-Z][\w/&’'() -]{0,60}:")


def _is_remark(text: str, words: Lexicon) -> bool:
    return any(note.search(text) for note in words.header_notes)


def _width(text: str) -> int:
    """How many columns a terminal shows a text in."""
    if text.isascii():
        return len(text)
    return sum(2 if east_asian_width(each) in "WF" else 1 for each in text)


_MARK_ALONE = re.compile(r"\s*[•◦▪●○·]\s*")
_MARK = re.compile(r"[-–—+*#]|\d+[.)]")


def _needed(line: _Physical, following: _Physical) -> int:
    """How wide a line would be with the next word; some tools count bytes for columns."""
    words = following.shown.split(None, 2)
    # Some tools begin no line with what looks like a mark of a list.
    taken = words[:2] if len(words) > 1 and _MARK.fullmatch(words[1]) else words[:1]
    joined = " ".join([line.text.rstrip(), *taken])
    return max(_width(joined), len(joined.encode("utf-8", "replace")))


def _runs(
    work: list[_Physical], pieces: list[_Piece], width: _Width | None, words: Lexicon
) -> Iterator[list[int]]:
    """The indexes of lines that are one, in order."""
    run: list[int] = []
    for at, piece in enumerate(pieces):
        if run and width and _belongs(work, pieces, run, at, width, words):
            run.append(at)
            continue
        if run:
            yield run
        run = [at]
        if not piece.text.strip():
            yield run
            run = []
    if run:
        yield run


def _belongs(
    work: list[_Physical], pieces: list[_Piece], run: list[int], at: int, width: _Width, words: Lexicon
) -> bool:
    """Whether a line goes on with the line that is being put together."""
    before, text = pieces[run[-1]].text, pieces[at].text.strip()
    if not text or not before:
        return False
    if len(run) == 1 and _MARK_ALONE.fullmatch(before):
        return not _MARK_ALONE.fullmatch(text)
    opened, line = words.scan(pieces[run[0]].text.strip()), words.scan(text)
    if opened.kind is Kind.HEADING or (_is_header(opened) and _is_remark(text, words)):
        return False
    length = len(work[run[-1]].text.rstrip())
    exactly = _needed(work[run[-1]], work[at]) > width.columns
    # In a header only a label follows a value, and capitals take more room than other letters.
    full = _FULL_IN_HEADER if _is_header(opened) and line.kind is Kind.TEXT else _FULL
    if not (exactly if width.exact else length >= full * width.columns):
        return False
    ended = before.endswith(_ENDS)
    if line.kind is Kind.LABEL:
        # A word of prose with a colon, at the beginning of a line by chance.
        return _is_header(opened) and width.exact and line.group == "narrative" and line.start < line.end
    if line.kind is Kind.ITEM:
        if _is_header(opened):
            return not ended
        return line.label in ("-", "–", "—") and not ended and exactly and opened.kind is not Kind.ITEM
    if line.kind is Kind.HEADING:
        return opened.kind is Kind.TEXT and not ended
    if _is_header(opened) or not ended:
        return True
    if width.exact:
        # The heading of a record may follow a full line by chance.
        behind = next((p.text.strip() for p in pieces[at + 1 :] if p.text.strip()), "")
        return not (_is_header(words.scan(behind)) and " — " in text)
    # A paragraph of a print may end with a long line.
    return not text[0].isupper() or exactly


def _is_header(line: Line) -> bool:
    return line.kind is Kind.LABEL and line.group == "header"


_HYPHEN = re.compile(r"\w-\Z")
_PROVISION = re.compile(r"\bs ?\d+[A-Z]?(?:\(\w{1,4}\))*\Z")
_POINT = re.compile(r"\(\w{1,4}\)")


def _within_a_word(before: str, following: str) -> bool:
    """Whether a line was broken where no space was: after a hyphen, before a slash, within "s261(2)(a)"."""
    if _HYPHEN.search(before):
        return following[:1].isalnum()
    return following.startswith("/") or bool(_PROVISION.search(before) and _POINT.match(following))


def _write(writer: Writer, run: list[int], work: list[_Physical], pieces: list[_Piece]) -> None:
    for index, at in enumerate(run):
        line, piece = work[at], pieces[at]
        skipped = 0
        if index:
            skipped = _indent(piece.text)
            before = pieces[run[index - 1]].text
            if not _within_a_word(before, piece.text[skipped:]):
                writer.write(" ", line.number, line.cut + 1, 0)
        for text, offset, width in piece.stretches or ((piece.text, piece.begin, 1),):
            if skipped:
                text, offset = text[skipped:], offset + skipped
                skipped = 0
            if text:
                writer.write(text, line.number, line.cut + offset + 1, width)
    last = work[run[-1]]
    writer.end_line(last.number, last.cut + 1)
