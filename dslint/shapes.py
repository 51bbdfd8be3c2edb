"""Plain data of a known shape, to JSON and back. What does not have the shape is refused.

A shape is a type: a text, a number, a list, a table, a tuple with names or a dataclass. The last two are
written as lists of their values. So nothing but these is ever made of what is read, and code never is.
"""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar, get_origin, get_type_hints

if TYPE_CHECKING:
    from msgspec.json import Decoder

from dslint.data_classes import fields, is_dataclass

Made = TypeVar("Made")


class Misshapen(ValueError):
    """Data have another shape than was asked for."""


def dump(data: Any) -> bytes:
    """Data as JSON. Raises ValueError for what has no place in it, such as half of a surrogate pair."""
    import msgspec

    try:
        return msgspec.json.encode(data, enc_hook=_as_list)
    except (TypeError, msgspec.MsgspecError) as error:
        raise ValueError(str(error)) from None


def dump_binary(data: Any) -> bytes:
    """Data as MessagePack, for a digest: it is made in a third of the time. Raises ValueError as `dump`."""
    import msgspec

    try:
        return msgspec.msgpack.encode(data, enc_hook=_as_list)
    except (TypeError, OverflowError, msgspec.MsgspecError) as error:
        raise ValueError(str(error)) from None


def dump_line(data: Any) -> str:
    """Data as one line of JSON, also where a text has half of a surrogate pair. Raises TypeError."""
    import json

    return json.dumps(data, separators=(",", ":"), check_circular=False, default=_as_list)


def load_line(line: str | bytes, shape: Callable[..., Made]) -> Made:
    """What such a line says, as a value of a type. Raises Misshapen when it has another shape."""
    import json

    import msgspec

    try:
        made: Made = _shaped(json.loads(line), shape)
    except (ValueError, RecursionError, msgspec.MsgspecError) as error:
        raise Misshapen(str(error)) from None
    return made


def load(content: bytes, shape: Callable[..., Made]) -> Made:
    """What JSON says, as a value of a type. Raises Misshapen when it has another shape, or is no JSON."""
    import msgspec

    collects = gc.isenabled()
    gc.disable()  # looking for cycles, of which there are none, would take longer than all else
    try:
        made: Made = _reader(shape).decode(content)
        return made
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise Misshapen(str(error)) from None
    finally:
        if collects:
            gc.enable()


@cache
def _reader(shape: Any) -> Decoder[Any]:
    from msgspec.json import Decoder

    return Decoder(shape, dec_hook=_of_ours)


def _shaped(data: Any, shape: Any) -> Any:
    import msgspec

    return msgspec.convert(data, shape, str_keys=True, dec_hook=_of_ours)


def _as_list(data: Any) -> list[Any]:
    if isinstance(data, (set, frozenset)):
        return sorted(data)
    if is_dataclass(data):
        return [getattr(data, each.name) for each in fields(data)]
    raise TypeError(f"{type(data).__name__} is no plain data")


def _of_ours(shape: Any, data: Any) -> Any:
    """A value of a kind that JSON has no word for."""
    if get_origin(shape) is Counter:
        return Counter(_shaped(data, dict[str, int]))
    if not is_dataclass(shape):
        raise TypeError(f"{shape} is no shape of plain data")
    make: Any = shape
    hints = _hints(make)
    if type(data) is not list or len(data) != len(hints):
        raise Misshapen("a row of another length")
    return make(*map(_shaped, data, hints))


@cache
def _hints(shape: Any) -> list[Any]:
    hints = get_type_hints(shape)
    return [hints[each.name] for each in fields(shape)]
