"""Whole texts: their lines, which together are the text again."""

from __future__ import annotations

from dslint.regexes import regex

_LINE_END = regex(r"\r\n|\n|\r")


# Spaces and hyphens that differ from the plain ones in width or in where a line may break.
_PLAIN = {**dict.fromkeys("\u00a0\u2002\u2003\u2007\u2009\u202f", " "), "\u2010": "-", "\u2011": "-"}


def plain(text: str) -> str:
    """The text with plain spaces and hyphens, letter for letter, so that every place stays where it was."""
    if not text.isascii():
        for printed, meant in _PLAIN.items():
            text = text.replace(printed, meant)
    return text


def split_lines(text: str) -> list[str]:
    r"""The lines without their ends: \n, \r\n and a lone \r end a line, as in every editor.

    A text that ends in a line end has no further, empty line; an empty text has none at all.
    """
    lines = text.split("\n") if "\r" not in text else _LINE_END.split(text)
    if not lines[-1]:
        lines.pop()
    return lines
