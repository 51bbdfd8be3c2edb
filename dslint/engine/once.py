"""What is found on a page, reported once: each fact by one rule, each agreement by its newest version, each
finding under a fingerprint of its own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from dslint.engine.evidence import digest, words_shown
from dslint.engine.finding import Finding
from dslint.engine.rule import Rule
from dslint.facts.sentences import sentence_around
from dslint.model import Document, Span
from dslint.values.numbers import whole


class Newest:
    """What the newest versions of the agreements of a page show. An older one that shows the same is not
    reported, so no finding need be made of it: of many versions, most findings are of that kind."""

    def __init__(self, page: Document) -> None:
        self._newer = {} if page.kind == "draft" else _replaced(page)
        self._shown: set[tuple[int, str, str]] = set()

    def is_replaced(self, record: int) -> bool:
        """Whether the page has a newer version of the agreement that begins on a line."""
        return record in self._newer

    def note(self, record: int, findings: Iterable[Finding]) -> None:
        """Take in what a newest version shows. All come before the older ones are asked for."""
        if self._newer:
            self._shown.update((record, finding.rule, words_shown(finding)) for finding in findings)

    def is_shown(self, record: int, rule: Rule, words: str) -> bool:
        """Whether the newest version shows what an older one does."""
        return rule.scope == "agreement" and (self._newer[record][0], rule.id, words) in self._shown


def reported_once(findings: list[Finding], rules: dict[str, Rule], page: Document) -> list[Finding]:
    """The findings of a page in the order of the record, without those that repeat what others report."""
    kept = _newest_first(_without_those_that_give_way(findings, rules, page), rules, page)
    return _numbered(kept)


def _without_those_that_give_way(
    findings: list[Finding], rules: dict[str, Rule], page: Document
) -> list[Finding]:
    """On a register a rule gives way where a better one speaks of the agreement; in a draft, which has many
    faults while it is written, where the better one shows one of the same sentences."""
    reported: dict[str, set[object]] = {}
    for finding in findings:
        reported.setdefault(finding.rule, set()).update(_about(finding, page, finding.agreements))

    def is_reported(finding: Finding) -> bool:
        better = rules[finding.rule].cases[finding.case].gives_way_to
        about = _about(finding, page, (finding.agreement,))
        return any(about & reported.get(rule, set()) for rule in better)

    return [finding for finding in findings if not is_reported(finding)]


def _about(finding: Finding, page: Document, agreements: Iterable[str | None]) -> set[object]:
    if page.kind == "draft":
        return {(finding.record, *_sentence(page, each.span)) for each in finding.evidence}
    return {each for each in (finding.record, *agreements) if each is not None}


def _sentence(page: Document, span: Span) -> tuple[int, int]:
    """The line of the file that a span is on, and the offset at which its sentence begins there."""
    text = page.source[span.line - 1] if span.line <= len(page.source) else ""
    if span.end_column > len(text):
        return span.line, 0
    return span.line, sentence_around(text, span.column - 1, span.end_column - 1)[0]


def _newest_first(findings: list[Finding], rules: dict[str, Rule], page: Document) -> list[Finding]:
    """A finding about a version that a newer one on the page replaces: left out when the newer one shows the
    same, else no more than an info that says so."""
    newer = _replaced(page)
    if not newer:
        return findings
    shown = {(finding.record, finding.rule, words_shown(finding)) for finding in findings}
    kept = []
    for finding in findings:
        if finding.record not in newer or rules[finding.rule].scope != "agreement":
            kept.append(finding)
            continue
        line, version = newer[finding.record]
        if (line, finding.rule, words_shown(finding)) not in shown:
            remark = f"Version {version} of this agreement, in the same register, does not show this."
            message = f"{finding.message} {remark}"
            kept.append(finding._replace(severity="info", message=message, replaced_by=version))
    return kept


def _replaced(page: Document) -> dict[int | None, tuple[int, str]]:
    """The records that a newer version on the page replaces, by their first line: where that one begins,
    and how its version is printed."""
    newest: dict[str, tuple[tuple[int, ...], int, str]] = {}
    versions: list[tuple[str, tuple[int, ...], int]] = []
    for agreement in page.agreements:
        number = order_of(agreement.version)
        if not (agreement.base_reference and agreement.version and number):
            continue
        entry = (number, agreement.start_line, agreement.version.lstrip("v"))
        newest[agreement.base_reference] = max(newest.get(agreement.base_reference, entry), entry)
        versions.append((agreement.base_reference, number, agreement.start_line))
    return {
        line: (newest[reference][1], newest[reference][2])
        for reference, number, line in versions
        if number < newest[reference][0]
    }


def order_of(version: str | None) -> tuple[int, ...]:
    """The numbers of a version, by which one is newer than another."""
    return tuple(map(whole, re.findall(r"\d+", version or "")))


def _numbered(findings: list[Finding]) -> list[Finding]:
    """Findings that rest on equal words of one agreement are told apart by their order in the record. Those
    that are to be folded share a fingerprint for that purpose."""
    seen: Counter[str] = Counter()
    numbered = []
    for finding in sorted(findings, key=lambda finding: finding.sort_key):
        if finding.fold is None:
            seen[finding.fingerprint] += 1
            if (place := seen[finding.fingerprint]) > 1:
                finding = finding._replace(fingerprint=digest(finding.fingerprint, str(place)))
        numbered.append(finding)
    return numbered
