"""What a draft says under keys of its own, as facts: one item for each entry."""

from __future__ import annotations

import re
from typing import Any

from dslint.facts.agreement import AgreementFacts, Maker
from dslint.facts.countries import Countries
from dslint.facts.item import Item
from dslint.facts.organisations import Organisations
from dslint.facts.value_meanings import ValueMeanings
from dslint.fields import ENTRIES, Entries
from dslint.model import Entry
from dslint.regexes import regex
from dslint.values.dates import compare
from dslint.vocabularies import Vocabularies

# Of a company, which a text then calls by it.
_FIRST = regex(r"(?P<word>[A-Z][\w&’'-]{3,}) .*\b(?:Limited|Ltd|plc|LLP)\.?$")


class NoEntry:
    """Tells an answer that lists nothing: "none", "not needed: nobody can be identified"."""

    def __init__(self, vocabularies: Vocabularies) -> None:
        none = vocabularies.vocabulary("patterns")["patterns"]["answers_none"]
        pattern = f"{none}|{vocabularies.vocabulary('negation')['none_because']}"
        self.says_none = regex(pattern, re.IGNORECASE | re.DOTALL).search

    def lists_nothing(self, entry: Entry) -> bool:
        return len(entry.parts) == 1 and self.says_none(entry.value.text) is not None


def entries_of(kind: Entries) -> Maker:
    """What makes the items of one kind of entries; None where the draft has no such key."""

    def make(facts: AgreementFacts) -> list[Item] | None:
        found = facts.agreement.entries.get(kind.name)
        if found is None:
            return None
        if kind.may_be_none:
            no_entry = facts.derived(NoEntry)
            found = [entry for entry in found if not no_entry.lists_nothing(entry)]
        return [_item(facts, kind, entry) for entry in found]

    return make


def _item(facts: AgreementFacts, kind: Entries, entry: Entry) -> Item:
    meanings = facts.derived(ValueMeanings).by_name
    values: dict[str, Any] = {key: value.text for key, value in entry.parts.items()}
    for part in kind.parts:
        if part.key in entry.parts:
            values |= meanings[part.meaning](entry.parts[part.key].text)
        if part.key in entry.dates:
            values[f"{part.key}_in_term"] = in_term(facts, entry.dates[part.key].text)
    values |= _in_text(facts, values.get("name") or values.get("party") or values.get("by"))
    values["has"] = [part.key for part in kind.parts if part.key in entry.parts]
    values["lacks"] = [part.key for part in kind.parts if part.key not in entry.parts]
    return Item(entry.value.text, entry.value.span, kind.name, values, facts.index)


def _in_text(facts: AgreementFacts, name: str | None) -> dict[str, Any]:
    """Whether the narrative names a body, by its name, by another name of it, or by the first word of a
    company's name that is no place."""
    if not name or not facts.agreement.sections:
        return {}
    organisations = facts.derived(Organisations)
    bare = re.sub(r"\s*\([^()]*\)|\s+(?:Limited|Ltd|plc|LLP)\.?$", "", name, flags=re.IGNORECASE).casefold()
    lines = [line for _, _, some in facts.narrative for line in some]
    identity = organisations.identify(name)[0]
    named = any(bare in line.casefold() for line in lines) or any(
        organisations.alike(identity, item.get("organisation")) for item in facts.collection("names") or []
    )
    if not named and (first := _FIRST.match(name)) and not facts.derived(Countries).covered(first["word"]):
        short = re.compile(rf"\b{re.escape(first['word'])}\b(?! [A-Z])")
        named = any(short.search(line) for line in lines)
    return {"in_text": named}


def in_term(facts: AgreementFacts, date: str) -> str | None:
    """before | within | covers | after: whether a date lies before the agreement, in it, at its end or later.

    None where the agreement does not say when it ends.
    """
    start, end = facts.date("dsa_start"), facts.date("dsa_end")
    if start and compare(date, "before", start.text):
        return "before"
    if end is None:
        return None
    if compare(date, "before", end.text):
        return "within"
    return "after" if compare(date, "after", end.text) else "covers"


ENTRY_MAKERS: dict[str, Maker] = {kind.of_rules: entries_of(kind) for kind in ENTRIES if not kind.is_flow}
