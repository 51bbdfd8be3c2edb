from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from dslint import cache, regexes
from dslint.engine.isolated import in_own_process
from dslint.regex_tree import pack
from dslint.regexes import regex


def test_it_is_compiled_when_it_is_first_used(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    compile_pattern = re.compile

    def watched(source: str, flags: int = 0) -> re.Pattern[str]:
        asked.append(source)
        return compile_pattern(source, flags)

    monkeypatch.setattr(re, "compile", watched)
    monkeypatch.setattr(regexes, "_KEPT", regexes._PatternStore())
    word = regex(r"[a-z]+", re.IGNORECASE)
    assert not asked
    assert word.findall("One two") == ["One", "two"]
    assert [each.span() for each in word.finditer("One two")] == [(0, 3), (4, 7)]
    assert word.match("One") and not word.fullmatch("One two") and word.search(" two")
    assert word.sub("x", "One two") == "x x"
    assert word.split("1one2") == ["1", "2"]
    assert asked == [r"[a-z]+"]


def test_other_names_are_none() -> None:
    assert not hasattr(regex("a"), "nothing")


_OWN = '[[vocabulary.sensitivity]]\ntext = "Hush"\nsensitivity = "sensitive"\nsource = "us"\n'


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An empty cache folder."""
    monkeypatch.setenv("DSLINT_CACHE_DIR", str(tmp_path / "kept"))
    return tmp_path / "kept" / cache.PATTERNS


def next_run(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What is compiled from now on by another process that uses the same folder."""
    monkeypatch.setattr(regexes, "_KEPT", regexes._PatternStore())
    compiled: list[Any] = []
    compile_pattern = re.compile
    monkeypatch.setattr(re, "compile", lambda *given: compiled.append(given[0]) or compile_pattern(*given))
    return compiled


def test_what_was_used_is_kept_for_the_next_run(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    first = next_run(monkeypatch)
    assert regex(r"(?P<a>x+)", re.IGNORECASE).match("XX") and regex(rb"[\xff]").search(b"\xff")
    regex("never used")
    regexes.keep_used()
    assert first == [r"(?P<a>x+)", rb"[\xff]"]
    again = next_run(monkeypatch)
    found = regex(r"(?P<a>x+)", re.IGNORECASE).match("XX")
    assert found and found["a"] == "XX" and found.re == re.compile(r"(?P<a>x+)", re.IGNORECASE)
    assert regex(rb"[\xff]").search(b"\xff")
    again.remove(r"(?P<a>x+)")  # by this test
    assert again == []
    # Other flags make another pattern, and bytes another than a text.
    assert regex(r"(?P<a>x+)").match("XX") is None and regex(r"[\xff]").search("\xff")
    assert again == [r"(?P<a>x+)", r"[\xff]"]


def test_a_run_that_compiles_nothing_new_writes_nothing(
    monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    next_run(monkeypatch)
    assert regex("a").match("a")
    regexes.keep_used()
    (kept,) = folder.iterdir()
    kept.chmod(0o400)
    before = kept.stat().st_mtime_ns
    next_run(monkeypatch)
    assert regex("a").match("a")
    regexes.keep_used()
    assert kept.stat().st_mtime_ns == before


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
@pytest.mark.parametrize("is_let", [True, False])
def test_what_another_process_compiles_is_kept_if_it_may(
    monkeypatch: pytest.MonkeyPatch, folder: Path, is_let: bool
) -> None:
    next_run(monkeypatch)
    if is_let:
        regexes.let_others_keep()
    assert in_own_process(lambda: bool(regex("a").match("a")))
    assert regex("b").match("b")
    regexes.keep_used()
    again = next_run(monkeypatch)
    assert regex("a").match("a") and regex("b").match("b")
    assert again == ([] if is_let else ["a"])


@pytest.mark.parametrize(
    "wrong", [[], "a", {"0 'a'": 1}, {"0 'a'": [0, 0, {}, "!"]}, {"0 'a'": [0, 0, {}, "AAAA"]}, {"0 'a'": {}}]
)
def test_what_is_no_pattern_is_not_used(monkeypatch: pytest.MonkeyPatch, folder: Path, wrong: Any) -> None:
    cache.keep(regexes._name(), wrong, cache.PATTERNS)
    next_run(monkeypatch)
    assert regex("a").match("a") and not regex("a").match("b")


def test_no_more_are_kept_than_can_be_of_use(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setattr(regexes, "_MOST", (3, 3))
    for number in range(5):
        next_run(monkeypatch)
        assert regex(f"a{number}").match(f"a{number}")
        regexes.keep_used()
    kept = cache.load(regexes._name(), cache.PATTERNS)
    assert kept == {f"0 'a{number}'": pack(f"a{number}", 0) for number in (3, 4)}


def test_what_a_long_run_uses_is_kept_apart(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setattr(regexes, "_FEW", 2)

    def run(*sources: str) -> list[Any]:
        compiled = next_run(monkeypatch)
        for source in sources:
            assert regex(source).match(source)
        regexes.keep_used()
        return compiled

    def kept(name: str) -> set[str]:
        return {*cache.load(regexes._name(), name)}

    assert run("a", "b", "c") == ["a", "b", "c"]
    assert not folder.exists() and kept(cache.MORE_PATTERNS) == {"0 'a'", "0 'b'", "0 'c'"}
    assert run("a", "b", "c") == [] and not folder.exists()
    # A short run takes what it uses to where it looks first.
    assert run("a", "d") == ["d"] and kept(cache.PATTERNS) == {"0 'a'", "0 'd'"}
    read: list[str] = []
    load = cache.load
    monkeypatch.setattr(cache, "load", lambda digest, name: read.append(name) or load(digest, name))
    assert run("a", "d") == [] and read == [cache.PATTERNS]
    assert run("a", "c", "d") == [] and read[1:] == [cache.PATTERNS, cache.MORE_PATTERNS]
    assert {path for path, _ in cache.kept_files()} == {str(path) for path in folder.parent.glob("*/*.kept")}


@pytest.mark.parametrize(
    ("own_words", "no_cache", "kept"),
    [("", "1", True), (_OWN, "1", False), (_OWN, "0", True)],
    ids=["none", "without a cache", "with a cache"],
)
def test_own_words_stay_nowhere_without_a_cache(
    tmp_path: Path, own_words: str, no_cache: str, kept: bool
) -> None:
    project, folder = tmp_path / "project", tmp_path / "kept"
    project.mkdir()
    (project / "dslint.toml").write_text(own_words, "utf-8")
    (project / "page.txt").write_text("Moor — DARS-NIC-123456-A1B2C\nSensitive: Hush\n", "utf-8")
    environment = {**os.environ, "DSLINT_CACHE_DIR": str(folder), "DSLINT_NO_CACHE": no_cache}
    command = [sys.executable, "-m", "dslint", "check", "page.txt"]
    done = subprocess.run(command, env=environment, cwd=project, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    assert (folder / cache.PATTERNS).exists() is kept
