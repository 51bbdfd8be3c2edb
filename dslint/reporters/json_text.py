"""JSON that a person can read and a terminal can show, whole or in pieces that are written as made."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from dslint.reporters.escape import safe_json
from dslint.tuples import NamedTuple

_STEP = "  "


def _fast_writer() -> Callable[[Any], bytes] | None:
    """None on a system for which there is no wheel of msgspec."""
    try:
        import msgspec
    except ImportError:
        return None
    return lambda value: msgspec.json.format(msgspec.json.encode(value), indent=len(_STEP))


_write_fast = _fast_writer()


class Stream(NamedTuple):
    """A list whose values are made while it is written."""

    values: Iterable[Any]


def as_json(value: Any) -> str:
    """The text of a value, with a line end."""
    return f"{_text(value)}\n"


def as_json_line(value: Any) -> str:
    """The same on one line."""
    return f"{safe_json(json.dumps(value, ensure_ascii=False))}\n"


def pieces(value: Any) -> Iterator[str]:
    """The text of `as_json` for a value that holds streams, in dictionaries and lists."""
    yield from _pieces(value, "\n")
    yield "\n"


def _pieces(value: Any, end: str) -> Iterator[str]:
    """`end` ends the line before. Each piece begins with a sign of JSON, never within a text."""
    inner = f"{end}{_STEP}"
    if isinstance(value, Stream):
        mark = "["
        for each in value.values:
            yield f"{mark}{inner}" + _text(each).replace("\n", inner)
            mark = ","
        yield f"{end}]" if mark == "," else "[]"
    elif not _has_stream(value):
        yield _text(value).replace("\n", end)
    else:
        keys = isinstance(value, dict)
        mark = "{" if keys else "["
        for each in value.items() if isinstance(value, dict) else value:
            yield f"{mark}{inner}{_text(each[0])}: " if keys else f"{mark}{inner}"
            yield from _pieces(each[1] if keys else each, inner)
            mark = ","
        yield f"{end}{'}' if keys else ']'}"


def _has_stream(value: Any) -> bool:
    if isinstance(value, Stream):
        return True
    if isinstance(value, dict):
        return any(map(_has_stream, value.values()))
    return isinstance(value, list) and any(map(_has_stream, value))


def _text(value: Any) -> str:
    """With an indent of two. What msgspec does not take, such as half a character, takes longer."""
    if _write_fast is not None:
        try:
            return safe_json(_write_fast(value).decode())
        except (TypeError, ValueError):
            pass
    return safe_json(json.dumps(value, ensure_ascii=False, indent=2))
