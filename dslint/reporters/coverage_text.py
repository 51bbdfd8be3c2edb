"""How rules fared on some inputs, one line for each."""

from __future__ import annotations

from dslint.engine.coverage import RuleCoverage
from dslint.engine.operators.operator import collections_in
from dslint.engine.rule import Rule


def render(rows: list[RuleCoverage]) -> str:
    """How often each rule fired, was silent or could not be assessed, and its CPU time in milliseconds.

    Below stand those that never fired, or could never be assessed, with the reason from the rule file.
    """
    table = [("rule", "fired", "silent", "unknown", "ms")]
    table += [
        (row.rule.id, str(row.fired), str(row.silent), str(row.unknown), f"{row.seconds * 1000:.1f}")
        for row in rows
    ]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    lines = "".join(
        "  ".join([name.ljust(widths[0]), *(c.rjust(w) for c, w in zip(cells, widths[1:], strict=True))])
        + "\n"
        for name, *cells in table
    )
    return lines + "".join(f"\n{_never(row)}\n" for row in rows if row.never)


def _reason(rule: Rule) -> str:
    return rule.applies or f"The rule file does not say what it needs.{_looks_at(rule)}"


def _never(row: RuleCoverage) -> str:
    """Which rule found nothing here, and what the rule file says that it needs."""
    return f"{row.rule.id} never {row.never}: {_reason(row.rule)}"


def _looks_at(rule: Rule) -> str:
    """The collections that a rule asks for, in the words of its file."""
    parts = [rule.data, *rule.data.get("cases", [])]
    names = sorted(collections_in([part.get("when") for part in parts]))
    return f" It looks at {', '.join(names)}." if names else ""
