"""Lines of a draft that an editor has broken are one; lists and sentences of their own are not."""

from __future__ import annotations

import pytest

from dslint.assembler.draft_lines import paragraphs

LONG = "The unit links the two datasets by the pseudonym of NHS England and stores the result"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{LONG}\non its servers.", [f"{LONG} on its servers."]),
        (f"{LONG} of\nMoor Council.\nThe end.", [f"{LONG} of Moor Council.", "The end."]),
        (f"{LONG}\nNorthmoor, which", [f"{LONG} Northmoor, which"]),
        ("- A paper for\n  those\n  Wards. And\n- A talk", ["- A paper for those Wards. And", "- A talk"]),
        (f"{LONG}:\nmoor", [f"{LONG}:", "moor"]),
        (f"{LONG}:\n{LONG[4:].lower()}", [f"{LONG}: {LONG[4:].lower()}"]),
        (f"{LONG}\n\nmoor", [LONG, "", "moor"]),
        ("Moor Council\nVale Council", ["Moor Council", "Vale Council"]),
        (f"{LONG}.\n{LONG}.", [f"{LONG}.", f"{LONG}."]),
        (f"{LONG}\n1. the next step", [LONG, "1. the next step"]),
        (f"{LONG}\nNote: no data", [LONG, "Note: no data"]),
        ("", [""]),
    ],
)  # fmt: skip
def test_paragraphs(text: str, expected: list[str]) -> None:
    assert paragraphs(text) == expected
