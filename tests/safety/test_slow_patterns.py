"""Patterns of other people: given up when they are slow, on one line, on many, or all together."""

from __future__ import annotations

import json
import os
import time
from itertools import pairwise
from pathlib import Path
from string import ascii_lowercase

import pytest
import yaml
from conftest import RECORD, Cli

from dslint.patterns import BUDGET, Pattern, PatternTimeout, complaint

SLOW = r"(?:\w|[^\W\d]| |.)*(?!.)."  # doubles with each letter
GIVEN_UP = "took too long and was given up: "


def rule(number: int, condition: dict[str, object]) -> dict[str, object]:
    """A rule of its own with examples that no check looks at."""
    record = "Example — DARS-NIC-123456-A1B2C\nProcessing:\nA line of words.\n"
    example = {"name": "one", "text": record, "at": [{"line": 3, "text": "A line"}]}
    return {
        "id": f"ORG{number}",
        "name": f"slow-{number}",
        "severity": "info",
        "certainty": "possible",
        "summary": "Says nothing of use.",
        "rationale": "It is here to be slow, and for nothing else.",
        "remedy": "There is nothing to do.",
        "message": "The record says something.",
        "authority": [{"document": "None", "status": "not verified"}],
        "when": condition,
        "examples": {
            "bad": [example, {**example, "name": "two"}],
            "good": [{"name": name, "text": record} for name in ("three", "four")],
        },
    }


def _children() -> float:
    """Seconds of work of the processes that this one started; of the clock where that is not known."""
    times = os.times()
    return times.children_user + times.children_system if os.name == "posix" else times.elapsed


def write_rules(folder: Path, conditions: list[dict[str, object]]) -> None:
    (folder / "rules").mkdir()
    for number, condition in enumerate(conditions, 100):
        text = yaml.safe_dump(rule(number, condition), allow_unicode=True)
        (folder / "rules" / f"{number}.yaml").write_text(text, "utf-8")


@pytest.mark.parametrize("number", [1, 5])
def test_the_pattern_of_an_ignore_is_given_up_once(tmp_path: Path, cli: Cli, number: int) -> None:
    (tmp_path / "dslint-ignore.yaml").write_text(
        f"ignores:\n  - rule: [OPT, LB, PTY, TRM]\n    reason: slow\n    match: '{SLOW}'\n", "utf-8"
    )
    for n in range(number):
        (tmp_path / f"page-{n}.txt").write_text(RECORD.replace("NIC-1", f"NIC-{n + 1}") * 20, "utf-8")
    begun = _children()
    done = cli("check", ".", "-f", "concise", "--jobs", "1")
    assert _children() - begun < 20
    assert done.returncode == 2
    said = [line for line in done.stderr.splitlines() if GIVEN_UP in line]
    assert len(said) == 1
    assert said[0].startswith("dslint-ignore.yaml:2:1: the pattern of an ignore ")
    assert done.stdout


@pytest.mark.parametrize(
    "condition",
    [
        {"text": {"match": SLOW}},
        {"text": {"match": r"(?:a|aa|\w)*[^\w\s]$"}},
        {"some": {"in": "fields", "where": {"text": {"match": SLOW}}}},
    ],
)
def test_many_slow_rules_share_one_budget(tmp_path: Path, cli: Cli, condition: dict[str, object]) -> None:
    ((operator, body),) = condition.items()
    many = json.dumps(body)
    write_rules(
        tmp_path, [{operator: json.loads(many.replace("(?:", "(?:%s|" % ("q" * n)))} for n in range(1, 21)]
    )
    (tmp_path / "page.txt").write_text(RECORD + "Processing:\n" + "a" * 3000 + " b\n", "utf-8")
    begun = _children()
    done = cli("check", "page.txt", "--rules", "rules", "-f", "concise")
    assert _children() - begun < 20
    assert done.returncode == 2
    assert "fault of dslint" not in done.stderr
    assert GIVEN_UP in done.stderr
    assert "page.txt:" in done.stdout


def test_a_pattern_that_is_slow_on_each_line_is_given_up() -> None:
    BUDGET.begin()
    pattern = Pattern(r"(?:a|aa)*[b-d]$")  # 28 letters: a tenth of a second, well under the bound of a line
    begun = time.process_time()
    with pytest.raises(PatternTimeout) as raised:
        for _ in range(200):
            pattern.find("a" * 28 + "e")
    assert str(raised.value) == pattern.source
    assert time.process_time() - begun < 10
    BUDGET.begin()
    assert pattern.find("ab")  # in another run it is tried again


def test_a_pattern_that_is_quick_is_never_given_up() -> None:
    BUDGET.begin()
    pattern = Pattern(r"(?:staff|people) (?:of|at) \w+")
    for n in range(20_000):
        assert pattern.matches(f"The staff of {n}")


@pytest.mark.parametrize("deep", [60, 220, 400, 5000])
@pytest.mark.parametrize(("begin", "end"), [("(?:", ")?"), ("(", ")"), ("(?=", ")"), ("(?:a|", ")")])
def test_a_pattern_that_is_nested_too_deeply_is_refused(deep: int, begin: str, end: str) -> None:
    assert complaint(begin * deep + "a" + end * deep) == "is nested too deeply"


@pytest.mark.parametrize("source", ["(?:" * 220 + "a" + ")?" * 220, "(" * 3000 + ")" * 3000])
def test_a_project_with_a_deep_pattern_gets_a_message(tmp_path: Path, cli: Cli, source: str) -> None:
    (tmp_path / "dslint-ignore.yaml").write_text(
        f"ignores:\n  - rule: OPT\n    reason: deep\n    match: '{source}'\n", "utf-8"
    )
    (tmp_path / "page.txt").write_text(RECORD, "utf-8")
    done = cli("check", "page.txt")
    assert done.returncode == 2
    assert "dslint-ignore.yaml:4:" in done.stderr
    assert "is nested too deeply" in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("source", ["(?:" * 220 + "a" + ")?" * 220, "(" * 3000 + ")" * 3000])
def test_a_rule_file_with_a_deep_pattern_gets_a_message(tmp_path: Path, cli: Cli, source: str) -> None:
    write_rules(tmp_path, [{"text": {"match": source}}])
    (tmp_path / "page.txt").write_text(RECORD, "utf-8")
    done = cli("check", "page.txt", "--rules", "rules")
    assert done.returncode == 2
    [said] = done.stderr.splitlines()
    assert said.startswith("rules/100.yaml:")
    assert "is nested too deeply" in said


@pytest.mark.parametrize(
    "names",
    [
        {"a": "x" * 20, **{each: f"{{{before}}}" * 4 for before, each in pairwise(ascii_lowercase)}},
        {"a": "x" * 60_000, "z": "{a}{a}"},
        {"a": "x" * 90, "z": "{a}" * 9_000},
    ],
)
def test_names_that_multiply_are_refused(tmp_path: Path, cli: Cli, names: dict[str, str]) -> None:
    text = yaml.safe_dump({**rule(100, {"text": {"match": "{z}"}}), "patterns": names}, sort_keys=False)
    (tmp_path / "rule.yaml").write_text(text, "utf-8")
    done = cli("test-rules", "rule.yaml")
    assert done.returncode == 2
    assert "is too long when the patterns that it names are in their places" in done.stderr
