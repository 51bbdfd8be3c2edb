"""Names that are a part of another body by the words of the record: "Moorbank, University of Fell".

The patterns are data (vocabulary/parties.yaml). They are asked for a name at a time, and only for the few
names of no known kind that do something with data.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dslint.facts.agreement import AgreementFacts
from dslint.facts.item import Item
from dslint.facts.organisations import Organisations
from dslint.vocabularies import Vocabularies


class Parts:
    """Finds the body that a name is a part of."""

    def __init__(self, vocabularies: Vocabularies) -> None:
        self._templates: tuple[str, ...] = tuple(vocabularies.vocabulary("parties")["parts"])
        self._find_mentions = vocabularies.derived(Organisations).find_mentions

    def wholes_in(self, text: str, name: str) -> Iterator[tuple[str, str]]:
        """Name and identity of each body that a line says a name is a part of."""
        bodies = {mention.start: mention for mention in self._find_mentions(text)}
        for template in self._templates if bodies else ():
            pattern = template.replace("{part}", rf"(?<!\w){re.escape(name)}(?!\w)")
            for found in re.finditer(pattern, text):
                if whole := bodies.get(found.end()):
                    yield whole.name, whole.identity


def wholes_of(facts: AgreementFacts, part: Item) -> set[str]:
    """The identities of the bodies that the record says somebody is a part of."""
    names = next(
        (body.names for body in facts.registry.bodies if body.identity == part.get("organisation")),
        (part.text,),
    )
    resolve, wholes_in = facts.registry.resolve, facts.derived(Parts).wholes_in
    return {
        resolve(*whole)[0]
        for _, _, lines in facts.narrative
        for text in lines
        for name in {part.text, *names}
        if name in text
        for whole in wholes_in(text, name)
    }
