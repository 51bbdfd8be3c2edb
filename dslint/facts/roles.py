"""Who is what to an agreement: controllers, processors, actors."""

from __future__ import annotations

from typing import Any

from dslint.facts.agreement import AgreementFacts
from dslint.facts.item import Item
from dslint.facts.lifetimes import Lifetimes
from dslint.facts.organisations import Organisations
from dslint.facts.parts import wholes_of


def processors_of(facts: AgreementFacts) -> list[Item]:
    """The processors that a draft lists, and those that the text calls so.

    NHS England, which discloses the data, is none of them. Where the text only implies that the recipient or
    a controller is a processor, it is left out too.
    """
    own, alike = _own_names(facts), facts.derived(Organisations).alike
    found = listed_processors_of(facts) + [
        item
        for item in facts.role_items("declared")
        if item.get("kind") != "discloser"
        if item.get("form") == "heading"
        or not item.get("implied")
        or not any(alike(item.get("organisation"), name) for name in own)
    ]
    processing = [line for section, _, lines in facts.narrative if section == "processing" for line in lines]
    has_steps = facts.derived(Organisations).is_told_in
    return [
        item._replace(values={**item.values, "has_steps": has_steps(item.text, processing)}) for item in found
    ]


def listed_processors_of(facts: AgreementFacts) -> list[Item]:
    """The processors that a draft lists under their key."""
    does = facts.vocabularies.vocabulary("parties")["does"]["declared"]
    unstated = {"number": None, "act": None, "does": does, "level": None, "access": "unspecified"}
    return [
        item._replace(
            values={**item.values, **unstated, "form": "field", "implied": False, "name": item.get("name")}
        )
        for item in facts.collection("listed_processors") or []
        if item.get("name")
    ]


def _own_names(facts: AgreementFacts) -> list[Any]:
    """Who the agreement is with: the recipient and the controllers."""
    identify = facts.derived(Organisations).identify
    return [identify(name)[0] for name in facts.own_names]


def named_controllers_of(facts: AgreementFacts) -> list[Item]:
    """The organisations that a sentence or a heading calls a controller; the header field is not asked."""
    return facts.role_items("controller")


def actors_of(facts: AgreementFacts) -> list[Item]:
    """Who does something with the data, apart from the discloser, the recipient and the controllers, and from
    those who have no access or no part in it by the words of the record. A part of a body that has a role has
    the same."""
    own, alike = _own_names(facts), facts.derived(Organisations).alike
    without = [item.get("organisation") for item in facts.role_items("none")]
    acting = [
        item
        for item in facts.role_items("acting")
        if item.get("kind") != "discloser"
        if not any(alike(item.get("organisation"), name) for name in (*own, *without))
    ]
    unknown = {item.get("organisation"): item for item in acting if not item.get("kind")}
    if not unknown:
        return acting
    roles = ("declared", "controller")
    named = [item.get("organisation") for role in roles for item in facts.role_items(role)]
    bearers = [*own, *filter(None, named)]
    parts = {
        organisation
        for organisation, item in unknown.items()
        if any(alike(whole, bearer) for whole in wholes_of(facts, item) for bearer in bearers)
    }
    return [item for item in acting if item.get("organisation") not in parts]


_ROLES = {"controllers": "controller", "named_controllers": "controller", "processors": "processor"}


def parties_of(facts: AgreementFacts) -> list[Item]:
    """Everybody whom the record calls a controller or a processor, and when that body existed."""
    found = [(role, item) for name, role in _ROLES.items() for item in facts.collection(name) or []]
    start, end = facts.date("dsa_start"), facts.date("dsa_end")
    term = (start.text if start else None, end.text if end else None)
    lifetimes = facts.derived(Lifetimes)
    present = {item.get(key) for _, item in found for key in ("organisation", "kind")}
    return [
        item._replace(
            values={
                **{key: item.get(key) for key in ("name", "organisation", "kind")},
                "role": role,
                "base_reference": facts.agreement.base_reference,
                **lifetimes.attributes_of(item.get("organisation"), item.get("kind"), term, present),
            }
        )
        for role, item in found
    ]
