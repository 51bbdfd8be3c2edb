"""A history of editions as one table: a line for each edition, and for each rule and organisation in it.

No cell of it can be taken for a formula.
"""

from __future__ import annotations

from collections.abc import Iterator

from dslint.compare.history import STATES, History
from dslint.reporters.csv_table import table
from dslint.reporters.view import DEFAULT_VIEW, View

COLUMNS = (
    "edition", "month", "path", "of", "rule", "organisation", "findings", *STATES,
    "agreements", "added", "ended", "returned",
)  # fmt: skip
_Cells = list[str | int | None]


def render(history: History, view: View = DEFAULT_VIEW) -> str:
    """`of` is edition, rule or organisation. Only lines of editions count agreements."""
    return table(COLUMNS, _rows(history))


def _rows(history: History) -> Iterator[_Cells]:
    for number, step in enumerate(history.steps, 1):
        record, counts = step.record, step.counts()
        lead: _Cells = [number, record.month, record.path]
        agreements = (len(each) for each in (record.agreements, step.added, step.ended, step.returned))
        yield [*lead, "edition", None, None, len(record.findings), *counts.values(), *agreements]
        for rule, numbers in step.by_rule().items():
            yield [*lead, "rule", rule, None, _there(numbers), *numbers.values()]
        for organisation, numbers in step.by_organisation().items():
            yield [*lead, "organisation", None, organisation, _there(numbers), *numbers.values()]


def _there(numbers: dict[str, int]) -> int:
    """How many findings the edition holds."""
    return numbers["new"] + numbers["continuing"] + numbers["came"]
