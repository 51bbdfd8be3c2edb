"""What the narrative of an agreement names: bodies, counts, repeats, purposes, datasets, populations."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dslint.facts import datasets, meanings
from dslint.facts.counts import Count
from dslint.facts.item import Item
from dslint.facts.organisations import Mention, find_mentions
from dslint.facts.parties import LONGEST_STATEMENT
from dslint.facts.populations import populations_in
from dslint.facts.purposes import purposes_in
from dslint.facts.repeats import repeats_in
from dslint.facts.sections import by_section
from dslint.model import Span, Value

if TYPE_CHECKING:
    from dslint.facts.agreement import AgreementFacts


@by_section
def _names_in(text: str) -> tuple[Mention, ...]:
    return find_mentions(text) if len(text) <= LONGEST_STATEMENT else ()


_purposes_in = by_section(purposes_in)
_populations_in = by_section(populations_in)


def names_of(facts: AgreementFacts) -> list[Item]:
    """Every organisation that the narrative names."""
    return [
        Item(
            mention.name,
            Span(first + place, mention.start + 1, mention.end + 1),
            section,
            {"name": mention.name, "organisation": mention.identity, "kind": mention.kind},
            facts.index,
        )
        for section, first, lines in facts.narrative
        for place, mention in _names_in(lines)
    ]


_ACRONYM = re.compile(r"(?P<name>.*\S)\s*\((?P<acronym>[A-Z][\w&]*[A-Z][\w&]*)\)")


def acronyms_of(facts: AgreementFacts) -> list[Item]:
    """Every name that prints its acronym behind it, in brackets."""
    return [
        item._replace(values={**item.values, "acronym": found["acronym"]})
        for item in facts.collection("names") or []
        if (found := _ACRONYM.fullmatch(item.text))
    ]


def counts_of(facts: AgreementFacts) -> list[Item]:
    return [
        Item(
            lines[count.place][count.start : count.end],
            Span(first + count.place, count.start + 1, count.end + 1),
            section,
            {
                "number": str(count.number),
                "noun": count.noun,
                "listed": str(len(count.names)),
                "agrees": count.number == len(count.names),
                "position": count.position,
                "list": _list_key(first, count),
            },
            facts.index,
        )
        for section, first, lines, count in facts.counts
    ]


def counted_of(facts: AgreementFacts) -> list[Item]:
    return [
        Item(
            lines[name.place][name.start : name.end],
            Span(first + name.place, name.start + 1, name.end + 1),
            section,
            {"list": _list_key(first, count)},
            facts.index,
        )
        for section, first, lines, count in facts.counts
        for name in count.names
    ]


def _list_key(first: int, count: Count) -> str:
    return f"{first + count.place}:{count.start}"


def repeats_of(facts: AgreementFacts) -> list[Item]:
    return [
        Item(
            lines[repeat.place][repeat.start : repeat.end],
            Span(first + repeat.place, repeat.start + 1, repeat.end + 1),
            section,
            {
                "form": repeat.form,
                "occurrence": "first" if repeat.place == repeat.first else "again",
                "original": str(first + repeat.first),
                "block": str(first + repeat.block),
            },
            facts.index,
        )
        for section, first, lines in facts.narrative
        for repeat in repeats_in(lines)
    ] + _repeated_datasets(facts)


def _repeated_datasets(facts: AgreementFacts) -> list[Item]:
    """Lines of the dataset list that say the same to the letter; two spellings of one dataset are none."""
    listed = facts.agreement.datasets
    spellings: dict[str, list[Value]] = {}
    for value in listed:
        spellings.setdefault(meanings.fold(value.text), []).append(value)
    return [
        Item(
            value.text,
            value.span,
            "datasets",
            {
                "form": "dataset",
                "occurrence": "first" if value is values[0] else "again",
                "original": str(values[0].span.line),
                "block": str(listed[0].span.line),
            },
            facts.index,
        )
        for values in spellings.values()
        if len({value.span.line for value in values}) > 1
        for value in values
    ]


def purposes_of(facts: AgreementFacts) -> list[Item]:
    return [
        Item(
            lines[place][named.start : named.end],
            Span(first + place, named.start + 1, named.end + 1),
            section,
            {"purpose": named.purpose, "form": named.form},
            facts.index,
        )
        for section, first, lines in facts.narrative
        for place, named in _purposes_in(lines)
    ]


def dataset_mentions_of(facts: AgreementFacts) -> list[Item] | None:
    if not facts.narrative:
        return None
    return [
        Item(
            lines[place][found.start : found.end],
            Span(first + place, found.start + 1, found.end + 1),
            section,
            {
                "dataset": found.dataset,
                "family": found.family,
                "form": found.form,
                "flow": found.flow or "none",
                "negated": found.negated,
            },
            facts.index,
        )
        for section, first, lines in facts.narrative
        for place, found in datasets.mentions_of(lines)
    ]


def populations_of(facts: AgreementFacts) -> list[Item] | None:
    if not facts.narrative:
        return None
    return [
        Item(
            found.name,
            Span(first + place, found.start + 1, found.end + 1),
            section,
            {"name": found.name, "organisation": found.identity, "kind": found.kind},
            facts.index,
        )
        for section, first, lines in facts.narrative
        for place, found in _populations_in(lines)
    ]
