"""What an agreement must print for a condition to come out one way or the other.

What is needed are clauses of names: of each, one name at least must be printed. The names are those of header
fields, sections, dates and the keys of drafts, and a few that say what kind of record it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from dslint.facts.catalogue import DATES, OF_DRAFTS
from dslint.fields import ENTRIES, VALUES

Clauses = frozenset[frozenset[str]]
NeedsOf = Callable[[dict[str, Any], bool], Clauses]  # of a condition, for the truth it is to come to

NOTHING: Clauses = frozenset()
_MOST_CLAUSES = 256  # they multiply with each side of an `any`
ROWS, DRAFT, PUBLISHED, WHOLE_TEXT = KINDS = ("rows", "draft", "published", "whole_text")

# By collection, the names of what prints it. Nothing else makes a collection unknown.
_PRINTED_IN = {
    **{kind.collection: {kind.field, *(kind.oldest or ())[:1]} for kind in VALUES if kind.field},
    **{kind.of_rules: {kind.name} for kind in ENTRIES},
    "access_methods": {"access_method", "frequency"},
    "commercial": {"purposes"},
    **{name: {DRAFT} for name in OF_DRAFTS},
    "releases": {ROWS},
}


def names(*wanted: str) -> Clauses:
    """Each of these."""
    return frozenset(frozenset([name]) for name in wanted)


def one_of(wanted: Iterable[str]) -> Clauses:
    return frozenset([frozenset(wanted)])


def all_of(sides: Iterable[Clauses]) -> Clauses:
    """What every side needs."""
    return NOTHING.union(*sides)


def any_of(sides: Iterable[Clauses]) -> Clauses:
    """What is needed for one side at least; nothing where that is more than anybody could name."""
    found: Clauses | None = None
    for side in sides:
        found = side if found is None else frozenset(mine | other for mine in found for other in side)
        if len(found) > _MOST_CLAUSES:
            return NOTHING
    return found or NOTHING


def of_collection(name: str, empty_will_do: bool = False) -> Clauses:
    """What it takes for a collection to be known. Releases are known to be none where nothing prints them."""
    if name not in _PRINTED_IN or (name == "releases" and empty_will_do):
        return NOTHING
    return one_of(_PRINTED_IN[name])


def of_date(name: str) -> Clauses:
    """What is printed of a date; of today and of a date that the rule itself tells, nothing."""
    return names(name) if name in DATES and name != "as_of" else NOTHING


def of_record(where: dict[str, Any]) -> Clauses:
    """What kind of record a filter lets through."""
    wanted = []
    if isinstance(draft := where.get("draft"), bool):
        wanted.append(DRAFT if draft else PUBLISHED)
    if where.get("whole_text") is True:
        wanted.append(WHOLE_TEXT)
    return names(*wanted)
