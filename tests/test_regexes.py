from __future__ import annotations

import re

import pytest

from dslint.regexes import regex


def test_it_is_compiled_when_it_is_first_used(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    compile_pattern = re.compile

    def watched(source: str, flags: int = 0) -> re.Pattern[str]:
        asked.append(source)
        return compile_pattern(source, flags)

    monkeypatch.setattr(re, "compile", watched)
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
