"""Findings for people: grouped by agreement, with every side on its own line."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from dslint.engine.finding import Evidence, Finding
from dslint.engine.report import Report
from dslint.engine.rule import SEVERITIES
from dslint.reporters import place
from dslint.reporters.arrange import Group, groups, statistics
from dslint.reporters.escape import visible
from dslint.reporters.frame import Mark, frame, wrap
from dslint.reporters.rule_text import authority_line
from dslint.reporters.view import USUAL, View
from dslint.reporters.words import count, percent, remarks, scope

MOST_SIDES = 8
_INDENT = "  "
_WIDEST = 120
_NARROWEST = 40


def render(report: Report, view: View = USUAL) -> str:
    """The report as text of at most `view.width` columns."""
    view = view._replace(width=max(_NARROWEST, min(view.width, _WIDEST)))
    if view.quiet > 1:
        return ""
    lines = [*(_statistics if view.statistics else _findings)(report, view)]
    if not view.quiet:
        if view.verbose:
            lines += _documents(report, view)
        lines += _summary(report, view)
    return "".join(f"{line}\n" for line in lines)


def _findings(report: Report, view: View) -> Iterator[str]:
    shown = 0
    for group in groups(report.findings, view):
        shown += len(group.findings)
        if group.label is not None:
            yield view.paint(_group(group), "path" if view.group_by == "path" else "heading")
        for path, findings in groupby(group.findings, key=lambda finding: finding.primary.path):
            if view.group_by != "path":
                yield view.paint(visible(path), "path")
            by_record = groupby(findings, key=lambda finding: (finding.agreement, finding.record_line))
            for (_, record_line), members in by_record:
                found = list(members)
                if record_line is not None:
                    yield _INDENT + view.paint(_record(found[0], view.width), "heading")
                yield ""
                for finding in found:
                    yield from _finding(finding, report, view)
                    yield ""
    if more := len(report.findings) - shown:
        yield f"and {count(more, 'more finding')}; raise --limit to see more."
        yield ""


def _group(group: Group) -> str:
    shown = len(group.findings)
    number = count(group.total, "finding")
    return f"{visible(group.label or '')}: {number if shown == group.total else f'{shown} of {number}'}"


def _statistics(report: Report, view: View) -> Iterator[str]:
    heads = [f"{severity}s" if severity != "info" else severity for severity in SEVERITIES]
    rows = statistics(report.findings, view)
    widths = [
        max(len(head), *(len(f"{row.counts[number]:,}") for row in rows)) if rows else len(head)
        for number, head in enumerate(heads)
    ]
    yield "  ".join(view.paint(head.rjust(wide), "dim") for head, wide in zip(heads, widths, strict=True))
    for row in rows[: view.limit]:
        cells = [
            view.paint(f"{number:,}".rjust(wide), severity if number else "dim")
            for number, wide, severity in zip(row.counts, widths, SEVERITIES, strict=True)
        ]
        yield "  ".join([*cells, visible(row.label)])
    if more := len(rows) - len(rows[: view.limit]):
        yield f"and {count(more, 'more row')}; raise --limit to see more."
    yield ""


def _documents(report: Report, view: View) -> Iterator[str]:
    yield view.paint("Documents", "heading")
    for document in report.documents:
        said = [count(document.agreements, "agreement")]
        if document.agreements:
            said.append(f"{percent(document.coverage)} understood")
        yield f"{_INDENT}{visible(document.path)}: {', '.join(said)}"
    yield ""


def _record(finding: Finding, room: int) -> str:
    reference = finding.agreement or "agreement without a reference"
    where = f"({place.record(finding)})"
    title = visible(finding.title or "")
    space = room - len(_INDENT) - len(reference) - len(where) - 3
    if len(title) > space:
        title = title[: max(space - 1, 0)].rsplit(" ", 1)[0] + "…" if space > 8 else ""
    return "  ".join(filter(None, (visible(reference), title, where)))


def _finding(finding: Finding, report: Report, view: View) -> Iterator[str]:
    room, paint = view.width, view.paint
    head = [paint(finding.severity, finding.severity), paint(f"{finding.rule} {finding.name}", "bold")]
    if finding.certainty == "possible":
        head.append(paint("possible", "dim"))
    yield _INDENT + "  ".join(head)
    yield from _sides(finding, report, view)
    for text in wrap(finding.message, room - len(_INDENT)):
        yield _INDENT + text
    yield from _labelled("Mend: ", finding.remedy, view)
    if others := _occurrences(finding, view):
        yield from _labelled("Also: ", others, view)
    if view.verbose:
        for authority in finding.authority:
            yield from _labelled("Authority: ", authority_line(authority), view)
        return
    yield _INDENT + paint("Authority: ", "dim") + _authorities(finding, room - len(_INDENT) - 11)


def _labelled(label: str, text: str, view: View) -> Iterator[str]:
    for number, line in enumerate(wrap(text, view.width - len(_INDENT) - len(label))):
        yield _INDENT + (view.paint(label, "dim") if number == 0 else " " * len(label)) + line


def _authorities(finding: Finding, room: int) -> str:
    """As many authorities as one line holds; `dslint explain` has them all."""
    names = [visible(authority.brief()) for authority in finding.authority]
    for shown in range(len(names), 1, -1):
        more = f" and {len(names) - shown} more" if shown < len(names) else ""
        if len(text := "; ".join(names[:shown]) + more) <= room:
            return text
    return "; ".join(names[:1])


def _most(view: View) -> int | None:
    return None if view.verbose else MOST_SIDES


def _occurrences(finding: Finding, view: View) -> str:
    """The places that a folded finding stands for and that no frame shows."""
    most = _most(view)
    others = [place.occurrence(one, finding) for one in place.further(finding, finding.evidence[:most])]
    more = len(others) - len(others[:most])
    return ", ".join(others[:most]) + (f" and {more} more" if more else "")


def _sides(finding: Finding, report: Report, view: View) -> Iterator[str]:
    """One frame for each place, in the order of the lines, the primary one always among them."""
    room, paint = view.width, view.paint
    shown = sorted(finding.evidence[: _most(view)], key=place.key)
    gutter = max(len(place.gutter(evidence.at)) for evidence in shown)
    previous: tuple[str, int, str] | None = None
    for evidence in shown:
        text = report.lines.get(evidence.path, {}).get(evidence.span.line, "")
        mark = Mark(evidence.span.column, evidence.span.end_column, evidence.note)
        line, space, underline = frame(text, mark, room - len(_INDENT) - gutter - 3)
        number = place.gutter(evidence.at).rjust(gutter)
        if evidence.path != finding.primary.path and (previous is None or previous[0] != evidence.path):
            yield _INDENT + paint(f"{' ' * gutter} : {visible(evidence.path)}", "dim")
        if previous != (evidence.path, evidence.at.line, line):
            yield f"{_INDENT}{paint(f'{number} |', 'dim')} {line}"
        previous = (evidence.path, evidence.at.line, line)
        yield from _underline(space, underline, evidence, finding, gutter, view)
    more = len(finding.evidence) - len(shown)
    if more:
        yield f"{_INDENT}{paint(' ' * gutter + ' :', 'dim')} and {more} more place{'s' if more > 1 else ''}"


def _underline(
    space: str, underline: str, evidence: Evidence, finding: Finding, gutter: int, view: View
) -> Iterator[str]:
    room, paint = view.width, view.paint
    edge = f"{_INDENT}{paint(' ' * gutter + ' |', 'dim')} "
    is_primary = evidence is finding.primary
    drawn = underline if is_primary else underline.replace("^", "-")
    style = finding.severity if is_primary else "mark"
    note = visible(evidence.note)
    free = room - len(_INDENT) - gutter - 3 - len(space) - len(drawn) - 1
    if not note or len(note) <= free:
        yield edge + space + paint(f"{drawn} {note}".rstrip(), style)
        return
    yield edge + space + paint(drawn, style)
    available = room - len(_INDENT) - gutter - 3
    indent = space if len(space) + len(note) <= available else " " * max(0, available - len(note))
    for text in wrap(note, available - len(indent)):
        yield edge + indent + paint(text, style)


def _summary(report: Report, view: View) -> Iterator[str]:
    counted = (
        view.paint(count(number, severity), severity if number else "dim")
        for severity, number in report.counts().items()
    )
    yield f"{scope(report)}: {', '.join(counted)}"
    yield from remarks(report)
    if report.errors:
        yield view.paint(f"{count(len(report.errors), 'problem')}: see standard error.", "error")
