"""Checking in several processes: the same results, in the order of the inputs and of their pages."""

from __future__ import annotations

import multiprocessing
import os
from bisect import bisect_left
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import accumulate
from multiprocessing.process import BaseProcess

from dslint.assembler import ShardedInput, ShardSummary
from dslint.engine.checked import Checked, check_input, shown_lines
from dslint.engine.evaluate import DocumentResult, check_document
from dslint.engine.isolated import Ended, begin_worker
from dslint.engine.load import RuleChoice, RuleSet
from dslint.engine.report import RunError
from dslint.engine.rule import Rule
from dslint.engine.scan import Scanner
from dslint.sources import STANDARD_INPUT, Input

# What a process that checks for another one was given. They are set in such processes only.
_loaded: RuleSet
_as_of: str


def _prepare(choice: RuleChoice, as_of: str, parent: int) -> None:
    begin_worker(parent)
    global _loaded, _as_of
    _loaded, _as_of = choice.load(), as_of


def _check(given: Input) -> Checked:
    return check_input(given, _loaded, _as_of)


def check_in_parallel(
    inputs: list[Input], choice: RuleChoice, loaded: RuleSet, as_of: str, jobs: int
) -> Iterator[Checked]:
    """Standard input is read by this process, everything else by the others."""
    jobs = min(jobs, len(inputs))
    shared = [given for given in inputs if given.path != STANDARD_INPUT]
    chunk = max(1, min(16, len(shared) // (jobs * 4)))
    done = 0
    others = multiprocessing.active_children()
    try:
        with _pool(jobs, choice, as_of) as pool:
            results = pool.map(_check, shared, chunksize=chunk)
            for given in inputs:
                checked = check_input(given, loaded, as_of) if given.path == STANDARD_INPUT else next(results)
                yield checked
                done += 1
    except BrokenProcessPool:
        yield from _one_at_a_time(inputs[done:], choice, loaded, as_of)
    except NO_FURTHER_PROCESS:
        _end_all_but(others)
        for given in inputs[done:]:
            yield check_input(given, loaded, as_of)


def _pool(jobs: int, choice: RuleChoice, as_of: str) -> ProcessPoolExecutor:
    parent = 0 if multiprocessing.get_start_method() == "forkserver" else os.getpid()
    return ProcessPoolExecutor(jobs, initializer=_prepare, initargs=(choice, as_of, parent))


def _end_all_but(others: list[BaseProcess]) -> None:
    """End the processes of a pool that was not made whole: they would wait for work without end."""
    for process in multiprocessing.active_children():
        if process not in others:
            process.kill()


def _one_at_a_time(inputs: list[Input], choice: RuleChoice, loaded: RuleSet, as_of: str) -> Iterator[Checked]:
    """Check inputs after a process was ended, so that the one that ends another is known."""
    waiting = list(reversed(inputs))
    while waiting:
        with _pool(1, choice, as_of) as pool:
            while waiting:
                given = waiting.pop()
                if given.path == STANDARD_INPUT:
                    yield check_input(given, loaded, as_of)
                    continue
                try:
                    checked = pool.submit(_check, given).result()
                except BrokenProcessPool:
                    yield Checked(None, {}, RunError(given.path, WAS_ENDED))
                    break
                yield checked


WAS_ENDED = "could not be checked: its process was ended, perhaps for want of memory"
NO_FURTHER_PROCESS = (OSError, RuntimeError)  # what the system says when it allows none, and no thread
SHARES = 6  # for each process

_Work = tuple[ShardedInput, list[Rule], Scanner, str]
_work: _Work  # what a process for shards inherits; set in such processes only
_Checked = tuple[DocumentResult, dict[str, dict[int, str]], list[ShardSummary]]


def _prepare_shards(work: _Work, parent: int) -> None:
    begin_worker(parent)
    global _work
    _work = work


def check_in_shards(
    sharded: ShardedInput, rules: list[Rule], scanner: Scanner, as_of: str, jobs: int
) -> Checked | None:
    """Share a document out in runs of pages, to be assembled and checked. None where there can be no further
    process; raises Ended when one was ended."""
    # A process that is forked inherits its arguments: none is pickled.
    given = ((sharded, rules, scanner, as_of), os.getpid())
    firsts, lasts = zip(*_shares(sharded.sizes, jobs * SHARES), strict=True)
    fork = multiprocessing.get_context("fork")
    others = multiprocessing.active_children()
    try:
        with ProcessPoolExecutor(jobs, fork, initializer=_prepare_shards, initargs=given) as pool:
            parts = list(pool.map(_check_shard, firsts, lasts))
    except BrokenProcessPool:
        raise Ended(WAS_ENDED) from None
    except NO_FURTHER_PROCESS:
        _end_all_but(others)
        return None
    without_agreements, characters = sharded.without_agreements(
        summary for _, _, summaries in parts for summary in summaries
    )
    whole = check_document(without_agreements, rules, scanner, as_of)
    whole.characters = characters
    shown: dict[str, dict[int, str]] = {}
    for result, lines, _ in parts:
        whole.add(result)
        for path, of_file in lines.items():
            shown.setdefault(path, {}).update(of_file)
    return Checked(whole, shown, None)


def _check_shard(first: int, last: int) -> _Checked:
    sharded, rules, scanner, as_of = _work
    document, summaries = sharded.shard(first, last)
    result = check_document(document, rules, scanner, as_of)
    return result, shown_lines(document, result), summaries


def _shares(sizes: list[int], number: int) -> list[tuple[int, int]]:
    """Runs of consecutive pages, each up to where the next begins: so many at most, ever smaller ones, so
    that all processes end at about the same time."""
    whole = sum(sizes) or 1
    parts = list(accumulate(range(number, 0, -1)))
    ends = [whole * part / parts[-1] for part in parts]
    share = [bisect_left(ends, reached) for reached in accumulate(sizes)]
    begins = [index for index, each in enumerate(share) if not index or each != share[index - 1]]
    return list(zip(begins, [*begins[1:], len(sizes)], strict=True))
