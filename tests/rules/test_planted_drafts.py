"""Faults in realistic drafts are told and go with their remedies; the drafts without them are silent."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from conftest import ROOT

from dslint.engine.finding import Finding
from dslint.engine.select import STRICT
from dslint.session import Session

FOLDER = ROOT / "tests" / "drafts"
NAMES = (
    "cohort", "trial", "commissioning", "company", "audit", "council", "trust", "charity",
    "neonates", "knees", "stroke", "heat", "families", "board", "compass", "tumours",
    "hospice", "fires", "valves",
)  # fmt: skip
DRAFTS = {name: (FOLDER / f"{name}.yaml").read_text("utf-8") for name in NAMES}
FAULTS: list[dict[str, Any]] = yaml.safe_load(
    (ROOT / "tests" / "rules" / "planted_drafts.yaml").read_text("utf-8")
)


@pytest.fixture(scope="module")
def strict() -> Session:
    return Session(profile=STRICT)


def found(session: Session, text: str) -> list[Finding]:
    report = session.check({"draft.yaml": text}, as_of="2026-11-29")
    assert report.errors == []
    return report.findings


def changed(text: str, right: str, new: str) -> str:
    assert right in text
    return text.replace(right, new, 1)


def remedied(fault: dict[str, Any], remedy: dict[str, Any]) -> str:
    text = DRAFTS[fault["draft"]]
    if remedy["text"] != "as it was":
        text = changed(text, fault["right"], remedy["text"])
    also = remedy.get("also", [])
    for more in also if isinstance(also, list) else [also]:
        text = changed(text, more["right"], more["new"])
    return text


def named(fault: dict[str, Any]) -> str:
    return f"{fault['draft']}: {fault['what']}"


@pytest.mark.parametrize("name", DRAFTS)
def test_a_draft_without_a_fault_is_silent(strict: Session, name: str) -> None:
    assert [(each.rule, each.message) for each in found(strict, DRAFTS[name])] == []


@pytest.mark.parametrize("fault", FAULTS, ids=named)
def test_a_fault_is_told_once_and_goes_with_its_remedy(strict: Session, fault: dict[str, Any]) -> None:
    told = found(strict, changed(DRAFTS[fault["draft"]], fault["right"], fault["wrong"]))
    assert [each.rule for each in told].count(fault["rule"]) == 1
    assert {each.rule for each in told} <= {fault["rule"], *fault.get("besides", ())}
    for remedy in fault["remedied"]:
        left = found(strict, remedied(fault, remedy))
        assert [each.message for each in left if each.rule == fault["rule"]] == []


@pytest.mark.parametrize("name", DRAFTS)
def test_all_faults_of_a_draft_are_told_together(strict: Session, name: str) -> None:
    faults = [fault for fault in FAULTS if fault["draft"] == name]
    text = DRAFTS[name]
    for fault in faults:
        text = changed(text, fault["right"], fault["wrong"])
    told = {each.rule for each in found(strict, text)}
    assert {fault["rule"] for fault in faults} <= told
