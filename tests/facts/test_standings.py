"""What a draft says of the things it rests on."""

from __future__ import annotations

import pytest

from dslint.assembler import assemble_source
from dslint.facts.document import DocumentFacts
from dslint.sources.read import understand
from dslint.vocabularies import BUILT_IN


def standings(text: str, keys: str = "") -> list[tuple[str, str]]:
    draft = f"agreement:\n  title: x\n{keys}  objectives: |\n    {text}\n"
    document = assemble_source("a.yaml", understand("a.yaml", draft.encode(), BUILT_IN), BUILT_IN)
    found = DocumentFacts(document).agreements[0].collection("standings") or []
    return [(item.get("topic"), item.get("state")) for item in found]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("The DPIA is being written.", [("dpia", "pending")]),
        ("No DPIA has been made.", [("dpia", "missing")]),
        ("Support under section 251 has lapsed.", [("support", "ended")]),
        ("CAG turned down the request for support.", [("support", "refused")]),
        ("The contract is about mail. It does not cover the records.", [("contract", "other")]),
        ("Section 251 support does not cover the first flow, which rests on consent.", []),
        ("The DPIA is complete and the contract is awaited.", [("contract", "pending")]),
        ("The DPIA is not outstanding.", []),
        ("If the place changes, the DPIA will be written again.", []),
        ("The ethics approval expired. A new one was granted in May.", []),
        ("The ethics approval expired and has not been renewed.", [("ethics", "ended")]),
        ("The Toolkit return is made each year and will be published.", []),
        ("A certificate of destruction will be sent.", []),
    ],
)
def test_how_a_thing_stands(text: str, said: list[tuple[str, str]]) -> None:
    assert standings(text) == said


@pytest.mark.parametrize(
    ("covers", "said"),
    [
        ("Children seen in asthma clinics", [("support", "other")]),
        ("Adults with a fracture", []),
        ("Adults with a fracture in Devon", []),
    ],
)
def test_support_for_what_the_draft_does_not_speak_of(covers: str, said: list[tuple[str, str]]) -> None:
    key = f"  approval: {{reference: 20/CAG/0123, covers: {covers}}}\n"
    assert standings("The study counts adults with a fracture.", key) == said
