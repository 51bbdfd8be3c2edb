"""A run on a system that shuffles rows by itself, such as Spark: rows out of inputs, findings out of rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dslint.engine.checked import check_input
from dslint.engine.evaluate import merge_findings
from dslint.engine.finding import Finding
from dslint.engine.load import RuleSet
from dslint.engine.parts.batch import bucket_of, map_document
from dslint.engine.parts.bucket import concluded, groups_of
from dslint.engine.parts.job import digest
from dslint.engine.parts.rows import KeyRow, ShuffleRow
from dslint.engine.report import Report, RunError
from dslint.shapes import dump_line, load_line
from dslint.sources import Input
from dslint.tuples import NamedTuple


class SpreadRow(NamedTuple):
    """One thing that was found: what goes into a bucket, with the finding that a candidate makes, or an input
    that could not be read."""

    shuffled: ShuffleRow | None
    found: Finding | None = None
    error: RunError | None = None


def spread(inputs: Iterable[Input], loaded: RuleSet, as_of: str, buckets: int) -> Iterator[tuple[int, str]]:
    """The bucket and the line of each row. Buckets below zero hold what is complete."""
    for given in inputs:
        checked = check_input(given, loaded, as_of)
        alone = -1 - int(digest(given.path)[:12], 16) % buckets
        if checked.error:
            yield alone, dump_line(SpreadRow(None, None, checked.error))
        if checked.result is None:
            continue
        mapped = map_document(checked, loaded, None, is_whole=False)
        for message in checked.result.errors:
            yield alone, dump_line(SpreadRow(None, None, RunError(given.path, message)))
        for each in mapped.findings:
            yield alone, dump_line(SpreadRow(ShuffleRow(None, each)))
        for row, found in mapped.shuffled:
            yield bucket_of(row, buckets), dump_line(SpreadRow(row, found))


def gathered(lines: Iterable[str], loaded: RuleSet) -> Report:
    """What the rows of one bucket come to, whole. Raises Misshapen for a line that is no row."""
    keys: list[tuple[int, KeyRow]] = []
    found: list[Finding] = []
    folds: list[Finding] = []
    errors: list[RunError] = []
    for line in lines:
        row = load_line(line, SpreadRow)
        if row.error:
            errors.append(row.error)
        if row.shuffled and row.shuffled.fold:
            folds.append(row.shuffled.fold)
        if row.shuffled and row.shuffled.key:
            keys.append((0, row.shuffled.key._replace(finding=len(found) if row.found else None)))
            found += [row.found] if row.found else []
    compared = [
        merge_findings(sorted((found[place] for _, place in group), key=lambda finding: finding.sort_key))
        for group in groups_of(loaded, keys)
    ]
    reported, late = concluded(compared, folds, is_whole=False, compares_files=loaded.compares_files)
    findings = sorted([*reported, *late], key=lambda finding: finding.sort_key)
    return Report([], findings, sorted(errors, key=lambda error: error.sort_key), loaded.rules)
