"""The month of a register's edition, and what was asked of it.

Each month has an edition of its own. So what was found in an agreement is true for the next edition where
each answer would be the same, and the month itself was not looked at.
"""

from __future__ import annotations

from dslint.tuples import NamedTuple
from dslint.values.dates import compare

KNOWN_BY = "known_by"  # what rules call the month of the edition, as a date


class Asked(NamedTuple):
    """How the month compares with a date, or which month it is where `relation` is empty; and the answer."""

    relation: str
    other: str
    months: int
    answer: bool | str | None

    def holds(self, month: str | None) -> bool:
        """Whether another month gives the same answer."""
        if not self.relation:
            return self.answer == month
        return month is not None and self.answer == compare(month, self.relation, self.other, self.months)


class Edition:
    """`asked` is all that what is found rests on. Nothing else may look at the month of a document."""

    def __init__(self, month: str | None) -> None:
        self._month = month
        self.asked: dict[Asked, None] = {}

    @property
    def is_unknown(self) -> bool:
        """Whether no month is known."""
        return self.compares("after", "0000") is None

    @property
    def month(self) -> str | None:
        """The month itself, ISO; what is found is then of this edition only."""
        self.asked[Asked("", "", 0, self._month)] = None
        return self._month

    @property
    def month_unnoted(self) -> str:
        """The month, without a note that it was asked for: for what no finding shows, such as a trace."""
        return self._month or ""

    def compares(self, relation: str, other: str, months: int = 0) -> bool | None:
        """How the month compares with an ISO date; None where no month is known."""
        month = self._month or self.month
        if month is None:
            return None
        answer = compare(month, relation, other, months)
        self.asked[Asked(relation, other, months, answer)] = None
        return answer
