"""Findings as one page to read, filter, print and send: no network, and readable without scripts."""

from __future__ import annotations

from dslint.engine.report import Report
from dslint.reporters.html_page import page_of, understood
from dslint.reporters.html_template import fill
from dslint.reporters.view import DEFAULT_VIEW, View


def render(report: Report, view: View = DEFAULT_VIEW) -> str:
    return fill(
        "report.html.j2",
        page=page_of(report, view),
        understood=understood(report),
        view=view,
        rules=report.rules,
    )
