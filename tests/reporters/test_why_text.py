"""How the evaluation of a rule is shown in the words of its file."""

from __future__ import annotations

from pathlib import Path

import pytest

from dslint.assembler import assemble_source
from dslint.engine.trace import trace
from dslint.reporters.why_text import render
from dslint.session import Session
from dslint.sources.read import understand
from dslint.vocabularies import BUILT_IN

RULE = """id: ORG01
name: moor
title: Moor
summary: The title is that of the moor.
severity: info
certainty: certain
when: {some: {in: record, where: {title: {match: 'PATTERN'}}, as: record, note: a moor}}
message: Moor.
remedy: Fell.
authority: [{key: S1}]
rationale: Moor.
examples:
  bad: [{name: moor, text: "Moor — DARS-NIC-100700-A1B2C", at: [{line: 1}]}]
  good: [{name: fell, text: "Fell — DARS-NIC-100700-A1B2C"}]
"""


@pytest.mark.parametrize(
    ("pattern", "shown"),
    [
        ("moor|fell", "match: moor|fell}}"),
        ("moor|" * 40 + "fell", "match: " + "moor|" * 32 + "… (44 more characters)}}"),
    ],
)
def test_a_long_pattern_is_cut(tmp_path: Path, pattern: str, shown: str) -> None:
    (tmp_path / "rule.yaml").write_text(RULE.replace("PATTERN", pattern), "utf-8")
    (rule,) = Session(select=["ORG01"], rules=[tmp_path / "rule.yaml"]).rules
    page = b"Moor projects\nFalls \xe2\x80\x94 DARS-NIC-100700-A1B2C\nOpt outs honoured: N\n"
    document = assemble_source("page.txt", understand("page.txt", page, BUILT_IN), BUILT_IN)
    assert shown in render(rule, document, trace(rule, document, ""))
