"""What operators share that compare agreements: each page brings candidates, and the findings are known when
all pages are."""

from __future__ import annotations

from typing import Protocol, cast

from dslint.engine.outcome import NO, Match, Outcome
from dslint.engine.scope import DocumentScope, Scope
from dslint.tuples import NamedTuple


class Candidate(NamedTuple):
    """What one agreement brings to a comparison over a page or the run: what it is compared under, what it
    says there, and the evidence that a finding would show (None when it says nothing itself)."""

    key: str
    value: str | None
    record: int
    matches: tuple[Match, ...] | None


class AggregateValue(NamedTuple):
    """A candidate when all are known: where it is in any order of agreements, and what it says."""

    agreement: tuple[str, int]
    value: str | None
    has_finding: bool


class Aggregator(Protocol):
    """A condition over a page or the run."""

    def aggregate(self, page: DocumentScope) -> list[Candidate]:
        """What the agreements of a page bring."""

    def aggregate_report(self, values: list[AggregateValue]) -> list[int]:
        """The indices of the candidates of one key that a finding rests on, when all are known."""


def evaluate_alone(aggregate: Aggregator, scope: Scope) -> Outcome:
    """What an aggregate comes to when its page is the whole run."""
    by_key: dict[str, list[Candidate]] = {}
    for candidate in aggregate.aggregate(cast(DocumentScope, scope)):
        by_key.setdefault(candidate.key, []).append(candidate)
    matches: list[Match] = []
    for candidates in by_key.values():
        values = [AggregateValue(("", one.record), one.value, one.matches is not None) for one in candidates]
        matches += [each for n in aggregate.aggregate_report(values) for each in candidates[n].matches or ()]
    return Outcome(True, tuple(matches)) if matches else NO
