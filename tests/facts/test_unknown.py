"""What dslint does not know is told, with the nearest thing that it knows, and never guessed."""

from __future__ import annotations

import pytest
from test_collections import facts

from dslint.assembler import assemble_source
from dslint.facts import DocumentFacts
from dslint.sources.read import understand
from dslint.vocabularies import BUILT_IN


def unknown(body: str) -> list[tuple[str, str | None, str, str | None, str | None]]:
    """The kind, the field, the words, the field that knows them and the nearest known words."""
    found = facts(body)
    items = found.collection("unknown") or []
    for item in items:
        assert found.document.text_of(item.span) == item.text
    return [
        (i.get("kind"), i.get("key"), i.text, i.get("belongs_to"), i.get("nearest"))
        for i in items
        if i.text not in {"X", "Moor"}
    ]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Sensitive: Sensitive", []),
        ("Sensitive: Moorish", [("value", "sensitive", "Moorish", None, None)]),
        ("Sensitive: Sensitve", [("value", "sensitive", "Sensitve", None, "Sensitive")]),
        ("Sensitive: One-Off", [("value", "sensitive", "One-Off", "access_method", None)]),
        ("Access method: Ongiong", [("value", "access_method", "Ongiong", None, "Ongoing")]),
        ("Access method: NHS Act 2006 - s251", [
            ("value", "access_method", "NHS Act 2006 - s251", "legal_basis", None)]),
        ("Sublicensing allowed: yes", []),
        ("Sublicensing allowed: perhaps", [("value", "sublicensing", "perhaps", None, None)]),
        ("Purposes: Perhaps not yet (Charity)", [("value", "purposes", "Perhaps not yet", None, None)]),
        ("Purposes: We have not asked (Charity)", []),  # four words are prose
        ("Purposes: No (Local Authority)", []),
        ("Purposes: No (Local Authorty)", [
            ("value", "organisation_types", "Local Authorty", None, "Local Authority")]),
        ("Datasets:\n- Moor births", [("dataset", None, "Moor births", None, None)]),
        ("Datasets:\n- Hospital Episode Statistics Admitted Patient Care", []),
        ("Data-controller type: QUAYNOTE", [("organisation", None, "QUAYNOTE", None, None)]),
        ("Data-controller type: NHS MOOR CCG", []),
    ],
)  # fmt: skip
def test_what_is_not_known(
    body: str, expected: list[tuple[str, str | None, str, str | None, str | None]]
) -> None:
    assert unknown(body) == expected


def test_what_is_still_to_be_written_is_not_unknown() -> None:
    text = "agreement:\n  sensitivity: [<which>, Moorish, '<and which>', Fell]\n  opt_outs: <answer>\n"
    draft = assemble_source("a.yaml", understand("a.yaml", text.encode(), BUILT_IN), BUILT_IN)
    found = DocumentFacts(draft).agreements[0].collection("unknown") or []
    assert [item.text for item in found] == ["Moorish", "Fell"]
