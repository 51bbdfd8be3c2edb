"""The passages of a draft: the lines of its sections and the answers under its keys, and their sentences.

Which keys are answered in sentences, and by what names a text calls the bodies of its draft, is data
(vocabulary/passages.yaml).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
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
    from dslint.model import Entry

_HIDDEN = "~"
_LONGEST = 160  # code points of a sentence that a message repeats
_ACRONYM = regex(r"\(([A-Z][A-Z\d-]{2,})\)")
_LEGAL_FORM = regex(r"\s+(?:Limited|Ltd|plc|LLP|CIC)\.?$", re.IGNORECASE)
_APPOSITION = regex(r", an? (?:[a-z]+ ){0,2}(?P<noun>[a-z]+),")
_STAFF = r"(?= (?:staff|employees)\b)"  # "Charity staff"
_MARK = regex(r"(?:(?:[-*•]|\(?\w{1,2}[.)])\s+)?")  # of a list
_WORD = regex(r"\w{3}")


class Passage(NamedTuple):
    """A line of a section, or the answer under a key. `place` is the section or the key, `entry` the entry
    that the key is of."""

    text: str
    span: Span
    place: str
    entry: Entry | None

    def item(self, facts: AgreementFacts, start: int, end: int, values: dict[str, Any]) -> Item:
        """What is between two offsets."""
        return _item(self, facts, start, end, values)


class Sentence(NamedTuple):
    """One sentence of a passage, as printed, and as `hidden`: the draft's own bodies are blotted out there,
    so that the bodies that are found are others. Both are equally long."""

    text: str
    span: Span
    place: str
    entry: Entry | None
    hidden: str
    following: str  # the next sentence of the passage

    def item(self, facts: AgreementFacts, start: int, end: int, values: dict[str, Any]) -> Item:
        """What is between two offsets."""
        return _item(self, facts, start, end, values)

    def whole(self, facts: AgreementFacts, values: dict[str, Any]) -> Item:
        """All of it, without the mark of a list."""
        mark = _MARK.match(self.text)
        return _item(self, facts, mark.end() if mark else 0, len(self.text), values)


def _item(
    at: Passage | Sentence, facts: AgreementFacts, start: int, end: int, values: dict[str, Any]
) -> Item:
    span = Span(at.span.line, at.span.column + start, at.span.column + end)
    return Item(at.text[start:end], span, at.place.partition(".")[0], values, facts.index)


class Passages:
    """The keys that are answered in sentences, and the names of the draft's own bodies."""

    def __init__(self, vocabularies: Vocabularies) -> None:
        data: dict[str, Any] = vocabularies.vocabulary("passages")
        self.keys, self._bodies = frozenset(data["keys"]), frozenset(data["bodies"])
        self._short = [(regex(row["name"]), row["short"]) for row in data["short"]]

    def ways(self, facts: AgreementFacts) -> list[tuple[str, frozenset[str]]]:
        """The names of the bodies of a draft, each with the patterns of what a text calls it."""
        names = {value.text for key, value in answers_by_key(facts) if key in self._bodies}
        text = "\n".join(line for _, _, some in facts.narrative for line in some)
        return [(name, self._ways(name, _called(name, text))) for name in sorted(names)]

    def _ways(self, name: str, called: str = "") -> frozenset[str]:
        known = (re.escape(bare) for bare in (name, _LEGAL_FORM.sub("", name)) if bare.strip())
        short = [each for match, each in self._short if match.search(f"{name} {called}")]
        return frozenset(
            (*known, *(f"[Tt]he (?:{each})" for each in short), *(f"(?:{each}){_STAFF}" for each in short))
        )

    def own_bodies(self, facts: AgreementFacts) -> re.Pattern[str] | None:
        """The names of the bodies of a draft, with those by which a text calls them once they are known."""
        ways = {way for _, some in self.ways(facts) for way in some}
        ways.update(way for name in _ACRONYM.findall(facts.agreement.title or "") for way in self._ways(name))
        return _any_of(ways) if ways else None

    @cached_method(REMEMBERED)
    def cut(self, text: str, own: re.Pattern[str] | None) -> tuple[tuple[int, str, str, str], ...]:
        """The sentences of a text: where each starts, as printed, hidden, and the one behind it. One change
        of a draft leaves most of its passages."""
        hidden = own.sub(lambda found: _HIDDEN * len(found.group()), text) if own else text
        found = [
            (end - len(text[start:end].lstrip()), text[start:end].strip())
            for start, end in sentences(text)
            if _WORD.search(text, start, end)
        ]
        behind = [*(sentence for _, sentence in found[1:]), ""]
        return tuple(
            (start, sentence, hidden[start : start + len(sentence)], following)
            for (start, sentence), following in zip(found, behind, strict=False)
        )


def _called(name: str, text: str) -> str:
    """The noun by which a text calls a body where it names it first: "Moor Aid, a registered charity"."""
    at = text.find(f"{name}, a")
    found = _APPOSITION.match(text, at + len(name)) if at >= 0 else None
    return found["noun"].capitalize() if found else ""


def _any_of(ways: Iterable[str]) -> re.Pattern[str]:
    """Names before what a text calls them, and long ones before short ones."""
    longest = sorted(ways, key=lambda way: (way.startswith("[Tt]he "), -len(way), way))
    return re.compile("|".join(rf"(?<!\w)(?:{each})(?!\w)" for each in longest))


def bodies_named(facts: AgreementFacts, text: str) -> frozenset[str]:
    """The bodies of a draft that a text may mean, by the names under their keys."""
    return frozenset(name for name, pattern in facts.once(_patterns_of_bodies) if pattern.search(text))


def bodies_meant(facts: AgreementFacts, text: str) -> frozenset[str]:
    """The same, where the applicant is meant by a word that could be several of them: "the company"."""
    named = bodies_named(facts, text)
    applicant = frozenset(value.text for key, value in answers_by_key(facts) if key == "organisation")
    is_by_name = any(_LEGAL_FORM.sub("", name) in text for name in named)
    return named & applicant if len(named) > 1 and not is_by_name and named & applicant else named


def _patterns_of_bodies(facts: AgreementFacts) -> list[tuple[str, re.Pattern[str]]]:
    return [(name, _any_of(ways)) for name, ways in facts.derived(Passages).ways(facts)]


def passages_of(facts: AgreementFacts) -> list[Passage]:
    """Each answer that is made of sentences, and each line of the sections."""
    return facts.once(_passages)


def sentences_of(facts: AgreementFacts) -> list[Sentence]:
    """The sentences of all passages, in their order."""
    return facts.once(_sentences)


def sentence_items_of(facts: AgreementFacts) -> list[Item]:
    """Each sentence, for rules that look at its words."""
    return [
        each.item(facts, 0, len(each.text), {"key": each.place, "printed": shortened(each.text)})
        for each in sentences_of(facts)
    ]


def shortened(sentence: str) -> str:
    return sentence if len(sentence) <= _LONGEST else f"{sentence[:_LONGEST].rstrip()} …"


def _passages(facts: AgreementFacts) -> list[Passage]:
    keys = facts.derived(Passages).keys
    found = [
        Passage(value.text, value.span, f"{name}.{key}", entry)
        for name, entries in facts.agreement.entries.items()
        for entry in entries
        for key, value in entry.parts.items()
        if f"{name}.{key}" in keys
    ]
    for section, first, lines in facts.narrative:
        for number, line in enumerate(lines):
            if line.strip():
                found.append(Passage(line, Span(first + number, 1, len(line) + 1), section, None))
    return found


def _sentences(facts: AgreementFacts) -> list[Sentence]:
    passages = facts.derived(Passages)
    own, cut = passages.own_bodies(facts), passages.cut
    found = []
    for text, (line, column, _), place, entry in passages_of(facts):
        for start, sentence, hidden, following in cut(text, own):
            at = Span(line, column + start, column + start + len(sentence))
            found.append(Sentence(sentence, at, place, entry, hidden, following))
    return found
