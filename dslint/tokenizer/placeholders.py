"""Places of a draft where something is still to be written, by the patterns of a vocabulary."""

from __future__ import annotations

from collections.abc import Iterator

from dslint.memo import cached_method
from dslint.regexes import regex
from dslint.tuples import NamedTuple
from dslint.vocabularies import Vocabularies


class Placeholder(NamedTuple):
    """Offsets into the line, 0-based, and what it is in words. `answer` is the whole answer that somebody
    wrote and left in the brackets."""

    start: int
    end: int
    what: str
    answer: str | None = None


class Placeholders:
    """The placeholders that some vocabularies know."""

    def __init__(self, vocabularies: Vocabularies) -> None:
        known = vocabularies.vocabulary("placeholders")
        self._patterns = [(regex(entry["pattern"]), entry["what"]) for entry in known["patterns"]]
        self._answers = regex("|".join(known["answers"]))

    @cached_method(4096)
    def find(self, text: str) -> tuple[Placeholder, ...]:
        """The placeholders of a line, in no order. An editor asks of the same lines at each change."""
        return tuple(self._find(text))

    def _find(self, text: str) -> Iterator[Placeholder]:
        for pattern, what in self._patterns:
            for found in pattern.finditer(text):
                inside = found.group().strip("<>[] ")
                is_answer = found.group() != inside and self._answers.fullmatch(inside)
                yield Placeholder(found.start(), found.end(), what, inside if is_answer else None)
