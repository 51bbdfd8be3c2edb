"""`dslint check`."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from dslint.cli.guard import UsageError, of_inputs, of_project, word_files
from dslint.cli.loading import load_or_complain, read_date, today
from dslint.cli.output import (
    EXIT_FAILED,
    EXIT_FINDINGS,
    EXIT_NOTHING,
    EXIT_OK,
    complain,
    complain_of,
    write,
)
from dslint.cli.targets import check_outputs, check_view, deliver_report, digests, read_targets
from dslint.config.check_options import CheckOptions
from dslint.config.settings import (
    BY_DRAFTS,
    ConfigError,
    ResolvedSettings,
    files_of,
    project_inputs,
    resolve_settings,
    with_profile_of_drafts,
)
from dslint.engine.baseline import Baseline, BaselineError, parse
from dslint.engine.engine import Engine
from dslint.engine.executor import ExecutorError
from dslint.engine.ignores import IgnoreList
from dslint.engine.load import RuleSet
from dslint.engine.report import Report
from dslint.engine.suppressions import Suppressions
from dslint.regexes import keep_used, let_others_keep
from dslint.session import Session
from dslint.sources import STANDARD_INPUT, Input, Unreadable, collect, read_small_text
from dslint.sources.content import content
from dslint.sources.recognise import DRAFTS
from dslint.sources.walk import SUFFIXES
from dslint.tuples import NamedTuple
from dslint.values.numbers import count
from dslint.vocabularies import BUILT_IN

if TYPE_CHECKING:
    pass

Done = TypeVar("Done")
LARGEST_BASELINE = 100_000_000  # bytes
MOST_ROUNDS = 5  # of fixes
PARALLEL_FROM = 4_000_000  # bytes of several inputs for which a second process pays


class Run(NamedTuple):
    """A run that is over, with what it had to accept."""

    report: Report
    suppressions: Suppressions
    as_of: str
    session: Session


def run_check(options: CheckOptions) -> int:
    settings = resolve_or_complain(options)
    if settings is None:
        return EXIT_FAILED
    # Where nothing is to stay behind, patterns that may be made of the project's own words do not.
    keeps_patterns = settings.choice.is_kept or settings.choice.vocabularies is BUILT_IN
    if keeps_patterns:
        let_others_keep()
    try:
        return _run(options, settings)
    except UsageError as error:
        complain(str(error))
        return EXIT_FAILED
    finally:
        if keeps_patterns:
            keep_used()


def _run(options: CheckOptions, settings: ResolvedSettings) -> int:
    if options.case or options.published or options.form:
        from dslint.cli.case import run_case

        return run_case(options, settings)
    if complaint := options.engine.complaint():
        raise UsageError(complaint)
    fail_on = settings.value("fail-on")
    targets = read_targets(settings.value("format"), options.output)
    check_view(targets, options.view)
    inputs = _found(options)
    decisive = of_project(settings.project, settings.choice.files, word_files(settings.value))
    check_outputs(targets, [*of_inputs(inputs), *decisive])
    if options.fix and options.diff:
        raise UsageError("use --fix or --diff, not both")
    drafts = _drafts(inputs) if options.fix or options.diff else {}
    done = run_or_complain(options, settings, inputs)
    if done is None:
        return EXIT_FAILED
    if options.diff:
        return _show_fixes(options, done, drafts)
    if options.fix:
        done = _fix(options, settings, inputs, done, drafts)
        if done is None:
            return EXIT_FAILED
    if options.certainty:
        done = done._replace(report=done.report.only(options.certainty))
    view = options.view._replace(paths=tuple(options.paths), as_of=today(done.as_of), fail_on=fail_on)
    names_inputs = any(target.format.names_inputs for target in targets)
    if names_inputs:
        view = view._replace(digests=digests(inputs))
    if names_inputs or view.statistics:
        done.report.assessed = _assessed(inputs, done)
    delivered = deliver_report(done.report, targets, view)
    failed = failure(done.report, options)
    if not delivered:
        return EXIT_FAILED
    if failed is not None:
        return failed
    fails = fail_on != "never" and done.report.worst_at_least(fail_on)
    fails = fails or (options.strict_baseline and bool(done.report.stale))
    return EXIT_FINDINGS if fails and not options.exit_zero else EXIT_OK


def _drafts(inputs: list[Input]) -> dict[str, bytes]:
    """The drafts that may be fixed, as they are now. Raises UsageError for what nobody can write to."""
    from dslint.cli.fixes import check_fixable, drafts_of

    check_fixable(inputs)
    return drafts_of(inputs)


def _show_fixes(options: CheckOptions, done: Run, drafts: dict[str, bytes]) -> int:
    from dslint.cli.fixes import fixes

    found = fixes(done.report, done.session.understand, drafts)
    write("".join(each.diff() for each in found))
    failed = failure(done.report, options)
    if failed is not None:
        return failed
    return EXIT_FINDINGS if found and not options.exit_zero else EXIT_OK


def _fix(
    options: CheckOptions,
    settings: ResolvedSettings,
    inputs: list[Input],
    done: Run,
    drafts: dict[str, bytes],
) -> Run | None:
    """Write what has one right answer, and check again: one edit may make room for another."""
    from dslint.cli.fixes import drafts_of, fixes, safe_suggestions

    findings, files = 0, set()
    for _ in range(MOST_ROUNDS):
        found = fixes(done.report, done.session.understand, drafts)
        if not found:
            break
        if not all(each.write() for each in found):
            return None
        findings += sum(each.findings for each in found)
        files |= {each.path for each in found}
        drafts = drafts_of(inputs)
        again = run_or_complain(options, settings, inputs)
        if again is None:
            return None
        done = again
    if files:
        complain(f"fixed {count(findings, 'finding')} in {count(len(files), 'file')}")
    elif not any(safe_suggestions(done.report)):
        complain("nothing was fixed: no finding of a draft has only one right answer")
    return done


def _found(options: CheckOptions) -> list[Input]:
    """The inputs of a run. Standard input may be the text of a file that an editor has not saved yet."""
    inputs = collect(options.paths)
    if (name := options.stdin_filename) is None:
        return inputs
    if STANDARD_INPUT not in options.paths:
        raise UsageError("--stdin-filename is the name of what comes on standard input: write - for it too")
    try:
        named = Input(name, content=content(STANDARD_INPUT))
    except Unreadable as error:
        named = Input(name, str(error))
    return [named if given.path == STANDARD_INPUT else given for given in inputs if given.path != name]


def _assessed(inputs: list[Input], done: Run) -> dict[str, int]:
    """How many agreements each rule could be assessed on; nothing where an input can be read only once."""
    from dslint.engine.coverage import measure
    from dslint.engine.report import RunError

    if any(given.path == STANDARD_INPUT for given in inputs):
        return {}
    documents = [done.session.understand(given) for given in inputs]
    read = [each for each in documents if not isinstance(each, RunError)]
    rows = measure(read, done.session.rule_set, done.as_of)
    return {row.rule.id: len(row.assessed) for row in rows if row.assessed}


def resolve_or_complain(options: CheckOptions) -> ResolvedSettings | None:
    """The settings of a run, or None with every reason on standard error."""
    try:
        return resolve_settings(options)
    except ConfigError as error:
        complain_of(error)
        return None


def run_or_complain(
    options: CheckOptions, settings: ResolvedSettings, inputs: list[Input], known: Baseline | None = None
) -> Run | None:
    """Check the inputs, or None with every reason on standard error.

    `known` stands for the baseline that the settings name.
    """
    settings = with_profile_of_drafts(settings, inputs)
    choice = settings.choice
    session = load_or_complain(choice, settings.rule_words)
    as_of = read_date(settings.value("as-of"))
    if session is None or as_of is None:
        return None
    if without := _no_rule(options, session.rule_set, inputs):
        complain(without)
        return None
    suppressions = _suppressions(options, settings, session.rule_set, as_of, known)
    if suppressions is None:
        return None
    suppressions.strict = options.strict_baseline
    jobs = options.jobs or _jobs(inputs, options.engine)
    if not all(os.path.isfile(path) or os.path.isdir(path) for path in choice.files):
        jobs = 1  # a pipe can be read once only, and every process reads the rules
        if options.engine.in_parts:
            complain("--rules with a pipe: every worker has to read the rules; write them to a file")
            return None
    try:
        report = session.run(
            inputs, as_of, jobs, partial(_progress, total=len(inputs)), suppressions, options.engine
        )
    except ExecutorError as error:
        complain(f"{error}{_how_to_go_on(options.engine)}")
        return None
    report.configuration = files_of(settings.project)
    profile = settings.values["profile"]
    report.profile = profile.value if profile.source == BY_DRAFTS else None
    return Run(report, suppressions, as_of, session)


def _no_rule(options: CheckOptions, loaded: RuleSet, inputs: list[Input]) -> str | None:
    """Why no rule would be run: a check that asks nothing must not pass."""
    if not loaded.rules:
        return "no rule was run: the settings leave none; see them with: dslint config show"
    # A hook may well be given nothing but files for which a project wants no rule.
    if inputs and not options.each_file and not any(loaded.of(given.path) for given in inputs):
        return "no rule was run: the settings leave none for these inputs; see them with: dslint config show"
    return None


def _suppressions(
    options: CheckOptions, settings: ResolvedSettings, loaded: RuleSet, as_of: str, known: Baseline | None
) -> Suppressions | None:
    suppressions = Suppressions(baseline=known, inputs=lambda: project_inputs(settings.folder))
    if not (options.no_ignores or options.isolated):
        suppressions.ignores = IgnoreList(settings.ignores, loaded.names, settings.folder, today(as_of))
    if known is None and (path := settings.value("baseline")):
        suppressions.baseline = read_baseline(path)
        if suppressions.baseline is None:
            return None
    return suppressions


def read_baseline(path: str) -> Baseline | None:
    """A baseline, or None with every reason on standard error."""
    try:
        return Baseline(parse(path, read_small_text(path, LARGEST_BASELINE)))
    except Unreadable as error:
        complain(f"{path}: {error}; make it with: dslint baseline create")
    except BaselineError as errors_of_file:
        for problem in str(errors_of_file).splitlines():
            complain(problem)
    return None


def failure(report: Report, options: CheckOptions) -> int | None:
    """The exit code of a run that failed or had nothing to check, with the reason on standard error."""
    for error in report.errors:
        complain(str(error))
    if report.errors:
        return EXIT_FAILED
    if not report.agreements and not options.each_file:
        complain(f"no agreement was found in {', '.join(options.paths)}{_looked_for(options.paths)}")
        return EXIT_NOTHING
    return None


def _looked_for(paths: list[str]) -> str:
    """What makes a file one that is looked into, a draft or a page, for who named something else."""
    if all(os.path.isfile(path) and not os.path.getsize(path) for path in paths):
        return f", which {'is' if len(paths) == 1 else 'are'} empty"
    if any(os.path.isdir(path) for path in paths):
        return f"; in a folder dslint looks into files that end in {', '.join(dict.fromkeys(SUFFIXES))}"
    if any(path.lower().endswith(DRAFTS) for path in paths):
        return "; a draft has the key agreement or agreements at its top"
    if any(path.lower().endswith(".txt") for path in paths):
        return '; it has no label of a page, such as "Opt outs honoured:", and no question of a form'
    return ""


def _how_to_go_on(engine: Engine) -> str:
    return "; what is done is kept: run it again with --resume" if engine.parts else ""


def _jobs(inputs: list[Input], engine: Engine) -> int:
    """How many processes at most; one input is shared out when it has been read and its size is known."""
    most = min(os.cpu_count() or 1, 8)
    if engine.name is not None:
        return 1 if engine.name == "serial" else most
    size = 0
    for given in inputs:
        try:
            size += os.path.getsize(given.path) if given.size is None else given.size
        except (OSError, ValueError):
            continue
    return most if len(inputs) == 1 or size > PARALLEL_FROM else 1


def _progress(checked: Iterator[Done], total: int) -> Iterator[Done]:
    if sys.stderr is None or not sys.stderr.isatty():
        return checked
    from dslint.cli.progress import with_progress

    return with_progress(checked, total)
