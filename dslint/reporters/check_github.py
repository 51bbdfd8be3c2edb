"""Findings as workflow commands of GitHub Actions, which show them beside the lines."""

from __future__ import annotations

from collections.abc import Iterator

from dslint.engine.finding import Finding
from dslint.engine.report import Report
from dslint.engine.rule import SEVERITIES
from dslint.reporters.escape import visible
from dslint.reporters.phrases import clip, counts, side, title
from dslint.reporters.place import from_root
from dslint.reporters.view import DEFAULT_VIEW, View
from dslint.values.numbers import count

MOST = 10  # annotations of one kind that GitHub shows of one step
_LONGEST = 4000
_COMMAND = {"error": "error", "warning": "warning", "info": "notice"}


def render(report: Report, view: View = DEFAULT_VIEW) -> str:
    """A command by line, the gravest first; what GitHub would not show is counted in a last notice."""
    room = dict.fromkeys(SEVERITIES, MOST)
    lines = []
    for error in report.errors[:MOST]:
        place = {"file": visible(from_root(error.path, view.root, view.folder)), "title": "Not checked"}
        if error.line is not None:
            place |= {"line": str(error.line), "col": str(error.column)}
        lines.append(command("error", place, clip(visible(str(error)), _LONGEST)))
        room["error"] -= 1
    left = {}
    numbers = report.counts()
    unread = len(report.errors) - len(lines)
    is_cut = unread > 0 or any(numbers[severity] > room[severity] for severity in SEVERITIES)
    if is_cut:
        room["info"] -= 1  # for the last notice
    for severity in SEVERITIES:
        found = [finding for finding in report.findings if finding.severity == severity]
        lines += [_annotation(finding, view) for finding in found[: room[severity]]]
        left[severity] = max(len(found) - room[severity], 0)
    if is_cut:
        lines.append(command("notice", {"title": "dslint"}, _rest(left, unread, numbers)))
    return "".join(f"{line}\n" for line in lines)


def _rest(left: dict[str, int], unread: int, numbers: dict[str, int]) -> str:
    files = f", and {count(unread, 'more file')} could not be read" if unread else ""
    return (
        f"Not shown next to the lines: {counts(left)}{files}. In all: {counts(numbers)}."
        f" GitHub shows {MOST} annotations of a kind for a step; other formats list every finding."
    )


def _annotation(finding: Finding, view: View) -> str:
    at = finding.primary.at
    place = {
        "file": visible(from_root(finding.primary.path, view.root, view.folder)),
        "line": str(at.line),
        "endLine": str(at.end_line),
        "col": str(at.column),
        "endColumn": str(at.end_column),
        "title": visible(title(finding)),
    }
    return command(_COMMAND[finding.severity], place, "\n".join(_text(finding)))


def _text(finding: Finding) -> Iterator[str]:
    yield clip(visible(finding.message), _LONGEST)
    for evidence in finding.evidence[1:4]:
        yield visible(side(evidence, 300))
    if more := len(finding.evidence[4:]):
        yield f"and {count(more, 'more place')}"
    yield clip(visible(f"Fix: {finding.remedy}"), _LONGEST)
    if finding.agreement:
        yield visible(f"Agreement: {finding.agreement}")


def command(name: str, properties: dict[str, str], message: str) -> str:
    """A workflow command; whatever is in its parts, it stays one command."""
    pairs = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    return f"::{name} {pairs}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
