"""What a run asks of whoever works on its batches, and what that needs for it."""

from __future__ import annotations

import json
import sys
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from threading import Lock

from dslint import resources
from dslint.digests import blake2b
from dslint.engine.executor import ExecutorError
from dslint.engine.ignores import IgnoreList
from dslint.engine.load import RuleChoice, RuleSet
from dslint.engine.parts.store import Store
from dslint.shapes import dump_line
from dslint.tuples import NamedTuple
from dslint.version import __version__
from dslint.vocabularies import BUILT_IN

# What reads inputs and runs patterns: another version of it may find something else.
_LIBRARIES = ("mammoth", "pyahocorasick", "pypdf", "python-calamine", "pyyaml", "regex")
CHANGED = "rules or words are others than when the run began, or lie where a worker cannot read them"


class Job(NamedTuple):
    """Picklable, and the same for every batch of a run.

    `today` is the date that counts as today, ISO. `buckets` is how many there are. `is_whole` tells that
    every finding has to be seen before any is folded, because a baseline knows some. With `resumes`, parts of
    an earlier run are taken. `program` and `rules` are digests of what the run was begun with.
    """

    choice: RuleChoice
    as_of: str
    today: str
    ignores: IgnoreList | None
    store: str
    buckets: int
    is_whole: bool
    resumes: bool
    program: str
    rules: str

    def worker(self) -> Worker:
        """What works on this job in this process. Raises ExecutorError."""
        with _MAKING:
            if (self.rules, self.store) not in _WORKERS:
                _WORKERS.clear()
                _WORKERS[self.rules, self.store] = Worker(self)
            return _WORKERS[self.rules, self.store]

    def settings(self) -> str:
        """A digest of all that decides what a part holds, but the batch."""
        ignores = None if self.ignores is None else self.ignores.words()
        decisive = [
            self.program, self.rules, self.as_of, self.today, ignores, self.buckets, self.is_whole,
        ]  # fmt: skip
        return digest(dump_line(decisive))


class Worker:
    """Rules that are loaded once for all batches that a process works on, one after the other."""

    def __init__(self, job: Job) -> None:
        """Raises ExecutorError where this is not what the run was begun with."""
        if job.program != program():
            raise ExecutorError(
                f"a worker has another dslint than this one ({__version__}), another Python"
                f" ({sys.version_info[0]}.{sys.version_info[1]}) or other packages; install the same there"
            )
        try:
            self.loaded = job.choice.load()
        except ValueError as error:
            raise ExecutorError(f"a worker cannot load the rules: {error}") from None
        if job.rules != rules_digest(job.choice, self.loaded):
            raise ExecutorError(CHANGED)
        self.store = Store(job.store)
        self.lock = Lock()  # a scheduler may give one process several batches at once


_WORKERS: dict[tuple[str, str], Worker] = {}
_MAKING = Lock()


def digest(*texts: str) -> str:
    return blake2b("\0".join(texts).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def rules_digest(choice: RuleChoice, loaded: RuleSet) -> str:
    """Of the rules as they were loaded, the words, and which inputs they look at."""
    rules = [
        [rule.id, rule.scope, rule.trusted, rule.severity, [head.severity for head in rule.heads], rule.data]
        for rule in loaded.rules
    ]
    others = choice._replace(files=(), vocabularies=BUILT_IN)
    return digest(json.dumps([repr(others), rules, choice.vocabularies.rows()], default=str))


@lru_cache(maxsize=1)
def program() -> str:
    """A digest of dslint with its data, and of what it is run by: the same on every machine."""
    whole = blake2b(digest_size=16)
    for path in sorted(resources.PACKAGE.rglob("*")):
        if path.suffix in (".py", ".yaml", ".json", ".txt"):
            whole.update(f"{path.relative_to(resources.PACKAGE).as_posix()}\0".encode())
            whole.update(path.read_bytes())
    for name in _LIBRARIES:
        whole.update(f"{name} {_version(name)}\0".encode())
    whole.update(str(sys.version_info[:2]).encode())
    return whole.hexdigest()


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
