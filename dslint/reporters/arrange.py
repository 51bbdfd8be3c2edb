"""Findings in the order, the groups and the number that a view asks for."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dslint.engine.finding import Finding
from dslint.engine.report import Report
from dslint.engine.rule import SEVERITIES
from dslint.reporters.by_agreement import Key, Share, all_shares, checked_records
from dslint.reporters.view import View
from dslint.tuples import NamedTuple

_NO_AGREEMENT, _NO_ORGANISATION = "no agreement reference", "no organisation named"
_GROUP: dict[str, Callable[[Share], str]] = {
    "rule": lambda share: f"{share.part.rule} {share.part.name}",
    "agreement": lambda share: share.part.agreement or _NO_AGREEMENT,
    "organisation": lambda share: share.part.organisation or _NO_ORGANISATION,
    "path": lambda share: share.part.primary.path,
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
    """How much of a report falls to a rule, an agreement, an organisation or a file.

    `counts` are findings of each severity, in the order of SEVERITIES. `agreements` are those that the
    findings apply to. `checked` are those that could have had one: those that the rule could be assessed on
    where that was measured, or all of the run, the organisation or the file.
    """

    label: str
    counts: tuple[int, ...]
    agreements: int
    checked: int

    @property
    def findings(self) -> int:
        return sum(self.counts)

    @property
    def rate(self) -> float | None:
        """The share of the agreements checked that have a finding; None when none was."""
        return self.agreements / self.checked if self.checked else None


def in_order(findings: Sequence[Finding], view: View) -> Sequence[Finding]:
    """Sorted as wanted, and among equals by place, as those of a report are."""
    return sorted(findings, key=_SORT[view.sort]) if view.sort else findings


def groups(findings: Sequence[Finding], view: View) -> list[Group]:
    """The groups that are shown: by label, or by what comes first where an order was asked for.

    A finding that many agreements share is in the group of each of them, as it was found there.
    """
    found = _grouped(in_order(findings, view), view.group_by)
    if view.group_by and not view.sort:
        found = dict(sorted(found.items(), key=lambda item: str(item[0])))
    if view.limit is None:
        return [Group(label, members, len(members)) for label, members in found.items()]
    left = view.limit
    shown = []
    for label, members in found.items():
        if left > 0:
            shown.append(Group(label, members[:left], len(members)))
            left -= len(members)
    return shown


def total(findings: Sequence[Finding], view: View) -> int:
    """How many findings all groups hold together."""
    return sum(len(members) for members in _grouped(findings, view.group_by).values())


def _grouped(findings: Sequence[Finding], by: str | None) -> dict[str | None, list[Finding]]:
    if by is None:
        return {None: [*findings]} if findings else {}
    found: dict[str | None, list[Finding]] = {}
    label = _GROUP[by]
    for finding in findings:
        if by == "rule":
            found.setdefault(f"{finding.rule} {finding.name}", []).append(finding)
            continue
        members: dict[str, Finding] = {}
        of_whole = label(Share(finding, finding))
        for share in all_shares([finding]):
            mine = label(share)
            members.setdefault(mine, finding if mine == of_whole else share.part)
        for name, member in members.items():
            found.setdefault(name, []).append(member)
    return found


def statistics(report: Report, by: str | None = None) -> list[Row]:
    """A row for each rule, or for each group that is asked for; the gravest and then the largest first."""
    by = by or "rule"
    label = _GROUP[by]
    wholes: dict[str, dict[int, str]] = {}
    keys: dict[str, set[Key]] = {}
    for number, finding in enumerate(report.findings):
        for share in all_shares([finding]):
            name = label(share)
            wholes.setdefault(name, {})[number] = finding.severity
            mine = keys.setdefault(name, set())
            if share.key is not None:
                mine.add(share.key)
    possible = _checked(report, by)
    rows = []
    for name, members in wholes.items():
        severities = list(members.values())
        counts = tuple(severities.count(severity) for severity in SEVERITIES)
        checked = len(possible.get(name, possible.get("", ())))
        if by == "rule":
            checked = report.assessed.get(name.split(" ", 1)[0]) or checked
        rows.append(Row(name, counts, len(keys[name]), checked))
    return sorted(rows, key=lambda row: (*(-count for count in row.counts), row.label))


def measured(report: Report, by: str | None) -> str:
    """assessed | checked: which agreements a share is of."""
    return "assessed" if report.assessed and by in (None, "rule") else "checked"


def _checked(report: Report, by: str) -> dict[str, set[Key]]:
    """The agreements that were checked by the label of their group; under "" those of the run."""
    found: dict[str, set[Key]] = {}
    for path, key, record in checked_records(report):
        label = {
            "rule": "",
            "agreement": record.reference or _NO_AGREEMENT,
            "organisation": record.organisation or _NO_ORGANISATION,
            "path": path,
        }[by]
        found.setdefault(label, set()).add(key)
    return found


def gravest(findings: Sequence[Finding], most: int) -> Sequence[Finding]:
    """At most so many findings, the gravest ones, in the order in which they came."""
    if len(findings) <= most:
        return findings
    ranks = [SEVERITIES.index(finding.severity) for finding in findings]
    kept = set(sorted(range(len(ranks)), key=lambda n: (ranks[n], n))[:most])
    return [finding for number, finding in enumerate(findings) if number in kept]
