"""The facts of a page: its flags, and the facts of each of its agreements."""

from __future__ import annotations

from dslint.facts.agreement import AgreementFacts
from dslint.facts.collections import MAKERS
from dslint.facts.countries import Countries
from dslint.facts.dates_in_text import DatesInText
from dslint.facts.edition import Edition
from dslint.facts.item import Item
from dslint.facts.linkages import Linkages
from dslint.model import Document
from dslint.vocabularies import Vocabularies


class _Sought:
    """The words that are sought in lines, told before the first line is read: one walk finds them all."""

    def __init__(self, vocabularies: Vocabularies) -> None:
        for each in (Countries, DatesInText, Linkages):
            vocabularies.derived(each)


class DocumentFacts:
    """The facts of a page: its flags, and the facts of each of its agreements."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.derived = document.vocabularies.derived
        if any(agreement.sections or agreement.unlabelled for agreement in document.agreements):
            self.derived(_Sought)
        self.edition = Edition(document.edition)
        self.agreements = [
            AgreementFacts(document, n, MAKERS, self.edition) for n in range(len(document.agreements))
        ]

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
