"""One case in several documents: a draft, the published record of the same reference, a filled form."""

from __future__ import annotations

from collections.abc import Iterator

from dslint.compare.agreements import Change, compare_agreements
from dslint.compare.snapshot import Snapshot, Snapshots
from dslint.model import Agreement, Document, Place, Value
from dslint.tuples import NamedTuple
from dslint.vocabularies import Vocabularies


class Statement(NamedTuple):
    """What one of the documents says, and where, if it is at one place."""

    text: str
    at: Place | None


class Difference(NamedTuple):
    """What a draft and another document say differently, as printed."""

    key: str
    label: str
    draft: tuple[Statement, ...]
    other: tuple[Statement, ...]


class CaseComparison(NamedTuple):
    """A draft and one other document, by their paths. `not_compared` are labels that one never states."""

    reference: str
    draft: str
    other: str
    differences: tuple[Difference, ...]
    not_compared: tuple[str, ...]


def compare_case(
    draft: list[Document], other: list[Document], vocabularies: Vocabularies, any_reference: bool = False
) -> list[CaseComparison]:
    """Each agreement of a draft against the one with its reference. With `any_reference`, the only agreement
    of a document is taken whatever its reference is: a form may have none yet."""
    mine, theirs = _snapshots(draft), _snapshots(other)
    if any_reference and len(mine) == 1 and len(theirs) == 1:
        theirs = {next(iter(mine)): next(iter(theirs.values()))}
    return [
        _compared(reference, (draft, mine[reference]), (other, theirs[reference]), vocabularies)
        for reference in sorted(mine.keys() & theirs.keys())
    ]


def _snapshots(documents: list[Document]) -> dict[str, Snapshot]:
    found = Snapshots()
    for document in documents:
        found.add(document)
    return found.by_reference()


_Side = tuple[list[Document], Snapshot]


def _compared(reference: str, mine: _Side, theirs: _Side, vocabularies: Vocabularies) -> CaseComparison:
    found = compare_agreements({reference: theirs[1]}, {reference: mine[1]}, vocabularies)
    (pair,) = found.both
    # A list with nothing in it is one that the document does not have.
    empty = {
        key
        for _, one in (mine, theirs)
        for key, values in one.lists.items()
        if values is not None and not values
    }
    left_out = [change.label for change in pair.changes if change.key in empty]
    return CaseComparison(
        reference,
        _path(mine),
        _path(theirs),
        tuple(_difference(change, mine, theirs) for change in pair.changes if change.key not in empty),
        (*found.not_compared, *left_out),
    )


def _path(side: _Side) -> str:
    return next((document.path for document, _ in _records(side)), side[0][0].path)


def _difference(change: Change, mine: _Side, theirs: _Side) -> Difference:
    return Difference(
        change.key,
        change.label,
        tuple(Statement(text, _place(mine, text)) for text in change.added),
        tuple(Statement(text, _place(theirs, text)) for text in change.removed),
    )


def _records(side: _Side) -> Iterator[tuple[Document, Agreement]]:
    """The records of a document that a snapshot is of."""
    documents, snapshot = side
    for document in documents:
        for agreement in document.agreements:
            is_same = agreement.base_reference in (snapshot.reference, None)
            if is_same and agreement.version in (snapshot.version, None):
                yield document, agreement


def _place(side: _Side, text: str) -> Place | None:
    """Where a text is first, among the values or in the lines of a record."""
    for document, agreement in _records(side):
        for value in _values(agreement):
            if value.text == text:
                return document.place(value.span)
        for entry in (entry for several in agreement.entries.values() for entry in several):
            if entry.text == text:
                return document.place(entry.value.span)
        for number in range(agreement.start_line, agreement.end_line + 1):
            if text.strip() and text in document.lines[number - 1]:
                return document.place_of_line(number)
    return None


def _values(agreement: Agreement) -> Iterator[Value]:
    for values in agreement.values.values():
        yield from values
    yield from agreement.datasets
    for period in (agreement.dsa, agreement.release):
        yield from (end for end in period if end)
