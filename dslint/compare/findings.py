"""Findings of two editions, matched by fingerprint and agreement and never by line."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from dslint.engine.finding import Finding, Occurrence

Unit = tuple[str, str | None]  # fingerprint, base reference


@dataclass
class FindingChanges:
    """`new` and `continuing` are findings of the new edition, `resolved` of the old one; all are sorted.

    A folded finding is new for the agreements that are, and continues for the others.
    """

    new: list[Finding] = field(default_factory=list)
    continuing: list[Finding] = field(default_factory=list)
    resolved: list[Finding] = field(default_factory=list)


def compare_findings(old: list[Finding], new: list[Finding]) -> FindingChanges:
    resolved, _ = _split(old, _units(new))
    added, continuing = _split(new, _units(old))
    return FindingChanges(added, continuing, resolved)


def _units(findings: list[Finding]) -> Counter[Unit]:
    return Counter((finding.fingerprint, agreement) for finding in findings for agreement in _of(finding))


def _of(finding: Finding) -> list[str | None]:
    return [one.agreement for one in finding.occurrences] or [finding.agreement]


def _split(findings: list[Finding], others: Counter[Unit]) -> tuple[list[Finding], list[Finding]]:
    """The findings, or parts of folded ones, that the other edition lacks, and those that it has."""
    left = Counter(others)
    alone: list[Finding] = []
    shared: list[Finding] = []
    for finding in findings:
        if not finding.occurrences:
            (shared if _take(left, (finding.fingerprint, finding.agreement)) else alone).append(finding)
            continue
        parts: tuple[list[Occurrence], list[Occurrence]] = ([], [])
        for one in finding.occurrences:
            parts[_take(left, (finding.fingerprint, one.agreement))].append(one)
        for kept, part in zip((alone, shared), parts, strict=True):
            if part:
                kept.append(finding._replace(occurrences=tuple(part)))
    return alone, shared


def _take(left: Counter[Unit], unit: Unit) -> bool:
    found = left[unit] > 0
    left[unit] -= found
    return found
