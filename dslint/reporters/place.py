"""How places are named."""

from __future__ import annotations

from dslint.engine.finding import Evidence, Finding, Occurrence
from dslint.model import Place


def in_sheet(sheet: str | None, cell: str | None) -> dict[str, str]:
    """The keys that a place in a workbook has besides."""
    found = {"sheet": sheet, "cell": cell}
    return {key: value for key, value in found.items() if value is not None}


def gutter(at: Place) -> str:
    """A place in the margin of a code frame: the line, or the cell."""
    return f"{at.sheet}!{at.cell or at.line}" if at.sheet else str(at.line)


def in_words(at: Place) -> str:
    """ "line 12", or "DataReleases!K123" in a workbook."""
    return gutter(at) if at.sheet else f"line {at.line}"


def occurrence(one: Occurrence) -> str:
    return in_words(Place(one.line, one.column, one.line, one.column, one.sheet, one.cell))


def record(finding: Finding) -> str:
    """ "lines 12-40", or the row of the record in a workbook."""
    first, last = finding.record_line, finding.record_end
    if finding.primary.at.sheet:
        return f"row {first}"
    return f"line {first}" if first == last else f"lines {first}-{last}"


def key(evidence: Evidence) -> tuple[str, int, int]:
    """The order in which places are shown."""
    return evidence.path, evidence.span.line, evidence.span.column
