"""Limits and figures that the text of a draft does not fit, and bodies that are kept out and have data."""

from __future__ import annotations

import pytest

from dslint.assembler import assemble_source
from dslint.facts import DocumentFacts, Item
from dslint.sources.read import understand
from dslint.vocabularies import BUILT_IN

_HEAD = """agreement:
  title: Falls
  dsa: {start: 2026-10-01, end: 2029-09-30}
  funders: [{name: Moor Fund, role: It pays and sees no data.}]
  data_minimisation:
    - dataset: HES Admitted Patient Care
      limits: The 9,400 people who consented; stays from 2015 to 2022 with a diagnosis of the heart.
    - dataset: Civil Registrations of Death
      limits: The 1,150 people who took part before 2009; date and causes of death; only Devon and Somerset.
"""


def _found(collection: str, text: str) -> list[Item]:
    draft = f"{_HEAD}  objectives: |\n    {text}\n"
    document = assemble_source("a.yaml", understand("a.yaml", draft.encode(), BUILT_IN), BUILT_IN)
    return DocumentFacts(document).agreements[0].collection(collection) or []


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Stays reaching back to 2003 are read.", "years"),
        ("The stays in each year from 2015 to 2028 are counted.", "years"),
        ("The stays of a control group are supplied, too.", "people"),
        ("The place of death in each record tells where people died.", "fields"),
        ("Deaths in Cornwall are compared.", "areas"),
        ("Stays for broken hips are counted.", "illnesses"),
        ("All stays, whatever the reason, are read.", "illnesses"),
    ],
)
def test_what_goes_beyond_the_limits(text: str, what: str) -> None:
    assert [item.get("what") for item in _found("beyond_limits", text)] == [what]


@pytest.mark.parametrize(
    "text",
    [
        "Stays from 2016 to 2020 are read first.",
        "The stays are linked with forms that go back to 1998.",
        "People who joined in 2001 had stays from 2016 on.",
        "Date and cause of each death are known.",
        "Deaths in Devon are compared with published figures for London.",
        "Stays for strokes are counted.",
    ],
)
def test_what_keeps_within_the_limits(text: str) -> None:
    assert _found("beyond_limits", text) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Altogether 7,850 people consented.", "7,850 people"),
        ("There are about six thousand of us in the study.", "six thousand of us"),
        (
            "All were followed for at least 20 years. Nobody was followed for longer than 12 years.",
            "12 years",
        ),
        ("People were examined from 1998 to 2004. All were examined in 2001 to 2009.", "2001 to 2009"),
        ("The study has 10,550 people in all, of whom 310 died.", None),
        ("There are about ten thousand of us in the study.", None),
        ("From 2009 on 14,200 people were invited and 9,400 of them consented.", None),
        ("All were followed for at least 5 years. Nobody was followed for longer than 12 years.", None),
        ("People were examined from 1998 to 2004, and a second time from 2009 to 2014.", None),
    ],
)
def test_figures_that_do_not_fit(text: str, told: str | None) -> None:
    assert [item.text for item in _found("figures", text) if not item.get("agrees")] == [told] * bool(told)


@pytest.mark.parametrize(
    ("text", "used"),
    [
        ("A statistician of the Moor Fund runs the models on the deaths.", True),
        ("The list is worked out by the Moor Fund from the records.", True),
        ("The Moor Fund reads the published results.", False),
        ("Until 2024 the Moor Fund keeps records.", False),
        ("The Moor Fund never receives any of the records.", False),
    ],
)
def test_what_a_body_without_data_does(text: str, used: bool) -> None:
    found = _found("kept_out", text)
    assert {item.get("name") for item in found} == {"Moor Fund"}
    assert any(item.get("stance") == "uses" for item in found) is used
