"""Narrative sections: which of the lines that look like a label is the label.

A narrative may repeat a label as an inner heading. Each section has one label; among several candidates
the one counts that keeps most labels in the order in which pages print their sections.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter

from dslint.model import Agreement, Section
from dslint.tokenizer import Kind, Line
from dslint.tokenizer.lexicon import Lexicon, fold_label


def assemble_narrative(
    agreement: Agreement,
    scanned: list[Line],
    first: int,
    last: int,
    words: Lexicon,
    claimed: list[bool],
) -> None:
    """Cut lines `first` to `last` into sections; text before the first label is kept as unlabelled."""
    legacy = agreement.layout == "legacy"
    candidates = [
        number
        for number, line in enumerate(scanned[first - 1 : last], first)
        if line.kind is Kind.LABEL and line.group == "narrative" and (legacy or line.start >= line.end)
    ]
    labels = _outer_labels(_first_spellings(candidates, scanned, words), scanned, words, legacy)
    bounds = [*labels, last + 1]
    if before := _filled(scanned, first, bounds[0] - 1):
        agreement.unlabelled.append(before)
    for number, following in zip(labels, bounds[1:], strict=True):
        line = scanned[number - 1]
        inline = line.start < line.end
        content = _filled(scanned, number if inline else number + 1, following - 1)
        agreement.sections[line.key] = Section(
            line.key,
            line.label,
            number,
            content[0] if content else None,
            content[1] if content else None,
            line.start + 1 if inline else 1,
        )
        claimed[number - 1 : following - 1] = [True] * (following - number)


def _filled(scanned: list[Line], first: int, last: int) -> tuple[int, int] | None:
    """The first and the last line between two that is not blank."""
    while first <= last and scanned[first - 1].kind is Kind.BLANK:
        first += 1
    while last >= first and scanned[last - 1].kind is Kind.BLANK:
        last -= 1
    return (first, last) if first <= last else None


def _first_spellings(candidates: list[int], scanned: list[Line], words: Lexicon) -> list[int]:
    """A record that prints the usual spelling of a label means it: other spellings are inner headings."""
    usual = {n for n in candidates if fold_label(scanned[n - 1].label) in words.usual}
    keys = {scanned[n - 1].key for n in usual}
    return [n for n in candidates if n in usual or scanned[n - 1].key not in keys]


def _outer_labels(candidates: list[int], scanned: list[Line], words: Lexicon, legacy: bool) -> list[int]:
    counts = Counter(scanned[number - 1].key for number in candidates)
    if legacy or max(counts.values(), default=1) == 1:
        first_of: dict[str, int] = {}
        for number in candidates:
            first_of.setdefault(scanned[number - 1].key, number)
        return sorted(first_of.values())
    ordered = _longest_in_order(candidates, [words.narrative_order[scanned[n - 1].key] for n in candidates])
    kept = {scanned[number - 1].key for number in ordered}
    single = [n for n in candidates if scanned[n - 1].key not in kept and counts[scanned[n - 1].key] == 1]
    return sorted([*ordered, *single])


def _longest_in_order(numbers: list[int], ranks: list[int]) -> list[int]:
    """The longest strictly rising selection; among equals the one whose labels come first."""
    tails: list[int] = []  # lowest final rank of a selection of each length
    ends: list[int] = []
    previous: list[int] = []
    for index, rank in enumerate(ranks):
        length = bisect_left(tails, rank)
        previous.append(ends[length - 1] if length else -1)
        if length == len(tails):
            tails.append(rank)
            ends.append(index)
        elif rank < tails[length]:
            tails[length] = rank
            ends[length] = index
    chosen: list[int] = []
    index = ends[-1] if ends else -1
    while index >= 0:
        chosen.append(numbers[index])
        index = previous[index]
    return chosen[::-1]
