"""How rules fared on some inputs, one line for each."""

from __future__ import annotations

from dslint.engine.coverage import RuleCoverage


def render(rows: list[RuleCoverage]) -> str:
    """How often each rule fired, was silent or could not be assessed, and its CPU time in milliseconds."""
    table = [("rule", "fired", "silent", "unknown", "ms")]
    table += [
        (row.rule.id, str(row.fired), str(row.silent), str(row.unknown), f"{row.seconds * 1000:.1f}")
        for row in rows
    ]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    return "".join(
        "  ".join([name.ljust(widths[0]), *(c.rjust(w) for c, w in zip(cells, widths[1:], strict=True))])
        + "\n"
        for name, *cells in table
    )
