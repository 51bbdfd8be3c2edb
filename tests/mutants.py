"""`make mutants`: change the engine and the facts in small ways, and see whether the tests tell.

Cosmic Ray makes the changes. A sample of them is tried, each by the tests named here, in copies of the tree.
"""

from __future__ import annotations

import argparse
import ast
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from difflib import unified_diff
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import NamedTuple

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names

ROOT = Path(__file__).parents[1]
CHANGED = ("dslint/engine", "dslint/facts")
TESTS = (
    "test_operators", "test_evidence", "test_comparisons", "test_collections", "test_facts", "test_datasets",
    "test_rules",
)  # fmt: skip
COPIED = ("dslint", "rules", "schemas", "tests", "seeds", "examples", "docs", "pyproject.toml", "README.md")


class Change(NamedTuple):
    path: str
    operator: str
    occurrence: int
    line: int


def main() -> int:
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--sample", type=int, default=120)
    given.add_argument("--seed", default="1")
    given.add_argument("--jobs", type=int, default=2)
    given.add_argument("--minutes", type=float, default=60.0, help="begin no change after so long")
    given.add_argument("--seconds", type=float, default=180.0, help="for the tests of one change")
    given.add_argument("--deselect", default="no such test", help="a test that fails without a change, too")
    options = given.parse_args()
    # Not below the tree: what git ignores there, dslint does not check.
    with TemporaryDirectory(prefix="dslint-mutants-") as folder:
        return _try_sample([_copy(Path(folder, str(number))) for number in range(options.jobs)], options)


def _try_sample(copies: list[Path], options: argparse.Namespace) -> int:
    if not _passes(copies[0], options):
        print((copies[0] / "last.txt").read_text("utf-8"), file=sys.stderr)
        print("the tests fail without a change", file=sys.stderr)
        return 2
    possible = sorted(set(_possible()))
    sample = Random(options.seed).sample(possible, min(options.sample, len(possible)))
    print(f"{len(sample)} of {len(possible):,} changes", flush=True)
    until = time.monotonic() + options.minutes * 60
    survived: list[bool] = []

    def try_all(copy: Path, changes: list[Change]) -> None:
        for change in changes:
            if time.monotonic() > until:
                return
            if (diff := _survives(copy, change, options)) is not None:
                survived.append(bool(diff))
                print(diff or f"caught: {change.path}:{change.line} {change.operator}", flush=True)

    with ThreadPoolExecutor(options.jobs) as pool:
        list(pool.map(try_all, copies, [sample[n :: options.jobs] for n in range(options.jobs)]))
    caught = len(survived) - sum(survived)
    print(f"{caught} of {len(survived)} changes were caught: {caught / max(1, len(survived)):.2f}")
    return 0


def _copy(copy: Path) -> Path:
    copy.mkdir()
    for name in COPIED:
        if (source := ROOT / name).is_dir():
            shutil.copytree(source, copy / name, ignore=shutil.ignore_patterns("__pycache__", "fuzz"))
        else:
            shutil.copy(source, copy / name)
    return copy


def _passes(copy: Path, options: argparse.Namespace, module: str = "") -> bool:
    """Whether the tests pass in a copy. Some that never end have not."""
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-x",
        "-p",
        "no:cacheprovider",
        "--deselect",
        options.deselect,
    ]
    own = f"test_{module}"  # the tests of a module that has some to itself
    files = {path.stem: str(path.relative_to(copy)) for path in (copy / "tests").rglob("test_*.py")}
    command += [files[name] for name in dict.fromkeys((own, *TESTS)) if name in files]
    added = {"PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1", "XDG_CACHE_HOME": str(copy / "cache")}
    try:
        done = subprocess.run(
            command,
            cwd=copy,
            env={**os.environ, **added},
            timeout=options.seconds,
            capture_output=True,
            text=True,
        )
    except subprocess.TimeoutExpired:
        return False
    (copy / "last.txt").write_text(done.stdout + done.stderr, "utf-8")
    return done.returncode == 0


def _possible() -> Iterator[Change]:
    """Every change that Cosmic Ray knows, except of annotations, which no test can tell."""
    operators = [(name, get_operator(name)()) for name in operator_names() if _needs_nothing(name)]
    for folder in CHANGED:
        for path in sorted((ROOT / folder).rglob("*.py")):
            text = path.read_text("utf-8")
            hidden = _annotations(text)
            nodes = list(ast_nodes(get_ast(text)))
            for name, operator in operators:
                places = [place for node in nodes for place in operator.mutation_positions(node)]
                for number, (start, _) in enumerate(places):
                    if not any(first <= tuple(start) < last for first, last in hidden):
                        yield Change(path.relative_to(ROOT).as_posix(), name, number, start[0])


def _needs_nothing(name: str) -> bool:
    return not get_operator(name).arguments()


def _annotations(text: str) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    every = ast.walk(ast.parse(text))
    found = [getattr(node, name, None) for node in every for name in ("annotation", "returns")]
    return [((n.lineno, n.col_offset), (n.end_lineno, n.end_col_offset)) for n in found if n is not None]


def _survives(copy: Path, change: Change, options: argparse.Namespace) -> str | None:
    """The change as a diff when no test tells, else nothing; None when there is no change."""
    path = copy / change.path
    before = path.read_text("utf-8")
    after = mutate_code(before, get_operator(change.operator)(), change.occurrence)
    if after is None or ast.dump(ast.parse(after)) == ast.dump(ast.parse(before)):
        return None
    path.write_text(after, "utf-8")
    try:
        if not _passes(copy, options, path.stem):
            return ""
    finally:
        path.write_text(before, "utf-8")
    lines = unified_diff(
        before.splitlines(), after.splitlines(), change.path, change.operator, n=1, lineterm=""
    )
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
