"""What is known of texts that come again and again."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from types import MethodType
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar, cast

_MOST = 65536  # texts
LONGEST = 8192  # code points; a longer text hardly comes twice
Known = TypeVar("Known")
Given = ParamSpec("Given")


class BoundedMemo(dict[str, Known]):
    """What a function says of each text, asked once. To look it up takes no call, unlike a cache's.

    All is forgotten when there are too many texts.
    """

    def __init__(self, function: Callable[[str], Known], most: int = _MOST) -> None:
        super().__init__()
        self._function = function
        self._most = most

    def __missing__(self, text: str) -> Known:
        value = self._function(text)
        if len(text) <= LONGEST:
            if len(self) >= self._most:
                self.clear()
            self[text] = value
        return value


class Answers(Generic[Known]):
    """A function whose answers are known when they are asked for again. `functools.lru_cache` does the same,
    and takes twenty times as long to make, of which there are many that nobody asks."""

    __slots__ = ("_function", "_known", "_most")

    def __init__(self, function: Callable[..., Known], most: int = 64) -> None:
        self._function = function
        self._known: dict[tuple[Any, ...], Known] = {}
        self._most = most

    def __call__(self, *given: Any) -> Known:
        if given not in self._known:
            if len(self._known) >= self._most:
                self._known.clear()
            self._known[given] = self._function(*given)
        return self._known[given]


class _CachedMethod(Generic[Given, Known]):
    def __init__(self, function: Callable[Concatenate[Any, Given], Known], maxsize: int) -> None:
        self._function = function
        self._maxsize = maxsize
        self.__doc__ = function.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, instance: Any, owner: type | None = None) -> Callable[Given, Known]:
        made: Any = lru_cache(self._maxsize)(MethodType(self._function, instance))
        instance.__dict__[self._name] = made
        return cast("Callable[Given, Known]", made)


def cached_method(
    maxsize: int,
) -> Callable[[Callable[Concatenate[Any, Given], Known]], _CachedMethod[Given, Known]]:
    """A method whose last answers each object keeps for itself, so many at most.

    The cache goes with the object; `functools.lru_cache` over a method would keep the object.
    """
    return lambda function: _CachedMethod(function, maxsize)
