"""The known word that a wrong one is probably meant for."""

from __future__ import annotations

from collections.abc import Iterable

from dslint.regexes import regex

_WORD = regex(r"[^\W\d][\w .-]{0,60}")


def shown(key: str) -> str:
    """A key in a message, unless it is no word: a project may name any file of the machine, whose lines are
    not for everybody who reads a log."""
    return key if _WORD.fullmatch(key) else "that is no word"


def nearest(word: object, known: Iterable[str], likeness: float = 0.5) -> str:
    """ "; did you mean X?" for the known word that is nearest to what was written, or nothing.

    `likeness` is how much of the two words must be the same, from 0 to 1.
    """
    import difflib

    close = difflib.get_close_matches(str(word), list(known), 1, likeness)
    return f"; did you mean {close[0]}?" if close else ""
