"""One input: read, understood and checked by itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain
from typing import TypeVar

from dslint.assembler import ShardedInput, assemble_source, shard_input
from dslint.engine.evaluate import DocumentResult, check_document
from dslint.engine.load import RuleSet
from dslint.engine.report import RunError
from dslint.model import Document
from dslint.sources import Input, Unreadable, read_input
from dslint.vocabularies import Vocabularies

Made = TypeVar("Made")


@dataclass
class Checked:
    """One input's share of a run: its result and the lines that findings show, or an error."""

    result: DocumentResult | None
    lines: dict[str, dict[int, str]]
    error: RunError | None


Share = Callable[[ShardedInput], Checked | None]


def check_input(given: Input, loaded: RuleSet, as_of: str, share: Share | None = None) -> Checked:
    """Check one input by itself. Raises nothing that an input can cause.

    `share` may check an input by several processes; None from it leaves the input to this one.
    """
    sharded = _taken_in(given, lambda: shard_input(given.path, read_input(given), loaded.vocabularies))
    if isinstance(sharded, RunError):
        return Checked(None, {}, sharded)
    if share and (shared := share(sharded)):
        return shared
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
    return _taken_in(given, lambda: assemble_source(given.path, read_input(given), vocabularies))


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
