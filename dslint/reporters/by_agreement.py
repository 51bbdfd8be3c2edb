"""Findings by the agreements that they apply to.

What many agreements say alike is one finding, so that it is read once. What is counted is counted by
agreement: a finding that 104 agreements share applies to each of them, and to each of their organisations.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dslint.engine.evaluate import Record
from dslint.engine.finding import Evidence, Finding
from dslint.engine.report import Report
from dslint.tuples import NamedTuple

Key = tuple[str, ...]  # tells agreements apart


class Share(NamedTuple):
    """A finding as it applies to one agreement, or to a page.

    `part` says what is found there, with the places of that agreement; `group` is the fingerprint of the
    whole finding, the same for each of its shares.
    """

    whole: Finding
    part: Finding

    @property
    def group(self) -> str:
        return self.whole.fingerprint

    @property
    def key(self) -> Key | None:
        """None for a finding about a page, which is about no agreement."""
        return key_of(self.part.primary.path, self.part.agreement, self.part.record_line)

    @property
    def places(self) -> int:
        """How many places of this agreement the finding stands for."""
        mine = self.part.agreement
        same = [each for each in self.whole.occurrences if each.agreement == mine]
        return len(same) or 1

    @property
    def other_side(self) -> Evidence | None:
        """The first place of another line than the primary one, or else the next on the same line."""
        primary, rest = self.part.primary, self.part.evidence[1:]
        return next((each for each in rest if each.at[:1] != primary.at[:1]), rest[0] if rest else None)


def key_of(path: str, reference: str | None, line: int | None) -> Key | None:
    """An agreement is known by its reference, and one that has none by its place."""
    if reference is not None:
        return (reference,)
    return None if line is None else (path, str(line))


def shares(finding: Finding) -> list[Share]:
    """One for each agreement that the finding applies to, in the order of their places."""
    found: dict[Key | None, Share] = {}
    parts = finding.parts or (finding,)
    for part in parts:
        share = Share(finding, _alone(part))
        found.setdefault(share.key, share)
    for part in parts:
        for reference in part.agreements:
            if (reference,) not in found:
                found[(reference,)] = Share(finding, _seen_from(part, reference))
    if len(found) > 1:
        found.pop(None, None)  # the page is where those agreements are
    return list(found.values())


def _alone(part: Finding) -> Finding:
    own = () if part.agreement is None else (part.agreement,)
    return part if part.agreements == own else part._replace(agreements=own)


def _seen_from(finding: Finding, reference: str) -> Finding:
    """A finding that compares agreements, as one about another of them: its own places come first."""
    own = [each for each in finding.evidence if each.agreement == reference]
    others = [each for each in finding.evidence if each.agreement != reference]
    return finding._replace(
        agreement=reference,
        agreements=(reference,),
        title=None,
        record_line=None,
        record_end=None,
        release=None,
        evidence=(*own, *others),
        occurrences=(),
        parts=(),
    )


def all_shares(findings: Iterable[Finding]) -> Iterator[Share]:
    for finding in findings:
        yield from shares(finding)


def apart(findings: Iterable[Finding]) -> list[Finding]:
    """The findings as they apply to each agreement, for tables that have a row for each."""
    return [share.part for share in all_shares(findings)]


def agreements(findings: Iterable[Finding]) -> int:
    """How many agreements these findings apply to, each counted once."""
    return len({share.key for share in all_shares(findings)} - {None})


def checked_records(report: Report) -> Iterator[tuple[str, Key, Record]]:
    """Every agreement that was checked: its path, what tells it apart, and what is known of it."""
    for document in report.documents:
        for record in document.records:
            key = key_of(document.path, record.reference, record.line)
            assert key is not None
            yield document.path, key, record
