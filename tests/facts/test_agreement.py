"""What an agreement says of itself: its dates, its reference, its fields and who it is with."""

from __future__ import annotations

import pytest
from test_collections import facts
from test_parties import facts_of

from dslint.facts.agreement import reference_form
from dslint.facts.edition import Edition

REFERENCES = {
    None: "none",
    "DARS-NIC-123456-A1B2C": "standard",
    "DARS-NIC-1234-A1B2C": "standard",
    "DARS-NIC-1234567-A1B2C": "standard",
    "DARS-NIC-123-A1B2C": "irregular",
    "DARS-NIC-12345678-A1B2C": "irregular",
    "DARS-NIC-123456-A1B2": "irregular",
    "NIC-123456-A1B2C": "bare",
    "NIC-123456": "bare",
    "DARS-123456": "irregular",
    "X-NIC-1": "irregular",
    "OWN 12": "local",
}


@pytest.mark.parametrize("reference", REFERENCES)
def test_the_form_of_a_reference(reference: str | None) -> None:
    assert reference_form(reference) == REFERENCES[reference]


def dates(body: str) -> dict[str, str]:
    found = facts(body)
    names = ("dsa_start", "dsa_end", "release_start", "release_end", "first", "last", "made", "known_by")
    return {name: date.text for name in names if (date := found.date(name))}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("", {}),
        (
            "When:DSA runs 2019-01-01 — 2020-01-01",
            {"dsa_start": "2019-01-01", "dsa_end": "2020-01-01", "first": "2019-01-01", "last": "2020-01-01",
             "made": "2019-01-01", "known_by": "2020-01-01"},
        ),
        (
            "When:2018.01 — 2018.06.",
            {"release_start": "2018-01", "release_end": "2018-06", "first": "2018-01", "last": "2018-06",
             "made": "2018-06", "known_by": "2018-06"},
        ),
        (
            "When:DSA runs 2019-01-01 — 2020-01-01 2018.01 — 2021.06.",
            {"dsa_start": "2019-01-01", "dsa_end": "2020-01-01", "release_start": "2018-01",
             "release_end": "2021-06", "first": "2018-01", "last": "2021-06", "made": "2019-01-01",
             "known_by": "2021-06"},
        ),
    ],
)  # fmt: skip
def test_the_dates_of_an_agreement(body: str, expected: dict[str, str]) -> None:
    assert dates(body) == expected
    found = facts(body)
    assert set(found.date_names) == set(expected)
    for name, text in expected.items():
        assert found.compares(name, "after", "2000-01-01", 0) is True
        assert found.compares(name, "before", "2000-01-01", 0) is False
        guard = found.unshown_date(name)
        assert guard
        assert guard.text == text
    assert found.compares("dsa_start", "after", "2000-01-01", 0) is (
        True if "dsa_start" in expected else None
    )


@pytest.mark.parametrize(
    ("body", "field", "section"),
    [
        ("Sensitive: Sensitive\nOutputs:\nWords.", "filled", "filled"),
        ("Sensitive: ()\nOutputs:", "empty", "empty"),
        ("Sensitive: , -\nOutputs:\n", "empty", "empty"),
        ("Purposes: No", "absent", "absent"),
    ],
)
def test_the_state_of_fields_and_sections(body: str, field: str, section: str) -> None:
    found = facts(body)
    assert (found.field_state("sensitive"), found.section_state("outputs")) == (field, section)


def test_the_record_itself() -> None:
    (record,) = facts("Processing:\nWords.").collection("record") or []
    keys = (
        "reference",
        "base_reference",
        "version",
        "title",
        "layout",
        "draft",
        "form",
        "whole_text",
        "labelled",
    )
    assert [record.get(key) for key in keys] == [
        "DARS-NIC-123456-A1B2C",
        "DARS-NIC-123456-A1B2C",
        None,
        "Moor",
        "register",
        False,
        "standard",
        True,
        True,
    ]
    assert record.text == "Moor — DARS-NIC-123456-A1B2C"


@pytest.mark.parametrize(
    ("text", "name", "has_role"),
    [
        ("Tarn Ltd is a data processor.", "Tarn Ltd", True),
        ("Tarn Ltd is a data processor.", "Tarn Limited", True),
        ("Tarn Ltd is a data processor.", "Orrin Ltd", False),
        ("Tarn Ltd will not have access to any data.", "Tarn Ltd", True),
        ("Tarn Ltd stores the data.", "Tarn Ltd", False),
        ("Invoice validation will be conducted by Tarn Ltd.", "Tarn Ltd", False),
    ],
)
def test_who_has_a_role_by_the_text(text: str, name: str, has_role: bool) -> None:
    assert facts_of(text).has_other_role(name) is has_role


def test_who_the_agreement_is_with() -> None:
    assert facts("Data-controller type: NHS MOOR CCG, FELL COUNCIL").own_names == [
        "Moor", "NHS MOOR CCG", "FELL COUNCIL",
    ]  # fmt: skip
    assert facts_of("Words.", "a study of moors").own_names == []


def test_the_month_of_an_edition_is_when_a_text_was_published() -> None:
    found = facts("When:DSA runs 2019-01-01 — 2020-01-01")
    found.edition = Edition("2021-02")
    for name, text in (("known_by", "2021-02"), ("made", "2019-01-01"), ("first", "2019-01-01"),
                       ("last", "2020-01-01"), ("dsa_end", "2020-01-01")):  # fmt: skip
        for date in (found.date(name), found.unshown_date(name)):
            assert date
            assert date.text == text
        assert found.compares(name, "after", "2020-12-31", 0) is (name == "known_by")
    assert "known_by" in set(found.date_names)
