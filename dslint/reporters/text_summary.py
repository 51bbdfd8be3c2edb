"""The last screen of the text report: what matters, what there is most of, and what to do next."""

from __future__ import annotations

from collections.abc import Iterator

from dslint.engine.finding import Finding
from dslint.engine.report import Report
from dslint.reporters import place
from dslint.reporters.arrange import statistics
from dslint.reporters.escape import visible
from dslint.reporters.frame import width, wrap
from dslint.reporters.phrases import clip, counts, remarks, scope
from dslint.reporters.text_finding import sentence
from dslint.reporters.view import View
from dslint.values.numbers import count

MOST_LINES = 25
MOST_ERRORS = 10
MOST_RULES = 5
FEW = 3  # findings that need no overview: all of them are on the screen


def summary(report: Report, view: View, hidden: dict[str, int]) -> list[str]:
    """At most MOST_LINES lines. `hidden` is how many findings of each severity are counted and not listed."""
    head: list[str] = []
    if len(report.findings) > FEW and not view.statistics:
        head += _first(report, view)
        head += _frequent(report, view)
    whole = f"{scope(report)}: {counts(report.counts())}"
    tail = [view.paint(whole, "heading"), *_certainty(report, view)]
    after = list(_next(report, view, hidden))
    room = MOST_LINES - len(head) - len(tail) - len(after)
    return [*head, *tail, *_limits(report, view, room), *after]


def _first(report: Report, view: View) -> Iterator[str]:
    errors = [finding for finding in report.findings if finding.severity == "error"]
    if not errors:
        return
    cut = f", {MOST_ERRORS} of them" if len(errors) > MOST_ERRORS else ""
    yield view.paint(f"Look at these first ({count(len(errors), 'error')}{cut})", "heading")
    titles = {rule.id: rule.title for rule in report.rules}
    for finding in errors[:MOST_ERRORS]:
        yield _in_a_line(finding, titles.get(finding.rule, finding.name), view)


def _in_a_line(finding: Finding, title: str, view: View) -> str:
    """Its place with the sentence that says what is wrong; where that is too long, the title of the rule."""
    where = place.where(visible(finding.primary.path), finding.primary.at)
    lead = f"  {finding.rule} {where}  "
    room = max(view.width - width(lead), 20)
    message = visible(sentence(finding)[0])
    if width(message) > room:
        message = clip(visible(title), room)
    painted = f"  {view.paint(finding.rule, 'error')} {view.paint(where, 'path')}  "
    return painted + message


def _frequent(report: Report, view: View) -> Iterator[str]:
    titles = {rule.id: rule.title for rule in report.rules}
    rows = sorted(statistics(report), key=lambda row: (-row.agreements, -row.findings, row.label))
    if len(rows) < 2:
        return
    shown = rows[:MOST_RULES]
    yield view.paint("Found most often", "heading")
    numbers = [f"{count(row.findings, 'finding')} in {count(row.agreements, 'agreement')}" for row in shown]
    wide = max(map(len, numbers))
    for row, number in zip(shown, numbers, strict=True):
        rule, _, name = row.label.partition(" ")
        title = clip(visible(titles.get(rule, name)), view.width - wide - len(rule) - 5)
        room = view.width - 3 - len(rule) - wide - 1
        yield f"  {view.paint(rule, 'bold')} {title.ljust(room)} {number}"


def _certainty(report: Report, view: View) -> Iterator[str]:
    if not report.findings:
        return
    certain = sum(finding.certainty == "certain" for finding in report.findings)
    possible = len(report.findings) - certain
    sentences = [f"{certain:,} certain: the text itself says so."] if certain else []
    if possible:
        sentences.append(f"{possible:,} possible: the text may have a reason that it does not give.")
    yield from wrap(" ".join(sentences), view.width)


def _limits(report: Report, view: View, room: int) -> list[str]:
    """What was not recognised or not read, in so many lines at most."""
    lines: list[str] = []
    if report.errors:
        text = f"{count(len(report.errors), 'problem')}, so something was not read: see standard error."
        lines.append(view.paint(text, "error"))
    for remark in remarks(report):
        lines += wrap(remark, view.width)
    if len(lines) > room:
        lines = [*lines[: max(room - 1, 1)], "… and more; --format json lists every remark."]
    return lines


def _next(report: Report, view: View, hidden: dict[str, int]) -> Iterator[str]:
    import shlex

    paths = " ".join(shlex.quote(visible(path)) for path in view.paths) or "PATHS"
    if unlisted := [count(number, severity) for severity, number in hidden.items() if number]:
        yield from wrap(f"{' and '.join(unlisted)} not listed: dslint check {paths} --show info", view.width)
    worst = min(report.findings, key=lambda each: each.severity != "error", default=None)
    if worst is not None:
        yield f"Next: dslint explain {worst.rule}"
