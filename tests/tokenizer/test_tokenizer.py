"""The tokenizer classifies every line, loses nothing and never fails."""

from __future__ import annotations

import re
from itertools import zip_longest
from pathlib import Path

import pytest
from conftest import SEEDS
from hypothesis import given
from hypothesis import strategies as st

from dslint.tokenizer import Kind, plain, split_lines
from dslint.tokenizer.lexicon import Lexicon
from dslint.vocabularies import BUILT_IN

WORDS = BUILT_IN.derived(Lexicon)
scan = WORDS.scan

PIECES = st.sampled_from(
    ["Opt outs honoured", ":", " — ", "DARS-NIC-1-A1B2C", "- ", "  1. ", "\n", "\r\n", "\r", "(", ")", ", "]
)
TEXTS = st.one_of(st.text(), st.lists(st.one_of(PIECES, st.text(max_size=3)), max_size=40).map("".join))


@pytest.fixture(scope="module", autouse=True)
def words_are_read() -> None:
    """Reading the words takes its time once, which is none of the first line's."""
    scan("")


LINE_ENDS = re.compile(r"\r\n|\n|\r")


@given(TEXTS)
def test_every_character_belongs_to_one_classified_line(text: str) -> None:
    lines, ends = split_lines(text), LINE_ENDS.findall(text)
    joined = "".join(line + end for line, end in zip_longest(lines, ends, fillvalue=""))
    assert joined == text
    read = WORDS.scan_all(lines)
    assert len(read) == len(lines)
    for line, said in zip(lines, read, strict=True):
        assert (said.kind is Kind.BLANK) is (not line.strip())
        assert 0 <= said.start <= len(line)
        assert said.kind is Kind.BLANK or said.end == len(line.rstrip())
        assert said.label in line
        assert said == scan(line)


@pytest.mark.parametrize("path", sorted(SEEDS.glob("*.txt")), ids=lambda path: path.stem)
def test_seeds_survive(path: Path) -> None:
    text = path.read_text("utf-8")
    assert "\n".join(split_lines(text)) == text.removesuffix("\n")


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
