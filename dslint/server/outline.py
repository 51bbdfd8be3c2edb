"""The agreements of a text with their sections, as an editor lists them."""

from __future__ import annotations

from dslint.model import Agreement, Document, Place, Span
from dslint.tuples import NamedTuple

MOST = 500  # agreements


class Outline(NamedTuple):
    """`at` is all of it, `name_at` the place of what names it."""

    name: str
    detail: str
    at: Place
    name_at: Place
    parts: tuple[Outline, ...] = ()


def outline(document: Document) -> tuple[Outline, ...]:
    return tuple(_agreement(document, one) for one in document.agreements[:MOST])


def _agreement(document: Document, agreement: Agreement) -> Outline:
    name_at = document.place(agreement.heading)
    at = _from_to(document, agreement.start_line, agreement.end_line)
    parts = tuple(
        Outline(
            section.label.rstrip(":"), "",
            _from_to(document, section.line, section.last_content_line or section.line),
            document.place(section.label_span),
        )
        for section in agreement.sections.values()
    )  # fmt: skip
    name = agreement.reference or agreement.title or "agreement"
    detail = agreement.title or "" if agreement.reference else ""
    return Outline(name, detail, _around(at, name_at), name_at, tuple(_in_order(parts)))


def _in_order(parts: tuple[Outline, ...]) -> list[Outline]:
    return [
        part._replace(at=_around(part.at, part.name_at))
        for part in sorted(parts, key=lambda part: (part.name_at.line, part.name_at.column))
    ]


def _from_to(document: Document, first: int, last: int) -> Place:
    """From the first to the last of some lines, wherever they are in the file."""
    places = [document.place_of_line(line) for line in (first, last) if 1 <= line <= len(document.lines)]
    if not places:
        places = [document.place(Span(1, 1, 1))] if document.lines else [Place(1, 1, 1, 1)]
    return _around(places[0], places[-1])


def _around(one: Place, other: Place) -> Place:
    """The stretch that holds both; an editor asks that a whole has its parts in it."""
    line, column = min(one[:2], other[:2])
    end_line, end_column = max(one[2:4], other[2:4])
    return Place(line, column, end_line, end_column)
