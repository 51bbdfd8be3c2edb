"""What a draft says of the whole agreement, next to what each of its flows says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from dslint.facts.datasets import Datasets
from dslint.facts.drafts.flows import FlowWords
from dslint.facts.item import Item
from dslint.facts.releases import Releases
from dslint.fields import FLOWS

if TYPE_CHECKING:
    from dslint.facts.agreement import AgreementFacts

# What makes two values of a collection say the same: the attribute that holds their meaning.
_MEANT = {
    "types_of_data": "identifiability",
    "opt_outs": "meaning",
    "confidentiality": "grounds",
    "legal_bases": "provisions",
    "sensitivity": "sensitivity",
}
_SIDES = ("agreement", "flow")


def apart_from_flows_of(facts: AgreementFacts) -> list[Item]:
    """Each value of the whole agreement that no flow has; where there is none, each value of a flow that the
    whole agreement lacks.

    Where a flow leaves the key out, the value of the agreement is meant for that flow, so nothing is told.
    """
    items: list[Item] = []
    for kind in FLOWS:
        if kind.collection in _MEANT:
            items += _apart(facts, kind.collection, kind.label)
    return [*items, *_unlisted_datasets(facts)]


def _apart(facts: AgreementFacts, collection: str, label: str) -> Iterator[Item]:
    own = _own(facts, collection)
    if not own or not facts.agreement.releases:
        return
    read = facts.derived(Releases).row_collection
    of_flows: list[Item] = []
    for release in facts.agreement.releases:
        cell = read(facts.document, release, collection, facts.index)
        if not cell:
            return
        of_flows += cell
    sides = (own, of_flows)
    if any(not _meaning(item, collection) for side in sides for item in side):
        return
    weaker = facts.derived(FlowWords).weaker.get(collection, frozenset())
    for side, here, others in zip(_SIDES, sides, reversed(sides), strict=True):
        known = set().union(*(_meaning(other, collection) for other in others))
        if side == "flow":
            known |= weaker
        if apart := [item for item in here if not known & _meaning(item, collection)]:
            for item in apart:
                yield from _pair(label, side, item, others[0])
            return


def _own(facts: AgreementFacts, collection: str) -> list[Item]:
    """The values that the draft gives for the whole agreement; the others are taken from its flows."""
    rows = {release.line for release in facts.agreement.releases}
    return [item for item in facts.collection(collection) or () if item.span.line not in rows]


def _meaning(item: Item, collection: str) -> set[str]:
    meant: Any = item.get(_MEANT[collection])
    return set(meant) if isinstance(meant, list) else {meant} if meant and meant != "unknown" else set()


def _pair(label: str, side: str, item: Item, other: Item) -> Iterator[Item]:
    for each, role in ((item, "apart"), (other, "other")):
        yield each._replace(values={"what": label, "side": side, "role": role, "pair": f"{label} {side}"})


def _unlisted_datasets(facts: AgreementFacts) -> Iterator[Item]:
    """The dataset of each flow that a list of datasets lacks, next to the first of that list."""
    own = _own(facts, "datasets")
    if not own or not all(item.get("known") for item in own):
        return
    identify = facts.derived(Datasets).identify
    identities, families = ({item.get(key) for item in own} for key in ("dataset", "family"))
    for release in facts.agreement.releases:
        found = identify(release.dataset) if release.dataset else {}
        if found.get("known") and found["dataset"] not in identities and found["family"] not in families:
            cell = facts.document.cell(release, "dataset")
            item = Item(cell.text, cell.span, "datasets", {}, facts.index)
            yield from _pair("dataset", "flow", item, own[0])
