"""`make mutants`: change the engine and the facts in small ways, and see whether the tests tell.

Cosmic Ray makes the changes. A sample of them is tried, each in a process that inherits collected tests and
gets the changed function or constant in place of the other. Those tests are run that run the changed line,
also in a process that they start, and the quickest come first. What nothing tells there although it was run
before the first test, or what is neither a function nor a constant, is tried in a new process. What no test
was seen to tell counts as survived, also when time ran out.
Changes that no test can tell are named in equivalent.yaml, each with the reason, and are not counted.
"""

from __future__ import annotations

import argparse
import ast
import dis
import json
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from difflib import unified_diff
from fnmatch import fnmatch
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory, TemporaryFile
from types import CodeType, FunctionType
from typing import Any, NamedTuple

import pytest
import yaml
from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names
from coverage import Coverage

ROOT = Path(__file__).parents[1]
CHANGED = ("dslint/engine", "dslint/facts")
# What can tell a change of these; `--tests` names others. Work on a cluster or in several processes cannot be
# followed, and tests of what keeps results take long: no change of them is tried.
TESTS = (
    "facts", "rules/test_rules.py", "rules/test_cases.py", "rules/test_planted.py",
    "rules/test_expectations.py", "rules/test_mutations.py", "test_fields.py", "test_gold.py", "test_memo.py",
    "docs/test_language_page.py", "docs/test_docs.py::test_generated_pages_are_in_step",
    "reporters/test_reporters.py", "reporters/test_formats.py", *(
        f"engine/{each.name}"
        for each in sorted(ROOT.glob("tests/engine/test_*.py"))
        if each.stem not in ("test_dask", "test_spread", "test_parts", "test_kept_pages", "test_kept_results")
    ),
)  # fmt: skip
LEFT_OUT = ("on_dask", "parallel", "isolated", "executor", "kept_", "parts/")
# Run for a change of the engine that no test of its line tells: rules are loaded once, by the first test.
ALWAYS = ("engine/test_operators.py", "rules/test_rules.py")
COPIED = (
    "dslint", "rules", "schemas", "tests", "seeds", "examples", "docs", "pyproject.toml", "README.md",
    "CHANGELOG.md", "action.yml",
)  # fmt: skip
EQUIVALENT = ROOT / "tests/equivalent.yaml"
_NEAR = 6  # lines of a statement
_INSIDE = ("comp>", "<genexpr>")  # the ends of names that functions inside an expression share
_PATIENCE = 4.0  # times as long as a test takes without a change, and so many seconds: it never ends
_PLAIN = (int, float, str, frozenset, set, re.Pattern)
_execute: Callable[..., Any]  # of conftest
_NEW = 3  # the exit code of a process that cannot tell
CAUGHT, SURVIVED, NEW_PROCESS, GIVEN_UP = "caught", "survived", "needs a new process", "survived so far"


class Measured(NamedTuple):
    """What the tests do without a change: which tell nothing, since they fail; how many seconds of work each
    takes; and which run which line of which module."""

    failing: list[str]
    seconds: dict[str, float]
    running: dict[str, dict[str, list[str]]]


class _Equal(NamedTuple):
    """A change that no test can tell, with the reason."""

    path: str
    text: str
    operator: str
    reason: str

    def is_about(self, change: Change, line: str) -> bool:
        return (
            change.path.endswith(self.path) and self.text in line and fnmatch(change.operator, self.operator)
        )


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
    given.add_argument("--tests", nargs="*", default=TESTS, help="other tests: facts engine/test_choosing.py")
    given.add_argument("--measured", help="a file to keep which tests run which lines, or to take it from")
    given.add_argument(
        "--only", nargs="*", default=[], help="changes of these modules or lines: facts/lists.py:40"
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
        paths = [each.partition(":")[0] for each in options.only]
        possible = sorted(set(_possible(paths)))
        if any(":" in each for each in options.only):
            possible = [c for c in possible if f"{c.path}:{c.line}".endswith(tuple(options.only))]
        sample = Random(options.seed).sample(possible, min(options.sample, len(possible)))
        print(f"{len(sample)} of {len(possible):,} changes, seed {options.seed}", flush=True)
        return _try(sample, options)


def _try(sample: list[Change], options: argparse.Namespace) -> int:
    """Try every change by tests that are collected once; for a process that has not loaded dslint."""
    sys.path[:0] = [os.getcwd(), os.path.join(os.getcwd(), "tests")]
    begun = Coverage(data_file=None, config_file=False, include=[f"{each}/*" for each in CHANGED])
    begun.start()
    server = _Server(sample, options, begun)
    names = [f"tests/{name}" for name in options.tests]
    pytest.main(["-q", "-s", "-p", "no:cacheprovider", "-p", "no:xdist", *names], plugins=[server])
    tried = len(server.told)
    caught = server.told.count(CAUGHT)
    print(f"{caught} of {tried} changes were caught: {caught / max(1, tried):.2f}", flush=True)
    print(f"{server.equal} can be told by no test, as equivalent.yaml says, and were not counted", flush=True)
    return 0 if tried else 2


class _Server:
    """Takes the place of pytest's loop: runs the tests once for each change."""

    def __init__(self, sample: list[Change], options: argparse.Namespace, begun: Coverage) -> None:
        self.sample = sample
        self.begun = begun  # what was run before the first test: a change of it takes a new process
        self.options = options
        self.told: list[str] = []
        self.equal = 0
        self.equals = [_Equal(**each) for each in yaml.safe_load(EQUIVALENT.read_text("utf-8"))]
        self.measured = Measured([], {}, {})

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        import conftest

        self.begun.stop()
        data = self.begun.get_data()
        early = {(path, number) for path in data.measured_files() for number in data.lines(path) or ()}
        global _execute
        _execute, conftest.execute = conftest.execute, _forked
        self.measured = self._measure(session)
        failing = self.measured.failing
        session.items[:] = [item for item in session.items if item.nodeid not in failing]
        session.items.sort(key=lambda item: self.measured.seconds.get(item.nodeid, 0.0))
        print(f"{len(session.items)} tests; fail without a change: {failing or 'none'}", flush=True)
        until = time.monotonic() + self.options.minutes * 60
        for change in self.sample:
            if time.monotonic() > until:
                break
            before, after = change.made()
            if after is None:
                continue
            line = before.splitlines()[change.line - 1]
            if any(each.is_about(change, line) for each in self.equals):
                self.equal += 1
                continue
            told = self._in_child(session, (change, before, after))
            is_early = (os.path.abspath(change.path), change.line) in early
            if told == NEW_PROCESS or (is_early and told != CAUGHT):
                told = self._in_new_process(session, (change, before, after))
            self.told.append(told)
            lines = unified_diff(before.splitlines(), after.splitlines(), change.path, change.operator, n=1)
            print(f"{told}: {change.path}:{change.line} {change.operator}", flush=True)
            if told != CAUGHT:
                print("\n".join(line.rstrip() for line in lines), flush=True)
        return True

    def _measure(self, session: pytest.Session) -> Measured:
        """What the tests do; of a file that is given, those that it does not know are added."""
        told = Path(self.options.measured or "measured.json")
        known = Measured(*json.loads(told.read_text("utf-8"))) if told.exists() else Measured([], {}, {})
        new = [item for item in session.items if item.nodeid not in known.seconds]
        if new:
            if not (child := os.fork()):
                told.write_text(json.dumps(_measured(new, known)), "utf-8")
                os._exit(0)
            os.waitpid(child, 0)
        return Measured(*json.loads(told.read_text("utf-8")))

    def _in_child(self, session: pytest.Session, made: tuple[Change, str, str]) -> str:
        child = os.fork()
        if not child:
            told = _NEW
            try:
                told = _run_items(session, made, self.measured, self.options.seconds)
            finally:  # whatever happens in here, it must not go on as the other process does
                os._exit(told)
        _, status = os.waitpid(child, 0)
        meant = {0: SURVIVED, _NEW: NEW_PROCESS, 4: GIVEN_UP}
        return meant.get(os.waitstatus_to_exitcode(status), CAUGHT)

    def _in_new_process(self, session: pytest.Session, made: tuple[Change, str, str]) -> str:
        change, before, after = made
        left, names = float(self.options.seconds), []
        for item in _wanted(session.items, change, self.measured.running.get(change.path, {}), whole=True):
            if (left := left - self.measured.seconds.get(item.nodeid, 0.0)) < 0:
                break
            names.append(item.nodeid)
        if not names:
            return SURVIVED
        Path(change.path).write_text(after, "utf-8")
        try:
            done = subprocess.run(
                [sys.executable, "-m", "pytest", "-q", "-x", "-n0", "-p", "no:cacheprovider", *names],
                preexec_fn=_limited(self.options.seconds * 4),
                stdin=subprocess.DEVNULL,
                capture_output=True,
            )
            return CAUGHT if done.returncode else SURVIVED if left >= 0 else GIVEN_UP
        finally:
            Path(change.path).write_text(before, "utf-8")


def _limited(seconds: int) -> Callable[[], None]:
    return lambda: resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))


def _measured(items: list[pytest.Item], known: Measured) -> Measured:
    """Run tests once without a change, in a process of its own, and add them to those that are known."""
    folder = Path("measured").absolute()
    folder.mkdir()
    global _follow
    _follow = _Following(folder)
    failing, seconds, running = known
    for item, failed, took in _outcomes(items, _follow.begin):
        seconds[item.nodeid] = round(took, 3)
        if failed:
            failing.append(item.nodeid)
    _follow.end("")
    for file in folder.iterdir():
        for path, lines in json.loads(file.read_text("utf-8")).items():
            of_path = running.setdefault(path, {})
            for number, names in lines.items():
                of_path[number] = sorted({*of_path.get(number, ()), *names} - {""})
    return Measured(failing, seconds, running)


class _Following:
    """Follows which lines are run, by the test that runs them."""

    def __init__(self, folder: Path, name: str = "") -> None:
        self.folder, self.name = folder, name
        self.coverage = Coverage(data_file=None, config_file=False, include=[f"{each}/*" for each in CHANGED])
        self.coverage.start()
        self.begin(name)

    def begin(self, name: str) -> None:
        self.name = name
        self.coverage.switch_context(name)

    def in_child(self) -> _Following:
        """For a process that a test has forked."""
        self.coverage.stop()
        return _Following(self.folder, self.name)

    def end(self, number: str) -> None:
        self.coverage.stop()
        data = self.coverage.get_data()
        here = self.folder.parent
        found = {
            Path(each).relative_to(here).as_posix(): data.contexts_by_lineno(each)
            for each in data.measured_files()
        }
        (self.folder / f"{os.getpid()}{number}.json").write_text(json.dumps(found), "utf-8")


_follow: _Following | None = None


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
            following = _follow.in_child() if _follow else None
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
                if following:
                    following.end("f")
                os._exit(code)
        _, status = os.waitpid(child, 0)
        texts = []
        for file in (out, err):
            file.seek(0)
            texts.append(file.read().decode("utf-8"))
        return conftest.Done(command, os.waitstatus_to_exitcode(status), *texts)


def _stream(number: int, mode: str) -> Any:
    return os.fdopen(number, mode, encoding="utf-8", closefd=False)


def _run_items(
    session: pytest.Session, made: tuple[Change, str, str], measured: Measured, seconds: float
) -> int:
    """Run the tests with a change: 1 when one of them fails, 4 when time runs out before, 3 when it takes a
    new process."""
    change, before, after = made
    if not (_put_in_place(change.path, before, after) or _put_constants(change.path, before, after)):
        return _NEW
    items = list(_wanted(session.items, change, measured.running.get(change.path, {})))
    for item, failed, took in _outcomes(items, lambda name: _patience(measured.seconds.get(name, 0.0))):
        if failed:
            return 1
        if (seconds := seconds - took) < 0 and item is not items[-1]:
            return 4
    return 0


def _patience(seconds: float) -> None:
    """A test that runs so much longer than without a change never ends: the signal ends the process."""
    signal.setitimer(signal.ITIMER_PROF, _PATIENCE * (1 + seconds))


def _wanted(
    items: list[pytest.Item], change: Change, lines: dict[str, list[str]], whole: bool = False
) -> Iterator[pytest.Item]:
    """The tests that run the changed line, or any line of its module; the quickest come first."""
    of_line = {*lines.get(str(change.line), ())}
    if whole:
        of_line = {name for names in lines.values() for name in names}
    elif not of_line:  # a line of a longer statement
        near = range(change.line - _NEAR, change.line + _NEAR + 1)
        of_line = {name for number in near for name in lines.get(str(number), ())}
    always = tuple(f"tests/{name}" for name in ALWAYS if change.path.startswith("dslint/engine"))
    yield from (item for item in items if item.nodeid in of_line)
    yield from (i for i in items if i.nodeid not in of_line and always and i.nodeid.startswith(always))


def _outcomes(
    items: list[pytest.Item], begin: Callable[[str], object]
) -> Iterator[tuple[pytest.Item, bool, float]]:
    """Each test, whether it fails, and the seconds of work it takes with all its processes."""
    from _pytest.runner import runtestprotocol

    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)
    for item, following in zip(items, [*items[1:], None], strict=True):
        started = sum(os.times()[:4])
        begin(item.nodeid)
        failed = any(each.failed for each in runtestprotocol(item, nextitem=following, log=False))
        yield item, failed, sum(os.times()[:4]) - started


def _put_in_place(path: str, before: str, after: str) -> bool:
    """Give the changed functions of a module their new code. False when more than functions changed."""
    module = path.removesuffix(".py").replace("/", ".").removesuffix(".__init__")
    if module not in sys.modules:
        return False
    old, new = (_codes(compile(text, path, "exec")) for text in (before, after))
    if old.keys() != new.keys():
        return False
    changed = {name for name in old if [*map(_told, old[name])] != [*map(_told, new[name])]}
    # What is inside a function, such as a comprehension, comes with the function.
    wanted = {name.partition(".<locals>")[0] for name in changed}
    if not wanted or any(len(new[name]) > 1 for name in wanted | changed if not name.endswith(_INSIDE)):
        return False
    # What is kept of a function that holds the changed one is found by the name of the function.
    import gc

    done = set()
    for each in gc.get_objects():
        if isinstance(each, FunctionType) and each.__module__ == module:
            name = each.__qualname__
            if name in wanted | changed and each.__code__.co_freevars == new[name][0].co_freevars:
                each.__code__ = new[name][0]
                done.add(name)
    return wanted <= done


def _put_constants(path: str, before: str, after: str) -> bool:
    """Give the changed constants of a module their new values, wherever they were imported. False when more
    changed, or when the module itself makes something of them."""
    name = path.removesuffix(".py").replace("/", ".").removesuffix(".__init__")
    code = compile(after, path, "exec")
    old: dict[str, Any] = {"__name__": name}
    new: dict[str, Any] = {"__name__": name}
    try:
        exec(compile(before, path, "exec"), old)
        exec(code, new)
    except Exception:  # it cannot be imported, as a new process will show
        return False
    changed = {key for key, value in new.items() if isinstance(value, _PLAIN) and old.get(key) != value}
    read = {each.argval for each in dis.get_instructions(code) if each.opname == "LOAD_NAME"}
    if not changed or changed & read:
        return False
    for module in [*sys.modules.values()]:
        names = getattr(module, "__dict__", {})
        for key in changed & names.keys():
            if isinstance(names[key], _PLAIN) and names[key] == old[key]:
                names[key] = new[key]
    return True


def _codes(code: CodeType) -> dict[str, list[CodeType]]:
    """Every function of a module by its qualified name; comprehensions of a function share one."""
    found: dict[str, list[CodeType]] = {}
    waiting = [("", code)]
    while waiting:
        name, one = waiting.pop(0)
        found.setdefault(name, []).append(one)
        waiting += [(each.co_qualname, each) for each in one.co_consts if isinstance(each, CodeType)]
    return found


def _told(code: CodeType) -> tuple[Any, ...]:
    """What a function does, those within it apart."""
    consts = [None if isinstance(each, CodeType) else (type(each), each) for each in code.co_consts]
    return code.co_code, repr(consts), code.co_names, code.co_varnames, code.co_freevars


def _possible(only: list[str]) -> Iterator[Change]:
    """Every change that Cosmic Ray knows, except of annotations, which no test can tell."""
    operators = [(name, get_operator(name)()) for name in operator_names() if _needs_nothing(name)]
    for folder in CHANGED:
        for path in sorted(Path(folder).rglob("*.py")):
            name = path.as_posix()
            if any(each in name for each in LEFT_OUT) or (only and not name.endswith(tuple(only))):
                continue
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
