"""Patterns: each built-in one is bounded, means the same to both engines, and loses nothing by being cut."""

from __future__ import annotations

import gc
import re
import string
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import regex
from conftest import SEEDS
from hypothesis import given, settings
from hypothesis import strategies as st

from dslint import compiled
from dslint.compiled import builtin
from dslint.patterns import FLAGS, MASK, Index, Pass, Pattern, alternatives_of, complaint, lowered
from dslint.patterns.alternatives import expanded

LINES = [line for path in sorted(SEEDS.glob("*.txt")) for line in path.read_text("utf-8").split("\n")]


def patterns() -> list[str]:
    return sorted(compiled.pattern_alternatives())


@pytest.mark.parametrize("pattern", patterns())
def test_pattern_means_the_same_to_both_engines(pattern: str) -> None:
    assert complaint(pattern) is None
    one, other = re.compile(pattern, FLAGS), regex.compile(pattern, regex.IGNORECASE | regex.VERSION0)
    for line in LINES:
        assert [m.span() for m in one.finditer(line)] == [m.span() for m in other.finditer(line)]


@pytest.mark.parametrize("pattern", patterns())
def test_alternatives_and_literals_find_what_the_whole_pattern_finds(pattern: str) -> None:
    """On the lines of the seeds, and on lines that hold nothing but the pattern's own words."""
    built, index = builtin(pattern), Index([builtin(pattern)])
    whole = re.compile(expanded(pattern), FLAGS)
    words = [" ".join(re.findall(r"[A-Za-z0-9]+", one.source)) for one in built.alternatives]
    for line in [*LINES, *words, " ".join(words)]:
        wanted = [found.span() for found in whole.finditer(line) if found.group()]
        assert built.spans(line) == wanted
        assert not wanted or index.likely(line) == [0]


def test_most_patterns_need_a_text() -> None:
    without = [pattern for pattern in patterns() if not builtin(pattern).literals]
    assert len(without) < len(patterns()) / 10


def test_matches_of_alternatives_are_leftmost_then_first() -> None:
    pattern = Pattern("ab|abc|c+|bcd", trusted=True)
    assert len(pattern.alternatives) == 4
    assert pattern.spans("abcd bcd cc abcc") == [(0, 2), (2, 3), (5, 8), (9, 11), (12, 14), (14, 16)]


@pytest.mark.parametrize("source", ["(?P<a>x)|y", r"(x)|y\1", "x*|y", "(x|y)", "[|]x", r"x\|y"])
def test_what_cannot_be_cut_stays_whole(source: str) -> None:
    assert [one.source for one in alternatives_of(source, trusted=True)] == [source]


def test_each_alternative_counts_its_own_groups() -> None:
    source = r"(?:a|(b)) (x)\2|(b[(]) \3|(?=(c))\4\\1"
    pattern = Pattern(source, trusted=True)
    assert [one.source for one in pattern.alternatives] == [
        r"(?:a|(b)) (x)\2", r"(b[(]) \1", r"(?=(c))\1\\1",
    ]  # fmt: skip
    text = r"a xx b( b( c\1 b( c"
    assert pattern.spans(text) == [found.span() for found in re.finditer(source, text)]


@contextmanager
def _uncollected() -> Iterator[None]:
    """No collection of garbage in between: one over all that a worker holds takes a second by itself."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@pytest.mark.parametrize("pattern", patterns())
def test_pattern_is_bounded(pattern: str) -> None:
    """Adversarial lines of 20,000 characters, made of the pattern's own words, take well under a second."""
    words = re.findall(r"[A-Za-z]{3,}", pattern) or ["data"]
    compiled = re.compile(pattern, FLAGS)
    for text in (" ".join(words * 20_000)[:20_000], (words[0] + " ") * 4_000, "a" * 20_000, " " * 20_000):
        with _uncollected():
            started = time.thread_time()
            for _ in compiled.finditer(text):
                pass
            assert time.thread_time() - started < 1.0


_PIECES = st.sampled_from(
    [
        "a", "b", "ab", "ba", r"\ba", r"b\b", "a+", "b{2}", "[ab]", "(?:ab|ba)", "a?b", ".b", " ", "sik",
        "[Ss]i", "^", "(?=a)", "(?<!b)", "(?-i:AB)", "(?-i:aK?)", "(?:a(?-i:B)|ab)", "(?:b(?: a)?|sk)?",
        r"(?:\w+|is) k", "’s", "(?:a |b )?(?:ab|ba|aa|bb|si|sk)", "(?:ab|a|b[as]|(?:si|s )k?|kk)+",
        "(?>ab|ba|kk)?",
    ]
)  # fmt: skip
_ALTERNATIVES = st.lists(st.lists(_PIECES, min_size=1, max_size=4).map("".join), min_size=1, max_size=4)
# Letters that patterns take for an i, an s or a k among those in lower case, and what is no letter by itself.
_TEXTS = st.text("abAB .sikSIK’\u0130\u0131\u017f\u212a\u0307", max_size=12)


@settings(deadline=None)
@given(_ALTERNATIVES, _TEXTS)
def test_any_pattern_finds_what_its_expression_finds(parts: list[str], text: str) -> None:
    source = "|".join(parts)
    assert Pattern(source, trusted=True).spans(text) == [
        found.span() for found in re.finditer(source, text, FLAGS) if found.group()
    ]


_BEGUN = st.lists(
    st.text("abk", min_size=2, max_size=4).map(lambda begin: rf"{begin}\w*"),
    min_size=1,
    max_size=12,
    unique=True,
)


@given(_BEGUN, st.text("abk  ", max_size=30))
def test_a_pattern_is_tried_wherever_it_can_begin(begins: list[str], text: str) -> None:
    source = rf"\b(?:a |k )?(?:{'|'.join(begins)})"
    pattern = Pattern(source, trusted=True)
    (one,) = pattern.alternatives
    assert one.begins
    wanted = [found.span() for found in re.finditer(source, text, FLAGS)]
    assert pattern.spans(text) == wanted
    assert all(any(text.startswith(begin, start) for begin in one.begins) for start, _ in wanted)
    # Among other alternatives the search is taken up again behind each match.
    both = Pattern(f"{source}|b b|{begins[0]}", trusted=True)
    assert both.spans(text) == [found.span() for found in re.finditer(both.source, text, FLAGS)]


@pytest.mark.parametrize(
    ("source", "begins"),
    [
        (r"\b(?:will )?(?:show|tell)s?\b", ["show", "tell", "will show", "will tell"]),
        (r"(?:copy|copies) of", ["copies of", "copy of"]),
        (r"(?:\w+|the) data", []),
        (r"(?:the )?\w+", []),
        (r"(?:ab)+c", ["ab"]),
        (r"(?:ab)?c", []),
        (r"^the", [""]),
        (r"(?-i:Act) of", ["act of"]),
    ],
)
def test_what_the_matches_of_a_pattern_begin_with(source: str, begins: list[str]) -> None:
    (one,) = alternatives_of(source, trusted=True)
    assert one.begins == begins


@settings(deadline=None)
@given(st.lists(_ALTERNATIVES.map("|".join), max_size=5), _TEXTS)
def test_index_leaves_out_only_what_does_not_match(sources: list[str], text: str) -> None:
    patterns = [Pattern(source, trusted=True) for source in sources]
    shared = Pass()
    few = patterns[:2]
    indexes = (Index(patterns), patterns), (Index(few, shared), few), (Index(patterns, shared), patterns)
    for index, held in indexes:
        likely = index.likely(text)
        assert likely == sorted(set(likely))
        expected = {n: spans for n, pattern in enumerate(held) if (spans := pattern.spans(text))}
        found = {n: held[n].spans(text, live) for n, live in index.live(text)}
        assert {n: spans for n, spans in found.items() if spans} == expected


@given(_ALTERNATIVES, _ALTERNATIVES, _TEXTS, st.integers(0, 12), st.integers(1, 4))
def test_index_asked_of_a_line_leaves_out_nothing_of_its_masked_form(
    before: list[str], behind: list[str], text: str, start: int, length: int
) -> None:
    pattern = Pattern(f"(?:{'|'.join(before)}){{org}}(?:{'|'.join(behind)})?", trusted=True)
    masked = text[:start] + MASK * len(text[start : start + length]) + text[start + length :]
    wanted = [found.span() for found in re.finditer(pattern.source, masked, FLAGS)]
    assert pattern.spans(masked) == wanted
    assert not wanted or Index([pattern]).likely(text) == [0]


def test_lower_case_holds_whatever_a_letter_matches() -> None:
    for letter in string.ascii_letters:
        for other in map(chr, range(0x110000)):
            if re.match(letter, other, FLAGS):
                assert lowered(f"{other}x") == f"{letter.lower()}x"


def test_the_rarest_texts_are_asked_for_first() -> None:
    (one,) = alternatives_of(r"\bdata (?:is|are) (?:then )?(?:sent|passed)\b.*\bpatients?\b")
    assert [*one.clauses[0]] == [
        f"data {be} {then}{done}"
        for be in ("are", "is")
        for then in ("", "then ")
        for done in ("passed", "sent")
    ]
    assert one.clauses[1] == ["patient"]


def test_index_takes_patterns_between_questions() -> None:
    index = Index()
    assert index.likely("the patient data") == []
    index.add(0, Pattern("patients?"))
    index.add(1, Pattern("councils?"))
    assert index.likely("The PATIENT data") == [0]
    index.add(2, Pattern(r"\w+"))
    assert index.likely("the council of a patient") == [0, 1, 2]
    assert index.likely("nobody") == [2]


def test_pattern_without_alternatives_is_read_for_them() -> None:
    assert Pattern("ab|c", ()).spans("abc") == [(0, 2), (2, 3)]
