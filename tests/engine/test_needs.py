"""What an agreement must print before a condition can hold: clauses of names, and how they are joined."""

from __future__ import annotations

import pytest

from dslint.engine.needs import NOTHING, Clauses, all_of, any_of, names, one_of


def clauses(*sides: str) -> Clauses:
    return frozenset(frozenset(side) for side in sides)


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (names("a", "b"), clauses("a", "b")),
        (one_of(["a", "b"]), clauses("ab")),
        (all_of([names("a"), NOTHING, names("b")]), clauses("a", "b")),
        (any_of([names("a"), names("b")]), clauses("ab")),
        (any_of([names("a", "c"), names("b")]), clauses("ab", "bc")),
        (any_of([names("a"), NOTHING]), NOTHING),
        (any_of([names("a"), names("a", "b")]), clauses("a", "ab")),
        (any_of([]), NOTHING),
    ],
)
def test_what_a_condition_needs(made: Clauses, expected: Clauses) -> None:
    assert made == expected


def test_so_many_clauses_and_no_more() -> None:
    """Sixteen times sixteen are 256; one more, and nothing is said to be needed."""
    left, right = (names(*(f"{side}{n}" for n in range(16))) for side in "ab")
    assert len(any_of([left, right])) == 256
    assert any_of([left, names(*(f"b{n}" for n in range(17)))]) == NOTHING
