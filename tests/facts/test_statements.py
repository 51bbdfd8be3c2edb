"""What the narrative states of the data: level, place, people, times, with polarity and dataset."""

from __future__ import annotations

from typing import Any

import pytest
from conftest import SEEDS, assemble, page

from dslint.facts import DocumentFacts
from dslint.facts.catalogue import COLLECTIONS
from dslint.facts.statements import may_state

HEAD = "Moor — DARS-NIC-123456-A1B2C\nLegal basis: NHS Act 2006 – s251\nProcessing:\n"


def stated(text: str, *keys: str) -> list[tuple[Any, ...]]:
    facts = DocumentFacts(assemble("page.txt", f"{HEAD}{text}\n")).agreements[0]
    items = facts.collection("statements") or []
    return [tuple(item.get(key) for key in keys) for item in items if item.get("type") not in ("role", "act")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The level of the Data will be pseudonymised.", [("level", "pseudonymised", "yes")]),
        ("All data will be pseudonymised.", [("level", "pseudonymised", "yes")]),
        ("The records are not pseudonymised.", [("level", "pseudonymised", "no")]),
        ("It does contain directly identifying data items.", [("level", "identifiable", "yes")]),
        ("The data is anonymised.", [("level", "anonymised", "yes")]),
        ("Small numbers will be suppressed in line with the guide.", [("level", "suppressed", "yes")]),
        ("The figures have no small numbers suppressed.", [("level", "suppressed", "no")]),
        ("It is not shared yet, and the small numbers are suppressed.", [("level", "suppressed", "yes")]),
        ("The Data will not leave the UK at any time.", [("territory", None, "no")]),
        ("Access is for substantive employees of the trust.", [("personnel", None, "yes")]),
        ("Individuals holding an honorary contract see it.", [("personnel", None, "yes")]),
        ("The data is kept for ten years.", [("retention", None, "yes")]),
        ("Copies are archived for 20 years.", [("retention", None, "yes")]),
        ("HES data is updated on a monthly basis.", [("frequency", None, "yes")]),
        ("An extract comes every 2 months.", [("frequency", None, "yes")]),
        ("There will be no onward sharing.", [("onward", None, "no")]),
        ("Onward sharing of such files is not permitted.", [("onward", None, "no")]),
        ("The data will be shared with the trusts.", [("onward", None, "yes")]),
        ("Nobody outside the team is ever given record level data.", [("onward", None, "no")]),
        ("No one else will be sent the extract.", [("onward", None, "no")]),
        ("No person beyond the unit has access to the linked records.", [("onward", None, "no")]),
        ("No one but the analysts has access to the records.", []),
        ("Nobody has asked for the data.", []),
        ("They take a sample extract each wave.", [("frequency", None, "yes")]),
        ("Files for every round are sent.", [("frequency", None, "yes")]),
        ("The interviews of each wave are read.", []),
        ("The data will not be linked.", [("linkage", None, "no")]),
        ("No attempt will be made to re-identify anybody.", [("reidentification", None, "no")]),
        ("The trial opens on Monday.", []),
    ],
)
def test_types(text: str, expected: list[tuple[Any, ...]]) -> None:
    assert stated(text, "type", "level", "polarity") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # territory: of what is not taken out, of processing, of machines
        (
            "No record-level data will be transferred outside of England and Wales.",
            [("territory", None, "no")],
        ),
        ("The team shall not send any file to a country outside the EEA.", [("territory", None, "no")]),
        ("No copy of the data may be taken out of the United Kingdom.", [("territory", None, "no")]),
        ("The team will never send an extract out of England.", [("territory", None, "no")]),
        ("The files were used by two out of England's seven regions.", []),
        ("Access to the records is limited to the UK.", [("territory", None, "yes")]),
        ("It runs on infrastructure located solely in the UK.", [("territory", None, "yes")]),
        ("The trial is the largest outside the UK.", []),
        ("Falls are more common in England.", []),
        ("The rules have changed since the UK left the EU.", []),
        ("Analysis will be carried out by NHS England staff.", []),
        ("Visitors from outside the UK Biobank are counted.", []),
        # place
        ("The linked extracts can only be stored at the addresses below.", [("place", None, "yes")]),
        ("The trust holds the pseudonymised records on its own servers.", [("place", None, "yes")]),
        ("The backups are housed at Moor Mill.", [("place", None, "yes")]),
        ("The data lands in a separate area of the warehouse.", [("place", None, "yes")]),
        ("No data is downloaded to the secure network.", [("place", None, "no")]),
        ("Data held at Moor and can never be linked to it.", []),
        ("The data are stored in line with the policy.", []),
        ("The records are held in a pseudonymised form.", []),
        ("Systems holding the linked data on infections are compared.", []),
        # retention
        (
            "The university will securely destroy the oldest year of data.",
            [("retention", "destroyed", "yes")],
        ),
        ("The mapping table is then deleted.", [("retention", "destroyed", "yes")]),
        ("The extract is held until the completion of step 7.", [("retention", "kept", "yes")]),
        ("Moor retains a maximum of five years of data.", [("retention", "kept", "yes")]),
        ("The pseudonymised file is archived for a further 12 months.", [("retention", "kept", "yes")]),
        ("A copy is retained for no longer than one month.", [("retention", "kept", "yes")]),
        ("Staff are retained for two years.", []),
        ("People have the right to have their data erased.", []),
        # frequency
        ("HES data are requested on an annual basis.", [("frequency", "again", "yes")]),
        ("Each quarter, NHS Digital sends the cohort file.", [("frequency", "again", "yes")]),
        ("NHS Digital provides notifications of deaths monthly.", [("frequency", "again", "yes")]),
        ("- Quarterly feed on admissions", [("frequency", "again", "yes")]),
        ("Events are told in a one-off dissemination.", [("frequency", "once", "yes")]),
        ("There is a single service delivery model.", []),
        ("The annual report of the director is published.", []),
        ("The group meets monthly to read the reports on the data.", []),
        # onward
        (
            "Records will not be shared, disclosed or otherwise made available to any third party.",
            [("onward", None, "no")],
        ),
        (
            "The data are used here, and will not be sent, shared, or passed on to anyone.",
            [("onward", None, "no")],
        ),
        ("Moor never shares personal data with any third parties.", [("onward", None, "no")]),
        ("Data released will only be shared with those listed.", [("onward", None, "yes")]),
        ("A condition prevents any onward data sharing.", [("onward", None, "no")]),
        ("Identifiable data will be provided with a guide.", []),
    ],
)
def test_more_of_what_is_said_of_the_data(text: str, expected: list[tuple[Any, ...]]) -> None:
    found = [
        each for each in stated(text, "type", "meaning", "polarity") if each[0] not in ("level", "request")
    ]
    assert found == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The following pseudonymised datasets are required:", [("pseudonymised", "yes")]),
        ("Moor will receive the pseudonymised HES data.", [("pseudonymised", "yes")]),
        ("Identifiable GP data is sent to the office.", [("identifiable", "yes")]),
        ("Identifiable data are not stored in the database.", [("identifiable", "no")]),
        ("No identifiable data will be used for it.", [("identifiable", "no")]),
        ("Only aggregated reports can be shared.", [("aggregate", "yes")]),
        ("Low counts are removed before display.", [("suppressed", "yes")]),
        ("The tool suppresses the unit of numbers.", []),
        ("Identifying needs is the aim.", []),
    ],
)
def test_levels(text: str, expected: list[tuple[Any, ...]]) -> None:
    assert [each[1:] for each in stated(text, "type", "level", "polarity") if each[0] == "level"] == expected


@pytest.mark.parametrize(
    ("text", "families"),
    [
        ("The HES data is pseudonymised.", ["hes"]),
        ("Mental Health Services Data Set\nThe data is pseudonymised.", ["mental_health"]),
        ("Mental Health Services Data Set\nThe HES data is pseudonymised.", ["hes"]),
        ("Mental Health Services Data Set\nCommissioning\nThe data is pseudonymised.", [None]),
        ("The data is pseudonymised.", [None]),
        # a sentence and a long line head nothing, and a blank line ends no block
        ("See the Mental Health Services Data Set.\nThe data is pseudonymised.", [None]),
        ("Mental Health Services Data Set;\nThe data is pseudonymised.", [None]),
        (
            f"{'Mental Health Services Data Set for the whole of the year ' * 3}\nThe data is pseudonymised.",
            [None],
        ),
        ("Mental Health Services Data Set\n\nThe data is pseudonymised.", ["mental_health"]),
    ],
)
def test_families(text: str, families: list[str | None]) -> None:
    """A statement is about what its sentence names, else about what the heading above it names."""
    assert [family for (family,) in stated(text, "family")] == families


@pytest.mark.parametrize(
    ("text", "modality", "excepted"),
    [
        ("The data must not be linked.", "must", False),
        ("The data may be linked, unless the trust objects.", "may", True),
        ("The data will be linked.", "will", False),
        ("The data is linked.", "is", False),
    ],
)
def test_modality(text: str, modality: str, excepted: bool) -> None:
    assert stated(text, "modality", "excepted") == [(modality, excepted)]


def test_every_type_of_the_frames_is_in_the_catalogue() -> None:
    facts = DocumentFacts(assemble("page.txt", f"{HEAD}Text.\n")).agreements[0]
    frames = facts.vocabularies.vocabulary("frames")["frames"]
    known = COLLECTIONS["statements"]["type"]
    assert known is not None
    assert {frame["type"] for frame in frames} == {*known} - {"role", "act"}


@pytest.mark.parametrize(("filler", "polarity"), [(1, "no"), (21, "no"), (22, "yes"), (60, "yes")])
def test_a_denial_that_is_near_counts(filler: int, polarity: str) -> None:
    """Within thirty letters before what is stated."""
    text = f"They say not {'x' * filler} the data are pseudonymised."
    assert text.index("data") - text.index("not") == filler + 9
    assert stated(text, "type", "level", "polarity") == [("level", "pseudonymised", polarity)]


def test_what_may_be_stated_is_told_sooner() -> None:
    """No statement has a type that the text may not state, and of most types no text states anything."""
    types = {*(COLLECTIONS["statements"]["type"] or ())}
    lacking = 0
    for path in sorted(SEEDS.glob("*.txt")):
        for facts in DocumentFacts(page(path)).agreements:
            found = {item.get("type") for item in facts.collection("statements") or []}
            told = {each for each in types if may_state(facts, frozenset([each]))}
            assert found <= told and "role" in told
            assert may_state(facts, frozenset(types)) and not may_state(facts, frozenset())
            lacking += len(types - told)
    assert lacking > 20
