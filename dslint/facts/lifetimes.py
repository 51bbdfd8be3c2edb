"""When bodies existed, and how that stands to the term of an agreement (vocabulary/timeline.yaml)."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from typing import Any, NamedTuple

from dslint import resources
from dslint.facts.dates import compare
from dslint.facts.organisations import identify


class Lifetime(NamedTuple):
    """`begins` is the first day and `ends` the first day after the last, ISO or None. `heirs` and
    `origins` are identities or kinds of bodies."""

    begins: str | None
    ends: str | None
    heirs: frozenset[str]
    origins: frozenset[str]

    def standing(self, start: str | None, end: str | None) -> str | None:
        """not_yet: the term ends before the body begins; no_longer: it starts after the body's end;
        outlived: it ends after the body's end; within. None when a date that matters is not known."""
        if self.begins and (end is None or compare(end, "before", self.begins)):
            return "not_yet" if end else None
        if self.ends and (end is None or start is None or compare(end, "after", self.ends)):
            if start is None or end is None:
                return None
            return "outlived" if compare(start, "before", self.ends) else "no_longer"
        return "within"

    def kin(self, standing: str | None) -> frozenset[str]:
        """Who would stand in the body's place in such a term."""
        return self.origins if standing == "not_yet" else self.heirs


@cache
def _table() -> tuple[dict[str, Lifetime], dict[str, Lifetime]]:
    """Lifetimes by the identity of a body, and by kind."""
    timeline = resources.vocabulary("timeline")
    by_name: dict[str, Lifetime] = {}
    by_kind: dict[str, Lifetime] = {}

    def date(name: str | None) -> str | None:
        return str(timeline["dates"][name]["date"]) if name else None

    def kin(words: list[str]) -> frozenset[str]:
        return frozenset(word if word.islower() else identify(word)[0] for word in words)

    for row in timeline["lifetimes"]:
        lifetime = Lifetime(
            date(row.get("from")),
            date(row.get("until")),
            kin(row.get("heirs", [])),
            kin(row.get("origins", [])),
        )
        if "kind" in row:
            by_kind[row["kind"]] = lifetime
        for name in row.get("names", []):
            by_name[identify(name)[0]] = lifetime
    return by_name, by_kind


def lifetime_of(identity: str | None, kind: str | None) -> Lifetime | None:
    """None for a body that the table does not know."""
    by_name, by_kind = _table()
    return by_name.get(identity or "") or by_kind.get(kind or "")


def lived(
    identity: str | None,
    kind: str | None,
    term: tuple[str | None, str | None],
    others: Collection[str | None],
) -> dict[str, Any]:
    """begins, ends, standing, and whether one of `others` (identities and kinds) stands in its place."""
    lifetime = lifetime_of(identity, kind)
    if lifetime is None:
        return {"begins": None, "ends": None, "standing": None, "kin": None}
    standing = lifetime.standing(*term)
    kin = "listed" if lifetime.kin(standing) & set(others) else "absent"
    return {
        "begins": lifetime.begins,
        "ends": lifetime.ends,
        "standing": standing,
        "kin": kin if standing not in {None, "within"} else None,
    }
