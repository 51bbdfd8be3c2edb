"""Findings about the rows of a workbook: one for all rows that are equal in what it rests on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from conftest import AS_OF
from test_rule_files import GOOD, TEXT

from dslint.engine.evaluate import check_document, one_by_one
from dslint.engine.finding import Finding
from dslint.engine.load import RuleChoice
from dslint.rule_examples import document_of
from dslint.session import Session

RULE = GOOD.replace(TEXT, "  some: {in: opt_outs, where: {meaning: not_applied}, as: hit}").replace(
    "severity:", "scope: release\nseverity:"
)
N = {"opt_out": "N"}


def found(folder: Path, *rows: dict[str, str]) -> list[Finding]:
    (folder / "rule.yaml").write_text(RULE, "utf-8")
    loaded = RuleChoice(builtin=False, files=(str(folder / "rule.yaml"),)).load()
    document, first = document_of({"rows": list(rows)}, loaded.vocabularies)
    (agreement,) = document.agreements
    for number, release in enumerate(agreement.releases, 1):
        assert release.line == first + number - 1
    result = check_document(document, loaded.rules, loaded.scanner, AS_OF)
    for finding in one_by_one(loaded.rules, [result]):
        for one in finding.occurrences:
            text = document.lines[one.line - 1]
            assert text[one.column - 1 :].startswith(finding.primary.text)
            assert text[: one.column - 1][-1:] in {"", "\t"}
    return one_by_one(loaded.rules, [result])


def shown(finding: Finding) -> tuple[str, list[tuple[Any, ...]]]:
    first = finding.primary.span.line
    return finding.message, [(one.line - first, one.release) for one in finding.occurrences]


SAID = 'The record names "N".'


@pytest.mark.parametrize(
    ("rows", "message", "places"),
    [
        ([{"dataset": "A", "id": "r1", **N}], SAID, []),
        (
            [
                {"dataset": "A", "id": "r1", **N},
                {"dataset": "B", "opt_out": "Yes"},
                {"dataset": "Long B", **N},
            ],
            f"{SAID} The same is true of 1 more row of this agreement.",
            [(0, "r1"), (2, None)],
        ),
        (
            [{"dataset": "A", **N}, {"dataset": "B", "id": "r2", **N}, {"dataset": "C", "id": "r3", **N}],
            f"{SAID} The same is true of 2 more rows of this agreement.",
            [(0, None), (1, "r2"), (2, "r3")],
        ),
        # an answer that is printed in another way is another finding
        ([{"dataset": "A", **N}, {"dataset": "B", "opt_out": "No"}], SAID, []),
    ],
)
def test_equal_rows_are_told_as_one(
    tmp_path: Path, rows: list[dict[str, str]], message: str, places: list[tuple[Any, ...]]
) -> None:
    first = found(tmp_path, *rows)[0]
    assert shown(first) == (message, places)
    assert first.release == rows[0].get("id")


def test_rows_that_differ_are_told_one_by_one(tmp_path: Path) -> None:
    several = found(tmp_path, {"dataset": "A", **N}, {"dataset": "B", "opt_out": "No"})
    assert [each.primary.text for each in several] == ["N", "No"]
    assert [each.primary.span.line - several[0].primary.span.line for each in several] == [0, 1]


CONTROLLED = RULE.replace(
    "some: {in: opt_outs, where: {meaning: not_applied}, as: hit}",
    "all: [{some: {in: opt_outs, where: {meaning: not_applied}, as: hit}},"
    " {some: {in: controllers, where: {kind: ccg}}}]",
)
AGREEMENT = """\
  - reference: DARS-NIC-10000{}-A1B2C
    controllers: [{}]
    flows:
      - {{dataset: Births, opt_outs: N}}
      - {{dataset: Deaths, opt_outs: "Yes"}}
"""


@pytest.mark.parametrize(
    "order", [("NHS Moor CCG", "Moor County Council"), ("Moor County Council", "NHS Moor CCG")]
)
def test_equal_rows_of_agreements_that_differ(tmp_path: Path, order: tuple[str, str]) -> None:
    """What the values of a row rule out is remembered, and nothing of the agreements around them."""
    (tmp_path / "rule.yaml").write_text(CONTROLLED, "utf-8")
    session = Session(select=["ORG01"], rules=[tmp_path / "rule.yaml"])
    text = "agreements:\n" + "".join(AGREEMENT.format(n, name) for n, name in enumerate(order))
    (finding,) = session.check({"mine.yaml": text}).findings
    assert finding.agreement == f"DARS-NIC-10000{order.index('NHS Moor CCG')}-A1B2C"
