"""How rules fare on the seeds: a rule that finds nothing there says what it needs."""

from __future__ import annotations

from conftest import AS_OF, SEEDS, page

from dslint.engine.coverage import measure
from dslint.engine.load import RuleSet
from dslint.engine.report import Report
from dslint.reporters.coverage_text import render


def test_a_rule_that_finds_nothing_in_the_seeds_says_why(ruleset: RuleSet, seeds_report: Report) -> None:
    rows = measure([page(path) for path in sorted(SEEDS.glob("*.txt"))], ruleset, AS_OF)
    fired = {finding.rule for finding in seeds_report.findings}
    never = {row.rule.id for row in rows if row.never}
    assert never == {rule.id for rule in ruleset.rules if rule.scope != "run"} - fired
    printed = render(rows)
    for row in rows:
        if row.never:
            assert row.rule.applies, f"{row.rule.id} never {row.never}, and has no `applies`"
            assert f"{row.rule.id} never {row.never}: {row.rule.applies}" in printed
