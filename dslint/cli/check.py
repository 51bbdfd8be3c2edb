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
    columns,
    complain,
    is_coloured,
    write,
    write_file,
)
from dslint.engine.load import RuleChoice, RuleSet
from dslint.engine.report import Report
from dslint.engine.run import Checked, run
from dslint.engine.select import UnknownRule, split_words
from dslint.sources import Input, collect

PARALLEL_FROM = 4_000_000  # bytes of input for which a second process pays


class CheckOptions(NamedTuple):
    """What a run was asked for; a plain `dslint check PATHS` is all defaults."""

    paths: list[str]
    format: str = "text"
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


def run_check(options: CheckOptions) -> int:
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
    jobs = min(options.jobs or _jobs(inputs), max(1, len(inputs)))
    if not all(os.path.isfile(path) or os.path.isdir(path) for path in options.rules):
        jobs = 1  # a pipe can be read once only, and every process reads the rules
    report = run(inputs, choice, loaded, as_of, jobs, lambda checked: _progress(checked, len(inputs)))
    if not deliver(_render(report, options), options.output):
        return EXIT_FAILED
    for error in report.errors:
        complain(f"{error.path}: {error.message}")
    if report.errors:
        return EXIT_FAILED
    if not report.agreements and not options.each_file:
        complain(f"no agreement was found in {', '.join(options.paths)}")
        return EXIT_NOTHING
    fails = options.fail_on != "never" and report.worst_at_least(options.fail_on)
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
    """The date that stands for today, or None with the reason on standard error."""
    if given is None:
        return date.today().isoformat()
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
    return min(os.cpu_count() or 1, 8, len(inputs)) if size > PARALLEL_FROM else 1


def _progress(checked: Iterator[Checked], total: int) -> Iterator[Checked]:
    if not sys.stderr.isatty():
        return checked
    from dslint.cli.progress import with_progress

    return with_progress(checked, total)


def _render(report: Report, options: CheckOptions) -> str:
    if options.format == "json":
        from dslint.reporters.check_json import render as render_json

        return render_json(report)
    if options.format == "sarif":
        from dslint.reporters.check_sarif import render as render_sarif

        folder = _current_folder()
        return render_sarif(report, repository_root(folder), folder)
    from dslint.reporters.check_text import plain, render

    if options.output is None and is_coloured():
        from dslint.cli.colour import paint

        return render(report, columns(), paint)
    return render(report, columns() if options.output is None else 80, plain)


def _current_folder() -> str:
    try:
        return os.getcwd()
    except OSError:  # removed under our feet; absolute paths still mean something
        return os.sep


def repository_root(folder: str) -> str:
    """The nearest folder above that holds a repository; the folder itself when there is none."""
    start = current = os.path.realpath(folder)
    while not os.path.exists(os.path.join(current, ".git")):
        parent = os.path.dirname(current)
        if parent == current:
            return start
        current = parent
    return current


def deliver(text: str, path: str | None) -> bool:
    """Write a result where it is wanted; False when that fails, with the reason on standard error."""
    if path is None:
        write(text)
        return True
    try:
        write_file(path, text)
    except OSError as error:
        complain(f"{path}: cannot be written: {error.strerror or error}")
        return False
    return True
