"""Text that stands twice: how long it must be, how near, and what each repeat is called."""

from __future__ import annotations

from string import ascii_lowercase

import pytest

from dslint.facts.repeats import Repeats
from dslint.vocabularies import BUILT_IN

repeats_in = BUILT_IN.derived(Repeats).repeats_in


def words(length: int, end: str = "") -> str:
    """So many letters in different words, the last ones as said."""
    made = "The " + " ".join(f"{one}{two}o" for one in ascii_lowercase for two in "aeiu")
    return made[: length - len(end) - 1].rstrip().ljust(length - len(end), "x") + end


def told(*lines: str) -> list[tuple[str, int, int]]:
    """The form of each repeat, its line, and the line of the first; each is as long as its words."""
    found = repeats_in(lines)
    for each in found:
        said = lines[each.line_index][each.start : each.end]
        assert said == said.strip()
        assert said
    return [(each.form, each.line_index, each.first) for each in found]


OTHER = "Something else is said here."


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        # a paragraph has more than sixty letters
        ([words(61, "."), words(61, ".")], [("paragraph", 0, 0), ("paragraph", 1, 0)]),
        ([words(60, "."), words(60, ".")], []),
        # one heading has no more than ninety
        ([words(61, "."), words(90, "g"), words(61, ".")], []),
        ([words(61, "."), words(91, "g"), words(61, ".")], [("paragraph", 0, 0), ("paragraph", 2, 0)]),
        ([words(61, "."), "Purpose 2: The data are used.", words(61, ".")], []),
        (
            [words(61, "."), "Purpose: The data are used.", words(61, ".")],
            [("paragraph", 0, 0), ("paragraph", 2, 0)],
        ),
        # a sentence among others has a hundred
        ([f"{words(100, '.')} Yes.", f"So. {words(100, '.')}"], [("sentence", 0, 0), ("sentence", 1, 0)]),
        ([f"{words(99, '.')} Yes.", f"So. {words(99, '.')}"], []),
        # a bullet of another list has a hundred and twenty
        (
            [f"- {words(120, 'y')}", "Then:", f"- {words(120, 'y')}"],
            [("elsewhere", 0, 0), ("elsewhere", 2, 0)],
        ),
        (
            [f"- {words(61, '.')} {words(58, 'y')}", "Then:", f"- {words(61, '.')} {words(58, 'y')}"],
            [("elsewhere", 0, 0), ("elsewhere", 2, 0)],
        ),
        ([f"- {words(60, '.')} {words(58, 'y')}", "Then:", f"- {words(60, '.')} {words(58, 'y')}"], []),
        # the same in a numbered entry is a step
        ([f"1. {words(130, 'y')}", "Then:", f"1. {words(130, 'y')}"], []),
    ],
)
def test_how_long_it_is(lines: list[str], expected: list[tuple[str, int, int]]) -> None:
    assert told(*lines) == expected


@pytest.mark.parametrize(
    ("longer", "shorter", "is_cut"),
    [
        (f"- {words(60, 'y')} and more to it;", f"- {words(60, 'y')}", True),
        (f"- {words(59, 'y')} and more to it;", f"- {words(59, 'y')}", False),
        (f"- {words(60, 'y')} fifteen abcdef,", f"- {words(60, 'y')}", True),  # fifteen letters more
        (f"- {words(60, 'y')} fifteen abcde,", f"- {words(60, 'y')}", False),
        (f"- {words(60, 'y')}andeven more to it;", f"- {words(60, 'y')}", False),  # in the middle of a word
        (f"- {words(60, 'y')} and more to it;", f"- {words(60, 'y')}.", False),  # it ends
        (f"- {words(60, 'y')} and more to it.", f"- {words(60, 'y')}", False),  # the longer one ends its list
    ],
)
def test_an_entry_that_is_cut_off(longer: str, shorter: str, is_cut: bool) -> None:
    lines = ("One list:", longer, f"- {OTHER}", "Another:", f"- {OTHER}", shorter, "", "Behind it.")
    found = [each for each in repeats_in(lines) if each.form == "cut"]
    assert [(each.line_index, each.first, each.block) for each in found] == (
        [(1, 1, 5), (5, 1, 5)] if is_cut else []
    )
    for each in found:
        assert lines[each.line_index][: each.end] == lines[each.line_index].rstrip()
        assert each.start == 2


def test_an_entry_that_goes_on_below_is_not_cut_off() -> None:
    longer, shorter = f"- {words(60, 'y')} and more to it;", f"- {words(60, 'y')}"
    for behind in ("goes on here, with a full stop.", f"- {OTHER}"):
        assert told(longer, f"- {OTHER}", "Another:", shorter, behind) == []
    assert [each[0] for each in told(longer, f"- {OTHER}", "Another:", shorter)] == ["cut", "cut"]


SAID = words(110, ".")


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        # whole lines that are equal, far from each other
        ([f"1. {OTHER}", f"{SAID}", "A heading", SAID], [("passage", 1, 1), ("passage", 3, 1)]),
        # two sentences that come back in one line, and one
        (
            [f"{SAID} {words(120, '.')}", "A heading", f"So. {SAID} {words(120, '.')}"],
            [("stretch", 0, 0), ("stretch", 0, 0), ("stretch", 2, 0), ("stretch", 2, 0)],
        ),
        ([f"{SAID} Yes.", "A heading", f"So. {SAID}"], [("sentence", 0, 0), ("sentence", 2, 0)]),
        # twice in one line is said by its own form, and each purpose may say it
        ([f"{SAID} {SAID}"], []),
        ([f"{SAID} Yes.", "Purpose 2:", f"So. {SAID}"], []),
        # what opens a list, and a step
        ([f"{words(110, ':')} a", "A heading", f"So. {words(110, ':')}"], []),
        ([f"1. {SAID}", "A heading", f"2. {SAID}"], []),
    ],
)
def test_sentences_that_come_back(lines: list[str], expected: list[tuple[str, int, int]]) -> None:
    assert told(*lines) == expected


@pytest.mark.parametrize(
    ("text", "twice"),
    [
        (
            "Staff of the trust see it staff of the trust see it daily.",
            "Staff of the trust see it staff of the trust see it",
        ),
        ("We say: Four words are here FOUR WORDS ARE HERE.", "Four words are here FOUR WORDS ARE HERE"),
        ("Four words are here four words are here", "Four words are here four words are here"),
        ("We say: Three words here three words here.", None),
        ("staff of the trust see it staff of the trust see it daily.", None),  # no sentence begins so
        (
            "The data of the study are kept by the trust. the data of the study are kept by others.",
            None,
        ),
        (
            "Here the data of the study are kept. the data of the study are kept.",
            "the data of the study are",
        ),
        ("Here the data of a study is kept. the data of the study are kept.", None),
    ],
)
def test_words_that_stand_twice_in_a_row(text: str, twice: str | None) -> None:
    found = [text[each.start : each.end] for each in repeats_in((text,)) if each.form == "doubled"]
    assert found == ([twice] if twice else [])


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        # a number that grows goes on, and one that does not begins a new list
        (["1. Moor", "2. Vale", "3. Moor"], [("numbered", 0, 0), ("numbered", 2, 0)]),
        (["1. Moor", "1. Moor", "2. Vale"], [("numbered", 0, 0), ("numbered", 1, 0)]),
        (["1. Moor", "1. Vale", "1. Moor"], []),
        (["1. Moor", "2. Vale", "2. Moor"], []),
        # a deeper level under each entry is a list of its own
        (["- One", "a. Moor", "b. Vale", "- Two", "a. Moor"], []),
        (["- One", "a. Moor", "b. Moor", "- Two"], [("numbered", 1, 1), ("numbered", 2, 1)]),
        # so is what follows an entry that opens a list
        (["- Moor", "- These:", "- Moor"], []),
        (["- Moor", "- These.", "- Moor"], [("entry", 0, 0), ("entry", 2, 0)]),
        (["- Moor", "", "- Moor"], [("entry", 0, 0), ("entry", 2, 0)]),
        (["- Moor", "Words.", "- Moor"], []),
    ],
)
def test_entries_of_one_list(lines: list[str], expected: list[tuple[str, int, int]]) -> None:
    assert told(*lines) == expected


def test_where_a_list_begins() -> None:
    lines = ("Words.", "- Vale", "- Moor", "- Moor")
    assert [(each.line_index, each.first, each.block) for each in repeats_in(lines)] == [(2, 2, 1), (3, 2, 1)]
    paragraph = words(70, ".")
    lines = ("Heading", "", paragraph, "", paragraph)
    assert [(each.line_index, each.first, each.block) for each in repeats_in(lines)] == [(2, 2, 0), (4, 2, 0)]


def test_paragraphs_below_entries_belong_to_them() -> None:
    paragraph = words(70, ".")
    assert told("- One", paragraph, "- Two", paragraph) == []
    assert told("- One", paragraph, "", paragraph) == [("paragraph", 1, 1), ("paragraph", 3, 1)]


@pytest.mark.parametrize(("between", "form"), [(1, "elsewhere"), (4, "elsewhere"), (5, "sentence")])
@pytest.mark.parametrize("before", [0, 1, 3, 8])
def test_a_long_entry_of_a_list_near_by(between: int, form: str, before: int) -> None:
    entry = f"- {words(125, 'y')}"
    lines = (*[f"Line {n}." for n in range(before)], entry, *["Then:"] * between, entry)
    last = before + between + 1
    assert told(*lines) == [(form, before, before), (form, last, before)]


@pytest.mark.parametrize(
    "lead", ["", "So. ", "It is so; ", "Then it is so.   ", "We say so here at length. "]
)
def test_where_a_sentence_that_comes_back_stands(lead: str) -> None:
    found = repeats_in((f"So. {SAID} Yes.", "A heading", f"{lead}{SAID} No."))
    places = [(each.line_index, each.start, each.end) for each in found]
    assert places == [(0, 4, 4 + len(SAID)), (2, len(lead), len(lead) + len(SAID))]
