"""When bodies existed, and how that stands to the term of an agreement (vocabulary/timeline.yaml)."""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property
from typing import Any

from dslint.facts.organisations import Organisations
from dslint.tuples import NamedTuple
from dslint.values.dates import compare
from dslint.vocabularies import Vocabularies


class Day(NamedTuple):
    """An ISO date, and how it is known: its source, with the status unless it was seen."""

    date: str
    source: str


class Lifetime(NamedTuple):
    """`begins` is the first day and `ends` the first day after the last, both None when the table has no
    such day. `heirs` and `origins` are identities or kinds of bodies."""

    begins: Day | None
    ends: Day | None
    heirs: frozenset[str]
    origins: frozenset[str]

    def during(self, start: str | None, end: str | None) -> str | None:
        """not_yet: the term ends before the body begins; no_longer: it starts after the body's end;
        outlived: it ends after the body's end; within. None when a date that matters is not known."""
        if self.begins and (end is None or compare(end, "before", self.begins.date)):
            return "not_yet" if end else None
        if self.ends and (end is None or start is None or compare(end, "after", self.ends.date)):
            if start is None or end is None:
                return None
            return "outlived" if compare(start, "before", self.ends.date) else "no_longer"
        return "within"

    def related(self, during: str | None) -> frozenset[str]:
        """Who would be in the body's place in such a term."""
        return self.origins if during == "not_yet" else self.heirs


class Lifetimes:
    """When bodies existed."""

    def __init__(self, vocabularies: Vocabularies) -> None:
        self._timeline = vocabularies.vocabulary("timeline")
        self._identify = vocabularies.derived(Organisations).identify

    @cached_property
    def _table(self) -> tuple[dict[str, Lifetime], dict[str, Lifetime]]:
        """Lifetimes by the identity of a body, and by kind."""
        timeline = self._timeline
        by_name: dict[str, Lifetime] = {}
        by_kind: dict[str, Lifetime] = {}

        def day(name: str | None) -> Day | None:
            if name is None:
                return None
            known = timeline["dates"][name]
            status = "" if known["status"] == "seen" else f" [{known['status']}]"
            return Day(str(known["date"]), known["source"] + status)

        def bodies(words: list[str]) -> frozenset[str]:
            return frozenset(word if word.islower() else self._identify(word)[0] for word in words)

        for row in timeline["lifetimes"]:
            lifetime = Lifetime(
                day(row.get("from")),
                day(row.get("until")),
                bodies(row.get("heirs", [])),
                bodies(row.get("origins", [])),
            )
            if "kind" in row:
                by_kind[row["kind"]] = lifetime
            for name in row.get("names", []):
                by_name[self._identify(name)[0]] = lifetime
        return by_name, by_kind

    def lifetime_of(self, identity: str | None, kind: str | None) -> Lifetime | None:
        """None for a body that the table does not know."""
        by_name, by_kind = self._table
        return by_name.get(identity or "") or by_kind.get(kind or "")

    def attributes_of(
        self,
        identity: str | None,
        kind: str | None,
        term: tuple[str | None, str | None],
        others: Collection[str | None],
    ) -> dict[str, Any]:
        """The attributes of a party that its lifetime decides.

        lifetime is what `Lifetime.during` says, related_body_listed whether one of `others` (identities and
        kinds) is in its place, and source that of the date that decides."""
        lifetime = self.lifetime_of(identity, kind)
        if lifetime is None:
            return dict.fromkeys(("begins", "ends", "lifetime", "related_body_listed", "source"))
        during = lifetime.during(*term)
        decisive = {"not_yet": lifetime.begins, "no_longer": lifetime.ends, "outlived": lifetime.ends}.get(
            during or ""
        )
        related = bool(lifetime.related(during) & set(others))
        return {
            "begins": lifetime.begins.date if lifetime.begins else None,
            "ends": lifetime.ends.date if lifetime.ends else None,
            "lifetime": during,
            "related_body_listed": related if decisive else None,
            "source": decisive.source if decisive else None,
        }
