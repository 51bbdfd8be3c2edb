"""One bucket: what came into it from every part is compared, and told once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dslint.engine.evaluate import merge_findings
from dslint.engine.finding import Finding, fold_findings
from dslint.engine.load import RuleSet
from dslint.engine.operators.aggregate import AggregateValue
from dslint.engine.operators.registry import Aggregate
from dslint.engine.parts.job import Job, digest
from dslint.engine.parts.part import FINDINGS, LATE, ORDER, Part, Summary, evidence, shuffle, write_part
from dslint.engine.parts.rows import KeyRow, ShuffleRow
from dslint.engine.parts.store import PartLost, Store
from dslint.shapes import dump_line
from dslint.tuples import NamedTuple


class Place(NamedTuple):
    """Where a part is, with the length and the checksum of its header."""

    name: str
    header: int
    checksum: str


class Missing(NamedTuple):
    """Parts that are lost, and why: for each its name and what was wrong."""

    parts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class BucketWork:
    """Brings together what is in a bucket. `places` is the file with the places of all parts."""

    job: Job
    places: str

    def __call__(self, bucket: int) -> Summary | Missing:
        """Raises ExecutorError."""
        worker = self.job.worker()
        with worker.lock:
            try:
                places = list(read_places(worker.store, self.places))
            except PartLost as lost:
                return Missing(((lost.name, str(lost)),))
            return _reduce(self.job, worker.loaded, worker.store, places, bucket)


def write_places(store: Store, parts: list[Summary]) -> str:
    """Write where all parts are; the name of that file."""
    name = digest(*(part.checksum for part in parts))
    rows = [Place(part.name, part.header, part.checksum) for part in parts]
    summary = Summary(f"places-{name}", 0, "", 0, 0, 0, None, None)
    done = write_part(store, name, summary, [("places", map(dump_line, rows))])
    return f"{done.name} {done.header} {done.checksum}"


def read_places(store: Store, places: str) -> Iterator[Place]:
    """Raises PartLost."""
    name, header, checksum = places.split()
    return Part(store, name, int(header), checksum).rows("places", Place)


def _reduce(job: Job, loaded: RuleSet, store: Store, places: list[Place], bucket: int) -> Summary | Missing:
    missing: list[tuple[str, str]] = []
    keys: list[tuple[int, KeyRow]] = []
    folds: list[Finding] = []
    for number, place in enumerate(places):
        try:
            for row in Part(store, *place).rows(shuffle(bucket), ShuffleRow):
                if row.key:
                    keys.append((number, row.key))
                elif row.fold:
                    folds.append(row.fold)
        except PartLost as lost:
            missing.append((lost.name, str(lost)))
    if missing:
        return Missing(tuple(missing))
    groups = groups_of(loaded, keys)
    try:
        made = _made(store, places, bucket, {each for group in groups for each in group})
    except PartLost as lost:
        return Missing(((lost.name, str(lost)),))
    compared = [
        merge_findings(sorted((made[each] for each in group), key=lambda finding: finding.sort_key))
        for group in groups
    ]
    found, late = concluded(compared, folds, job.is_whole, loaded.compares_files)
    name = f"bucket-{digest(*(place.checksum for place in places), str(bucket))}"
    first = found[0].primary.path if found else None
    summary = Summary(name, 0, "", 0, 0, len(found), None, first)
    segments = [
        (ORDER, [dump_line(finding.sort_key) for finding in found]),
        (FINDINGS, map(dump_line, found)),
        (LATE, map(dump_line, late)),
    ]
    return write_part(store, name, summary, segments)


def groups_of(loaded: RuleSet, keys: list[tuple[int, KeyRow]]) -> list[list[tuple[int, int]]]:
    """The comparisons that come to a finding: of each, the candidates that it rests on, by the number of
    their part and the row of their finding there."""
    cases = {(rule.id, case.number): case.when for rule in loaded.rules for case in rule.cases}
    together: dict[tuple[str, int, str], list[tuple[int, KeyRow]]] = {}
    for number, key in keys:
        together.setdefault((key.rule, key.case, key.key), []).append((number, key))
    found = []
    for (rule, case, _), members in together.items():
        when = cases[rule, case]
        assert isinstance(when, Aggregate)
        members.sort(key=lambda member: (member[1].path, member[1].place))
        values = [
            AggregateValue((key.path, key.record), key.value, key.finding is not None) for _, key in members
        ]
        chosen = [members[n] for n in when.aggregate_report(values)]
        if group := [(number, key.finding) for number, key in chosen if key.finding is not None]:
            found.append(group)
    return found


def _made(
    store: Store, places: list[Place], bucket: int, wanted: set[tuple[int, int]]
) -> dict[tuple[int, int], Finding]:
    """The findings of some candidates. Raises PartLost."""
    found = {}
    for number in sorted({part for part, _ in wanted}):
        rows = Part(store, *places[number]).rows(evidence(bucket), Finding)
        found.update({(number, row): each for row, each in enumerate(rows) if (number, row) in wanted})
    for each in wanted - found.keys():
        raise PartLost(places[each[0]].name, "is not what was written")
    return found


def concluded(
    compared: list[Finding], folds: list[Finding], is_whole: bool, compares_files: bool
) -> tuple[list[Finding], list[Finding]]:
    """Findings in their order, and those that must still be told together with what other buckets hold."""
    if is_whole:
        return _sorted([*compared, *folds]), []
    late = [each for each in compared if each.fold == "corpus" and compares_files]
    others = [each for each in compared if each.fold != "corpus" or not compares_files]
    return _sorted([*fold_findings(others, compares_files), *fold_findings(folds)]), _sorted(late)


def _sorted(findings: list[Finding]) -> list[Finding]:
    return sorted(findings, key=lambda finding: finding.sort_key)
