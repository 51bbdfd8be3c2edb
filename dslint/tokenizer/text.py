"""Whole texts: lines, and the lossless stream of tokens."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from dslint.tokenizer.lines import Kind, scan

_LINE_END = re.compile(r"\r\n|\n|\r")


# Spaces and hyphens that differ from the plain ones in width or in where a line may break.
_PLAIN = {**dict.fromkeys("\u00a0\u2002\u2003\u2007\u2009\u202f", " "), "\u2010": "-", "\u2011": "-"}


def plain(text: str) -> str:
    """The text with plain spaces and hyphens, letter for letter, so that every place stays where it was."""
    if not text.isascii():
        for printed, meant in _PLAIN.items():
            text = text.replace(printed, meant)
    return text


class Token(NamedTuple):
    """A piece of the input. `line` and `column` are 1-based; joined, the texts are the input again."""

    kind: str  # label | separator | value | marker | reference | version | text | blank | eol
    text: str
    line: int
    column: int


def split_lines(text: str) -> list[str]:
    r"""The lines without their ends: \n, \r\n and a lone \r end a line, as in every editor.

    A text that ends in a line end has no further, empty line; an empty text has none at all.
    """
    lines = text.split("\n") if "\r" not in text else _LINE_END.split(text)
    if not lines[-1]:
        lines.pop()
    return lines


def tokenize(text: str) -> Iterator[Token]:
    """Cut any text at all into tokens, losing nothing and raising nothing."""
    position = 0
    number = 1
    while position < len(text):
        found = _LINE_END.search(text, position)
        end = found.start() if found else len(text)
        yield from _tokens(text[position:end], number)
        if found is None:
            return
        yield Token("eol", found.group(), number, end - position + 1)
        position = found.end()
        number += 1


def _tokens(text: str, number: int) -> Iterator[Token]:
    column = 1
    for kind, piece in _pieces(text):
        if piece:
            yield Token(kind, piece, number, column)
            column += len(piece)


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    line = scan(text)
    if line.kind is Kind.LABEL:
        yield "label", line.label
        yield "separator", text[len(line.label) : line.start]
        yield "value", text[line.start :]
    elif line.kind is Kind.HEADING:
        yield "text", text[: line.start]
        yield "reference", line.label
        yield "version", text[line.start + len(line.label) :]
    elif line.kind is Kind.ITEM:
        yield "marker", text[: line.start]
        yield "text", text[line.start :]
    else:
        yield ("blank" if line.kind is Kind.BLANK else "text"), text
