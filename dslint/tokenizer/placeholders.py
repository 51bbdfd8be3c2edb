"""Places of a draft where something is still to be written, by the patterns of a vocabulary."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from dslint.vocabularies import Vocabularies


class Placeholder(NamedTuple):
    """Offsets into the line, 0-based, and what it is in words."""

    start: int
    end: int
    what: str


class Placeholders:
    """The placeholders that some vocabularies know."""

    def __init__(self, vocabularies: Vocabularies) -> None:
        patterns = vocabularies.vocabulary("placeholders")["patterns"]
        self._patterns = [(re.compile(entry["pattern"]), entry["what"]) for entry in patterns]

    def find(self, text: str) -> Iterator[Placeholder]:
        """The placeholders of a line, in no order."""
        for pattern, what in self._patterns:
            for found in pattern.finditer(text):
                yield Placeholder(found.start(), found.end(), what)
