"""Equal texts of many results, each in memory once.

Each input has its own copy of what it says, and so has each process that checked some. But most sentences of
a register stand in many agreements, and the same is said of each.
"""

from __future__ import annotations

from typing import Any, TypeVar

from dslint.engine.evaluate import DocumentResult
from dslint.engine.finding import Evidence, Finding
from dslint.engine.kept_results import each_finding
from dslint.engine.pages import Lines

Made = TypeVar("Made")
_EVIDENCE = Finding._fields.index("evidence")
_TEXTS = [
    Finding._fields.index(field)
    for field in ("name", "message", "remedy", "title", "authority", "organisation", "statement", "caveat")
]


class Alike:
    def __init__(self) -> None:
        self.known: dict[Any, Any] = {}

    def once(self, given: Made) -> Made:
        """What was the first that is equal."""
        known: Made = self.known.setdefault(given, given)
        return known

    def make(self, result: DocumentResult, lines: Lines) -> None:
        """Give the result of an input, and the lines that it shows, the texts that others have."""
        result.findings, result.entries = each_finding(result.findings, result.entries, self._finding)
        for path, texts in lines.items():
            lines[path] = {number: self.once(text) for number, text in texts.items()}

    def texts(self, values: list[Any]) -> None:
        """The same for the values of a finding, except its evidence."""
        once = self.known.setdefault  # a call for each text of a run would cost as much as all else
        for place in _TEXTS:
            values[place] = once(values[place], values[place])

    def _finding(self, finding: Finding) -> Finding:
        once = self.known.setdefault
        values: list[Any] = [*finding]
        self.texts(values)
        # The other texts of evidence are those of the input, which it has once.
        values[_EVIDENCE] = tuple(
            [
                Evidence(path, span, field, once(text, text), once(note, note), at, agreement)
                for path, span, field, text, note, at, agreement in finding.evidence
            ]
        )
        return Finding._make(values)
