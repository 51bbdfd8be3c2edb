"""Places of an editor and of dslint, for texts of any characters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dslint.server.open_text import OpenText
from dslint.server.positions import UTF8, UTF16, UTF32, Lines, Spot, Stretch, code_points, units
from dslint.tokenizer.text import split_lines

ENCODINGS = [UTF8, UTF16, UTF32]
# Line ends, separators that end no line, letters of one to four bytes, and characters made of two.
TEXTS = st.text(st.sampled_from("ab \t\n\r\f\x85\u2028\u00e9\u20ac\U0001f3e5\U00010348\ufeff"), max_size=60)


def encoded(text: str, encoding: str) -> int:
    """Code units, as the standard codecs count them."""
    width = {UTF8: 1, UTF16: 2, UTF32: 4}[encoding]
    return len(text.encode({UTF8: "utf-8", UTF16: "utf-16-le", UTF32: "utf-32-le"}[encoding])) // width


@given(TEXTS, st.sampled_from(ENCODINGS))
def test_units_are_those_of_the_codec(text: str, encoding: str) -> None:
    assert units(text, encoding) == encoded(text, encoding)


@given(TEXTS, st.sampled_from(ENCODINGS))
def test_every_offset_comes_back(text: str, encoding: str) -> None:
    lines = Lines(text, encoding)
    for offset in range(len(text) + 1):
        if text[offset - 1 : offset + 1] == "\r\n" and offset:
            continue  # no editor puts a cursor inside a line end
        assert lines.offset(lines.spot(offset)) == offset


@given(TEXTS, st.sampled_from(ENCODINGS))
def test_lines_are_those_that_dslint_counts(text: str, encoding: str) -> None:
    lines = Lines(text, encoding)
    shown = [lines.line(number) for number in range(len(lines))]
    assert [*split_lines(text), *([""] if text.endswith(("\n", "\r")) or not text else [])] == shown


@given(TEXTS, st.sampled_from(ENCODINGS), st.data())
def test_a_place_of_ours_is_the_place_of_the_same_character(
    text: str, encoding: str, data: st.DataObject
) -> None:
    lines = Lines(text, encoding)
    number = data.draw(st.integers(1, len(lines)))
    column = data.draw(st.integers(1, len(lines.line(number - 1)) + 1))
    spot = lines.spot_at(number, column)
    assert spot == Spot(number - 1, encoded(lines.line(number - 1)[: column - 1], encoding))
    assert lines.place_of(spot) == (number, column)


@given(TEXTS, TEXTS, st.sampled_from(ENCODINGS), st.data())
def test_a_change_is_what_the_editor_did(text: str, new: str, encoding: str, data: st.DataObject) -> None:
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(text))] * 2)))
    if any(text[at - 1 : at + 1] == "\r\n" and at for at in (start, end)):
        return
    mine = OpenText("file:///a", "yaml", 1, text, encoding)
    lines = Lines(text, encoding)
    mine.change(2, new, Stretch(lines.spot(start), lines.spot(end)))
    assert mine.text == text[:start] + new + text[end:]
    assert mine.lines.text == mine.text


@pytest.mark.parametrize(
    ("encoding", "wanted", "number"),
    [(UTF16, 1, 0), (UTF16, 2, 1), (UTF8, 3, 0), (UTF8, 4, 1), (UTF32, 1, 1), (UTF16, 99, 2)],
)
def test_a_place_inside_a_character_is_its_start(encoding: str, wanted: int, number: int) -> None:
    assert code_points("\U0001f3e5a", wanted, encoding) == number


def test_places_outside_the_text_are_its_ends() -> None:
    lines = Lines("a\nb", UTF16)
    assert lines.offset(Spot(-1, 5)) == 0
    assert lines.offset(Spot(0, 99)) == 1
    assert lines.offset(Spot(9, 0)) == 3
    assert lines.spot_at(99, 1) == Spot(1, 1)
    assert lines.spot_at(0, 0) == Spot(0, 0)


def test_half_a_pair_is_one_unit() -> None:
    assert units("\ud83c", UTF16) == 1
    assert units("\ud83c", UTF8) == 3
