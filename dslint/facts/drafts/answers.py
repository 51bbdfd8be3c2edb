"""What a draft says, key by key."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from dslint.facts.catalogue import STATES
from dslint.facts.item import Item
from dslint.fields import HEADER
from dslint.model import Span, Value

if TYPE_CHECKING:
    from dslint.facts.agreement import AgreementFacts

_MOST_LINES = 2  # of a section that says nothing


def answers_of(facts: AgreementFacts) -> list[Item]:
    """Each text that a draft has under a key."""
    return [
        Item(text, span, key.split(".")[0], {"key": key, "state": STATES[not text]}, facts.index)
        for key, (text, span) in facts.once(_answers)
    ]


def answers_by_key(facts: AgreementFacts) -> list[tuple[str, Value]]:
    """The same, with the dates of the term."""
    return facts.once(_with_dates)


def _with_dates(facts: AgreementFacts) -> list[tuple[str, Value]]:
    dates = ((name, facts.date(name)) for name in ("dsa_start", "dsa_end"))
    return [*facts.once(_answers), *((name, Value(date.text, date.span)) for name, date in dates if date)]


def _answers(facts: AgreementFacts) -> list[tuple[str, Value]]:
    return list(_read(facts))


def _read(facts: AgreementFacts) -> Iterator[tuple[str, Value]]:
    document, agreement = facts.document, facts.agreement
    recipient = agreement.organisation or document.organisation
    if recipient:
        yield "organisation", recipient
    for key in ("title", "reference", "version"):
        text: str | None = getattr(agreement, key)
        if text and (start := document.text_of(agreement.heading).find(text)) >= 0:
            at = agreement.heading
            yield key, Value(text, Span(at.line, at.column + start, at.column + start + len(text)))
    shown: set[Span] = set()
    for kind in HEADER:
        for value in agreement.values.get(kind.name, ()):
            shown.add(value.span)
            yield kind.name, _reason(value) if kind.name == "opt_outs" else value
    for release in agreement.releases:
        for column in release.columns:
            if (cell := document.cell(release, column)).text and cell.span not in shown:
                yield f"flows.{column}", _reason(cell) if column == "opt_out" else cell
    for dataset in agreement.datasets:
        yield "datasets", dataset
    for item in facts.collection("commercial") or ():
        yield "commercial", Value(item.text, item.span)
    for name, entries in agreement.entries.items():
        for entry in entries:
            for key, value in entry.parts.items():
                yield f"{name}.{key}", value
    yield from ((name, Value("", span)) for name, span in agreement.unsaid.items())
    for section, first, lines in facts.narrative:
        filled = [number for number, line in enumerate(lines) if line.strip()]
        if 0 < len(filled) <= _MOST_LINES:
            for number in filled:
                line = lines[number]
                yield section, Value(line, Span(first + number, 1, len(line) + 1))


def _reason(answer: Value) -> Value:
    """What stands behind Yes or No, if anything does."""
    head, mark, reason = answer.text.partition(" - ")
    line, column, end = answer.span
    return Value(reason, Span(line, column + len(head + mark), end)) if reason else answer
