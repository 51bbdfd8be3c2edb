"""`dslint baseline create`, `update` and `show`."""

from __future__ import annotations

import os
from collections import Counter

from dslint.cli.check import (
    Run,
    failure,
    read_baseline,
    resolve_or_complain,
    run_or_complain,
)
from dslint.cli.guard import UsageError, of_inputs, of_project, refuse_protected, word_files
from dslint.cli.output import EXIT_FAILED, EXIT_OK, complain, write
from dslint.cli.targets import deliver
from dslint.config.check_options import CheckOptions
from dslint.config.settings import BY_COMMAND_LINE, BY_DEFAULT, ResolvedSettings
from dslint.engine.baseline import Baseline, BaselineEntry, was_checked
from dslint.reporters.baseline import render
from dslint.reporters.escape import visible
from dslint.sources import Input, collect

DEFAULT_FILE = "dslint-baseline.jsonl"


def run_create(options: CheckOptions, force: bool) -> int:
    settings = resolve_or_complain(options)
    if settings is None:
        return EXIT_FAILED
    path = _path(settings)
    if os.path.exists(path) and not force:
        complain(f"{path}: exists already; use dslint baseline update, or --force to write it anew")
        return EXIT_FAILED
    inputs = collect(options.paths)
    if not _is_free(path, inputs, settings):
        return EXIT_FAILED
    done = run_or_complain(options, settings, inputs, Baseline())
    code = EXIT_FAILED if done is None else _keep(path, options, done, Baseline(), [])
    if code == EXIT_OK and settings.values["baseline"].source in {BY_DEFAULT, BY_COMMAND_LINE}:
        write(
            f"No check uses it yet. Give --baseline {visible(path)}, or write this into dslint.toml:\n"
            f'baseline = "{visible(path)}"\n'
        )
    return code


def _is_free(path: str, inputs: list[Input], settings: ResolvedSettings) -> bool:
    """Whether a baseline may be written to a path; False with the reason on standard error."""
    decisive = of_project(settings.project, settings.choice.files, word_files(settings.value))
    try:
        refuse_protected([path], [*of_inputs(inputs), *decisive])
    except UsageError as error:
        complain(str(error))
        return False
    return True


def run_update(options: CheckOptions, prune: bool) -> int:
    settings = resolve_or_complain(options)
    known = read_baseline(_path(settings)) if settings else None
    inputs = collect(options.paths)
    if settings is None or known is None or not _is_free(_path(settings), inputs, settings):
        return EXIT_FAILED
    done = run_or_complain(options, settings, inputs, known)
    if done is None:
        return EXIT_FAILED
    rules = {rule.id for rule in done.report.rules}
    agreements = {reference for page in done.report.documents for reference in page.references}
    kept = [e for e in known.unmatched() if not prune and not was_checked(e, rules, agreements)]
    return _keep(_path(settings), options, done, known, kept)


def run_show(options: CheckOptions) -> int:
    settings = resolve_or_complain(options)
    known = read_baseline(_path(settings)) if settings else None
    if settings is None or known is None:
        return EXIT_FAILED
    for rule, count in sorted(Counter(entry.rule for entry in known.known).items()):
        write(f"{rule}  {count}\n")
        for entry in (entry for entry in known.known if entry.rule == rule):
            write(visible(f"    {entry.agreement or '-'}  {entry.text}") + "\n")
    write(f"{_count(len(known.known))} in {visible(_path(settings))}\n")
    return EXIT_OK


def _path(settings: ResolvedSettings) -> str:
    return str(settings.value("baseline") or DEFAULT_FILE)


def _keep(path: str, options: CheckOptions, done: Run, before: Baseline, kept: list[BaselineEntry]) -> int:
    """Write what a run met, unless it failed: a page that was not read would take its findings out."""
    failed = failure(done.report, options)
    if failed is not None:
        return failed
    assert done.suppressions.baseline
    entries = [*done.suppressions.baseline.observed, *kept]
    now, then = (Counter(each.identity for each in side) for side in (entries, before.known))
    if not deliver(render(entries), path):
        return EXIT_FAILED
    more = f", {len(kept)} of them not checked" if kept else ""
    write(
        f"{visible(path)}: {_count(len(entries))}{more};"
        f" {(now - then).total()} added, {(then - now).total()} taken out\n"
    )
    return EXIT_OK


def _count(number: int) -> str:
    return "1 entry" if number == 1 else f"{number} entries"
