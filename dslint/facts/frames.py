"""What single sentences state besides roles and acts: levels, places, people, times, requests.

The frames are data (vocabulary/frames.yaml).
"""

from __future__ import annotations

from typing import Any

from dslint.compiled import builtin
from dslint.facts.sentences import Negation, sentence_around
from dslint.memo import cached_method
from dslint.patterns import Index, Pattern
from dslint.tuples import NamedTuple
from dslint.vocabularies import Vocabularies

_NEAR = 30  # code points before a match in which a denial still belongs to it


class Framed(NamedTuple):
    """One statement; offsets are 0-based into the line. `first` and `last` are those of its sentence."""

    type: str
    level: str | None
    polarity: str  # yes | no
    modality: str  # is | will | may | must
    excepted: bool
    start: int
    end: int
    first: int
    last: int


class Frames:
    """Finds statements by the frames that a run knows."""

    def __init__(self, vocabularies: Vocabularies) -> None:
        data: dict[str, Any] = vocabularies.vocabulary("frames")
        self._is_negated = vocabularies.derived(Negation).is_negated
        self._frames: tuple[tuple[str, str | None, bool, Pattern], ...] = tuple(
            (entry["type"], entry.get("level"), bool(entry.get("near")), builtin(entry["match"]))
            for entry in data["frames"]
        )
        self._modalities = tuple((entry["modality"], builtin(entry["match"])) for entry in data["modalities"])
        self._exception = builtin(data["exception"]["match"])
        self._denied_behind = builtin(data["denied_behind"]["match"])
        self._index = Index(pattern for *_, pattern in self._frames)

    @cached_method(65536)
    def statements_in(self, text: str) -> tuple[Framed, ...]:
        """The statements of a line, in order."""
        found: list[Framed] = []
        for number, live in self._index.live(text):
            kind, level, near, pattern = self._frames[number]
            for start, end in pattern.spans(text, live):
                first, last = sentence_around(text, start, end)
                sentence = text[first:last]
                # A denial may stand within what matches: "will not leave the UK" is a denial as a whole.
                begin = max(first, start - _NEAR) if near else first
                denied = self._is_negated(text, begin, end) or self._denied_behind.matches(text[end:last])
                found.append(
                    Framed(
                        kind, level, "no" if denied else "yes", self._modality(sentence),
                        self._exception.matches(sentence), start, end, first, last,
                    )
                )  # fmt: skip
        return tuple(sorted(found, key=lambda each: (each.start, each.type)))

    def _modality(self, sentence: str) -> str:
        return next((name for name, words in self._modalities if words.matches(sentence)), "is")
