"""A whole run: read, understand and check every input, then look over all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from dslint.assembler import ShardedInput
from dslint.engine.alike import Alike
from dslint.engine.checked import Checked, Share, check_input, known_input
from dslint.engine.engine import DEFAULT_ENGINE, Engine
from dslint.engine.evaluate import one_by_one
from dslint.engine.executor import Progress
from dslint.engine.finding import fold_findings
from dslint.engine.ignores import fold_ignored
from dslint.engine.isolated import can_fork
from dslint.engine.load import RuleChoice, RuleSet
from dslint.engine.newest import not_judged, of_newest_versions
from dslint.engine.pages import Pages
from dslint.engine.report import Report, RunError, problems_of
from dslint.engine.suppressions import Suppressions
from dslint.sources import Input

PARALLEL_FROM = 20_000  # lines of a document for which a second process pays


def run(
    inputs: list[Input],
    choice: RuleChoice,
    loaded: RuleSet,
    as_of: str,
    jobs: int = 1,
    progress: Progress = iter,
    suppressions: Suppressions | None = None,
    engine: Engine = DEFAULT_ENGINE,
) -> Report:
    """Check every input. The order of the result does not depend on the order of the work.

    Raises ExecutorError when whatever does the work cannot go on.
    """
    if engine.in_parts:
        return _run_in_parts(inputs, choice, loaded, as_of, jobs, progress, suppressions, engine)
    checked = _with_equal_texts(_known_or_checked(inputs, choice, loaded, as_of, jobs))
    return collect_report(list(progress(checked)), loaded, suppressions)


def _with_equal_texts(checked: Iterator[Checked]) -> Iterator[Checked]:
    """The same, with each text once in memory."""
    alike = Alike()
    for each in checked:
        if each.result and not each.has_texts_once:
            alike.make(each.result, each.lines)
        yield each


def _run_in_parts(
    inputs: list[Input],
    choice: RuleChoice,
    loaded: RuleSet,
    as_of: str,
    jobs: int,
    progress: Progress,
    suppressions: Suppressions | None,
    engine: Engine,
) -> Report:
    import shutil
    import tempfile
    import weakref

    from dslint.engine.parts.drive import run_in_parts

    folder = engine.parts or tempfile.mkdtemp(prefix="dslint-parts-")
    try:
        with engine.executor(jobs) as executor:
            report = run_in_parts(
                inputs, choice, loaded, as_of, executor, folder, engine.resumes, progress, suppressions
            )
    except BaseException:
        if engine.parts is None:
            shutil.rmtree(folder, ignore_errors=True)
        raise
    if engine.parts is None:  # the report is read from it
        weakref.finalize(report.lines, shutil.rmtree, folder, True)
    return report


def _known_or_checked(
    inputs: list[Input], choice: RuleChoice, loaded: RuleSet, as_of: str, jobs: int
) -> Iterator[Checked]:
    """What earlier runs kept is looked up by this process, so that others are begun only for the rest. Where
    there are no others, that is part of a check."""
    if jobs == 1 or len(inputs) == 1:
        yield from _map(inputs, choice, loaded, as_of, jobs)
        return
    known = {
        number: kept
        for number, given in enumerate(inputs if loaded.store else ())
        if (kept := known_input(given, loaded, as_of))
    }
    rest = [given for number, given in enumerate(inputs) if number not in known]
    checked = _map(rest, choice, loaded, as_of, jobs)
    for number in range(len(inputs)):
        yield known.pop(number) if number in known else next(checked)


def _map(
    inputs: list[Input], choice: RuleChoice, loaded: RuleSet, as_of: str, jobs: int
) -> Iterator[Checked]:
    if jobs > 1 and len(inputs) > 1:
        from dslint.engine.parallel import check_in_parallel

        yield from check_in_parallel(inputs, choice, loaded, as_of, jobs)
    else:
        for given in inputs:
            share = _sharing(jobs) if jobs > 1 else None
            yield check_input(given, loaded, as_of, share)


def _sharing(jobs: int) -> Share:
    """What shares pages out to several processes, if they are large enough for that to pay."""

    def share(
        sharded: ShardedInput, numbers: list[int], check: Callable[[Sequence[int]], Pages]
    ) -> Pages | None:
        sizes = sharded.sizes
        if sum(sizes[number] for number in numbers) < PARALLEL_FROM or not can_fork():
            return None
        from dslint.engine.parallel import check_in_shards

        return check_in_shards(sizes, numbers, check, jobs)

    return share


def collect_report(
    checked: list[Checked], loaded: RuleSet, suppressions: Suppressions | None = None
) -> Report:
    """Bring together what was found in each input, and leave out what is accepted."""
    suppressions = suppressions or Suppressions()
    results = sorted((c.result for c in checked if c.result), key=lambda result: result.path)
    lines = {path: lines for c in checked for path, lines in c.lines.items()}
    kept, ignored = suppressions.without_ignored(results)
    found = one_by_one(loaded.rules, kept)
    if not loaded.all_versions:
        found = of_newest_versions(found, results, loaded.rules)
    run_rules = {rule.id for rule in loaded.rules}
    older = not_judged([] if loaded.all_versions else results)
    paths = [result.path for result in results]
    found += suppressions.about_ignores(loaded.rules, run_rules, paths, lines, older)
    known, new = suppressions.known_and_new(found)
    errors = [c.error for c in checked if c.error]
    errors += [RunError(result.path, message) for result in results for message in result.errors]
    errors += [problem for result in results for problem in problems_of(result)]
    wrong = suppressions.ignores.errors if suppressions.ignores is not None else []
    errors += [RunError(each.path, each.message, each.line, each.column) for each in wrong]
    return Report(
        documents=results,
        findings=sorted(fold_findings(new, loaded.compares_files), key=lambda finding: finding.sort_key),
        errors=sorted(errors, key=lambda error: error.sort_key),
        rules=loaded.rules,
        lines=lines,
        ignored=fold_ignored(ignored),
        known=fold_findings(known, loaded.compares_files),
        stale=suppressions.stale(loaded, results),
    )
