"""A comparison of two editions, as SARIF with the baseline state of each result."""

from __future__ import annotations

from dslint.compare.run import Comparison
from dslint.data_classes import replace
from dslint.reporters.check_sarif import render_results
from dslint.reporters.view import DEFAULT_VIEW, View


def render(comparison: Comparison, view: View = DEFAULT_VIEW) -> str:
    """New results are "new", continuing ones "unchanged", and those of the old edition alone "absent"."""
    by_state = {
        "new": comparison.new_findings,
        "unchanged": comparison.continuing_findings,
        "absent": comparison.resolved_findings,
    }
    states = {id(finding): state for state, findings in by_state.items() for finding in findings}
    everything = [finding for findings in by_state.values() for finding in findings]
    report = replace(comparison.new.report, errors=comparison.errors)
    return render_results(report, everything, states, view)
