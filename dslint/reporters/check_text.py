"""Findings for people: grouped by agreement, with every side on its own line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby

from dslint.engine.finding import Evidence, Finding
from dslint.engine.report import Report
from dslint.reporters import place
from dslint.reporters.escape import visible
from dslint.reporters.frame import Mark, frame, wrap

Paint = Callable[[str, str], str]  # text, style -> text
MOST_SIDES = 8
_INDENT = "  "
_WIDEST = 120
_NARROWEST = 40


def plain(text: str, style: str) -> str:
    return text


def render(report: Report, width: int = 80, paint: Paint = plain) -> str:
    """The report as text of at most `width` columns.

    `paint` gets a text and its style: path, heading, error, warning, info, dim, mark or bold.
    """
    room = max(_NARROWEST, min(width, _WIDEST))
    lines: list[str] = []
    for path, findings in groupby(report.findings, key=lambda finding: finding.primary.path):
        lines.append(paint(visible(path), "path"))
        by_record = groupby(findings, key=lambda finding: (finding.agreement, finding.record_line))
        for (_, record_line), group in by_record:
            found = list(group)
            if record_line is not None:
                lines.append(_INDENT + paint(_record(found[0], room), "heading"))
            lines.append("")
            for finding in found:
                lines += _finding(finding, report, room, paint)
                lines.append("")
    lines += _summary(report, paint)
    return "\n".join(lines) + "\n"


def _record(finding: Finding, room: int) -> str:
    reference = finding.agreement or "agreement without a reference"
    where = f"({place.record(finding)})"
    title = visible(finding.title or "")
    space = room - len(_INDENT) - len(reference) - len(where) - 3
    if len(title) > space:
        title = title[: max(space - 1, 0)].rsplit(" ", 1)[0] + "…" if space > 8 else ""
    return "  ".join(filter(None, (visible(reference), title, where)))


def _finding(finding: Finding, report: Report, room: int, paint: Paint) -> Iterator[str]:
    head = [paint(finding.severity, finding.severity), paint(f"{finding.rule} {finding.name}", "bold")]
    if finding.certainty == "possible":
        head.append(paint("possible", "dim"))
    yield _INDENT + "  ".join(head)
    yield from _sides(finding, report, room, paint)
    for text in wrap(finding.message, room - len(_INDENT)):
        yield _INDENT + text
    yield from _labelled("Mend: ", finding.remedy, room, paint)
    if others := _occurrences(finding):
        yield from _labelled("Also: ", others, room, paint)
    yield _INDENT + paint("Authority: ", "dim") + _authorities(finding, room - len(_INDENT) - 11)


def _labelled(label: str, text: str, room: int, paint: Paint) -> Iterator[str]:
    for number, line in enumerate(wrap(text, room - len(_INDENT) - len(label))):
        yield _INDENT + (paint(label, "dim") if number == 0 else " " * len(label)) + line


def _authorities(finding: Finding, room: int) -> str:
    """As many authorities as one line holds; `dslint explain` has them all."""
    names = [visible(authority.brief()) for authority in finding.authority]
    for shown in range(len(names), 1, -1):
        more = f" and {len(names) - shown} more" if shown < len(names) else ""
        if len(text := "; ".join(names[:shown]) + more) <= room:
            return text
    return "; ".join(names[:1])


def _occurrences(finding: Finding) -> str:
    """The places that a folded finding stands for and that no frame shows."""
    shown = {
        (evidence.path, evidence.at.sheet, evidence.at.line) for evidence in finding.evidence[:MOST_SIDES]
    }
    others = [
        place.occurrence(one)
        if one.path == finding.primary.path
        else f"{one.path}:{place.occurrence(one).removeprefix('line ')}"
        for one in finding.occurrences
        if (one.path, one.sheet, one.line) not in shown
    ]
    more = len(others) - MOST_SIDES
    return ", ".join(others[:MOST_SIDES]) + (f" and {more} more" if more > 0 else "")


def _sides(finding: Finding, report: Report, room: int, paint: Paint) -> Iterator[str]:
    """One frame for each place, in the order of the lines, the primary one always among them."""
    shown = sorted(finding.evidence[:MOST_SIDES], key=place.key)
    gutter = max(len(place.gutter(evidence.at)) for evidence in shown)
    previous: tuple[str, int, str] | None = None
    for evidence in shown:
        text = report.lines.get(evidence.path, {}).get(evidence.span.line, "")
        mark = Mark(evidence.span.column, evidence.span.end_column, evidence.note)
        line, space, underline = frame(text, mark, room - len(_INDENT) - gutter - 3)
        number = place.gutter(evidence.at).rjust(gutter)
        if evidence.path != finding.primary.path and (previous is None or previous[0] != evidence.path):
            yield _INDENT + paint(f"{' ' * gutter} : {visible(evidence.path)}", "dim")
        if previous != (evidence.path, evidence.span.line, line):
            yield f"{_INDENT}{paint(f'{number} |', 'dim')} {line}"
        previous = (evidence.path, evidence.span.line, line)
        yield from _underline(space, underline, evidence, finding, gutter, room, paint)
    more = len(finding.evidence) - len(shown)
    if more:
        yield f"{_INDENT}{paint(' ' * gutter + ' :', 'dim')} and {more} more place{'s' if more > 1 else ''}"


def _underline(
    space: str, underline: str, evidence: Evidence, finding: Finding, gutter: int, room: int, paint: Paint
) -> Iterator[str]:
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


def _summary(report: Report, paint: Paint) -> Iterator[str]:
    counts = report.counts()
    documents = len(report.with_agreements)
    without = len(report.documents) - documents
    yield (
        f"{_count(documents, 'document')}, {_count(report.agreements, 'agreement')}: "
        + ", ".join(
            paint(_count(number, severity), severity if number else "dim")
            for severity, number in counts.items()
        )
    )
    if documents:
        yield f"{_percent(report.coverage)} of the text was understood."
    if without:
        yield f"{_count(without, 'file')} held no agreement."
    if report.errors:
        yield paint(f"{_count(len(report.errors), 'problem')}: see standard error.", "error")


def _count(number: int, noun: str) -> str:
    plural = noun if noun == "info" or number == 1 else f"{noun}s"
    return f"{number} {plural}"


def _percent(share: float) -> str:
    """Never rounded up to 100: a page with one line missed shows it."""
    return f"{min(share * 100, 99.9 if share < 1 else 100):.1f} %"
