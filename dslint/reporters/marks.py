"""A line of the input with all its marks: each stretch underlined, with a short label."""

from __future__ import annotations

from itertools import pairwise

from dslint.reporters.escape import visible
from dslint.reporters.frame import CUT, frame, width
from dslint.reporters.phrases import clip
from dslint.reporters.view import Paint
from dslint.tuples import NamedTuple

_GAP = f" {CUT} "


class Mark(NamedTuple):
    """A stretch of a line, `column` and `end_column` 1-based as in a Span, and how it is shown."""

    column: int
    end_column: int
    label: str
    sign: str
    style: str


class _Drawn(NamedTuple):
    """A mark where it is shown: its first cell and how many it takes."""

    cell: int
    size: int
    mark: Mark


def marked(text: str, marks: list[Mark], room: int, paint: Paint) -> list[str]:
    """The line cut to `room` cells, and the rows below it: underlines and labels."""
    line, drawn = _shown(text, _apart(marks), room)
    below: list[list[tuple[int, str, str]]] = [[]]
    for number, (cell, size, mark) in enumerate(drawn):
        below[0].append((cell, mark.sign * size, mark.style))
        label = visible(mark.label)
        if not label:
            continue
        after = cell + size + 1
        until = drawn[number + 1].cell - 1 if number + 1 < len(drawn) else room
        if after + width(label) <= until:
            below[0].append((after, label, mark.style))
        else:
            label = clip(label, room)
            start = max(0, min(cell, room - width(label)))
            row = next((each for each in below[1:] if _ends(each) + 2 <= start), None)
            if row is None:
                below.append(row := [])
            row.append((start, label, mark.style))
    return [line, *(_row(parts, paint) for parts in below)]


def _ends(row: list[tuple[int, str, str]]) -> int:
    cell, text, _ = row[-1]
    return cell + width(text)


def _apart(marks: list[Mark]) -> list[Mark]:
    """In their order, with those that overlap as one."""
    found: list[Mark] = []
    for mark in sorted(marks):
        if found and mark.column < found[-1].end_column:
            last = found.pop()
            labels = dict.fromkeys(filter(None, (last.label, mark.label)))
            primary = last if last.sign == "^" else mark
            end = max(last.end_column, mark.end_column)
            mark = Mark(last.column, end, "; ".join(labels), primary.sign, primary.style)
        found.append(mark)
    return found


def _shown(text: str, marks: list[Mark], room: int) -> tuple[str, list[_Drawn]]:
    """What is shown of the line: one stretch that holds all marks, or one around each of them."""
    first, last = marks[0].column, marks[-1].end_column
    whole = text[first - 1 : last - 1]
    if len(marks) == 1 or width(visible(whole)) <= room - 8:
        line, space, _ = frame(text, first, last, room)
        if len(marks) == 1:
            return line, [_Drawn(len(space), len(frame(text, first, last, room)[2]), marks[0])]
        drawn = []
        for mark in marks:
            before = width(visible(text[first - 1 : mark.column - 1]))
            size = max(1, width(visible(text[mark.column - 1 : mark.end_column - 1])))
            drawn.append(_Drawn(len(space) + before, size, mark))
        return line, drawn
    each = max(8, (room - len(_GAP) * (len(marks) - 1)) // len(marks))
    bounds = [0, *(_between(one, other) for one, other in pairwise(marks)), len(text)]
    shown = ""
    drawn = []
    tail = ""  # what of the line comes between the mark before and the bound behind it
    for mark, start, end in zip(marks, bounds, bounds[1:], strict=False):
        piece, space, under = frame(text[start:end], mark.column - start, mark.end_column - start, each)
        before = len(space)
        lead = visible(text[start : mark.column - 1])
        if drawn and not (shown.endswith(tail) and piece.startswith(lead)):
            if piece.startswith(f"{CUT} ") and before >= 2:
                piece, before = piece[2:], before - 2
            shown = shown.removesuffix(f" {CUT}") + _GAP
        drawn.append(_Drawn(width(shown) + before, len(under), mark))
        shown += piece
        tail = visible(text[mark.end_column - 1 : end])
    return shown, drawn


def _between(one: Mark, other: Mark) -> int:
    """The offset that parts the text between two marks: each is shown with the half next to it."""
    return (one.end_column - 1 + other.column - 1) // 2


def _row(parts: list[tuple[int, str, str]], paint: Paint) -> str:
    row, at = "", 0
    for cell, text, style in parts:
        row += " " * (cell - at) + paint(text, style)
        at = cell + width(text)
    return row
