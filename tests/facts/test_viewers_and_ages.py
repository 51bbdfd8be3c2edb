"""Whose people see the records of a draft, and the ages of those whose records they are."""

from __future__ import annotations

import pytest

from dslint.assembler import assemble_source
from dslint.facts.document import DocumentFacts
from dslint.facts.item import Item
from dslint.sources.read import understand
from dslint.vocabularies import BUILT_IN

DRAFT = """agreement:
  reference: DARS-NIC-100700-A1B2C
  title: Falls
  controllers: [Moor University, Vale Hospitals NHS Foundation Trust]
  dsa: {start: 2027-04-01, end: 2030-03-31}
  processors: [{name: Fell Systems Ltd, role: Storage only, does: Keeps the files and cannot read them.}]
  data_minimisation: [{dataset: HES APC, limits: LIMITS, reason: They fall most.}]
  objectives: |
    A study of falls.
  processing: |
    TEXT
"""


def found(collection: str, text: str, limits: str = "All fields") -> list[Item]:
    draft = DRAFT.replace("TEXT", text).replace("LIMITS", limits)
    document = assemble_source("draft.yaml", understand("draft.yaml", draft.encode(), BUILT_IN), BUILT_IN)
    (agreement,) = DocumentFacts(document).agreements
    return list(agreement.collection(collection) or [])


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("Only employees of Moor University open the records. Analysts of the trust read the files.", 1),
        ("Only employees of Moor University open the records. Analysts of the trust read the tables.", 0),
        ("Only staff of Moor University and the trust see records. Analysts of the trust read the files.", 0),
        ("Analysts of the trust read the files.", 0),
        ("The company's engineers check the records of each stay.", 1),
        ("The company's engineers check the log of the servers.", 0),
        ("The trust has no access to the records. The trust's analysts run queries on the files.", 1),
        ("The trust has no access to the records. The university's analysts run queries on the files.", 0),
    ],
)  # fmt: skip
def test_who_sees_records(text: str, seen: int) -> None:
    assert len(found("viewers", text)) == seen


@pytest.mark.parametrize(
    ("limits", "text", "beyond"),
    [
        ("People aged 75 and over", "People of 50 to 64 are compared.", ["People of 50 to 64"]),
        ("People aged 75 and over", "People of 70 to 80 are compared.", []),
        ("Adults only", "People aged 12 to 17 are counted.", ["People aged 12 to 17"]),
        ("Adults only", "No people aged 12 to 17 are counted.", []),
        ("Patients aged 20 to 39", "Patients in their sixties fare worse.", ["in their sixties"]),
        ("Patients aged 20 to 39", "Patients under twenty fare worse.", ["Patients under twenty"]),
        ("Patients aged 20 to 39", "Patients in their thirties fare worse.", []),
        (
            "All fields",
            "Nobody under sixty is in it. Those aged 45 to 59 are counted.",
            ["Those aged 45 to 59"],
        ),
        ("All fields", "Those aged 45 to 59 are counted.", []),
    ],
)
def test_ages_beyond_the_limits(limits: str, text: str, beyond: list[str]) -> None:
    assert [each.text for each in found("ages_beyond", text, limits)] == beyond
