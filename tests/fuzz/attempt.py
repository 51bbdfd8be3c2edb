"""One input, tried: what it broke, and whether it took too long."""

from __future__ import annotations

import signal
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from types import FrameType
from typing import NamedTuple
from unittest.mock import patch

from readers import Reader

from dslint.patterns import budget

BESIDE = 0.1  # the share of inputs that begin with one from beside the corpus, for these are larger


class Failure(NamedTuple):
    """`kind` is the same for failures with one cause."""

    kind: str
    told: str


class TooSlow(BaseException):
    """No Exception, so that nothing on the way takes it for one of its own."""


def attempt(reader: Reader, data: bytes) -> Failure | None:
    """Try one input. What is caught here is whatever a user would have seen as a traceback."""
    start = time.process_time()
    budget.BUDGET.begin()
    try:
        # That a pattern has a bound is tried here, not how long it is.
        with _at_most(reader.slowest * 3), patch.object(budget, "ON_A_LINE", budget.SLOW):
            reader.check(data)
    except (Exception, TooSlow) as error:
        return Failure(_kind(error), traceback.format_exc())
    if (taken := time.process_time() - start) > reader.slowest:
        return Failure("too slow", f"{taken:.1f} s for {len(data)} bytes")
    return None


def inputs(reader: Reader, seed: str) -> Iterator[bytes]:
    """Inputs without end, the same ones for the same seed and corpus."""
    small, beside = list(reader.corpus().values()), list(reader.found_beside().values())
    number = 0
    while True:
        chance = Random(f"{reader.name} {seed} {number}")
        corpus = beside if not small or (beside and chance.random() < BESIDE) else small
        yield reader.change(chance.choice(corpus), chance, corpus)
        number += 1


def _kind(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "/dslint/" in frame.filename] or list(frames)
    name = getattr(error, "kind", None) or type(error).__name__
    return f"{name} at {ours[-1].filename.rpartition('/')[2]} in {ours[-1].name}"


@contextmanager
def _at_most(seconds: float) -> Iterator[None]:
    """Raise TooSlow after so many seconds of processor time, where the system can."""
    if not hasattr(signal, "setitimer"):
        yield
        return

    def stop(number: int, frame: FrameType | None) -> None:
        raise TooSlow

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
