"""Which executor a run has, and where its parts lie."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from dslint.engine.executor import Executor, ExecutorError, SerialExecutor
from dslint.tuples import NamedTuple

ENGINES = ("serial", "processes", "dask")
NEEDS_EXTRA = "the engine dask needs the extra cluster; run: pip install 'dslint-agreements[cluster]'"


class Engine(NamedTuple):
    """What runs the batches of a run, by its name; None is this process, or several for large inputs.

    `scheduler` is the address of a cluster that exists. `parts` is the folder or the address where the run
    leaves its parts, and with `resumes` it takes those that an earlier run left there.
    """

    name: str | None = None
    scheduler: str | None = None
    parts: str | None = None
    resumes: bool = False

    def complaint(self) -> str | None:
        """Why these mean nothing together, if they do not."""
        if self.name is not None and self.name not in ENGINES:
            return f"there is no engine {self.name}; there are {', '.join(ENGINES)}"
        if self.scheduler is not None and self.name != "dask":
            return "a scheduler is for the engine dask: write --engine dask"
        if self.scheduler is not None and self.parts is None:
            return (
                "a scheduler needs --parts with a folder that this machine and all workers see, such as"
                " --parts s3://bucket/parts"
            )
        if self.resumes and self.parts is None:
            return "--resume needs --parts with the folder of the run that was interrupted"
        return None

    @property
    def in_parts(self) -> bool:
        """Whether results go through files, so that no process holds all of them."""
        return self.name == "dask" or self.parts is not None

    @contextmanager
    def executor(self, jobs: int) -> Iterator[Executor]:
        """What runs the batches, with so many processes. Raises ExecutorError."""
        if self.name == "dask":
            try:
                from dslint.engine.on_dask import DaskExecutor
            except ImportError:
                raise ExecutorError(NEEDS_EXTRA) from None
            with DaskExecutor(self.scheduler, jobs) as executor:
                yield executor
        elif self.name == "serial" or jobs == 1:
            yield SerialExecutor()
        else:
            from dslint.engine.parallel import ProcessExecutor

            yield ProcessExecutor(jobs)


DEFAULT_ENGINE = Engine()
