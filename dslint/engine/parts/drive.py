"""A run in parts: batches to whoever works on them, then buckets, then one report out of files.

This process remembers a few hundred bytes of each batch, and the names of the inputs. Everything else of a
run is in the parts.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial
from typing import Any

from dslint.engine.evaluate import DocumentResult
from dslint.engine.executor import Executor, ExecutorError, Lost, Progress, completed_in_parts
from dslint.engine.finding import Finding, fold_findings
from dslint.engine.ignores import Ignored, IgnoreList, fold_ignored
from dslint.engine.load import RuleChoice, RuleSet
from dslint.engine.newest import not_judged
from dslint.engine.parts.batch import BatchWork
from dslint.engine.parts.bucket import BucketWork, Missing, write_places
from dslint.engine.parts.job import Job, program, rules_digest
from dslint.engine.parts.part import DOCUMENTS, FINDINGS, LATE, ORDER, Summary, part_of
from dslint.engine.parts.rows import DocumentRow, OrderRow
from dslint.engine.parts.store import PartLost, Store
from dslint.engine.parts.stored import Reached, StoredLines, StoredRows, Stream, merged
from dslint.engine.report import Report, RunError, problems_of
from dslint.engine.suppressions import Suppressions
from dslint.sources import STANDARD_INPUT, Input, loaded_input

BATCHES = 64  # that a run has, unless they would be too small or too large
LEAST, MOST = 1_000_000, 16_000_000  # bytes of the inputs of a batch
MOST_INPUTS = 10_000  # of a batch
BYTES_OF_BUCKET = 64_000_000  # of inputs, for each bucket
MOST_BUCKETS = 512
REPAIRS = 3  # of parts that are lost


def run_in_parts(
    inputs: list[Input],
    choice: RuleChoice,
    loaded: RuleSet,
    as_of: str,
    executor: Executor,
    folder: str,
    resumes: bool = False,
    progress: Progress = iter,
    suppressions: Suppressions | None = None,
    sizes: tuple[int, int] | None = None,
) -> Report:
    """Check every input, and leave parts in a folder. The report is that of `run`, byte for byte.

    With `resumes`, the parts that an earlier run left are taken where they are of the same inputs, rules,
    settings and program. `sizes` are the bytes of a batch and the number of buckets, where the usual ones
    will not do. Raises ExecutorError.
    """
    suppressions = suppressions or Suppressions()
    choice = choice._replace(is_kept=False)  # parts are kept instead
    weights = [_weight(given) for given in inputs]
    whole = sum(weights)
    size, buckets = sizes or (
        min(max(whole // BATCHES, LEAST), MOST),
        min(max(whole // BYTES_OF_BUCKET, 4), MOST_BUCKETS),
    )
    job = Job(
        choice, as_of, as_of or date.today().isoformat(), suppressions.ignores, folder, buckets,
        suppressions.baseline is not None, resumes, program(), rules_digest(choice, loaded),
    )  # fmt: skip
    run = _Run(job, loaded, executor, suppressions, list(_batches(inputs, weights, size)))
    run.check(progress)
    return run.report()


def _weight(given: Input) -> int:
    """The bytes of an input, as far as they are known."""
    if given.content is not None:
        return len(given.content)
    if given.size is not None:
        return given.size
    found = 0
    for path in given.parts or (given.path,):
        try:
            found += os.path.getsize(path)
        except (OSError, ValueError):
            continue  # whoever reads it will say why it cannot be
    return found


def _batches(inputs: list[Input], weights: list[int], size: int) -> Iterator[list[Input]]:
    """Runs of inputs in their order, so that parts follow each other; the same for the same inputs."""
    batch: list[Input] = []
    reached = 0
    for given, weight in zip(inputs, weights, strict=True):
        if batch and (reached + weight > size or len(batch) == MOST_INPUTS):
            yield batch
            batch, reached = [], 0
        batch.append(loaded_input(given) if given.path == STANDARD_INPUT else given)
        reached += weight
    if batch:
        yield batch


class _Run:
    def __init__(
        self,
        job: Job,
        loaded: RuleSet,
        executor: Executor,
        suppressions: Suppressions,
        batches: list[list[Input]],
    ) -> None:
        self._job = job
        self._loaded = loaded
        self._executor = executor
        self._suppressions = suppressions
        self._batches = batches
        self._store = Store(job.store)
        self._parts: dict[str, Summary] = {}
        self._inputs: dict[str, list[Input]] = {}  # of each part
        self._buckets: list[Summary] = []
        self._lost: list[RunError] = []

    def check(self, progress: Progress) -> None:
        """Check all batches, then bring together what is in each bucket."""
        for _ in progress(self._checked()):
            pass
        for _ in range(1 + REPAIRS):
            missing = self._reduced()
            if not missing:
                return
            self._repair(missing)
        raise ExecutorError(f"{'; '.join(missing.values())}: it is lost again and again")

    def _checked(self) -> Iterator[None]:
        """One for each input that is done."""
        work = BatchWork(self._job)
        for _, inputs, made in completed_in_parts(self._executor, work, self._batches):
            if isinstance(made, Lost):
                self._lost.append(RunError(inputs[0].path, made.reason))
            else:
                self._parts[made.name] = made
                self._inputs[made.name] = inputs
            yield from (None for _ in inputs)

    def _reduced(self) -> dict[str, str]:
        """The parts that a bucket could not read, with the reason."""
        places = write_places(self._store, self._in_order())
        missing: dict[str, str] = {}
        found: dict[int, Summary] = {}
        work = BucketWork(self._job, places)
        for number, made in self._executor.completed(work, range(self._job.buckets)):
            if isinstance(made, Lost):
                raise ExecutorError(f"bucket {number} {made.reason}")
            if isinstance(made, Missing):
                missing.update(made.parts)
            else:
                found[number] = made
        self._buckets = [found[number] for number in sorted(found)]
        return missing

    def _repair(self, missing: dict[str, str]) -> None:
        """Check the batches of parts that are lost once more."""
        names = [name for name in missing if name in self._inputs]
        work = BatchWork(self._job)
        for place, made in self._executor.completed(work, [self._inputs[name] for name in names]):
            if isinstance(made, Lost) or made.name != names[place]:
                why = made.reason if isinstance(made, Lost) else "its inputs have changed since"
                raise ExecutorError(f"{missing[names[place]]}, and it cannot be made again: {why}")
            self._parts[made.name] = made

    def report(self) -> Report:
        """Bring the parts together. Raises ExecutorError."""
        for _ in range(1 + REPAIRS):
            try:
                return self._report()
            except PartLost as lost:
                why = {lost.name: str(lost)}
                self._repair(why)
                if why := self._reduced():
                    self._repair(why)
        raise ExecutorError(f"{'; '.join(why.values())}: it is lost again and again")

    def _report(self) -> Report:
        suppressions, loaded = self._suppressions, self._loaded
        gathered = _Gathered(suppressions.ignores.fresh() if suppressions.ignores is not None else None)
        documents: StoredRows[DocumentResult] = StoredRows(DocumentResult, gathered.documents(self._rows()))
        errors = [*self._lost, *gathered.errors]
        for part in self._in_order():
            gathered.take(part)
        suppressions.ignores = gathered.ignores
        lines = StoredLines(self._store, self._in_order())
        run_rules, paths = {rule.id for rule in loaded.rules}, (each.path for each in documents)
        older = not_judged([] if loaded.all_versions else documents)
        about = suppressions.about_ignores(loaded.rules, run_rules, paths, lines, older)
        known: list[Finding] = []
        if self._job.is_whole:
            known, new = suppressions.known_and_new([*self._findings([]), *about])
            folded = fold_findings(new, loaded.compares_files)
            found = StoredRows(Finding, sorted(folded, key=lambda finding: finding.sort_key))
        else:
            found = StoredRows(
                Finding, self._findings(fold_findings([*about, *self._late()], loaded.compares_files))
            )
        if gathered.ignores is not None:
            errors += [RunError(*each) for each in map(_place_of, gathered.ignores.errors)]
        return Report(
            documents=documents,
            findings=found,
            errors=sorted(errors, key=lambda error: error.sort_key),
            rules=loaded.rules,
            lines=lines,
            ignored=fold_ignored(gathered.ignored),
            known=fold_findings(known, loaded.compares_files),
            stale=suppressions.stale(loaded, documents),
        )

    def _in_order(self) -> list[Summary]:
        """The parts, whichever was done first."""
        return sorted(self._parts.values(), key=lambda part: (part.first_document or "", part.name))

    def _rows(self) -> Iterator[DocumentRow]:
        return merged(
            Stream(part.first_document, partial(self._documents, part))
            for part in self._in_order()
            if part.first_document is not None
        )

    def _documents(self, part: Summary) -> Iterator[Reached]:
        for row in part_of(self._store, part).rows(DOCUMENTS, DocumentRow):
            yield (row.path,), partial(_itself, row)

    def _findings(self, others: list[Finding]) -> Iterator[Finding]:
        """All findings in their order, with others that are in no part."""
        others.sort(key=lambda finding: finding.sort_key)
        streams = [
            Stream(part.first_finding, partial(self._of_part, part))
            for part in (*self._in_order(), *self._buckets)
            if part.first_finding is not None
        ]
        if others:
            rows = [(each.sort_key, partial(_itself, each)) for each in others]
            streams.append(Stream(others[0].primary.path, partial(iter, rows)))
        return merged(streams)

    def _of_part(self, part: Summary) -> Iterator[Reached]:
        opened = part_of(self._store, part)
        findings = opened.rows(FINDINGS, Finding)

        def take() -> Finding:
            found = next(findings, None)
            if found is None:
                raise PartLost(part.name, "is not what was written")
            return found

        for key in opened.rows(ORDER, OrderRow):
            yield key, take

    def _late(self) -> list[Finding]:
        """What rules over the run found that is told together with what was found under other keys."""
        return [each for part in self._buckets for each in part_of(self._store, part).rows(LATE, Finding)]


def _itself(row: Any) -> Any:
    return row


def _place_of(problem: Any) -> tuple[str, str, int, int]:
    return problem.path, problem.message, problem.line, problem.column


class _Gathered:
    """What is said of single documents, and has to be known of all of them."""

    def __init__(self, ignores: IgnoreList | None) -> None:
        self.ignores = ignores
        self.errors: list[RunError] = []
        self.ignored: list[Ignored] = []
        self._of_project = len(ignores) if ignores is not None else 0

    def documents(self, rows: Iterable[DocumentRow]) -> Iterator[DocumentResult]:
        for row in rows:
            if row.error:
                self.errors.append(row.error)
            if row.result is None:
                continue
            self.errors += [RunError(row.path, message) for message in row.result.errors]
            self.errors += problems_of(row.result)
            if self.ignores is not None:
                self._take(row, row.result, self.ignores)
            yield row.result

    def _take(self, row: DocumentRow, result: DocumentResult, ignores: IgnoreList) -> None:
        further = len(ignores) - self._of_project
        ignores.add(row.path, result.comments)

        def number(own: int) -> int:
            return own if own < self._of_project else own + further

        ignores.use(map(number, row.used))
        self.ignored += [Ignored(finding, ignores[number(own)]) for own, finding in row.ignored]

    def take(self, part: Summary) -> None:
        if self.ignores is not None:
            self.ignores.use(part.used)
            self.ignores.errors += [each for each in part.slow if each not in self.ignores.errors]
