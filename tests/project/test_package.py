"""The packages carry rules, schemas and vocabularies, so that dslint works outside the repository."""

from __future__ import annotations

import os
import sys
import tarfile
import venv
from pathlib import Path

import pytest
from conftest import RECORD, Done, copy_of_the_project, execute

from dslint import __version__, resources

TREE = (
    "pyproject.toml", "Makefile", "zensical.toml", "action.yml", ".pre-commit-hooks.yaml",
    ".github/workflows", "README.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE",
    "dslint", "rules", "schemas", "seeds", "examples", "docs", "tests/conftest.py", "tests/gold",
)  # fmt: skip


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist, and the wheel that was built from it."""
    folder = tmp_path_factory.mktemp("package")
    tree = copy_of_the_project(folder / "tree")
    done = execute(sys.executable, "-m", "build", "--outdir", str(folder / "dist"), cwd=tree)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "dist"


@pytest.fixture(scope="module")
def installed(dist: Path) -> Path:
    """The command of a clean environment that holds the wheel and what it needs."""
    environment = dist.parent / "environment"
    venv.create(environment, with_pip=True)
    scripts = environment / ("Scripts" if os.name == "nt" else "bin")
    (wheel,) = dist.glob("*.whl")
    pip = (str(scripts / "python"), "-m", "pip", "--disable-pip-version-check", "--quiet")
    done = execute(*pip, "install", str(wheel), cwd=environment)
    assert done.returncode == 0, done.stderr
    return scripts / "dslint"


def run(command: Path, cwd: Path, *args: str) -> Done:
    return execute(str(command), *args, cwd=cwd, DSLINT_CACHE_DIR=str(command.parent.parent / "cache"))


def test_installed_package_works(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(RECORD, "utf-8")
    assert run(installed, tmp_path, "--version").stdout == f"dslint {__version__}\n"
    done = run(installed, tmp_path, "check", "page.txt")
    assert done.returncode == 1, done.stderr
    assert "TRM01" in done.stdout
    assert "Authority" in run(installed, tmp_path, "explain", "TRM01").stdout
    assert len(run(installed, tmp_path, "rules").stdout.splitlines()) == len(resources.rule_files())
    assert run(installed, tmp_path, "test-rules").returncode == 0
    (tmp_path / "rule.yaml").write_text("id: 1\n", "utf-8")
    assert "must be text, not a number" in run(installed, tmp_path, "test-rules", "rule.yaml").stderr


def test_the_sdist_is_the_project(dist: Path) -> None:
    """Whoever has the sdist alone can build, test and read the project."""
    (path,) = dist.glob("*.tar.gz")
    with tarfile.open(path) as archive:
        names = {name.split("/", 1)[1] for name in archive.getnames() if "/" in name}
    for name in TREE:
        assert any(each == name or each.startswith(f"{name}/") for each in names), name
    assert path.name == f"dslint_agreements-{__version__}.tar.gz"
