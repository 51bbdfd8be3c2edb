"""Bodies of which a draft says that they have none of the data, and what it says that they do with them.

The words are data (vocabulary/kept_out.yaml).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from dslint.facts.drafts.claims import Claims
from dslint.facts.drafts.passages import Sentence
from dslint.facts.item import Item
from dslint.facts.organisations import Organisations
from dslint.regexes import regex
from dslint.tuples import NamedTuple
from dslint.vocabularies import Vocabularies

if TYPE_CHECKING:
    from dslint.facts.agreement import AgreementFacts

_LEGAL_FORM = regex(r"\s+(?:Limited|Ltd|plc|LLP|CIC)\.?$", re.IGNORECASE)


class _Told(NamedTuple):
    """`stance` is what a sentence says of a body: none of the data, or that it uses them."""

    name: str
    stance: str
    sentence: Sentence
    start: int
    end: int


class KeptOut:
    """Reads what sentences say of bodies, by the words of some vocabularies."""

    def __init__(self, vocabularies: Vocabularies) -> None:
        data: dict[str, Any] = vocabularies.vocabulary("kept_out")
        claims = vocabularies.derived(Claims)
        self.keys, self.ours = (frozenset(data[key]) for key in ("keys", "ours"))

        def made(key: str) -> re.Pattern[str]:
            return claims.made(data[key], data["words"])

        self.never, self.name, self.none, self.uses, self.by, self.lacks, self.past = map(
            made, ("never", "name", "none", "uses", "by", "lacks", "past")
        )


def kept_out_of(facts: AgreementFacts) -> list[Item]:
    """Each sentence about a body that has none of the data by one sentence at least."""
    claims = facts.derived(Claims)
    prose = claims.sentences_in("bodies", facts)
    told = list(_denied(facts, prose))
    names = list(dict.fromkeys(each.name for each in told))
    told += [found for sentence in prose for name in names if (found := _used(facts, sentence, name))]
    items = []
    for name, stance, sentence, start, end in told:
        values = {"name": name, "stance": stance, "place": sentence.place}
        items.append(sentence.item(facts, start, end, values))
    return items


def _denied(facts: AgreementFacts, prose: list[Sentence]) -> Iterator[_Told]:
    reader = facts.derived(KeptOut)
    ours = list(_own(facts))
    alike, identify = facts.derived(Organisations).alike, facts.derived(Organisations).identify
    for sentence in prose:
        if not (found := reader.none.search(sentence.text)):
            continue
        for name in _bodies(reader, sentence, found.start()):
            if not any(alike(identify(name)[0], other) for other in ours):
                yield _Told(name, "none", sentence, found.start(), found.end())


def _own(facts: AgreementFacts) -> Iterator[str]:
    """Who has the data: controllers, processors, and who has a place for them."""
    identify = facts.derived(Organisations).identify
    yield from (identify(name)[0] for name in facts.own_names)
    for kind in facts.derived(KeptOut).ours:
        for entry in facts.agreement.entries.get(kind, ()):
            for key in ("name", "organisation"):
                if key in entry.parts:
                    yield identify(entry.parts[key].text)[0]


def _bodies(reader: KeptOut, sentence: Sentence, verb: int | None = None) -> list[str]:
    """The bodies that a sentence is about: that of its key, or those that it names. Before a verb it is the
    last one alone. A bare "The University" is no name."""
    if sentence.entry and sentence.place.split(".")[0] in reader.keys:
        name = sentence.entry.parts.get("name")
        return [_LEGAL_FORM.sub("", name.text)] if name else []
    places = [*reader.name.finditer(sentence.text)]
    if verb is not None:
        before = [found for found in places if found.start() < verb]
        places = before[-1:] + places[len(before) :]
    names = [_LEGAL_FORM.sub("", found.group()).removeprefix("The ") for found in places]
    return [name for name in names if " " in name and not reader.never.search(name)]


def _used(facts: AgreementFacts, sentence: Sentence, name: str) -> _Told | None:
    """What a sentence has a body do with records, in the time of the agreement."""
    reader, text = facts.derived(KeptOut), sentence.text
    its_own = sentence.entry and sentence.place.split(".")[0] in reader.keys
    at = 0 if its_own and name in _bodies(reader, sentence) else text.find(name)
    if at < 0 or reader.lacks.search(text) or _is_past(facts, text):
        return None
    if found := reader.uses.search(text, at):
        return _Told(name, "uses", sentence, at, found.end())
    if (found := reader.by.search(text[:at])) and reader.uses.search(f"uses {text[at:]}"):
        return _Told(name, "uses", sentence, found.start(), at + len(name))
    return None


def _is_past(facts: AgreementFacts, text: str) -> bool:
    start = facts.date("dsa_start")
    return start is not None and any(
        found["year"] < start.text[:4] for found in facts.derived(KeptOut).past.finditer(text)
    )
