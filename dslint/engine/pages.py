"""A document in parts: what is found on each of its pages, and what that comes to for the whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from dslint.assembler import ShardedInput, ShardSummary
from dslint.engine.evaluate import DocumentResult, Part, check_document, check_pages
from dslint.engine.plan import Plan
from dslint.engine.scan import Scanner
from dslint.model import Document
from dslint.tuples import NamedTuple

Lines = dict[str, dict[int, str]]  # by path and number


class PageFound(NamedTuple):
    """What was found on a page, the lines that its findings show, and what the whole must know of it."""

    part: Part
    lines: Lines
    summaries: list[ShardSummary]


class KeptPage(NamedTuple):
    """A page of which what was found is kept, and what the whole must know of it."""

    summaries: list[ShardSummary]


Pages: TypeAlias = "list[PageFound | KeptPage]"


def check_some(
    sharded: ShardedInput, numbers: Sequence[int], plan: Plan, scanner: Scanner, as_of: str
) -> list[PageFound]:
    """Assemble and check some pages; what was found on each, or in one where they cannot be told apart."""
    document, summaries = sharded.shard(numbers)
    pages = document.pages() if document.agreements else []
    parts = list(check_pages(pages, plan, scanner, as_of))
    if len(pages) != len(numbers):
        whole = DocumentResult(document.path, document.kind, 0, 0, 0.0)
        for part in parts:
            whole.add(part.result(document.path, document.kind))
        asked = list(dict.fromkeys(each for part in parts for each in part.asked))
        all_of = Part(
            whole.findings, whole.entries, whole.errors, whole.unknown, whole.records, asked, whole.printed
        )
        return [PageFound(all_of, shown_lines(document, all_of), summaries)]
    of_page = {
        agreement.start_line: number for number, page in enumerate(pages) for agreement in page.agreements
    }
    found = [PageFound(part, shown_lines(document, part), []) for part in parts]
    for agreement, summary in zip(document.agreements, summaries, strict=False):
        found[of_page[agreement.start_line]].summaries.append(summary)
    return found


def framed(
    sharded: ShardedInput,
    pages: Iterable[PageFound | KeptPage],
    plan: Plan,
    scanner: Scanner,
    as_of: str,
) -> DocumentResult:
    """The result of the whole without what was found on its pages."""
    document, characters = sharded.without_agreements(summary for page in pages for summary in page.summaries)
    whole = check_document(document, plan, scanner, as_of)
    whole.characters = characters
    return whole


def joined(whole: DocumentResult, pages: Iterable[PageFound]) -> tuple[DocumentResult, Lines]:
    """The result of the whole, and the lines that its findings show; the pages come in their order."""
    shown: Lines = {}
    for page in pages:
        whole.add(page.part.result(whole.path, whole.kind))
        for path, lines in page.lines.items():
            shown.setdefault(path, {}).update(lines)
    return whole, shown


def shown_lines(document: Document, result: DocumentResult | Part) -> Lines:
    """The lines that findings point into."""
    found = [*result.findings, *(one.found for one in result.entries if one.found)]
    wanted: dict[str, set[int]] = {}
    for finding in found:
        for path, span, *_ in finding.evidence:
            wanted.setdefault(path, set()).add(span[0])
    lines = document.source or document.lines
    return {path: {number: lines[number - 1] for number in numbers} for path, numbers in wanted.items()}
