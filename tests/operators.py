"""Conditions of the rule language by themselves, on small invented records."""

from __future__ import annotations

from typing import Any

from conftest import assemble

from dslint.engine.build import Builder
from dslint.engine.condition import test_of
from dslint.engine.outcome import Truth, with_partners
from dslint.engine.scan import Scanner
from dslint.engine.scope import DocumentScope, Scope
from dslint.facts import DocumentFacts, Item
from dslint.vocabularies import BUILT_IN

HEAD = "Moor — DARS-NIC-123456-A1B2C\nLegal basis: X\n"
AS_OF = "2026-11-22"


def evaluate(condition: dict[str, Any], text: str, scope: str = "agreement") -> tuple[Truth, list[Item]]:
    """What a condition comes to on a page, or on the first record of one, and its evidence in order."""
    scanner = Scanner(BUILT_IN)
    built = Builder(scanner, trusted=False).condition(condition)
    page = DocumentScope(DocumentFacts(assemble("page", text)), scanner, AS_OF)
    where: Scope = page if scope == "document" else page.agreements[0]
    outcome = built.evaluate(where)
    assert test_of(built)(where) is (outcome.truth is True)
    return outcome.truth, [match.item for match in with_partners(outcome.matches)]
