"""How a rule came to its answer, where texts are long, and what a cut text leaves open."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import AS_OF, assemble
from operators import HEAD, evaluate
from test_rule_files import GOOD, TEXT

from dslint.engine.load import RuleChoice
from dslint.engine.rule import Authority, Rule, at_least
from dslint.engine.trace import Step, trace


def rule_of(folder: Path, when: str, more: str = "") -> Rule:
    text = GOOD.replace(TEXT, when).replace("{hit.text}", "it").replace("severity:", f"{more}severity:")
    (folder / "rule.yaml").write_text(text, "utf-8")
    return RuleChoice(builtin=False, files=(str(folder / "rule.yaml"),)).load().rules[0]


BOTH = """\
  all:
    - some: {in: sensitivity, where: {sensitivity: sensitive}, as: hit}
    - not:
        some: {in: sublicensing, where: {answer: 'yes'}}"""
RECORD = "One — DARS-NIC-10000{}-A1B2C\nLegal basis: X\nSensitive: {}\nSublicensing allowed: {}\n"


def told(step: Step) -> tuple[str, bool | None, list[str], list[str]]:
    return step.operator, step.truth, [i.text for i in step.found], [i.text for i in step.seen]


def test_each_condition_tells_what_it_saw(tmp_path: Path) -> None:
    page = assemble("page", RECORD.format(1, "Sensitive", "No") + RECORD.format(2, "Non Sensitive", "Yes"))
    first, second = trace(rule_of(tmp_path, BOTH), page, AS_OF)
    assert (first.case, first.record, second.record) == (0, 0, 1)
    assert told(first.step) == ("all", True, [], [])
    some, no = first.step.parts
    assert told(some) == ("some", True, ["Sensitive"], [])
    assert told(no) == ("not", True, [], [])
    assert told(no.parts[0]) == ("some", False, [], ["No"])
    some, no = second.step.parts
    assert told(some) == ("some", False, [], ["Non Sensitive"])
    assert told(no.parts[0]) == ("some", True, ["Yes"], [])
    (only,) = trace(rule_of(tmp_path, BOTH), page, AS_OF, {1})
    assert only == second


def test_a_rule_about_pages_is_told_once(tmp_path: Path) -> None:
    page = assemble("page", RECORD.format(1, "Sensitive", "No") * 2)
    rule = rule_of(tmp_path, "  count: {in: sensitivity, at_least: 2, as: hit}", "scope: document\n")
    (only,) = trace(rule, page, AS_OF)
    assert (only.record, only.step.truth) == (None, True)
    run = rule_of(tmp_path, "  some: {in: ignores, as: hit}", "scope: run\n")
    assert trace(run, page, AS_OF) == []


@pytest.mark.parametrize("before", [0, 8190, 8192, 8200, 16384, 16400])
def test_words_of_a_very_long_line_stand_in_their_place(before: int) -> None:
    line = "x" * before + " moor and a moor"
    truth, found = evaluate({"text": {"match": "moor", "as": "a"}}, f"{HEAD}Processing:\n{line}\n")
    whole = [item for item in found if item.text == "moor"]
    assert truth is True
    for item in whole:
        assert line[item.span.column - 1 : item.span.end_column - 1] == "moor"
    assert item.span.column == len(line) - 3
    # What lies across the end of a piece of 8,192 letters is not found.
    assert len(whole) == (1 if before == 8190 else 2)


@pytest.mark.parametrize(("count", "shown"), [(49, 49), (50, 50), (51, 50)])
def test_of_many_texts_beside_one_so_many_are_shown(count: int, shown: int) -> None:
    line = "one " + "two " * count
    condition = {"text": {"match": "one", "with": [{"within": 0, "text": {"match": "two", "as": "b"}}]}}
    truth, found = evaluate(condition, f"{HEAD}Processing:\n{line}\n")
    assert truth is True
    assert [item.text for item in found] == ["one", *["two"] * shown]


AUTHORITY = Authority("S1", "DARS 1", "DARS standard 1", "3", None, "seen", None, None)


def test_how_an_authority_is_named() -> None:
    assert (AUTHORITY.line(), AUTHORITY.brief()) == ("DARS standard 1, 3", "DARS 1")
    other = AUTHORITY._replace(point=None, status="secondary")
    assert (other.line(), other.brief()) == ("DARS standard 1 [secondary]", "DARS 1 [secondary]")


@pytest.mark.parametrize(
    ("severity", "limit", "reached"),
    [
        ("error", "error", True),
        ("error", "warning", True),
        ("warning", "error", False),
        ("info", "warning", False),
        ("warning", "info", True),
        ("info", "info", True),
        ("error", "never", False),
    ],
)
def test_how_severe_a_finding_is(severity: str, limit: str, reached: bool) -> None:
    assert at_least(severity, limit) is reached
