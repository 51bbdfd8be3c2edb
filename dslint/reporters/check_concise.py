"""Findings one by line, for editors, grep and logs."""

from __future__ import annotations

from dslint.engine.finding import Finding
from dslint.engine.report import Report
from dslint.reporters import place
from dslint.reporters.arrange import in_order
from dslint.reporters.escape import visible
from dslint.reporters.view import DEFAULT_VIEW, View


def render(report: Report, view: View = DEFAULT_VIEW) -> str:
    """ "page.txt:12:5: warning ID message" for each finding; what is only possible says so."""
    return "".join(f"{visible(_line(finding))}\n" for finding in in_order(report.findings, view))


def _line(finding: Finding) -> str:
    possible = " (possible)" if finding.certainty == "possible" else ""
    where = place.where(finding.primary.path, finding.primary.at)
    return f"{where}: {finding.severity} {finding.rule}{possible} {finding.message}"
