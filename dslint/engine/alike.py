"""Equal texts of many results, each in memory once.

Each input has its own copy of what it says, and so has each process that checked some. But most sentences of
a register stand in many agreements, and the same is said of each.
"""

from __future__ import annotations

from typing import Any, TypeVar

from dslint.engine.checked import Checked
from dslint.engine.finding import Evidence, Finding
from dslint.engine.kept_results import each_finding

Made = TypeVar("Made")
_EVIDENCE = Finding._fields.index("evidence")
_TEXTS = [
    Finding._fields.index(field)
    for field in ("name", "message", "remedy", "title", "authority", "organisation", "statement", "caveat")
]


class Alike:
    def __init__(self) -> None:
        self._known: dict[Any, Any] = {}

    def once(self, given: Made) -> Made:
        """What was the first that is equal."""
        known: Made = self._known.setdefault(given, given)
        return known

    def checked(self, checked: Checked) -> Checked:
        """The same result, with texts that others have."""
        if checked.result:
            result = checked.result
            result.findings, result.entries = each_finding(result.findings, result.entries, self._finding)
        for path, lines in checked.lines.items():
            checked.lines[path] = {number: self.once(text) for number, text in lines.items()}
        return checked

    def _finding(self, finding: Finding) -> Finding:
        once = self._known.setdefault  # a call for each text of a run would cost as much as all else
        values: list[Any] = [*finding]
        for place in _TEXTS:
            values[place] = once(values[place], values[place])
        # The other texts of evidence are those of the input, which it has once.
        values[_EVIDENCE] = tuple(
            [
                Evidence(path, span, field, once(text, text), once(note, note), at, agreement)
                for path, span, field, text, note, at, agreement in finding.evidence
            ]
        )
        return Finding(*values)
