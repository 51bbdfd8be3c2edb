"""What each line of narrative says by itself, read once.

Registers repeat themselves: an agreement is renewed with its text, and many share a template. So lines are
remembered with all that they say, sections with the lines that say anything, and what several agreements
repeat means the same `values` to all of them.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import compress
from typing import Any, TypeVar

from dslint.facts.countries import Countries, Named
from dslint.facts.counts import Counts
from dslint.facts.datasets import DatasetMention, Datasets
from dslint.facts.organisations import OrganisationMention, Organisations
from dslint.facts.parties import LONGEST_STATEMENT, Parties, Statements
from dslint.facts.populations import Populations
from dslint.facts.purposes import Purposes
from dslint.facts.sections import REMEMBERED
from dslint.facts.wording import Wording
from dslint.memo import BoundedMemo, cached_method
from dslint.patterns import Index
from dslint.tuples import NamedTuple
from dslint.vocabularies import Vocabularies

Made = TypeVar("Made")


class TextFact(NamedTuple):
    """A stretch of a line and what it means; columns are 1-based."""

    start: int
    end: int
    text: str
    values: dict[str, Any]


class LineFacts(NamedTuple):
    """All that a line says. `lists_datasets` is true when it opens a list of some."""

    names: tuple[TextFact, ...]
    purposes: tuple[TextFact, ...]
    populations: tuple[TextFact, ...]
    datasets: tuple[TextFact, ...]
    lists_datasets: bool
    parties: Statements | None
    has_count: bool
    limits: tuple[Named, ...]  # areas that it ties the data to
    may_state: bool  # whether it may state more of parties where more names are known


class Reading:
    """Reads lines by the words of some vocabularies. `lines` tells what a line says, None for nothing."""

    def __init__(self, vocabularies: Vocabularies) -> None:
        wording = vocabularies.derived(Wording)
        self._has_no_keyword = wording.has_no_keyword
        self._datasets = vocabularies.derived(Datasets)
        parties, organisations = vocabularies.derived(Parties), vocabularies.derived(Organisations)
        purposes, populations = vocabularies.derived(Purposes), vocabularies.derived(Populations)
        counts = vocabularies.derived(Counts)
        self._may_state = parties.may_state
        self._limits_in = vocabularies.derived(Countries).limits_in

        def where(
            indexes: list[Index], read: Callable[[str], tuple[Made, ...]]
        ) -> Callable[[str], tuple[Made, ...]]:
            asks = wording.asks(indexes)
            return lambda text: read(text) if asks(text) else ()

        # Most lines hold words of few readers; the others are not asked.
        self._find_mentions = where(organisations.indexes, organisations.find_mentions)
        self._purposes_in = where(purposes.indexes, purposes.purposes_in)
        self._populations_in = where(populations.indexes, populations.populations_in)
        self._mentions_in = where(self._datasets.indexes, self._datasets.mentions_in)
        self._may_count, self._has_count = wording.asks(counts.indexes), counts.has_count
        self._statements_in = parties.statements_in
        self._in_full("")  # makes every index, so that the wording knows all words before it is asked
        self.lines = BoundedMemo(self._read)

    @cached_method(REMEMBERED)
    def read_section(self, lines: tuple[str, ...]) -> tuple[tuple[int, LineFacts], ...]:
        """The lines of a section that say anything, by their place in it, from 0. Most say nothing."""
        read = list(map(self.lines.__getitem__, lines))
        return tuple([(index, line) for index, line in compress(enumerate(read), read) if line])

    @cached_method(REMEMBERED)
    def datasets_of(self, lines: tuple[str, ...]) -> tuple[tuple[int, TextFact], ...]:
        """The datasets of a section, with those of lists that go on over lines, by the place of the line."""
        mentions = self._datasets.mentions_of(lines)
        return tuple([(index, _dataset_fact(lines[index], mention)) for index, mention in mentions])

    def _read(self, text: str) -> LineFacts | None:
        return None if self._has_no_keyword(text) else self._in_full(text)

    def _in_full(self, text: str) -> LineFacts | None:
        may_state = self._may_state(text)
        line = LineFacts(
            _bodies(self._find_mentions(text) if len(text) <= LONGEST_STATEMENT else ()),
            tuple(
                TextFact(start + 1, end + 1, text[start:end], {"purpose": purpose, "form": form})
                for purpose, form, start, end in self._purposes_in(text)
            ),
            _bodies(self._populations_in(text)),
            tuple(_dataset_fact(text, mention) for mention in self._mentions_in(text)),
            self._datasets.opens_list(text),
            self._statements_in(text) if may_state else None,
            self._may_count(text) and self._has_count(text),
            self._limits_in(text),
            may_state,
        )
        return line if any(line) else None


def _bodies(mentions: tuple[OrganisationMention, ...]) -> tuple[TextFact, ...]:
    return tuple(
        TextFact(start + 1, end + 1, name, {"name": name, "organisation": identity, "kind": kind})
        for start, end, name, identity, kind, _ in mentions
    )


def _dataset_fact(text: str, mention: DatasetMention) -> TextFact:
    start, end = mention.start, mention.end
    return TextFact(
        start + 1,
        end + 1,
        text[start:end],
        {
            "dataset": mention.dataset,
            "family": mention.family,
            "form": mention.form,
            "flow": mention.flow or "none",
            "negated": mention.negated,
        },
    )
