"""Searching a folder that somebody else made: no program is run, and its .gitignore files are kept to."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from dslint.sources.globs import fits
from dslint.sources.walk import collect

PAGE = "seed page\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder whose repository names a program that leaves a marker."""
    command = f"touch {tmp_path / 'marker'}"
    top = tmp_path / "given"
    _repository(top / ".git", f'[core]\n\tfsmonitor = "{command}"\n\tpager = "{command}"\n')
    return top


def _repository(at: Path, config: str) -> None:
    for name in ("objects/x", "refs/x"):
        (at / name).mkdir(parents=True)
    (at / "HEAD").write_text("ref: refs/heads/main\n")
    (at / "config").write_text("[core]\n\trepositoryformatversion = 0\n" + config.removeprefix("[core]\n"))


def _files(top: Path, **texts: str) -> None:
    for name, text in texts.items():
        path = top / name.replace("__", "/").replace("_txt", ".txt")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def _found(top: Path) -> list[str]:
    return [os.path.relpath(each.path, top) for each in collect([str(top)])]


def test_no_program_of_a_planted_repository_is_run(folder: Path) -> None:
    _files(folder, a_txt=PAGE)
    assert _found(folder) == ["a.txt"]
    assert not (folder.parent / "marker").exists()


def test_no_program_of_a_bare_repository_inside_is_run(folder: Path) -> None:
    marker = folder.parent / "marker"
    register = folder / "register"
    _repository(register, f'[core]\n\tbare = false\n\tworktree = .\n\tfsmonitor = "touch {marker}"\n')
    _files(register, a_txt=PAGE)
    assert _found(register) == ["a.txt"]
    assert not marker.exists()


def test_nothing_in_the_package_starts_a_program() -> None:
    package = Path(collect.__code__.co_filename).parents[1]
    starters = ("import subprocess", "os.system(", "os.popen(", "os.exec", "os.spawn", "os.posix_spawn")
    found = [
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        if path.parent.name != "docs" and any(word in path.read_text() for word in starters)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("ignores", "left"),
    [
        ("b.txt\n", ["a.txt", "s/a.txt", "s/t/c.txt"]),
        ("s/\n", ["a.txt", "b.txt"]),
        ("/a.txt\n", ["b.txt", "s/a.txt", "s/b.txt", "s/t/c.txt"]),
        ("*\n!*/\n!c.txt\n", ["s/t/c.txt"]),
        ("s/*\n!s/b.txt\n", ["a.txt", "b.txt", "s/b.txt"]),
        ("s/**\n!s/b.txt\n", ["a.txt", "b.txt", "s/b.txt"]),
        ("s\n!s/b.txt\n", ["a.txt", "b.txt"]),
        ("**/t/**\n# b.txt\n[ab].txt\n!b.txt\n", ["b.txt", "s/b.txt"]),
        ("[!a]*\n!s/\n", ["a.txt", "s/a.txt"]),
    ],
)
def test_patterns_leave_out_what_git_leaves_out(tmp_path: Path, ignores: str, left: list[str]) -> None:
    (tmp_path / ".git").mkdir()
    _files(tmp_path, a_txt="", b_txt="", s__a_txt="", s__b_txt="", s__t__c_txt="")
    (tmp_path / ".gitignore").write_text(ignores)
    assert _found(tmp_path) == left


def test_nested_files_and_the_exclude_file_count_and_so_do_those_of_parents(tmp_path: Path) -> None:
    (tmp_path / ".git/info").mkdir(parents=True)
    _files(tmp_path, s__a_txt="", s__b_txt="", s__t__c_txt="", s__t__d_txt="", s__t__e_txt="")
    (tmp_path / ".git/info/exclude").write_text("e.txt\n")
    (tmp_path / ".gitignore").write_text("[bcd].txt\n")
    (tmp_path / "s/t/.gitignore").write_text("!d.txt\n")
    assert _found(tmp_path / "s") == ["a.txt", "t/d.txt"]


def test_no_patterns_count_outside_a_repository(tmp_path: Path) -> None:
    _files(tmp_path, a_txt="")
    (tmp_path / ".gitignore").write_text("a.txt\n")
    assert _found(tmp_path) == ["a.txt"]


def test_odd_names_and_pipes_do_not_turn_patterns_off(tmp_path: Path) -> None:
    (tmp_path / ".git/info").mkdir(parents=True)
    os.mkfifo(tmp_path / ".git/info/exclude")
    (tmp_path / "s").mkdir()
    (tmp_path / "s/.gitignore").symlink_to("/dev/zero")
    for name in (":(foo)x.txt", "a.txt", "b\n.txt", "s/b.txt"):
        (tmp_path / name).write_text("")
    (tmp_path / ".gitignore").write_text("a.txt\n")
    assert _found(tmp_path) == [":(foo)x.txt", "b\n.txt", "s/b.txt"]


def test_files_of_patterns_that_are_too_large_are_named(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    _files(tmp_path, a_txt="", s__b_txt="")
    (tmp_path / ".gitignore").write_text("a.txt\n" * 200_000)
    (tmp_path / "s/.gitignore").write_text("x*\n" * 10_001)
    problems = {os.path.relpath(each.path, tmp_path): each.problem for each in collect([str(tmp_path)])}
    assert problems == {
        ".gitignore": "is larger than 1 MiB, and was not used",
        "s/.gitignore": "has pattern 10,001 of this folder, and was not used",
        "a.txt": None,
        "s/b.txt": None,
    }


HOSTILE = ["**" + "a**" * 20 + "b", "*a" * 60 + "b", "**/a*" * 30 + "b", "[!b]*" * 40 + "/b"]


@pytest.mark.parametrize("glob", HOSTILE)
def test_globs_take_no_more_time_with_more_stars(glob: str, tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    _files(tmp_path, **{"a" * 200 + "_txt": ""})
    (tmp_path / ".gitignore").write_text(glob)
    started = time.process_time()
    assert not fits("a" * 200 + "/" + "a/" * 1000 + "a" * 1000, [glob])
    assert _found(tmp_path) == ["a" * 200 + ".txt"]
    assert time.process_time() - started < 2


@pytest.mark.parametrize(
    ("glob", "path", "expected"),
    [
        ("a*b*c", "x/abbc", True),
        ("a*b*c", "x/abbd", False),
        ("x/**/b*/c", "x/a/b/bb/c", True),
        ("x/**/b*/c", "x/b/a/c", False),
        ("x/**b/*.txt", "x/ab/cb/d.txt", True),
        ("[.*]x", "a/*x", True),
        ("[!a]x", "b/x", False),
        ("a***/b", "aa/c/b", True),
    ],
)
def test_globs_still_fit_what_they_say(glob: str, path: str, expected: bool) -> None:
    assert fits(path, [glob]) is expected
