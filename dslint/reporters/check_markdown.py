"""Findings as Markdown for a job summary or a comment: short enough to be read, and to be accepted.

First comes how much there is of each rule, then a row for each agreement that a finding applies to. The
gravest come first unless another order is asked for, so that these are what a limit keeps.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dslint.data_classes import replace
from dslint.engine.finding import Finding
from dslint.engine.report import Report
from dslint.engine.rule import SEVERITIES
from dslint.regexes import regex
from dslint.reporters import place
from dslint.reporters.arrange import Row, groups, in_order, measured, statistics, total
from dslint.reporters.by_agreement import apart
from dslint.reporters.escape import visible
from dslint.reporters.phrases import clip, counts, rate, remarks, scope
from dslint.reporters.view import DEFAULT_VIEW, View
from dslint.values.numbers import count

MOST_ROWS = 100  # unless a limit says otherwise
LONGEST = 60_000  # characters; services take comments of 65,536
_ROOM_FOR_END = 1000
_LONGEST_CELL, _LONGEST_VERBOSE = 400, 4000
_MOST_ERRORS, _LONGEST_PATH = 20, 200
# What could open a span, a cell, a tag, a link, a mention or a formula.
_MARKUP = regex(r"[\\`*_\[\]<>|~&$#@]|://|\bwww\.", re.IGNORECASE)


def render(report: Report, view: View = DEFAULT_VIEW) -> str:
    if view.quiet > 1:
        return ""
    head = [] if view.quiet else list(_summary(report))
    rows = apart(in_order(report.findings, _gravest_first(view)))
    if view.statistics:
        counted = statistics(report, view.group_by)
        of = measured(report, view.group_by)
        blocks = _statistics(counted[: view.limit], view.group_by or "rule", of)
        whole = len(counted)
    else:
        whole_run = replace(report, assessed={})  # the same whichever other formats are asked for
        if not view.quiet and rows:
            head += [line for line, _ in _statistics(statistics(whole_run), "rule", "checked")]
            head.append("")
        blocks = _tables(rows, view)
        whole = total(rows, view)
    lines: list[str] = []
    room = LONGEST - _ROOM_FOR_END - sum(map(len, head))
    shown = 0
    for line, is_row in blocks:
        room -= len(line) + 1
        if room < 0:
            break
        lines.append(line)
        shown += is_row
    if more := whole - shown:
        lines += [f"**{count(more, 'more row')} not shown here**; `dslint check` lists every finding."]
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


def _gravest_first(view: View) -> View:
    return view._replace(sort=view.sort or "severity")


def _tables(findings: list[Finding], view: View) -> Iterator[tuple[str, bool]]:
    """Lines, each with whether it is the row of a finding in an agreement."""
    limit = MOST_ROWS if view.limit is None else view.limit
    for group in groups(findings, _gravest_first(view)._replace(limit=limit)):
        if group.label is not None:
            shown = len(group.findings)
            cut = f", {shown:,} shown" if shown < group.total else ""
            yield f"### {cell(group.label)} ({group.total:,}{cut})", False
            yield "", False
        yield "| severity | rule | agreement | place | what it says | group |", False
        yield "|---|---|---|---|---|---|", False
        for finding in group.findings:
            yield _row(finding, view), True
        yield "", False


def _row(finding: Finding, view: View) -> str:
    possible = ", possible" if finding.certainty == "possible" else ""
    most = _LONGEST_VERBOSE if view.verbose else _LONGEST_CELL
    parts = [cell(finding.message, most)]
    if view.verbose:
        parts.append(f"Fix: {cell(finding.remedy, most)}")
        parts += [f"Source: {cell(each.line())}" for each in finding.authority]
    cells = (
        f"{finding.severity}{possible}",
        f"{cell(finding.rule)} {cell(finding.name)}",
        "<br>".join(cell(each) for each in (finding.agreement, finding.organisation) if each),
        cell(place.where(finding.primary.path, finding.primary.at)),
        "<br>".join(parts),
        finding.fingerprint[:8],
    )
    return f"| {' | '.join(cells)} |"


def _statistics(rows: list[Row], by: str, of: str) -> Iterator[tuple[str, bool]]:
    heads = (*SEVERITIES, "findings", "agreements", f"of those {of}")
    yield f"| {by} | {' | '.join(heads)} |", False
    yield f"|---|{'---:|' * len(heads)}", False
    for row in rows:
        numbers = (*row.counts, row.findings, row.agreements)
        cells = (cell(row.label), *(f"{number:,}" for number in numbers), rate(row.rate))
        yield f"| {' | '.join(cells)} |", True


def cell(text: str, most: int = _LONGEST_CELL) -> str:
    """Text that stays text in a cell: no markup, no link, no mention."""
    return _MARKUP.sub(_escape, clip(visible(text), most))


def _escape(found: re.Match[str]) -> str:
    if len(found[0]) == 1 and found[0] not in "<>&@|":
        return f"\\{found[0]}"
    return "".join(c if c.isalnum() or c == "/" else f"&#{ord(c)};" for c in found[0])
