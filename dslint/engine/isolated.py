"""Work in a process of its own, so that what ends it ends nothing else: a reader of workbooks can abort."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

from dslint.regexes import keep_as_other

MOST_MEMORY = 4 << 30  # bytes of address space of each process
MOST_TIME = 600  # seconds of work of each process
Made = TypeVar("Made")


class Ended(Exception):
    """A process ended before its work was done; the message says how."""


def can_fork() -> bool:
    import threading

    return sys.platform not in ("win32", "darwin") and threading.active_count() == 1


def in_own_process(work: Callable[[], Made]) -> Made:
    """The result of some work, done in a process with bounds. Raises Ended, and what the work raises."""
    import pickle
    import signal

    reading, writing = os.pipe()
    parent = os.getpid()
    child = os.fork()
    if not child:
        _work(work, writing, parent)
    os.close(writing)
    try:
        with open(reading, "rb") as answer:
            answered = answer.read()
    except BaseException:
        os.kill(child, signal.SIGKILL)
        raise
    finally:
        _, status = os.waitpid(child, 0)
    if status:
        raise Ended(how_it_ended(os.waitstatus_to_exitcode(status)))
    is_done, result = pickle.loads(answered)
    if is_done:
        made: Made = result
        return made
    raise result


def _work(work: Callable[[], object], writing: int, parent: int) -> None:
    """Do the work, write what came of it, and end this process."""
    import pickle

    code = 1
    try:
        begin_worker(parent)
        for name, most in (("RLIMIT_AS", MOST_MEMORY), ("RLIMIT_CPU", MOST_TIME), ("RLIMIT_CORE", 0)):
            _bound(name, most)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # nobody reads what a reader prints as it aborts
        try:
            result = pickle.dumps((True, work()), pickle.HIGHEST_PROTOCOL)
        except Exception as error:
            result = pickle.dumps((False, error), pickle.HIGHEST_PROTOCOL)
        with open(writing, "wb") as answer:
            answer.write(result)
        code = 0
        keep_as_other()
    finally:
        os._exit(code)


def begin_worker(parent: int) -> None:
    """Let this process end when `parent` does: the id of its parent, or 0 where that one is not waiting."""
    gc.disable()  # looking for cycles would copy all that the process inherits
    if sys.platform == "linux":
        import ctypes
        import signal

        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
        if parent and os.getppid() != parent:  # it ended before this process could ask to be told
            os._exit(1)


def give_memory_back() -> None:
    """Give what was freed back to the system: a reader frees much at once, and the allocator keeps it."""
    if sys.platform == "linux":
        import ctypes

        with suppress(AttributeError):  # not every C library has it
            ctypes.CDLL(None).malloc_trim(0)


def _bound(name: str, most: int) -> None:
    try:
        import resource

        kind = getattr(resource, name)
        soft, hard = resource.getrlimit(kind)
        bounds = [each for each in (soft, hard, most) if each != resource.RLIM_INFINITY]
        resource.setrlimit(kind, (min(bounds), hard))
    except (ImportError, AttributeError, ValueError, OSError):
        return  # not every system has each bound


def how_it_ended(code: int) -> str:
    """In words: the exit code of a process, negative for a signal."""
    import signal

    if code == -getattr(signal, "SIGXCPU", 0):
        return f"took more than {MOST_TIME} seconds"
    if code == -signal.SIGABRT:
        return f"is damaged, or needs more than {MOST_MEMORY >> 30} GiB of memory"
    return f"could not be checked: its process was ended ({code})"
