"""What every test shares."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from dslint import assembler
from dslint.engine.evaluate import check_document, one_by_one
from dslint.engine.finding import Finding
from dslint.engine.load import RuleChoice, RuleSet
from dslint.engine.report import Report
from dslint.engine.run import run
from dslint.engine.select import STRICT
from dslint.model import Document
from dslint.sources import collect
from dslint.vocabularies import BUILT_IN

os.environ.setdefault("DSLINT_NO_CACHE", "1")  # what an earlier run found decides no test
ROOT = Path(__file__).parent.parent
SEEDS = ROOT / "seeds"
AS_OF = "2026-11-22"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip


def assemble(path: str, text: str) -> Document:
    """A page, understood by the built-in vocabularies."""
    return assembler.assemble(path, text, BUILT_IN)


def page(path: Path) -> Document:
    return assemble(path.name, path.read_bytes().decode("utf-8"))


def copy_of_the_project(to: Path) -> Path:
    """The tree as it is, without what git and the tools keep in it."""
    kept_by_tools = (".git", ".venv", "build", "dist", "site", "__pycache__", "*_cache")
    return shutil.copytree(ROOT, to, ignore=shutil.ignore_patterns(*kept_by_tools))


def put(folder: Path, name: str, content: str | bytes) -> Path:
    """A file and the folders it needs; text may be indented as its test is."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(textwrap.dedent(content).encode("utf-8") if isinstance(content, str) else content)
    return path


def findings(document: Document, ruleset: RuleSet) -> list[Finding]:
    result = check_document(document, ruleset.rules, ruleset.scanner, AS_OF)
    return one_by_one(ruleset.rules, [result])


def without_lines(message: str) -> str:
    """A message that names lines of the file, to be compared with that of another file."""
    return re.sub(r"(?:(?<= on )|(?<=\bline )|(?<=\blines ))\d+(?:(?:, | and )\d+)*", "N", message)


@pytest.fixture(scope="session")
def ruleset() -> RuleSet:
    return RuleChoice(profile=STRICT).load()


@pytest.fixture(scope="session")
def seeds_report(ruleset: RuleSet) -> Report:
    before = os.getcwd()
    os.chdir(ROOT)
    try:
        return run(collect(["seeds"]), RuleChoice(profile=STRICT), ruleset, AS_OF)
    finally:
        os.chdir(before)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium of the system, for one module: its driver runs an event loop, and others have their own.

    Where it is missing, a test is skipped, and CI fails.
    """
    if CHROMIUM is None:
        if os.environ.get("CI") == "true":
            pytest.fail("CI has no Chromium; .ci/run installs it")
        pytest.skip("there is no Chromium here; install it to run the page in a browser")
    sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    with sync_api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield started
        started.close()


Done = subprocess.CompletedProcess[str]
Cli = Callable[..., Done]
UNMEASURED = {"COVERAGE_PROCESS_CONFIG": ""}  # for what the measuring of coverage would itself import


def execute(*command: str, cwd: Path, stdin: bytes = b"", **environment: str) -> Done:
    """A command that is over, with what it printed."""
    done = subprocess.run(
        command,
        cwd=cwd,
        input=stdin,
        capture_output=True,
        check=False,
        timeout=600,
        env={**os.environ, **environment},
    )
    return Done(done.args, done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))


@pytest.fixture
def cli(tmp_path: Path) -> Cli:
    """Run the command line in an empty folder, as a user would."""

    def call(*args: str, cwd: Path = tmp_path, stdin: bytes = b"") -> Done:
        command = (sys.executable, "-m", "dslint", *args)
        return execute(*command, cwd=cwd, stdin=stdin, PYTHONPATH=str(ROOT), COLUMNS="80")

    return call


RECORD = """\
Moor projects
Invoices — DARS-NIC-123456-A1B2C
Opt outs honoured: N, Y
Legal basis: Health and Social Care Act 2012 – s261(1) and s261(2)(b)(ii)
When:2017.06 — 2017.05.
"""
CLEAN = """\
Moor projects
Invoices — DARS-NIC-123456-A1B2C
Opt outs honoured: Yes
Legal basis: Health and Social Care Act 2012 – s261(1) and s261(2)(b)(ii)
When:DSA runs 2020-01-01 — 2021-01-01
"""


# What a change of a rule or a fact breaks first: `make quick`.
QUICK = {
    "test_collections", "test_comparisons", "test_datasets", "test_evidence", "test_facts", "test_formats",
    "test_operators", "test_reporters", "test_rules",
}  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.stem in QUICK:
            item.add_marker(pytest.mark.quick)
