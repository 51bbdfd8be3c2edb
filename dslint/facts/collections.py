"""Every collection by its name, with the function that makes it; those of the header are made here."""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib import import_module
from typing import Any

from dslint.facts import unknown
from dslint.facts.acronyms import acronyms_of
from dslint.facts.agreement import AgreementFacts, Maker
from dslint.facts.datasets import Datasets
from dslint.facts.dates_in_text import dates_in_text_of, incidents_of
from dslint.facts.entries import ENTRY_MAKERS
from dslint.facts.geography import limits_of, places_of
from dslint.facts.item import Item
from dslint.facts.linkages import linkages_told_of
from dslint.facts.meanings import Meanings, fold_text
from dslint.facts.mentions import (
    counted_of,
    counts_of,
    dataset_mentions_of,
    names_of,
    populations_of,
    purposes_of,
    repeats_of,
)
from dslint.facts.numbering import gaps_of
from dslint.facts.recipients import recipient_of
from dslint.facts.regimes import legal_regime, opt_out_regime
from dslint.facts.releases import Releases
from dslint.facts.roles import actors_of, named_controllers_of, parties_of, processors_of
from dslint.facts.spellings import spellings_of
from dslint.facts.statements import may_state, statements_of
from dslint.fields import HEADER, Values
from dslint.model import Section, Span
from dslint.tokenizer.lexicon import Lexicon
from dslint.tokenizer.placeholders import Placeholders


def regimes_of(facts: AgreementFacts) -> list[Item]:
    values = {
        "opt_outs": opt_out_regime(facts.collection("opt_outs")),
        "legal_basis": legal_regime(facts.collection("legal_bases")),
    }
    return [
        Item(
            field.raw,
            field.span,
            key,
            {"aspect": key, "value": value, "base_reference": facts.agreement.base_reference},
            facts.index,
        )
        for key, value in values.items()
        if (field := facts.agreement.fields.get(key)) and field.raw
    ]


def opt_outs_of(facts: AgreementFacts) -> list[Item] | None:
    items = facts.field_values(_KINDS["opt_outs"])
    if not items:
        return items
    starts = {(item.span.line, item.span.column) for item in items}
    return [
        item._replace(
            values={**item.values, "run_together": (item.span.line, item.span.end_column) in starts}
        )
        for item in items
    ]


def commercial_of(facts: AgreementFacts) -> list[Item] | None:
    """The answers before the bracket of `Purposes:`, which the parser has found to begin the field."""
    field, printed = facts.agreement.fields.get("purposes"), facts.agreement.commercial
    if field is None or printed is None:
        return None
    raw = field.raw or ""
    if printed not in raw:  # a cell that spells the answer in another way
        return [Item(raw, field.span, field.key, {"answer": printed.casefold()}, facts.index)]
    return [
        Item(
            found.group(),
            Span(field.line, field.column + found.start(), field.column + found.end()),
            field.key,
            {"answer": found.group().casefold()},
            facts.index,
        )
        for found in re.finditer(r"\b(?:Yes|No)\b", raw[: raw.index(printed) + len(printed)])
    ]


def access_methods_of(facts: AgreementFacts) -> list[Item] | None:
    """The oldest layout prints how often the data are sent, in the words of the access method."""
    often = facts.agreement.fields.get("frequency")
    if "access_method" not in facts.agreement.fields and often and often.raw:
        meaning = facts.derived(Meanings).access_method(often.raw)
        return [Item(often.raw, often.span, "frequency", meaning, facts.index)]
    return facts.field_values(_KINDS["access_methods"])


def datasets_of(facts: AgreementFacts) -> list[Item]:
    known, is_draft = facts.derived(Datasets), facts.document.kind == "draft"
    return [
        Item(
            value.text, value.span, "datasets",
            {**known.identify(value.text), "nearest": known.nearest(value.text) if is_draft else None},
            facts.index,
        )
        for value in facts.agreement.datasets
    ]  # fmt: skip


def fields_of(facts: AgreementFacts) -> list[Item]:
    return [
        Item(field.label, field.label_span, key, {"key": key, "state": facts.field_state(key)}, facts.index)
        for key, field in facts.agreement.fields.items()
    ]


def sections_of(facts: AgreementFacts) -> list[Item]:
    def item(section: Section) -> Item:
        state = facts.section_state(section.key)
        return Item(
            section.label, section.label_span, section.key, {"key": section.key, "state": state}, facts.index
        )

    return [item(section) for section in facts.agreement.sections.values()]


def placeholders_of(facts: AgreementFacts) -> list[Item] | None:
    """What a draft still lacks. On a published page such words are text."""
    document, agreement = facts.document, facts.agreement
    if document.kind != "draft":
        return None
    labels = sorted(
        [(field.line, key) for key, field in agreement.fields.items()]
        + [(section.line, key) for key, section in agreement.sections.items()]
    )
    placeholders = facts.vocabularies.derived(Placeholders)
    found: list[Item] = []
    # What stands before the first agreement is said of all.
    first = agreement.start_line if facts.index else 1
    for number in range(first, agreement.end_line + 1):
        text = document.lines[number - 1]
        below = next((key for line, key in reversed(labels) if line <= number), "heading")
        for at in sorted(placeholders.find(text)):
            span = Span(number, at.start + 1, at.end + 1)
            values = {"what": at.what, "answer": at.answer or _known_answer(facts, text[at.start : at.end])}
            found.append(Item(text[at.start : at.end], span, below, values, facts.index))
    return found


def _known_answer(facts: AgreementFacts, text: str) -> str | None:
    """What is in the brackets of a placeholder, where a vocabulary knows it as a value."""
    inside = text.strip("<>[] ")
    names = {kind.vocabulary for kind in HEADER if kind.vocabulary}
    known = any(fold_text(inside) in facts.derived(Meanings).texts(name) for name in names)
    return inside if known and inside != text else None


def remarks_of(facts: AgreementFacts) -> list[Item]:
    """Lines in which the page explains the header field above them."""
    document, agreement = facts.document, facts.agreement
    notes = facts.vocabularies.derived(Lexicon).header_notes
    first_text = min((first for _, first, _, _ in agreement.narrative()), default=agreement.end_line + 1)
    found: list[Item] = []
    for number in range(agreement.start_line + 1, first_text):
        text = document.lines[number - 1].strip()
        if any(note.search(text) for note in notes):
            above = [field for field in agreement.fields.values() if field.line < number]
            about = max(above, key=lambda field: field.line).key if above else "heading"
            start = document.lines[number - 1].index(text)
            span = Span(number, start + 1, start + len(text) + 1)
            found.append(Item(text, span, about, {"about": about}, facts.index))
    return found


def _of_drafts(module: str, name: str) -> Maker:
    """A maker whose module is imported when a draft asks for it. Published pages have none of it."""

    def make(facts: AgreementFacts) -> list[Item] | None:
        if facts.document.kind != "draft":
            return None
        maker: Maker = getattr(import_module(f"dslint.facts.drafts.{module}"), name)
        return maker(facts)

    return make


def _of_header(kind: Values) -> Maker:
    return lambda facts: facts.field_values(kind)


# What only drafts have: the module of dslint.facts.drafts and the maker.
_OF_DRAFTS = {
    "addresses": ("addresses", "addresses_of"),
    "ages_beyond": ("ages", "ages_beyond_of"),
    "answers": ("answers", "answers_of"),
    "apart_from_flows": ("apart", "apart_from_flows_of"),
    "articles": ("articles", "articles_of"),
    "beyond_limits": ("beyond_limits", "beyond_limits_of"),
    "bodies_in_text": ("bodies", "bodies_in_text_of"),
    "claims": ("claims", "claims_of"),
    "draft_counts": ("counts", "draft_counts_of"),
    "draft_datasets": ("datasets", "draft_datasets_of"),
    "draft_places": ("places", "draft_places_of"),
    "figures": ("figures", "figures_of"),
    "kept_out": ("kept_out", "kept_out_of"),
    "near_names": ("near_names", "near_names_of"),
    "sentences": ("passages", "sentence_items_of"),
    "shared_facts": ("shared_facts", "shared_facts_of"),
    "standings": ("standings", "standings_of"),
    "supply": ("supply", "supply_of"),
    "uncovered_flows": ("flows", "uncovered_flows_of"),
    "unlisted_bodies": ("unlisted_bodies", "unlisted_bodies_of"),
    "unlisted_links": ("links", "unlisted_links_of"),
    "unused_flows": ("datasets", "unused_flows_of"),
    "viewers": ("viewers", "viewers_of"),
}
_KINDS = {kind.name: kind for kind in HEADER}
MAKERS: dict[str, Maker] = {
    "dates_in_text": dates_in_text_of,
    "incidents": incidents_of,
    "record": lambda facts: [facts.printed_reference],
    "fields": fields_of,
    "sections": sections_of,
    **{kind.collection: _of_header(kind) for kind in HEADER},
    "opt_outs": opt_outs_of,
    "access_methods": access_methods_of,
    "populations": populations_of,
    "unknown": unknown.collect,
    "commercial": commercial_of,
    "stated_purposes": purposes_of,
    "datasets": datasets_of,
    "dataset_mentions": dataset_mentions_of,
    "placeholders": placeholders_of,
    "remarks": remarks_of,
    "named_controllers": named_controllers_of,
    "processors": processors_of,
    "processor_labels": lambda facts: facts.processor_labels(),
    "actors": actors_of,
    "parties": parties_of,
    "statements": statements_of,
    "territory_limits": limits_of,
    "places": places_of,
    "linkages_told": linkages_told_of,
    "names": names_of,
    "acronyms": acronyms_of,
    "spellings": spellings_of,
    **ENTRY_MAKERS,
    "recipient": recipient_of,
    "without_access": lambda facts: facts.role_items("none"),
    "gaps": gaps_of,
    "counts": counts_of,
    "counted": counted_of,
    "repeats": repeats_of,
    "regimes": regimes_of,
    "releases": lambda facts: facts.derived(Releases).release_items(facts.document, facts.index),
    **{name: _of_drafts(*maker) for name, maker in _OF_DRAFTS.items()},
}

# An attribute, and what tells whether any item may have one of some values there: for a collection that takes
# much longer to make.
SIEVES: dict[str, tuple[str, Callable[[AgreementFacts, frozenset[Any]], bool]]] = {
    "statements": ("type", may_state),
}
