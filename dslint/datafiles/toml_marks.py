"""TOML with the place of every key and value.

The standard parser reads the file and reports what is wrong with it; it keeps no places. So a text that it
took is walked once more, which can then rely on it being TOML.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from datetime import date, time
from typing import Any

from dslint.datafiles.yaml_marks import FileErrors, Marked, Path, Problem
from dslint.regexes import regex

_BLANK = regex(r"(?:[ \t\r\n]|#[^\n]*+)*+")
_SPACE = regex(r"[ \t]*")
_BARE_KEY = regex(r"[A-Za-z0-9_-]+")
_STRING = regex(
    r'"""(?:\\.|[^\\])*?"{3,5}|' r"'''.*?'{3,5}|" r'"(?:\\.|[^"\\])*"|' r"'[^']*'",
    re.DOTALL,
)
_SCALAR = regex(r"[^,\]}#\n]*")
# A key of many parts makes as many tables, each with a name as long as the way to it.
MOST_PARTS = 32
MOST_VALUES = 50_000
_PART = r"""(?:[A-Za-z0-9_-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+"""
_TOO_DEEP = regex(rf"(?:^|[\[{{,])[ \t]*+(?:{_PART}\.[ \t]*+){{{MOST_PARTS}}}", re.MULTILINE)
_FAILED_AT = regex(r"(.*) \(at (?:line (\d+), column (\d+)|end of document)\)", re.DOTALL)


def read(path: str, text: str) -> Marked:
    """Parse a TOML document; dates become ISO text. Raises FileErrors."""
    if (found := _TOO_DEEP.search(text)) is not None:
        line = text.count("\n", 0, found.start()) + 1
        raise FileErrors([Problem(path, line, 1, "is nested too deeply")])
    try:
        data = _plain(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise FileErrors([_problem(path, text, str(error))]) from None
    except RecursionError:
        raise FileErrors([Problem(path, 1, 1, "is nested too deeply")]) from None
    except ValueError as error:
        raise FileErrors([Problem(path, 1, 1, f"is not TOML: {error}")]) from None
    walker = _Walker(text)
    try:
        walker.document()
    except OverflowError:
        raise FileErrors([Problem(path, *walker.place(), "contains too much")]) from None
    return Marked(data, walker.marks, walker.keys)


def _problem(path: str, text: str, reason: str) -> Problem:
    found = _FAILED_AT.fullmatch(reason)
    if found is None:
        return Problem(path, 1, 1, f"is not TOML: {reason}")
    last = text.count("\n") + 1
    line, column = (int(found[2]), int(found[3])) if found[2] else (last, 1)
    return Problem(path, line, column, f"is not TOML: {found[1][:1].lower()}{found[1][1:]}")


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(child) for key, child in value.items()}
    if isinstance(value, list):
        return [_plain(child) for child in value]
    return value.isoformat() if isinstance(value, (date, time)) else value


class _Walker:
    """Walks over a valid document and notes where each key and value begins."""

    def __init__(self, text: str) -> None:
        self.text = text.replace("\r\n", "\n")
        self.at = 0
        self.marks: dict[Path, tuple[int, int]] = {(): (1, 1)}
        self.keys: dict[Path, tuple[int, int]] = {}
        self._starts = [0, *(found.end() for found in re.finditer("\n", self.text))]
        self._tables: dict[Path, int] = {}  # arrays of tables: how many there are so far

    def document(self) -> None:
        table: Path = ()
        while self._skip(_BLANK) < len(self.text):
            if self.text[self.at] == "[":
                table = self._header()
            else:
                self._pair(table)

    def _header(self) -> Path:
        place = self._place()
        many = self.text.startswith("[[", self.at)
        self.at += 2 if many else 1
        parts = self._dotted()
        path: Path = ()
        for number, (key, where) in enumerate(parts):
            path = (*path, key)
            self._mark(path, where, where)
            if many and number == len(parts) - 1:
                self._tables[path] = self._tables.get(path, 0) + 1
            if path in self._tables:
                path = (*path, self._tables[path] - 1)
                self.marks.setdefault(path, place)
        self._skip(_SPACE)
        self.at += 2 if many else 1
        return path

    def _pair(self, table: Path) -> None:
        path = table
        for key, where in self._dotted():
            path = (*path, key)
            self._mark(path, where, where)
        self._skip(_SPACE)
        self.at += 1  # the equals sign
        self._skip(_SPACE)
        self._value(path)

    def place(self) -> tuple[int, int]:
        """Where the walk is."""
        return self._place()

    def _mark(self, path: Path, key: tuple[int, int], value: tuple[int, int]) -> None:
        self.keys.setdefault(path, key)
        self.marks.setdefault(path, value)

    def _dotted(self) -> list[tuple[str, tuple[int, int]]]:
        parts = []
        while True:
            self._skip(_SPACE)
            place = self._place()
            found = _STRING.match(self.text, self.at) or _BARE_KEY.match(self.text, self.at)
            assert found, "the parser took this key"
            key = found.group()
            if key[0] in "\"'":
                ((key, _),) = tomllib.loads(f"{key}=0").items()
            parts.append((key, place))
            self.at = found.end()
            if self.text[self._skip(_SPACE)] != ".":
                return parts
            self.at += 1

    def _value(self, path: Path) -> None:
        self.marks[path] = self._place()
        if len(self.marks) > MOST_VALUES:
            raise OverflowError
        opening = self.text[self.at]
        if opening == "[":
            self._array(path)
        elif opening == "{":
            self._inline_table(path)
        else:
            found = _STRING.match(self.text, self.at) or _SCALAR.match(self.text, self.at)
            assert found
            self.at = found.end()

    def _array(self, path: Path) -> None:
        self.at += 1
        number = 0
        while self.text[self._skip(_BLANK)] != "]":
            self._value((*path, number))
            number += 1
            if self.text[self._skip(_BLANK)] == ",":
                self.at += 1
        self.at += 1

    def _inline_table(self, path: Path) -> None:
        self.at += 1
        while self.text[self._skip(_BLANK)] != "}":
            self._pair(path)
            if self.text[self._skip(_BLANK)] == ",":
                self.at += 1
        self.at += 1

    def _skip(self, pattern: re.Pattern[str]) -> int:
        found = pattern.match(self.text, self.at)
        assert found
        self.at = found.end()
        return self.at

    def _place(self) -> tuple[int, int]:
        line = bisect_right(self._starts, self.at)
        return line, self.at - self._starts[line - 1] + 1
