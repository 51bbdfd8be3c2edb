"""Where the data may be, where they are, and which of the places lie outside."""

from __future__ import annotations

import pytest
from test_parties import facts_of

from dslint.assembler import assemble_source
from dslint.facts import DocumentFacts
from dslint.facts.countries import Countries
from dslint.facts.geography import is_within
from dslint.sources.read import understand
from dslint.vocabularies import BUILT_IN

UK = ["england", "northern ireland", "scotland", "wales"]
countries = BUILT_IN.derived(Countries)


def told(*lines: str) -> tuple[list[tuple[int, list[str]]], list[tuple[int, str, bool | None]]]:
    """The limits with the countries in each, and the places with whether they lie outside; by line."""
    facts = facts_of("\n".join(lines))
    limits, places = facts.collection("territory_limits") or [], facts.collection("places") or []
    for item in (*limits, *places):
        line = lines[item.span.line - 5]
        assert line[item.span.column - 1 : item.span.end_column - 1] == item.text
    return (
        [(item.span.line - 4, item.get("countries")) for item in limits],
        [(item.span.line - 4, item.text, item.get("outside")) for item in places],
    )


@pytest.mark.parametrize(
    ("text", "limits", "places"),
    [
        ("The data will not leave the UK.", [(1, UK)], []),
        ("The data will not leave England and Wales.", [(1, ["england", "wales"])], []),
        ("Except as agreed, the data will not leave the UK.", [], []),
        ("The data will be stored only within the UK.", [(1, UK)], []),
        ("Words first. The data will be stored only within the UK.", [(1, UK)], []),
        ("Words first. Copies of the data are kept in Germany.", [], [(1, "Germany", None)]),
        ("Copies of the data are kept in Germany.", [], [(1, "Germany", None)]),
        ("Copies of the data are kept in Frankfurt, Germany.", [], [(1, "Frankfurt", None)]),
        (
            "Copies of the data are kept in Germany and in France.",
            [],
            [(1, "Germany", None), (1, "France", None)],
        ),
        ("Copies of the data are not kept in Germany.", [], []),
        ("The team met in Germany.", [], []),
        ("Servers that hold the records are all sited in Wales.", [], [(1, "Wales", None)]),
        ("Copies of the data are all securely stored in France.", [], [(1, "France", None)]),
        ("The data cover all women in Wales.", [], []),
        ("Copies of the data are kept by Germany.", [], []),
        ("Words. The data will not leave the UK.\nYes; copies of the data are kept in Germany.",
         [(1, UK)], [(2, "Germany", True)]),
        ("The data will not leave the UK.\nCopies of the data are kept in Wales.",
         [(1, UK)], [(2, "Wales", False)]),
        # each area binds
        ("The data will not leave the UK.\nThe data will not leave England.\nData are kept in Wales.",
         [(1, UK), (2, ["england"])], [(3, "Wales", True)]),
    ],
)  # fmt: skip
def test_limits_and_places(
    text: str, limits: list[tuple[int, list[str]]], places: list[tuple[int, str, bool | None]]
) -> None:
    assert told(*text.split("\n")) == (limits, places)


@pytest.mark.parametrize(
    ("covers", "limit", "answer"),
    [
        (["wales"], ["england", "wales"], True),
        (["england", "wales"], ["england", "wales"], True),
        (["england", "scotland"], ["england", "wales"], False),
        (["ireland"], ["england"], False),
        (["ireland"], ["everywhere"], True),
        ([], ["england"], None),
        (["england"], [], None),
        (["england", "wales"], ["england"], None),  # home as a whole: it may be in England
    ],
)
def test_what_lies_within(covers: list[str], limit: list[str], answer: bool | None) -> None:
    assert is_within(frozenset(covers), frozenset(limit), frozenset(("england", "wales"))) is answer


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("in England, and in Frankfurt", [("England", {"england"}), ("Frankfurt", {"germany"})]),
        ("New Englander", []),
        ("Wales-based", []),
        ("no Wales", [("Wales", {"wales"})]),
    ],
)
def test_names_of_countries(text: str, names: list[tuple[str, set[str]]]) -> None:
    assert [(text[start:end], set(covers)) for start, end, covers in countries.named(text)] == names


DRAFT = """\
agreement:
  title: Moor
  territory: {countries: England and Wales}
  locations:
    - address: 1 High Street, Leeds, England
      remote_access: Staff see the data from Germany, and not from France.
    - address: 2 High Street
      country: Ireland
  processing: |
    Words.
"""


def test_the_lists_of_a_draft() -> None:
    draft = assemble_source("a.yaml", understand("a.yaml", DRAFT.encode(), BUILT_IN), BUILT_IN)
    facts = DocumentFacts(draft).agreements[0]
    (limit,) = facts.collection("territory_limits") or []
    assert limit.get("countries") == ["england", "wales"]
    places = [(item.text, item.get("outside")) for item in facts.collection("places") or []]
    assert places == [("1 High Street, Leeds, England", False), ("Ireland", True), ("Germany", True)]
    for item in facts.collection("places") or []:
        assert facts.document.text_of(item.span) == item.text
