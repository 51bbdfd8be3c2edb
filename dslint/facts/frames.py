"""What single sentences state besides roles and acts: levels, places, people, times, requests.

The frames are data (vocabulary/frames.yaml).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

from dslint.compiled import builtin
from dslint.facts.sections import REMEMBERED
from dslint.facts.sentences import Negation, sentence_around
from dslint.facts.wording import Wording
from dslint.memo import cached_method
from dslint.patterns import Index, Pattern
from dslint.tuples import NamedTuple
from dslint.vocabularies import Vocabularies

_NEAR = 30  # code points before a match in which a denial still belongs to it


class Framed(NamedTuple):
    """One statement; offsets are 0-based into the line. `first` and `last` are those of its sentence."""

    type: str
    level: str | None
    meaning: str | None
    polarity: str  # yes | no
    modality: str  # is | will | may | must
    excepted: bool
    start: int
    end: int
    first: int
    last: int


def _apart(found: Iterable[Framed]) -> Iterator[Framed]:
    """Statements in order, without those that say the same of a stretch that one before them has."""
    ends: dict[tuple[str, str | None, str | None], int] = {}
    for each in found:
        statement = (each.type, each.level, each.meaning)
        if each.start >= ends.get(statement, 0):
            ends[statement] = each.end
            yield each


class _Frame(NamedTuple):
    type: str
    level: str | None
    meaning: str | None
    near: bool
    match: Pattern
    unless: Pattern | None

    @classmethod
    def read(cls, entry: dict[str, Any]) -> _Frame:
        unless = entry.get("unless")
        return cls(
            entry["type"], entry.get("level"), entry.get("meaning"), bool(entry.get("near")),
            builtin(entry["match"]), builtin(unless) if unless else None,
        )  # fmt: skip


class Frames:
    """Finds statements by the frames that a run knows."""

    def __init__(self, vocabularies: Vocabularies) -> None:
        data: dict[str, Any] = vocabularies.vocabulary("frames")
        self._entries: list[dict[str, Any]] = data["frames"]
        self._is_negated = vocabularies.derived(Negation).is_negated
        self._index_of = vocabularies.derived(Wording).index_of_more
        self._modalities = tuple((entry["modality"], builtin(entry["match"])) for entry in data["modalities"])
        self._exception = builtin(data["exception"]["match"])
        self._denied_before = builtin(data["denied_before"]["match"])
        self._denied_behind = builtin(data["denied_behind"]["match"])

    @cached_property
    def _all(self) -> tuple[Index, tuple[_Frame, ...]]:
        frames = tuple(map(_Frame.read, self._entries))
        return self._index_of(frame.match for frame in frames), frames

    @cached_method(64)
    def _of_types(self, types: frozenset[str]) -> tuple[Index, list[Pattern]]:
        """A few of the patterns, in an index that leaves alone the words that all lines are asked for."""
        patterns = [builtin(entry["match"]) for entry in self._entries if entry["type"] in types]
        return Index(patterns), patterns

    @cached_method(REMEMBERED)
    def may_state(self, lines: tuple[str, ...], types: frozenset[str]) -> bool:
        """Whether the lines of a section may hold a statement of some types: none of others is looked for."""
        index, patterns = self._of_types(types)
        return any(patterns[number].spans(text, live) for text in lines for number, live in index.live(text))

    @cached_method(65536)
    def statements_in(self, text: str) -> tuple[Framed, ...]:
        """The statements of a line, in order."""
        found: list[Framed] = []
        index, frames = self._all
        for number, live in index.live(text):
            frame = frames[number]
            for start, end in frame.match.spans(text, live):
                first, last = sentence_around(text, start, end)
                sentence = text[first:last]
                if frame.unless and frame.unless.matches(sentence):
                    continue
                # A denial may stand within what matches: "will not leave the UK" is a denial as a whole.
                begin = max(first, start - _NEAR) if frame.near else first
                comma = text.find(",", start, end)  # one denial for all: "not be sent, shared or sold"
                denied = (
                    self._is_negated(text, begin, end)
                    or (comma > 0 and self._is_negated(text, begin, comma))
                    or self._denied_before.matches(text[begin:start])
                    or self._denied_behind.matches(text[end:last])
                )
                polarity, modality = "no" if denied else "yes", self._modality(sentence)
                excepted = self._exception.matches(sentence)
                statement = (frame.type, frame.level, frame.meaning, polarity, modality, excepted)
                found.append(Framed(*statement, start, end, first, last))
        return tuple(_apart(sorted(found, key=lambda each: (each.start, each.type, -each.end))))

    def _modality(self, sentence: str) -> str:
        return next((name for name, words in self._modalities if words.matches(sentence)), "is")
