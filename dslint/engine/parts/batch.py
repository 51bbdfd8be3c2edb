"""One batch: its inputs are read and checked, and what was found is left in a part."""

from __future__ import annotations

from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from dslint.data_classes import replace
from dslint.digests import blake2b
from dslint.engine.checked import Checked, check_input
from dslint.engine.evaluate import AggregateEntry, DocumentResult, aggregate_findings
from dslint.engine.finding import Finding, fold_findings, fold_key
from dslint.engine.ignores import IgnoreList
from dslint.engine.load import RuleSet
from dslint.engine.newest import of_newest_versions
from dslint.engine.parts.job import Job, Worker, digest
from dslint.engine.parts.part import (
    DOCUMENTS,
    FINDINGS,
    LINES,
    ORDER,
    Summary,
    evidence,
    kept_part,
    shuffle,
    write_part,
)
from dslint.engine.parts.rows import DocumentRow, KeyRow, LinesRow, ShuffleRow
from dslint.engine.suppressions import Suppressions
from dslint.model import Problem
from dslint.shapes import dump_line
from dslint.sources import Input, loaded_input
from dslint.tuples import NamedTuple


@dataclass(frozen=True)
class BatchWork:
    """Checks a batch of inputs. Its part has a name made of all that decides what is in it."""

    job: Job

    def __call__(self, inputs: list[Input]) -> Summary:
        """Raises ExecutorError; an input that cannot be read is in the part."""
        worker = self.job.worker()
        with worker.lock:
            loaded = [loaded_input(given) for given in inputs]
            key = _key(self.job, loaded)
            if self.job.resumes and (kept := kept_part(worker.store, key, key)):
                return kept
            return _check(self.job, worker, loaded, key)


def _key(job: Job, inputs: list[Input]) -> str:
    whole = blake2b(job.settings().encode(), digest_size=16)
    for given in inputs:
        about = [given.path, given.problem or "", str(given.is_passed_over), *given.parts]
        contents = (given.content or b"", *given.part_contents)
        about += [each if isinstance(each, str) else blake2b(each).hexdigest() for each in contents]
        whole.update(digest(*about).encode())
    return whole.hexdigest()


def _check(job: Job, worker: Worker, inputs: list[Input], key: str) -> Summary:
    """What was found is kept as lines, which need less memory than what they say."""
    documents: list[tuple[str, str]] = []  # path, line
    findings: list[tuple[tuple[Any, ...], str]] = []  # key of the order, line
    lines: list[str] = []
    paths: set[str] = set()  # of the lines
    shuffled: dict[int, list[str]] = {}
    candidates: dict[int, list[str]] = {}
    used: set[int] = set()
    slow: list[Problem] = []
    read = 0
    of_project = len(job.ignores) if job.ignores is not None else 0
    for given in inputs:
        checked = check_input(given, worker.loaded, job.as_of)
        if checked.result is None:
            documents.append((given.path, dump_line(DocumentRow(given.path, None, checked.error))))
            continue
        mapped = map_document(checked, worker.loaded, job.ignores, job.is_whole)
        read += 1
        documents.append((given.path, dump_line(mapped.document)))
        findings += [(each.sort_key, dump_line(each)) for each in mapped.findings]
        used.update(number for number in mapped.document.used if number < of_project)
        slow += mapped.slow
        paths.update(checked.lines)
        lines += [dump_line(LinesRow(path, of_file)) for path, of_file in checked.lines.items()]
        for row, finding in mapped.shuffled:
            bucket = bucket_of(row, job.buckets)
            if row.key and finding:
                own = candidates.setdefault(bucket, [])
                row = row._replace(key=row.key._replace(finding=len(own)))
                own.append(dump_line(finding))
            shuffled.setdefault(bucket, []).append(dump_line(row))
    findings.sort(key=itemgetter(0))
    documents.sort(key=itemgetter(0))
    summary = Summary(
        key, 0, "", len(inputs), read, len(findings),
        documents[0][0] if documents else None,
        findings[0][0][0] if findings else None,
        (min(paths), max(paths)) if paths else None,
        tuple(sorted(used)), tuple(dict.fromkeys(slow)),
    )  # fmt: skip
    segments = [
        (DOCUMENTS, [line for _, line in documents]),
        (ORDER, [dump_line(key) for key, _ in findings]),
        (FINDINGS, [line for _, line in findings]),
        (LINES, lines),
        *((shuffle(bucket), rows) for bucket, rows in sorted(shuffled.items())),
        *((evidence(bucket), rows) for bucket, rows in sorted(candidates.items())),
    ]
    return write_part(worker.store, key, summary, segments)


class Mapped(NamedTuple):
    """What one input comes to: its row, the findings that are complete, and what the run must bring together
    (each candidate with the finding that it makes, if any)."""

    document: DocumentRow
    findings: list[Finding]
    shuffled: list[tuple[ShuffleRow, Finding | None]]
    slow: list[Problem]


def map_document(
    checked: Checked, loaded: RuleSet, project_ignores: IgnoreList | None, is_whole: bool
) -> Mapped:
    """All that can be said of an input without the others, in the order in which a whole run says it. With
    `is_whole` nothing is told as one yet."""
    assert checked.result
    ignores = project_ignores.fresh() if project_ignores is not None else None
    ((result,), ignored) = Suppressions(ignores).without_ignored([checked.result])
    within = [entry for entry in result.entries if entry.page]
    across = [entry for entry in result.entries if not entry.page]
    alone = _with_entries(result, within)
    found = [*result.findings, *aggregate_findings(loaded.rules, [alone])]
    if not loaded.all_versions:
        found = of_newest_versions(found, [result], loaded.rules)
    folds: list[Finding] = []
    if not is_whole:
        complete = [each for each in found if each.fold != "corpus" or not loaded.compares_files]
        folds = [each for each in found if each.fold == "corpus" and loaded.compares_files]
        found = fold_findings(complete, across_files=False)
    shuffled: list[tuple[ShuffleRow, Finding | None]] = [
        (ShuffleRow(_key_row(result.path, place, entry), None), entry.found)
        for place, entry in enumerate(across)
    ]
    shuffled += [(ShuffleRow(None, each), None) for each in folds]
    row = DocumentRow(
        result.path,
        _with_entries(result, [], []),
        None,
        tuple((ignores.number(each.ignore), each.finding) for each in ignored) if ignores is not None else (),
        tuple(sorted(ignores.used)) if ignores is not None else (),
    )
    return Mapped(row, found, shuffled, ignores.errors if ignores is not None else [])


def _with_entries(
    result: DocumentResult, entries: list[AggregateEntry], findings: list[Finding] | None = None
) -> DocumentResult:
    return replace(result, entries=entries, findings=result.findings if findings is None else findings)


def _key_row(path: str, place: int, entry: AggregateEntry) -> KeyRow:
    return KeyRow(entry.rule, entry.case, entry.key, entry.value, path, place, entry.record, None)


def bucket_of(row: ShuffleRow, buckets: int) -> int:
    """What is compared or told together is in one bucket."""
    if row.key is not None:
        together: tuple[str, ...] = (row.key.rule, str(row.key.case), row.key.key)
    else:
        assert row.fold
        together = fold_key(row.fold)
    return int(digest(*together)[:12], 16) % buckets
