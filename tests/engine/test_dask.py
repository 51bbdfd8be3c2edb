"""Work on a Dask cluster: the bytes of one process, also when something of it ends in the middle."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import AS_OF, CLEAN, ROOT, SEEDS, Cli, execute

from dslint.engine.executor import ExecutorError, Lost
from dslint.engine.load import RuleChoice
from dslint.engine.parts.drive import run_in_parts
from dslint.engine.run import run
from dslint.reporters.formats import FORMATS
from dslint.reporters.view import DEFAULT_VIEW
from dslint.sources import collect

on_dask = pytest.importorskip("dslint.engine.on_dask", reason="the extra cluster is not installed")
JSON = FORMATS["json"]


@pytest.fixture(scope="module")
def executor() -> Iterator[on_dask.DaskExecutor]:
    with on_dask.DaskExecutor(None, 2) as made:
        yield made


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("pages")
    for path in sorted(SEEDS.glob("*.txt")):
        for number in range(3):
            shutil.copy(path, found / f"{path.stem}-{number}.txt")
    return found


def test_a_cluster_leaves_the_bytes_of_one_process_also_when_a_worker_is_killed(
    executor: on_dask.DaskExecutor, pages: Path, tmp_path: Path
) -> None:
    choice = RuleChoice()
    loaded, inputs = choice.load(), collect([str(pages)])
    whole = JSON.render(run(inputs, choice, loaded, AS_OF), DEFAULT_VIEW)

    def killing(done: Iterator[None]) -> Iterator[None]:
        for number, each in enumerate(done):
            if number == 1:
                os.kill(executor.processes()[0], signal.SIGTERM if os.name == "nt" else signal.SIGKILL)
            yield each

    for name, progress in (("quiet", iter), ("killed", killing)):
        folder = str(tmp_path / name)
        made = run_in_parts(
            inputs, choice, loaded, AS_OF, executor, folder, progress=progress, sizes=(40_000, 3)
        )
        assert JSON.render(made, DEFAULT_VIEW) == whole


def end_or_double(number: int) -> int:
    if number == 2:
        os._exit(1)
    return 2 * number


def test_what_ends_every_worker_is_lost_alone(executor: on_dask.DaskExecutor) -> None:
    done = dict(executor.completed(end_or_double, range(4)))
    assert isinstance(done.pop(2), Lost)
    assert done == {0: 0, 1: 2, 3: 6}


def test_a_scheduler_that_does_not_answer_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(on_dask, "PATIENCE", 1)
    with pytest.raises(ExecutorError, match=r"tcp://127\.0\.0\.1:9: no scheduler answers"):
        on_dask.DaskExecutor("tcp://127.0.0.1:9", 1)


def test_tls_without_certificates_says_where_to_name_them() -> None:
    with pytest.raises(ExecutorError, match=r"tls://127\.0\.0\.1:9: no certificates are set.*comm\.tls"):
        on_dask.DaskExecutor("tls://127.0.0.1:9", 1)


class Cluster:
    """A scheduler and a worker, each a process that can be ended."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self._folder = folder
        self.processes: list[subprocess.Popen[bytes]] = []
        self.begin()

    @property
    def address(self) -> str:
        return f"tcp://127.0.0.1:{self.port}"

    def begin(self) -> None:
        self._run("scheduler", "--host", "127.0.0.1", "--port", str(self.port), "--no-dashboard")
        self._run("worker", self.address, "--nthreads", "1", "--no-dashboard", "--no-nanny")

    def _run(self, *words: str) -> None:
        made = subprocess.Popen(
            [sys.executable, "-m", "dask", *words],
            cwd=self._folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        )
        self.processes.append(made)

    def end(self) -> None:
        for process in self.processes:
            process.kill()
            process.wait(20)
        self.processes.clear()


def slow(number: int) -> int:
    time.sleep(0.05)
    return 2 * number


def test_a_scheduler_that_begins_anew_gets_what_was_not_done(tmp_path: Path) -> None:
    cluster = Cluster(tmp_path)
    try:
        with on_dask.DaskExecutor(cluster.address, 1) as executor:
            done = {}
            for number, made in executor.completed(slow, range(30)):
                done[number] = made
                if len(done) == 5:
                    cluster.end()
                    cluster.begin()
        assert done == {number: 2 * number for number in range(30)}
    finally:
        cluster.end()


def test_a_scheduler_that_stays_away_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cluster = Cluster(tmp_path)
    try:
        with on_dask.DaskExecutor(cluster.address, 1) as executor:
            monkeypatch.setattr(on_dask, "PATIENCE", 2)
            with pytest.raises(ExecutorError, match="the scheduler went away and did not come back"):
                for _ in executor.completed(slow, range(30)):
                    cluster.end()
    finally:
        cluster.end()


def test_workers_that_do_not_come_back_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cluster = Cluster(tmp_path)
    try:
        with on_dask.DaskExecutor(cluster.address, 1) as executor:
            monkeypatch.setattr(on_dask, "PATIENCE", 2)
            with pytest.raises(ExecutorError, match="all workers ended, and none came back"):
                for _ in executor.completed(slow, range(30)):
                    cluster.processes[1].kill()
    finally:
        cluster.end()


def test_the_command_line_has_the_same_bytes(cli: Cli) -> None:
    words = ("check", "seeds", "--format", "json", "--as-of", AS_OF)
    plain = cli(*words, cwd=ROOT)
    done = cli(*words, "--engine", "dask", "--jobs", "2", cwd=ROOT)
    assert (done.returncode, done.stderr, done.stdout) == (plain.returncode, plain.stderr, plain.stdout)


def test_without_the_extra_one_sentence_says_so(tmp_path: Path) -> None:
    program = (
        "import sys; sys.modules['distributed'] = None; sys.modules['fsspec'] = None\n"
        "from dslint.cli import main\n"
        "sys.argv = ['dslint', 'check', *sys.argv[1:]]\n"
        "sys.exit(main())\n"
    )
    (tmp_path / "page.txt").write_text(CLEAN, "utf-8")
    for words in (("--engine", "dask", "page.txt"), ("s3://bucket/pages",)):
        done = execute(sys.executable, "-c", program, *words, cwd=tmp_path, PYTHONPATH=str(ROOT))
        assert done.returncode == 2
        assert len(done.stderr.splitlines()) == 1
        assert "needs the extra cluster; run: pip install 'dslint-agreements[cluster]'" in done.stderr
