"""What is known of texts that come again and again."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

_MOST = 65536  # texts
LONGEST = 8192  # code points; a longer text hardly comes twice
Known = TypeVar("Known")


class Remembered(dict[str, Known]):
    """What a function says of each text, asked once. To look it up takes no call, unlike a cache's.

    All is forgotten when there are too many texts.
    """

    def __init__(self, function: Callable[[str], Known]) -> None:
        super().__init__()
        self._function = function

    def __missing__(self, text: str) -> Known:
        said = self._function(text)
        if len(text) <= LONGEST:
            if len(self) >= _MOST:
                self.clear()
            self[text] = said
        return said
