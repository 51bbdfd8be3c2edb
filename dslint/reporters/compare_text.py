"""A comparison of two editions, for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from dslint.compare.agreements import Change, Pair
from dslint.compare.run import Comparison, Edition
from dslint.compare.snapshot import SECTIONS, Snapshot
from dslint.engine.finding import Finding
from dslint.engine.rule import SEVERITIES
from dslint.facts.meanings import fold
from dslint.reporters import check_text
from dslint.reporters.escape import visible
from dslint.reporters.frame import wrap
from dslint.reporters.view import USUAL, View
from dslint.reporters.words import count

_LABEL = 24
_STATE = 44  # columns for what became of findings
_WIDEST = 120
_NARROWEST = 60


def render(comparison: Comparison, view: View = USUAL) -> str:
    view = view._replace(width=max(_NARROWEST, min(view.width, _WIDEST)))
    lines = [
        _edition("old", comparison.old, view),
        _edition("new", comparison.new, view),
        "",
        *_agreements(comparison, view),
        *_findings(comparison, view),
    ]
    return "\n".join(lines) + "\n"


def _edition(name: str, edition: Edition, view: View) -> str:
    path = view.paint(visible(edition.path), "path")
    return f"{name}  {path}: {count(len(edition.agreements), 'agreement')}"


def _agreements(comparison: Comparison, view: View) -> Iterator[str]:
    found = comparison.agreements
    yield view.paint("Agreements", "heading")
    for label, number in (
        ("in both editions", len(found.both)),
        ("  renewed", len(found.renewed)),
        ("  changed", len(found.changed)),
        ("only in the new one", len(found.added)),
        ("only in the old one", len(found.ended)),
    ):
        yield f"  {label:<22}{number:>6}"
    if found.not_compared:
        yield from _wrapped("Not stated in both, so not compared: ", ", ".join(found.not_compared), view)
    if found.reworded:
        yield from _wrapped(
            f"In {count(len(found.reworded), 'agreement')} one edition says the same with more detail",
            '("N", then "No - data flow is not identifiable"; an act, then its section). That is no change.',
            view,
        )
    if found.added or found.ended:
        yield from _wrapped(
            "An agreement that one edition lacks has not therefore begun or ended:",
            "a register of releases lists those under which data were released in its period.",
            view,
        )
    changes = Counter(change.label for pair in found.both for change in pair.changes)
    if changes:
        yield ""
        yield view.paint("Changes by field", "heading")
        for label, number in changes.most_common():
            yield f"  {label:<22}{number:>6}"
    yield ""
    yield from _listed("Only in the new edition", found.added, view)
    yield from _listed("Only in the old edition", found.ended, view)
    if found.changed or found.renewed:
        yield view.paint("Changed or renewed", "heading")
        for pair in found.both:
            if pair.changes or pair.renewed:
                yield from _pair(pair, view)
        yield ""


def _listed(heading: str, found: list[Snapshot], view: View) -> Iterator[str]:
    if found:
        yield view.paint(heading, "heading")
        for one in found:
            yield from _wrapped("  ", _named(one), view)
        yield ""


def _named(one: Snapshot) -> str:
    version = f" v{one.version}" if one.version else ""
    about = [one.organisation, one.title if fold(one.title or "") != fold(one.organisation or "") else None]
    return visible(f"{one.reference}{version}  " + ", ".join(filter(None, about)))


def _pair(pair: Pair, view: View) -> Iterator[str]:
    yield ""
    yield from _wrapped("  ", _named(pair.new), view)
    if pair.renewed:
        versions = pair.old.version, pair.new.version
        ends = pair.old.singles["dsa_end"], pair.new.singles["dsa_end"]
        before, after = versions if versions[0] != versions[1] and all(versions) else ends
        yield f"    renewed: {before} to {after}"
    for change in pair.changes:
        yield from _change(change, view)


def _change(change: Change, view: View) -> Iterator[str]:
    if change.key in SECTIONS:
        counts = f"{count(len(change.added), 'paragraph')} added, {len(change.removed)} removed"
        yield f"    {change.label:<{_LABEL}}{counts}"
        return
    label = change.label
    for sign, style, texts in (("-", "error", change.removed), ("+", "info", change.added)):
        for text in texts:
            for number, line in enumerate(wrap(text, view.width - _LABEL - 6)):
                mark = view.paint(sign, style) if number == 0 else " "
                yield f"    {label:<{_LABEL}}{mark} {line}"
                label = ""


def _findings(comparison: Comparison, view: View) -> Iterator[str]:
    both = {pair.new.reference for pair in comparison.agreements.both}
    new, came = _parted(comparison.new_findings, both)
    resolved, went = _parted(comparison.resolved_findings, both)
    yield view.paint("Findings", "heading")
    for label, findings in (
        ("continuing", comparison.continuing_findings),
        ("new", new),
        ("resolved", resolved),
        ("of agreements that only the new edition has", came),
        ("of agreements that only the old edition has", went),
    ):
        numbers = Counter(finding.severity for finding in findings)
        said = ", ".join(count(numbers[each], each) for each in SEVERITIES if numbers[each])
        yield f"  {label:<{_STATE}}{len(findings):>6}" + (f"  ({said})" if said else "")
    yield ""
    for edition, findings in (("new", came), ("old", went)):
        yield from _by_rule(f"Findings of agreements that only the {edition} edition has", findings, view)
    if resolved:
        yield view.paint("Resolved: only the old edition has them, and both have the agreement", "heading")
        for finding in sorted(resolved, key=_weight):
            yield from _wrapped("  ", _in_a_line(finding), view)
        yield ""
    if new:
        yield view.paint("New: only the new edition has them, and both have the agreement", "heading")
        report = replace(comparison.new.report, findings=new)
        yield check_text.render(report, view._replace(quiet=1)).rstrip("\n")


def _parted(findings: list[Finding], both: set[str]) -> tuple[list[Finding], list[Finding]]:
    """Findings about an agreement that both editions have, or about a page; and the others."""
    parts: dict[bool, list[Finding]] = {True: [], False: []}
    for finding in findings:
        about = {each.agreement for each in finding.occurrences} or {finding.agreement}
        parts[None in about or not about.isdisjoint(both)].append(finding)
    return parts[True], parts[False]


def _by_rule(heading: str, findings: list[Finding], view: View) -> Iterator[str]:
    if not findings:
        return
    yield view.paint(heading, "heading")
    named = Counter((_rank(finding), finding.severity, finding.rule, finding.name) for finding in findings)
    for (_, severity, rule, name), number in sorted(named.items()):
        yield f"  {severity:<8} {rule:<6} {name:<58} {number:>5}"
    for finding in findings:
        if _rank(finding) == 0:
            yield from _wrapped("  ", _in_a_line(finding), view)
    yield ""


def _rank(finding: Finding) -> int:
    return SEVERITIES.index(finding.severity)


def _weight(finding: Finding) -> tuple[int, str, str]:
    return _rank(finding), finding.rule, finding.agreement or ""


def _in_a_line(finding: Finding) -> str:
    return f"{finding.severity} {finding.rule} {finding.agreement or finding.primary.path}: {finding.message}"


def _wrapped(lead: str, text: str, view: View) -> Iterator[str]:
    indent = " " * min(len(lead), 4) if lead.strip() else lead + "  "
    first = True
    for line in wrap(lead.strip() + " " + text, view.width - len(indent)):
        yield (lead if first and not lead.strip() else "  " if first else indent) + line
        first = False
