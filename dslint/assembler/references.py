"""The references in a cell, brought to the form that joins the sheets of a workbook."""

from __future__ import annotations

import re

from dslint.regexes import regex
from dslint.tuples import NamedTuple
from dslint.vocabularies import Vocabularies

_DASHES = regex(r"\s*[-‐-―−]\s*")
REFERENCE_IN_TEXT = regex(
    r"(?<![\w-])(?P<reference>(?:DARS-)?NIC-\d{1,8}(?:-[A-Z0-9]{4,6}(?![A-Z0-9]))?)"
    r"(?:[-_ ]?\(?v(?:ersion)? ?(?P<version>\d+(?:\.\d++)*))?",
    re.IGNORECASE,
)


class Reference(NamedTuple):
    """One reference without its version, as the register writes it; a local one is as printed."""

    text: str
    version: str | None = None

    @property
    def key(self) -> str:
        """Equal where the sheets mean the same version of the same agreement."""
        return f"{self.text}-v{self.version}".casefold() if self.version else self.text.casefold()

    @property
    def is_registered(self) -> bool:
        """Whether it has the form of the register."""
        return self.text.startswith(("NIC-", "DARS-NIC-"))

    def __str__(self) -> str:
        return f"{self.text}-v{self.version}" if self.version else self.text


def read_references(cell: str, vocabularies: Vocabularies) -> tuple[Reference, ...]:
    """The references of a cell, each once; a local reference is the whole cell.

    White space, dashes and upper case may be written in any way. Empty for words that name no agreement, such
    as "Total".
    """
    text = " ".join(cell.split())
    found = [
        Reference(each["reference"].upper(), each["version"])
        for each in REFERENCE_IN_TEXT.finditer(_DASHES.sub("-", text))
    ]
    if found:
        return tuple(dict.fromkeys(found))
    words = vocabularies.vocabulary("workbooks")["not_references"]
    return (Reference(text),) if text and not re.match("|".join(words), text, re.IGNORECASE) else ()
