"""The GitHub action: its steps are run as the service would run them."""

from __future__ import annotations

import json
import re
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import CLEAN, RECORD, ROOT, Done, execute

ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
WORKFLOW = yaml.safe_load((ROOT / ".github" / "workflows" / "publish.yml").read_text("utf-8"))


@pytest.fixture
def job(tmp_path: Path) -> Path:
    """A workspace with the files that the service hands to a step."""
    for name in ("workspace", "temp", "bin"):
        (tmp_path / name).mkdir()
    for name in ("output", "summary"):
        (tmp_path / name).touch()
    command = tmp_path / "bin" / "the command"
    program = "import sys\nfrom dslint.cli import main\nsys.exit(main())\n"  # as the installed command
    (tmp_path / "bin" / "program.py").write_text(program, "utf-8")
    run = f'exec "{sys.executable}" "{tmp_path / "bin" / "program.py"}"'
    command.write_text(f'#!/bin/sh\n{run} "$@"\n', "utf-8")
    command.chmod(0o755)
    return tmp_path


def check(job: Path, paths: str, arguments: str = "") -> Done:
    (step,) = (step for step in ACTION["runs"]["steps"] if step.get("id") == "check")
    return execute(
        *("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]),
        cwd=job / "workspace",
        COMMAND=str(job / "bin" / "the command"),
        PYTHONPATH=str(ROOT),
        PATHS=paths,
        ARGUMENTS=arguments,
        RUNNER_TEMP=str(job / "temp"),
        GITHUB_OUTPUT=str(job / "output"),
        GITHUB_STEP_SUMMARY=str(job / "summary"),
    )


def test_findings_are_shown_summed_up_and_kept(job: Path) -> None:
    (job / "workspace" / "a page.txt").write_text(RECORD, "utf-8")
    done = check(job, "a page.txt\n")
    assert done.returncode == 1, done.stderr
    assert "::error file=a page.txt,line=5," in done.stdout
    assert "TRM01" in (job / "summary").read_text("utf-8")
    name, _, path = (job / "output").read_text("utf-8").strip().partition("=")
    assert name == "sarif-file"
    assert json.loads(Path(path).read_text("utf-8"))["runs"][0]["results"]


def test_options_are_passed_on(job: Path) -> None:
    (job / "workspace" / "page.txt").write_text(RECORD, "utf-8")
    assert check(job, ".", "--fail-on\nnever\n").returncode == 0
    assert check(job, ".", "--select=TRM02").returncode == 0
    assert check(job, "$(touch hacked)").returncode == 2
    assert not (job / "workspace" / "hacked").exists()


def test_nothing_found(job: Path) -> None:
    (job / "workspace" / "page.txt").write_text(CLEAN, "utf-8")
    assert check(job, ".").returncode == 0


def test_the_description_fits() -> None:
    """What the steps use is declared, and every output comes from a step that is there."""
    text = (ROOT / "action.yml").read_text("utf-8")
    assert set(re.findall(r"\binputs\.([\w-]+)", text)) == set(ACTION["inputs"])
    steps = {step.get("id") for step in ACTION["runs"]["steps"]}
    for output in ACTION["outputs"].values():
        (source,) = re.findall(r"\bsteps\.([\w-]+)\.outputs\.", output["value"])
        assert source in steps


def test_publishing_needs_no_secret() -> None:
    assert "secrets." not in (ROOT / ".github" / "workflows" / "publish.yml").read_text("utf-8")
    assert WORKFLOW["jobs"]["publish"]["permissions"] == {"id-token": "write"}


def test_what_is_used_is_pinned() -> None:
    """Every action by its commit, every package of the action and of a release by its hash."""
    files = [ROOT / "action.yml", *sorted((ROOT / ".github" / "workflows").glob("*.yml"))]
    uses = [used for file in files for used in re.findall(r"\buses: *(\S.*)", file.read_text("utf-8"))]
    assert len(uses) > 10
    for used in uses:
        assert re.fullmatch(r"[\w-]+/[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", used)
    for name in ("run.txt", "release.txt"):
        text = (ROOT / "requirements" / name).read_text("utf-8")
        assert not re.search(r"^--|://", text, re.MULTILINE)
        wanted = [each for each in re.split(r"\n(?=[a-z])", text) if "==" in each]
        assert len(wanted) > 10
        assert all("--hash=sha256:" in each for each in wanted)
    steps = [step.get("run", "") for step in ACTION["runs"]["steps"]]
    assert all("--require-hashes" in step or "--no-deps" in step for step in steps if "pip install" in step)


def test_the_requirements_fit_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    run = [*project["dependencies"], *extras["workbooks"], *extras["documents"]]
    release = [*project["dependencies"], *extras["release"]]
    for name, wanted in (("run.txt", run), ("release.txt", release), ("oldest.txt", run)):
        text = (ROOT / "requirements" / name).read_text("utf-8").lower()
        for each in wanted:
            package = re.split(r"[>=<]", each)[0].lower()
            assert re.search(rf"^{package}==", text, re.MULTILINE), (
                f"{name} lacks {package}: make requirements"
            )
    oldest = (ROOT / "requirements" / "oldest.txt").read_text("utf-8").lower()
    for each in run:
        package, _, least = each.lower().partition(">=")
        assert re.search(rf"^{package}=={re.escape(least)}(?:\.\d+)*$", oldest, re.MULTILINE), package


PLANTED = ("pip", "venv", "dslint", "yaml", "json", "ensurepip", "sitecustomize", "truststore")


def test_the_checkout_is_never_run(job: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Modules of the checkout have names that Python looks for; the install step is run beside them."""
    workspace = job / "workspace"
    for name in PLANTED:
        (workspace / f"{name}.py").write_text("import os; open(os.environ['MARKER'], 'a')\n", "utf-8")
    (step,) = (step for step in ACTION["runs"]["steps"] if step.get("id") == "install")
    assert step["working-directory"] == "${{ github.action_path }}"
    for line in step["run"].splitlines():
        if re.search(r'python"? ', line):
            assert re.search(r'python"? -I ', line), line
    marker = tmp_path / "marker"
    environment = {"MARKER": str(marker), "PYTHONPATH": str(workspace)}
    done = execute(sys.executable, "-I", "-m", "pip", "--version", cwd=workspace, **environment)
    assert done.returncode == 0
    assert not marker.exists()
    (workspace / "page.txt").write_text(CLEAN, "utf-8")
    monkeypatch.setenv("MARKER", str(marker))
    assert check(job, "page.txt").returncode == 0
    assert not marker.exists()


def test_an_earlier_report_is_not_taken_for_this_one(job: Path) -> None:
    """Twice in a job: the second step is misused and writes nothing."""
    (job / "workspace" / "page.txt").write_text(RECORD, "utf-8")
    assert check(job, ".").returncode == 1
    first = (job / "output").read_text("utf-8")
    (job / "output").write_text("", "utf-8")
    assert check(job, ".", "--no-such-option").returncode == 2
    assert (job / "output").read_text("utf-8") == ""
    assert check(job, ".").returncode == 1
    assert (job / "output").read_text("utf-8") != first
