"""The tokenizer loses nothing and never fails."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import SEEDS
from hypothesis import given
from hypothesis import strategies as st

from dslint.tokenizer import Kind, plain, scan, split_lines, tokenize

PIECES = st.sampled_from(
    ["Opt outs honoured", ":", " — ", "DARS-NIC-1-A1B2C", "- ", "  1. ", "\n", "\r\n", "\r", "(", ")", ", "]
)
TEXTS = st.one_of(st.text(), st.lists(st.one_of(PIECES, st.text(max_size=3)), max_size=40).map("".join))


@given(TEXTS)
def test_joined_tokens_are_the_input(text: str) -> None:
    tokens = list(tokenize(text))
    assert "".join(token.text for token in tokens) == text
    assert all(token.text for token in tokens)


@given(TEXTS)
def test_places_lead_back_to_the_text(text: str) -> None:
    lines = split_lines(text)
    for token in tokenize(text):
        if token.kind != "eol":
            line = lines[token.line - 1]
            assert line[token.column - 1 : token.column - 1 + len(token.text)] == token.text


@pytest.mark.parametrize("path", sorted(SEEDS.glob("*.txt")), ids=lambda path: path.stem)
def test_seeds_survive(path: Path) -> None:
    text = path.read_text("utf-8")
    assert "".join(token.text for token in tokenize(text)) == text


@pytest.mark.parametrize(
    ("line", "kind", "key", "label"),
    [
        ("Opt outs honoured: N", Kind.LABEL, "opt_outs", "Opt outs honoured"),
        ("When:DSA runs 2019-01-01 — No", Kind.LABEL, "when", "When"),
        ("Objectives:", Kind.LABEL, "objectives", "Objectives"),
        (" Objectives:", Kind.TEXT, "", ""),
        ("Data Minimisation:", Kind.TEXT, "", ""),
        ("In relation to mortality data :", Kind.TEXT, "", ""),
        ("  12. SUS for Commissioners", Kind.ITEM, "  ", "12."),
        ("o Acute", Kind.ITEM, "", "o"),
        ("of the CCG", Kind.TEXT, "", ""),
        ("Project 4 — NIC-137841-V5M7Y-v1.2", Kind.HEADING, "1.2", "NIC-137841-V5M7Y"),
        ("   ", Kind.BLANK, "", ""),
    ],
)
def test_reading_of_a_line(line: str, kind: Kind, key: str, label: str) -> None:
    read = scan(line)
    assert (read.kind, read.key, read.label) == (kind, key, label)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", []),
        ("a", ["a"]),
        ("a\n", ["a"]),
        ("a\r\nb\rc\n\n", ["a", "b", "c", ""]),
        ("\x0b\x85\u2028", ["\x0b\x85\u2028"]),
    ],
)
def test_lines_end_where_editors_end_them(text: str, lines: list[str]) -> None:
    assert split_lines(text) == lines


@given(TEXTS)
def test_plain_letters_stay_in_their_places(text: str) -> None:
    assert len(plain(text)) == len(text)
    assert all(a == b or (b in " -" and not a.isascii()) for a, b in zip(text, plain(text), strict=True))


def test_spaces_and_hyphens_become_plain() -> None:
    assert plain("NHS\u00a0Digital\u202f2012 opt\u2011out – “x”") == "NHS Digital 2012 opt-out – “x”"
