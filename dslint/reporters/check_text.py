"""Findings for people: grouped by agreement, with every side on its own line."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby

from dslint.engine.finding import Finding
from dslint.engine.report import Report
from dslint.engine.rule import SEVERITIES, Authority
from dslint.reporters import place
from dslint.reporters.arrange import Group, groups, statistics, total
from dslint.reporters.escape import visible
from dslint.reporters.frame import frame, wrap
from dslint.reporters.phrases import count, percent, rate, remarks, scope
from dslint.reporters.rule_text import authority_line
from dslint.reporters.view import DEFAULT_VIEW, View

MOST_SIDES = 8
_INDENT = "  "
_WIDEST = 120
_NARROWEST = 40


def render(report: Report, view: View = DEFAULT_VIEW) -> str:
    """The report as text of at most `view.width` columns."""
    view = view._replace(width=max(_NARROWEST, min(view.width, _WIDEST)))
    if view.quiet > 1:
        return ""
    lines = [*(_statistics if view.statistics else _findings)(report, view)]
    if not view.quiet:
        if view.verbose:
            lines += _documents(report, view)
        lines += _summary(report, view)
    return "\n".join([*lines, ""])


def _findings(report: Report, view: View) -> list[str]:
    lines: list[str] = []
    shown = 0
    for group in groups(report.findings, view):
        shown += len(group.findings)
        if group.label is not None:
            lines.append(view.paint(_group(group), "path" if view.group_by == "path" else "heading"))
        for path, findings in groupby(group.findings, key=lambda finding: finding.primary.path):
            if view.group_by != "path":
                lines.append(view.paint(visible(path), "path"))
            by_record = groupby(findings, key=lambda finding: (finding.agreement, finding.record_line))
            for (_, record_line), members in by_record:
                found = list(members)
                if record_line is not None:
                    lines.append(_INDENT + view.paint(_record(found[0], view.width), "heading"))
                lines.append("")
                for finding in found:
                    lines += _finding(finding, report, view)
                    lines.append("")
    if more := total(report.findings, view) - shown:
        lines += [f"and {count(more, 'more finding')}; raise --limit to see more.", ""]
    return lines


def _group(group: Group) -> str:
    shown = len(group.findings)
    number = count(group.total, "finding")
    return f"{visible(group.label or '')}: {number if shown == group.total else f'{shown} of {number}'}"


def _statistics(report: Report, view: View) -> Iterator[str]:
    """A table of findings and of the agreements that they apply to."""
    rows = statistics(report, view.group_by)
    heads = ["errors", "warnings", "info", "findings", "agreements", "of checked"]
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


def _finding(finding: Finding, report: Report, view: View) -> list[str]:
    room, paint = view.width - len(_INDENT), view.paint
    head = f"{paint(finding.severity, finding.severity)}  {paint(f'{finding.rule} {finding.name}', 'bold')}"
    if finding.certainty == "possible":
        head += f"  {paint('possible', 'dim')}"
    lines = [_INDENT + head, *_sides(finding, report, view)]
    lines += _hanging("", finding.message, room)
    lines += _labelled("Mend: ", finding.remedy, view)
    if others := _occurrences(finding, view):
        lines += _labelled("Also: ", others, view)
    if view.verbose:
        for authority in finding.authority:
            lines += _labelled("Authority: ", authority_line(authority), view)
    else:
        lines.append(_INDENT + paint("Authority: ", "dim") + _authorities(finding.authority, room - 11))
    return lines


def _labelled(label: str, text: str, view: View) -> tuple[str, ...]:
    return _hanging(view.paint(label, "dim"), text, view.width - len(_INDENT), len(label))


@lru_cache(maxsize=4096)
def _hanging(head: str, text: str, room: int, indent: int = 0) -> tuple[str, ...]:
    """The text behind its head, which takes so many cells, and further lines below its beginning."""
    lines = wrap(text, room - indent)
    return tuple(f"{_INDENT}{' ' * indent if number else head}{line}" for number, line in enumerate(lines))


@lru_cache(maxsize=1024)
def _authorities(authorities: tuple[Authority, ...], room: int) -> str:
    """As many authorities as one line holds; `dslint explain` has them all."""
    names = [visible(authority.brief()) for authority in authorities]
    for shown in range(len(names), 1, -1):
        more = f" and {len(names) - shown} more" if shown < len(names) else ""
        if len(text := "; ".join(names[:shown]) + more) <= room:
            return text
    return "; ".join(names[:1])


def _most(view: View) -> int | None:
    return None if view.verbose else MOST_SIDES


def _occurrences(finding: Finding, view: View) -> str:
    """The places that a folded finding stands for and that no frame shows."""
    if not finding.occurrences:
        return ""
    most = _most(view)
    others = [place.occurrence(one, finding) for one in place.further(finding, finding.evidence[:most])]
    more = len(others) - len(others[:most])
    return ", ".join(others[:most]) + (f" and {more} more" if more else "")


def _sides(finding: Finding, report: Report, view: View) -> list[str]:
    """One frame for each place, in the order of the lines, the primary one always among them."""
    paint, primary = view.paint, finding.primary
    shown = sorted(finding.evidence[: _most(view)], key=place.key)
    numbers = [place.gutter(evidence.at) for evidence in shown]
    gutter = max(map(len, numbers))
    blank = " " * gutter
    edge = f"{_INDENT}{paint(f'{blank} |', 'dim')} "
    room = view.width - len(_INDENT) - gutter - 3
    lines = []
    previous: tuple[str, int, str] | None = None
    for evidence, number in zip(shown, numbers, strict=True):
        path, span = evidence.path, evidence.span
        line, space, underline = frame(report.lines.get(path, {}).get(span.line, ""), span[1], span[2], room)
        if path != primary.path and (previous is None or previous[0] != path):
            lines.append(_INDENT + paint(f"{blank} : {visible(path)}", "dim"))
        if previous != (here := (path, evidence.at.line, line)):
            lines.append(f"{_INDENT}{paint(f'{number.rjust(gutter)} |', 'dim')} {line}")
        previous = here
        drawn, style = (
            (underline, finding.severity) if evidence is primary else (underline.replace("^", "-"), "mark")
        )
        for under, text in _underlined(space, drawn, evidence.note, room):
            lines.append(f"{edge}{under}{paint(text, style)}")
    if more := len(finding.evidence) - len(shown):
        lines.append(f"{_INDENT}{paint(f'{blank} :', 'dim')} and {count(more, 'more place')}")
    return lines


def _underlined(space: str, drawn: str, note: str, room: int) -> list[tuple[str, str]]:
    """What stands below a line, each with the space before it: the underline, with its note behind it where
    there is room."""
    note = visible(note)
    if not note or len(space) + len(drawn) + 1 + len(note) <= room:
        return [(space, f"{drawn} {note}".rstrip())]
    indent = space[: max(0, room - len(note))]
    return [(space, drawn), *((indent, text) for text in wrap(note, room - len(indent)))]


def _summary(report: Report, view: View) -> Iterator[str]:
    counted = (
        view.paint(count(number, severity), severity if number else "dim")
        for severity, number in report.counts().items()
    )
    yield f"{scope(report)}: {', '.join(counted)}"
    yield from remarks(report)
    if report.errors:
        yield view.paint(f"{count(len(report.errors), 'problem')}: see standard error.", "error")
