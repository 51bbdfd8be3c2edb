"""What an agreement must hold for a condition to be true, told before anything is evaluated.

Most texts are nowhere and most collections are empty, so most cases of most rules end here.
"""

from __future__ import annotations

from typing import Any

from dslint.engine.conditions import AllOf, AnyOf, Items
from dslint.engine.joins import Beside, Join, Text, TextJoin

Clauses = tuple[frozenset[int], ...]  # of each, one pattern at least must match somewhere


def clauses_of(condition: Any, alone: set[int]) -> Clauses:
    """The texts that a condition needs. Patterns `alone` are run only where they are asked for, and tell
    nothing."""
    if isinstance(condition, AllOf):
        return tuple(dict.fromkeys(c for part in condition.parts for c in clauses_of(part, alone)))
    if isinstance(condition, AnyOf):
        sides = [clauses_of(part, alone) for part in condition.parts]
        return (frozenset().union(*(min(side, key=len) for side in sides)),) if all(sides) else ()
    if isinstance(condition, Text):
        mine = () if condition.pattern in alone else (frozenset({condition.pattern}),)
        return (*mine, *_beside(condition.beside, alone))
    if isinstance(condition, Items) and condition.quantifier in {"some", "count"} and condition.at_least:
        return _beside(condition.beside, alone)
    return ()


def _beside(beside: Beside, alone: set[int]) -> Clauses:
    wanted = (partner for is_wanted, partner in beside if is_wanted and isinstance(partner, TextJoin))
    return tuple(clause for partner in wanted for clause in clauses_of(partner.text, alone))


def collections_of(condition: Any) -> frozenset[str]:
    """The collections of which a condition needs an item."""
    if isinstance(condition, AllOf):
        return frozenset().union(*map(collections_of, condition.parts))
    if isinstance(condition, AnyOf):
        return frozenset.intersection(*map(collections_of, condition.parts))
    if isinstance(condition, Items) and condition.at_least:
        wanted = [partner for is_wanted, partner in condition.beside if is_wanted]
        if condition.quantifier == "none":
            wanted = []  # nothing fits without them, and nothing may
        return frozenset(
            [condition.collection, *(each.collection for each in wanted if isinstance(each, Join))]
        )
    return frozenset()
