"""What the comparison must know of an agreement: small, plain, and independent of where it stands."""

from __future__ import annotations

from dslint.compare.sameness import Sameness
from dslint.facts import AgreementFacts, DocumentFacts
from dslint.facts.meanings import fold_text
from dslint.fields import DATES, ENTRIES, SINGLES, VALUES, Values
from dslint.model import Document, Place
from dslint.tuples import NamedTuple
from dslint.values.numbers import whole

# What is compared, parties first.
LISTS = {kind.comparison[0]: kind for kind in sorted(VALUES, key=lambda kind: not kind.is_party)}
# What drafts say under keys of their own. Their flows and processors are among the lists above.
_ENTRIES = {
    kind.name: Values(kind.name, kind.label, kind.of_rules, is_rare=True)
    for kind in ENTRIES
    if not kind.is_flow and kind.name not in LISTS
}
LISTS |= _ENTRIES


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
        version = tuple(whole(part) if part.isdecimal() else 0 for part in (self.version or "").split("."))
        return version, self.singles["dsa_end"] or "", self.singles["release_end"] or ""

    def with_(self, other: Snapshot) -> Snapshot:
        """What two records of one version say between them; where they differ, what the later one says."""
        before, after = sorted((self, other), key=lambda one: one.age)
        singles = {one.key: after.singles[one.key] or before.singles[one.key] for one in SINGLES}
        for key, outer in (("release_start", min), ("release_end", max)):
            singles[key] = outer(filter(None, (before.singles[key], after.singles[key])), default=None)
        return after._replace(
            version=after.version or before.version,
            lists={key: _both(before.lists[key], after.lists[key]) for key in LISTS},
            singles=singles,
            sections={
                key: {**before.sections.get(key, {}), **after.sections.get(key, {})}
                for key in {**before.sections, **after.sections}
            },
        )


def _both(before: dict[str, str] | None, after: dict[str, str] | None) -> dict[str, str] | None:
    return after if before is None else before if after is None else {**before, **after}


class Snapshots:
    """The last version of each agreement, by base reference; without one, by organisation and title.

    A record that prints no version, as another spelling of a reference may, is taken for one of the last.
    """

    def __init__(self) -> None:
        # Those without a version, and those with one.
        self._found: tuple[dict[str, Snapshot], dict[str, Snapshot]] = ({}, {})

    def add(self, document: Document) -> None:
        for page in document.pages():
            for facts in DocumentFacts(page).agreements:
                self._add(_snapshot(facts))

    def _add(self, one: Snapshot) -> None:
        found = self._found[one.version is not None]
        known = found.get(one.reference)
        if known is None or one.age[0] > known.age[0]:
            found[one.reference] = one
        elif one.age[0] == known.age[0]:
            found[one.reference] = known.with_(one)

    def by_reference(self) -> dict[str, Snapshot]:
        without, last = self._found
        both = {
            reference: last[reference].with_(one) for reference, one in without.items() if reference in last
        }
        return {**without, **last, **both}


def _snapshot(facts: AgreementFacts) -> Snapshot:
    agreement, document = facts.agreement, facts.document
    name = document.organisation_name or None
    dates = {key: item.text for key in DATES if (item := facts.date(key))}
    recipient = agreement.organisation.text if agreement.organisation else None
    title = agreement.title if fold_text(agreement.title or "") != fold_text(recipient or "") else None
    singles = {"organisation": recipient, "title": title, "commercial": agreement.commercial, **dates}
    return Snapshot(
        reference=agreement.base_reference or f"{name or document.path}: {agreement.title or 'untitled'}",
        version=agreement.version,
        organisation=name,
        title=agreement.title,
        path=document.path,
        place=document.place(agreement.heading),
        lists={key: _values(facts, row) for key, row in LISTS.items()},
        singles={one.key: singles.get(one.key) for one in SINGLES},
        sections=_paragraphs(facts),
    )


def _values(facts: AgreementFacts, kind: Values) -> dict[str, str] | None:
    if kind.name in _ENTRIES:
        entries = facts.agreement.entries.get(kind.name)
        return None if entries is None else {fold_text(entry.text): entry.text for entry in entries}
    items = facts.collection(kind.collection)
    if items is None:
        return None
    identity = facts.derived(Sameness).identity
    return {identity(item, kind.same_by): " ".join(item.text.split()) for item in reversed(items)}


def _paragraphs(facts: AgreementFacts) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for section, _, lines in facts.narrative:
        kept = found.setdefault(section, {})
        kept.update((fold_text(text), " ".join(text.split())) for text in lines if text.strip())
    return found
