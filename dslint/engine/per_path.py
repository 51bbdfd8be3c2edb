"""Rules and severities that a configuration changes for the run or for some of its inputs."""

from __future__ import annotations

from collections.abc import Iterable

from dslint.engine.rule import Rule
from dslint.engine.select import Name, matching, select, width
from dslint.sources.globs import fits, relative
from dslint.tuples import NamedTuple

Severities = tuple[tuple[str, str], ...]  # a word that names rules, and their severity


class PerPath(NamedTuple):
    """Settings for the inputs that fit one of the globs. `select` None keeps the selection as it is."""

    globs: tuple[str, ...]
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()
    severity: Severities = ()


class RulesByPath:
    """Which rules look at an input, and how severe they are there."""

    def __init__(
        self, rules: list[Rule], general: set[str], names: list[Name], entries: Iterable[PerPath], folder: str
    ) -> None:
        self._rules = rules
        self._general = general
        self._names = names
        self._entries = tuple(entries)
        self._folder = folder
        self._made: dict[tuple[int, ...], list[Rule]] = {}

    def of(self, path: str) -> list[Rule]:
        """The rules for one input, with the severities that they have there."""
        if not self._entries:
            return self._rules
        seen = relative(path, self._folder)
        applicable = tuple(n for n, entry in enumerate(self._entries) if fits(seen, entry.globs))
        if applicable not in self._made:
            self._made[applicable] = self._make([self._entries[n] for n in applicable])
        return self._made[applicable]

    def _make(self, entries: list[PerPath]) -> list[Rule]:
        wanted = set(self._general)
        for entry in entries:
            if entry.select is not None:
                wanted = select(self._names, entry.select)
        for entry in entries:
            wanted -= select(self._names, entry.ignore)
        severity = severities(self._names, [row for entry in entries for row in entry.severity])
        return [with_severity(rule, severity.get(rule.id)) for rule in self._rules if rule.id in wanted]


def severities(names: list[Name], rows: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Severity by id: the narrowest word wins, of equally narrow ones the last. Raises UnknownRule."""
    ordered = sorted(rows, key=lambda row: width(names, row[0]), reverse=True)
    return {rule: severity for word, severity in ordered for rule in matching(names, word)}


def with_severity(rule: Rule, severity: str | None) -> Rule:
    """The rule at another severity. What is only possible is never an error."""
    if severity is None:
        return rule
    cases = tuple(
        case._replace(severity=_bounded(severity, certain=case.certainty == "certain")) for case in rule.cases
    )
    certain = any(head.certainty == "certain" for head in rule.heads)
    return rule._replace(severity=_bounded(severity, certain), cases=cases)


def _bounded(severity: str, certain: bool) -> str:
    return severity if certain or severity != "error" else "warning"
