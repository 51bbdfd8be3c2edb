"""What the rows of a release sheet say: one flow of data each."""

from __future__ import annotations

from typing import Any

import pytest

from dslint.facts import DocumentFacts, Item
from dslint.facts.releases import Releases
from dslint.rule_examples import document_of
from dslint.vocabularies import BUILT_IN

RELEASES = BUILT_IN.derived(Releases)
S251 = "Section 251 NHS Act 2006"
S251_OF_ACT = "National Health Service Act 2006 - s251"
S261 = "Health and Social Care Act 2012 – s261(7)"


def items_of(name: str, **cells: str) -> list[Item] | None:
    """The items of a collection of one row, each of which stands where its words are printed."""
    document, line = document_of({"rows": [cells]}, BUILT_IN)
    (agreement,) = document.agreements
    found = RELEASES.row_collection(document, agreement.releases[0], name, 0)
    for item in found or []:
        assert item.span.line == line
        assert document.lines[line - 1][item.span.column - 1 : item.span.end_column - 1] == item.text
    return found


@pytest.mark.parametrize(
    ("name", "cells", "texts", "field"),
    [
        (
            "legal_bases",
            {"opt_out": "N", "legal_basis": f"{S261}, {S251_OF_ACT}"},
            [S261, S251_OF_ACT],
            "legal_basis",
        ),
        ("opt_outs", {"dataset": "HES", "opt_out": "N"}, ["N"], "opt_outs"),
        (
            "types_of_data",
            {"dataset": "HES", "type_of_data": "Identifiable"},
            ["Identifiable"],
            "type_of_data",
        ),
        ("confidentiality", {"dataset": "HES", "confidentiality": S251}, [S251], "opt_outs"),
        ("confidentiality", {"dataset": "HES", "confidentiality": ""}, [], None),
        ("opt_outs", {"dataset": "HES"}, None, None),
    ],
)
def test_each_value_of_a_cell_stands_in_its_place(
    name: str, cells: dict[str, str], texts: list[str] | None, field: str | None
) -> None:
    found = items_of(name, **cells)
    assert (None if found is None else [item.text for item in found]) == texts
    assert {item.field for item in found or []} == ({field} if field else set())


def release(recipient: str = "Moor Trust", **cells: str) -> dict[str, Any]:
    head = f"{recipient} — DARS-NIC-123456-A1B2C\nSublicensing allowed: No\n"
    document, _ = document_of({"text": head, "rows": [cells]}, BUILT_IN)
    (item,) = DocumentFacts(document).agreements[0].collection("releases") or []
    return dict(item.values)


@pytest.mark.parametrize(
    ("kind", "answer", "usual"),
    [
        ("Identifiable", "Yes - patient objections upheld", True),
        ("Identifiable", "No - data flow is not identifiable", False),
        ("Anonymised - ICO code compliant", "No - data flow is not identifiable", True),
        ("Anonymised - ICO code compliant", "Yes - patient objections upheld", False),
        ("Identifiable", "perhaps", None),
        ("", "Yes", None),
        ("Identifiable", "", None),
    ],
)
def test_whether_opt_outs_were_treated_as_usual(kind: str, answer: str, usual: bool | None) -> None:
    assert release(dataset="HES", type_of_data=kind, opt_out=answer)["usual"] is usual


@pytest.mark.parametrize(
    ("cells", "consented"),
    [
        ({"opt_out": "No - consent provided by participants of research study"}, True),
        ({"confidentiality": "Consent (Reasonable Expectation)"}, True),
        ({"legal_basis": f"Informed patient consent; {S251}"}, True),
        (
            {"opt_out": "No - data flow is not identifiable", "confidentiality": S251, "legal_basis": S251},
            False,
        ),
        ({"dataset": "HES"}, False),
    ],
)
def test_whether_people_consented(cells: dict[str, str], consented: bool) -> None:
    assert release(**cells)["consented"] is consented


def test_what_a_cell_with_several_answers_says_is_unknown() -> None:
    one = release(opt_out="Yes - patient objections upheld", type_of_data="Identifiable")
    assert (one["meaning"], one["identifiability"]) == ("applied", "identifiable")
    two = release(opt_out="Yes, No", type_of_data="Identifiable, Anonymised - ICO code compliant")
    assert (two["meaning"], two["reason"], two["identifiability"]) == (None, None, None)
    assert (two["opt_out"], two["type_of_data"]) == (
        "Yes, No", "Identifiable, Anonymised - ICO code compliant",
    )  # fmt: skip
