"""Findings for people. Few of them are shown in full, many in a few lines each; errors always in full."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from dslint.engine.finding import Finding
from dslint.engine.report import Report
from dslint.engine.rule import SEVERITIES, at_least
from dslint.reporters.arrange import Group, groups, measured, statistics, total
from dslint.reporters.escape import visible
from dslint.reporters.frame import wrap
from dslint.reporters.lacking import reasons
from dslint.reporters.phrases import percent, rate
from dslint.reporters.text_finding import CAVEAT, Entry, compact, entries, full, remedies
from dslint.reporters.text_summary import summary
from dslint.reporters.view import DEFAULT_VIEW, View
from dslint.values.numbers import count

MOST_IN_FULL = 20  # findings; more of them are shown in a few lines each
_INDENT = "  "
_WIDEST = 120
_NARROWEST = 40
_YOUNGER = (
    f"{CAVEAT} The standard is newer than the agreement, so this is no breach of it. It says what would be"
    " expected today. -v names the standard and its date."
)


def render(report: Report, view: View = DEFAULT_VIEW) -> str:
    """The report as text of at most `view.width` columns."""
    view = view._replace(width=max(_NARROWEST, min(view.width, _WIDEST)))
    if view.quiet > 1:
        return ""
    hidden: dict[str, int] = {}
    if view.statistics:
        lines = [*_statistics(report, view)]
    else:
        shown = listed(report.findings, view)
        of_shown = Counter(finding.severity for finding in shown)
        hidden = {severity: number - of_shown[severity] for severity, number in report.counts().items()}
        lines = findings(report, shown, view)
    if not view.quiet:
        if view.verbose:
            lines += _documents(report, view)
        lines += summary(report, view, hidden)
    return "\n".join([*lines, ""])


def listed(found: Sequence[Finding], view: View) -> list[Finding]:
    """The findings that are not only counted: those of severity info are listed where nothing is graver."""
    graver = any(finding.severity != "info" for finding in found)
    least = view.show or ("info" if view.verbose or not graver else "warning")
    return [finding for finding in found if at_least(finding.severity, least)]


def findings(report: Report, shown: list[Finding], view: View) -> list[str]:
    """These findings of a report, under the headings that are asked for."""
    is_long = len(entries(shown, across_agreements=False)) > MOST_IN_FULL
    layout = view.layout or ("compact" if is_long and not view.verbose else "full")
    errors_in_full = view.layout is None
    view = view._replace(sort=view.sort or "severity")
    lines: list[str] = []
    printed: list[Finding] = []
    short: list[Entry] = []
    for group in groups(shown, view):
        printed += group.findings
        if group.label is not None:
            lines.append(view.paint(_group(group), "path" if view.group_by == "path" else "heading"))
        gravest = [each for each in group.findings if each.severity == "error" and errors_in_full]
        in_full = group.findings if layout == "full" else gravest
        for entry in entries(in_full, across_agreements=False):
            lines += [*full(entry, report, view), ""]
        if layout == "compact":
            rest = [each for each in group.findings if not (errors_in_full and each.severity == "error")]
            mine = entries(_by_rule(rest), across_agreements=view.group_by != "agreement")
            for entry in mine:
                lines += compact(entry, view._replace(layout=layout))
            short += mine
            if view.group_by and mine:
                lines.append("")
    if short:
        lines += [*([] if view.group_by else [""]), view.paint("How to fix, and why", "heading")]
        lines += [*remedies(short, view), ""]
    if more := total(shown, view) - len(printed):
        lines += [f"and {count(more, 'more finding')}; raise --limit to see more.", ""]
    if any(finding.caveat for finding in printed) and not view.verbose:
        lines += [*wrap(_YOUNGER, view.width), ""]
    return lines


def _by_rule(found: list[Finding]) -> list[Finding]:
    """Those of one rule together, the gravest first; among equals as they were."""
    return sorted(found, key=lambda finding: (SEVERITIES.index(finding.severity), finding.rule))


def _group(group: Group) -> str:
    shown = len(group.findings)
    number = count(group.total, "finding")
    return f"{visible(group.label or '')}: {number if shown == group.total else f'{shown} of {number}'}"


def _statistics(report: Report, view: View) -> Iterator[str]:
    """A table of findings and of the agreements that they apply to."""
    rows = statistics(report, view.group_by)
    heads = ["errors", "warnings", "info", "findings", "agreements", f"of {measured(report, view.group_by)}"]
    cells = [
        [*(f"{number:,}" for number in (*row.counts, row.findings, row.agreements)), rate(row.rate)]
        for row in rows
    ]
    widths = [max(len(head), *(len(row[n]) for row in cells), 0) for n, head in enumerate(heads)]
    yield "  ".join(view.paint(head.rjust(wide), "dim") for head, wide in zip(heads, widths, strict=True))
    for row, texts in list(zip(rows, cells, strict=True))[: view.limit]:
        styles = [s if number else "dim" for s, number in zip(SEVERITIES, row.counts, strict=True)]
        styles += ["bold", "bold", "dim"]
        shown = [view.paint(t.rjust(w), s) for t, w, s in zip(texts, widths, styles, strict=True)]
        yield "  ".join([*shown, visible(row.label)])
    if more := len(rows) - len(rows[: view.limit]):
        yield f"and {count(more, 'more row')}; raise --limit to see more."
    if lines := reasons(report.not_assessed):
        yield ""
        yield view.paint("Not assessed", "heading")
        for line in lines:
            yield from (f"{_INDENT}{part}" for part in wrap(line, view.width - len(_INDENT)))
    yield ""


def _documents(report: Report, view: View) -> Iterator[str]:
    yield view.paint("Documents", "heading")
    for document in report.documents:
        parts = [count(document.agreements, "agreement")]
        if document.agreements:
            parts.append(f"{percent(document.coverage)} in fields and sections")
        yield f"{_INDENT}{visible(document.path)}: {', '.join(parts)}"
    yield ""
