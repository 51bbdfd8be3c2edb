"""The bodies that the sentences of a draft name, with the part that its keys give them.

Which names are surely those of bodies is data (vocabulary/bodies.yaml).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

from dslint.facts.candidates import Candidates
from dslint.facts.countries import Countries
from dslint.facts.datasets import Datasets
from dslint.facts.drafts.answers import answers_by_key
from dslint.facts.drafts.passages import Passage, Passages, passages_of, shortened
from dslint.facts.entries import NoEntry
from dslint.facts.item import Item
from dslint.facts.organisations import OrganisationMention, Organisations
from dslint.facts.sections import REMEMBERED
from dslint.facts.sentences import sentences
from dslint.memo import cached_method
from dslint.regexes import regex
from dslint.tuples import NamedTuple
from dslint.vocabularies import Vocabularies

if TYPE_CHECKING:
    from dslint.facts.agreement import AgreementFacts

_LEGAL_FORM = regex(r"\s+(?:Limited|Ltd|plc|LLP)\.?$", re.IGNORECASE)
_SHORTEST = 3  # letters of a name that is looked for


class _Listed(NamedTuple):
    """A body that a key names, and the part that the key gives it."""

    name: str
    identity: str
    part: str


class Bodies:
    """Tells whom a text names."""

    def __init__(self, vocabularies: Vocabularies) -> None:
        self._data: dict[str, Any] = vocabularies.vocabulary("bodies")
        self._about: dict[str, str] = self._data["about"]
        self.organisations = vocabularies.derived(Organisations)
        self._candidates = vocabularies.derived(Candidates)
        self._covered = vocabularies.derived(Countries).covered
        self._datasets_in = vocabularies.derived(Datasets).mentions_in
        self.goes_on, self._body, self._thing, self._no_part = (
            regex(self._data[key]) for key in ("goes_on", "body", "thing", "no_part")
        )
        self.kept_out = regex(self._data["kept_out"], re.IGNORECASE)

    @cached_property
    def part_of_key(self) -> dict[str, str]:
        return {key: part for part, keys in self._data["listed"].items() for key in keys}

    @cached_property
    def noun(self) -> re.Pattern[str]:
        words = "|".join([*self._data["nouns"], *self._data["roles"]])
        return regex(rf"\b[Tt]he (?P<noun>{words})\b(?![’']s? (?:name|website))")

    def about(self, passage: Passage) -> str | None:
        """The body that a key is about, which another key of its entry names."""
        whose = self._about.get(passage.place, "").partition(".")[2]
        named = passage.entry.parts.get(whose) if passage.entry else None
        return named.text if named else None

    def meant_by(self, noun: str, listed: list[_Listed]) -> _Listed | None:
        """The only listed body of a kind or with a part, in the words of a noun."""
        part = self._data["roles"].get(noun)
        fits = [
            each for each in listed if (each.part == part if part else noun in each.name.casefold().split())
        ]
        same = {each.identity for each in fits}
        return fits[0] if len(same) == 1 else None

    @cached_method(REMEMBERED)
    def others_in(self, text: str) -> tuple[OrganisationMention, ...]:
        """Names of bodies, and what may be one, that need no key to be known."""
        named = self.organisations.find_mentions(text)
        datasets = [(each.start, each.end) for each in self._datasets_in(text)]
        return tuple(
            body
            for body in sorted((*named, *self._candidates.find(text, named)))
            if self._may_be_body(body) and not any(a < body.end and body.start < b for a, b in datasets)
        )

    def _may_be_body(self, body: OrganisationMention) -> bool:
        if body.kind in self._data["every"] or self._no_part.search(body.name):
            return False
        return bool(body.kind) or not (self._thing.search(body.name) or self._covered(body.name))

    def is_sure(self, body: OrganisationMention) -> bool:
        """Whether a name is that of a body by its kind or its last words."""
        return body.kind is not None or (" " in body.name and self._body.search(body.name) is not None)


class _Mention(NamedTuple):
    start: int
    end: int
    name: str
    identity: str
    kind: str | None
    part: str
    sure: bool


class _Reader:
    """Reads the prose of one agreement."""

    def __init__(self, facts: AgreementFacts) -> None:
        self._bodies, self._resolve = facts.derived(Bodies), facts.registry.resolve
        organisations = self._bodies.organisations
        keys, self._answered = self._bodies.part_of_key, ""
        self.listed: list[_Listed] = []
        says_none, prose = facts.derived(NoEntry).says_none, facts.derived(Passages).keys
        for key, (text, _) in answers_by_key(facts):
            if says_none(text):
                continue
            if part := keys.get(key):
                self.listed.append(_Listed(text, organisations.identify(text)[0], part))
            elif key not in prose and key not in facts.agreement.sections:
                self._answered += f" {text.casefold()}"
        order = list(dict.fromkeys(keys.values()))
        self.listed.sort(key=lambda each: order.index(each.part))
        names = {_LEGAL_FORM.sub("", each.name): each for each in reversed(self.listed)}
        names = {name: each for name, each in names.items() if len(name) >= _SHORTEST}
        whole = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
        self._names = names
        self._pattern = (
            re.compile(rf"(?<![\w-])(?P<name>{whole})(?: (?:Limited|Ltd|plc|LLP))?(?!\w)") if whole else None
        )

    def mentions(self, text: str) -> list[_Mention]:
        """The bodies that a line names, in order."""
        found = list(self._by_key(text)) if self._pattern else []
        taken = [(each.start, each.end) for each in found]
        for body in self._bodies.others_in(text):
            if not any(a < body.end and body.start < b for a, b in taken):
                other = self._other(body)
                if other.kind or " " in other.name or self._is_short(other.name):
                    found.append(other)
        return sorted(found, key=lambda each: (each.start, each.end))

    def _is_short(self, name: str) -> bool:
        """Whether one word stands for a body whose name begins with it."""
        return any(each.name.startswith(f"{name} ") for each in self.listed)

    def _by_key(self, text: str) -> Iterator[_Mention]:
        assert self._pattern
        for match in self._pattern.finditer(text):
            yield self._of(match, self._names[match["name"]])
        for match in self._bodies.noun.finditer(text):
            if meant := self._bodies.meant_by(match["noun"], self.listed):
                yield self._of(match, meant)

    def _of(self, match: re.Match[str], listed: _Listed) -> _Mention:
        kind = self._bodies.organisations.identify(listed.name)[1]
        return _Mention(*match.span(), listed.name, listed.identity, kind, listed.part, True)

    def _other(self, body: OrganisationMention) -> _Mention:
        identity = self._resolve(body.name, body.identity)[0]
        alike = self._bodies.organisations.alike
        part = next((each.part for each in self.listed if alike(identity, each.identity)), "none")
        if part == "none" and _LEGAL_FORM.sub("", body.name).casefold() in self._answered:
            part = "other"
        return _Mention(
            body.start, body.end, body.name, identity, body.kind, part, self._bodies.is_sure(body)
        )

    def read(self, each: Passage) -> Iterator[tuple[_Mention, str, str]]:
        """Each body, with its sentence as it is printed, and as patterns read it: there it is BODY, and any
        other one OTHER. The sentences that go on about it are part of the second."""
        about = self._bodies.about(each)
        text = f"{about}: {each.text}" if about else each.text
        mentions, parts = self.mentions(text), list(sentences(text))
        for number, (start, end) in enumerate(parts):
            last = number
            while last + 1 < len(parts) and self._bodies.goes_on.match(text, parts[last + 1][0]):
                last += 1
            for mention in mentions:
                if start <= mention.start < end:
                    read = _with_signs(text, start, parts[last][1], mention, mentions)
                    yield mention, text[start:end].strip(), read


def _with_signs(text: str, start: int, end: int, about: _Mention, mentions: list[_Mention]) -> str:
    found, at = "", start
    for each in mentions:
        if at <= each.start and each.end <= end:
            found += text[at : each.start] + ("BODY" if each.identity == about.identity else "OTHER")
            at = each.end
    return (found + text[at:end]).strip()


def bodies_in_text_of(facts: AgreementFacts) -> list[Item]:
    """Each place where a draft names a body in a sentence."""
    reader, bodies = _Reader(facts), facts.derived(Bodies)
    alike = bodies.organisations.alike
    found = [(each, *of_body) for each in passages_of(facts) for of_body in reader.read(each)]
    out = {mention.identity for _, mention, _, read in found if bodies.kept_out.search(read)}
    items: list[Item] = []
    for passage, mention, printed, read in found:
        about = bodies.about(passage)
        shift = len(f"{about}: ") if about else 0
        start, end = max(mention.start - shift, 0), max(mention.end - shift, 0)
        values = {
            "name": mention.name,
            "organisation": mention.identity,
            "kind": mention.kind,
            "listed": mention.part,
            "sure": mention.sure,
            "kept_out": any(alike(mention.identity, other) for other in out),
            "key": passage.place,
            "sentence": read,
            "printed": shortened(printed),
        }
        items.append(passage.item(facts, start, end or len(passage.text), values))
    return items
