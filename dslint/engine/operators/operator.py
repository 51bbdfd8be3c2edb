"""What an operator of the rule language is."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from dslint.engine.condition import Condition
from dslint.engine.needs import Clauses, NeedsOf, of_collection, of_record
from dslint.tuples import NamedTuple

if TYPE_CHECKING:
    from dslint.datafiles.yaml_marks import Path
    from dslint.engine.operators.checker import Checker
    from dslint.engine.operators.parser import ConditionParser

Body = Any  # what a rule file writes under the name of an operator


def never_on_row(body: Body, rests_on_row: Callable[[dict[str, Any]], bool]) -> bool:
    """For an operator that asks for more than the values of one row of a workbook."""
    return False


def no_parts(body: Body) -> list[dict[str, Any]]:
    return []


def needs_of_items(body: Body, truth: bool, needs_of: NeedsOf) -> Clauses:
    if body["in"] == "record":
        return of_record(body.get("where", {})) if truth else of_record({})
    return of_collection(body["in"], empty_will_do=not truth)


# Collections for which the whole text is read once more, and which few conditions ask for: what else must
# hold is asked first. Those that take longest have the largest number.
DEAR = {
    "acronyms": 2,
    "territory_limits": 2,
    "spellings": 3,
    "linkages_told": 3,
    "repeats": 3,
    "dates_in_text": 3,
    "places": 4,
    "statements": 4,
}


def effort_of_collection(body: Body, effort: Callable[[dict[str, Any]], int]) -> int:
    return (3 if "with" in body or "without" in body else 2) + max(map(dearness, collections_in(body)))


def dearness(collection: str) -> int:
    return DEAR.get(collection, 0)


class Operator(NamedTuple):
    """One word of the language.

    `effort` says roughly how much it takes to evaluate a body: in an `all`, the part with the least comes
    first. `parts` are the conditions that a body is made of, each on the same facts. `rests_on_row` says
    whether a body asks for nothing but the values of one row. `is_aggregate` is true for an operator that
    compares agreements and is the only one under `when`. `needs` tells what must be printed for a body to
    come to a truth; a body that lacks it is unknown, or has asked for it and is false.
    """

    name: str
    description: str  # the phrase of the schema and of the table of operators
    parse: Callable[[Body, ConditionParser], Condition]
    check: Callable[[Path, Body, Checker], None]
    schema: Callable[[], dict[str, Any]]
    effort: Callable[[Body, Callable[[dict[str, Any]], int]], int] = effort_of_collection
    parts: Callable[[Body], list[dict[str, Any]]] = no_parts
    rests_on_row: Callable[[Body, Callable[[dict[str, Any]], bool]], bool] = never_on_row
    is_aggregate: bool = False
    needs: Callable[[Body, bool, NeedsOf], Clauses] = needs_of_items


_PRINTED = ("printed", "not_printed")


def collections_in(node: Any) -> set[str]:
    """Every collection that a condition asks for, as a rule file writes it."""
    found: set[str] = set()
    waiting = [node]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            if isinstance(name := node.get("in"), str):
                found.add(name)
            for key, value in node.items():
                if key in _PRINTED:
                    found.update(value)
                elif key != "where" and value.__class__ is not str:  # those name attributes and words
                    waiting.append(value)
        elif isinstance(node, list):
            waiting += node
    return found
