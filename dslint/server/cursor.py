"""Where the cursor is in a YAML or JSON file that is being typed: under which keys, and behind what."""

from __future__ import annotations

import re

from dslint.datafiles.yaml_marks import Path
from dslint.regexes import regex
from dslint.tuples import NamedTuple

_LINE_END = regex(r"\r\n|\n|\r")
_WORD = r"""(?:"(?:[^"\\\n]|\\.)*"|'(?:[^'\n])*'|[\w$-][\w $-]*?)"""
_KEYED = regex(
    rf"^(?P<space>[ \t]*)(?P<dashes>(?:-[ \t]++)*+)(?:\{{[ \t]*)?(?P<key>{_WORD})[ \t]*:(?=[ \t]|$|[\[{{\"'])"
)
_DASHES = regex(r"^(?P<space>[ \t]*)(?P<dashes>(?:-[ \t]++|-$)*+)")
_PAIR = regex(rf"^\s*(?P<key>{_WORD})[ \t]*:")
_FILLED = regex(r"""^\s*(?:[|>][+-]?\d*\s*(?:#.*)?)$""")


class Cursor(NamedTuple):
    """`path` leads to the mapping or the value that is being written. `start` is the column from 1 where the
    word under the cursor begins, and `quote` the mark that it stands in. `known` are keys that the mapping
    has already. A place inside a longer text is none of these."""

    path: Path
    is_key: bool
    start: int
    word: str
    quote: str = ""
    known: frozenset[str] = frozenset()
    is_item: bool = False  # an item of a list: a value, or the first key of a mapping
    has_colon: bool = False  # behind the key is its colon already


def cursor(text: str, line: int, column: int) -> Cursor | None:
    """The cursor at a line and a column, from 1; None in a comment or a text of several lines."""
    lines = _LINE_END.split(text)
    if not 1 <= line <= len(lines):
        return None
    before, behind = lines[line - 1][: column - 1], lines[line - 1][column - 1 :]
    flow = _flow(before)
    if flow is None:
        return None
    if _is_inside_text(lines, line - 1):
        return None
    has_colon = re.match(r"""["'\w -]*:""", behind) is not None
    if flow.opened or flow.quote:
        return _in_flow(lines, line - 1, before, flow, has_colon)
    return _in_block(lines, line - 1, before, has_colon)


class _Flow(NamedTuple):
    """`opened` are the open brackets of a line with their offsets, `segment` is where the last entry of the
    innermost begins, and `quote` an open quotation mark with its offset."""

    opened: tuple[tuple[str, int], ...]
    segment: int
    quote: str
    quote_at: int


def _flow(before: str) -> _Flow | None:
    """The brackets and the quotation that are open at the end of a part of a line; None in a comment."""
    opened: list[tuple[str, int]] = []
    segment, quote, quote_at, at = 0, "", 0, 0
    while at < len(before):
        character = before[at]
        if quote:
            if character == "\\" and quote == '"':
                at += 1
            elif character == quote:
                quote = ""
        elif character in "\"'" and _opens(before, at):
            quote, quote_at = character, at
        elif character == "#" and (at == 0 or before[at - 1].isspace()):
            return None
        elif character in "[{" and (opened or _opens(before, at)):
            opened.append((character, at))
            segment = at + 1
        elif character in "]}" and opened:
            opened.pop()
        elif character == "," and opened:
            segment = at + 1
        at += 1
    return _Flow(tuple(opened), segment, quote, quote_at)


def _opens(before: str, at: int) -> bool:
    """Whether a mark at a place begins a value: nothing stands before it but a key or dashes."""
    lead = before[:at].rstrip()
    return not lead or lead[-1] in ":-[{,"


def _in_flow(lines: list[str], number: int, before: str, flow: _Flow, has_colon: bool) -> Cursor | None:
    start = flow.quote_at + 1 if flow.quote else flow.segment
    word = before[start:]
    if not flow.quote:
        start += len(word) - len(word.lstrip())
    head = _KEYED.match(before)
    first = flow.opened[0][1] if flow.opened else flow.quote_at
    path = _parents(lines, number)
    if head is not None and head.end() <= first:
        path = (*path, _plain(head["key"]))
    elif not flow.opened:
        return _quoted(lines, number, before, flow, path, has_colon)
    for place, (bracket, at) in enumerate(flow.opened):
        if place and (pair := _PAIR.match(before[_segment(before, flow.opened[place - 1][1], at) : at])):
            path = (*path, _plain(pair["key"]))
        if bracket == "[":
            path = (*path, 0)
    if not flow.opened:
        return Cursor(path, False, start + 1, before[start:], flow.quote)
    segment = before[flow.segment :]
    if flow.opened[-1][0] == "[":
        return Cursor(path, False, start + 1, before[start:], flow.quote, is_item=True)
    if pair := _PAIR.match(segment):
        if not flow.quote:
            start = flow.segment + pair.end()
            start += len(before[start:]) - len(before[start:].lstrip())
        return Cursor((*path, _plain(pair["key"])), False, start + 1, before[start:], flow.quote)
    inside = before[flow.opened[-1][1] + 1 :]
    known = frozenset(_plain(found) for found in re.findall(rf"({_WORD})[ \t]*:", inside))
    return Cursor(path, True, start + 1, before[start:], flow.quote, known, has_colon=has_colon)


def _segment(before: str, opened: int, until: int) -> int:
    """Where the entry begins in which a bracket is opened."""
    return max(opened, before.rfind(",", opened, until)) + 1


def _quoted(lines: list[str], number: int, before: str, flow: _Flow, path: Path, has_colon: bool) -> Cursor:
    """Inside a quotation at the beginning of a line: a key, or an item of a list."""
    dashes = _DASHES.match(before)
    start = flow.quote_at + 1
    is_item = bool(dashes and dashes["dashes"]) or _list_above(lines, number)
    is_key = not is_item
    if is_item and path[-1:] != (0,):
        path = (*path, 0)
    known = _siblings(lines, number)
    return Cursor(path, is_key, start + 1, before[start:], flow.quote, known, is_item, has_colon)


def _in_block(lines: list[str], number: int, before: str, has_colon: bool) -> Cursor | None:
    path = _parents(lines, number)
    if head := _KEYED.match(before):
        value = before[head.end() :]
        start = head.end() + len(value) - len(value.lstrip())
        return Cursor((*path, _plain(head["key"])), False, start + 1, before[start:])
    dashes = _DASHES.match(before)
    assert dashes
    start = dashes.end()
    known = _siblings(lines, number)
    return Cursor(path, True, start + 1, before[start:], "", known, bool(dashes["dashes"]), has_colon)


def _plain(key: str) -> str:
    return key.strip().strip("\"'")


def _depth(line: str) -> tuple[int, int]:
    """The column of the first dash and that of what stands behind the dashes, from 0."""
    found = _DASHES.match(line)
    assert found
    return len(found["space"]), found.end()


def _parents(lines: list[str], number: int) -> Path:
    """The keys above a line, from the top, and 0 for each list on the way."""
    found: list[str | int] = []
    dash, depth = _depth(lines[number])
    if dash != depth:
        found.append(0)
        depth = dash + 1
    for line in reversed(lines[:number]):
        if depth <= 0:
            break
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        its_dash, its_depth = _depth(line)
        head = _KEYED.match(line)
        if head is not None and its_depth < depth:
            if found[:1] != [0] and _opens_list(line):
                found.insert(0, 0)
            found.insert(0, _plain(head["key"]))
            depth = its_depth
            if its_dash != its_depth:
                found.insert(0, 0)
                depth = its_dash + 1
        elif its_dash != its_depth and its_depth <= depth and its_dash < depth and found[:1] != [0]:
            found.insert(0, 0)  # a key further down in an item of a list
            depth = its_dash + 1
    return tuple(found)


def _opens_list(line: str) -> bool:
    return line.rstrip().endswith("[")


def _list_above(lines: list[str], number: int) -> bool:
    """Whether a line is inside a list that a bracket opened on an earlier one."""
    depth = _depth(lines[number])[0]
    for line in reversed(lines[:number]):
        if line.strip() and _depth(line)[0] < depth:
            return _opens_list(line)
    return False


def _siblings(lines: list[str], number: int) -> frozenset[str]:
    """The keys that the mapping of a line has already."""
    _, depth = _depth(lines[number])
    known = set()
    for step in (-1, 1):
        at = number + step
        while 0 <= at < len(lines):
            line = lines[at]
            if line.strip():
                its_dash, its_depth = _depth(line)
                if its_depth < depth or (step == 1 and its_dash < depth and its_dash != its_depth):
                    break
                if its_depth == depth and (head := _KEYED.match(line)):
                    known.add(_plain(head["key"]))
                    if its_dash != its_depth and step == -1:
                        break
            at += step
    return frozenset(known)


def _is_inside_text(lines: list[str], number: int) -> bool:
    """Whether a line belongs to a block of text that begins on an earlier line."""
    depth = len(lines[number]) - len(lines[number].lstrip())
    if not lines[number].strip():
        depth = len(lines[number])
    for line in reversed(lines[:number]):
        if not line.strip():
            continue
        its = len(line) - len(line.lstrip())
        if its < depth:
            head = _KEYED.match(line)
            return bool(head and _FILLED.match(line[head.end() :]))
    return False
