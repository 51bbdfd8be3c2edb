"""A whole run: read, understand and check every input, then look over all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import TypeVar

from dslint.assembler import assemble_source, shard_input
from dslint.engine.evaluate import DocumentResult, check_document, one_by_one
from dslint.engine.finding import fold_findings
from dslint.engine.load import RuleChoice, RuleSet
from dslint.engine.report import Report, RunError, problems_of
from dslint.engine.suppressions import Suppressions
from dslint.model import Document
from dslint.sources import Input, Unreadable, read
from dslint.vocabularies import Vocabularies

PARALLEL_FROM = 20_000  # lines of a document for which a second process pays
Made = TypeVar("Made")


@dataclass
class Checked:
    """One input's share of a run: its result and the lines that findings show, or an error."""

    result: DocumentResult | None
    lines: dict[str, dict[int, str]]
    error: RunError | None


def check_input(given: Input, loaded: RuleSet, as_of: str, jobs: int = 1) -> Checked:
    """Check one input by itself, with so many processes at most. Raises nothing that an input can cause."""
    sharded = _taken_in(
        given, lambda: shard_input(given.path, read(given.path, given.parts), loaded.vocabularies)
    )
    if isinstance(sharded, RunError):
        return Checked(None, {}, sharded)
    if jobs > 1 and sum(sharded.sizes) >= PARALLEL_FROM:
        from dslint.engine.parallel import can_fork, check_in_shards

        if can_fork():
            return check_in_shards(sharded, loaded.of(given.path), loaded.scanner, as_of, jobs)
    document = _taken_in(given, sharded.document)
    if isinstance(document, RunError):
        return Checked(None, {}, document)
    return check_read(document, loaded, as_of)


def check_read(document: Document, loaded: RuleSet, as_of: str) -> Checked:
    """Check an input that has been read."""
    result = check_document(document, loaded.of(document.path), loaded.scanner, as_of)
    return Checked(result, shown_lines(document, result), None)


def understand(given: Input, vocabularies: Vocabularies) -> Document | RunError:
    """Read an input by some vocabularies, and check nothing."""
    return _taken_in(given, lambda: assemble_source(given.path, read(given.path, given.parts), vocabularies))


def _taken_in(given: Input, make: Callable[[], Made]) -> Made | RunError:
    if given.problem:
        return RunError(given.path, given.problem)
    try:
        return make()
    except Unreadable as error:
        return RunError(given.path, str(error))
    except (MemoryError, RecursionError) as error:
        return RunError(given.path, f"is too much to take in: {type(error).__name__}")


def shown_lines(document: Document, result: DocumentResult) -> dict[str, dict[int, str]]:
    """The lines that findings point into, by file."""
    sides = [finding.evidence for finding in result.findings]
    sides += [one.collected.evidence for one in result.entries if one.collected]
    shown: dict[str, dict[int, str]] = {}
    for evidence in chain.from_iterable(sides):
        line = evidence.span.line
        shown.setdefault(evidence.path, {})[line] = document.lines[line - 1]
    return shown


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
    checked = _map(inputs, choice, loaded, as_of, jobs)
    return collect_report(list(progress(checked)), loaded, suppressions)


def _map(
    inputs: list[Input], choice: RuleChoice, loaded: RuleSet, as_of: str, jobs: int
) -> Iterator[Checked]:
    if jobs > 1 and len(inputs) > 1:
        from dslint.engine.parallel import check_in_parallel

        yield from check_in_parallel(inputs, choice, loaded, as_of, jobs)
    else:
        for given in inputs:
            yield check_input(given, loaded, as_of, jobs)


def collect_report(
    checked: list[Checked], loaded: RuleSet, suppressions: Suppressions | None = None
) -> Report:
    """Bring together what was found in each input, and leave out what is accepted."""
    suppressions = suppressions or Suppressions()
    results = sorted((c.result for c in checked if c.result), key=lambda result: result.path)
    lines = {path: lines for c in checked for path, lines in c.lines.items()}
    kept, ignored = suppressions.without_ignored(results, loaded.rules)
    found = one_by_one(loaded.rules, kept)
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
