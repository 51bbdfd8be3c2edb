"""What was found in an input, kept for the next run.

A result is kept under a digest of everything that decides it: the bytes and the path of the input, the rules
with their severities, the words, the date, and dslint itself. So a result cannot be stale: where anything is
different, there is no such file. What a run does with its results, such as ignores, baselines and reports,
comes later and is never kept.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator
from typing import NamedTuple

from dslint import cache
from dslint.engine.evaluate import DocumentResult
from dslint.engine.finding import Finding
from dslint.engine.load import RuleSet
from dslint.engine.rule import SEVERITIES, Rule
from dslint.shapes import Misshapen, dump, load
from dslint.sources import STANDARD_INPUT, Input, Unreadable
from dslint.sources.content import content

_MOST = 256 << 20  # bytes of a result when it is unpacked
_QUICK = 1  # how hard is tried to pack it


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
        whole = hashlib.blake2b(dump([decisive, given.path, given.parts]), digest_size=32)
    except (Unreadable, ValueError, MemoryError):
        return None
    for part in found:
        whole.update(hashlib.blake2b(part).digest())
    return Slot(given, whole.hexdigest(), loaded.store, loaded, as_of)


def packed(found: Found) -> bytes | None:
    """A result as bytes; None where it is no plain data."""
    try:
        return zlib.compress(dump(found), _QUICK)
    except (ValueError, RecursionError):
        return None


def unpacked(body: bytes, path: str, loaded: RuleSet) -> Found | None:
    """What was packed; None for anything that a result of this input by these rules cannot be."""
    try:
        unpacker = zlib.decompressobj()
        data = unpacker.decompress(body, _MOST)
        if not unpacker.eof or unpacker.unused_data:
            return None
        found = load(data, Found)
    except (zlib.error, Misshapen, RecursionError, MemoryError):
        return None
    rules = {rule.id: rule for rule in loaded.of(path)}
    fits = found.result.path == path and all(_is_of(each, rules) for each in _findings(found.result))
    return found if fits and all(each.rule in rules for each in found.result.entries) else None


def _findings(result: DocumentResult) -> Iterator[Finding]:
    yield from result.findings
    yield from (entry.found for entry in result.entries if entry.found)


def _is_of(finding: Finding, rules: dict[str, Rule]) -> bool:
    rule = rules.get(finding.rule)
    return (
        rule is not None
        and 0 <= finding.case < len(rule.cases)
        and finding.severity in SEVERITIES
        and bool(finding.evidence)
        and finding.record_line != 0
    )
