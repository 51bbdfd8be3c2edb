"""Where the sentences of a line begin and end."""

from __future__ import annotations

import pytest

from dslint.facts.sentences import sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two; three.", ["One", " Two", " three"]),
        ("No end here", ["No end here"]),
        ("A.B is one. Two.", ["A.B is one", " Two"]),
        ("It ends. ", ["It ends", " "]),
        ("J.P. Moor Ltd has it. Two.", ["J.P. Moor Ltd has it", " Two"]),
        ("J. P. Moor Ltd has it. Two.", ["J. P. Moor Ltd has it", " Two"]),
        ("Done in arm A. Two.", ["Done in arm A", " Two"]),
        ("It stays in the U.K. Two.", ["It stays in the U.K", " Two"]),
        ("It stays in the U.S.A. Two.", ["It stays in the U.S.A", " Two"]),
        ("U.V. Moor has it. Two.", ["U.V. Moor has it", " Two"]),
        ("One.  Two", ["One", "  Two"]),
        ("", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in sentences(text)] == expected
