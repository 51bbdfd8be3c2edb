"""The hooks, run by pre-commit itself in a repository of their own."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from conftest import RECORD, Done, copy_of_the_project, execute

GOOD = "Nothing here is an agreement.\n"
WHO = ("-c", "user.name=tests", "-c", "user.email=tests@localhost")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home for pre-commit, shared by the tests so that dslint is installed once."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A repository that holds the project as it is, and its only commit."""
    clone = copy_of_the_project(tmp_path_factory.mktemp("source") / "dslint")
    git(clone, "init", "-q")
    commit(clone, "everything")
    return clone, git(clone, "rev-parse", "HEAD").strip()


@pytest.fixture
def repository(tmp_path: Path, source: tuple[Path, str]) -> Path:
    git(tmp_path, "init", "-q")
    clone, revision = source
    (tmp_path / ".pre-commit-config.yaml").write_text(
        f"repos:\n- repo: {clone}\n  rev: {revision}\n  hooks:\n"
        "  - id: dslint\n  - id: dslint-all\n    stages: [manual]\n",
        "utf-8",
    )
    (tmp_path / "README.txt").write_text(GOOD, "utf-8")
    commit(tmp_path, "begin")
    return tmp_path


def git(folder: Path, *args: str) -> str:
    done = execute("git", *WHO, *args, cwd=folder)
    assert done.returncode == 0, done.stderr
    return done.stdout


def commit(folder: Path, message: str) -> None:
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", message, "--no-verify")


def with_hooks(folder: Path, home: Path, *command: str) -> Done:
    return execute(*command, cwd=folder, PRE_COMMIT_HOME=str(home), DSLINT_CACHE_DIR=str(home / "cache"))


def pre_commit(folder: Path, home: Path, *args: str) -> Done:
    return with_hooks(folder, home, sys.executable, "-m", "pre_commit", *args)


def test_changed_files(repository: Path, home: Path) -> None:
    done = pre_commit(repository, home, "run", "--all-files")
    assert done.returncode == 0, done.stdout + done.stderr  # no agreement is no failure
    (repository / "page.txt").write_text(RECORD, "utf-8")
    git(repository, "add", "-A")
    done = pre_commit(repository, home, "run")
    assert done.returncode == 1
    assert "TRM01" in done.stdout
    assert "page.txt" in done.stdout


def test_a_commit_is_stopped(repository: Path, home: Path) -> None:
    assert pre_commit(repository, home, "install").returncode == 0
    (repository / "page.txt").write_text(RECORD, "utf-8")
    git(repository, "add", "-A")
    done = with_hooks(repository, home, "git", *WHO, "commit", "-m", "page")
    assert done.returncode == 1
    assert "TRM01" in done.stdout + done.stderr
    assert git(repository, "log", "--oneline").count("\n") == 1


def test_whole_repository(repository: Path, home: Path) -> None:
    """Without any agreement there is nothing to check, and that is said."""
    whole = ("run", "dslint-all", "--hook-stage", "manual", "--all-files")
    done = pre_commit(repository, home, *whole)
    assert done.returncode == 1
    assert "no agreement was found" in done.stdout
    (repository / "page.txt").write_text(RECORD, "utf-8")
    git(repository, "add", "-A")
    done = pre_commit(repository, home, *whole)
    assert done.returncode == 1
    assert "TRM01" in done.stdout
