"""Whose population a line speaks of: the bodies before "resident population" and the like.

The wording is data (vocabulary/populations.yaml).
"""

from __future__ import annotations

import re
from functools import cached_property

from dslint.compiled import builtin
from dslint.facts.organisations import OrganisationMention, Organisations
from dslint.facts.wording import Wording
from dslint.memo import cached_method
from dslint.patterns import Index, Pattern
from dslint.vocabularies import Vocabularies

_OWNER = re.compile(r"(?:['’]s?)?\s*")
_JOINT = re.compile(r"(?:['’]s?)?\s*(?:,|,? (?:and|&))\s*(?:the )?")


class Populations:
    """The bodies whose population a line speaks of."""

    def __init__(self, vocabularies: Vocabularies) -> None:
        self._data = vocabularies.vocabulary("populations")
        self._wording = vocabularies.derived(Wording)
        self._find_mentions = vocabularies.derived(Organisations).find_mentions

    @cached_property
    def _anchor(self) -> tuple[Index, Pattern]:
        anchor = builtin(self._data["match"])
        return self._wording.index_of([anchor]), anchor

    @cached_method(65536)
    def populations_in(self, text: str) -> tuple[OrganisationMention, ...]:
        """The bodies whose population a line names, with those that a comma or "and" joins to them."""
        index, anchor = self._anchor
        if not (live := index.live(text)):
            return ()
        found: list[OrganisationMention] = []
        for start, _ in anchor.spans(text, live[0][1]):
            reached, between = start, _OWNER
            for mention in reversed([each for each in self._find_mentions(text) if each.end <= start]):
                if not between.fullmatch(text[mention.end : reached]):
                    break
                found.append(mention)
                reached, between = mention.start, _JOINT
        return tuple(sorted(set(found)))
