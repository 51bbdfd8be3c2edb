"""Which places a finding keeps when there are more than it can hold."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import AS_OF, assemble
from test_rule_files import GOOD

from dslint.engine.evaluate import check_document, one_by_one
from dslint.engine.finding import MOST_EVIDENCE
from dslint.engine.load import RuleChoice

WHEN = """\
  all:
    - text: {in: processing, match: alpha, as: hit, note: one side}
    - text: {in: processing, match: omega, as: other, note: the other side}
"""
HEAD = "A — DARS-NIC-123456-A1B2C\nOpt outs honoured: N\nLegal basis: X\nProcessing:\n"


@pytest.mark.parametrize("omegas", [1, 3])
def test_no_side_is_cut_away_by_another(tmp_path: Path, omegas: int) -> None:
    one, rest = GOOD.split("when:\n")
    rule = f"{one}when:\n{WHEN}message: {rest.partition('message: ')[2]}"
    (tmp_path / "rule.yaml").write_text(rule, "utf-8")
    rules = RuleChoice(builtin=False, files=(str(tmp_path / "rule.yaml"),)).load()
    alphas = [f"The alpha {n}." for n in range(MOST_EVIDENCE + 10)]
    text = HEAD + "\n".join([*alphas, *(f"The omega {n}." for n in range(omegas))]) + "\n"
    result = check_document(assemble("page", text), rules.rules, rules.scanner, AS_OF)
    [finding] = one_by_one(rules.rules, [result])
    sides = [each.text for each in finding.evidence]
    assert len(sides) == MOST_EVIDENCE
    assert sides.count("omega") == omegas
    # One of each, then the second of each, in the order in which they appear.
    lines = [each.span.line for each in finding.evidence]
    assert lines[:2] == [5, 5 + len(alphas)]
    assert lines[2 * omegas : 2 * omegas + 3] == [5 + omegas, 6 + omegas, 7 + omegas]
