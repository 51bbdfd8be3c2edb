"""`make fuzz`: every reader in turn, for as long as is asked, with what was found kept in build/fuzz/.

Atheris guides the inputs by what they reach, where it is installed; `--plain` and other Pythons change the
corpus by chance. Each reader works in a process of its own. What ends that process is an input too: it is
tried again with `dslint check`, which must name it in one line.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import mmap
import os
import struct
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

OUT = Path(__file__).parents[2] / "build" / "fuzz"
MOST_MEMORY = 4 << 30  # bytes of address space of a worker
_HEAD = struct.Struct("<QQQ")  # inputs tried, failures, length of the current input


class Log:
    """How many inputs a worker tried, and the one it is at: readable when it was killed, too."""

    def __init__(self, path: Path, largest: int) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(bytes(_HEAD.size + largest))
        self._file = path.open("r+b")
        self._map = mmap.mmap(self._file.fileno(), 0)
        self.inputs = self.failures = 0

    def begin(self, data: bytes) -> None:
        self._map[_HEAD.size : _HEAD.size + len(data)] = data
        self._write(len(data))

    def end(self, failed: bool) -> None:
        self.inputs += 1
        self.failures += failed
        self._write(0)

    def _write(self, length: int) -> None:
        _HEAD.pack_into(self._map, 0, self.inputs, self.failures, length)


class Told(NamedTuple):
    inputs: int
    failures: int
    current: bytes


def read_log(path: Path) -> Told:
    if not path.exists():
        return Told(0, 0, b"")
    content = path.read_bytes()
    inputs, failures, length = _HEAD.unpack_from(content)
    return Told(inputs, failures, content[_HEAD.size : _HEAD.size + length])


def work(name: str, seed: str, seconds: float, most: int, plain: bool) -> None:
    """Try inputs of one reader until the time or their number is over."""
    _bound_memory()
    atheris: Any = None if plain else importlib.import_module("atheris")
    with atheris.instrument_imports(include=["dslint"]) if atheris else nullcontext():
        from attempt import attempt, inputs
        from changes import LARGEST
        from readers import BY_NAME
    reader = BY_NAME[name]
    log = Log(OUT / name / "log", LARGEST)
    until = time.monotonic() + seconds
    seen: set[str] = set()

    def one(data: bytes) -> None:
        data = data[:LARGEST]
        log.begin(data)
        failure = attempt(reader, data)
        log.end(failure is not None)
        if failure and failure.kind not in seen:
            seen.add(failure.kind)
            _keep(name, reader.suffix, data, f"{failure.kind}\n\n{failure.told}")

    # The first input of a process pays for the rules and words that are made ready, and says nothing.
    attempt(reader, next(inputs(reader, f"{seed} first")))
    if not atheris:
        for data in inputs(reader, seed):
            if time.monotonic() > until or log.inputs >= most:
                return
            one(data)
    corpus = [*reader.corpus().values(), *reader.found_beside().values()]

    def change(data: bytes, largest: int, number: int) -> bytes:
        chance = Random(number)
        if chance.random() < 0.3:
            return bytes(atheris.Mutate(data, largest))
        return reader.change(data, chance, corpus)[:largest]

    reached = OUT / name / "reached"
    reached.mkdir(parents=True, exist_ok=True)
    for data in corpus:
        (reached / hashlib.sha256(data).hexdigest()[:16]).write_bytes(data)
    runs = most if most < 1 << 31 else -1  # without end
    options = [
        f"-runs={runs}", f"-max_total_time={max(1, int(seconds))}", f"-max_len={LARGEST}", "-timeout=300",
        f"-seed={int(hashlib.sha256(seed.encode()).hexdigest()[:7], 16)}", "-rss_limit_mb=0", "-verbosity=0",
        f"-artifact_prefix={OUT / name}/",
    ]  # fmt: skip
    atheris.Setup([sys.argv[0], *options, str(reached)], one, custom_mutator=change)
    atheris.Fuzz()


def _keep(name: str, suffix: str, data: bytes, told: str) -> None:
    folder = OUT / name / "failures"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{hashlib.sha256(told.partition(chr(10))[0].encode()).hexdigest()[:12]}{suffix}"
    if not path.exists():
        path.write_bytes(data)
        path.with_suffix(".why").write_text(told, "utf-8", "backslashreplace")
    print(f"{name}: {told.splitlines()[0]}: {path}", flush=True)


def _bound_memory() -> None:
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, ValueError, OSError):
        pass  # not every system has such bounds


def run_reader(name: str, seed: str, seconds: float, most: int, plain: bool) -> Told:
    """Work of one reader, begun anew behind every input that ends the process."""
    from readers import BY_NAME

    inputs = failures = ended = 0
    start = time.monotonic()
    while (left := seconds - (time.monotonic() - start)) > 1 and inputs < most:
        path = OUT / name / "log"
        path.unlink(missing_ok=True)
        command = [sys.executable, __file__, "--work", name, "--seed", f"{seed}.{ended}"]
        command += ["--seconds", str(left), "--inputs", str(most - inputs), *(["--plain"] if plain else [])]
        with (OUT / f"{name}.txt").open("ab") as log:
            code = subprocess.run(command, stdout=log, stderr=subprocess.STDOUT).returncode
        told = read_log(path)
        inputs += told.inputs
        failures += told.failures
        if not code:
            break
        if not told.current:
            print(f"{name}: the worker ended with {code}: {OUT / name}.txt", flush=True)
            return Told(inputs, failures + 1, b"")
        ended += 1
        inputs += 1
        if why := _not_withstood(told.current, BY_NAME[name].suffix):
            failures += 1
            _keep(name, BY_NAME[name].suffix, told.current, f"ended with {code}\n\n{why}")
    print(f"{name}: {inputs:,} inputs, {failures:,} failures, {ended} ended their process", flush=True)
    return Told(inputs, failures, b"")


def _not_withstood(data: bytes, suffix: str) -> str | None:
    """What `dslint check` does with an input that ended a process, unless it names it in one line."""
    path = OUT / f"ended{hashlib.sha256(data).hexdigest()[:12]}{suffix}"
    path.write_bytes(data)
    command = [sys.executable, "-m", "dslint", "check", "--isolated", str(path)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    except subprocess.TimeoutExpired:
        return "took more than two minutes"
    finally:
        path.unlink()
    is_named = done.returncode in (0, 1, 2) and "Traceback" not in done.stderr
    return None if is_named else f"exit code {done.returncode}\n{done.stderr}"


def main() -> int:
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--minutes", type=float, default=10.0, help="for all readers together")
    given.add_argument("--inputs", type=int, default=1 << 62, help="at most, of each reader")
    given.add_argument("--reader", action="append", help="only this one; may be given again")
    given.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    given.add_argument("--seed", default=str(time.time_ns()))
    given.add_argument("--plain", action="store_true", help="without Atheris")
    given.add_argument("--work", help=argparse.SUPPRESS)
    given.add_argument("--seconds", type=float, help=argparse.SUPPRESS)
    options = given.parse_args()
    if options.work:
        work(options.work, options.seed, options.seconds, options.inputs, options.plain)
        return 0
    from readers import BY_NAME

    names = options.reader or list(BY_NAME)
    plain = options.plain or not importlib.util.find_spec("atheris")
    jobs = min(options.jobs, len(names))
    seconds = options.minutes * 60 * jobs / len(names)
    OUT.mkdir(parents=True, exist_ok=True)
    print(f"seed {options.seed}, {'by chance' if plain else 'guided by Atheris'}", flush=True)
    with ThreadPoolExecutor(jobs) as pool:
        told = list(
            pool.map(lambda name: run_reader(name, options.seed, seconds, options.inputs, plain), names)
        )
    failures = sum(each.failures for each in told)
    print(f"{sum(each.inputs for each in told):,} inputs, {failures:,} failures; see {OUT}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
