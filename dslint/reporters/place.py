"""How places are named."""

from __future__ import annotations

import os
from collections.abc import Iterable

from dslint.engine.finding import Evidence, Finding, Occurrence
from dslint.model import Place
from dslint.reporters.escape import visible
from dslint.sources.addresses import is_address


def in_sheet(sheet: str | None, cell: str | None) -> dict[str, str]:
    """The keys that a place in a workbook has besides."""
    found = {"sheet": sheet, "cell": cell}
    return {key: value for key, value in found.items() if value is not None}


def gutter(at: Place) -> str:
    """A place in the margin of a code frame: the line, or the cell."""
    return f"{visible(at.sheet)}!{at.cell or at.line}" if at.sheet else str(at.line)


def in_words(at: Place) -> str:
    """ "line 12", or "DataReleases!K123" in a workbook."""
    return gutter(at) if at.sheet else f"line {at.line}"


def further(finding: Finding, shown: Iterable[Evidence]) -> list[Occurrence]:
    """The places that a folded finding stands for, without those of lines that are shown."""
    seen = {(evidence.path, evidence.at.sheet, evidence.at.line) for evidence in shown}
    return [one for one in finding.occurrences if (one.path, one.sheet, one.line) not in seen]


def occurrence(one: Occurrence, finding: Finding) -> str:
    """A place of a folded finding, with its path when it is not that of the finding."""
    at = of_occurrence(one)
    if one.path == finding.primary.path:
        return in_words(at)
    return f"{one.path}:{gutter(at)}"


def of_occurrence(one: Occurrence) -> Place:
    """An occurrence is the beginning of a place."""
    return Place(one.line, one.column, one.line, one.column, one.sheet, one.cell)


def where(path: str, at: Place) -> str:
    """ "page.txt:12:5", as editors understand it, or "book.xlsx:DataReleases!K123"."""
    return f"{path}:{gutter(at)}" if at.sheet else f"{path}:{at.line}:{at.column}"


def from_root(path: str, root: str, folder: str) -> str:
    """A path with its links resolved: relative to the root with slashes, absolute only for what lies outside.

    `folder` is what the path is relative to. Standard input is called stdin.
    """
    if path == "-":
        return "stdin"
    if is_address(path):
        return path
    resolved = os.path.realpath(os.path.join(folder, path))
    relative = os.path.relpath(resolved, root)
    return resolved if relative.startswith(os.pardir) else relative.replace(os.sep, "/")


def record(finding: Finding) -> str:
    """ "lines 12-40", or the row of the record in a workbook."""
    first, last = finding.record_line, finding.record_end
    if finding.primary.at.sheet:
        return f"row {first}"
    return f"line {first}" if first == last else f"lines {first}-{last}"


def key(evidence: Evidence) -> tuple[str, int, int]:
    """The order in which places are shown."""
    return evidence.path, evidence.span.line, evidence.span.column
