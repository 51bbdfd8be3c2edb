"""Findings in the order, the groups and the number that a view asks for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import NamedTuple

from dslint.engine.finding import Finding
from dslint.engine.rule import SEVERITIES
from dslint.reporters.view import View

_GROUP: dict[str, Callable[[Finding], str]] = {
    "rule": lambda finding: f"{finding.rule} {finding.name}",
    "agreement": lambda finding: finding.agreement or "no agreement reference",
    "organisation": lambda finding: finding.organisation or "no organisation named",
    "path": lambda finding: finding.primary.path,
}
_SORT: dict[str, Callable[[Finding], tuple[str | int, ...]]] = {
    "severity": lambda finding: (SEVERITIES.index(finding.severity),),
    "rule": lambda finding: (finding.rule,),
    "path": lambda finding: (),  # as they are
    "agreement": lambda finding: (finding.agreement is None, finding.agreement or ""),
}


class Group(NamedTuple):
    """`label` is None where no groups were asked for; `total` counts what a limit has cut, too."""

    label: str | None
    findings: list[Finding]
    total: int


class Row(NamedTuple):
    """How many findings of each severity a group holds, in the order of SEVERITIES."""

    label: str
    counts: tuple[int, ...]


def in_order(findings: list[Finding], view: View) -> list[Finding]:
    """Sorted as wanted, and among equals by place, as those of a report are."""
    return sorted(findings, key=_SORT[view.sort]) if view.sort else findings


def groups(findings: list[Finding], view: View) -> list[Group]:
    """The groups that are shown: by label, or by what comes first where an order was asked for."""
    ordered = in_order(findings, view)
    found = _grouped(ordered, view.group_by)
    if view.group_by and not view.sort:
        found = dict(sorted(found.items(), key=lambda item: str(item[0])))
    left = len(ordered) if view.limit is None else view.limit
    shown = []
    for label, members in found.items():
        if left > 0:
            shown.append(Group(label, members[:left], len(members)))
            left -= len(members)
    return shown


def _grouped(findings: list[Finding], by: str | None) -> dict[str | None, list[Finding]]:
    if by is None:
        return {None: findings} if findings else {}
    found: dict[str | None, list[Finding]] = {}
    label = _GROUP[by]
    for finding in findings:
        found.setdefault(label(finding), []).append(finding)
    return found


def statistics(findings: list[Finding], view: View) -> list[Row]:
    """A row for each rule, or for each group that is asked for; the gravest and then the largest first."""
    rows = []
    for label, members in _grouped(findings, view.group_by or "rule").items():
        counted = Counter(finding.severity for finding in members)
        rows.append(Row(str(label), tuple(counted[severity] for severity in SEVERITIES)))
    return sorted(rows, key=lambda row: (*(-count for count in row.counts), row.label))


def gravest(findings: list[Finding], most: int) -> list[Finding]:
    """At most so many findings, the gravest ones, in the order in which they came."""
    if len(findings) <= most:
        return findings
    ranked = sorted(range(len(findings)), key=lambda n: (SEVERITIES.index(findings[n].severity), n))
    return [findings[number] for number in sorted(ranked[:most])]
