"""What a draft says of the whole agreement next to its flows, and the addresses under its keys."""

from __future__ import annotations

import pytest

from dslint.assembler import assemble_source
from dslint.facts.document import DocumentFacts
from dslint.facts.drafts.addresses import Addresses
from dslint.facts.item import Item
from dslint.sources.read import understand
from dslint.vocabularies import BUILT_IN

DRAFT = """agreement:
  reference: DARS-NIC-100700-A1B2C
  title: Falls
  KEYS
"""


def found(collection: str, *keys: str) -> list[Item]:
    draft = DRAFT.replace("KEYS", "\n  ".join(keys))
    document = assemble_source("draft.yaml", understand("draft.yaml", draft.encode(), BUILT_IN), BUILT_IN)
    (agreement,) = DocumentFacts(document).agreements
    return list(agreement.collection(collection) or [])


@pytest.mark.parametrize(
    ("key", "flows", "apart"),
    [
        ("sensitivity: Sensitive", "[{dataset: HES APC, sensitivity: Non-Sensitive}]", ["agreement"]),
        ("sensitivity: Non Sensitive", "[{dataset: HES APC, sensitivity: Non-Sensitive}]", []),
        # The flow that leaves the key out has the value of the agreement.
        ("sensitivity: Sensitive", "[{dataset: A, sensitivity: Non-Sensitive}, {dataset: B}]", []),
        # The value of the whole agreement is the strongest of its flows.
        ("sensitivity: Sensitive", "[{sensitivity: Sensitive}, {sensitivity: Non-Sensitive}]", []),
        ("sensitivity: Non-Sensitive", "[{sensitivity: Sensitive}, {sensitivity: Non-Sensitive}]", ["flow"]),
        ("opt_outs: 'Yes'", "[{dataset: A, opt_outs: 'No'}, {dataset: B, opt_outs: 'Yes'}]", ["flow"]),
        ("opt_outs: ['Yes', 'No']", "[{dataset: A, opt_outs: 'No'}, {dataset: B, opt_outs: 'Yes'}]", []),
        ("type_of_data: Half hidden", "[{dataset: A, type_of_data: Identifiable}]", []),
        ("datasets: [ECDS]", "[{dataset: HES APC}]", ["flow"]),
        ("datasets: [Hospital Episode Statistics]", "[{dataset: HES APC}]", []),
        ("datasets: [The records of the unit]", "[{dataset: HES APC}]", []),
        ("version: '2.0'", "[{dataset: HES APC, sensitivity: Non-Sensitive}]", []),
    ],
)
def test_what_the_flows_say_otherwise(key: str, flows: str, apart: list[str]) -> None:
    items = found("apart_from_flows", key, f"flows: {flows}")
    assert [item.get("side") for item in items if item.get("role") == "apart"] == apart
    assert len(items) == 2 * len(apart)


@pytest.mark.parametrize(
    ("address", "country"),
    [
        ("1 Mill Road, Swindon SN2 2AB", "england"),
        ("1 London Road, Cardiff CF10 2AB", "wales"),
        ("1 Mill Road, Newport NP20 1AA", None),  # an area on both sides of a border
        ("1 Dublin Street, Leeds LS1 4DY", "england"),
        ("1 Dublin Street, Newton", None),
        ("1 Mill Road, Dublin 2", "ireland"),
        ("Frankfurt, a region of the cloud", "germany"),
        ("A hall in Frankfurt", None),
    ],
)
def test_the_country_of_an_address(address: str, country: str | None) -> None:
    assert BUILT_IN.derived(Addresses).country(address) == country


@pytest.mark.parametrize(
    ("place", "address", "listed"),
    [
        ("1 Mill Road, Leeds LS1 4DY", "9 Fore Street, Exeter EX1 1AA", [False]),
        ("1 Mill Road, Leeds LS1 4DY", "1 Mill Road, Leeds LS1 4DY", [True]),
        ("1 Mill Road, Leeds LS1 4DY", "7 Fore Street, Leeds LS9 1AA", [True]),
        ("A hall of the company", "9 Fore Street, Exeter EX1 1AA", [True]),
        ("The hall in Leeds", "9 Fore Street, Exeter EX1 1AA", [False]),
        ("The hall in Leeds", "9 Leeds Road, Exeter EX1 1AA", [True]),
    ],
)
def test_the_place_of_a_processor_is_one_of_its_own(place: str, address: str, listed: list[bool]) -> None:
    processor = f"processors: [{{name: Quaynote Ltd, place: '{place}'}}]"
    location = f"locations: [{{address: '{address}', organisation: NAME, country: England}}]"
    own = found("addresses", processor, location.replace("NAME", "Quaynote Ltd"))
    assert [item.get("listed") for item in own if item.get("key") == "processors"] == listed
    others = found("addresses", processor, location.replace("NAME", "Moor University"))
    assert [item for item in others if item.get("key") == "processors"] == []


_ON_SUPPORT = "confidentiality: Section 251 NHS Act 2006"


@pytest.mark.parametrize(
    ("covers", "left_out"),
    [
        ("The death records of the cohort", ["Hospital Episode Statistics Admitted Patient Care"]),
        ("The admissions of the cohort", ["Civil Registrations of Death"]),
        ("Records of hospitals and registered deaths", []),
        ("All flows, among them the admissions", []),
        ("The identifiers that go to NHS England", []),
    ],
)
def test_flows_that_a_support_leaves_out(covers: str, left_out: list[str]) -> None:
    names = ("Hospital Episode Statistics Admitted Patient Care", "Civil Registrations of Death")
    flows = ", ".join(f"{{dataset: {name}, {_ON_SUPPORT}}}" for name in names)
    consented = "{dataset: Emergency Care Data Set (ECDS), confidentiality: Consent (Reasonable Expectation)}"
    items = found("uncovered_flows", f"flows: [{flows}, {consented}]", f"approval: {{covers: '{covers}'}}")
    assert [item.text for item in items] == left_out
