"""The GitHub action: its steps are run as the service would run them."""

from __future__ import annotations

import json
import os
import re
import sys
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
    command = tmp_path / "bin" / "dslint"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m dslint "$@"\n', "utf-8")
    command.chmod(0o755)
    return tmp_path


def check(job: Path, paths: str, arguments: str = "") -> Done:
    (step,) = (step for step in ACTION["runs"]["steps"] if step.get("id") == "check")
    return execute(
        *("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]),
        cwd=job / "workspace",
        PATH=f"{job / 'bin'}{os.pathsep}{os.environ['PATH']}",
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
