"""A progress bar for runs that take longer than a second, on a terminal only."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import TypeVar

Done = TypeVar("Done")
PATIENCE = 1.0  # seconds


def with_progress(checked: Iterator[Done], total: int) -> Iterator[Done]:
    started = time.monotonic()
    done = 0
    for each in checked:
        done += 1
        yield each
        if time.monotonic() - started > PATIENCE:
            break
    else:
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    bar = Progress(
        TextColumn("checking"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    with bar:
        task = bar.add_task("", total=total, completed=done)
        for each in checked:
            yield each
            bar.advance(task)
