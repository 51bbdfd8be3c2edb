"""Acronyms that a record introduces in brackets, each with the name before them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from dslint.facts.agreement import AgreementFacts
from dslint.facts.candidates import Candidates
from dslint.facts.item import Item
from dslint.facts.organisations import Organisations
from dslint.facts.sections import REMEMBERED
from dslint.memo import BoundedMemo
from dslint.model import Span
from dslint.regexes import regex
from dslint.tuples import NamedTuple

_INTRODUCED = regex(r"(?P<name>.*\S)\s*\((?P<acronym>[A-Z][\w&]*[A-Z][\w&]*)\)")
_IN_TEXT = regex(r" \((?P<acronym>[A-Z]{3,})s?\)")
_WORD = regex(r"[A-Za-z][\w’'-]*")
_SMALL = {"and", "of", "the", "for", "in", "to", "on", "with"}
_LONGEST = 140  # code points before a bracket in which the name stands
_SHORTEST_STEM = 4  # letters that "Wait" and "Waiting" have in common


class _Expansion(NamedTuple):
    section: str
    line: int
    start: int
    end: int
    acronym: str
    words: tuple[str, ...]


_InLine = tuple[int, int, str, tuple[str, ...]]  # start, end, acronym, words


def acronyms_of(facts: AgreementFacts) -> list[Item]:
    """Every name that prints its acronym behind it, in brackets; the word for a kind of body is none."""
    is_kind = facts.derived(Organisations).is_kind
    known = [
        item._replace(values={**item.values, "acronym": found["acronym"]})
        for item in facts.collection("names") or []
        if (found := _INTRODUCED.fullmatch(item.text)) and not is_kind(found["acronym"])
    ]
    places = {(item.span.line, item.span.end_column) for item in known}
    others = [each for each in _expansions(facts) if (each.line, each.end + 1) not in places]
    return [*known, *_of_bodies(facts, others, known)]


def _of_bodies(facts: AgreementFacts, found: list[_Expansion], known: list[Item]) -> Iterator[Item]:
    """The expansions of acronyms that mean a body, spelt alike or in several ways."""
    organisations, candidates = facts.derived(Organisations), facts.derived(Candidates)
    meanings: dict[str, dict[str, tuple[str, ...]]] = {}
    unspelt = set()  # not made of the letters of the name before them, which may be that of a university
    for item in known:
        name = _INTRODUCED.sub(r"\g<name>", item.text)
        words = tuple(_content_words(name))
        if _start(item.values["acronym"], name, len(name)) is None:
            unspelt.add(item.values["acronym"])
        meanings.setdefault(item.values["acronym"], {})[item.values["organisation"]] = words
    bodies = {each.acronym for each in found if candidates.is_shape(" ".join(each.words))} | set(meanings)
    for each in found:
        if each.acronym not in bodies - unspelt or organisations.is_kind(each.acronym):
            continue
        same = meanings.setdefault(each.acronym, {})
        content = tuple(_content_words(" ".join(each.words)))
        identity = next((name for name, words in same.items() if _alike(words, content)), None)
        if identity is None:
            identity = " ".join(content)
            same[identity] = content
        text = facts.document.lines[each.line - 1][each.start : each.end]
        values = {"name": text, "organisation": identity, "kind": None, "acronym": each.acronym}
        yield Item(text, Span(each.line, each.start + 1, each.end + 1), each.section, values, facts.index)


def _expansions(facts: AgreementFacts) -> Iterator[_Expansion]:
    for section, first, lines in facts.narrative:
        for index, found in _expanded_in(lines):
            yield _Expansion(section, first + index, *found)


def _expanded(text: str) -> tuple[_InLine, ...]:
    """The acronyms that a line expands."""
    if "(" not in text:
        return ()
    expanded = []
    for found in _IN_TEXT.finditer(text):
        start = _start(found["acronym"], text, found.start())
        if start is not None:
            words = tuple(_WORD.findall(text[start : found.start()]))
            expanded.append((start, found.end(), found["acronym"], words))
    return tuple(expanded)


_EXPANDED = BoundedMemo(_expanded)


@lru_cache(maxsize=REMEMBERED)
def _expanded_in(lines: tuple[str, ...]) -> list[tuple[int, _InLine]]:
    """The acronyms that the lines of a section expand, each with the place of its line, from 0."""
    return [
        (index, found) for index, several in enumerate(map(_EXPANDED.__getitem__, lines)) for found in several
    ]


def _start(acronym: str, text: str, end: int) -> int | None:
    """Where the name begins whose words have the letters of the acronym for their first ones."""
    left = len(acronym)
    start = None
    for word in reversed(list(_WORD.finditer(text, max(0, end - _LONGEST), end))):
        if word.group() in _SMALL:
            continue
        if not left or word.group()[0] != acronym[left - 1]:
            break
        left, start = left - 1, word.start()
    return start if not left else None


def _content_words(name: str) -> Iterator[str]:
    """The words of a name as they are compared, without the small ones."""
    for word in _WORD.findall(name.replace("’", "'")):
        if word.casefold() not in _SMALL:
            yield word.casefold().replace("'", "").rstrip("s")


def _alike(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two names differ in nothing but the ends of their words: "Wait" and "Waiting"."""
    return len(one) == len(other) and all(
        mine == theirs
        or (
            min(len(mine), len(theirs)) >= _SHORTEST_STEM
            and (mine.startswith(theirs) or theirs.startswith(mine))
        )
        for mine, theirs in zip(one, other, strict=True)
    )
