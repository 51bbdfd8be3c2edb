"""One fact: a stretch of text and what is known about it."""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from typing import Any

from dslint.model import Span
from dslint.tuples import NamedTuple

INHERENT: dict[str, Callable[[Item], str]] = {
    "text": attrgetter("text"),
    "section": attrgetter("field"),
    "line_number": lambda item: str(item.span.line),
}


class Item(NamedTuple):
    """`text` as printed at `span`; `field` is the field or section it stands in; `values` what it means,
    which other items may share.

    A value of None means that no vocabulary knows. `record` is the place of the agreement in its
    document, or None for facts of the page.
    """

    text: str
    span: Span
    field: str
    values: dict[str, Any]
    record: int | None = None

    def get(self, attribute: str) -> Any:
        inherent = INHERENT.get(attribute)
        return inherent(self) if inherent else self.values.get(attribute)
