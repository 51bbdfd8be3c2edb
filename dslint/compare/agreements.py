"""Agreements of two editions: added, ended, renewed, changed."""

from __future__ import annotations

from collections.abc import Iterator

from dslint.compare.sameness import Sameness
from dslint.compare.snapshot import LISTS, Snapshot
from dslint.data_classes import dataclass, field
from dslint.facts.meanings import fold_text
from dslint.facts.organisations import Organisations
from dslint.fields import NARRATIVES, SINGLES, Single
from dslint.tuples import NamedTuple
from dslint.vocabularies import Vocabularies

_SINGLES = {single.key: single for single in SINGLES}


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
    reworded: bool = False


@dataclass
class AgreementChanges:
    """All lists are sorted by reference. `not_compared` are labels that one of the editions never states.
    In `reworded` pairs an edition says the same with more detail, or less."""

    added: list[Snapshot] = field(default_factory=list)
    ended: list[Snapshot] = field(default_factory=list)
    both: list[Pair] = field(default_factory=list)
    not_compared: list[str] = field(default_factory=list)

    @property
    def reworded(self) -> list[Pair]:
        return [pair for pair in self.both if pair.reworded]

    @property
    def renewed(self) -> list[Pair]:
        return [pair for pair in self.both if pair.renewed]

    @property
    def changed(self) -> list[Pair]:
        return [pair for pair in self.both if pair.changes]


def compare_agreements(
    old: dict[str, Snapshot], new: dict[str, Snapshot], vocabularies: Vocabularies
) -> AgreementChanges:
    pairs = _Pairs(vocabularies)
    stated = {key for key in (*_SINGLES, *LISTS) if _states(old, key) and _states(new, key)}
    # What all agreements of an edition share is the period of the edition.
    stated_by_both = {key for key in stated if not (_is_of_edition(old, key) and _is_of_edition(new, key))}
    named = {
        key: row.comparison[1]
        for key, row in LISTS.items()
        if not row.is_rare or _states(old, key) or _states(new, key)
    }
    labels = named | {key: single.label for key, single in _SINGLES.items()}
    return AgreementChanges(
        added=[new[reference] for reference in sorted(new.keys() - old.keys())],
        ended=[old[reference] for reference in sorted(old.keys() - new.keys())],
        both=[
            pairs.pair(old[reference], new[reference], stated_by_both)
            for reference in sorted(old.keys() & new.keys())
        ],
        not_compared=[label for key, label in labels.items() if key not in stated] if old and new else [],
    )


def _states(side: dict[str, Snapshot], key: str) -> bool:
    """Whether an edition states something. Where nothing is in brackets, it does not say that nothing is."""
    if key in _SINGLES:
        return any(one.singles[key] for one in side.values())
    if LISTS[key].bracketed:
        return any(one.lists[key] for one in side.values())
    return any(one.lists[key] is not None for one in side.values())


def _is_of_edition(side: dict[str, Snapshot], key: str) -> bool:
    """Whether all agreements share a period, which is that of the edition then."""
    if key not in _SINGLES or not _SINGLES[key].is_period:
        return False
    return len(side) > 1 and len({one.singles[key] for one in side.values() if one.singles[key]}) == 1


def _is_renewed(old: Snapshot, new: Snapshot) -> bool:
    if old.version and new.version and new.age[0] != old.age[0]:
        return new.age[0] > old.age[0]
    before, after = old.singles["dsa_end"], new.singles["dsa_end"]
    return bool(before and after and after > before)


class _Pairs:
    """Compares two records of one agreement."""

    def __init__(self, vocabularies: Vocabularies) -> None:
        self._says_less = vocabularies.derived(Sameness).says_less
        organisations = vocabularies.derived(Organisations)
        self._alike, self._identify = organisations.alike, organisations.identify

    def pair(self, old: Snapshot, new: Snapshot, stated_by_both: set[str]) -> Pair:
        found = list(self._changes(old, new, stated_by_both))
        changes = tuple(change for change, _ in found if change.added or change.removed)
        return Pair(old, new, _is_renewed(old, new), changes, any(reworded for _, reworded in found))

    def _changes(
        self, old: Snapshot, new: Snapshot, stated_by_both: set[str]
    ) -> Iterator[tuple[Change, bool]]:
        """What one of the two does not state at all is no change. With each, whether something is
        reworded."""
        for single in SINGLES:
            before, after = old.singles[single.key], new.singles[single.key]
            if single.key in stated_by_both and before and after and not self._is_same(single, before, after):
                yield Change(single.key, single.label, (after,), (before,)), False
        for key, row in LISTS.items():
            mine, theirs = old.lists[key], new.lists[key]
            if key in stated_by_both and mine is not None and theirs is not None:
                yield self._difference(key, row.comparison[1], row.same_by, mine, theirs)
        for key, label in NARRATIVES:
            if key in old.sections and key in new.sections:
                yield self._difference(key, label, "text", old.sections[key], new.sections[key])

    def _is_same(self, single: Single, before: str, after: str) -> bool:
        if fold_text(before) == fold_text(after):
            return True
        return single.is_party and self._alike(self._identify(before)[0], self._identify(after)[0])

    def _difference(
        self, key: str, label: str, same: str, old: dict[str, str], new: dict[str, str]
    ) -> tuple[Change, bool]:
        added = {identity: text for identity, text in new.items() if identity not in old}
        removed = {identity: text for identity, text in old.items() if identity not in new}
        if key in LISTS and LISTS[key].is_party:
            pairs = {(a, r) for a in added for r in removed if self._alike(a, r)}
            for identity, other in pairs:
                added.pop(identity, None)
                removed.pop(other, None)
        more = [a for a in added.items() if any(self._in_detail(same, a, each) for each in old.items())]
        less = [r for r in removed.items() if any(self._in_detail(same, r, each) for each in new.items())]
        for identity, _ in more:
            del added[identity]
        for identity, _ in less:
            del removed[identity]
        return Change(key, label, tuple(added.values()), tuple(removed.values())), bool(more or less)

    def _in_detail(self, same: str, one: tuple[str, str], other: tuple[str, str]) -> bool:
        return self._says_less(same, one, other) or self._says_less(same, other, one)
