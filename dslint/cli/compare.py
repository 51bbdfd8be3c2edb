"""`dslint compare`."""

from __future__ import annotations

from dslint.cli.guard import UsageError, of_configuration, of_inputs, refuse
from dslint.cli.loading import load_for_project, read_date, today
from dslint.cli.output import EXIT_FAILED, EXIT_FINDINGS, EXIT_NOTHING, EXIT_OK, complain
from dslint.cli.targets import check_installed, deliver, digests, view_of
from dslint.compare.run import Comparison, compare
from dslint.config.settings import configuration
from dslint.engine.load import RuleChoice
from dslint.engine.rule import at_least
from dslint.reporters.formats import COMPARE_FORMATS
from dslint.reporters.view import View
from dslint.sources import collect
from dslint.tuples import NamedTuple


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
    format = COMPARE_FORMATS[options.format]
    if options.limit is not None and "limit" not in format.options:
        complain(f"--limit is for text and markdown, not for {format.name}")
        return EXIT_FAILED
    session, as_of = load_for_project(choice, config, isolated), read_date(options.as_of)
    if session is None or as_of is None:
        return EXIT_FAILED
    old, new = ((path, collect([path])) for path in (options.old, options.new))
    try:
        check_installed(format)
        found = configuration(config, isolated) if options.output else None
        protected = [*of_inputs([*old[1], *new[1]]), *of_configuration(found, choice.files)]
        refuse([options.output], protected, format.suffix)
    except UsageError as misuse:
        complain(str(misuse))
        return EXIT_FAILED
    comparison = compare(old, new, session, as_of)
    if any(each.report.errors and not each.report.agreements for each in (comparison.old, comparison.new)):
        return _failed(comparison)
    view = View(limit=options.limit, as_of=today(as_of))
    if format.names_inputs:
        view = view._replace(digests=digests([*old[1], *new[1]]))
    if not deliver(format.made(comparison, view_of(options.output, view)), options.output, format.marked):
        return EXIT_FAILED
    if comparison.errors:
        return _failed(comparison)
    empty = [edition.path for edition in (comparison.old, comparison.new) if not edition.report.agreements]
    if empty:
        complain(f"no agreement was found in {' and '.join(empty)}")
        return EXIT_NOTHING
    fails = any(at_least(finding.severity, options.fail_on) for finding in comparison.new_findings)
    return EXIT_FINDINGS if fails else EXIT_OK


def _failed(comparison: Comparison) -> int:
    for error in comparison.errors:
        complain(str(error))
    return EXIT_FAILED
