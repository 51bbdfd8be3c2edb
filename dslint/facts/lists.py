"""The entries of lists in running text: bulleted, numbered or lettered, or lines that are only a name."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from dslint.facts.organisations import Organisations
from dslint.memo import cached_method
from dslint.regexes import regex
from dslint.tokenizer import Kind, shape_of
from dslint.tuples import NamedTuple
from dslint.vocabularies import Vocabularies

_DINGBAT = regex(r"\s*(?P<marker>[\uE000-\uF8FF])\s*(?=\S)")  # a bullet in a font of symbols
_LETTERED = regex(r"\s*(?P<open>\(?)(?P<marker>[a-z]|[ivx]{2,4})[.)]\s+(?=\S)")


class ListEntry(NamedTuple):
    """A list entry; offsets are 0-based into the line. Entries of one level of a list share a `style`."""

    style: str
    number: int | None
    start: int
    end: int


@lru_cache(maxsize=16384)
def entry(text: str) -> ListEntry | None:
    """None when the line is no bulleted, numbered or lettered entry."""
    if text[:1].isupper():
        return None  # as most lines begin, and no marker does
    end = len(text.rstrip())
    if found := _LETTERED.match(text):
        letter = found["marker"]
        return ListEntry(
            f"letter{found['open']}", ord(letter) - 96 if len(letter) == 1 else None, found.end(), end
        )
    if found := _DINGBAT.match(text):
        return ListEntry(found["marker"], None, found.end(), end)
    line = shape_of(text)
    if line.kind is not Kind.ITEM:
        return None
    number = line.label.strip("(.)")
    if number.isdecimal():
        return ListEntry("number" + ("(" if line.label[0] == "(" else ""), int(number), line.start, end)
    return ListEntry(line.key + line.label, None, line.start, end)


NAME = "name"  # the style of names without a marker
LONGEST_NAME_LINE = 200  # code points
_TRAILING = regex(r"[\s,;.]*(?:\band\b|&)?[\s,;.]*$")


def without_end(text: str) -> str:
    """An entry without what leads to the next one: a comma, a full stop, "and"."""
    return _TRAILING.sub("", text)


class Lists:
    """The lists of a section, where names of organisations can stand alone on their lines."""

    def __init__(self, vocabularies: Vocabularies) -> None:
        self._find_mentions = vocabularies.derived(Organisations).find_mentions

    @cached_method(16384)
    def name_alone(self, text: str) -> ListEntry | None:
        """A line without a marker that holds nothing but the name of one organisation."""
        mentions = self._find_mentions(text) if len(text) <= LONGEST_NAME_LINE else ()
        if len(mentions) != 1 or text[: mentions[0].start].strip() or without_end(text[mentions[0].end :]):
            return None
        return ListEntry(NAME, None, mentions[0].start, mentions[0].end)

    def entries_from(self, lines: Sequence[str], first: int) -> list[tuple[int, ListEntry]]:
        """The entries of the list that begins at a line, with their places; deeper levels are left out.

        Blank lines do not end a list. An entry like the line above the list belongs to the list around it.
        Names that stand alone on their lines are a list too.
        """
        outer = entry(lines[first - 1]) if first else None
        found: list[tuple[int, ListEntry]] = []
        for index in range(first, len(lines)):
            if not lines[index].strip():
                continue
            one = entry(lines[index]) or self.name_alone(lines[index])
            if one is None or (outer and one.style == outer.style):
                break
            style = found[0][1].style if found else one.style
            if one.style == style:
                found.append((index, one))
            elif NAME in {one.style, style}:
                break
        return found
