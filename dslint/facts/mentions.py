"""What the narrative of an agreement names: bodies, counts, repeats, purposes, datasets, populations."""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter

from dslint.facts.agreement import AgreementFacts
from dslint.facts.counts import Count
from dslint.facts.item import Item
from dslint.facts.meanings import fold_text
from dslint.facts.reading import LineFacts, Reading, TextFact
from dslint.facts.repeats import Repeats, echoes_in
from dslint.model import Span, Value


def _items(facts: AgreementFacts, kind: Callable[[LineFacts], tuple[TextFact, ...]]) -> list[Item]:
    """All that an agreement says of one kind."""
    record = facts.index
    return [
        Item(text, Span(first + index, start, end), section, values, record)
        for section, first, _, read in facts.line_facts
        for index, line in read
        for start, end, text, values in kind(line)
    ]


def names_of(facts: AgreementFacts) -> list[Item]:
    """Every organisation that the narrative names."""
    return _items(facts, attrgetter("names"))


def counts_of(facts: AgreementFacts) -> list[Item]:
    return [
        Item(
            lines[count.line_index][count.start : count.end],
            Span(first + count.line_index, count.start + 1, count.end + 1),
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
            lines[name.line_index][name.start : name.end],
            Span(first + name.line_index, name.start + 1, name.end + 1),
            section,
            {"list": _list_key(first, count)},
            facts.index,
        )
        for section, first, lines, count in facts.counts
        for name in count.names
    ]


def _list_key(first: int, count: Count) -> str:
    return f"{first + count.line_index}:{count.start}"


def repeats_of(facts: AgreementFacts) -> list[Item]:
    by_section = {section: lines for section, _, lines in facts.narrative}
    expected = by_section.get("expected_benefits", ())
    return [
        Item(
            lines[repeat.line_index][repeat.start : repeat.end],
            Span(first + repeat.line_index, repeat.start + 1, repeat.end + 1),
            section,
            {
                "form": repeat.form,
                "occurrence": "first" if repeat.line_index == repeat.first else "again",
                "original": str(first + repeat.first),
                "block": str(first + repeat.block),
            },
            facts.index,
        )
        for section, first, lines in facts.narrative
        for repeat in (
            *facts.derived(Repeats).repeats_in(lines),
            *(echoes_in(lines, expected) if section == "yielded_benefits" and expected else ()),
        )
    ] + _repeated_datasets(facts)


def _repeated_datasets(facts: AgreementFacts) -> list[Item]:
    """Lines of the dataset list that say the same to the letter; two spellings of one dataset are none."""
    listed = facts.agreement.datasets
    spellings: dict[str, list[Value]] = {}
    for value in listed:
        spellings.setdefault(fold_text(value.text), []).append(value)
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
    return _items(facts, attrgetter("purposes"))


def populations_of(facts: AgreementFacts) -> list[Item] | None:
    return _items(facts, attrgetter("populations")) if facts.narrative else None


def dataset_mentions_of(facts: AgreementFacts) -> list[Item] | None:
    if not facts.narrative:
        return None
    if not any(line.lists_datasets for *_, read in facts.line_facts for _, line in read):
        return _items(facts, attrgetter("datasets"))
    datasets_of, record = facts.derived(Reading).datasets_of, facts.index
    return [
        Item(text, Span(first + index, start, end), section, values, record)
        for section, first, lines in facts.narrative
        for index, (start, end, text, values) in datasets_of(lines)
    ]
