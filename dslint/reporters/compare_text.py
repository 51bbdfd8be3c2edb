"""A comparison of two editions, for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from dslint.compare.agreements import AgreementChanges, Change, Pair
from dslint.compare.rows import RowChange, RowChanges
from dslint.compare.run import Comparison, Edition
from dslint.compare.snapshot import Snapshot
from dslint.data_classes import replace
from dslint.engine.finding import Finding
from dslint.engine.report import Report
from dslint.engine.rule import SEVERITIES
from dslint.facts.meanings import fold_text
from dslint.fields import NARRATIVES
from dslint.reporters import check_text
from dslint.reporters.compare_phrases import counted_by_check, from_to, named_row, states
from dslint.reporters.escape import visible
from dslint.reporters.frame import wrap
from dslint.reporters.place import where
from dslint.reporters.view import DEFAULT_VIEW, View
from dslint.values.numbers import count

MOST = 10  # agreements, findings and values that are shown of each list
_LABEL = 24
_NARRATIVES = frozenset(section.key for section in NARRATIVES)
_STATE = 44  # columns for what became of findings
_WIDEST = 120
_NARROWEST = 60


def render(comparison: Comparison, view: View = DEFAULT_VIEW) -> str:
    limit = MOST if view.limit is None else view.limit
    view = view._replace(width=max(_NARROWEST, min(view.width, _WIDEST)), limit=limit)
    new, resolved, continuing, came, went = states(comparison)
    counts = (
        ("new", new),
        ("resolved", resolved),
        ("continuing", continuing),
        ("of agreements that only the new edition has", came),
        ("of agreements that only the old edition has", went),
    )
    lines = [
        _edition("old", comparison.old, view),
        _edition("new", comparison.new, view),
        "",
        *_counted(comparison.agreements, view),
        *_counted_rows(comparison.rows, view),
        *_findings(counts, view),
        *_remarked(comparison, view),
        *_rows(comparison.rows.changed, view),
        *_new(replace(comparison.new.report, findings=new), view),
        *_pairs(comparison, view),
        *_resolved(resolved, view),
        *_listed("Only in the new edition", comparison.agreements.added, view),
        *_by_rule("Findings of agreements that only the new edition has", came, view),
        *_listed("Only in the old edition", comparison.agreements.ended, view),
        *_by_rule("Findings of agreements that only the old edition has", went, view),
    ]
    while lines[-1] == "":
        lines.pop()
    return "\n".join(lines) + "\n"


def _edition(name: str, edition: Edition, view: View) -> str:
    path = view.paint(visible(edition.path), "path")
    return f"{name}  {path}: {count(len(edition.agreements), 'agreement')}"


def _counted(found: AgreementChanges, view: View) -> Iterator[str]:
    yield view.paint("Agreements", "heading")
    for label, number in (
        ("in both editions", len(found.both)),
        ("  renewed", len(found.renewed)),
        ("  changed", len(found.changed)),
        ("only in the new one", len(found.added)),
        ("only in the old one", len(found.ended)),
    ):
        yield f"  {label:<22}{number:>6}"
    yield ""
    changes = Counter(change.label for pair in found.both for change in pair.changes)
    if changes:
        yield view.paint("Changes by field", "heading")
        for label, number in changes.most_common():
            yield f"  {label:<22}{number:>6}"
        yield ""


def _counted_rows(found: RowChanges, view: View) -> Iterator[str]:
    if not (found.both or found.added or found.gone):
        return
    yield view.paint("Rows of releases", "heading")
    for label, number in (
        ("in both editions", found.both),
        ("  answer or basis changed", len(found.changed)),
        ("only in the new one", len(found.added)),
        ("only in the old one", len(found.gone)),
    ):
        yield f"  {label:<26}{number:>6,}"
    yield ""


def _findings(counts: Iterable[tuple[str, list[Finding]]], view: View) -> Iterator[str]:
    yield view.paint("Findings", "heading")
    for label, findings in counts:
        numbers = Counter(finding.severity for finding in findings)
        by_severity = ", ".join(count(numbers[each], each) for each in SEVERITIES if numbers[each])
        yield f"  {label:<{_STATE}}{len(findings):>6}" + (f"  ({by_severity})" if by_severity else "")
    yield ""


def _remarked(comparison: Comparison, view: View) -> list[str]:
    lines = [*_remarks(comparison, view)]
    return [*lines, ""] if lines else []


def _remarks(comparison: Comparison, view: View) -> Iterator[str]:
    """What was compared, and how the editions were read."""
    found = comparison.agreements
    if found.not_compared:
        yield from _wrapped("Not stated in both, so not compared: ", ", ".join(found.not_compared), view)
    if reworded := comparison.reworded:
        yield from _wrapped(
            f"In {count(len(reworded), 'agreement')} one edition says the same with more detail",
            '("N", then "No - data flow is not identifiable"; an act, then its section). That is no change.',
            view,
        )
    if found.added or found.ended:
        yield from _wrapped(
            "An agreement that one edition lacks has not therefore begun or ended:",
            "a register of releases lists those under which data were released in its period.",
            view,
        )
    for edition in (comparison.old, comparison.new):
        yield from _wrapped(f"{counted_by_check(edition)}", "", view)
    for edition in (comparison.old, comparison.new):
        for remark in edition.report.remarks[: view.limit]:
            yield from _wrapped(f"{visible(remark)}.", "", view)
        yield from _more(edition.report.remarks, "remark", view)


def _rows(changes: list[RowChange], view: View) -> Iterator[str]:
    if not changes:
        return
    yield view.paint("Rows whose answer or basis changed", "heading")
    for change in changes[: view.limit]:
        row = change.new
        yield ""
        yield from _wrapped("  ", visible(named_row(row)), view)
        yield "    " + view.paint(visible(where(row.path, row.place)), "path")
        for values, before, after in change.values():
            style = "mark" if values.name in change.fields else "dim"
            label = values.label
            for line in wrap(from_to(before, after), view.width - _LABEL - 4):
                yield f"    {label:<{_LABEL}}{view.paint(line, style)}"
                label = ""
    yield from _more(changes, "row", view)
    yield ""


def _listed(heading: str, found: list[Snapshot], view: View) -> Iterator[str]:
    if found:
        yield view.paint(heading, "heading")
        for one in found[: view.limit]:
            yield from _wrapped("  ", _named(one), view)
        yield from _more(found, "agreement", view)
        yield ""


def _more(found: Sequence[object], noun: str, view: View, indent: str = "  ") -> Iterator[str]:
    if more := len(found[view.limit :]):
        yield f"{indent}and {count(more, f'more {noun}')}; raise --limit to see more."


def _named(one: Snapshot) -> str:
    version = f" v{one.version}" if one.version else ""
    about = [
        one.organisation,
        one.title if fold_text(one.title or "") != fold_text(one.organisation or "") else None,
    ]
    return visible(f"{one.reference}{version}  " + ", ".join(filter(None, about)))


def _pairs(comparison: Comparison, view: View) -> Iterator[str]:
    """Those first of which more than the narrative has changed, and those last that are only renewed. What
    the rows show is not shown again."""

    def weight(pair: Pair) -> int:
        return (
            0 if any(change.key not in _NARRATIVES for change in pair.changes) else 1 if pair.changes else 2
        )

    both = (pair._replace(changes=tuple(comparison.changes_of(pair))) for pair in comparison.agreements.both)
    pairs = sorted((pair for pair in both if pair.changes or pair.renewed), key=weight)
    if pairs:
        yield view.paint("Changed or renewed", "heading")
        for pair in pairs[: view.limit]:
            yield from _pair(pair, view)
        yield from _more(pairs, "agreement", view)
        yield ""


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
    if change.key in _NARRATIVES:
        counts = f"{count(len(change.added), 'paragraph')} added, {len(change.removed)} removed"
        yield f"    {change.label:<{_LABEL}}{counts}"
        return
    label = change.label
    for sign, style, texts in (("-", "error", change.removed), ("+", "info", change.added)):
        for text in texts[: view.limit]:
            for number, line in enumerate(wrap(text, view.width - _LABEL - 6)):
                mark = view.paint(sign, style) if number == 0 else " "
                yield f"    {label:<{_LABEL}}{mark} {line}"
                label = ""
        yield from _more(texts, "value", view, " " * (_LABEL + 6))


def _new(report: Report, view: View) -> Iterator[str]:
    if not report.findings:
        return
    yield view.paint("New: only the new edition has them, and both have the agreement", "heading")
    if view.limit is not None and len(report.findings) > view.limit:
        yield from _rules(report.findings)
        yield ""
    yield check_text.render(report, view._replace(quiet=1, sort="severity", show="info")).rstrip("\n")
    yield ""


def _resolved(findings: list[Finding], view: View) -> Iterator[str]:
    if not findings:
        return
    yield view.paint("Resolved: only the old edition has them, and both have the agreement", "heading")
    if view.limit is not None and len(findings) > view.limit:
        yield from _rules(findings)
    yield from _in_lines(sorted(findings, key=_weight), view)
    yield ""


def _rules(findings: Sequence[Finding]) -> Iterator[str]:
    named = Counter((_rank(finding), finding.severity, finding.rule, finding.name) for finding in findings)
    for (_, severity, rule, name), number in sorted(named.items()):
        yield f"  {severity:<8} {rule:<6} {name:<58} {number:>5}"


def _in_lines(findings: list[Finding], view: View) -> Iterator[str]:
    for finding in findings[: view.limit]:
        yield from _wrapped("  ", _in_a_line(finding), view)
    yield from _more(findings, "finding", view)


def _by_rule(heading: str, findings: list[Finding], view: View) -> Iterator[str]:
    if findings:
        yield view.paint(heading, "heading")
        yield from _rules(findings)
        yield from _in_lines([finding for finding in findings if _rank(finding) == 0], view)
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
