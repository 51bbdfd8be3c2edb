"""Findings of the official workbook that were read one by one: true ones stay, false ones stay away."""

from __future__ import annotations

from collections import defaultdict

import pytest
import yaml
from conftest import ROOT
from eval import WORKBOOK, check, number_of

VERDICTS = yaml.safe_load((ROOT / "tests" / "verdicts.yaml").read_text("utf-8"))["verdicts"]


@pytest.fixture(scope="module")
def found() -> dict[str, set[str]]:
    """The numbers of the agreements that each rule finds something in."""
    if not WORKBOOK.is_file():
        pytest.skip("the official workbook of February 2021 is not here")
    numbers: dict[str, set[str]] = defaultdict(set)
    for finding in check(WORKBOOK).findings:
        told = {finding.agreement, *finding.agreements, *(one.agreement for one in finding.occurrences)}
        numbers[finding.rule] |= {number_of(each) for each in told}
    return numbers


@pytest.mark.parametrize("rule", VERDICTS)
def test_verdicts(rule: str, found: dict[str, set[str]]) -> None:
    def numbers(verdict: str) -> set[str]:
        return {str(each).lstrip("0") for each in VERDICTS[rule][verdict]}

    assert numbers("right") - found[rule] == set(), "a true finding is lost"
    assert numbers("wrong") & found[rule] == set(), "a false finding is back"
