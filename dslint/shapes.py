"""Plain data of a known shape, to JSON and back. What does not have the shape is refused.

A shape is a type: a text, a number, a list, a table, a tuple with names or a dataclass. The last two are
written as lists of their values. So nothing but these is ever made of what is read, and code never is.
"""

from __future__ import annotations

import gc
import json
import types
from collections import Counter
from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from dslint.data_classes import fields, is_dataclass

Made = TypeVar("Made")
_Reader = Callable[[Any], Any]
_PLAIN = (str, int, float, bool, types.NoneType)


class Misshapen(ValueError):
    """Data have another shape than was asked for."""


def dump(data: Any) -> bytes:
    """Data as JSON. Raises ValueError for what has no place in it, such as half of a surrogate pair."""
    import orjson

    options = orjson.OPT_NON_STR_KEYS | orjson.OPT_PASSTHROUGH_DATACLASS
    try:
        return orjson.dumps(data, _as_list, options)
    except TypeError as error:
        raise ValueError(str(error)) from None


def dump_line(data: Any) -> str:
    """Data as one line of JSON, also where a text has half of a surrogate pair. Raises TypeError."""
    return json.dumps(data, separators=(",", ":"), check_circular=False, default=_as_list)


def load_line(line: str | bytes, shape: Callable[..., Made]) -> Made:
    """What such a line says, as a value of a type. Raises Misshapen when it has another shape."""
    try:
        data = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise Misshapen(str(error)) from None
    made: Made = reader(shape)(data)
    return made


def _as_list(data: Any) -> list[Any]:
    if isinstance(data, (set, frozenset)):
        return sorted(data)
    if is_dataclass(data):
        return [getattr(data, each.name) for each in fields(data)]
    if isinstance(data, tuple):
        return list(data)
    raise TypeError(f"{type(data).__name__} is no plain data")


def load(content: bytes, shape: Callable[..., Made]) -> Made:
    """What JSON says, as a value of a type. Raises Misshapen when it has another shape, or is no JSON."""
    import orjson

    collects = gc.isenabled()
    gc.disable()  # looking for cycles, of which there are none, would take longer than all else
    try:
        made: Made = reader(shape)(orjson.loads(content))
        return made
    except orjson.JSONDecodeError as error:
        raise Misshapen(str(error)) from None
    finally:
        if collects:
            gc.enable()


@cache
def reader(shape: Any) -> _Reader:
    """What makes a value of a type from parsed JSON. It raises Misshapen."""
    origin, inner = get_origin(shape), get_args(shape)
    if shape in _PLAIN:
        return _plain(frozenset({shape}))
    if origin in (Union, types.UnionType):
        return _union(inner)
    if origin is list:
        return _sequence(inner[0], list)
    if origin is tuple and len(inner) == 2 and inner[1] is Ellipsis:
        return _sequence(inner[0], tuple)
    if origin is tuple:
        return _row(tuple, list(inner))
    if origin in (set, frozenset):
        return _sequence(inner[0], origin)
    if origin in (dict, Counter):
        key, value = (str, int) if origin is Counter else inner
        return _table(origin, key, value)
    if isinstance(shape, type) and issubclass(shape, tuple):
        hints = get_type_hints(shape)
        return _named(shape, [hints[name] for name in shape._fields])  # type: ignore[attr-defined]
    if is_dataclass(shape):
        hints = get_type_hints(shape)
        make: Any = shape
        return _row(lambda values: make(*values), [hints[each.name] for each in fields(shape)])
    raise TypeError(f"{shape} is no shape of plain data")


def _plain(kinds: frozenset[type]) -> _Reader:
    def read(data: Any) -> Any:
        if type(data) not in kinds:
            raise Misshapen(f"{type(data).__name__} is there")
        return data

    return read


def _union(inner: tuple[Any, ...]) -> _Reader:
    """One of some plain types, or nothing instead of a value of one other type."""
    others = [each for each in inner if each not in _PLAIN]
    if not others:
        return _plain(frozenset(inner))
    if len(others) > 1 or set(inner) - {types.NoneType} != set(others):
        raise TypeError(f"{inner} cannot be told apart")
    read = reader(others[0])
    return lambda data: None if data is None else read(data)


def _sequence(item: Any, kind: Callable[[Any], Any]) -> _Reader:
    read = reader(item)

    def read_all(data: Any) -> Any:
        if type(data) is not list:
            raise Misshapen(f"{type(data).__name__} instead of a list")
        return kind(map(read, data))

    return read_all


def _table(kind: Callable[[Any], Any], key: type, value: Any) -> _Reader:
    read = reader(value)

    def read_all(data: Any) -> Any:
        if type(data) is not dict:
            raise Misshapen(f"{type(data).__name__} instead of a table")
        try:
            return kind({key(name): read(each) for name, each in data.items()})
        except ValueError as error:
            raise Misshapen(str(error)) from None

    return read_all


def _row(make: Callable[[list[Any]], Any], items: list[Any]) -> _Reader:
    readers = [_later(item) for item in items]

    def read(data: Any) -> Any:
        if type(data) is not list or len(data) != len(readers):
            raise Misshapen("a row of another length")
        return make([each(value) for each, value in zip(readers, data, strict=True)])

    return read


def _named(shape: Any, items: list[Any]) -> _Reader:
    """Rows of plain values have few combinations of types, and those that are right are remembered."""
    make = shape._make
    if any(each not in _PLAIN and not _is_plain_union(each) for each in items):
        return _row(make, items)
    checked = _row(tuple, items)
    known: set[tuple[type, ...]] = set()

    def read(data: Any) -> Any:
        if type(data) is not list:
            raise Misshapen(f"{type(data).__name__} instead of a row")
        kinds = tuple(map(type, data))
        if kinds not in known:
            checked(data)
            known.add(kinds)
        return make(data)

    return read


def _is_plain_union(shape: Any) -> bool:
    return get_origin(shape) in (Union, types.UnionType) and all(each in _PLAIN for each in get_args(shape))


def _later(shape: Any) -> _Reader:
    """A reader that is made when it is first asked for: a shape may hold itself."""
    if shape in _PLAIN or _is_plain_union(shape):
        return reader(shape)
    found: list[_Reader] = []

    def read(data: Any) -> Any:
        if not found:
            found.append(reader(shape))
        return found[0](data)

    return read
