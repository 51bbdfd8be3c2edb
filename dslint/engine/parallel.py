"""Checking in several processes: the same results, in the order of the inputs and of their pages."""

from __future__ import annotations

import multiprocessing
import os
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from itertools import accumulate, chain, islice
from multiprocessing.process import BaseProcess
from typing import Any

from dslint.engine.checked import Checked, check_input
from dslint.engine.executor import Executor, Given, Lost, Made, completed_in_parts
from dslint.engine.isolated import Ended, begin_worker
from dslint.engine.load import RuleChoice, RuleSet
from dslint.engine.pages import Pages
from dslint.engine.report import RunError
from dslint.regexes import keep_as_other
from dslint.sources import STANDARD_INPUT, Input

# What a process that works for another one does. It is set in such processes only.
_task: Callable[[Any], Any]


def _prepare(work: Callable[[Any], Any], parent: int) -> None:
    begin_worker(parent)
    global _task
    _task = work


def _do(given: Any) -> Any:
    return _task(given)


class ProcessExecutor:
    """Work in several processes of this machine."""

    def __init__(self, workers: int) -> None:
        self.workers = workers

    def completed(
        self, work: Callable[[Given], Made], batches: Iterable[Given]
    ) -> Iterator[tuple[int, Made | Lost]]:
        """A batch whose process is ended is worked on once more, alone; then it is lost. Where the system
        allows no further process, this one does the work."""
        left: list[tuple[int, Given]] = []  # begun, or to be begun before all others
        rest = enumerate(batches)
        while True:
            try:
                yield from self._in_pool(work, left, rest)
                return
            except BrokenProcessPool:
                while left:
                    yield self._alone(work, *left.pop(0))

    def _in_pool(
        self, work: Callable[[Given], Made], left: list[tuple[int, Given]], rest: Iterator[tuple[int, Given]]
    ) -> Iterator[tuple[int, Made]]:
        """Takes from `left` what is done, and puts there what was begun. A pool that breaks is an error."""
        others = multiprocessing.active_children()
        try:
            with _pool(self.workers, work) as pool:
                running: dict[Future[Made], tuple[int, Given]] = {}
                while True:
                    left += islice(rest, self.workers * AHEAD - len(left))
                    for each in left[len(running) :]:
                        running[pool.submit(_do, each[1])] = each
                    if not left:
                        return
                    for future in wait(running, return_when=FIRST_COMPLETED).done:
                        made = future.result()
                        each = running.pop(future)
                        left.remove(each)
                        yield each[0], made
        except NO_FURTHER_PROCESS as error:
            if isinstance(error, BrokenProcessPool):
                raise
            _end_all_but(others)
            for number, given in chain(left, rest):
                yield number, work(given)
            left.clear()

    def _alone(self, work: Callable[[Given], Made], number: int, given: Given) -> tuple[int, Made | Lost]:
        try:
            with _pool(1, work) as pool:
                made: Made = pool.submit(_do, given).result()
                return number, made
        except BrokenProcessPool:
            return number, Lost(WAS_ENDED)


def _pool(workers: int, work: Callable[[Any], Any]) -> ProcessPoolExecutor:
    parent = 0 if multiprocessing.get_start_method() == "forkserver" else os.getpid()
    return ProcessPoolExecutor(workers, initializer=_prepare, initargs=(work, parent))


def _end_all_but(others: list[BaseProcess]) -> None:
    """End the processes of a pool that was not made whole: they would wait for work without end."""
    for process in multiprocessing.active_children():
        if process not in others:
            process.kill()


class _InputChecker:
    """Checks inputs in a process of its own, which loads the rules once."""

    def __init__(self, choice: RuleChoice, as_of: str) -> None:
        self._choice = choice
        self._as_of = as_of
        self._loaded: RuleSet | None = None

    def __call__(self, inputs: list[Input]) -> list[Checked]:
        if self._loaded is None:
            self._loaded = self._choice.load()
        checked = [check_input(given, self._loaded, self._as_of) for given in inputs]
        keep_as_other()
        return checked


def check_in_parallel(
    inputs: list[Input], choice: RuleChoice, loaded: RuleSet, as_of: str, jobs: int
) -> Iterator[Checked]:
    """Standard input is read by this process, everything else by the others."""
    shared = [given for given in inputs if given.path != STANDARD_INPUT]
    jobs = min(jobs, len(inputs))
    size = max(1, min(16, len(shared) // (jobs * 4)))
    batches = [shared[first : first + size] for first in range(0, len(shared), size)]
    results = _in_order(ProcessExecutor(jobs), _InputChecker(choice, as_of), batches)
    for given in inputs:
        yield check_input(given, loaded, as_of) if given.path == STANDARD_INPUT else next(results)


def _in_order(
    executor: Executor, work: Callable[[list[Input]], list[Checked]], batches: list[list[Input]]
) -> Iterator[Checked]:
    """One result for each input, as soon as those of all before it are there."""
    done: dict[int, list[Checked]] = {}
    reached = 0
    for number, inputs, made in completed_in_parts(executor, work, batches):
        found = [Checked(None, {}, RunError(inputs[0].path, made.reason))] if isinstance(made, Lost) else made
        done.setdefault(number, []).extend(found)
        while len(done.get(reached, ())) == len(batches[reached]):
            yield from done.pop(reached)
            reached += 1
            if reached == len(batches):
                return


AHEAD = 2  # batches that are handed out, for each process
WAS_ENDED = "could not be checked: its process was ended, perhaps for want of memory"
NO_FURTHER_PROCESS = (OSError, RuntimeError)  # what the system says when it allows none, and no thread
SHARES = 6  # for each process

_Check = Callable[[Sequence[int]], Pages]
_check: _Check  # what a process for shards inherits; set in such processes only


def _prepare_shards(check: _Check, parent: int) -> None:
    begin_worker(parent)
    global _check
    _check = check


def check_in_shards(sizes: list[int], numbers: list[int], check: _Check, jobs: int) -> Pages | None:
    """Share pages out in runs, each to be checked by a process, by their sizes in lines. None where there can
    be no further process; raises Ended when one was ended."""
    shares = [numbers[first:last] for first, last in _shares([sizes[n] for n in numbers], jobs * SHARES)]
    fork = multiprocessing.get_context("fork")
    others = multiprocessing.active_children()
    try:
        # A process that is forked inherits its arguments: none is pickled.
        given = (check, os.getpid())
        with ProcessPoolExecutor(jobs, fork, initializer=_prepare_shards, initargs=given) as pool:
            return list(chain.from_iterable(pool.map(_check_shard, shares)))
    except BrokenProcessPool:
        raise Ended(WAS_ENDED) from None
    except NO_FURTHER_PROCESS:
        _end_all_but(others)
        return None


def _check_shard(numbers: list[int]) -> Pages:
    pages = _check(numbers)
    keep_as_other()
    return pages


def _shares(sizes: list[int], number: int) -> list[tuple[int, int]]:
    """Runs of consecutive pages, each up to where the next begins: so many at most, ever smaller ones, so
    that all processes end at about the same time."""
    whole = sum(sizes) or 1
    parts = list(accumulate(range(number, 0, -1)))
    ends = [whole * part / parts[-1] for part in parts]
    share = [bisect_left(ends, reached) for reached in accumulate(sizes)]
    begins = [index for index, each in enumerate(share) if not index or each != share[index - 1]]
    return list(zip(begins, [*begins[1:], len(sizes)], strict=True))
