"""Work on a Dask cluster: one that exists, or one of this machine that is begun for the run.

The only module that knows Dask. It is imported when somebody asks for it.
"""

from __future__ import annotations

import gc
import logging
import os
import time
import warnings
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from types import TracebackType
from typing import Any

import dask
import distributed
from distributed.client import FutureCancelledError, FuturesCancelledError
from distributed.comm.core import CommClosedError
from distributed.scheduler import KilledWorker

from dslint.engine.executor import ExecutorError, Given, Lost, Made

AHEAD = 3  # batches that are handed out, for each worker
FAILURES = 1  # workers of this machine that may end while they have a batch, before it is tried alone
PATIENCE = 60  # seconds for a scheduler that went away, and for a worker when there is none
LOST = "could not be checked: each worker that had it was ended, perhaps for want of memory"
_AGAIN = (FutureCancelledError, CommClosedError, OSError, TimeoutError)


class DaskExecutor:
    """A context: leaving it ends what it began. A cluster that exists stays as it is."""

    def __init__(self, address: str | None, workers: int) -> None:
        """Raises ExecutorError when there is no scheduler at the address, or no worker."""
        gc.enable()  # a client leaves cycles behind, as long as it lives
        logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what goes wrong is told in our words
        warnings.filterwarnings("ignore", module="distributed")
        self._address = address
        self._cluster: Any = None
        if address is None:
            dask.config.set({"distributed.scheduler.allowed-failures": FAILURES})
            self._cluster = distributed.LocalCluster(
                n_workers=workers,
                threads_per_worker=1,
                dashboard_address=None,
                security=True,  # other users of this machine must not send work to it
                silence_logs=logging.CRITICAL,
            )
        self._client = self._connected()

    def __enter__(self) -> DaskExecutor:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close(timeout=5)
        if self._cluster is not None:
            self._cluster.close(timeout=20)

    def _connected(self) -> Any:
        where = self._where
        try:
            client = distributed.Client(
                self._cluster or self._address, timeout=PATIENCE, set_as_default=False
            )
        except (OSError, ValueError, TimeoutError) as error:
            raise ExecutorError(f"{where}: no scheduler answers: {_plain(error)}") from None
        except TypeError as error:  # which is how it says that an address of TLS has no certificates
            raise ExecutorError(
                f"{where}: no certificates are set: name them in Dask's configuration, distributed.comm.tls"
                f" ({_plain(error)})"
            ) from None
        try:
            client.wait_for_workers(1, timeout=PATIENCE)
        except (OSError, TimeoutError):
            client.close(timeout=5)
            raise ExecutorError(f"{where}: the scheduler has no worker") from None
        return client

    @property
    def _where(self) -> str:
        return self._address or "this machine"

    @property
    def workers(self) -> int:
        """As many as there are now."""
        return sum(map(int, self._client.ncores().values())) or 1

    def processes(self) -> list[int]:
        """The ids of the processes that work, on whatever machine they are."""
        return sorted(map(int, self._client.run(os.getpid).values()))

    def completed(
        self, work: Callable[[Given], Made], batches: Iterable[Given]
    ) -> Iterator[tuple[int, Made | Lost]]:
        """A batch whose worker is ended goes to another one, as often as the scheduler allows, and then once
        more alone: what is beside it may have ended the worker. When the scheduler goes away and comes back,
        what was handed out is handed out again."""
        suspects: list[tuple[int, Given]] = []
        yield from self._connected_again(work, enumerate(batches), suspects.append)
        for suspect in suspects:
            lost: list[tuple[int, Given]] = []
            yield from self._connected_again(work, iter([suspect]), lost.append)
            yield from ((number, Lost(LOST)) for number, _ in lost)

    def _connected_again(
        self,
        work: Callable[[Given], Made],
        batches: Iterator[tuple[int, Given]],
        lose: Callable[[tuple[int, Given]], None],
    ) -> Iterator[tuple[int, Made]]:
        left: dict[int, Given] = {}  # handed out, or to be handed out before all others
        while True:
            try:
                yield from self._while_connected(work, left, batches, lose)
                return
            except _AGAIN as error:
                self._wait_for_scheduler(error)

    def _while_connected(
        self,
        work: Callable[[Given], Made],
        left: dict[int, Given],
        rest: Iterator[tuple[int, Given]],
        lose: Callable[[tuple[int, Given]], None],
    ) -> Iterator[tuple[int, Made]]:
        futures: dict[Any, int] = {}
        done = distributed.as_completed(loop=self._client.loop)

        def hand_out(batches: Iterable[tuple[int, Given]]) -> None:
            for number, given in batches:
                left[number] = given
                future = self._client.submit(work, given, pure=False)
                futures[future] = number
                done.add(future)

        hand_out(chain([*left.items()], islice(rest, max(0, self.workers * AHEAD - len(left)))))
        while futures:
            self._wait_for_one(futures)
            future = next(done)
            number = futures.pop(future)
            try:
                made: Made = future.result()
            except KilledWorker:
                lose((number, left.pop(number)))
            else:
                del left[number], future
                yield number, made
            hand_out(islice(rest, max(0, self.workers * AHEAD - len(left))))

    def _wait_for_one(self, futures: Iterable[Any]) -> None:
        """Wait as long as somebody works. Raises ExecutorError when no worker is left."""
        while True:
            try:
                with self._client.as_current():
                    distributed.wait([*futures], timeout=PATIENCE, return_when="FIRST_COMPLETED")
                return
            except FuturesCancelledError:
                return  # the one that was cancelled says so itself
            except TimeoutError:
                if not self._client.ncores():
                    raise ExecutorError(f"{self._where}: all workers ended, and none came back") from None

    def _wait_for_scheduler(self, error: BaseException) -> None:
        self._client.close(timeout=5)
        if self._cluster is not None:
            raise ExecutorError(f"the cluster of this machine ended: {_plain(error)}") from None
        until = time.monotonic() + PATIENCE
        while True:
            try:
                self._client = self._connected()
                return
            except ExecutorError:
                if time.monotonic() > until:
                    raise ExecutorError(
                        f"{self._address}: the scheduler went away and did not come back"
                    ) from None
                time.sleep(1)


def _plain(error: BaseException) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__
