"""Whose population a line is about: the bodies beside "resident population" and the like.

The wording is data (vocabulary/populations.yaml).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from dslint.compiled import builtin
from dslint.facts.organisations import OrganisationMention, Organisations
from dslint.facts.wording import Wording
from dslint.memo import cached_method
from dslint.patterns import Index, Pattern
from dslint.regexes import regex
from dslint.vocabularies import Vocabularies

_OWNER = regex(r"(?:['’]s?)?\s*")
_NOTHING = regex(r"\s*")
_JOINT = regex(r"(?:['’]s?)?\s*(?:,|,? (?:and|&))\s*(?:the )?")


class Populations:
    """The bodies whose population a line speaks of."""

    def __init__(self, vocabularies: Vocabularies) -> None:
        self._data = vocabularies.vocabulary("populations")
        self._wording = vocabularies.derived(Wording)
        self._find_mentions = vocabularies.derived(Organisations).find_mentions

    @cached_property
    def _anchors(self) -> tuple[Index, Pattern, Pattern]:
        """What stands behind a body, and what before one, with their index."""
        behind, before = builtin(self._data["match"]), builtin(self._data["behind"])
        return self._wording.index_of([behind, before]), behind, before

    @property
    def indexes(self) -> list[Index]:
        return [self._anchors[0]]

    @cached_method(65536)
    def populations_in(self, text: str) -> tuple[OrganisationMention, ...]:
        """The bodies whose population a line names, with those that a comma or "and" joins to them."""
        index, behind, before = self._anchors
        found: set[OrganisationMention] = set()
        for number, live in index.live(text):
            mentions = self._find_mentions(text)
            if number == 0:
                for start, _ in behind.spans(text, live):
                    found.update(self._before(text, start, mentions))
            else:
                for _, end in before.spans(text, live):
                    found.update(self._behind(text, end, mentions))
        return tuple(sorted(found))

    def _before(
        self, text: str, start: int, mentions: tuple[OrganisationMention, ...]
    ) -> Iterator[OrganisationMention]:
        reached, between = start, _OWNER
        for mention in reversed([each for each in mentions if each.end <= start]):
            if not between.fullmatch(text[mention.end : reached]):
                return
            yield mention
            reached, between = mention.start, _JOINT

    def _behind(
        self, text: str, end: int, mentions: tuple[OrganisationMention, ...]
    ) -> Iterator[OrganisationMention]:
        reached, between = end, _NOTHING
        for mention in mentions:
            if mention.start < end:
                continue
            if not between.fullmatch(text[reached : mention.start]):
                return
            yield mention
            reached, between = mention.end, _JOINT
