"""Names of organisations in a line, and which of them may mean one body."""

from __future__ import annotations

import pytest

from dslint.facts.organisations import Organisations
from dslint.vocabularies import BUILT_IN

organisations = BUILT_IN.derived(Organisations)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The NHS Moor CCG and NHS Vale CCG keep it.", ["NHS Moor CCG", "NHS Vale CCG"]),
        ("Staff of the Moor and Vale Hospitals NHS Trust keep it.", ["Moor and Vale Hospitals NHS Trust"]),
        ("NHS Moor, Vale and Fell CCG keeps it.", ["NHS Moor, Vale and Fell CCG"]),
        ("For Moor CCG it is kept.", ["Moor CCG"]),
        ("the CCG keeps it", []),
        ("The CCG keeps it", []),
        ("It ends. Moor CSU keeps it.", ["Moor CSU"]),
        ("It is kept at Moor Ltd. Vale CSU has it.", ["Moor Ltd", "Vale CSU"]),
        ("University of Moor (UoM) keeps it.", ["University of Moor (UoM)"]),
        ("University of Moor (the sponsor) keeps it.", ["University of Moor"]),
        ("University of Moor (Data Controller) keeps it.", ["University of Moor"]),
        ("Microsoft Azure UK Ltd keeps it", ["Microsoft Azure UK Ltd"]),
        ("Moor University and the University of Vale.", ["Moor University", "University of Vale"]),
        ("Tern Data Services Ltd holds it", ["Tern Data Services Ltd"]),
        ("Millmoor Upon Tyne NHS Trust holds it", ["Millmoor Upon Tyne NHS Trust"]),
        ("Upon Tyne NHS Trust receiving it", ["Tyne NHS Trust"]),
        ("Data Services Ltd holds it", []),
        ("1. Moor CSU", ["Moor CSU"]),
        ("2-Moor Consultants Ltd", ["Moor Consultants Ltd"]),
        ("• NHS Moor CCG;", ["NHS Moor CCG"]),
        ("(Moor CSU)", ["Moor CSU"]),
        ("Moor  CSU", ["Moor  CSU"]),
        ("Moor of Vale Ltd", ["Moor of Vale Ltd"]),
        ("Moor & Sons Ltd", ["Moor & Sons Ltd"]),
        ("Moor Ltd. It", ["Moor Ltd"]),
        ("Dr. Moor Ltd", ["Dr. Moor Ltd"]),
        ("J.P. Moor Ltd keeps it", ["J.P. Moor Ltd"]),
        ("It is kept by R.S.T. Fen and Sons Limited.", ["R.S.T. Fen and Sons Limited"]),
        ("J. P. Moor Ltd keeps it", ["J. P. Moor Ltd"]),
        ("It stays in the U.K. Moor Ltd keeps it", ["Moor Ltd"]),
        ("Moor Council, Vale Council and Fell Council", ["Moor Council", "Vale Council", "Fell Council"]),
        # a name has ten words before the one that ends it
        (f"{' '.join('ABCDEFGHIJ')} Ltd".replace(" ", "a "), ["Aa Ba Ca Da Ea Fa Ga Ha Ia Ja Ltd"]),
        (f"{' '.join('ABCDEFGHIJK')} Ltd".replace(" ", "a "), ["Ba Ca Da Ea Fa Ga Ha Ia Ja Ka Ltd"]),
    ],
)
def test_names_in_a_line(text: str, expected: list[str]) -> None:
    found = organisations.find_mentions(text)
    assert [each.name for each in found] == expected
    assert [text[each.start : each.end] for each in found] == expected
    for each in found:
        assert (each.identity, each.kind) == organisations.identify(each.name)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("NHS Digital", "discloser"),
        ("NHS ENGLAND", "national"),
        ("NHS Moor CCG", "ccg"),
        ("Moor CSU", "csu"),
        ("Moor Ltd", "company"),
        ("University of Moor", "university"),
        ("Moor County Council", "council"),
        ("Moor Hospitals NHS Trust", "trust"),
        ("Royal College of Moor", "body"),
        ("Moor", None),
    ],
)
def test_the_kind_of_a_body(name: str, kind: str | None) -> None:
    assert organisations.identify(name)[1] == kind
    assert organisations.identify(f"{name} (X) (the team)")[1] == kind


def identity(name: str) -> str:
    return organisations.identify(name)[0]


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Moor CSU", "Moor Commissioning Support Unit", True),
        ("Moor CSU", "Moor and Vale CSU", True),
        ("Moor CSU", "Vale CSU", False),
        ("Moor CSU", "Moor County Council", False),  # of another kind
        ("Moor Consulting", "Moor Consultants", True),
        ("Fell Moor Audit", "FMA", True),
        ("Fell Moor Audit", "FMB", False),
        ("Moor Ambulance Service", "Moor Ambulance NHS Trust", True),
        ("NHS Moor CCG", "The CCG", False),
    ],
)
def test_which_names_may_mean_one_body(one: str, other: str, alike: bool) -> None:
    assert organisations.may_be_one(one, other) is alike
    assert organisations.may_be_one(other, one) is alike


@pytest.mark.parametrize(
    ("one", "other", "is_variant"),
    [
        ("Harbour", "Harbor", True),
        ("Harbour", "Harbours", False),
        ("East", "Eastern", True),
        ("Moor", "Moon", False),  # four letters are too few
        ("Moors", "Moots", True),
        ("Harbour", "Arbour", False),
        ("Harbour", "", False),
    ],
)
def test_spellings_of_a_word(one: str, other: str, is_variant: bool) -> None:
    assert organisations.is_variant(one, other) is is_variant
    assert organisations.is_variant(other, one) is is_variant


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        # a name of one word needs six letters, and beside another word five are enough
        ("NHS Harrow CCG", "NHS Harrov CCG", True),
        ("NHS Moore CCG", "NHS Moors CCG", False),
        ("NHS Fell Moore CCG", "NHS Fell Moorf CCG", True),
        ("NHS Fell Moor CCG", "NHS Fell Moon CCG", False),
        ("NHS Fell Moore CCG", "NHS Tarn Moorf CCG", False),  # two words differ
        ("NHS Harrow CCG", "NHS HARROW COUNCIL", False),
        # the plural of the word that a company is called by
        ("Harbour Tarn Ltd", "Harbours Tarn Ltd", True),
        ("Tarn Harbour Ltd", "Tarn Harbours Ltd", False),
        ("Harbour Ltd", "Harbours Ltd", False),
    ],
)
def test_two_spellings_of_a_name(one: str, other: str, near: bool) -> None:
    assert organisations.near(identity(one), identity(other)) is near
    assert organisations.near(identity(other), identity(one)) is near


@pytest.mark.parametrize(
    ("one", "other", "lacks", "adds"),
    [
        ("moor", "moor and vale", True, False),
        ("moor and vale", "vale", True, False),
        ("moor", "vale and fell", False, False),
        ("moor", "moor city", False, True),
        ("moor vale", "moor city vale", False, True),
        ("moor", "moor tarn", False, False),
        ("moor", "city", False, False),
        ("moor", "moor", False, False),
        ("oaks", "oak and vale", False, False),  # no plural
        ("groves", "grove and vale", True, False),
    ],
)
def test_a_region_or_a_kind_of_place_more(one: str, other: str, lacks: bool, adds: bool) -> None:
    assert organisations.lacks_a_region(one, other) is lacks
    shorter, longer = sorted((one, other), key=len)
    assert organisations.adds_a_place(shorter, longer) is adds


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("It is kept by HSCIC.", ["HSCIC"]),
        ("It is kept by hscic.", []),  # an acronym minds its case
        ("It is kept by LIMA NETWORKS UK.", ["LIMA NETWORKS UK"]),
        ("It is kept by lima networks uk.", ["lima networks uk"]),
        ("It is kept by ans group.", ["ans group"]),  # nine letters are no acronym
        ("It is kept by hdr uk.", []),
    ],
)
def test_the_case_of_known_names(text: str, names: list[str]) -> None:
    assert [each.name for each in organisations.find_mentions(text)] == names
