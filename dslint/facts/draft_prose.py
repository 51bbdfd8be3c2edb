"""The prose of a draft: its narrative, and what stands under the keys that are answered in sentences.

The names of the bodies that the draft lists as its own are hidden, so that what is found is others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from dslint.facts.answers import answers_by_key
from dslint.facts.item import Item
from dslint.facts.sentences import sentences
from dslint.model import Span
from dslint.regexes import regex
from dslint.tuples import NamedTuple
from dslint.vocabularies import Vocabularies

if TYPE_CHECKING:
    from dslint.facts.agreement import AgreementFacts

_HIDDEN = "~"
_ACRONYM = regex(r"\(([A-Z][A-Z\d-]{2,})\)")
_LEGAL_FORM = regex(r"\s+(?:Limited|Ltd|plc|LLP|CIC)\.?$", re.IGNORECASE)


class Sentence(NamedTuple):
    """One sentence, as printed and with the draft's own bodies hidden, which has the same length."""

    text: str
    hidden: str
    field: str  # the section or key it stands in
    line: int
    column: int

    def item(self, facts: AgreementFacts, start: int, end: int, values: dict[str, object]) -> Item:
        """What stands between two offsets."""
        span = Span(self.line, self.column + start, self.column + end)
        return Item(self.text[start:end], span, self.field, values, facts.index)

    def whole(self, facts: AgreementFacts, values: dict[str, object]) -> Item:
        """All of it, without the mark of a list."""
        mark = _MARK.match(self.text)
        return self.item(facts, mark.end() if mark else 0, len(self.text.rstrip()), values)


_MARK = regex(r"\s*(?:(?:[-*•]|\(?\w{1,2}[.)])\s+)?")


class Prose:
    """Which keys are answered in sentences, and which name the draft's own bodies."""

    def __init__(self, vocabularies: Vocabularies) -> None:
        data = vocabularies.vocabulary("draft_prose")
        self.keys, self.bodies = frozenset(data["keys"]), frozenset(data["bodies"])
        self._short = [(regex(row["name"]), row["short"]) for row in data["short"]]

    def sentences_of(self, facts: AgreementFacts) -> Iterator[Sentence]:
        answers = list(answers_by_key(facts))
        title = _ACRONYM.findall(facts.agreement.title or "")
        hides = self._hides({*title, *(value.text for key, value in answers if key in self.bodies)})
        for key, (text, span) in answers:
            if key in self.keys:
                yield from _split(text, key, span.line, span.column, hides)
        for section, first, lines in facts.narrative:
            for number, line in enumerate(lines):
                yield from _split(line, section, first + number, 1, hides)

    def _hides(self, names: set[str]) -> re.Pattern[str] | None:
        """The names of bodies, with those by which a text calls them once they are known."""
        known = {
            re.escape(bare) for name in names for bare in (name, _LEGAL_FORM.sub("", name)) if bare.strip()
        }
        short = {f"[Tt]he (?:{each})" for match, each in self._short if any(map(match.search, names))}
        longest = [*sorted(known, key=len, reverse=True), *sorted(short)]
        return re.compile("|".join(rf"(?<!\w)(?:{each})(?!\w)" for each in longest)) if longest else None


def sentences_of(facts: AgreementFacts) -> list[Sentence]:
    return list(facts.derived(Prose).sentences_of(facts))


def _split(
    text: str, field: str, line: int, column: int, hides: re.Pattern[str] | None
) -> Iterator[Sentence]:
    hidden = hides.sub(lambda found: _HIDDEN * len(found.group()), text) if hides else text
    for first, last in sentences(text):
        yield Sentence(text[first:last], hidden[first:last], field, line, column + first)
