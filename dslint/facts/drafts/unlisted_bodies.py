"""Bodies that the text of a draft gives a part in the work, and that no key of the draft has.

What gives a body a part is data (vocabulary/unlisted_bodies.yaml).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from dslint.facts.candidates import Candidates
from dslint.facts.countries import Countries
from dslint.facts.datasets import Datasets
from dslint.facts.drafts.answers import answers_by_key
from dslint.facts.drafts.passages import Passages, passages_of
from dslint.facts.item import Item
from dslint.facts.organisations import OrganisationMention, Organisations
from dslint.facts.sections import REMEMBERED
from dslint.facts.sentences import sentence_around
from dslint.memo import cached_method
from dslint.regexes import regex
from dslint.tuples import NamedTuple
from dslint.vocabularies import Vocabularies

if TYPE_CHECKING:
    from dslint.facts.agreement import AgreementFacts


class _Part(NamedTuple):
    """What a line has a body do: the act and the words that tell it, with their offsets."""

    body: OrganisationMention
    act: str
    start: int
    end: int


class UnlistedBodies:
    """Finds bodies with a part in the work."""

    def __init__(self, vocabularies: Vocabularies) -> None:
        data: dict[str, Any] = vocabularies.vocabulary("unlisted_bodies")
        self.left_out, self.keys, self._every = (
            frozenset(data[key]) for key in ("left_out", "keys", "every")
        )
        self._organisations = vocabularies.derived(Organisations)
        self._candidates = vocabularies.derived(Candidates)
        self._covered = vocabularies.derived(Countries).covered
        self._datasets_in = vocabularies.derived(Datasets).mentions_in
        self._data, self._lacks, self._begins_clause, self.legal_form = (
            regex(data[key], re.IGNORECASE) for key in ("data", "lacks", "begins_clause", "legal_form")
        )
        self._no_part, self._things, self._groups, self._owns, self._keepers, self._firms = (
            regex(data[key]) for key in ("no_part", "things", "groups", "owns", "keepers", "firms")
        )
        self._pronoun = regex(data["pronoun"])

        def made(row: dict[str, Any], key: str) -> re.Pattern[str] | None:
            return regex(row[key], re.IGNORECASE) if key in row else None

        self._acts = [
            (
                row["act"],
                row.get("subject", False),
                row.get("keepers", False),
                row.get("firms", False),
                made(row, "before"),
                made(row, "behind"),
            )
            for row in data["acts"]
        ]

    @cached_method(REMEMBERED)
    def parts_in(self, text: str) -> tuple[_Part, ...]:
        """One change of a draft leaves most of its lines."""
        return tuple(self._parts_in(text)) if self._data.search(text) else ()

    def _parts_in(self, text: str) -> Iterator[_Part]:
        for body in self._bodies(text):
            first, last = sentence_around(text, body.start, body.end)
            if self._is_about_data(text, first, last):
                yield from self._acted(text, body, first, last)
            elif self._begins_clause.search(text[first : body.start]):
                yield from self._acted_next(text, body, last)

    def _is_about_data(self, text: str, first: int, last: int) -> bool:
        return bool(self._data.search(text, first, last)) and not self._lacks.search(text, first, last)

    def _acted_next(self, text: str, body: OrganisationMention, end: int) -> Iterator[_Part]:
        """What the sentence behind that of a body says of it with a pronoun."""
        if not (pronoun := self._pronoun.match(text, end + 1)):
            return
        _, last = sentence_around(text, pronoun.end(), pronoun.end())
        if not self._is_about_data(text, pronoun.start(), last):
            return
        for act, subject, _, _, before, behind in self._acts:
            if subject and behind and not before and (found := behind.search(text[pronoun.end() : last])):
                yield _Part(body, act, body.start, pronoun.end() + len(found.group().rstrip()))
                return

    def _acted(self, text: str, body: OrganisationMention, first: int, last: int) -> Iterator[_Part]:
        before, behind = text[first : body.start], text[body.end : last]
        is_keeper = self._keepers.search(body.name) is not None
        may_be_thing = not body.kind and self._things.search(body.name) is not None
        for act, subject, keepers, firms, pattern_before, pattern_behind in self._acts:
            start, end = body.start, body.end
            if (is_keeper and not keepers) or (may_be_thing and not firms):
                continue
            if subject and not self._begins_clause.search(before):
                continue
            if pattern_before:
                if not (found := pattern_before.search(before)):
                    continue
                start = first + found.start()
            if pattern_behind:
                if not (found := pattern_behind.search(behind)):
                    continue
                end = body.end + len(found.group().rstrip())
            yield _Part(body, act, start, end)
            return

    def _bodies(self, text: str) -> Iterator[OrganisationMention]:
        named = self._organisations.find_mentions(text)
        datasets = [(each.start, each.end) for each in self._datasets_in(text)]
        for body in (*named, *self._candidates.find(text, named)):
            if self._is_body(text, body) and not any(a < body.end and body.start < b for a, b in datasets):
                yield body

    def _is_body(self, text: str, body: OrganisationMention) -> bool:
        if (
            body.kind in self._every
            or self._no_part.search(body.name)
            or (not body.kind and self._things.search(body.name) and not self._firms.search(body.name))
        ):
            return False
        if not body.kind and self._covered(body.name):
            return False
        alone = " " not in body.name and not body.kind
        return not alone or any(each.match(text, body.end) for each in (self._groups, self._owns))


def unlisted_bodies_of(facts: AgreementFacts) -> list[Item]:
    """Each body with a part in the work, by the text of a draft, that no key of the draft names."""
    unlisted, organisations = facts.derived(UnlistedBodies), facts.derived(Organisations)
    prose = facts.derived(Passages).keys.union(facts.agreement.sections)
    answers = [each for each in answers_by_key(facts) if each[0] not in prose]
    answered = " ".join(value.text for _, value in answers).casefold()
    known = [organisations.identify(text)[0] for key, (text, _) in answers if key in unlisted.keys]
    items: list[Item] = []
    for passage in passages_of(facts):
        if passage.place not in unlisted.left_out:
            for body, act, start, end in unlisted.parts_in(passage.text):
                name, identity = body.name, facts.registry.resolve(body.name, body.identity)[0]
                if unlisted.legal_form.sub("", name).casefold() in answered:
                    continue
                if any(organisations.alike(identity, other) for other in known):
                    continue
                values = {
                    "name": name,
                    "organisation": identity,
                    "kind": body.kind,
                    "does": act,
                }
                items.append(passage.item(facts, start, end, values))
    return items
