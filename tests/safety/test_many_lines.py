"""Lines take room, also when nothing is in them: very many are refused by name, and others take little."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from conftest import RECORD
from measured import MEBIBYTE, check

from dslint.sources.decode import MOST_LINES

pytestmark = pytest.mark.skipif(os.name != "posix", reason="what a process took is told by POSIX systems")
PAGE = "<!doctype html><html><body>"
TOO_MANY = {
    "tabs.txt": "\t\n" * 5_000_000,
    "carriage-returns.txt": "\r " * 5_000_000,
    "letters.txt": "x\n" * 5_000_000,
    "breaks.html": PAGE + "<br>" * 1_500_000,
    "draft.yaml": "agreement:\n" + "\n" * 9_000_000,
    "draft.json": '{"agreement":' + " \n" * 5_000_000 + "}",
    "records.json": "[" + "\n" * 9_000_000 + "]",
}
JUST_SO_MANY = {
    "tabs.txt": "\t\n" * (MOST_LINES - 10),
    "windows.txt": "\r\n" * (MOST_LINES - 10),
    "one-line.txt": " " * 10_000_000,
    "no-break.txt": "\u00a0\n" * (MOST_LINES - 10),
    "page.html": PAGE + " \n" * 5_000_000,
}


@pytest.mark.parametrize("name", TOO_MANY)
def test_too_many_lines_are_refused_in_one_line(tmp_path: Path, name: str) -> None:
    (tmp_path / "good.txt").write_text(RECORD, "utf-8")
    (tmp_path / name).write_text(TOO_MANY[name], "utf-8", newline="")
    done = check(tmp_path, "good.txt", name, "-f", "concise", "--jobs", "1")
    assert "good.txt:" in done.out
    assert done.code == 2
    assert done.err == f"{name}: has more than 1,000,000 lines; split it\n"
    assert done.peak < 400 * MEBIBYTE


@pytest.mark.parametrize("name", JUST_SO_MANY)
def test_white_space_takes_little_memory(tmp_path: Path, name: str) -> None:
    (tmp_path / "good.txt").write_text(RECORD, "utf-8")
    (tmp_path / name).write_text(JUST_SO_MANY[name], "utf-8", newline="")
    done = check(tmp_path, ".", "-f", "concise", "--jobs", "1")
    assert "good.txt:" in done.out
    assert done.err == ""
    assert done.peak < 300 * MEBIBYTE
