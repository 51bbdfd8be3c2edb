"""The kept cases: each is right, or is written down as not right yet."""

from __future__ import annotations

import pytest
import yaml
from eval import CASES, FIGURES, check, expectations, problems

EXPECTED = expectations()
NOT_YET = yaml.safe_load(FIGURES.read_text("utf-8"))["not right yet"]


@pytest.mark.parametrize("name", EXPECTED)
def test_case(name: str) -> None:
    wrong = problems(EXPECTED[name], check(CASES / name))
    if name in NOT_YET:
        assert wrong, f"{name} is right now: run python tests/eval.py --write"
        pytest.xfail("; ".join(wrong))
    assert wrong == []


def test_every_case_has_an_expectation() -> None:
    kept = {path.name for path in CASES.iterdir()} - {"cases.yaml"}
    assert kept == set(EXPECTED)
    assert set(NOT_YET) <= set(EXPECTED)
