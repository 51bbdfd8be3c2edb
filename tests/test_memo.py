"""What is remembered of texts: each is asked once, within bounds."""

from __future__ import annotations

from dslint.memo import LONGEST, BoundedMemo


def test_each_text_is_asked_once() -> None:
    asked: list[str] = []

    def say(text: str) -> int | None:
        asked.append(text)
        return len(text) or None

    known = BoundedMemo(say)
    assert [known[text] for text in ("moor", "", "moor", "")] == [4, None, 4, None]
    assert asked == ["moor", ""]


def test_a_long_text_is_not_kept() -> None:
    known = BoundedMemo(len)
    assert known["x" * LONGEST] == LONGEST
    assert known["x" * (LONGEST + 1)] == LONGEST + 1
    assert [*map(len, known)] == [LONGEST]


def test_too_many_texts_are_forgotten() -> None:
    known = BoundedMemo(len, most=10)
    for number in range(25):
        assert known[str(number)] == len(str(number))
        assert len(known) <= 10
    assert "24" in known
