"""What is told once: a fact by the better of two rules, and equal words under fingerprints of their own."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import AS_OF, assemble
from test_rule_files import GOOD

from dslint.engine.evaluate import check_document, one_by_one
from dslint.engine.finding import Finding
from dslint.engine.load import RuleChoice

RECORD = "Study — DARS-NIC-{}-A1B2C\nOpt outs honoured: N\nLegal basis: X\nProcessing:\n{}\n"
GIVES_WAY = GOOD.replace("severity: warning\n", "severity: warning\ngives_way_to: [ORG02]\n")
BETTER = GOOD.replace("ORG01", "ORG02").replace("no-moor", "no-fell").replace("match: moor", "match: fell")


def found(folder: Path, text: str, *rules: str) -> list[Finding]:
    for number, rule in enumerate(rules):
        (folder / f"{number}.yaml").write_text(rule, "utf-8")
    loaded = RuleChoice(builtin=False, files=(str(folder),)).load()
    result = check_document(assemble("page.txt", text), loaded.rules, loaded.scanner, AS_OF)
    return one_by_one(loaded.rules, [result])


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        ([(100001, "Moor and Fell.")], ["ORG02"]),
        ([(100001, "Moor.")], ["ORG01"]),
        ([(100001, "Moor."), (100002, "Fell.")], ["ORG01", "ORG02"]),
        ([(100001, "Moor and Fell."), (100002, "Moor.")], ["ORG02", "ORG01"]),
        # two records of one agreement say it once
        ([(100001, "Moor."), (100001, "Fell.")], ["ORG02"]),
    ],
)
def test_a_rule_gives_way_to_a_better_one_of_the_same_agreement(
    tmp_path: Path, records: list[tuple[int, str]], expected: list[str]
) -> None:
    text = "".join(RECORD.format(number, said) for number, said in records)
    assert [each.rule for each in found(tmp_path, text, GIVES_WAY, BETTER)] == expected


def test_equal_words_of_an_agreement_have_fingerprints_of_their_own(tmp_path: Path) -> None:
    """The first keeps that of a record that says it once: a baseline knows it."""
    rule = GOOD.replace("message:", "per: hit.which\nmessage:").replace(
        "match: moor", "match: '(?P<which>moor)'"
    )
    once = RECORD.format(100001, "Moor.")
    (alone,) = found(tmp_path, once, rule)
    first, second, third = found(tmp_path, once * 3, rule)
    assert first.fingerprint == alone.fingerprint
    assert len({first.fingerprint, second.fingerprint, third.fingerprint}) == 3
    again = found(tmp_path, once * 3, rule)
    assert [each.fingerprint for each in again] == [each.fingerprint for each in (first, second, third)]
