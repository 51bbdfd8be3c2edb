"""Sentences of a draft, and the bodies that they name."""

from __future__ import annotations

import pytest
from conftest import assemble
from operators import HEAD

from dslint.assembler import assemble_source
from dslint.facts import DocumentFacts, Item
from dslint.sources.read import understand
from dslint.vocabularies import BUILT_IN

DRAFT = """agreement:
  reference: DARS-NIC-100700-A1B2C
  title: Falls
  controllers: [Moor University]
  processors:
    - {name: 3 Vale Data Ltd, does: Keeps the servers. It cannot read them.}
  funders: [{name: Fell Endowment, role: Pays.}]
  retention: {until: 2027-03-31, destruction: Old disks go to Greenloop Recycling Ltd.}
  objectives: |
    The university decides. Vale Hospital left the study; Vale Hospital has no data.
  processing: |
    3 Vale Data keeps a copy. It sends one to Quay Institute.
"""


@pytest.fixture
def facts() -> DocumentFacts:
    return DocumentFacts(assemble_source("a.yaml", understand("a.yaml", DRAFT.encode(), BUILT_IN), BUILT_IN))


def of(facts: DocumentFacts, name: str) -> Item:
    return next(item for item in facts.collection("bodies_in_text") or () if item.get("name") == name)


def test_sentences_stand_in_sections_and_under_keys(facts: DocumentFacts) -> None:
    sentences = facts.collection("sentences") or []
    found = {(item.get("key"), item.text.rstrip(".")) for item in sentences}
    assert ("retention.destruction", "Old disks go to Greenloop Recycling Ltd") in found
    assert ("objectives", "Vale Hospital left the study") in found


@pytest.mark.parametrize(
    ("name", "listed", "kept_out", "key"),
    [
        ("Moor University", "controller", False, "objectives"),
        ("3 Vale Data Ltd", "processor", True, "processors.does"),
        ("Fell Endowment", "funder", False, "funders.role"),
        ("Vale Hospital", "none", True, "objectives"),
        ("Greenloop Recycling Ltd", "none", False, "retention.destruction"),
    ],
)
def test_a_body_has_the_part_that_a_key_gives_it(
    name: str, listed: str, kept_out: bool, key: str, facts: DocumentFacts
) -> None:
    item = of(facts, name)
    assert (item.get("listed"), item.get("kept_out"), item.get("key")) == (listed, kept_out, key)


def test_a_sentence_goes_on_about_its_body(facts: DocumentFacts) -> None:
    items = [item for item in facts.collection("bodies_in_text") or () if item.field == "processing"]
    assert [item.get("sentence") for item in items] == [
        "BODY keeps a copy. It sends one to OTHER",
        "It sends one to BODY",
    ]


def test_only_a_draft_has_them() -> None:
    page = assemble("page", f"{HEAD}Objectives:\nMoor University links the records.\n")
    assert not DocumentFacts(page).collection("bodies_in_text")
