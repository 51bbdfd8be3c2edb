"""What can be read of a draft or a rule that is being typed: the rest of the file, with its places kept.

Lines that keep the file from being YAML are taken out one after the other: first what was edited last, then
what the parser points at.
"""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from dslint.datafiles.yaml_marks import FileErrors, placing, read
from dslint.regexes import regex

_LINE = regex(r"[^\r\n]*(?:\r\n|\n|\r)?")
_OPEN = regex(r"[\[{,]\s*$")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
MOST_LINES = 8  # taken out
LARGEST = 500_000  # code points; more takes too long to be read several times


def whole_part(path: str, text: str, edited: range | None = None) -> str | None:
    """The text with blank lines for what cannot be read; None when too little can.

    `edited` are the lines, from 0, that were changed last.
    """
    if len(text) > LARGEST:
        return None
    lines = [found.group() for found in _LINE.finditer(text) if found.group()]
    wrong = _first_wrong(path, "".join(lines))
    for _ in range(MOST_LINES):
        if wrong is None:
            return "".join(lines)
        best: tuple[int, list[str]] | None = None
        for part in _suspects(lines, wrong, edited):
            tried = _without(lines, part)
            now = _first_wrong(path, "".join(tried))
            if now is None:
                return "".join(tried)
            if now[0] > wrong[0] and (best is None or now[0] > best[0]):
                best = now[0], tried
        if best is None:
            return None
        lines, edited = best[1], None
        wrong = _first_wrong(path, "".join(lines))
    return None


def _first_wrong(path: str, text: str) -> tuple[int, int] | None:
    """The lines, from 0, where the first problem is, and where what it is in begins."""
    try:
        read(path, text, as_text=True)
    except FileErrors as errors:
        line = errors.problems[0].line - 1
        return line, _context(text, line)
    except (RecursionError, MemoryError):
        return 0, 0
    return None


def _context(text: str, line: int) -> int:
    """The line, from 0, where the value begins that the parser could not finish, such as a quoted text
    without its end; `line` itself where the parser names none."""
    place = placing(text)
    try:
        for _ in yaml.parse(text, _LOADER):
            pass
    except yaml.MarkedYAMLError as error:
        if error.context_mark is not None:
            return min(line, place(error.context_mark)[0] - 1)
    except (yaml.YAMLError, ValueError, RecursionError):
        pass
    return line


def _suspects(lines: list[str], wrong: tuple[int, int], edited: range | None) -> Iterator[range]:
    """The stretches of lines that may keep the file from being YAML, the likeliest first."""
    line, context = min(wrong[0], len(lines) - 1), min(wrong[1], len(lines) - 1)
    before = next((n for n in range(line - 1, -1, -1) if lines[n].strip()), line)
    if edited is not None and edited.start < len(lines):
        last = min(edited.stop, len(lines)) - 1
        yield range(edited.start, last + 1)
        # A line break that was typed leaves the two halves of a line at both ends.
        halves = lines[edited.start].rstrip("\r\n") + lines[last] if last > edited.start else lines[last]
        if (block := _block(lines, last, _depth(halves))).stop > edited.stop:
            yield range(edited.start, block.stop)
    for number in dict.fromkeys((context, line, before)):
        yield range(number, number + 1)
    # A bracket that was opened and never closed: the parser stumbles far below.
    opened = before
    while opened >= 0 and _OPEN.search(lines[opened]):
        yield _block(lines, opened)
        opened -= 1
    for number in dict.fromkeys((context, line, before)):
        if (block := _block(lines, number)).stop > number + 1:
            yield block


def _block(lines: list[str], number: int, depth: int | None = None) -> range:
    """A line with all below it that is indented further, or further than a depth."""
    depth = _depth(lines[number]) if depth is None else depth
    end = number + 1
    while end < len(lines) and (not lines[end].strip() or _depth(lines[end]) > depth):
        end += 1
    return range(number, end)


def _depth(line: str) -> int:
    """How far a line is indented, whatever mark was typed in front of it."""
    front = line[: len(line) - len(line.lstrip(" \t\"'[]{}&*!:"))]
    return front.count(" ") + front.count("\t")


def _without(lines: list[str], part: range) -> list[str]:
    """The lines, and of those in a part of them only their ends, which stay as many as they were."""
    kept: list[str] = []
    for number, line in enumerate(lines):
        if number in part:
            end = line[len(line.rstrip("\r\n")) :]
            joins = end.startswith("\n") and bool(kept) and kept[-1].endswith("\r")
            line = f" {end}" if joins else end
        kept.append(line)
    return kept
