"""A whole run: read, understand and check every input, then look over all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from dslint.assembler import ShardedInput
from dslint.engine.checked import Checked, Share, check_input, known_input
from dslint.engine.evaluate import DocumentResult, one_by_one
from dslint.engine.finding import Finding, fold_findings
from dslint.engine.isolated import can_fork
from dslint.engine.load import RuleChoice, RuleSet
from dslint.engine.report import Report, RunError, problems_of
from dslint.engine.suppressions import Suppressions
from dslint.sources import Input

OLDER = "{:,} findings about older versions are"
PARALLEL_FROM = 20_000  # lines of a document for which a second process pays


def run(
    inputs: list[Input],
    choice: RuleChoice,
    loaded: RuleSet,
    as_of: str,
    jobs: int = 1,
    progress: Callable[[Iterator[Checked]], Iterator[Checked]] = iter,
    suppressions: Suppressions | None = None,
) -> Report:
    """Check every input. The order of the result does not depend on the order of the work."""
    checked = _known_or_checked(inputs, choice, loaded, as_of, jobs)
    return collect_report(list(progress(checked)), loaded, suppressions)


def _known_or_checked(
    inputs: list[Input], choice: RuleChoice, loaded: RuleSet, as_of: str, jobs: int
) -> Iterator[Checked]:
    """What earlier runs kept is looked up by this process, so that others are begun only for the rest."""
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
            share = _sharing(given, loaded, as_of, jobs) if jobs > 1 else None
            yield check_input(given, loaded, as_of, share)


def _sharing(given: Input, loaded: RuleSet, as_of: str, jobs: int) -> Share:
    """What shares an input out to several processes, if it is large enough for that to pay."""

    def share(sharded: ShardedInput) -> Checked | None:
        if sum(sharded.sizes) < PARALLEL_FROM:
            return None
        from dslint.engine.parallel import check_in_shards

        rules = loaded.of(given.path)
        return check_in_shards(sharded, rules, loaded.scanner, as_of, jobs) if can_fork() else None

    return share


def _of_newest_versions(found: list[Finding], results: list[DocumentResult]) -> list[Finding]:
    """The findings without those about versions that newer ones replace; how many these are is a remark."""
    older = Counter(finding.primary.path for finding in found if finding.replaced_by)
    for result in results:
        if number := older[result.path]:
            what = "1 finding about an older version is" if number == 1 else OLDER.format(number)
            result.remarks = [*result.remarks, f"{what} left out; --versions all shows what is about each"]
    return [finding for finding in found if not finding.replaced_by]


def collect_report(
    checked: list[Checked], loaded: RuleSet, suppressions: Suppressions | None = None
) -> Report:
    """Bring together what was found in each input, and leave out what is accepted."""
    suppressions = suppressions or Suppressions()
    results = sorted((c.result for c in checked if c.result), key=lambda result: result.path)
    lines = {path: lines for c in checked for path, lines in c.lines.items()}
    kept, ignored = suppressions.without_ignored(results, loaded.rules)
    found = one_by_one(loaded.rules, kept)
    if not loaded.all_versions:
        found = _of_newest_versions(found, results)
    run_rules = {rule.id for rule in loaded.rules}
    found += suppressions.about_ignores(loaded.rules, run_rules, [result.path for result in results], lines)
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
        ignored=ignored,
        known=fold_findings(known, loaded.compares_files),
        stale=suppressions.stale(loaded, results),
    )
