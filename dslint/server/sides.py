"""The sides of a contradiction: from a place in a file to where the other sides are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dslint.model import Place
from dslint.server.hover import covers
from dslint.server.notes import Note

Side = tuple[str, Place]  # the path of a file and a place in it


def sides(note: Note) -> list[Side]:
    """Every side of a finding, the primary one first."""
    return [(note.path, note.at), *((each.path, each.at) for each in note.related)]


def touching(notes: Iterable[Note], path: str, line: int, column: int) -> Iterator[list[Side]]:
    """The sides of each finding that has one at a place."""
    for note in notes:
        found = sides(note)
        if len(found) > 1 and any(at_path == path and covers(at, line, column) for at_path, at in found):
            yield found


def other_sides(notes: Iterable[Note], path: str, line: int, column: int) -> list[Side]:
    """The sides that a finding has elsewhere, each once."""
    return _once(
        side
        for found in touching(notes, path, line, column)
        for side in found
        if not (side[0] == path and covers(side[1], line, column))
    )


def all_sides(notes: Iterable[Note], path: str, line: int, column: int) -> list[Side]:
    return _once(side for found in touching(notes, path, line, column) for side in found)


def _once(found: Iterable[Side]) -> list[Side]:
    return list(dict.fromkeys(found))
