"""The bodies of a record: what an acronym or a short name means in it, and where a line names one."""

from __future__ import annotations

import pytest

from dslint.facts.organisations import OrganisationMention, Organisations
from dslint.facts.registry import Registry
from dslint.vocabularies import BUILT_IN

organisations = BUILT_IN.derived(Organisations)
MHA = ("Moor Health Authority (MHA)", "moor health authority", None)
MHA_TOO = ("Mill House Agency (MHA)", "mill house agency", None)


def registry(*named: tuple[str, str, str | None], own: str = "NHS Fell CCG") -> Registry:
    return Registry(organisations, [own], named)


@pytest.mark.parametrize(
    ("named", "name", "identity", "meant"),
    [
        ([MHA], "MHA", "mha", "moor health authority"),
        ([MHA], " MHA ", "mha", "moor health authority"),
        ([MHA, MHA_TOO], "MHA", "mha", "mha"),  # it means two
        ([MHA, MHA], "MHA", "mha", "moor health authority"),
        ([MHA], "Moor", "moor", "moor health authority"),  # the one name that begins so
        ([MHA, ("Moor Fund", "moor fund", None)], "Moor", "moor", "moor"),
        ([("Moor", "moor", "trust"), MHA], "Moor", "moor", "moor"),  # a kind tells enough
        ([MHA], "Moors", "moors", "moors"),
    ],
)
def test_what_a_name_means(
    named: list[tuple[str, str, str | None]], name: str, identity: str, meant: str
) -> None:
    assert registry(*named).resolve(name, identity)[0] == meant


def test_the_kind_of_what_a_name_means() -> None:
    known = registry(("Moor Health (MHX)", "moor health", "trust"))
    assert known.resolve("MHX", "mhx") == ("moor health", "trust")
    assert known.resolve("Other", "other") == ("other", None)
    assert [(body.kind, body.names) for body in known.bodies] == [
        ("ccg", ("NHS Fell CCG",)),
        ("trust", ("Moor Health (MHX)",)),
    ]
    assert known.own == [organisations.identify("NHS Fell CCG")[0]]


def phrase(name: str) -> OrganisationMention:
    return OrganisationMention(0, len(name), name, name.casefold(), None, "phrase")


def test_names_that_only_the_record_makes_known() -> None:
    known = registry(MHA)
    names = known.local_names([phrase("Orbek (the team)"), phrase("Or"), phrase("Orb")])
    assert {name: body[0] for name, body in names.items()} == {
        "MHA": "moor health authority",
        "Orbek": "orbek (the team)",
        "Orb": "orb",
    }
    assert "MHA" not in registry(MHA, MHA_TOO).local_names([])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The Orbek staff and the MHA.", ["Orbek", "MHA"]),
        ("Orbek Orbek", ["Orbek", "Orbek"]),
        ("MHA and Orbek Tarn keep it.", ["MHA", "Orbek Tarn"]),
        ("Orbeks and x-Orbek, Orbek-x and MHAS", []),
        ("Orbek Tarn keeps it.", ["Orbek Tarn"]),  # the longer one
        ("Orbek (OX) keeps it.", ["Orbek (OX)"]),
    ],
)
def test_where_a_line_names_them(text: str, found: list[str]) -> None:
    names: dict[str, tuple[str, str | None]] = {
        name: (name.casefold(), None) for name in ("Orbek", "Orbek Tarn", "MHA")
    }
    places = registry(MHA).places_of(names, text)
    assert [text[each.start : each.end] for each in places] == found
    assert [each.name for each in places] == found
    assert {each.sort for each in places} <= {"local"}
