"""The known word that a wrong one is probably meant for."""

from __future__ import annotations

from collections.abc import Iterable


def nearest(word: object, known: Iterable[str]) -> str:
    """ "; did you mean X?" for the known word that is nearest to what was written, or nothing."""
    import difflib

    close = difflib.get_close_matches(str(word), list(known), 1, 0.5)
    return f"; did you mean {close[0]}?" if close else ""
