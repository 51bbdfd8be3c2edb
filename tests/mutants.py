"""`make mutants`: change the engine and the facts in small ways, and see whether the tests tell.

Cosmic Ray makes the changes. A sample of them is tried, each in a process that inherits collected tests and
gets the changed function in place of the other. Those tests come first that run the changed line. A change
that only a new process can tell, such as one of a constant, is tried so.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from difflib import unified_diff
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory, TemporaryFile
from types import CodeType, FunctionType
from typing import Any, NamedTuple

import pytest
from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names
from coverage import Coverage

ROOT = Path(__file__).parents[1]
CHANGED = ("dslint/engine", "dslint/facts")
# Run for a change of the engine that no test of its line tells: a loaded rule may be at work in tests
# that do not run the line themselves.
ALWAYS = ("engine/test_operators.py", "rules/test_rules.py")
# Run when they run the changed line.
TESTS = (
    "facts", *ALWAYS, "engine/test_evidence.py", "engine/test_comparisons.py", "engine/test_prefilter.py",
    "engine/test_named_patterns.py", "rules/test_cases.py", "rules/test_expectations.py",
    "rules/test_mutations.py", "rules/test_planted.py", "test_gold.py", "test_memo.py", "test_fields.py",
)  # fmt: skip
# By the module: these tests run the command line, so that nobody can tell which lines they run.
OF_MODULE = {
    "baseline": ("engine/test_baseline.py",),
    "ignores": ("engine/test_ignores.py",),
    "suppressions": ("engine/test_ignores.py", "engine/test_baseline.py", "engine/test_ignore_comments.py"),
    "suggestion": ("engine/test_suggestions.py",),
    "joins": ("engine/test_listed.py",),
    "versions": ("engine/test_versions.py",),
    "isolated": ("safety/test_hostile_inputs.py", "safety/test_workbooks_that_ask_for_much.py"),
    "parallel": ("safety/test_hostile_inputs.py", "assembler/test_shards.py"),
    "old_words": ("engine/test_old_words.py",),
    "check": ("engine/test_rule_files.py",),
    "build": ("engine/test_rule_files.py",),
    "rule": ("engine/test_rule_files.py",),
    "load": ("engine/test_rule_files.py", "test_vocabularies.py"),
    "coverage": ("engine/test_coverage.py",),
}
COPIED = (
    "dslint", "rules", "schemas", "tests", "seeds", "examples", "docs", "pyproject.toml", "README.md",
    "CHANGELOG.md", "action.yml",
)  # fmt: skip
_NEAR = 6  # lines of a statement
Running = dict[str, dict[str, list[str]]]  # tests by the path and the number of a line
_execute: Callable[..., Any]  # of conftest
CAUGHT, SURVIVED, NEW_PROCESS = "caught", "survived", "needs a new process"


class Change(NamedTuple):
    path: str
    operator: str
    occurrence: int
    line: int

    def made(self) -> tuple[str, str | None]:
        """The module before and after; None when there is no change."""
        before = Path(self.path).read_text("utf-8")
        after = mutate_code(before, get_operator(self.operator)(), self.occurrence)
        try:
            same = after is None or ast.dump(ast.parse(after)) == ast.dump(ast.parse(before))
        except SyntaxError:
            same = True
        return before, None if same else after


def main() -> int:
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--sample", type=int, default=120)
    given.add_argument("--seed", default="1")
    given.add_argument("--minutes", type=float, default=60.0, help="begin no change after so long")
    given.add_argument("--seconds", type=int, default=60, help="of work for the tests of one change")
    given.add_argument("--measured", help="a file to keep which tests run which lines, or to take it from")
    given.add_argument(
        "--only", action="append", help="changes of this module and line only: facts/lists.py:40"
    )
    options = given.parse_args()
    # Not below the tree: what git ignores there, dslint does not check.
    with TemporaryDirectory(prefix="dslint-mutants-") as folder:
        copy = Path(folder, "copy")
        copy.mkdir()
        for name in COPIED:
            if (source := ROOT / name).is_dir():
                shutil.copytree(source, copy / name, ignore=shutil.ignore_patterns("__pycache__", "fuzz"))
            else:
                shutil.copy(source, copy / name)
        os.chdir(copy)
        # A relative folder is never used: nothing that was compiled before hides a change.
        os.environ |= {"PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1", "DSLINT_CACHE_DIR": "none"}
        possible = sorted(set(_possible()))
        if options.only:
            sample = [
                c for c in possible if any(f"{c.path}:{c.line}".endswith(each) for each in options.only)
            ]
        else:
            sample = Random(options.seed).sample(possible, min(options.sample, len(possible)))
        print(f"{len(sample)} of {len(possible):,} changes", flush=True)
        return _try(sample, options)


def _try(sample: list[Change], options: argparse.Namespace) -> int:
    """Try every change by tests that are collected once; for a process that has not loaded dslint."""
    sys.path[:0] = [os.getcwd(), os.path.join(os.getcwd(), "tests")]
    server = _Server(sample, options)
    names = [f"tests/{name}" for name in {*TESTS, *(each for some in OF_MODULE.values() for each in some)}]
    pytest.main(["-q", "-s", "-p", "no:cacheprovider", "-p", "no:xdist", *names], plugins=[server])
    caught = server.told.count(CAUGHT)
    tried = len(server.told)
    print(f"{caught} of {tried} changes were caught: {caught / max(1, tried):.2f}", flush=True)
    return 0 if tried else 2


class _Server:
    """Takes the place of pytest's loop: runs the tests once for each change."""

    def __init__(self, sample: list[Change], options: argparse.Namespace) -> None:
        self.sample = sample
        self.options = options
        self.told: list[str] = []
        self.running: Running = {}

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        failing, self.running = self._measured(session)
        session.items[:] = [item for item in session.items if item.nodeid not in failing]
        print(f"{len(session.items)} tests; fail without a change: {failing or 'none'}", flush=True)
        import conftest

        global _execute
        _execute, conftest.execute = conftest.execute, _forked
        until = time.monotonic() + self.options.minutes * 60
        for change in self.sample:
            if time.monotonic() > until:
                break
            before, after = change.made()
            if after is None:
                continue
            told = self._in_child(session, (change, before, after))
            if told == NEW_PROCESS:
                told = self._in_new_process(change, before, after)
            self.told.append(told)
            lines = unified_diff(before.splitlines(), after.splitlines(), change.path, change.operator, n=1)
            print(f"{told}: {change.path}:{change.line} {change.operator}", flush=True)
            if told != CAUGHT:
                print("\n".join(line.rstrip() for line in lines), flush=True)
        return True

    def _measured(self, session: pytest.Session) -> tuple[list[str], Running]:
        """The tests that tell nothing, since they fail without a change, and which tests run which lines."""
        told = Path(self.options.measured or "measured.json")
        if told.exists():
            failing, running = json.loads(told.read_text("utf-8"))
            return failing, running
        if not (child := os.fork()):
            measuring = Coverage(data_file=None, config_file=False, include=[f"{each}/*" for each in CHANGED])
            measuring.start()
            failing = list(_failures(session.items, measuring.switch_context))
            measuring.stop()
            data = measuring.get_data()
            running = {
                Path(path).relative_to(Path.cwd()).as_posix(): data.contexts_by_lineno(path)
                for path in data.measured_files()
            }
            told.write_text(json.dumps([failing, running]), "utf-8")
            os._exit(0)
        os.waitpid(child, 0)
        failing, running = json.loads(told.read_text("utf-8"))
        return failing, running

    def _in_child(self, session: pytest.Session, made: tuple[Change, str, str]) -> str:
        child = os.fork()
        if not child:
            # Tests that never end have told.
            resource.setrlimit(resource.RLIMIT_CPU, (self.options.seconds, self.options.seconds))
            os._exit(_run_items(session, made, self.running))
        _, status = os.waitpid(child, 0)
        return {0: SURVIVED, 3: NEW_PROCESS}.get(os.waitstatus_to_exitcode(status), CAUGHT)

    def _in_new_process(self, change: Change, before: str, after: str) -> str:
        names = ("facts", *ALWAYS, "test_gold.py", *OF_MODULE.get(Path(change.path).stem, ()))
        command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider"]
        Path(change.path).write_text(after, "utf-8")
        try:
            done = subprocess.run(
                [*command, *(f"tests/{name}" for name in names)],
                timeout=self.options.seconds * 20,
                capture_output=True,
            )
            return CAUGHT if done.returncode else SURVIVED
        except subprocess.TimeoutExpired:
            return CAUGHT
        finally:
            Path(change.path).write_text(before, "utf-8")


def _forked(*command: str, cwd: Path, stdin: bytes = b"", **environment: str) -> Any:
    """As `conftest.execute`, and dslint in a process that inherits what is loaded and changed here."""
    import conftest

    if command[:3] != (sys.executable, "-m", "dslint"):
        return _execute(*command, cwd=cwd, stdin=stdin, **environment)
    with TemporaryFile() as given, TemporaryFile() as out, TemporaryFile() as err:
        given.write(stdin)
        given.seek(0)
        if not (child := os.fork()):
            code = 70
            try:
                for number, file in enumerate((given, out, err)):
                    os.dup2(file.fileno(), number)
                sys.stdin, sys.stdout, sys.stderr = map(_stream, range(3), "rww")
                os.chdir(cwd)
                os.environ |= environment
                sys.argv = ["dslint", *map(str, command[3:])]
                from dslint.cli import main as run

                code = run()
            except SystemExit as ended:
                code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
            finally:
                sys.stdout.flush()
                sys.stderr.flush()
                os._exit(code)
        _, status = os.waitpid(child, 0)
        texts = []
        for file in (out, err):
            file.seek(0)
            texts.append(file.read().decode("utf-8"))
        return conftest.Done(command, os.waitstatus_to_exitcode(status), *texts)


def _stream(number: int, mode: str) -> Any:
    return os.fdopen(number, mode, encoding="utf-8", closefd=False)


def _run_items(session: pytest.Session, made: tuple[Change, str, str], running: Running) -> int:
    """Run the tests with a change, those of its line first: 1 when one of them fails."""
    change, before, after = made
    if not _put_in_place(change.path, before, after):
        return 3
    lines = running.get(change.path, {})
    of_line = {*lines.get(str(change.line), ())}
    if not of_line:  # a line of a longer statement
        near = range(change.line - _NEAR, change.line + _NEAR + 1)
        of_line = {name for number in near for name in lines.get(str(number), ())}
    package = change.path.split("/")[1]
    own = tuple(f"tests/{name}" for name in OF_MODULE.get(Path(change.path).stem, ()))
    items = [i for i in session.items if i.nodeid in of_line or (own and i.nodeid.startswith(own))]
    items.sort(key=lambda item: f"tests/{package}/" not in item.nodeid)
    always = tuple(f"tests/{name}" for name in (ALWAYS if package == "engine" else ()))
    rest = [i for i in session.items if i not in items and i.nodeid.startswith(always)]
    return 1 if next(_failures([*items, *rest]), None) else 0


def _failures(items: list[pytest.Item], begin: Callable[[str], object] = str) -> Iterator[str]:
    from _pytest.runner import runtestprotocol

    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)
    for item, following in zip(items, [*items[1:], None], strict=True):
        begin(item.nodeid)
        if any(report.failed for report in runtestprotocol(item, nextitem=following, log=False)):
            yield item.nodeid


def _put_in_place(path: str, before: str, after: str) -> bool:
    """Give the changed functions of a module their new code. False when more than functions changed."""
    module = path.removesuffix(".py").replace("/", ".").removesuffix(".__init__")
    if module not in sys.modules:
        return False
    old, new = (dict(_codes(compile(text, path, "exec"))) for text in (before, after))
    changed = (
        {name for name in old if not _is_same(old[name], new[name])} if old.keys() == new.keys() else {""}
    )
    if "" in changed:
        return False
    # What is kept of a function that holds the changed one is found by the name of the function.
    import gc

    done = set()
    for each in gc.get_objects():
        if isinstance(each, FunctionType) and each.__module__ == module:
            name = each.__qualname__
            if name in changed and each.__code__.co_freevars == new[name].co_freevars:
                each.__code__ = new[name]
                done.add(name)
    return all(any(name == one or name.startswith(f"{one}.<locals>") for one in done) for name in changed)


def _codes(code: CodeType, name: str = "") -> Iterator[tuple[str, CodeType]]:
    """Every function of a module by its qualified name; the module and its classes together are ""."""
    yield name, code
    for const in code.co_consts:
        if isinstance(const, CodeType):
            yield from _codes(const, const.co_qualname if hasattr(const, "co_qualname") else const.co_name)


def _is_same(one: CodeType, other: CodeType) -> bool:
    """Whether two functions do the same, those within them apart."""

    def told(code: CodeType) -> tuple[Any, ...]:
        consts = [None if isinstance(each, CodeType) else (type(each), each) for each in code.co_consts]
        return code.co_code, repr(consts), code.co_names, code.co_varnames, code.co_freevars

    return told(one) == told(other)


def _possible() -> Iterator[Change]:
    """Every change that Cosmic Ray knows, except of annotations, which no test can tell."""
    operators = [(name, get_operator(name)()) for name in operator_names() if _needs_nothing(name)]
    for folder in CHANGED:
        for path in sorted(Path(folder).rglob("*.py")):
            text = path.read_text("utf-8")
            hidden = _annotations(text)
            nodes = list(ast_nodes(get_ast(text)))
            for name, operator in operators:
                places = [place for node in nodes for place in operator.mutation_positions(node)]
                for number, (start, _) in enumerate(places):
                    if not any(first <= tuple(start) < last for first, last in hidden):
                        yield Change(path.as_posix(), name, number, start[0])


def _needs_nothing(name: str) -> bool:
    # Equal words are mostly one object, so what "is" for "==" does is up to Python, and no test can tell.
    return not name.endswith(("_Eq_Is", "_NotEq_IsNot")) and not get_operator(name).arguments()


def _annotations(text: str) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    every = ast.walk(ast.parse(text))
    found = [getattr(node, name, None) for node in every for name in ("annotation", "returns")]
    return [((n.lineno, n.col_offset), (n.end_lineno, n.end_col_offset)) for n in found if n is not None]


if __name__ == "__main__":
    sys.exit(main())
