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
        once = self.once
        return finding._replace(
            name=once(finding.name),
            message=once(finding.message),
            remedy=once(finding.remedy),
            title=once(finding.title),
            evidence=tuple([self._evidence(each) for each in finding.evidence]),
            authority=once(finding.authority),
            organisation=once(finding.organisation),
            statement=once(finding.statement),
            caveat=once(finding.caveat),
        )

    def _evidence(self, one: Evidence) -> Evidence:
        path, span, field, text, note, at, agreement = one
        once = self.once
        return Evidence(once(path), span, once(field), once(text), once(note), at, once(agreement))
