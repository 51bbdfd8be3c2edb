"""The patterns of the vocabularies, which share one pass over each line."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from dslint.patterns import Index, Pass, Pattern, Texts
from dslint.vocabularies import Vocabularies


class Wording:
    """The pass that everything shares which is made from the same vocabularies.

    `texts` are what it looks for. The text patterns of rules look for theirs in the same walk.
    """

    def __init__(self, vocabularies: Vocabularies) -> None:
        self.texts = Texts()
        self._pass = Pass(self.texts)
        self._more = Pass(self.texts)

    def index_of(self, patterns: Iterable[Pattern]) -> Index:
        """An index that asks for no pass of its own."""
        return Index(patterns, self._pass)

    def index_of_more(self, patterns: Iterable[Pattern]) -> Index:
        """The same, of patterns whose words are no keywords."""
        return Index(patterns, self._more)

    def asks(self, indexes: Iterable[Index]) -> Callable[[str], bool]:
        """What tells whether a line may match a pattern of some indexes by `index_of`."""
        asking = frozenset(indexes)
        if any(index.takes_any for index in asking):
            return lambda text: True
        over = self._pass.over
        return lambda text: not asking.isdisjoint(over(text))

    def has_no_keyword(self, text: str) -> bool:
        """Whether a line holds no word that any index made so far by `index_of` asks for."""
        return not self._pass.over(text)
