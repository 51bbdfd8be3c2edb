"""Articles of the UK GDPR that the text gives, and whether the words beside one are those of another.

Which words are whose is data (vocabulary/articles.yaml).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from dslint.facts.drafts.answers import answers_by_key
from dslint.facts.item import Item
from dslint.facts.sections import REMEMBERED
from dslint.facts.sentences import sentences
from dslint.memo import cached_method
from dslint.model import Span
from dslint.regexes import regex
from dslint.tuples import NamedTuple
from dslint.vocabularies import Vocabularies

if TYPE_CHECKING:
    from dslint.facts.agreement import AgreementFacts

_CITES = regex(r"\bArt(?:icle|\.)|\(\d\)")


class _Article(NamedTuple):
    name: str
    family: str
    cite: re.Pattern[str]
    words: re.Pattern[str]


class _Cited(NamedTuple):
    """Where a text cites an article, and whose words stand beside it."""

    article: str
    words_of: str
    start: int
    end: int


class Articles:
    """Finds articles that are given with the words of another."""

    def __init__(self, vocabularies: Vocabularies) -> None:
        data: dict[str, Any] = vocabularies.vocabulary("articles")
        self._near: int = data["near"]
        self._lacks = regex(data["lacks"], re.IGNORECASE)
        self._articles = [
            _Article(
                row["article"],
                str(row["family"]),
                regex(rf"(?<![\d(]){row['cite']}"),
                regex(row["words"], re.IGNORECASE),
            )
            for row in data["articles"]
        ]

    @cached_method(REMEMBERED)
    def mistaken_in(self, text: str) -> tuple[_Cited, ...]:
        """One change of a draft leaves most of its lines."""
        if not _CITES.search(text):
            return ()
        return tuple(each for first, last in sentences(text) for each in self._of(text, first, last))

    def _of(self, text: str, first: int, last: int) -> Iterator[_Cited]:
        sentence = text[first:last]
        if self._lacks.search(sentence):
            return
        cited = [(each, found) for each in self._articles for found in each.cite.finditer(sentence)]
        names = {each.name for each, _ in cited}
        for article, found in cited:
            around = sentence[max(0, found.start() - self._near) : found.end() + self._near]
            if article.words.search(around):
                continue
            for other in self._articles:
                if other.family != article.family or other.name in names:
                    continue
                if other.words.search(around):
                    yield _Cited(article.name, other.name, first + found.start(), first + found.end())
                    break


def articles_of(facts: AgreementFacts) -> list[Item]:
    """Each article of a draft that is given with the words of another."""
    mistaken_in = facts.derived(Articles).mistaken_in
    places = [
        (section, line, Span(first + number, 1, len(line) + 1))
        for section, first, lines in facts.narrative
        for number, line in enumerate(lines)
    ]
    places += [(key, *answer) for key, answer in answers_by_key(facts) if key not in facts.agreement.sections]
    return [
        Item(
            text[each.start : each.end],
            Span(span.line, span.column + each.start, span.column + each.end),
            field,
            {"article": each.article, "words_of": each.words_of, "section": field},
            facts.index,
        )
        for field, text, span in places
        for each in mistaken_in(text)
    ]
