"""What the comparison must know of an agreement: small, plain, and independent of where it stands."""

from __future__ import annotations

from typing import NamedTuple

from dslint.compare.sameness import identity
from dslint.facts import AgreementFacts, DocumentFacts
from dslint.facts.meanings import fold
from dslint.model import Document, Place

# What is compared: a name for people, the collection of facts, and what makes two of its values the same.
LISTS: dict[str, tuple[str, str, str]] = {
    "controllers": ("controllers", "controllers", "organisation"),
    "processors": ("processors", "processors", "organisation"),
    "type_of_data": ("type of data", "types_of_data", "text"),
    "opt_outs": ("opt-outs", "opt_outs", "answer"),
    "excuses": ("duty of confidentiality", "excuses", "text"),
    "legal_bases": ("legal bases", "legal_bases", "basis"),
    "sensitivity": ("sensitivity", "sensitivity", "text"),
    "access_methods": ("access", "access_methods", "text"),
    "datasets": ("datasets", "datasets", "dataset"),
    "organisation_types": ("organisation type", "organisation_types", "text"),
    "sublicensing": ("sublicensing", "sublicensing", "text"),
}
SINGLES = {
    "organisation": "organisation",
    "title": "title",
    "dsa_start": "agreement starts",
    "dsa_end": "agreement ends",
    "release_start": "first release",
    "release_end": "last release",
    "commercial": "commercial purpose",
}
SECTIONS = {
    "objectives": "objectives",
    "processing": "processing",
    "outputs": "outputs",
    "expected_benefits": "expected benefits",
    "yielded_benefits": "yielded benefits",
}
BRACKETED = frozenset({"excuses"})  # printed behind other values, so that an edition without any says nothing
ORGANISATIONS = frozenset({"controllers", "processors"})
NAMES = frozenset({"organisation"})  # of the single values: those of bodies
PERIOD = frozenset({"release_start", "release_end"})


class Snapshot(NamedTuple):
    """One agreement of an edition, in its last version there.

    `lists` maps a key of LISTS to printed values by what makes them the same; None where the edition does
    not state it. `sections` holds the paragraphs of each section, folded to printed.
    """

    reference: str
    version: str | None
    organisation: str | None
    title: str | None
    path: str
    place: Place
    lists: dict[str, dict[str, str] | None]
    singles: dict[str, str | None]
    sections: dict[str, dict[str, str]]

    @property
    def age(self) -> tuple[tuple[int, ...], str, str]:
        """Later versions are greater."""
        version = tuple(int(part) if part.isdecimal() else 0 for part in (self.version or "").split("."))
        return version, self.singles["dsa_end"] or "", self.singles["release_end"] or ""


def snapshots(documents: list[Document]) -> dict[str, Snapshot]:
    """The last version of each agreement, by base reference; without one, by organisation and title."""
    found: dict[str, Snapshot] = {}
    for document in documents:
        for page in document.pages():
            for facts in DocumentFacts(page).agreements:
                one = _snapshot(facts)
                if one.reference not in found or one.age >= found[one.reference].age:
                    found[one.reference] = one
    return found


def _snapshot(facts: AgreementFacts) -> Snapshot:
    agreement, document = facts.agreement, facts.document
    name = document.organisation_name or None
    dates = {key: item.text for key in SINGLES if (item := facts.date(key))}
    recipient = agreement.organisation.text if agreement.organisation else None
    title = agreement.title if fold(agreement.title or "") != fold(recipient or "") else None
    singles = {"organisation": recipient, "title": title, "commercial": agreement.commercial, **dates}
    return Snapshot(
        reference=agreement.base_reference or f"{name or document.path}: {agreement.title or 'untitled'}",
        version=agreement.version,
        organisation=name,
        title=agreement.title,
        path=document.path,
        place=document.place(agreement.heading),
        lists={key: _values(facts, collection, same) for key, (_, collection, same) in LISTS.items()},
        singles={key: singles.get(key) for key in SINGLES},
        sections=_paragraphs(facts),
    )


def _values(facts: AgreementFacts, collection: str, same: str) -> dict[str, str] | None:
    items = facts.collection(collection)
    if items is None:
        return None
    return {identity(item, same): " ".join(item.text.split()) for item in reversed(items)}


def _paragraphs(facts: AgreementFacts) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for section, _, lines in facts.narrative:
        kept = found.setdefault(section, {})
        kept.update((fold(text), " ".join(text.split())) for text in lines if text.strip())
    return found
