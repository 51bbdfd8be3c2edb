"""What a parsed condition is, and what it needs in order to hold."""

from __future__ import annotations

from collections.abc import Callable, Set
from typing import Protocol

from dslint.engine.outcome import Outcome
from dslint.engine.scope import Scope

Test = Callable[[Scope], bool]
PatternClauses = tuple[frozenset[int], ...]  # of each, one pattern at least must match somewhere


class Condition(Protocol):
    """A parsed condition.

    Most patterns match nowhere and most collections are empty, so a condition that cannot hold without some
    has a method `required_patterns(alone)` or `required_collections()` that tells so before it is evaluated.
    Most conditions are not true, so one that can tell this sooner than by its outcome has a method `test()`
    that makes a function for it, and `refutation()` for whether it is false.
    """

    def evaluate(self, scope: Scope) -> Outcome: ...


def test_of(condition: Condition) -> Test:
    """What tells whether a condition is true, without the facts that make it so."""
    make: Callable[[], Test] | None = getattr(condition, "test", None)
    return make() if make else lambda scope: condition.evaluate(scope).truth is True


def refutation_of(condition: Condition) -> Test:
    """What tells whether a condition is false, which one that is unknown is not."""
    make: Callable[[], Test] | None = getattr(condition, "refutation", None)
    return make() if make else lambda scope: condition.evaluate(scope).truth is False


def required_patterns(needing: object, alone: Set[int]) -> PatternClauses:
    """The texts without which a condition does not hold or a join finds nothing, by the numbers of their
    patterns; () when there are none.

    Patterns `alone` are run only where they are asked for, so they are not among them.
    """
    needs: Callable[[Set[int]], PatternClauses] | None = getattr(needing, "required_patterns", None)
    return needs(alone) if needs else ()


def required_collections(needing: object) -> frozenset[str]:
    """The collections without an item of which a condition does not hold or a join finds nothing."""
    needs: Callable[[], frozenset[str]] | None = getattr(needing, "required_collections", None)
    return needs() if needs else frozenset()
