"""The facts of one agreement and of its page, made when a rule first asks for them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any

from dslint import resources
from dslint.facts import datasets, meanings, unknown
from dslint.facts.counts import Count, counts_in
from dslint.facts.item import Item
from dslint.facts.lifetimes import lived
from dslint.facts.organisations import alike, find_mentions, identify
from dslint.facts.parties import (
    LONGEST_STATEMENT,
    Listing,
    Role,
    Statements,
    listed,
    statements_in,
    statements_of,
)
from dslint.facts.populations import populations_in
from dslint.facts.purposes import purposes_in
from dslint.facts.regimes import legal_regime, opt_out_regime
from dslint.facts.releases import release_items
from dslint.facts.repeats import repeats_in
from dslint.model import Agreement, Document, Section, Span, Value
from dslint.tokenizer.lexicon import lexicon
from dslint.tokenizer.placeholders import placeholders


class AgreementFacts:
    """Collections of facts by name, and dates by name.

    A collection is None when the agreement has no such field or no such section: nothing is known then,
    which is neither yes nor no.
    """

    def __init__(self, document: Document, index: int) -> None:
        self.document = document
        self.index = index
        self.agreement: Agreement = document.agreements[index]
        self._collections: dict[str, list[Item] | None] = {}

    def collection(self, name: str) -> list[Item] | None:
        if name not in self._collections:
            self._collections[name] = _MAKERS[name](self)
        return self._collections[name]

    def date(self, name: str) -> Item | None:
        """A date by its name, if it is printed.

        `first` and `last` are the outermost of those printed, `made` is the start of the agreement or,
        without one, the last release.
        """
        return self._dates.get(name)

    @cached_property
    def _dates(self) -> dict[str, Item]:
        agreement = self.agreement
        printed = {
            "dsa_start": agreement.dsa.start,
            "dsa_end": agreement.dsa.end,
            "release_start": agreement.release.start,
            "release_end": agreement.release.end,
        }
        dates = {
            name: Item(value.text, value.span, "when", {"date": value.text}, self.index)
            for name, value in printed.items()
            if value
        }
        if dates:
            ordered = sorted(dates.values(), key=lambda item: item.text)
            dates["first"], dates["last"] = ordered[0], ordered[-1]
        term = dates.get("dsa_start") or dates.get("release_end")
        if term:
            dates["made"] = term
        return dates

    def field_state(self, key: str) -> str:
        """absent | empty | filled. Brackets and commas without a word in them are empty."""
        field = self.agreement.fields.get(key)
        if field is None:
            return "absent"
        return "filled" if field.raw and re.search(r"\w", field.raw) else "empty"

    def section_state(self, key: str) -> str:
        """absent | empty | filled."""
        section = self.agreement.sections.get(key)
        if section is None:
            return "absent"
        return "filled" if section.first_content_line is not None else "empty"

    @property
    def heading(self) -> Item:
        agreement = self.agreement
        return Item(
            self.document.text_of(agreement.heading),
            agreement.heading,
            "heading",
            {
                "reference": agreement.reference,
                "base_reference": agreement.base_reference,
                "version": agreement.version,
                "title": agreement.title,
                "layout": agreement.layout,
                "form": reference_form(agreement.reference),
                "labelled": not agreement.unlabelled
                and (not agreement.datasets or "datasets" in agreement.sections),
            },
            self.index,
        )

    @property
    def printed_reference(self) -> Item:
        """The heading, or the field that prints the reference where the heading does not."""
        heading = self.heading
        field = self.agreement.fields.get("reference")
        if field is None or not field.raw:
            return heading
        return heading._replace(text=field.raw, span=field.span, field=field.key)

    @cached_property
    def _statements(self) -> list[tuple[str, int, Statements]]:
        """Section, line and content of each line that says something of parties."""
        return [
            (section, first + place, stated)
            for section, first, lines in self.document.narrative(self.agreement)
            for place, stated in statements_of(lines)
        ]

    @cached_property
    def roles(self) -> list[tuple[str, int, Role]]:
        """Section, line and role of each statement about a party in the narrative, lists included."""
        found: list[tuple[str, int, Role]] = []
        opened: list[tuple[str, int, Listing]] = []
        for section, number, stated in self._statements:
            found += [(section, number, role) for role in stated.roles]
            if stated.opens:
                opened.append((section, number, stated.opens))
        for section, number, listing in opened:
            found += self._listed(section, number, listing)
        return sorted(found, key=lambda each: each[1])

    def _listed(self, section: str, opened_at: int, listing: Listing) -> Iterator[tuple[str, int, Role]]:
        """The parties of the list below a line, as far as it reaches."""
        last = next(last for key, first, last, _ in self.agreement.narrative() if first <= opened_at <= last)
        for number in range(opened_at + 1, last + 1):
            text = self.document.lines[number - 1]
            if (stated := statements_in(text)) and (stated.opens or stated.roles):
                continue
            named = listed(text, listing)
            if named is None:
                return
            for role in named:
                yield section, number, role

    @cached_property
    def counts(self) -> list[tuple[str, int, tuple[str, ...], Count]]:
        """Section, its first line, its lines, and each counted noun whose list could be read."""
        return [
            (section, first, lines, count)
            for section, first, lines in self.document.narrative(self.agreement)
            for count in counts_in(lines)
        ]

    def processor_labels(self) -> list[Item]:
        """Every "Data Processor N", in headings and in passing."""
        return [
            Item(
                self.document.lines[number - 1][label.start : label.end],
                Span(number, label.start + 1, label.end + 1),
                section,
                {"number": label.number},
                self.index,
            )
            for section, number, stated in self._statements
            for label in stated.labels
        ]

    def _role_items(self, role: str) -> list[Item]:
        return [
            Item(
                found.name,
                Span(line, found.start + 1, found.end + 1),
                section,
                {
                    "name": found.name,
                    "organisation": found.identity,
                    "kind": found.kind,
                    "form": found.form,
                    "number": found.number,
                    "act": found.act,
                    "does": resources.vocabulary("parties")["does"][found.act or found.role],
                    "level": found.level,
                    "access": found.access,
                },
                self.index,
            )
            for section, line, found in self.roles
            if found.role == role
        ]

    def _values(self, name: str, field: str, meaning: Callable[[str], dict[str, Any]]) -> list[Item] | None:
        if field not in self.agreement.fields:
            name, field = _IN_OLDEST_LAYOUT.get(name, (name, field))
        if field not in self.agreement.fields:
            return None
        return [
            Item(value.text, value.span, field, meaning(value.text), self.index)
            for value in self.agreement.values.get(name, ())
        ]


# Where the oldest layout prints what later ones have a field of its own for: values, and their field.
_IN_OLDEST_LAYOUT = {
    "access_methods": ("frequency", "frequency"),
    "type_of_data": ("format_type", "format"),
    "sensitivity": ("format_sensitivity", "format"),
}


def reference_form(reference: str | None) -> str:
    """standard | bare (without DARS-) | irregular (of the register, but of another shape) | local | none."""
    if reference is None:
        return "none"
    if re.fullmatch(r"DARS-NIC-\d{4,7}-[A-Z0-9]{5}", reference):
        return "standard"
    if re.fullmatch(r"NIC-\d{4,7}(?:-[A-Z0-9]{5})?", reference):
        return "bare"
    return "irregular" if "NIC-" in reference or reference.startswith("DARS-") else "local"


def _organisation(name: str) -> dict[str, Any]:
    identity, kind = identify(name)
    return {"name": name, "organisation": identity, "kind": kind}


def _processors(facts: AgreementFacts) -> list[Item]:
    own = _own_names(facts)
    return [
        item
        for item in facts._role_items("declared")
        if item.get("kind") != "discloser"
        if item.get("form") == "heading" or not any(alike(item.get("organisation"), name) for name in own)
    ]


def _own_names(facts: AgreementFacts) -> list[Any]:
    """Who the agreement is with: the recipient and the controllers."""
    own = [item.get("organisation") for item in facts.collection("controllers") or []]
    recipient = facts.agreement.organisation
    names = [facts.document.organisation_name, recipient.text if recipient else None]
    return own + [identify(name)[0] for name in names if name]


def _named_controllers(facts: AgreementFacts) -> list[Item]:
    return facts._role_items("controller")


def _actors(facts: AgreementFacts) -> list[Item]:
    """Who does something with the data, apart from the discloser, the recipient and the controllers."""
    own = _own_names(facts)
    return [
        item
        for item in facts._role_items("acting")
        if item.get("kind") != "discloser" and not any(alike(item.get("organisation"), name) for name in own)
    ]


_ROLES = {"controllers": "controller", "named_controllers": "controller", "processors": "processor"}


def _parties(facts: AgreementFacts) -> list[Item]:
    """Everybody whom the record calls a controller or a processor, and when that body existed."""
    found = [(role, item) for name, role in _ROLES.items() for item in facts.collection(name) or []]
    start, end = facts.date("dsa_start"), facts.date("dsa_end")
    term = (start.text if start else None, end.text if end else None)
    present = {item.get(key) for _, item in found for key in ("organisation", "kind")}
    return [
        item._replace(
            values={
                **{key: item.get(key) for key in ("name", "organisation", "kind")},
                "role": role,
                "base_reference": facts.agreement.base_reference,
                **lived(item.get("organisation"), item.get("kind"), term, present),
            }
        )
        for role, item in found
    ]


def _names(facts: AgreementFacts) -> list[Item]:
    """Every organisation that the narrative names."""
    return [
        Item(
            mention.name,
            Span(first + place, mention.start + 1, mention.end + 1),
            section,
            {"name": mention.name, "organisation": mention.identity, "kind": mention.kind},
            facts.index,
        )
        for section, first, lines in facts.document.narrative(facts.agreement)
        for place, text in enumerate(lines)
        if len(text) <= LONGEST_STATEMENT
        for mention in find_mentions(text)
    ]


_ACRONYM = re.compile(r"(?P<name>.*\S)\s*\((?P<acronym>[A-Z][\w&]*[A-Z][\w&]*)\)")


def _acronyms(facts: AgreementFacts) -> list[Item]:
    """Every name that prints its acronym behind it, in brackets."""
    return [
        item._replace(values={**item.values, "acronym": found["acronym"]})
        for item in facts.collection("names") or []
        if (found := _ACRONYM.fullmatch(item.text))
    ]


def _counts(facts: AgreementFacts) -> list[Item]:
    return [
        Item(
            lines[count.place][count.start : count.end],
            Span(first + count.place, count.start + 1, count.end + 1),
            section,
            {
                "number": str(count.number),
                "noun": count.noun,
                "listed": str(len(count.names)),
                "agrees": count.number == len(count.names),
                "position": count.position,
                "list": _list_key(first, count),
            },
            facts.index,
        )
        for section, first, lines, count in facts.counts
    ]


def _counted(facts: AgreementFacts) -> list[Item]:
    return [
        Item(
            lines[name.place][name.start : name.end],
            Span(first + name.place, name.start + 1, name.end + 1),
            section,
            {"list": _list_key(first, count)},
            facts.index,
        )
        for section, first, lines, count in facts.counts
        for name in count.names
    ]


def _list_key(first: int, count: Count) -> str:
    return f"{first + count.place}:{count.start}"


def _repeats(facts: AgreementFacts) -> list[Item]:
    return [
        Item(
            lines[repeat.place][repeat.start : repeat.end],
            Span(first + repeat.place, repeat.start + 1, repeat.end + 1),
            section,
            {
                "form": repeat.form,
                "section": section,
                "occurrence": "first" if repeat.place == repeat.first else "again",
                "original": str(first + repeat.first),
                "block": str(first + repeat.block),
            },
            facts.index,
        )
        for section, first, lines in facts.document.narrative(facts.agreement)
        for repeat in repeats_in(lines)
    ] + _repeated_datasets(facts)


def _repeated_datasets(facts: AgreementFacts) -> list[Item]:
    """Lines of the dataset list that say the same to the letter; two spellings of one dataset are none."""
    listed = facts.agreement.datasets
    spellings: dict[str, list[Value]] = {}
    for value in listed:
        spellings.setdefault(meanings.fold(value.text), []).append(value)
    return [
        Item(
            value.text,
            value.span,
            "datasets",
            {
                "form": "dataset",
                "section": "datasets",
                "occurrence": "first" if value is values[0] else "again",
                "original": str(values[0].span.line),
                "block": str(listed[0].span.line),
            },
            facts.index,
        )
        for values in spellings.values()
        if len({value.span.line for value in values}) > 1
        for value in values
    ]


def _regimes(facts: AgreementFacts) -> list[Item]:
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


def _opt_outs(facts: AgreementFacts) -> list[Item] | None:
    items = facts._values("opt_outs", "opt_outs", meanings.opt_out)
    if not items:
        return items
    starts = {(item.span.line, item.span.column) for item in items}
    return [
        item._replace(values={**item.values, "fused": (item.span.line, item.span.end_column) in starts})
        for item in items
    ]


def _purposes(facts: AgreementFacts) -> list[Item]:
    return [
        Item(
            text[named.start : named.end],
            Span(first + place, named.start + 1, named.end + 1),
            section,
            {"purpose": named.purpose, "form": named.form, "section": section},
            facts.index,
        )
        for section, first, lines in facts.document.narrative(facts.agreement)
        for place, text in enumerate(lines)
        for named in purposes_in(text)
    ]


def _commercial(facts: AgreementFacts) -> list[Item] | None:
    """The answers before the bracket of `Purposes:`, which the parser has found to begin the field."""
    field, printed = facts.agreement.fields.get("purposes"), facts.agreement.commercial
    if field is None or printed is None:
        return None
    raw = field.raw or ""
    return [
        Item(
            found.group(),
            Span(field.line, field.column + found.start(), field.column + found.end()),
            field.key,
            {"answer": found.group().casefold()},
            facts.index,
        )
        for found in re.finditer(r"Yes|No", raw[: raw.index(printed) + len(printed)])
    ]


def _access_methods(facts: AgreementFacts) -> list[Item] | None:
    """The oldest layout prints how often the data are sent, in the words of the access method."""
    often = facts.agreement.fields.get("frequency")
    if "access_method" not in facts.agreement.fields and often and often.raw:
        return [Item(often.raw, often.span, "frequency", meanings.access_method(often.raw), facts.index)]
    return facts._values("access_methods", "access_method", meanings.access_method)


def _datasets(facts: AgreementFacts) -> list[Item]:
    return [
        Item(value.text, value.span, "datasets", datasets.identify(value.text), facts.index)
        for value in facts.agreement.datasets
    ]


def _dataset_mentions(facts: AgreementFacts) -> list[Item] | None:
    narrative = list(facts.document.narrative(facts.agreement))
    if not narrative:
        return None
    return [
        Item(
            lines[place][found.start : found.end],
            Span(first + place, found.start + 1, found.end + 1),
            section,
            {
                "section": section,
                "dataset": found.dataset,
                "family": found.family,
                "form": found.form,
                "flow": found.flow or "none",
                "negated": found.negated,
            },
            facts.index,
        )
        for section, first, lines in narrative
        for place, found in datasets.mentions_of(lines)
    ]


def _populations(facts: AgreementFacts) -> list[Item] | None:
    narrative = list(facts.document.narrative(facts.agreement))
    if not narrative:
        return None
    return [
        Item(
            found.name,
            Span(first + place, found.start + 1, found.end + 1),
            section,
            {"section": section, "name": found.name, "organisation": found.identity, "kind": found.kind},
            facts.index,
        )
        for section, first, lines in narrative
        for place, text in enumerate(lines)
        for found in populations_in(text)
    ]


def _fields(facts: AgreementFacts) -> list[Item]:
    return [
        Item(field.label, field.label_span, key, {"key": key, "state": facts.field_state(key)}, facts.index)
        for key, field in facts.agreement.fields.items()
    ]


def _sections(facts: AgreementFacts) -> list[Item]:
    def item(section: Section) -> Item:
        state = facts.section_state(section.key)
        return Item(
            section.label, section.label_span, section.key, {"key": section.key, "state": state}, facts.index
        )

    return [item(section) for section in facts.agreement.sections.values()]


def _placeholders(facts: AgreementFacts) -> list[Item] | None:
    """What a draft still lacks. On a published page such words are text."""
    document, agreement = facts.document, facts.agreement
    if document.kind != "draft":
        return None
    labels = sorted(
        [(field.line, key) for key, field in agreement.fields.items()]
        + [(section.line, key) for key, section in agreement.sections.items()]
    )
    found: list[Item] = []
    # What stands before the first agreement is said of all.
    first = agreement.start_line if facts.index else 1
    for number in range(first, agreement.end_line + 1):
        text = document.lines[number - 1]
        below = next((key for line, key in reversed(labels) if line <= number), "heading")
        for at in sorted(placeholders(text)):
            span = Span(number, at.start + 1, at.end + 1)
            found.append(Item(text[at.start : at.end], span, below, {"what": at.what}, facts.index))
    return found


def _remarks(facts: AgreementFacts) -> list[Item]:
    """Lines in which the page explains the header field above them."""
    document, agreement = facts.document, facts.agreement
    first_text = min((first for _, first, _, _ in agreement.narrative()), default=agreement.end_line + 1)
    found: list[Item] = []
    for number in range(agreement.start_line + 1, first_text):
        text = document.lines[number - 1].strip()
        if any(note.search(text) for note in lexicon().header_notes):
            above = [field for field in agreement.fields.values() if field.line < number]
            about = max(above, key=lambda field: field.line).key if above else "heading"
            start = document.lines[number - 1].index(text)
            span = Span(number, start + 1, start + len(text) + 1)
            found.append(Item(text, span, about, {"about": about}, facts.index))
    return found


def _from(
    name: str, field: str, meaning: Callable[[str], dict[str, Any]]
) -> Callable[[AgreementFacts], list[Item] | None]:
    return lambda facts: facts._values(name, field, meaning)


_MAKERS: dict[str, Callable[[AgreementFacts], list[Item] | None]] = {
    "record": lambda facts: [facts.printed_reference],
    "fields": _fields,
    "sections": _sections,
    "opt_outs": _opt_outs,
    "excuses": _from("opt_out_excuses", "opt_outs", meanings.excuse),
    "legal_bases": _from("legal_bases", "legal_basis", meanings.legal_basis),
    "types_of_data": _from("type_of_data", "type_of_data", meanings.type_of_data),
    "sensitivity": _from("sensitivity", "sensitive", meanings.sensitivity),
    "access_methods": _access_methods,
    "controllers": _from("controllers", "controllers", _organisation),
    "sublicensing": _from("sublicensing", "sublicensing", lambda text: {"answer": text.casefold()}),
    "minutes": _from("minutes", "minutes", lambda text: {}),
    "populations": _populations,
    "unknown": unknown.collect,
    "commercial": _commercial,
    "stated_purposes": _purposes,
    "organisation_types": _from("organisation_types", "purposes", lambda text: {}),
    "datasets": _datasets,
    "dataset_mentions": _dataset_mentions,
    "placeholders": _placeholders,
    "remarks": _remarks,
    "named_controllers": _named_controllers,
    "processors": _processors,
    "processor_labels": AgreementFacts.processor_labels,
    "actors": _actors,
    "parties": _parties,
    "names": _names,
    "acronyms": _acronyms,
    "counts": _counts,
    "counted": _counted,
    "repeats": _repeats,
    "regimes": _regimes,
    "releases": lambda facts: release_items(facts.document, facts.index),
}


class DocumentFacts:
    """The facts of a page: its flags, and the facts of each of its agreements."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.agreements = [AgreementFacts(document, n) for n in range(len(document.agreements))]

    def collection(self, name: str) -> list[Item] | None:
        """`flags` of the page, or the items of every agreement that has the collection."""
        if name == "flags":
            return [
                Item(self.document.text_of(flag.span), flag.span, "flag", {"kind": flag.kind})
                for flag in self.document.flags
            ]
        found = [facts.collection(name) for facts in self.agreements]
        known = [items for items in found if items is not None]
        return [item for items in known for item in items] if known else None
