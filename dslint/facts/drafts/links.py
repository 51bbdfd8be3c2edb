"""What the prose of a draft links its data with, in whatever words, next to its list of linkages.

Words that link, and what agreements link data with, are data (vocabulary/draft_links.yaml).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from dslint.facts.datasets import Datasets
from dslint.facts.drafts.answers import answers_by_key
from dslint.facts.drafts.passages import sentences_of
from dslint.facts.item import Item
from dslint.facts.sections import REMEMBERED
from dslint.memo import cached_method
from dslint.regexes import regex
from dslint.vocabularies import Vocabularies

if TYPE_CHECKING:
    from dslint.facts.agreement import AgreementFacts

_PLACES = frozenset({"objectives", "processing", "lay_summary.text", "special_conditions.met", "outputs"})
_KNOWN_BY = ("linkage.data", "flows.dataset", "datasets", "linkage.identifiers", "title")
_WORD = regex(r"[^\W\d_]{3,}")
_COMMON = frozenset(
    [
        *("data", "dataset", "datasets", "record", "records", "file", "files", "list", "lists"),
        *("register", "registers", "registry", "study", "studies", "trial", "result", "results"),
        *("the", "their", "its", "our", "own", "with", "from", "held", "other", "another"),
        *("national", "local", "health", "care", "each"),
    ]
)
_NEAR = 90  # code points between a word that links and what it links
_STEM = 5  # letters by which two words are alike


def _blotted(found: re.Match[str]) -> str:
    return "~" * len(found.group())


class DraftLinks:
    """The words that some vocabularies know."""

    def __init__(self, vocabularies: Vocabularies) -> None:
        data: dict[str, Any] = vocabularies.vocabulary("draft_links")
        self._joins, self._data, self._lacks, self._aside, self._made, self._of_own = (
            regex(data[key], re.IGNORECASE) for key in ("joins", "data", "lacks", "aside", "made", "of_own")
        )
        alike: list[list[str]] = data["alike"]
        self._alike = {stem[:_STEM]: stems[0] for stems in alike for stem in stems}
        self._sources = [regex(each, re.IGNORECASE) for each in data["sources"]]

    @cached_method(REMEMBERED)
    def sources_in(self, sentence: str) -> tuple[tuple[int, int], ...]:
        """Where a sentence that links data names what it links them with."""
        if self._lacks.search(sentence):
            sentence = self._aside.sub(_blotted, sentence)
        told = self._joins.search(sentence) and self._data.search(sentence)
        if not told or self._lacks.search(sentence):
            return ()
        sentence = self._made.sub(_blotted, sentence)
        words = [each.span() for each in self._joins.finditer(sentence)]
        found = [
            each.span()
            for match in self._sources
            for each in match.finditer(sentence)
            if not self._of_own.match(sentence, each.start())
            and any(begin - each.end() < _NEAR and each.start() - end < _NEAR for begin, end in words)
        ]
        return tuple(sorted(found))

    def stems(self, text: str) -> set[str]:
        """The words that tell sources apart, by their first letters."""
        words = (word[:_STEM] for word in _WORD.findall(text.casefold()) if word not in _COMMON)
        return {self._alike.get(stem, stem) for stem in words}


def unlisted_links_of(facts: AgreementFacts) -> list[Item]:
    """The first source of each sentence that the draft links its data with, and that shares no word with the
    key linkage, a flow or the title."""
    links, datasets = facts.derived(DraftLinks), facts.derived(Datasets)
    known = links.stems(" ".join(value.text for key, value in answers_by_key(facts) if key in _KNOWN_BY))
    items = []
    for sentence in sentences_of(facts):
        if sentence.place not in _PLACES:
            continue
        for start, end in links.sources_in(sentence.hidden):
            source = sentence.text[start:end]
            if links.stems(source) & known:
                continue
            if not any(mention.form == "name" for mention in datasets.mentions_in(source)):
                items.append(sentence.whole(facts, {"source": source}))
                break  # one source tells that there are others
    return items
