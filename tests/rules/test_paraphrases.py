"""Faults in words that nobody tuned to: what is found stays found, and look-alikes are silent."""

from __future__ import annotations

import pytest
from paraphrases import Entry, by_kind, changed, entries

from dslint.session import Session

PROFILE = "renewal"


@pytest.fixture(scope="module")
def session() -> Session:
    return Session(profile=PROFILE)


def told(session: Session, entry: Entry) -> set[str]:
    report = session.check({"draft.yaml": changed(entry)}, as_of="2026-11-30")
    assert report.errors == []
    return {finding.rule for finding in report.findings}


@pytest.mark.parametrize("kind", [kind for kind, _ in by_kind()])
def test_what_is_found_stays_found(session: Session, kind: str) -> None:
    known = [each for each in entries() if each["kind"] == kind and "rule" in each]
    assert [each["id"] for each in known if each["rule"] not in told(session, each)] == []


@pytest.mark.parametrize("kind", [kind for kind, _ in by_kind()])
def test_a_look_alike_is_silent(session: Session, kind: str) -> None:
    """`says` names rules that tell of something else in the change, rightly; `wrong` those that are not right
    yet."""
    alike = [each for each in entries() if each["kind"] == kind and each["expect"] == "silent"]
    known = {each["id"]: {*each.get("says", ()), *each.get("wrong", ())} for each in alike}
    assert [each["id"] for each in alike if told(session, each) - known[each["id"]]] == []


def test_ids_are_given_once() -> None:
    ids = [each["id"] for each in entries()]
    assert len(ids) == len(set(ids))
