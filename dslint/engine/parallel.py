"""Checking in several processes: the same results, in the order of the inputs and of their pages."""

from __future__ import annotations

import gc
import multiprocessing
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import accumulate

from dslint.engine.evaluate import Part, check_pages
from dslint.engine.load import RuleChoice, RuleSet
from dslint.engine.rule import Rule
from dslint.engine.run import Checked, check_input
from dslint.engine.scan import Scanner
from dslint.model import Document
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
    jobs = min(jobs, len(inputs))
    shared = [given for given in inputs if given.path != STANDARD_INPUT]
    chunk = max(1, min(16, len(shared) // (jobs * 4)))
    with ProcessPoolExecutor(jobs, initializer=_prepare, initargs=(choice, as_of)) as pool:
        results = pool.map(_check, shared, chunksize=chunk)
        for given in inputs:
            yield check_input(given, loaded, as_of) if given.path == STANDARD_INPUT else next(results)


_Work = tuple[list[list[Document]], list[Rule], Scanner, str]
_work: _Work  # what the processes of a document inherit


def check_pages_in_parallel(
    pages: list[Document], rules: list[Rule], scanner: Scanner, as_of: str, jobs: int
) -> list[Part]:
    """Share the pages out in runs of about as much text; where a process cannot be forked, do without."""
    global _work
    if sys.platform in ("win32", "darwin") or threading.active_count() > 1:
        return [check_pages(pages, rules, scanner, as_of)]
    _work = (_shares(pages, jobs * 4), rules, scanner, as_of)
    # A share leaves nothing in cycles, and looking for some would copy all that the processes inherit.
    with multiprocessing.get_context("fork").Pool(jobs, initializer=gc.disable) as pool:
        return pool.map(_check_share, range(len(_work[0])), chunksize=1)


def _check_share(number: int) -> Part:
    shares, rules, scanner, as_of = _work
    return check_pages(shares[number], rules, scanner, as_of)


def _shares(pages: list[Document], number: int) -> list[list[Document]]:
    """Consecutive pages, in so many shares at most."""
    sizes = [sum(each.end_line - each.start_line + 1 for each in page.agreements) for page in pages]
    whole = sum(sizes) or 1
    shares: list[list[Document]] = [[] for _ in range(number)]
    for page, reached in zip(pages, accumulate(sizes), strict=True):
        shares[min(number - 1, (reached - 1) * number // whole)].append(page)
    return [share for share in shares if share]
