"""What an agreement must hold for a condition to be true, told before anything is evaluated.

Most texts are nowhere and most collections are empty, so most cases of most rules end here.
"""

from __future__ import annotations

from typing import Any

from dslint.engine.conditions import AllOf, AnyOf, Items
from dslint.engine.joins import Join, Joins, Text, TextJoin

PatternClauses = tuple[frozenset[int], ...]  # of each, one pattern at least must match somewhere


def required_patterns(condition: Any, alone: set[int]) -> PatternClauses:
    """The texts that a condition needs. Patterns `alone` are run only where they are asked for, and tell
    nothing."""
    if isinstance(condition, AllOf):
        return tuple(dict.fromkeys(c for part in condition.parts for c in required_patterns(part, alone)))
    if isinstance(condition, AnyOf):
        sides = [required_patterns(part, alone) for part in condition.parts]
        return (frozenset().union(*(min(side, key=len) for side in sides)),) if all(sides) else ()
    if isinstance(condition, Text):
        mine = () if condition.pattern in alone else (frozenset({condition.pattern}),)
        return (*mine, *_required_by_joins(condition.joins, alone))
    if isinstance(condition, Items) and condition.quantifier in {"some", "count"} and condition.at_least:
        return _required_by_joins(condition.joins, alone)
    return ()


def _required_by_joins(joins: Joins, alone: set[int]) -> PatternClauses:
    wanted = (partner for is_wanted, partner in joins if is_wanted and isinstance(partner, TextJoin))
    return tuple(clause for partner in wanted for clause in required_patterns(partner.text, alone))


def required_collections(condition: Any) -> frozenset[str]:
    """The collections of which a condition needs an item."""
    if isinstance(condition, AllOf):
        return frozenset().union(*map(required_collections, condition.parts))
    if isinstance(condition, AnyOf):
        return frozenset.intersection(*map(required_collections, condition.parts))
    if isinstance(condition, Items) and condition.at_least:
        wanted = [partner for is_wanted, partner in condition.joins if is_wanted]
        if condition.quantifier == "none":
            wanted = []  # nothing fits without them, and nothing may
        return frozenset(
            [condition.collection, *(each.collection for each in wanted if isinstance(each, Join))]
        )
    return frozenset()
