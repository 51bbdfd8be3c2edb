"""What runs batches of work: this process, several of this machine, or those of a cluster.

A batch is a value that can be pickled, and the work is a function of it alone. So it does not matter where a
batch is worked on, in which order, or how often.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Protocol, TypeVar

from dslint.tuples import NamedTuple

Given = TypeVar("Given")
Made = TypeVar("Made")


class Lost(NamedTuple):
    """Why there is no result: whatever worked on the batch was ended each time. `reason` is a clause that a
    name stands before."""

    reason: str


class ExecutorError(Exception):
    """Nothing can be worked on any more, or never could; the message says why and what to do."""


class Executor(Protocol):
    """Where work is done."""

    @property
    def workers(self) -> int:
        """How many batches are worked on at once."""

    def completed(
        self, work: Callable[[Given], Made], batches: Iterable[Given]
    ) -> Iterator[tuple[int, Made | Lost]]:
        """The result of each batch with its place among them, from 0, in the order in which they are done.

        Batches are taken as they are needed. Raises what the work raises, and ExecutorError.
        """


class Progress(Protocol):
    """Shows how far a run is, by going along with what is done: one for each input."""

    def __call__(self, done: Iterator[Made], /) -> Iterator[Made]: ...


class SerialExecutor:
    """Work in this process, in the order of the batches."""

    workers = 1

    def completed(
        self, work: Callable[[Given], Made], batches: Iterable[Given]
    ) -> Iterator[tuple[int, Made | Lost]]:
        for number, given in enumerate(batches):
            yield number, work(given)


def completed_in_parts(
    executor: Executor, work: Callable[[list[Given]], Made], batches: Sequence[list[Given]]
) -> Iterator[tuple[int, list[Given], Made | Lost]]:
    """The results of batches that are lists. A batch that is lost is worked on again item by item, so that
    what cannot be done is known; only a list of one comes with Lost."""
    lost: list[int] = []
    for number, made in executor.completed(work, batches):
        if isinstance(made, Lost) and len(batches[number]) > 1:
            lost.append(number)
        else:
            yield number, batches[number], made
    alone = [(number, [each]) for number in sorted(lost) for each in batches[number]]
    for place, made in executor.completed(work, [each for _, each in alone]):
        yield *alone[place], made
