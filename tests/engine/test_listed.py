"""Words of a message in a row: all of them up to a number, else the first and how many more."""

from __future__ import annotations

import pytest

from dslint.engine.template import MOST_NAMED, listed

MANY = [f"name {number}" for number in range(MOST_NAMED + 8)]


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        ([], ""),
        (["a"], "a"),
        (["a", "b"], "a and b"),
        (["a", "b", "c"], "a, b and c"),
        (MANY[: MOST_NAMED + 1], f"{', '.join(MANY[:MOST_NAMED])} and {MANY[MOST_NAMED]}"),
        (MANY[: MOST_NAMED + 2], f"{', '.join(MANY[:MOST_NAMED])} and 2 more"),
        (MANY, f"{', '.join(MANY[:MOST_NAMED])} and 8 more"),
    ],
)
def test_what_is_listed(texts: list[str], said: str) -> None:
    assert listed(texts) == said
