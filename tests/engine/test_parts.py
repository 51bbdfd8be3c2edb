"""Runs in parts: the bytes of one process, whatever is lost or changed on the way."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import signal
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import AS_OF, SEEDS, Cli, put
from editions import RELEASES_2021

from dslint.engine.baseline import Baseline, entries
from dslint.engine.executor import (
    Executor,
    ExecutorError,
    Given,
    Lost,
    Made,
    SerialExecutor,
    completed_in_parts,
)
from dslint.engine.ignores import Ignore, IgnoreList
from dslint.engine.load import RuleChoice, RuleSet
from dslint.engine.parallel import ProcessExecutor
from dslint.engine.parts.drive import run_in_parts
from dslint.engine.report import Report
from dslint.engine.run import run
from dslint.engine.suppressions import Suppressions
from dslint.patterns import Pattern
from dslint.reporters.formats import FORMATS
from dslint.reporters.view import DEFAULT_VIEW
from dslint.sources import Input, collect

STRICT = RuleChoice(profile="strict")
SMALL = (30_000, 5)  # bytes of a batch, buckets
TEXTS = [each for each in FORMATS.values() if not each.binary and each.needs is None]
DRAFT = """\
agreement:
  reference: DARS-NIC-123456-A1B2C
  title: Moor ICB - admissions for falls
  opt_outs: [N, Y] # dslint: ignore[OPT03] Both are right.
  legal_bases: [Health and Social Care Act 2012 - s261(1)]
  # dslint: ignore[TRM06] It never covers anything.
  dsa:
    start: 2025-04-01
    end: 2024-03-31
  processing: |
    The trust receives the data.
    # TODO: name the trust.
    It keeps them.
  objectives: "What # the data are for."
"""
NEWER = """\
Moor projects
Invoices — DARS-NIC-123456-A1B2C v1.1
Opt outs honoured: N, Y
Legal basis: Health and Social Care Act 2012 – s261(1) and s261(2)(b)(ii)
When:2017.06 — 2017.05.
Invoices — DARS-NIC-123456-A1B2C v1.2
Opt outs honoured: Y
Legal basis: Health and Social Care Act 2012 – s261(1) and s261(2)(b)(ii)
When:DSA runs 2020-01-01 — 2021-01-01
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pages twice, so that agreements meet in several files, a draft with comments, a register in sheets,
    several versions, and what cannot be read."""
    found = tmp_path_factory.mktemp("inputs")
    for path in sorted(SEEDS.glob("*.txt")):
        for name in ("a", "b"):
            shutil.copy(path, found / f"{path.stem}-{name}.txt")
    put(found, "draft.yaml", DRAFT)
    put(found, "versions.txt", NEWER)
    for name in ("one", "two"):
        rows = "\n".join(",".join(f'"{cell}"' for cell in row) for row in RELEASES_2021)
        put(found, f"sheets/{name}.csv", rows)
    put(found, "damaged.xlsx", b"PK\x03\x04 and nothing else")
    return found


@pytest.fixture(scope="module")
def loaded() -> RuleSet:
    return STRICT.load()


def shown(report: Report) -> dict[str, str]:
    return {each.name: "".join(map(str, each.pieces(report, DEFAULT_VIEW))) for each in TEXTS}


def in_parts(
    inputs: list[Input], loaded: RuleSet, parts: Path, executor: Executor | None = None, **others: Any
) -> Report:
    given = {"sizes": SMALL, **others}
    return run_in_parts(inputs, STRICT, loaded, AS_OF, executor or SerialExecutor(), str(parts), **given)


@pytest.fixture(scope="module")
def inputs(folder: Path) -> list[Input]:
    return collect([str(folder)])


@pytest.fixture(scope="module")
def whole(inputs: list[Input], loaded: RuleSet) -> dict[str, str]:
    made = shown(run(inputs, STRICT, loaded, AS_OF))
    assert "XRC02" in made["concise"]  # something is compared over the run
    assert "more agreements of this run" in made["json"]  # and something told once
    assert " older version" in made["json"]
    return made


@pytest.mark.parametrize("sizes", [None, SMALL, (1, 1), (1_000_000, 64)])
def test_every_format_has_the_bytes_of_one_process(
    inputs: list[Input], loaded: RuleSet, whole: dict[str, str], tmp_path: Path, sizes: Any
) -> None:
    assert shown(in_parts(inputs, loaded, tmp_path, sizes=sizes)) == whole


def test_processes_leave_the_same(
    inputs: list[Input], loaded: RuleSet, whole: dict[str, str], tmp_path: Path
) -> None:
    assert shown(in_parts(inputs, loaded, tmp_path, ProcessExecutor(2))) == whole


def ignores(loaded: RuleSet, folder: Path) -> Suppressions:
    def ignore(rule: str, match: str | None, line: int) -> Ignore:
        pattern = None if match is None else Pattern(match)
        return Ignore((rule,), None, (), pattern, "known", None, "i.yaml", line, f"  rule: {rule}")

    known = [ignore("XRC02", None, 1), ignore("PUR02", "research", 2), ignore("TRM", None, 3)]
    known += [ignore("LB01", "no such words", 4)]
    return Suppressions(IgnoreList(known, loaded.names, str(folder), AS_OF))


def test_ignores_and_comments_are_those_of_one_process(
    inputs: list[Input], loaded: RuleSet, folder: Path, tmp_path: Path
) -> None:
    expected = run(inputs, STRICT, loaded, AS_OF, suppressions=ignores(loaded, folder))
    assert len({each.ignore for each in expected.ignored}) > 2
    assert any(each.ignore.comment for each in expected.ignored)
    made = in_parts(inputs, loaded, tmp_path, suppressions=ignores(loaded, folder))
    assert shown(made) == shown(expected)
    assert made.ignored == expected.ignored
    assert [each for each in made.findings if each.rule.startswith("IGN")]


def test_a_baseline_knows_the_same(inputs: list[Input], loaded: RuleSet, tmp_path: Path) -> None:
    every = [entry for each in run(inputs, STRICT, loaded, AS_OF).findings for entry in entries(each)]
    baselines = [Suppressions(baseline=Baseline(every[::2])) for _ in range(2)]
    expected = run(inputs, STRICT, loaded, AS_OF, suppressions=baselines[0])
    made = in_parts(inputs, loaded, tmp_path, suppressions=baselines[1])
    assert len(expected.known) > 5
    assert shown(made) == shown(expected)
    assert (made.known, made.stale) == (expected.known, expected.stale)


def test_each_file_by_itself(inputs: list[Input], tmp_path: Path) -> None:
    choice = STRICT._replace(each_file=True, all_versions=True)
    loaded = choice.load()
    made = run_in_parts(inputs, choice, loaded, AS_OF, SerialExecutor(), str(tmp_path), sizes=SMALL)
    assert shown(made) == shown(run(inputs, choice, loaded, AS_OF))


class Counting:
    """Works in this process, and remembers the batches that were checked. `spoil` is called behind each."""

    workers = 1

    def __init__(self, spoil: Callable[[int], None] = lambda number: None) -> None:
        self.batches = 0
        self._spoil = spoil

    def completed(
        self, work: Callable[[Given], Made], batches: Iterable[Given]
    ) -> Iterator[tuple[int, Made | Lost]]:
        for number, given in enumerate(batches):
            made = work(given)
            self.batches += isinstance(given, list)
            yield number, made
            self._spoil(self.batches)


class Interrupted(Exception):
    """A run that somebody stopped."""


def test_an_interrupted_run_goes_on(
    inputs: list[Input], loaded: RuleSet, whole: dict[str, str], tmp_path: Path
) -> None:
    def stop(number: int) -> None:
        if number == 4:
            raise Interrupted

    with pytest.raises(Interrupted):
        in_parts(inputs, loaded, tmp_path, Counting(stop))
    parts = {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    assert len(parts) == 4
    assert shown(in_parts(inputs, loaded, tmp_path, resumes=True)) == whole
    assert {name: (tmp_path / name).stat().st_mtime_ns for name in parts} == parts
    assert shown(in_parts(inputs, loaded, tmp_path)) == whole  # without --resume nothing is taken
    assert {name: (tmp_path / name).stat().st_mtime_ns for name in parts} != parts


def spoilt(content: bytes) -> dict[str, bytes]:
    middle = len(content) // 2
    return {
        "cut": content[:middle],
        "changed": content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :],
        "header": content[:20] + bytes([content[20] ^ 1]) + content[21:],
        "longer": content + gzip.compress(b"[]\n"),
        "empty": b"",
        "pickle": b"\x80\x05cposix\nsystem\n",
    }


@pytest.mark.parametrize("kind", spoilt(b" " * 30))
def test_a_part_that_is_not_as_it_was_written_is_made_again(
    inputs: list[Input], loaded: RuleSet, whole: dict[str, str], tmp_path: Path, kind: str
) -> None:
    in_parts(inputs, loaded, tmp_path)
    part = sorted(path for path in tmp_path.iterdir() if "-" not in path.name)[0]
    good = part.read_bytes()
    part.write_bytes(spoilt(good)[kind])
    assert shown(in_parts(inputs, loaded, tmp_path, resumes=True)) == whole
    assert part.read_bytes() == good


def test_a_part_under_the_name_of_another_is_not_believed(
    inputs: list[Input], loaded: RuleSet, whole: dict[str, str], tmp_path: Path
) -> None:
    in_parts(inputs, loaded, tmp_path)
    one, other = sorted(path for path in tmp_path.iterdir() if "-" not in path.name)[:2]
    shutil.copy(one, other)
    assert shown(in_parts(inputs, loaded, tmp_path, resumes=True)) == whole


@pytest.mark.parametrize("change", ["content", "rules", "date", "words"])
def test_what_decides_a_part_is_in_its_name(folder: Path, tmp_path: Path, change: str) -> None:
    page = put(tmp_path, "page.txt", (folder / "versions.txt").read_text("utf-8"))
    choice, as_of = STRICT, AS_OF

    def names() -> set[str]:
        parts = tmp_path / "parts"
        given = collect([str(page)])
        run_in_parts(given, choice, choice.load(), as_of, SerialExecutor(), str(parts), True)
        return {path.name for path in parts.iterdir() if "-" not in path.name}

    before = names()
    assert names() == before
    if change == "content":
        page.write_text(page.read_text("utf-8") + "\n", "utf-8")
    elif change == "rules":
        choice = choice._replace(severity=(("TRM", "info"),))
    elif change == "words":
        from dslint.vocabularies import with_words

        row = {"text": "Hush", "sensitivity": "sensitive", "source": "we asked"}
        choice = choice._replace(vocabularies=with_words({"sensitivity": [row]}))
    else:
        as_of = "2026-11-23"
    assert len(names()) == len(before) + 1


def test_a_part_that_is_lost_in_the_middle_is_made_again(
    inputs: list[Input], loaded: RuleSet, whole: dict[str, str], tmp_path: Path
) -> None:
    lost: list[Path] = []

    def lose(number: int) -> None:
        if number == 5 and not lost:
            lost.extend(sorted(tmp_path.iterdir())[:2])
            for path in lost:
                path.unlink()

    executor = Counting(lose)
    assert shown(in_parts(inputs, loaded, tmp_path, executor)) == whole
    assert lost
    assert all(path.exists() for path in lost)


def test_a_part_that_is_lost_again_and_again_is_named(
    inputs: list[Input], loaded: RuleSet, tmp_path: Path
) -> None:
    def lose(number: int) -> None:
        for path in tmp_path.iterdir():
            path.unlink()

    with pytest.raises(ExecutorError, match=r"lost|cannot be read"):
        in_parts(inputs, loaded, tmp_path, Counting(lose))


def test_parts_are_lines_of_json(inputs: list[Input], loaded: RuleSet, tmp_path: Path) -> None:
    in_parts(inputs, loaded, tmp_path)
    for path in tmp_path.iterdir():
        lines = gzip.decompress(path.read_bytes()).decode("ascii").splitlines()
        assert all(json.loads(line) for line in lines[1:])
        if os.name != "nt":
            assert path.stat().st_mode & 0o077 == 0  # nobody else may read agreements


def kill_at_three(numbers: list[int]) -> int:
    if 3 in numbers:
        os.kill(os.getpid(), signal.SIGKILL)
    return sum(numbers)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no signal that cannot be caught")
def test_what_ends_a_process_is_told_apart_from_what_was_beside_it() -> None:
    batches = [[1, 2], [3, 4], [5, 6], [7]]
    done = sorted(completed_in_parts(ProcessExecutor(2), kill_at_three, batches), key=lambda each: each[:2])
    assert [(number, given, made if isinstance(made, int) else None) for number, given, made in done] == [
        (0, [1, 2], 3),
        (1, [3], None),
        (1, [4], 4),
        (2, [5, 6], 11),
        (3, [7], 7),
    ]


def test_the_command_line_says_what_means_nothing(cli: Cli) -> None:
    for words, said in (
        (["--resume"], "--resume needs --parts"),
        (["--scheduler", "tcp://x:1"], "write --engine dask"),
        (["--engine", "dask", "--scheduler", "tcp://x:1"], "--parts s3://bucket/parts"),
        (["--engine", "spark"], "spark"),
    ):
        done = cli("check", *words, ".")
        assert done.returncode == 2
        assert said in done.stderr


def test_the_command_line_leaves_parts_and_goes_on(cli: Cli, folder: Path, tmp_path: Path) -> None:
    plain = cli("check", str(folder), "--format", "json", "--as-of", AS_OF)
    for words in ((), ("--resume",), ("--engine", "processes", "--jobs", "2"), ("--engine", "serial")):
        kept = tmp_path / "parts"
        parts = ("--parts", kept.as_uri() if words == ("--resume",) else str(kept))
        done = cli("check", str(folder), "--format", "json", "--as-of", AS_OF, *parts, *words)
        assert (done.returncode, done.stderr, done.stdout) == (plain.returncode, plain.stderr, plain.stdout)
    done = cli("check", str(folder), "--parts", str(folder / "draft.yaml"))
    assert done.returncode == 2
    assert "parts cannot be kept there" in done.stderr
