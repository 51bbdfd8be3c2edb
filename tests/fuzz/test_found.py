"""What fuzzing found, each by its kind."""

from __future__ import annotations

import pytest

from dslint.config.read import read_ignores
from dslint.datafiles.yaml_marks import FileErrors
from dslint.datafiles.yaml_marks import read as read_yaml
from dslint.engine.baseline import BaselineError, parse
from dslint.session import parse as parse_inputs
from dslint.sources.draft import read as read_draft

# YAML ends a line at these, and no editor does.
SEPARATORS = ["\u2028", "\u2029", "\x85"]


@pytest.mark.parametrize("separator", SEPARATORS)
def test_places_in_yaml_are_those_of_an_editor(separator: str) -> None:
    marked = read_yaml("a.yaml", f'a: "x{separator}y"\r\nb: 1\n')
    assert marked.place(("b",), of_key=True) == (2, 1)
    marked = read_yaml("a.yaml", f'[x, "{separator}", y]\n')
    assert marked.place((2,)) == (1, 10)


@pytest.mark.parametrize("separator", SEPARATORS)
def test_the_place_of_what_is_no_yaml_is_in_the_file(separator: str) -> None:
    with pytest.raises(FileErrors) as raised:
        read_yaml("a.yaml", f'a: "{separator * 9}"\nb: 1\nc\nd: 1\n')
    assert raised.value.problems[0].line <= 4


@pytest.mark.parametrize("separator", SEPARATORS)
def test_the_comments_of_a_draft_are_found_behind_a_separator(separator: str) -> None:
    text = f'agreement:\n  title: "a{separator}b"\n  organisation: Moor # dslint: ignore[OPT03] asked\n'
    comments = read_draft("a.yaml", text.encode()).comments
    assert [(comment.line, comment.first, comment.text[:16]) for comment in comments] == [
        (3, 3, "  organisation: ")
    ]


@pytest.mark.parametrize(
    ("written", "first_line_ends"),
    [
        ('"one\n    two"', 14),  # the line end is read as a space, and the file has none there
        ('"one\n\u2028two"', 14),
        ("'I\n    t''s it'", 12),  # a word that is written with an escape
        ('"I\n    \\u0074s it"', 12),
        ('"\\u0074s it"', 10),  # the file has nothing of its first word
        ('"one two"', 18),
    ],
)
def test_a_title_of_two_lines_ends_where_its_first_line_does(written: str, first_line_ends: int) -> None:
    [document] = parse_inputs({"a.yaml": f"agreement:\n  reference: NIC-1\n  title: {written}\n"})
    place = document.place(document.agreements[0].heading)
    assert (place.line, place.end_line, place.end_column) == (3, 3, first_line_ends)


@pytest.mark.parametrize("written", [r"\ud83d\ude00", r"\uD83D\uDE00\ud83d\ude01", "x"])
def test_the_comments_of_a_draft_in_json_with_characters_in_two_escapes(written: str) -> None:
    text = f'{{"agreement": {{"title": "{written}"}}}} # dslint: ignore[OPT03] asked\n'
    assert [each.line for each in read_draft("a.json", text.encode()).comments] == [1]


@pytest.mark.parametrize("separator", [*SEPARATORS, "\x0c", "\x1c"])
def test_an_ignore_shows_the_line_that_it_stands_in(separator: str) -> None:
    escaped = separator if separator in SEPARATORS else repr(separator)[1:-1]
    text = f'ignores:\n  - reason: "a{escaped}b"\n    agreement: NIC-1\n    rule: OPT03\n'
    assert [(each.line, each.text) for each in read_ignores("i.yaml", text)] == [(4, "    rule: OPT03")]


def test_a_separator_ends_no_line_of_a_baseline() -> None:
    entry = '{"rule": "OPT03", "agreement": null, "text": "a\u2028b", "fingerprint": "0"}'
    head = '{"schema": "dslint-baseline", "version": 1}'
    assert [each.text for each in parse("b", f"{head}\n{entry}\n")] == ["a\u2028b"]
    with pytest.raises(BaselineError, match="b:3:"):
        parse("b", f"{head}\n{entry}\nx\n")
