"""What an editor shows where the pointer rests on a finding: why there is such a rule, and its sources."""

from __future__ import annotations

from collections.abc import Iterable

from dslint.model import Place
from dslint.regexes import regex
from dslint.reporters.check_markdown import cell
from dslint.server.notes import Note

MOST = 4000  # code points of what is quoted
_EXAMPLES = regex(r"\n## (?:Fires|Silent|Authority|How to fix it)\b")
_MARKS = regex(r"[*_`#>]")


def covers(at: Place, line: int, column: int) -> bool:
    """Whether a place of a file is in a stretch; its end counts too, where a cursor may be."""
    return (at.line, at.column) <= (line, column) <= (at.end_line, at.end_column)


def notes_at(notes: Iterable[Note], line: int, column: int) -> list[Note]:
    """The notes at a place; those that only reach it by their line when there is no other."""
    found = [note for note in notes if covers(note.at, line, column)]
    return found or [
        note
        for note in notes
        if note.at.line == line
        and note.at == note.at._replace(end_line=note.at.line, end_column=note.at.column)
    ]


def hover(notes: Iterable[Note], cards: dict[str, str], plain: bool = False) -> str:
    """Some notes in Markdown, or in text without marks for an editor that shows none."""
    parts = [_one(note, cards.get(note.rule or "", "")) for note in notes]
    text = "\n\n---\n\n".join(parts)
    return _MARKS.sub("", text.replace("\\", "")) if plain else text


def _one(note: Note, card: str) -> str:
    """What the message of a finding does not say: why there is such a rule, and which source says so."""
    if note.rule is None:
        return cell(note.message, MOST)
    possible = "possible " if note.certainty == "possible" else ""
    paragraphs = [f"**{note.rule} {note.name}** ({possible}{note.severity})", _why(card)]
    if note.authority:
        paragraphs.append("\n".join(("**Authority**", "", *(f"- {each}" for each in note.authority))))
    return "\n\n".join(filter(None, paragraphs))


def _why(card: str) -> str:
    """Why there is such a rule, out of what `dslint explain` says."""
    _, mark, behind = card.partition("\n## Why\n")
    return _EXAMPLES.split(behind)[0].strip() if mark else ""
