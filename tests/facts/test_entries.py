"""Entries under the keys of a draft, and answers that list nothing."""

from __future__ import annotations

import pytest

from dslint.assembler import assemble_source
from dslint.facts import DocumentFacts
from dslint.sources.read import understand
from dslint.vocabularies import BUILT_IN

DRAFT = "agreement:\n  reference: DARS-NIC-123456-A1B2C\n  approval: {}\n"


@pytest.mark.parametrize(
    ("answer", "entries"),
    [
        ('"None"', 0),
        ('"Not needed: nobody can be told from the data."', 0),
        ('"Not applicable, as no confidential data flow"', 0),
        ('"None - see the objectives"', 0),
        ('"Nil (the participants consented)"', 0),
        ('"None, except 21/CAG/0001 for the older group"', 1),
        ('"Not needed: 21/CAG/0001 covers it other than for deaths"', 1),
        ('"Notley Approvals Board, 21/CAG/0001"', 1),
        ("21/CAG/0001", 1),
        ("{reference: Not needed, covers: Nobody}", 1),
    ],
)
def test_an_answer_of_none_lists_nothing(answer: str, entries: int) -> None:
    source = understand("draft.yaml", DRAFT.format(answer).encode(), BUILT_IN)
    [facts] = DocumentFacts(assemble_source("draft.yaml", source, BUILT_IN)).agreements
    assert len(facts.collection("approval") or []) == entries
