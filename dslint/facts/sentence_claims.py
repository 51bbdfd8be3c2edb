"""What single sentences of a draft claim, in whatever words.

A claim is told by words that all stand in one sentence, in any order, and by words that do not. Which these
are is data (vocabulary/sentence_claims.yaml).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dslint.facts.draft_prose import sentences_of
from dslint.facts.item import Item
from dslint.facts.sections import REMEMBERED
from dslint.memo import cached_method
from dslint.regexes import regex
from dslint.tuples import NamedTuple
from dslint.vocabularies import Vocabularies

if TYPE_CHECKING:
    from dslint.facts.agreement import AgreementFacts


class _Claim(NamedTuple):
    name: str
    has: list[re.Pattern[str]]
    lacks: re.Pattern[str] | None


class Claims:
    """The claims that some vocabularies know."""

    def __init__(self, vocabularies: Vocabularies) -> None:
        data = vocabularies.vocabulary("sentence_claims")
        self._claims = [
            _Claim(
                row["claim"],
                [regex(each, re.IGNORECASE) for each in row["has"]],
                regex("|".join(row["lacks"]), re.IGNORECASE) if "lacks" in row else None,
            )
            for row in data["claims"]
        ]
        self._excepted = regex(data["excepted"], re.IGNORECASE)

    @cached_method(REMEMBERED)
    def claims_in(self, sentence: str) -> tuple[str, ...]:
        """One change of a draft leaves most of its sentences."""
        found = [
            claim.name
            for claim in self._claims
            if all(each.search(sentence) for each in claim.has)
            and not (claim.lacks and claim.lacks.search(sentence))
        ]
        return tuple(dict.fromkeys(found))

    def is_excepted(self, sentence: str) -> bool:
        return self._excepted.search(sentence) is not None


def sentence_claims_of(facts: AgreementFacts) -> list[Item]:
    """Each claim of the prose of a draft, with its sentence."""
    claims = facts.derived(Claims)
    return [
        sentence.whole(facts, {"claim": claim, "excepted": claims.is_excepted(sentence.text)})
        for sentence in sentences_of(facts)
        for claim in claims.claims_in(sentence.hidden)
    ]
