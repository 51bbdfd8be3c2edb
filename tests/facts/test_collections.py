"""Facts that rules speak of, on small invented records."""

from __future__ import annotations

import pytest
from conftest import assemble
from operators import HEAD, evaluate

from dslint import compiled
from dslint.facts import AgreementFacts, DocumentFacts
from dslint.facts.catalogue import COLLECTIONS
from dslint.facts.purposes import Purposes
from dslint.vocabularies import BUILT_IN

purposes_in = BUILT_IN.derived(Purposes).purposes_in


def facts(body: str, head: str = HEAD) -> AgreementFacts:
    return DocumentFacts(assemble("page", head + body + "\n")).agreements[0]


@pytest.mark.parametrize(
    ("line", "purpose"),
    [
        ("Invoice Validation", "invoice_validation"),
        ("  RISK STRATIFICATION:  ", "risk_stratification"),
        ("Commissioning (Pseudonymised) – SUS and Local Flows*", "commissioning"),
        ("Invoice Validation (Data Processor 6 - CCG)", "invoice_validation"),
        ("Risk Stratification - Data Processor – Moor Services", "risk_stratification"),
        ("Direct Care", "direct_care"),
    ],
)
def test_a_heading_names_its_purpose(line: str, purpose: str) -> None:
    (named,) = purposes_in(line)
    assert (named.purpose, named.form) == (purpose, "heading")
    assert line[named.start : named.end] == line.strip()


@pytest.mark.parametrize(
    "line",
    [
        "Commissioning Benefits",
        "Commissioning and performance management",
        "Invoice Validation with be conducted by the CCG",
        "Commissioning: the team plans services.",
        "- Commissioning",
        "3. Commissioning purposes",
        "Risk Stratification" + " -" + " word" * 40,
    ],
)
def test_what_only_mentions_a_purpose_is_no_heading(line: str) -> None:
    assert {named.form for named in purposes_in(line)} <= {"mention"}


def test_stated_purposes_have_their_section_and_place() -> None:
    body = "Objectives:\nTo validate invoices.\nOutputs:\nInvoice Validation"
    found = facts(body).collection("stated_purposes") or []
    attributes = ("purpose", "form", "section", "text")
    assert [(*map(item.get, attributes), item.span.line) for item in found] == [
        ("invoice_validation", "mention", "objectives", "validate invoices", 4),
        ("invoice_validation", "heading", "outputs", "Invoice Validation", 6),
    ]


def test_the_words_of_purposes_are_those_of_the_vocabulary() -> None:
    rows = compiled.vocabulary("purposes")["purposes"]
    assert tuple(row["purpose"] for row in rows) == COLLECTIONS["stated_purposes"]["purpose"]
    assert all(row["source"] for row in rows)


@pytest.mark.parametrize(
    ("purposes", "answers"),
    [
        ("No (Local Authority)", [("no", 11)]),
        ("Yes (Commercial)", [("yes", 11)]),
        ("No, Yes (Charity)", [("no", 11), ("yes", 15)]),
        ("()", None),
        ("Yes we plan services", None),
    ],
)
def test_commercial_is_the_answer_before_the_bracket(
    purposes: str, answers: list[tuple[str, int]] | None
) -> None:
    found = facts(f"Purposes: {purposes}").collection("commercial")
    shown = None if found is None else [(item.get("answer"), item.span.column) for item in found]
    assert shown == answers


def test_commercial_is_unknown_without_the_field() -> None:
    assert facts("Sensitive: Sensitive").collection("commercial") is None


def test_an_act_without_a_section_leaves_open_what_it_carries() -> None:
    """Catalogue of facts: the label of before 2018 "cannot be decided"."""
    head = "Moor — DARS-NIC-123456-A1B2C\nLegal basis: Health and Social Care Act 2012\n"
    (basis,) = facts("", head).collection("legal_bases") or []
    assert (basis.get("gateways"), basis.get("generic"), basis.get("provisions")) == (None, True, [])
    for quantifier in ("some", "none", "every"):
        condition = {quantifier: {"in": "legal_bases", "where": {"gateways": {"is_any": ["s251", "covid"]}}}}
        assert evaluate(condition, head)[0] is None
