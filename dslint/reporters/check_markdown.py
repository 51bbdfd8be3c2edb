"""Findings as Markdown for a job summary or a comment: short enough to be read, and to be accepted.

The gravest come first unless another order is asked for, so that these are what a limit keeps.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dslint.engine.finding import Finding
from dslint.engine.report import Report
from dslint.engine.rule import SEVERITIES
from dslint.reporters import place
from dslint.reporters.arrange import groups, statistics
from dslint.reporters.escape import visible
from dslint.reporters.view import USUAL, View
from dslint.reporters.words import clip, count, counts, remarks, scope

MOST_ROWS = 100  # unless a limit says otherwise
LONGEST = 60_000  # characters; services take comments of 65,536
_ROOM_FOR_END = 1000
_LONGEST_CELL, _LONGEST_VERBOSE = 400, 4000
_MOST_ERRORS, _LONGEST_PATH = 20, 200
# What could open a span, a cell, a tag, a link, a mention or a formula.
_MARKUP = re.compile(r"[\\`*_\[\]<>|~&$#@]|://|\bwww\.", re.IGNORECASE)


def render(report: Report, view: View = USUAL) -> str:
    if view.quiet > 1:
        return ""
    head = [] if view.quiet else list(_summary(report))
    blocks = _statistics(report, view) if view.statistics else _tables(report, view)
    lines: list[str] = []
    room = LONGEST - _ROOM_FOR_END - sum(map(len, head))
    shown = 0
    total = len(statistics(report.findings, view)) if view.statistics else len(report.findings)
    for line, is_row in blocks:
        room -= len(line) + 1
        if room < 0:
            break
        lines.append(line)
        shown += is_row
    if more := total - shown:
        noun = "row" if view.statistics else "finding"
        lines += [f"**{count(more, f'more {noun}')} not shown here**; `dslint check` lists them all."]
    return "\n".join([*head, *lines]).strip("\n") + "\n"


def _summary(report: Report) -> Iterator[str]:
    yield f"## dslint: {counts(report.counts())}"
    yield ""
    yield " ".join([f"{scope(report)}.", *remarks(report)])
    yield ""
    if report.errors:
        yield f"**{count(len({error.path for error in report.errors}), 'input')} could not be checked:**"
        yield ""
        for error in report.errors[:_MOST_ERRORS]:
            yield f"- {cell(error.where, _LONGEST_PATH)}: {cell(error.message, _LONGEST_PATH)}"
        if more := len(report.errors[_MOST_ERRORS:]):
            yield f"- and {count(more, 'more input')}"
        yield ""


def _tables(report: Report, view: View) -> Iterator[tuple[str, bool]]:
    """Lines, each with whether it is the row of a finding."""
    limit = MOST_ROWS if view.limit is None else view.limit
    for group in groups(report.findings, view._replace(limit=limit, sort=view.sort or "severity")):
        if group.label is not None:
            shown = len(group.findings)
            cut = f", {shown:,} shown" if shown < group.total else ""
            yield f"### {cell(group.label)} ({group.total:,}{cut})", False
            yield "", False
        yield "| severity | rule | agreement | place | what it says |", False
        yield "|---|---|---|---|---|", False
        for finding in group.findings:
            yield _row(finding, view), True
        yield "", False


def _row(finding: Finding, view: View) -> str:
    possible = ", possible" if finding.certainty == "possible" else ""
    most = _LONGEST_VERBOSE if view.verbose else _LONGEST_CELL
    said = [cell(finding.message, most)]
    if view.verbose:
        said.append(f"Mend: {cell(finding.remedy, most)}")
        said += [f"Authority: {cell(each.line())}" for each in finding.authority]
    cells = (
        f"{finding.severity}{possible}",
        f"{cell(finding.rule)} {cell(finding.name)}",
        cell(finding.agreement or ""),
        cell(place.where(finding.primary.path, finding.primary.at)),
        "<br>".join(said),
    )
    return f"| {' | '.join(cells)} |"


def _statistics(report: Report, view: View) -> Iterator[tuple[str, bool]]:
    yield f"| {view.group_by or 'rule'} | {' | '.join(SEVERITIES)} |", False
    yield f"|---|{'---:|' * len(SEVERITIES)}", False
    for row in statistics(report.findings, view)[: view.limit]:
        yield f"| {cell(row.label)} | {' | '.join(f'{number:,}' for number in row.counts)} |", True


def cell(text: str, most: int = _LONGEST_CELL) -> str:
    """Text that stays text in a cell: no markup, no link, no mention."""
    return _MARKUP.sub(_escape, clip(visible(text), most))


def _escape(found: re.Match[str]) -> str:
    if len(found[0]) == 1 and found[0] not in "<>&@|":
        return f"\\{found[0]}"
    return "".join(c if c.isalnum() or c == "/" else f"&#{ord(c)};" for c in found[0])
