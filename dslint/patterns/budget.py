"""How much time patterns of other people may take: on a line, on all lines, and all of them together."""

from __future__ import annotations

from time import process_time
from typing import Any

ON_A_LINE = 1.0  # seconds of work for one pattern on one line
SLOW = 0.05  # seconds on one line, from which they are counted
OF_ONE = 2.0  # seconds that one pattern may take on slow lines of a run
OF_ALL = 5.0  # seconds that all of them may take there; a slow line is then one too many
_SHOWN = 200  # code points of a pattern


class PatternTimeout(Exception):
    """A pattern took too long and is given up; the message is the pattern."""


class Budget:
    """What the patterns of a run have taken so far, in this process."""

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        """Begin a run: nothing was spent yet, and nothing is given up."""
        self._spent: dict[str, float] = {}  # by the pattern
        self._of_all = 0.0
        self._given_up: set[str] = set()

    def run(self, source: str, search: Any, *args: Any) -> Any:
        """What a search gives: a function that takes a `timeout`. Raises PatternTimeout."""
        if source in self._given_up:
            raise PatternTimeout(source[:_SHOWN])
        begun = process_time()
        try:
            return search(*args, timeout=ON_A_LINE if self._of_all < OF_ALL else SLOW)
        except TimeoutError:
            self._given_up.add(source)
            raise PatternTimeout(source[:_SHOWN]) from None
        finally:
            self._count(source, process_time() - begun)

    def _count(self, source: str, seconds: float) -> None:
        if seconds < SLOW:
            return
        self._of_all += seconds
        self._spent[source] = self._spent.get(source, 0.0) + seconds
        if self._spent[source] > OF_ONE:
            self._given_up.add(source)


BUDGET = Budget()
