"""Numbered lists of which one number is missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dslint.facts.agreement import AgreementFacts
from dslint.facts.item import Item
from dslint.model import Span
from dslint.regexes import regex
from dslint.tuples import NamedTuple

_NUMBER = regex(r"\s*\(?(?P<number>\d{1,2})(?P<mark>[.)]+)\s+\S")
# A line inside an entry: one with a marker of its own, or running text.
_GOES_ON = regex(r"\s*(?:[•●▪o*–-]|\(?(?:[a-z]|[ivx]{1,4})[.)])\s|.{91}")


class _Gap(NamedTuple):
    line_index: int
    end: int
    before: int
    number: int


def gaps_of(facts: AgreementFacts) -> list[Item]:
    """The first entry behind a number that is missing from a list that counts from 1."""
    return [
        Item(
            lines[gap.line_index][: gap.end].strip(),
            Span(first + gap.line_index, _indent(lines[gap.line_index]) + 1, gap.end + 1),
            section,
            {"before": str(gap.before), "number": str(gap.number)},
            facts.index,
        )
        for section, first, lines in facts.narrative
        for gap in _gaps(lines)
    ]


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip())


def _gaps(lines: Sequence[str]) -> Iterator[_Gap]:
    """A list is lines that each have a number of one form; a heading between ends it."""
    before, mark = 0, ""
    for index, text in enumerate(lines):
        if not text.strip():
            continue
        found = _NUMBER.match(text)
        if found is None:
            if not _GOES_ON.match(text):
                mark = ""
            continue
        number = int(found["number"])
        if number == 1:
            before, mark = 1, found["mark"]
        elif found["mark"] == mark:
            if number == before + 2:
                yield _Gap(index, len(text.rstrip()), before, number)
            before = number
        else:
            mark = ""
