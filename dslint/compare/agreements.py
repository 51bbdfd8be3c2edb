"""Agreements of two editions: added, ended, renewed, changed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from dslint.compare.snapshot import LISTS, ORGANISATIONS, SECTIONS, SINGLES, Snapshot
from dslint.facts.organisations import alike


class Change(NamedTuple):
    """What differs in one respect, as printed. In a single value, one was taken away and one added."""

    key: str
    label: str
    added: tuple[str, ...]
    removed: tuple[str, ...]


class Pair(NamedTuple):
    """One agreement in both editions. It is renewed when its version or its end is a later one."""

    old: Snapshot
    new: Snapshot
    renewed: bool
    changes: tuple[Change, ...]


@dataclass
class AgreementChanges:
    """All lists are sorted by reference. `not_compared` are labels that one of the editions never states."""

    added: list[Snapshot] = field(default_factory=list)
    ended: list[Snapshot] = field(default_factory=list)
    both: list[Pair] = field(default_factory=list)
    not_compared: list[str] = field(default_factory=list)

    @property
    def renewed(self) -> list[Pair]:
        return [pair for pair in self.both if pair.renewed]

    @property
    def changed(self) -> list[Pair]:
        return [pair for pair in self.both if pair.changes]


def compare_agreements(old: dict[str, Snapshot], new: dict[str, Snapshot]) -> AgreementChanges:
    return AgreementChanges(
        added=[new[reference] for reference in sorted(new.keys() - old.keys())],
        ended=[old[reference] for reference in sorted(old.keys() - new.keys())],
        both=[_pair(old[reference], new[reference]) for reference in sorted(old.keys() & new.keys())],
        not_compared=[
            label
            for key, (label, *_) in LISTS.items()
            if not (_states(old, key) and _states(new, key)) and (old and new)
        ]
        + [
            label
            for key, label in SINGLES.items()
            if not all(any(one.singles[key] for one in side.values()) for side in (old, new))
            and (old and new)
        ],
    )


def _states(side: dict[str, Snapshot], key: str) -> bool:
    return any(one.lists[key] is not None for one in side.values())


def _pair(old: Snapshot, new: Snapshot) -> Pair:
    return Pair(old, new, _is_renewed(old, new), tuple(_changes(old, new)))


def _is_renewed(old: Snapshot, new: Snapshot) -> bool:
    if old.version and new.version and new.age[0] != old.age[0]:
        return new.age[0] > old.age[0]
    before, after = old.singles["dsa_end"], new.singles["dsa_end"]
    return bool(before and after and after > before)


def _changes(old: Snapshot, new: Snapshot) -> list[Change]:
    """What one of the two does not state at all is no change."""
    found = []
    for key, label in SINGLES.items():
        before, after = old.singles[key], new.singles[key]
        if before and after and before.casefold() != after.casefold():
            found.append(Change(key, label, (after,), (before,)))
    for key, (label, *_) in LISTS.items():
        mine, theirs = old.lists[key], new.lists[key]
        if mine is not None and theirs is not None:
            found.append(_difference(key, label, mine, theirs))
    for key, label in SECTIONS.items():
        if key in old.sections and key in new.sections:
            found.append(_difference(key, label, old.sections[key], new.sections[key]))
    return [change for change in found if change.added or change.removed]


def _difference(key: str, label: str, old: dict[str, str], new: dict[str, str]) -> Change:
    added = {identity: text for identity, text in new.items() if identity not in old}
    removed = {identity: text for identity, text in old.items() if identity not in new}
    if key in ORGANISATIONS:
        same = {(a, r) for a in added for r in removed if alike(a, r)}
        for identity, other in same:
            added.pop(identity, None)
            removed.pop(other, None)
    return Change(key, label, tuple(added.values()), tuple(removed.values()))
