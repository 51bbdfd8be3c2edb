"""What dslint relies on in the trees of the standard library's parser, which no Python promises to keep.

The test workflow runs these with each Python that is supported. When one fails, change
`dslint/regex_tree.py`; nothing else has to know.
"""

from __future__ import annotations

import re
import string
from typing import Any

import pytest

from dslint import compiled
from dslint.patterns import FLAGS, complaint
from dslint.patterns.alternatives import alternatives_of
from dslint.regex_tree import codes, is_tree, pack, parse, unpack


def only(source: str, flags: int = 0) -> tuple[Any, Any]:
    """The code and the argument of a pattern of one element."""
    ((code, argument),) = parse(source, flags)
    return code, argument


def letters(tree: Any) -> str:
    assert is_tree(tree)
    assert all(code is codes.LITERAL for code, _ in tree)
    return "".join(chr(argument) for _, argument in tree)


def test_a_letter_is_its_code_point() -> None:
    assert only("é") == (codes.LITERAL, ord("é"))


def test_a_class_is_a_list_of_its_members() -> None:
    assert only("[ab]") == (codes.IN, [(codes.LITERAL, ord("a")), (codes.LITERAL, ord("b"))])


def test_branches_are_a_list_of_trees() -> None:
    code, argument = only("(?:abc|xyz)")
    assert code is codes.BRANCH
    assert [letters(branch) for branch in argument[1]] == ["abc", "xyz"]


@pytest.mark.parametrize(
    ("source", "code", "least", "most"),
    [
        ("(?:ab)*", codes.MAX_REPEAT, 0, codes.MAXREPEAT),
        ("(?:ab)+?", codes.MIN_REPEAT, 1, codes.MAXREPEAT),
        ("(?:ab){2,3}", codes.MAX_REPEAT, 2, 3),
        ("(?:ab)++", codes.POSSESSIVE_REPEAT, 1, codes.MAXREPEAT),
    ],
)
def test_a_repetition_is_its_bounds_and_its_body(source: str, code: Any, least: int, most: int) -> None:
    found, argument = only(source)
    assert found is code
    assert argument[:2] == (least, most)
    assert letters(argument[2]) == "ab"


def test_a_group_has_its_flags_and_its_body() -> None:
    code, (number, added, removed, body) = only("(?-i:ab)", re.IGNORECASE)
    assert (code, number, added, removed) == (codes.SUBPATTERN, None, 0, re.IGNORECASE)
    assert letters(body) == "ab"
    code, argument = only("(?P<name>ab)")
    assert code is codes.SUBPATTERN
    assert letters(argument[3]) == "ab"


def test_an_atomic_group_is_its_body() -> None:
    code, argument = only("(?>ab)")
    assert code is codes.ATOMIC_GROUP
    assert letters(argument) == "ab"


@pytest.mark.parametrize(
    ("source", "code"),
    [("^", codes.AT), (r"\b", codes.AT), ("(?=ab)", codes.ASSERT), ("(?<!ab)", codes.ASSERT_NOT)],
)
def test_what_takes_no_letter_has_a_code_of_its_own(source: str, code: Any) -> None:
    assert only(source)[0] is code


def test_the_beginning_of_a_line_is_told_from_other_places() -> None:
    assert only("^") == (codes.AT, codes.AT_BEGINNING)
    assert only("$") != (codes.AT, codes.AT_BEGINNING)


def test_a_tree_knows_its_width_and_its_flags() -> None:
    tree = parse("(?m)ab?")
    assert tree.getwidth()[0] == 1
    assert tree.state.flags & re.MULTILINE


def test_errors_are_those_of_compile() -> None:
    with pytest.raises(re.error):
        parse("(")


def test_what_is_made_of_the_trees() -> None:
    (alternative,) = alternatives_of("identifiable (?:data|records)", trusted=True)
    assert [sorted(clause) for clause in alternative.clauses] == [
        ["identifiable data", "identifiable records"]
    ]
    assert complaint("(a+)+") is not None
    assert complaint(f"[{string.ascii_lowercase}]+ data") is None


@pytest.mark.parametrize("flags", [0, re.IGNORECASE])
@pytest.mark.parametrize(
    ("source", "text"),
    [
        (r"(?P<year>\d{4})-(?P<month>\d\d)", "of 2019-07 and 2020-01"),
        (r"(?-i:[A-Z])\w*+ (?:data|records)", "Health Data and records, Élan DATA"),
        (r"[^\W\d_à-ü–]+(?<!x)$", "straße – ñandú"),
        (r"(a)|(?P<b>b)\2", "abBb"),
        ("(?s).*", "one\ntwo"),
    ],
)
def test_what_is_packed_matches_as_what_is_compiled(source: str, text: str, flags: int) -> None:
    made, compiled_anew = unpack(source, pack(source, flags)), re.compile(source, flags)
    assert made == compiled_anew
    assert (made.flags, made.groups, made.groupindex) == (
        compiled_anew.flags,
        compiled_anew.groups,
        compiled_anew.groupindex,
    )
    found = [(each.span(), each.groupdict(), each.lastgroup) for each in made.finditer(text)]
    assert found == [(each.span(), each.groupdict(), each.lastgroup) for each in compiled_anew.finditer(text)]


def test_every_pattern_of_ours_is_packed_as_it_is_compiled() -> None:
    sources = {one for known in compiled.pattern_alternatives().values() for one, *_ in known}
    assert len(sources) > 500
    for source in sources:
        assert unpack(source, pack(source, FLAGS)) == re.compile(source, FLAGS)


def test_codes_that_no_compiler_made_are_refused() -> None:
    flags, groups, names, _ = pack("ab", 0)
    *_, other = pack("(a)(b)", 0)
    with pytest.raises(RuntimeError):
        unpack("ab", [flags, groups, names, other])
