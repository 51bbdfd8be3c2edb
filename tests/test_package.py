"""The wheel carries rules, schemas and vocabularies, so that dslint works outside the repository."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import RECORD, ROOT

from dslint import resources

PIP = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel's contents, built from a copy without any other file of the work tree."""
    folder = tmp_path_factory.mktemp("package")
    tree = folder / "tree"
    kept = ["dslint", "rules", "schemas", "pyproject.toml", "README.md", "LICENSE"]
    for name in kept:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, tree / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, tree / name)
    subprocess.run([*PIP, "wheel", "--no-deps", "-w", str(folder), str(tree)], check=True)
    (wheel,) = folder.glob("*.whl")
    subprocess.run([*PIP, "install", "--no-deps", "--target", str(folder / "site"), str(wheel)], check=True)
    return folder / "site"


def run(installed: Path, cwd: Path, *args: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "dslint", *args],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(installed), "DSLINT_CACHE_DIR": str(cwd / "cache")},
    )


def test_installed_package_works(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(RECORD, "utf-8")
    done = run(installed, tmp_path, "check", "page.txt")
    assert done.returncode == 1, done.stderr
    assert "TRM01" in done.stdout
    assert len(run(installed, tmp_path, "rules").stdout.splitlines()) == len(resources.rule_files())
    assert run(installed, tmp_path, "test-rules").returncode == 0
    (tmp_path / "rule.yaml").write_text("id: 1\n", "utf-8")
    assert "must be text, not number" in run(installed, tmp_path, "test-rules", "rule.yaml").stderr
