"""The facts of one agreement and of its page, made when a rule first asks for them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from operator import itemgetter
from typing import Any, TypeAlias, TypeVar

from dslint.facts.counts import Count, Counts
from dslint.facts.edition import KNOWN_BY, Edition
from dslint.facts.item import Item
from dslint.facts.organisations import OrganisationMention, Organisations
from dslint.facts.parties import DESCRIBED, Listing, Parties, Role, Statements
from dslint.facts.reading import LineFacts, Reading
from dslint.facts.registry import Registry
from dslint.facts.value_meanings import ValueMeanings
from dslint.fields import VALUE_DATES, Values
from dslint.model import Agreement, Document, Span
from dslint.regexes import regex
from dslint.tokenizer.placeholders import Placeholders
from dslint.values.cells import read_date
from dslint.values.dates import compare
from dslint.vocabularies import Vocabularies

Maker: TypeAlias = "Callable[[AgreementFacts], list[Item] | None]"
Made = TypeVar("Made")


class AgreementFacts:
    """Collections of facts by name, and dates by name.

    A collection is None when the agreement has no such field or no such section: nothing is known then,
    which is neither yes nor no.
    """

    def __init__(self, document: Document, index: int, makers: Mapping[str, Maker], edition: Edition) -> None:
        """`makers` make the collections, by name."""
        self.vocabularies = document.vocabularies
        self._makers = makers
        self.document: Document = document
        self.index: int = index
        self.agreement: Agreement = document.agreements[index]
        self.edition = edition
        self._collections: dict[str, list[Item] | None] = {}
        self._once: dict[Callable[[AgreementFacts], Any], Any] = {}

    def collection(self, name: str) -> list[Item] | None:
        if name not in self._collections:
            self._collections[name] = self._makers[name](self)
        return self._collections[name]

    def derived(self, kind: Callable[[Vocabularies], Made]) -> Made:
        """What reads text by the vocabularies of the run."""
        return self.vocabularies.derived(kind)

    def once(self, make: Callable[[AgreementFacts], Made]) -> Made:
        """What a function makes of these facts, for several collections that rest on it."""
        if make not in self._once:
            self._once[make] = make(self)
        made: Made = self._once[make]
        return made

    def date(self, name: str) -> Item | None:
        """A date by its name, if it is printed.

        `first` and `last` are the outermost of those printed, `made` is the start of the agreement or,
        without one, the last release. `known_by` is by when the text was published: the month of the
        register's edition or, on a page, the last date printed.
        """
        if name == KNOWN_BY and not self.edition.is_unknown:
            return self._published(self.edition.month or "")
        return self._dates.get("last" if name == KNOWN_BY else name)

    def compares(self, name: str, relation: str, other: str, months: int) -> bool | None:
        """How a date compares with another one, ISO; None where it is not printed."""
        if name == KNOWN_BY and not self.edition.is_unknown:
            return self.edition.compares(relation, other, months)
        date = self.date(name)
        return None if date is None else compare(date.text, relation, other, months)

    def unshown_date(self, name: str) -> Item | None:
        """A date by its name, for a condition that shows it in no finding."""
        if name == KNOWN_BY and not self.edition.is_unknown:
            return self._published(self.edition.month_unnoted)
        return self.date(name)

    def _published(self, month: str) -> Item:
        return Item(month, self.agreement.heading, "heading", {"date": month}, self.index)

    @property
    def date_names(self) -> Iterable[str]:
        """The names of the dates that are printed."""
        knows = not self.edition.is_unknown or "last" in self._dates
        return [*self._dates, *((KNOWN_BY,) if knows else ())]

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
        for key in VALUE_DATES:
            for value in agreement.values.get(key, ()):
                if date := read_date(value.text):
                    dates[key] = Item(date, value.span, key, {"date": date}, self.index)
        for entries, several in agreement.entries.items():
            for key in {key for entry in several for key in entry.dates}:
                # Of several, the one that ends last.
                last = max((entry.dates[key] for entry in several if key in entry.dates), key=itemgetter(0))
                dates[f"{entries}_{key}"] = Item(
                    last.text, last.span, entries, {"date": last.text}, self.index
                )
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
                "draft": self.document.kind == "draft",
                "form": self._reference_form,
                "whole_text": None if agreement.is_summary else True,
                "labelled": not agreement.unlabelled
                and (not agreement.datasets or "datasets" in agreement.sections),
            },
            self.index,
        )

    @property
    def _reference_form(self) -> str:
        """That of the reference; a placeholder has none that could be wrong."""
        reference = self.agreement.reference
        is_open = reference and any(self.derived(Placeholders).find(reference))
        return "local" if is_open else reference_form(reference)

    @property
    def printed_reference(self) -> Item:
        """The heading, or the field that prints the reference where the heading does not."""
        heading = self.heading
        field = self.agreement.fields.get("reference")
        if field is None or not field.raw:
            return heading
        return heading._replace(text=field.raw, span=field.span, field=field.key)

    @cached_property
    def narrative(self) -> list[tuple[str, int, tuple[str, ...]]]:
        """Section, first line and text of each stretch of narrative."""
        return list(self.document.narrative(self.agreement))

    @cached_property
    def line_facts(self) -> list[tuple[str, int, tuple[str, ...], tuple[tuple[int, LineFacts], ...]]]:
        """Section, first line, text, and the lines that say anything, by their place in the stretch."""
        if not self.narrative:
            return []  # and no reader is made for it
        read_section = self.derived(Reading).read_section
        return [(section, first, lines, read_section(lines)) for section, first, lines in self.narrative]

    @cached_property
    def _first_reading(self) -> list[tuple[str, int, Statements]]:
        """Section, line and content of each line that by itself says something of parties."""
        return [
            (section, first + index, line.parties)
            for section, first, _, read in self.line_facts
            for index, line in read
            if line.parties
        ]

    @cached_property
    def registry(self) -> Registry:
        """Every body that the record names."""
        names = [
            (named.text, named.values["organisation"], named.values["kind"])
            for _, _, _, read in self.line_facts
            for _, line in read
            for named in line.names
        ]
        phrases = [(each.name, each.identity, each.kind) for each in self._phrases]
        return Registry(self.derived(Organisations), self.own_names, [*names, *phrases])

    @property
    def own_names(self) -> list[str]:
        """The names of who the agreement is with: the recipient and the controllers."""
        recipient = self.agreement.organisation
        names = [recipient.text if recipient else None, self.document.organisation_name]
        if not any(names) and (title := self.agreement.title) and _CAPITALISED.fullmatch(title):
            names.append(title)  # a page of one agreement may have the name for its heading
        names += [item.get("name") for item in self.collection("controllers") or []]
        return [name for name in names if name]

    def has_other_role(self, name: str) -> bool:
        """Whether the text calls a body a processor, or says that it has no access or no part."""
        organisations = self.derived(Organisations)
        body = organisations.identify(name)[0]
        return any(
            role.identity is not None and organisations.alike(body, role.identity)
            for _, _, role in self.roles
            if role.role in ("declared", "none") and not role.implied
        )

    @cached_property
    def _phrases(self) -> list[OrganisationMention]:
        """Capitalised words that nobody knows, where only a body can be named."""
        found = [each for _, _, stated in self._first_reading for each in stated.introduced]
        found += [
            OrganisationMention(role.start, role.end, role.name, role.identity or "", role.kind, role.sort)
            for _, _, stated in self._first_reading
            for role in stated.roles
            if role.sort in ("phrase", "weak")
        ]
        found = [each for each in found if each.sort != "weak" or self._is_name(each.name)]
        return found + [
            OrganisationMention(0, 0, item.get("name"), item.get("organisation"), item.get("kind"), "phrase")
            for item in self.collection("listed_processors") or []
            if item.get("name")
        ]

    def _is_name(self, word: str) -> bool:
        """Whether a word has its capital inside of a sentence, too, or is never printed without."""
        inside = re.compile(rf"[a-z,] {re.escape(word)}\b")
        lines = [line for _, _, lines in self.narrative for line in lines]
        if any(inside.search(line) for line in lines if word in line):
            return True
        plain = re.compile(rf"\b{re.escape(word.casefold())}\b")
        return word[-1] != "s" and not any(plain.search(line) for line in lines)

    @cached_property
    def statements(self) -> list[tuple[str, int, Statements]]:
        """Section, line and content of each line that says something of parties, read with the names that
        only this record makes known."""
        local = self.registry.local_names(self._phrases)
        statements_in = self.derived(Parties).statements_in
        if not local:
            return self._first_reading
        found = {number: (section, number, stated) for section, number, stated in self._first_reading}
        for section, first, lines, read in self.line_facts:
            for index, line in read:
                if line.may_state and (known := self.registry.places_of(local, lines[index])):
                    stated = statements_in(lines[index], known)
                    if stated:
                        found[first + index] = (section, first + index, stated)
        return [found[number] for number in sorted(found)]

    @cached_property
    def roles(self) -> list[tuple[str, int, Role]]:
        """Section, line and role of each statement about a party in the narrative, lists included."""
        found: list[tuple[str, int, Role]] = []
        opened: list[tuple[str, int, Listing]] = []
        for section, number, stated in self.statements:
            found += [(section, number, role) for role in stated.roles]
            if stated.opens:
                opened.append((section, number, stated.opens))
        for section, number, listing in opened:
            found += self._listed(section, number, listing)
        resolved = [
            (section, number, self._resolved(role))
            for section, number, role in found
            if role.sort != "weak" or self._is_name(role.name)
        ]
        with_role = [(section, number, role) for section, number, role in resolved if role]
        return sorted(with_role, key=lambda each: each[1])

    def _resolved(self, role: Role) -> Role | None:
        """A role with the body that its name means in this record; None where it may mean several or none."""
        if role.sort == DESCRIBED:
            body = self.registry.only_of(role.kind)
            return role._replace(name=body.names[0], identity=body.identity) if body else None
        if role.identity is None:
            return role
        identity, kind = self.registry.resolve(role.name, role.identity)
        return role if identity == role.identity else role._replace(identity=identity, kind=kind)

    def _listed(self, section: str, opened_at: int, listing: Listing) -> Iterator[tuple[str, int, Role]]:
        """The parties of the list below a line, as far as it reaches."""
        lines, listed = self.derived(Reading).lines, self.derived(Parties).listed
        last = next(last for key, first, last, _ in self.agreement.narrative() if first <= opened_at <= last)
        for number in range(opened_at + 1, last + 1):
            text = self.document.lines[number - 1]
            line = lines[text]
            if (
                listing.until != "next"
                and line
                and line.parties
                and (line.parties.opens or line.parties.roles)
            ):
                continue
            named = listed(text, listing)
            if named is None:
                return
            for role in named:
                yield section, number, role
            if named and listing.until == "next":
                return

    @cached_property
    def counts(self) -> list[tuple[str, int, tuple[str, ...], Count]]:
        """Section, its first line, its lines, and each counted noun whose list could be read."""
        counts_in = self.derived(Counts).counts_in
        return [
            (section, first, lines, count)
            for section, first, lines, read in self.line_facts
            if any(line.has_count for _, line in read)
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
            for section, number, stated in self.statements
            for label in stated.labels
        ]

    def role_items(self, role: str) -> list[Item]:
        does = self.vocabularies.vocabulary("parties")["does"]
        return [
            Item(
                self.document.lines[line - 1][found.start : found.end],
                Span(line, found.start + 1, found.end + 1),
                section,
                {
                    "name": found.name,
                    "organisation": found.identity,
                    "kind": found.kind,
                    "form": found.form,
                    "number": found.number,
                    "act": found.act,
                    "does": does[found.act or found.role],
                    "level": found.level,
                    "access": found.access,
                    "implied": found.implied,
                },
                self.index,
            )
            for section, line, found in self.roles
            if found.role == role
        ]

    def field_values(self, kind: Values) -> list[Item] | None:
        """The values of a row of the table of fields; None where no field of the header prints them."""
        field = kind.field
        if field not in self.agreement.fields and kind.oldest:
            field, _ = kind.oldest
        if field is None or field not in self.agreement.fields:
            return None
        meaning = self.derived(ValueMeanings).by_name[kind.meaning]
        return [
            Item(value.text, value.span, field, meaning(value.text), self.index)
            for value in self.agreement.values.get(kind.name, ())
        ]


_CAPITALISED = regex(r"(?:(?:[A-Z(][^\s:–-]*|of|and|for|the|&|in)(?:\s+|$)){1,9}")


def reference_form(reference: str | None) -> str:
    """standard | bare (without DARS-) | irregular (of the register, but of another shape) | local | none."""
    if reference is None:
        return "none"
    if re.fullmatch(r"DARS-NIC-\d{4,7}-[A-Z0-9]{5}", reference):
        return "standard"
    if re.fullmatch(r"NIC-\d{4,7}(?:-[A-Z0-9]{5})?", reference):
        return "bare"
    return "irregular" if "NIC-" in reference or reference.startswith("DARS-") else "local"
