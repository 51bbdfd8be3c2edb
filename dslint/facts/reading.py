"""What each line of narrative says by itself, read once.

Registers repeat themselves: an agreement is renewed with its text, and many share a template. So lines are
remembered with all that they say, sections with the lines that say anything, and what several agreements
repeat means the same `values` to all of them.
"""

from __future__ import annotations

from functools import cache, lru_cache
from itertools import compress
from typing import Any, NamedTuple

from dslint.facts import datasets
from dslint.facts.counts import has_count
from dslint.facts.organisations import Mention, find_mentions
from dslint.facts.parties import LONGEST_STATEMENT, Statements, statements_in
from dslint.facts.populations import populations_in
from dslint.facts.purposes import purposes_in
from dslint.facts.sections import REMEMBERED
from dslint.facts.wording import says_nothing
from dslint.remembered import Remembered


class Said(NamedTuple):
    """A stretch of a line and what it means; columns are 1-based."""

    start: int
    end: int
    text: str
    values: dict[str, Any]


class Line(NamedTuple):
    """All that a line says. `lists_datasets` is true when it opens a list of some."""

    names: tuple[Said, ...]
    purposes: tuple[Said, ...]
    populations: tuple[Said, ...]
    datasets: tuple[Said, ...]
    lists_datasets: bool
    parties: Statements | None
    has_count: bool


@lru_cache(maxsize=REMEMBERED)
def read_section(lines: tuple[str, ...]) -> tuple[tuple[int, Line], ...]:
    """The lines of a section that say anything, by their place in it, from 0. Most say nothing."""
    read = list(map(LINES.__getitem__, lines))
    return tuple([(place, line) for place, line in compress(enumerate(read), read) if line])


def _read(text: str) -> Line | None:
    """None when the line says nothing."""
    _words_are_known()
    return None if says_nothing(text) else _in_full(text)


LINES = Remembered(_read)


@cache
def _words_are_known() -> None:
    """Make the index of every vocabulary, which is done when it is first asked."""
    _in_full("")


def _in_full(text: str) -> Line | None:
    line = Line(
        _bodies(find_mentions(text) if len(text) <= LONGEST_STATEMENT else ()),
        tuple(
            Said(start + 1, end + 1, text[start:end], {"purpose": purpose, "form": form})
            for purpose, form, start, end in purposes_in(text)
        ),
        _bodies(populations_in(text)),
        tuple(dataset_said(text, mention) for mention in datasets.mentions_in(text)),
        datasets.opens_list(text),
        statements_in(text),
        has_count(text),
    )
    return line if any(line) else None


def _bodies(mentions: tuple[Mention, ...]) -> tuple[Said, ...]:
    return tuple(
        Said(start + 1, end + 1, name, {"name": name, "organisation": identity, "kind": kind})
        for start, end, name, identity, kind in mentions
    )


def dataset_said(text: str, mention: datasets.Mention) -> Said:
    start, end = mention.start, mention.end
    return Said(
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
