"""Which rules could say nothing about an input, and why."""

from __future__ import annotations

import json
from itertools import combinations
from pathlib import Path

import pytest
from conftest import AS_OF, SEEDS, assemble, page, put

from dslint.engine.assessable import NotAssessed, not_assessed, printed_in
from dslint.engine.evaluate import check_document, one_by_one
from dslint.engine.load import RuleChoice, RuleSet
from dslint.engine.needs import NOTHING, any_of, names
from dslint.engine.run import run
from dslint.reporters.check_json import render as render_json
from dslint.reporters.lacking import in_a_sentence, reasons
from dslint.rule_examples import document_of
from dslint.sources import collect

PAGE = """\
Moor — DARS-NIC-100900-A1B2C
Legal basis: Health and Social Care Act 2012
{when}Objectives:
A study.
Processing:
The team counts falls.
"""


def _lacking(ruleset: RuleSet, text: str) -> dict[str, NotAssessed]:
    found = not_assessed(ruleset.rules, printed_in(assemble("page.txt", text)))
    return {each.rule: each for each in found}


def test_a_rule_that_asks_for_a_field_is_named_where_it_is_not_printed(ruleset: RuleSet) -> None:
    without = _lacking(ruleset, PAGE.format(when=""))
    assert without["TRN01"] == NotAssessed("TRN01", "field", ("dsa_start",))
    assert "TRM09" not in without
    printed = _lacking(ruleset, PAGE.format(when="When:DSA runs 2019-01-01 — 2022-12-31\n"))
    assert "TRN01" not in printed


def test_a_rule_that_asks_for_a_section_is_named_where_it_is_missing(ruleset: RuleSet) -> None:
    lacking = _lacking(ruleset, PAGE.format(when="").split("Processing")[0])
    assert lacking["TRM09"] == NotAssessed("TRM09", "field", ("processing",))


def test_a_rule_about_another_kind_of_input_is_told_apart(ruleset: RuleSet) -> None:
    lacking = _lacking(ruleset, PAGE.format(when=""))
    assert {lacking[rule].reason for rule in ("DRF01", "REV14", "LB02")} == {"layout"}
    assert lacking["TRM06"].reason == "option"
    assert not not_assessed(ruleset.rules, [])


def test_a_rule_that_fires_could_be_assessed(ruleset: RuleSet) -> None:
    examples = [
        document_of(example, ruleset.vocabularies)[0]
        for rule in ruleset.rules
        for example in rule.examples["bad"]
    ]
    fired = 0
    for document in [*examples, *map(page, sorted(SEEDS.glob("*.txt")))]:
        result = check_document(document, ruleset.rules, ruleset.scanner, AS_OF)
        found = {finding.rule for finding in one_by_one(ruleset.rules, [result])}
        lacking = {each.rule for each in not_assessed(ruleset.rules, result.printed)}
        assert not found & lacking, document.path
        fired += len(found)
    assert fired > 300


@pytest.mark.parametrize("jobs", [1, 2])
def test_it_is_the_same_from_what_is_kept(tmp_path: Path, jobs: int) -> None:
    for number in range(3):
        put(tmp_path, f"{number}.txt", PAGE.format(when="" if number else "When:DSA runs 2019 — 2022\n"))
    choice = RuleChoice()
    told = [run(collect([str(tmp_path)]), choice, choice.load(), AS_OF, jobs).not_assessed for _ in range(2)]
    assert told[0] == told[1]
    assert told[0]


def test_reports_tell_it(tmp_path: Path) -> None:
    put(tmp_path, "page.txt", PAGE.format(when=""))
    choice = RuleChoice()
    report = run(collect([str(tmp_path)]), choice, choice.load(), AS_OF)
    told = json.loads(render_json(report))["summary"]["not_assessed"]
    assert {"rule": "DRF01", "reason": "layout", "needs": ["draft"]} in told
    sentence = in_a_sentence(report)
    assert sentence is not None
    assert sentence.startswith(f"{len(told)} rules could not be assessed: ")
    assert len(sentence) < 80
    assert any(line.endswith(": for drafts") for line in reasons(report.not_assessed))


def test_many_sides_of_many_fields_are_no_product() -> None:
    same = [names(*"abcd")] * 40
    assert any_of(same) == {frozenset(each) for count in range(1, 5) for each in combinations("abcd", count)}
    different = [names(*(f"{side}{number}" for number in range(4))) for side in range(40)]
    assert any_of(different) == NOTHING
    assert any_of([names("a"), NOTHING, names("b")]) == NOTHING
