"""What single sentences of a draft claim, and of which flows."""

from __future__ import annotations

import pytest

from dslint.assembler import assemble_source
from dslint.facts import DocumentFacts, Item
from dslint.facts.catalogue import CLAIMS
from dslint.sources.read import understand
from dslint.vocabularies import BUILT_IN

_HEAD = """agreement:
  title: Falls
  flows:
    - dataset: HES Admitted Patient Care
      opt_outs: No - consent provided by participants of research study
      confidentiality: Consent (Reasonable Expectation)
    - dataset: Civil Registrations of Death
      opt_outs: Yes - patient objections upheld
      confidentiality: Section 251 NHS Act 2006
  data_minimisation:
    - dataset: HES Admitted Patient Care
      limits: The 900 people who consented.
    - dataset: Civil Registrations of Death
      limits: The 100 people who took part before 2009.
"""


def _claims(text: str) -> list[Item]:
    text = f"{_HEAD}  objectives: |\n    {text}\n"
    document = assemble_source("a.yaml", understand("a.yaml", text.encode(), BUILT_IN), BUILT_IN)
    return DocumentFacts(document).agreements[0].collection("claims") or []


@pytest.mark.parametrize(
    ("text", "claim", "flow"),
    [
        ("Opt-outs are applied to the second flow.", "opt_outs_applied", "Civil Registrations of Death"),
        (
            "Nobody is taken out of the stays because of an objection.",
            "opt_outs_not_applied",
            "HES Admitted Patient Care",
        ),
        ("The first file is sent, and opt-outs are ignored for deaths.", "opt_outs_not_applied", "Civil Reg"),
        ("Nobody who joined before 2009 was asked.", "consent_not_asked", "Civil Registrations of Death"),
        ("People agreed to questions, and were not asked about this.", "consent_not_asked", "HES Admitted"),
        ("The consent form does not mention records.", "consent_narrow", "HES Admitted Patient Care"),
        ("Opt-outs are applied to both flows.", "opt_outs_applied", None),
        ("National opt-outs are applied.", "opt_outs_applied", None),
    ],
)
def test_which_flow_a_claim_is_about(text: str, claim: str, flow: str | None) -> None:
    (found,) = [item for item in _claims(text) if item.get("claim") == claim]
    assert (found.get("flow") or "").startswith(flow or "")
    assert found.get("about") == ("flow" if flow else "all")


@pytest.mark.parametrize(
    "text",
    [
        "Had people not consented, opt-outs would have been applied.",
        "Some people did not agree. None of them is on the list.",
        "If people opt out of the study they are taken off the list.",
    ],
)
def test_what_is_supposed_or_taken_back_is_no_claim(text: str) -> None:
    assert not [item for item in _claims(text) if item.get("claim") != "nameless"]


def test_a_denial_in_the_topic_is_none_of_the_state() -> None:
    found = _claims("Those who told the NHS that it may not share their records are left out.")
    told = {item.get("claim") for item in found}
    assert "opt_outs_applied" in told
    assert "opt_outs_not_applied" not in told


def test_one_claim_for_each_thing() -> None:
    found = _claims("Postcodes and ethnicity are not asked for.")
    assert [item.get("thing") for item in found if item.get("claim") == "item_not_asked"] == [
        "ethnicity",
        "postcode",
    ]


def test_rules_may_name_each_claim() -> None:
    rows = BUILT_IN.vocabulary("claims")["claims"]
    assert dict.fromkeys(row["claim"] for row in rows) == dict.fromkeys(CLAIMS)
