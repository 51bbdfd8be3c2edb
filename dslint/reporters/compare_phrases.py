"""What every format says of a comparison."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from dslint.compare.rows import Row
from dslint.compare.run import Comparison, Edition
from dslint.engine.finding import Finding
from dslint.reporters.escape import visible
from dslint.tuples import NamedTuple
from dslint.values.numbers import count

NOT_THEREFORE = (
    "An agreement that one edition lacks has not therefore begun or ended: a register of releases lists those"
    " under which data were released in its period."
)


class States(NamedTuple):
    """Findings by what became of them. `came` and `went` are of agreements that only one edition has."""

    new: list[Finding]
    resolved: list[Finding]
    continuing: list[Finding]
    came: list[Finding]
    went: list[Finding]

    def by_rule(self) -> dict[str, dict[str, int]]:
        """How many findings of each state there are of each rule, the rules with most changes first."""
        counted = {state: Counter(each.rule for each in found) for state, found in self._asdict().items()}
        rules = {rule for numbers in counted.values() for rule in numbers}
        found = {rule: {state: numbers[rule] for state, numbers in counted.items()} for rule in rules}

        def changes(rule: str) -> int:
            return sum(number for state, number in found[rule].items() if state != "continuing")

        return {rule: found[rule] for rule in sorted(found, key=lambda rule: (-changes(rule), rule))}


def states(comparison: Comparison) -> States:
    both = {pair.new.reference for pair in comparison.agreements.both}
    new, came = parted(comparison.new_findings, both)
    resolved, went = parted(comparison.resolved_findings, both)
    return States(new, resolved, comparison.continuing_findings, came, went)


def parted(findings: Iterable[Finding], both: set[str]) -> tuple[list[Finding], list[Finding]]:
    """Findings about an agreement that both editions have, or about a page; and the others."""
    parts: dict[bool, list[Finding]] = {True: [], False: []}
    for finding in findings:
        about = {each.agreement for each in finding.occurrences} or {finding.agreement}
        parts[None in about or not about.isdisjoint(both)].append(finding)
    return parts[True], parts[False]


def counted_by_check(edition: Edition) -> str:
    """What a check of the edition counts, and why a comparison may count otherwise."""
    report = edition.report
    sentences = [
        f"dslint check counts {count(len(edition.checked), 'finding')} in {visible(edition.path)},"
        f" of {count(report.agreements, 'agreement')}."
    ]
    if edition.split > 0:
        sentences.append(
            f"Here there {'is' if edition.split == 1 else 'are'} {edition.split:,} more: a finding that"
            " several agreements share counts twice when the other edition has it in some of them only."
        )
    if report.agreements != len(edition.agreements):
        sentences.append(
            f"dslint compare counts {len(edition.agreements):,}: an agreement with several versions"
            " counts once."
        )
    return " ".join(sentences)


def named_row(row: Row) -> str:
    """ "FILE01, DARS-NIC-123456-A1B2C: recipient, dataset, month"."""
    named = ", ".join(filter(None, (row.id or "a row without an id", row.reference)))
    return f"{named}: " + ", ".join(filter(None, (row.organisation, row.dataset, row.month)))


def from_to(before: str | None, after: str | None) -> str:
    """What a cell printed in both editions: "Yes → N"."""
    if before == after:
        return f"{_cell(before)} (in both)"
    return f"{_cell(before)} → {_cell(after)}"


def _cell(text: str | None) -> str:
    return "no such column" if text is None else visible(text) or "empty"
