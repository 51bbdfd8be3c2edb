"""`dslint compare`."""

from __future__ import annotations

from typing import NamedTuple

from dslint.cli.check import load_for_project, read_date
from dslint.cli.guard import UsageError, of_configuration, of_inputs, refuse
from dslint.cli.output import EXIT_FAILED, EXIT_FINDINGS, EXIT_NOTHING, EXIT_OK, complain
from dslint.cli.settings import configuration
from dslint.cli.targets import deliver, view_of
from dslint.compare.run import compare
from dslint.engine.load import RuleChoice
from dslint.engine.rule import at_least
from dslint.reporters import compare_json, compare_sarif, compare_text
from dslint.reporters.view import View
from dslint.sources import collect

REPORTERS = {"text": compare_text.render, "json": compare_json.render, "sarif": compare_sarif.render}


class CompareOptions(NamedTuple):
    old: str
    new: str
    format: str
    output: str | None
    fail_on: str
    as_of: str | None
    limit: int | None = None


def run_compare(
    options: CompareOptions, choice: RuleChoice, config: str | None = None, isolated: bool = False
) -> int:
    if options.limit is not None and options.format != "text":
        complain(f"--limit is for text, not for {options.format}")
        return EXIT_FAILED
    session, as_of = load_for_project(choice, config, isolated), read_date(options.as_of)
    if session is None or as_of is None:
        return EXIT_FAILED
    old, new = ((path, collect([path])) for path in (options.old, options.new))
    try:
        found = configuration(config, isolated) if options.output else None
        kept = [*of_inputs([*old[1], *new[1]]), *of_configuration(found, choice.files)]
        refuse([options.output], kept, f".{options.format}")
    except UsageError as misuse:
        complain(str(misuse))
        return EXIT_FAILED
    comparison = compare(old, new, session, as_of)
    text = REPORTERS[options.format](comparison, view_of(options.output, View(limit=options.limit)))
    if not deliver(text, options.output):
        return EXIT_FAILED
    for error in comparison.errors:
        complain(str(error))
    if comparison.errors:
        return EXIT_FAILED
    empty = [edition.path for edition in (comparison.old, comparison.new) if not edition.report.agreements]
    if empty:
        complain(f"no agreement was found in {' and '.join(empty)}")
        return EXIT_NOTHING
    fails = any(at_least(finding.severity, options.fail_on) for finding in comparison.new_findings)
    return EXIT_FINDINGS if fails else EXIT_OK
