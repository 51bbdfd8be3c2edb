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
from dslint.reporters import check_text
from dslint.reporters.escape import visible
from dslint.reporters.frame import wrap
from dslint.reporters.view import USUAL, View
from dslint.reporters.words import count

_LABEL = 24
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
    about = [one.organisation, one.title if one.title != one.organisation else None]
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
    yield view.paint("Findings", "heading")
    for label, findings in (
        ("new", comparison.new_findings),
        ("continuing", comparison.continuing_findings),
        ("resolved", comparison.resolved_findings),
    ):
        numbers = Counter(finding.severity for finding in findings)
        said = ", ".join(count(numbers[each], each) for each in SEVERITIES if numbers[each])
        yield f"  {label:<22}{len(findings):>6}" + (f"  ({said})" if said else "")
    yield ""
    if comparison.resolved_findings:
        yield view.paint("Resolved: in the old edition only", "heading")
        for finding in comparison.resolved_findings:
            yield from _wrapped("  ", _in_a_line(finding), view)
        yield ""
    if comparison.new_findings:
        yield view.paint("New: in the new edition only", "heading")
        report = replace(comparison.new.report, findings=comparison.new_findings)
        yield check_text.render(report, view._replace(quiet=1)).rstrip("\n")


def _in_a_line(finding: Finding) -> str:
    return f"{finding.severity} {finding.rule} {finding.agreement or finding.primary.path}: {finding.message}"


def _wrapped(lead: str, text: str, view: View) -> Iterator[str]:
    indent = " " * min(len(lead), 4) if lead.strip() else lead + "  "
    first = True
    for line in wrap(lead.strip() + " " + text, view.width - len(indent)):
        yield (lead if first and not lead.strip() else "  " if first else indent) + line
        first = False
