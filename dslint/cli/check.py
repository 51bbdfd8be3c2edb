"""`dslint check`."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from dslint.cli.output import (
    EXIT_FAILED,
    EXIT_FINDINGS,
    EXIT_NOTHING,
    EXIT_OK,
    complain,
)
from dslint.cli.targets import Misuse, check_inputs, check_view, deliver_report, read_targets
from dslint.engine.load import RuleChoice, RuleSet
from dslint.engine.run import Checked, run
from dslint.engine.select import UnknownRule, split_words
from dslint.reporters.formats import DEFAULT
from dslint.reporters.view import View
from dslint.sources import Input, collect

PARALLEL_FROM = 4_000_000  # bytes of input for which a second process pays


class CheckOptions(NamedTuple):
    """What a run was asked for; a plain `dslint check PATHS` is all defaults."""

    paths: list[str]
    formats: tuple[str, ...] = ()  # NAME or NAME=FILE; text when there is none
    output: str | None = None
    profile: str = "default"
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    fail_on: str = "warning"
    as_of: str | None = None
    exit_zero: bool = False
    jobs: int | None = None
    each_file: bool = False
    view: View = View()


def run_check(options: CheckOptions) -> int:
    try:
        return _run(options)
    except Misuse as error:
        complain(str(error))
        return EXIT_FAILED


def _run(options: CheckOptions) -> int:
    targets = read_targets(options.formats or (DEFAULT,), options.output)
    check_view(targets, options.view)
    choice = RuleChoice(
        options.profile,
        split_words(options.select),
        split_words(options.ignore),
        options.rules,
        each_file=options.each_file,
    )
    loaded = load_or_complain(choice)
    as_of = read_date(options.as_of)
    if loaded is None or as_of is None:
        return EXIT_FAILED
    inputs = collect(options.paths)
    check_inputs(targets, inputs)
    jobs = options.jobs or _jobs(inputs)
    if not all(os.path.isfile(path) or os.path.isdir(path) for path in options.rules):
        jobs = 1  # a pipe can be read once only, and every process reads the rules
    report = run(inputs, choice, loaded, as_of, jobs, lambda checked: _progress(checked, len(inputs)))
    view = options.view._replace(as_of=as_of or date.today().isoformat(), fail_on=options.fail_on)
    delivered = deliver_report(report, targets, view)
    for error in report.errors:
        complain(str(error))
    if report.errors or not delivered:
        return EXIT_FAILED
    if not report.agreements and not options.each_file:
        complain(f"no agreement was found in {', '.join(options.paths)}")
        return EXIT_NOTHING
    fails = report.worst_at_least(options.fail_on)
    return EXIT_FINDINGS if fails and not options.exit_zero else EXIT_OK


def load_or_complain(choice: RuleChoice) -> RuleSet | None:
    """The chosen rules, or None with every reason on standard error."""
    try:
        return choice.load()
    except UnknownRule as error:
        complain(str(error))
    except ValueError as broken:
        for problem in str(broken).splitlines():
            complain(problem)
    return None


def read_date(given: str | None) -> str | None:
    """The date that stands for today, empty when none is given; None with the reason on standard error."""
    if given is None:
        return ""
    try:
        return date.fromisoformat(given).isoformat()
    except ValueError:
        complain(f"--as-of {given!r} is no date; write it as YYYY-MM-DD")
        return None


def _jobs(inputs: list[Input]) -> int:
    size = 0
    for given in inputs:
        try:
            size += os.path.getsize(given.path)
        except (OSError, ValueError):
            continue
    return min(os.cpu_count() or 1, 8) if size > PARALLEL_FROM else 1


def _progress(checked: Iterator[Checked], total: int) -> Iterator[Checked]:
    if not sys.stderr.isatty():
        return checked
    from dslint.cli.progress import with_progress

    return with_progress(checked, total)
