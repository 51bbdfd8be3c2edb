"""Seeds changed so that one rule's condition comes or goes: its finding follows, and no other one moves."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
import yaml
from conftest import ROOT, SEEDS
from mutate import check, differences, edited

from dslint.engine.finding import Finding
from dslint.engine.load import RuleSet

HERE = ROOT / "tests"
FILES = yaml.safe_load((HERE / "expectations.yaml").read_text("utf-8"))["files"]
MUTATIONS = yaml.safe_load((HERE / "mutations.yaml").read_text("utf-8"))
CASES = [
    pytest.param(rule, mutation, id=f"{rule}-{mutation['name'].replace(' ', '_')}")
    for rule, mutations in MUTATIONS.items()
    for mutation in mutations
]


@cache
def seed(letter: str) -> str:
    return (SEEDS / FILES[letter]).read_bytes().decode("utf-8")


@pytest.fixture(scope="module")
def untouched(ruleset: RuleSet) -> dict[str, list[Finding]]:
    return {letter: check(seed(letter), ruleset) for letter in FILES}


def shown(findings: list[Finding]) -> list[tuple[str, int, list[str]]]:
    return [(f.rule, f.primary.span.line, [e.text[:80] for e in f.evidence]) for f in findings]


def points_at(finding: Finding, entry: dict[str, Any]) -> bool:
    """The first side stands at `line` and has `text` in it; every further line of `sides` is evidence."""
    return (
        finding.primary.span.line == entry["line"]
        and entry.get("text", "") in finding.primary.text
        and set(entry.get("sides", ())) <= {e.span.line for e in finding.evidence}
        and finding.severity == entry.get("severity", finding.severity)
    )


@pytest.mark.parametrize(("rule", "mutation"), CASES)
def test_mutation(
    rule: str, mutation: dict[str, Any], ruleset: RuleSet, untouched: dict[str, list[Finding]]
) -> None:
    page = mutation["page"]
    changed = edited(seed(page), mutation["edits"])
    after = check(changed.text, ruleset)
    moved = {f.rule for side in differences(untouched[page], after, changed) for f in side} - {rule}
    gone, new = differences(untouched[page], after)
    assert moved == set(mutation.get("also", ())), f"gone {shown(gone)}, new {shown(new)}"
    for found, expected in ((gone, mutation.get("gone", [])), (new, mutation.get("appears", []))):
        mine = [finding for finding in found if finding.rule == rule]
        assert len(mine) == len(expected), f"gone {shown(gone)}, new {shown(new)}"
        for entry in expected:
            assert any(points_at(f, entry) for f in mine), f"{entry} is not among {shown(mine)}"


# Rests on a recipient in the heading of a record. The headings of the seeds name projects, and a changed
# heading makes all findings of the record others.
IN_A_HEADING = {"PTY11"}
# Reads what registers print since 2026, and what drafts say. A page has no such label.
ON_NO_PAGE = {"PTY15"}


def test_every_rule_has_mutations_both_ways(ruleset: RuleSet) -> None:
    for rule in ruleset.rules:
        if (
            rule.id in IN_A_HEADING | ON_NO_PAGE
            or rule.group in ("draft", "reviewers")
            or rule.scope == "run"
            or all(case.by_rows for case in rule.cases)
        ):
            continue  # of drafts, rows or the run itself, which no page has
        mutations = MUTATIONS.get(rule.id, [])
        assert any(m.get("appears") for m in mutations), f"{rule.id} never appears"
        assert any(not m.get("appears") for m in mutations), f"{rule.id} never disappears or stays silent"
