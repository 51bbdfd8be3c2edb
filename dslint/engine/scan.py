"""All text patterns of all rules, run once over each distinct line.

Registers repeat their boilerplate in thousands of records, so what a line matches is remembered, and a
pattern runs only over lines that hold one of the literals it cannot match without.
"""

from __future__ import annotations

from _thread import RLock
from collections.abc import Callable, Sequence, Set
from functools import lru_cache, partial
from itertools import compress

from dslint.facts.sentences import Negation, sentence_around
from dslint.facts.wording import Wording
from dslint.memo import BoundedMemo
from dslint.patterns import BUDGET, Index, Pass, Pattern, PatternTimeout
from dslint.tuples import NamedTuple
from dslint.vocabularies import Vocabularies

_MOST_LINES = 16384  # of some sections, of which what they hold is remembered
LONGEST_PIECE = 8192  # code points; a longer line is read in pieces, so that time grows with length


class TextPattern(NamedTuple):
    """A pattern with what its sentence must or must not hold. `negated` None means either."""

    match: Pattern
    sentence_has: Pattern | None = None
    sentence_lacks: Pattern | None = None
    negated: bool | None = None

    def find(
        self, text: str, live: Sequence[int] | None, is_negated: Callable[[str, int, int], bool]
    ) -> list[tuple[int, int]]:
        """The spans of the hits of a line, by those alternatives of `match` that are `live`."""
        found: list[tuple[int, int]] = []
        if self.sentence_has and not self.sentence_has.live(text):
            return found
        for start, end in self.match.spans(text, live):
            if self.sentence_has or self.sentence_lacks or self.negated is not None:
                first, last = sentence_around(text, start, end)
                sentence = text[first:last]
                if self.sentence_has and not self.sentence_has.matches(sentence):
                    continue
                if self.sentence_lacks and self.sentence_lacks.matches(sentence):
                    continue
                if self.negated is not None and is_negated(text, first, start) is not self.negated:
                    continue
            found.append(_whole_words(text, *_trimmed(text, start, end)))
        return found


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """A hit without the white space at its ends, so that the blanks of a line do not count."""
    hit = text[start:end]
    return start + len(hit) - len(hit.lstrip()), end - len(hit) + len(hit.rstrip())


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """A hit up to the end of its last word, for a pattern may end at a stem."""
    if end > start and text[end - 1].isalnum():
        while end < len(text) and text[end].isalnum():
            end += 1
    return start, end


Hit = tuple[int, int, int]  # pattern, start, end
SectionHits = list[tuple[int, int, int]]  # place of the line from 0, start, end


class Scanner:
    """Patterns by number; `scan` tells which of them match in a line, and where.

    The patterns look for their texts in the same walk over a line as the vocabularies do.
    """

    def __init__(self, vocabularies: Vocabularies) -> None:
        self.vocabularies = vocabularies
        self._is_negated = vocabularies.derived(Negation).is_negated
        self.patterns: list[TextPattern] = []
        # What to say of patterns that took too long: by their number, or by the pattern of a value.
        self.given_up: dict[int | Pattern, str] = {}
        self._numbers: dict[TextPattern, int] = {}
        self._texts = vocabularies.derived(Wording).texts
        self._index = Index(shared=Pass(self._texts))
        self._waiting: list[tuple[int, Pattern, Sequence[str]]] = []  # to be added to the index
        self._lock = RLock()
        self.alone: set[int] = set()  # too many lines may match them: run only where they are asked for
        # By pattern, the sections in which anything asks for it; None where it is asked for in all.
        self._asked: list[frozenset[str] | None] = []
        self._passed_over: dict[str, frozenset[int]] = {}  # by section, the patterns not asked for there
        self._lines: dict[frozenset[int], BoundedMemo[tuple[Hit, ...]]] = {}  # by what is passed over
        self._lines_alone: dict[int, BoundedMemo[list[tuple[int, int]]]] = {}
        # Whole sections recur too: an agreement is renewed with its text.
        self._scanned = lru_cache(maxsize=1024)(self._scan_lines)
        self.find_alone = lru_cache(maxsize=1024)(self._find_alone)

    def number(self, pattern: TextPattern, sections: frozenset[str] | None = None) -> int:
        """The number of a pattern that is asked for in some sections, or in all. Equal patterns share one,
        and their work. A new pattern comes before the first line is read."""
        if pattern not in self._numbers:
            number = self._numbers[pattern] = len(self.patterns)
            self.patterns.append(pattern)
            self._asked.append(sections)
            if pattern.match.is_sought:
                sentence_literals = pattern.sentence_has.literals if pattern.sentence_has else ()
                self._waiting.append((number, pattern.match, sentence_literals))
            else:
                self.alone.add(number)
        number = self._numbers[pattern]
        asked = self._asked[number]
        if asked is not None and (sections is None or not sections <= asked):
            self._asked[number] = None if sections is None else asked | sections
            self._passed_over.clear()
        return number

    def hits(self, section: str, lines: tuple[str, ...]) -> dict[int, SectionHits]:
        """The hits in a section of the patterns that are asked for there."""
        if section not in self._passed_over:
            self._passed_over[section] = frozenset(
                number
                for number, asked in enumerate(self._asked)
                if asked is not None and section not in asked
            )
        return self._scanned(lines, self._passed_over[section])

    def prepare(self, lines: Sequence[str] = ()) -> None:
        """Make the index, before the first of some lines is read: many a page has no text that it is needed
        for."""
        self._texts.expect(lines)
        with self._lock:
            for waiting in self._waiting:
                self._index.add(*waiting)
            self._waiting = []

    def matcher(self, pattern: Pattern) -> Callable[[str], bool | None]:
        """What tells whether a value matches a pattern; None when that takes too long."""
        matches = lru_cache(maxsize=1024)(pattern.matches)
        if pattern.trusted:
            return matches

        def holds(value: str) -> bool | None:
            try:
                return matches(value)
            except PatternTimeout as slow:
                self._give_up(pattern, slow)
                return None

        return holds

    def _find_alone(self, pattern: int, lines: tuple[str, ...]) -> SectionHits:
        """The hits of one pattern in a section."""
        if pattern not in self._lines_alone:
            self._lines_alone[pattern] = BoundedMemo(partial(self._find, pattern))
        found = list(map(self._lines_alone[pattern].__getitem__, lines))
        return [
            (index, start, end) for index, spans in compress(enumerate(found), found) for start, end in spans
        ]

    def _scan_lines(self, lines: tuple[str, ...], passed_over: frozenset[int]) -> dict[int, SectionHits]:
        """The hits of some lines by pattern."""
        if passed_over not in self._lines:
            self._lines[passed_over] = BoundedMemo(partial(self.scan, passed_over=passed_over), _MOST_LINES)
        hits: dict[int, SectionHits] = {}
        found = list(map(self._lines[passed_over].__getitem__, lines))
        for index, of_line in compress(enumerate(found), found):
            for pattern, start, end in of_line:
                hits.setdefault(pattern, []).append((index, start, end))
        return hits

    def scan(self, text: str, passed_over: Set[int] = frozenset()) -> tuple[Hit, ...]:
        if len(text) > LONGEST_PIECE:
            return tuple(
                (number, start + offset, end + offset)
                for offset in range(0, len(text), LONGEST_PIECE)
                for number, start, end in self.scan(text[offset : offset + LONGEST_PIECE], passed_over)
            )
        if self._waiting:
            self.prepare()
        return tuple(
            (number, start, end)
            for number, live in self._index.live(text)
            if number not in passed_over
            for start, end in self._find(number, text, live)
        )

    def groups(self, number: int, text: str, start: int) -> dict[str, str | None]:
        """The named groups of a match, by the number of its pattern; none when that takes too long."""
        try:
            return self.patterns[number].match.groups(text, start)
        except PatternTimeout as slow:
            self._give_up(number, slow)
            return {}

    def _find(self, number: int, text: str, live: Sequence[int] | None = None) -> list[tuple[int, int]]:
        """The matches of one pattern; one that takes too long is given up for the rest of the run."""
        if number in self.given_up:
            return []
        try:
            return self.patterns[number].find(text, live, self._is_negated)
        except PatternTimeout as slow:
            self._give_up(number, slow)
            return []

    def try_all_again(self) -> None:
        """Forget which patterns took too long, and what lines seemed to hold without them."""
        BUDGET.begin()
        if self.given_up:
            self.given_up.clear()
            self._lines.clear()
            self._lines_alone.clear()
            self._scanned.cache_clear()
            self.find_alone.cache_clear()

    def _give_up(self, number: int | Pattern, slow: PatternTimeout) -> None:
        self.given_up[number] = f"a pattern took too long and was given up: {slow}"
