"""The paragraphs of a draft's text: lines that an editor has broken are one.

Somebody who writes YAML breaks lines at the width of a window, so a sentence may stand on several. Rules
read one line at a time. Only lines that surely go on are joined: a list without marks, or one sentence on
each line, stays as it is.
"""

from __future__ import annotations

from itertools import pairwise

from dslint.regexes import regex

_ITEM = regex(r"\s*(?:[-–—•*·▪]|\(?\w{1,3}[.)])\s")
_LABEL = regex(r"\s*[A-Z][^.;:]{0,60}:(?:\s|$)")
# No sentence ends so, nor does an item of a list.
_OPEN_END = regex(
    r"(?:,|\b(?:a|an|and|are|as|at|be|by|for|from|in|is|its|of|on|or|that|the|their|to|under|which|who|will|with))\s*\Z"
)
_ENDS = (".", ":", ";", "?", "!", ".)", ".”", ".'", '."')
_NARROWEST = 40  # code points; nobody wraps text narrower than that
_WIDEST = 200  # and no wider
_BROKEN = 0.75  # of the width


def paragraphs(text: str) -> list[str]:
    """The lines of a text, each with the lines that go on from it."""
    lines = text.split("\n")
    width = max((len(line.rstrip()) for line in lines), default=0)
    found = lines[:1]
    opened = lines[0]  # the line with which the paragraph begins
    for before, line in pairwise(lines):
        if _goes_on(opened, before, line, width):
            found[-1] = f"{found[-1].rstrip()} {line.strip()}"
        else:
            found.append(line)
            opened = line
    return found


def _goes_on(opened: str, before: str, line: str, width: int) -> bool:
    """Whether a line goes on from the line before it."""
    if not before.strip() or not line.strip() or _ITEM.match(line):
        return False
    if _ITEM.match(opened) and _indent(line) > _indent(opened):
        return True
    length = len(before.rstrip())
    if before.rstrip().endswith((":", ";")) and line.lstrip()[0].islower():
        # Items of a list are shorter than the lines of a text that is broken at its width.
        return min(length, len(line.rstrip())) > max(width * _BROKEN, _NARROWEST)
    if before.rstrip().endswith(_ENDS) or _LABEL.match(line):
        return False
    if line.lstrip()[0].islower() or _OPEN_END.search(before):
        return length >= _NARROWEST
    # The next word did not fit.
    return _NARROWEST < width <= _WIDEST and length + 1 + len(line.split(None, 1)[0]) > width


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
