"""Words to meaning: the facts that rules speak about, each with the place where it stands."""

from dslint.facts.agreement import AgreementFacts, DocumentFacts
from dslint.facts.item import Item

__all__ = ["AgreementFacts", "DocumentFacts", "Item"]
