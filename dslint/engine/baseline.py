"""Findings that were there before: their identities, kept as a multiset.

An identity is made of the rule, the agreement and the words (the fingerprint), never of a path or a line. A
finding about several agreements has one identity in each of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from dslint.engine.finding import Finding
from dslint.tokenizer.text import split_lines
from dslint.tuples import NamedTuple

SCHEMA, VERSION = "dslint-baseline", 1
LONGEST_EXCERPT = 100  # code points
_KEYS = ("rule", "agreement", "text", "fingerprint")


class BaselineError(ValueError):
    """A file that is no baseline; one message for each line that is wrong, with its number."""


class BaselineEntry(NamedTuple):
    """One known finding. `text` is for people; the others are its identity."""

    rule: str
    agreement: str | None
    text: str
    fingerprint: str

    @property
    def identity(self) -> tuple[str, str, str]:
        return self.rule, self.agreement or "", self.fingerprint

    @property
    def sort_key(self) -> tuple[str, str, str, str]:
        return self.rule, self.agreement or "", self.text, self.fingerprint

    def value(self) -> dict[str, Any]:
        return dict(zip(_KEYS, self, strict=True))


def entries(finding: Finding) -> list[BaselineEntry]:
    """The entries of a finding that is not folded yet."""
    # Records may come in any order, so of several no place is the first.
    several = finding.occurrences or len(finding.agreements) > 1
    shown = min(each.text for each in finding.evidence) if several else finding.primary.text
    text = " ".join(shown.split())
    if len(text) > LONGEST_EXCERPT:
        text = text[: LONGEST_EXCERPT - 1] + "…"
    one = min(finding.agreements, default=None)  # of those that contradict each other
    agreements = [each.agreement for each in finding.occurrences] or [one]
    return [BaselineEntry(finding.rule, agreement, text, finding.fingerprint) for agreement in agreements]


class Baseline:
    """What is known, and which of it a run has met again."""

    def __init__(self, known: Iterable[BaselineEntry] = ()) -> None:
        self.known = sorted(known, key=lambda entry: entry.sort_key)
        self._unmatched = Counter(entry.identity for entry in self.known)
        self.observed: list[BaselineEntry] = []  # every identity of the run, known or new

    def knows(self, finding: Finding) -> bool:
        """Whether every identity of a finding is known. Each entry counts for one finding only."""
        own = entries(finding)
        self.observed += own
        found = 0
        for entry in own:
            if self._unmatched[entry.identity]:
                self._unmatched[entry.identity] -= 1
                found += 1
        return found == len(own)

    def unmatched(self) -> list[BaselineEntry]:
        """The entries that the run did not meet."""
        left = self._unmatched.copy()
        found = []
        for entry in self.known:
            if left[entry.identity]:
                left[entry.identity] -= 1
                found.append(entry)
        return found


def was_checked(entry: BaselineEntry, rules: set[str], agreements: set[str]) -> bool:
    """Whether a run would have met the entry: its rule was run and its agreement was looked at."""
    return entry.rule in rules and entry.agreement in agreements


def parse(path: str, text: str) -> list[BaselineEntry]:
    """The entries of a baseline. Raises BaselineError."""
    lines = [(number, line) for number, line in enumerate(split_lines(text), 1) if line.strip()]
    if not lines:
        raise BaselineError(f"{path}:1: is empty; make it with: dslint baseline create")
    header = _json(lines[0][1])
    if not isinstance(header, dict) or header.get("schema") != SCHEMA:
        raise BaselineError(
            f'{path}:{lines[0][0]}: is no baseline: the first line must be {{"schema": "{SCHEMA}", ...}}'
        )
    if header.get("version") != VERSION:
        has = header.get("version")
        raise BaselineError(f"{path}:{lines[0][0]}: has version {has}; this dslint reads version {VERSION}")
    found: list[BaselineEntry] = []
    problems: list[str] = []
    for number, line in lines[1:]:
        if wrong := _complaint(value := _json(line)):
            problems.append(f"{path}:{number}: {wrong}")
        else:
            found.append(BaselineEntry(*(value[key] for key in _KEYS)))
    if problems:
        raise BaselineError("\n".join(problems))
    return found


def _json(line: str) -> Any:
    import json

    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def _complaint(value: Any) -> str | None:
    if not isinstance(value, dict):
        return "is no JSON object; a conflict left by a merge?"
    if missing := [key for key in _KEYS if key not in value]:
        return f"lacks {', '.join(missing)}"
    for key in _KEYS:
        if not isinstance(value[key], str) and not (key == "agreement" and value[key] is None):
            return f"{key} must be text"
    return None
