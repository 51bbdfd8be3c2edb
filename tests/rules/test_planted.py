"""Plain faults in an invented agreement are told, and look-alikes are not."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from conftest import ROOT, findings

from dslint.assembler import assemble
from dslint.engine.finding import Finding
from dslint.engine.load import RuleSet
from dslint.vocabularies import BUILT_IN

PLANTED = yaml.safe_load((ROOT / "tests" / "rules" / "planted.yaml").read_text("utf-8"))
BASE: dict[str, Any] = PLANTED["base"]


def page_with(change: dict[str, Any]) -> str:
    """The page of the base with one change."""
    new, dropped = change.get("set", {}), change.get("drop", ())
    lines = [BASE["title"], BASE["heading"]]
    for label, value in BASE["fields"].items():
        if label not in dropped:
            lines.append(f"{label}: {new.get(label, value)}".rstrip())
    for label, text in BASE["sections"].items():
        if label not in dropped:
            lines += [f"{label}:", new.get(label, text), *change.get("add", {}).get(label, "").splitlines()]
    return "\n".join(lines)


def told(change: dict[str, Any], ruleset: RuleSet) -> list[Finding]:
    return findings(assemble("planted.txt", page_with(change) + "\n", BUILT_IN), ruleset)


def _named(change: dict[str, Any]) -> str:
    return f"{change['rule']} {str(change.get('add') or change.get('set') or change.get('drop'))[:60]}"


def test_the_base_has_no_fault(ruleset: RuleSet) -> None:
    assert [(each.rule, each.message) for each in told({}, ruleset)] == []


@pytest.mark.parametrize("change", PLANTED["faults"], ids=_named)
def test_a_plain_fault_is_told(change: dict[str, Any], ruleset: RuleSet) -> None:
    found = told(change, ruleset)
    assert change["rule"] in {each.rule for each in found}
    others = {each.rule for each in found if each.severity != "info"} - {change["rule"]}
    assert others == set(change.get("also", ()))


@pytest.mark.parametrize("change", PLANTED["alikes"], ids=_named)
def test_a_look_alike_is_not(change: dict[str, Any], ruleset: RuleSet) -> None:
    found = told(change, ruleset)
    assert [(each.rule, each.message) for each in found if each.severity != "info"] == []
    assert change["rule"] not in {each.rule for each in found}
