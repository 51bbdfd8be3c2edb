"""What was found in an input, kept for the next run.

A result is kept under a digest of everything that decides it: the bytes and the path of the input, the rules
with their severities, the words, the date, and dslint itself. So a result cannot be stale: where anything is
different, there is no such file. What a run does with its results, such as ignores, baselines and reports,
comes later and is never kept.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from functools import lru_cache
from typing import Any, TypeVar

from dslint import cache
from dslint.data_classes import replace
from dslint.digests import blake2b
from dslint.engine.evaluate import AggregateEntry, DocumentResult
from dslint.engine.finding import Finding
from dslint.engine.load import RuleSet
from dslint.engine.rule import SEVERITIES, Authority, Rule
from dslint.shapes import Misshapen, dump, load
from dslint.sources import STANDARD_INPUT, Input, Unreadable
from dslint.sources.content import content
from dslint.tuples import NamedTuple

Made = TypeVar("Made")
_MOST = 256 << 20  # bytes of a result when it is unpacked
_QUICK = 1  # how hard is tried to pack it
_NAME, _REMEDY, _AUTHORITY, _MESSAGE, _STATEMENT = map(
    Finding._fields.index, ("name", "remedy", "authority", "message", "statement")
)


class Found(NamedTuple):
    """The result of an input, and the lines that its findings show, by path and number."""

    result: DocumentResult
    lines: dict[str, dict[int, str]]


class Slot(NamedTuple):
    """Where the result of an input is kept. `given` is the input with what was read of it."""

    given: Input
    digest: str
    store: cache.Results
    loaded: RuleSet
    as_of: str

    def load(self) -> Found | None:
        """What is kept, if it is whole and can be what was kept: a result of this input by these rules."""
        body = self.store.load(self.digest)
        return unpacked(body, self.given.path, self.loaded) if body is not None else None

    def keep(self, found: Found) -> None:
        """Keep a result, unless it is not the whole answer: where something took too long or changed."""
        if found.result.errors or self.loaded.scanner.given_up:
            return
        # Of several files nothing was handed on: each was read once more.
        if self.given.content is None and slot_of(self.given, self.loaded, self.as_of) != self:
            return
        if (body := packed(found)) is not None:
            self.store.keep(self.digest, body)


def slot_of(given: Input, loaded: RuleSet, as_of: str) -> Slot | None:
    """None for what is not kept: standard input, what cannot be read, and all where no run keeps anything."""
    if loaded.store is None or given.problem or given.is_passed_over or given.path == STANDARD_INPUT:
        return None
    try:
        decisive = loaded.digest(given.path).on(as_of)
        if given.content is None and not given.parts:
            given = given._replace(content=content(given.path))
        found = [given.content] if given.content is not None else [content(part) for part in given.parts]
        whole = blake2b(dump([decisive, given._replace(content=None)]), digest_size=32)
    except (Unreadable, ValueError, MemoryError):
        return None
    for part in found:
        whole.update(blake2b(part).digest())
    return Slot(given, whole.hexdigest(), loaded.store, loaded, as_of)


class Shared(NamedTuple):
    """What many findings have in common."""

    name: str
    remedy: str
    authority: tuple[Authority, ...]

    def give(self, values: list[Any]) -> None:
        """Put it into the values of a finding."""
        values[_NAME], values[_REMEDY], values[_AUTHORITY] = self
        values[_STATEMENT] = values[_STATEMENT] or values[_MESSAGE]


class WithoutShared:
    """Takes from findings what they share, to be kept once for all of them."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, str, tuple[Authority, ...]], int] = {}
        self.of: list[int] = []  # which of the shared parts each finding has, in the order of the findings

    @property
    def shared(self) -> list[str]:
        """Each of them as JSON. Raises ValueError for what has no place in it."""
        return [dump(Shared(*each)).decode() for each in self._numbers]

    def take(self, values: list[Any]) -> None:
        """Leave it out of the values of a finding."""
        parts = (values[_NAME], values[_REMEDY], values[_AUTHORITY])
        self.of.append(self._numbers.setdefault(parts, len(self._numbers)))
        values[_NAME] = values[_REMEDY] = ""
        values[_AUTHORITY] = ()
        if values[_STATEMENT] == values[_MESSAGE]:
            values[_STATEMENT] = ""

    def finding(self, finding: Finding) -> Finding:
        values: list[Any] = [*finding]
        self.take(values)
        return Finding._make(values)


class WithShared:
    """The way back. Raises Misshapen, StopIteration or IndexError where something is missing."""

    def __init__(self, shared: list[str], of: list[int]) -> None:
        self._shared = list(map(_shared, shared))
        self._of = iter(of)

    def next(self) -> Shared:
        """What the next finding has."""
        return self._shared[next(self._of)]

    def finding(self, finding: Finding) -> Finding:
        values: list[Any] = [*finding]
        self.next().give(values)
        return Finding._make(values)


@lru_cache(maxsize=4096)
def _shared(text: str) -> Shared:
    """What findings share, of its JSON: most pages have the same."""
    return load(text.encode(), Shared)


def each_finding(
    findings: list[Finding], entries: list[AggregateEntry], change: Callable[[Finding], Finding]
) -> tuple[list[Finding], list[AggregateEntry]]:
    """Findings, and candidates for comparisons with theirs, each finding changed in the same way."""
    return (
        list(map(change, findings)),
        [AggregateEntry(*each[:-1], change(each.found)) if each.found else each for each in entries],
    )


class _Packed(NamedTuple):
    found: Found
    shared: list[str]
    of: list[int]


def packed(found: Found) -> bytes | None:
    """A result as bytes; None where it is no plain data."""
    without = WithoutShared()
    findings, entries = each_finding(found.result.findings, found.result.entries, without.finding)
    result = replace(found.result, findings=findings, entries=entries)
    try:
        return compressed(_Packed(found._replace(result=result), without.shared, without.of))
    except ValueError:
        return None


def unpacked(body: bytes, path: str, loaded: RuleSet) -> Found | None:
    """What was packed; None for anything that a result of this input by these rules cannot be."""
    data = decompressed(body, _Packed)
    rules = {rule.id: rule for rule in loaded.of(path)}
    if data is None or data.found.result.path != path:
        return None
    result = data.found.result
    if not findings_fit(result.findings, result.entries, rules):
        return None
    try:
        with_shared = WithShared(data.shared, data.of).finding
        result.findings, result.entries = each_finding(result.findings, result.entries, with_shared)
    except (Misshapen, StopIteration, IndexError):
        return None
    return data.found


def compressed(data: object) -> bytes | None:
    """Data of a known shape as bytes; None where they are not plain."""
    try:
        return zlib.compress(dump(data), _QUICK)
    except (ValueError, RecursionError):
        return None


def decompressed(body: bytes, shape: Callable[..., Made]) -> Made | None:
    """What was compressed; None for anything of another shape."""
    try:
        unpacker = zlib.decompressobj()
        data = unpacker.decompress(body, _MOST)
        if not unpacker.eof or unpacker.unused_data:
            return None
        return load(data, shape)
    except (zlib.error, Misshapen, RecursionError, MemoryError):
        return None


def findings_fit(findings: list[Finding], entries: list[AggregateEntry], rules: dict[str, Rule]) -> bool:
    """Whether findings and candidates can be those of some rules."""
    found = [*findings, *(entry.found for entry in entries if entry.found)]
    return all(_is_of(each, rules) for each in found) and all(entry.rule in rules for entry in entries)


def _is_of(finding: Finding, rules: dict[str, Rule]) -> bool:
    rule = rules.get(finding.rule)
    return (
        rule is not None
        and 0 <= finding.case < len(rule.cases)
        and finding.severity in SEVERITIES
        and bool(finding.evidence)
        and finding.record_line != 0
    )
