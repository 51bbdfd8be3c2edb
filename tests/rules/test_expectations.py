"""The findings of the seeds, line by line: what must be there, what must not, and nothing besides."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from conftest import ROOT

from dslint.engine.finding import Finding
from dslint.engine.report import Report

DATA = yaml.safe_load((ROOT / "tests" / "expectations.yaml").read_text("utf-8"))


def lines_of(finding: Finding) -> set[int]:
    return {evidence.span.line for evidence in finding.evidence}


def matches(finding: Finding, entry: dict[str, Any]) -> bool:
    return (
        finding.primary.path == f"seeds/{DATA['files'][entry['file']]}"
        and finding.primary.span.line == entry["lines"][0]
        and set(entry["lines"]) <= lines_of(finding)
        and finding.severity == entry["severity"]
        and finding.certainty == entry.get("certainty", finding.certainty)
    )


@pytest.mark.parametrize("rule", DATA["rules"])
def test_fires(rule: str, seeds_report: Report) -> None:
    found = [finding for finding in seeds_report.findings if finding.rule == rule]
    expected = DATA["rules"][rule]["fires"]
    for entry in expected:
        assert [f for f in found if matches(f, entry)], f"{rule} does not fire at {entry}"
    for finding in found:
        assert [e for e in expected if matches(finding, e)], f"{rule} fires at {finding.primary}"
    assert len(found) == len(expected)


@pytest.mark.parametrize("rule", DATA["rules"])
def test_silent(rule: str, seeds_report: Report) -> None:
    for letter, lines in DATA["rules"][rule]["silent"].items():
        path = f"seeds/{DATA['files'][letter]}"
        for finding in seeds_report.findings:
            if finding.rule == rule and finding.primary.path == path:
                assert not lines_of(finding) & set(lines), f"{rule} fires at {finding.primary}"


def test_every_rule_has_expectations(seeds_report: Report) -> None:
    assert {rule.id for rule in seeds_report.rules} == set(DATA["rules"])


def test_an_error_shows_both_sides_and_is_certain(seeds_report: Report) -> None:
    errors = [finding for finding in seeds_report.findings if finding.severity == "error"]
    assert errors
    for finding in errors:
        assert finding.certainty == "certain"
        assert len(finding.evidence) >= 2
