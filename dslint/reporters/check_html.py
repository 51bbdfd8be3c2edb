"""Findings as one page to read, filter, print and send: no network, and readable without scripts."""

from __future__ import annotations

from collections.abc import Iterator

from dslint.engine.report import Report
from dslint.reporters import html_template
from dslint.reporters.html_page import page_of, understood
from dslint.reporters.view import DEFAULT_VIEW, View


def render(report: Report, view: View = DEFAULT_VIEW) -> str:
    return "".join(pieces(report, view))


def pieces(report: Report, view: View = DEFAULT_VIEW) -> Iterator[str]:
    """The page, a finding at a time."""
    return html_template.pieces(
        "report.html.j2",
        page=page_of(report, view),
        understood=understood(report),
        view=view,
        rules=report.rules,
    )
