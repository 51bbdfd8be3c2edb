"""Words to meaning: the facts that rules speak about, each with the place where it stands."""

from dslint.facts.agreement import AgreementFacts
from dslint.facts.document import DocumentFacts
from dslint.facts.item import Item

__all__ = ["AgreementFacts", "DocumentFacts", "Item"]
