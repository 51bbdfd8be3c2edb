"""The characters that were meant: Markdown, what was encoded twice, dashes and hyphens that were lost."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from dslint.regexes import regex
from dslint.tokenizer.lexicon import Lexicon
from dslint.tokenizer.lines import Kind
from dslint.tokenizer.restoring.markdown import HEADING, HEADING_END
from dslint.tokenizer.restoring.physical import PhysicalLine
from dslint.tuples import NamedTuple
from dslint.values.numbers import count


class Piece(NamedTuple):
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
    entities: int = 0  # characters as a web page writes them


_EMPTY = Piece("")
_MARKUP = regex(
    r"\\(?P<char>[!-/:-@\[-`{-~])|(?P<bold>\*\*|__|''')|(?P<dash>---?)"
    r"|!?\[(?P<link>[^\[\]]{1,300})\]\([^()\s]{1,2000}\)|(?P<anchor>\{anchor:[^{}\s]{1,300}\})"
    r"|(?P<break>\\|<br ?/?>)$"
)
# Stressed words. Their marks go; what stands between the marks is read as any other text is.
_STRESSED = (
    regex(r"(?<![\w*_/\\])(?P<open>\*)[^\s*](?:[^*\n]{0,80}[^\s*\\])?(?P<close>\*)(?![\w*])"),
    # Textile has spaces around a dash, in stressed words as anywhere.
    regex(r"(?<![\w*_/\\])(?P<open>_)(?:[^\s_](?:[^_\n]{0,80}[^\s_\\])?| - )(?P<close>_)(?![\w_])"),
    regex(  # where three stand, one is a quotation mark
        r"(?<![\w*_/'])(?P<open>'')(?:'[^\s'](?:[^'\n]{0,80}[^\s'])?|"
        r"[^\s'](?:(?:[^'\n]|'(?!')){0,80}[^\s'])?'?)(?P<close>'')(?![\w'])"
    ),
    regex(r"(?<![\w*_/:])(?P<open>//)[^\s/](?:[^\n]{0,80}?[^\s/])??(?P<close>//)(?![\w/])"),
    regex(r"(?<![\w*_/:])(?P<open>/)[^\s/](?:(?:[^/\n]|(?<=\w)/(?=\w)){0,80}[^\s/])?(?P<close>/)(?![\w/])"),
)
_SIDES = ("open", "close")
_NAME = regex(r"\S*(?:://\S+|\.\w{2,4}\b)")  # of a file, or an address: hyphens in it are no dashes
_ONE_STAR = regex(r"\*(?P<label>[^*:]{1,80}):\*")
_ENTITY = regex(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,8});")
_DASHES = {"--": "–", "---": "—"}
# UTF-8 that was read as Windows-1252: a lead byte of two or three, and what follows it.
_HIGH = r"[\u0080-\u00bf\u0152-\u0192\u02c6-\u2122]"  # what a byte of UTF-8 looks like in Windows-1252
_LOST_QUOTE = "â€\ufffd"  # whose last byte has no meaning in Windows-1252
_TWICE = regex(rf"{_LOST_QUOTE}|[ÂÃ][\u0080-\u00bf]|â[\u0080\u20ac]{_HIGH}|ð{_HIGH}{{3}}")
_TYPED_DASH = regex(r"(?<![-\S])---?(?!\S)")
DASH_FOR_CERTAIN = regex(r" ---? *(?:$|(?:DARS-)?NIC-\d|\d{4}[-./]\d|\d\d?/\d{4}|s ?\d{2,3}\b)")
LOST_FOR_CERTAIN = regex(r"(?<=\S )\?(?= (?:(?:DARS-)?NIC-\d|\d{4}[-./]\d|\d\d?/\d{4}|s ?\d{2,3}\b))")
_LOST_MARK = regex(r"[ \t]*\?(?= \S)")  # of a list
# Where some were lost for certain, all others were.
_LOST_DASH = regex(r"(?<=\S )\?(?= (?P<long>(?:DARS-)?NIC-\d|\d{4}[-./]\d|\d\d?/\d{4})?[\w(])")


def cleaned(line: PhysicalLine, markdown: bool, typed: bool, lost: bool, words: Lexicon) -> Piece:
    """What a line says. `typed` means that dashes are hyphens in a row, `lost` that they are
    question marks."""
    text = line.shown.rstrip()
    if not text:
        return _EMPTY
    changes: list[tuple[int, int, str]] = []  # start, end, and what is meant
    begin = 0
    if markdown and (found := HEADING.match(text)):
        begin = found.end()
        text = HEADING_END.sub("", text)
    if markdown and any(mark in text for mark in ("\\", "*", "_", "--", "](", "<br", "''", "/", "{anchor:")):
        names = [found.span() for found in _NAME.finditer(text)] if "--" in text else []
        stressed = [m.span(mark) for each in _STRESSED for m in each.finditer(text, begin) for mark in _SIDES]
        changes += [(*span, "") for span in stressed]
        changes += [
            (m.start(), m.end(), _meant(m))
            for m in _MARKUP.finditer(text, begin)
            if not (m["dash"] and any(start < m.start() < end for start, end in names))
            and not (m["bold"] and any(m.start() < end and start < m.end() for start, end in stressed))
        ]
        if (found := _ONE_STAR.match(text, begin)) and words.scan(found["label"] + ":").kind is Kind.LABEL:
            changes += [(found.start(), found.start() + 1, ""), (found.end() - 1, found.end(), "")]
    entities = _entities(text) if "&" in text else []
    if "{" in text:
        entities += _attributes(text)
    if lost and (found := _LOST_MARK.match(text)):
        changes.append((found.end() - 1, found.end(), "•"))
    repaired = _repairs(text) if not text.isascii() else []
    dashes = (
        [(m.start(), m.end(), "—" if m["long"] else "–") for m in _LOST_DASH.finditer(text)]
        if lost and " ? " in text
        else []
    )
    hyphens = [*_lost_hyphens(text)] if "NIC" in text else []
    changes += [*entities, *repaired, *dashes, *hyphens]
    if typed and not markdown and "--" in text:
        changes += [(m.start(), m.end(), _DASHES[m[0]]) for m in _TYPED_DASH.finditer(text)]
    tab = text.find("\t")
    if tab > 0 and ":" not in text[:tab] and words.scan(text[:tab].rstrip() + ":").kind is Kind.LABEL:
        changes.append((tab, tab + 1, ":"))
    if not changes:
        return Piece(text[begin:], begin=begin, changed=bool(begin))
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
    return Piece(whole, tuple(stretches), 0, True, len(repaired), len(dashes), len(hyphens), len(entities))


# A reference that some tool printed without a hyphen, because a line ended with it.
_BROKEN = regex(r"\b(?:DARS(?P<a>-?))?NIC(?P<b>-?)\d{5,7}(?P<c>-?)[A-Z]\d[A-Z]\d[A-Z]\b")


def _lost_hyphens(text: str) -> Iterator[tuple[int, int, str]]:
    for found in _BROKEN.finditer(text):
        for name in "abc":
            if found[name] == "":
                yield found.start(name), found.start(name), "-"


def _meant(found: re.Match[str]) -> str:
    if found["dash"]:
        return _DASHES[found["dash"]]
    return found["char"] or found["link"] or ""


def _entities(text: str) -> list[tuple[int, int, str]]:
    from html import unescape

    found = ((match.start(), match.end(), unescape(match[0])) for match in _ENTITY.finditer(text))
    shown = ((start, end, meant) for start, end, meant in found if len(meant) == 1)
    return [(start, end, meant) for start, end, meant in shown if meant.isprintable() or meant == "\u00a0"]


# How AsciiDoc writes characters that it would read as its own marks, and nothing at all.
_ATTRIBUTES = {
    "empty": "", "blank": "", "plus": "+", "asterisk": "*", "vbar": "|", "caret": "^", "tilde": "~",
    "startsb": "[", "endsb": "]", "backtick": "`", "backslash": "\\", "amp": "&", "lt": "<", "gt": ">",
    "apos": "'", "quot": '"', "nbsp": "\u00a0", "deg": "°",
}  # fmt: skip
_ATTRIBUTE = regex(r"\{([a-z]{2,9})\}")


def _attributes(text: str) -> list[tuple[int, int, str]]:
    found = _ATTRIBUTE.finditer(text)
    return [(match.start(), match.end(), _ATTRIBUTES[match[1]]) for match in found if match[1] in _ATTRIBUTES]


def _repairs(text: str) -> list[tuple[int, int, str]]:
    found = []
    for match in _TWICE.finditer(text):
        if match[0] == _LOST_QUOTE:
            found.append((match.start(), match.end(), "”"))
            continue
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


_LEADS_TO_NOTE = regex(r"[^\s*:]\s?\*\Z")
_STARRED = regex(r"\s*\*\s")


def mark_lists_with_hyphens(pieces: list[Piece], runs: list[list[int]], remarks: list[str]) -> None:
    """Where a star at the end of a line leads to a note, the stars of lists become hyphens: otherwise each
    entry of a list would be that note. A line with a star that has no other one beside it may be the note."""
    if not any(_LEADS_TO_NOTE.search(piece.text) for piece in pieces):
        return
    lines = [run[0] for run in runs if pieces[run[0]].text.strip()]
    starts = [(pieces[line].stretches or (pieces[line],))[0] for line in lines]
    # A star of the text itself is escaped in a markup, so it is a stretch of its own.
    starred = {at for at, start in enumerate(starts) if _STARRED.match(start[0])}
    entries = [lines[at] for at in sorted(starred) if {at - 1, at + 1} & starred]
    for line in entries:
        piece = pieces[line]
        first, *others = piece.stretches or ((piece.text, piece.begin, 1),)
        stretches = ((first[0].replace("*", "-", 1), *first[1:]), *others)
        text = piece.text.replace("*", "-", 1)
        pieces[line] = piece._replace(text=text, stretches=stretches, changed=True)
    if entries:
        remarks.append(
            "Stars lead to notes, and stars begin the entries of lists, too. Those at the beginning of"
            f" {count(len(entries), 'line')} were read as hyphens"
        )


def tell_repairs(pieces: list[Piece], remarks: list[str]) -> None:
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
    if entities := sum(piece.entities for piece in pieces):
        remarks.append(
            f"{count(entities, 'character')} {'were' if entities > 1 else 'was'} written as in the source"
            " of a web page or of AsciiDoc and read as meant"
        )
    dashes = sum(piece.dashes for piece in pieces)
    if dashes:
        remarks.append(
            f"{count(dashes, 'question mark')} with spaces on both sides"
            f" {'were' if dashes > 1 else 'was'} read as {'dashes' if dashes > 1 else 'a dash'}"
        )
