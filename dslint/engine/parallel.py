"""Checking inputs in several processes: the same results, in the order of the inputs."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor

from dslint.engine.load import RuleChoice, RuleSet
from dslint.engine.run import Checked, check_input
from dslint.sources import STANDARD_INPUT, Input

_loaded: RuleSet
_as_of: str


def _prepare(choice: RuleChoice, as_of: str) -> None:
    global _loaded, _as_of
    _loaded, _as_of = choice.load(), as_of


def _check(given: Input) -> Checked:
    return check_input(given, _loaded, _as_of)


def check_in_parallel(
    inputs: list[Input], choice: RuleChoice, loaded: RuleSet, as_of: str, jobs: int
) -> Iterator[Checked]:
    """Standard input is read by this process, everything else by the others."""
    shared = [given for given in inputs if given.path != STANDARD_INPUT]
    chunk = max(1, min(16, len(shared) // (jobs * 4)))
    with ProcessPoolExecutor(jobs, initializer=_prepare, initargs=(choice, as_of)) as pool:
        results = pool.map(_check, shared, chunksize=chunk)
        for given in inputs:
            yield check_input(given, loaded, as_of) if given.path == STANDARD_INPUT else next(results)
