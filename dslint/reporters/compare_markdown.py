"""A comparison of two editions as Markdown for a job summary or a comment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dslint.compare.run import Comparison
from dslint.compare.snapshot import Snapshot
from dslint.engine.finding import Finding
from dslint.reporters.by_agreement import apart
from dslint.reporters.check_markdown import LONGEST, MOST_ROWS, cell
from dslint.reporters.compare_phrases import NOT_THEREFORE, counted_by_check, from_to, states
from dslint.reporters.place import where
from dslint.reporters.view import DEFAULT_VIEW, View
from dslint.values.numbers import count

_MOST_VALUES = 5
_ROOM_FOR_END = 200


def render(comparison: Comparison, view: View = DEFAULT_VIEW) -> str:
    limit = MOST_ROWS if view.limit is None else view.limit
    lines, room = list[str](), LONGEST - _ROOM_FOR_END
    for line in _lines(comparison, limit):
        room -= len(line) + 1
        if room < 0:
            lines += ["", "**Cut here**: services take no longer comment. `dslint compare` shows everything."]
            break
        lines.append(line)
    return "\n".join(lines).strip("\n") + "\n"


def _lines(comparison: Comparison, limit: int) -> Iterator[str]:
    agreements, rows, found = comparison.agreements, comparison.rows, states(comparison)
    yield f"## dslint compare: {cell(comparison.old.path)} and {cell(comparison.new.path)}"
    yield ""
    both = count(len(agreements.both), "agreement")
    yield (
        f"{both} in both editions: {len(agreements.changed):,} changed, {len(agreements.renewed):,} renewed."
        f" {len(agreements.added):,} only in the new one, {len(agreements.ended):,} only in the old one."
    )
    if rows.both or rows.added or rows.gone:
        yield (
            f"{count(rows.both, 'row')} of releases in both: {len(rows.changed):,} changed."
            f" {len(rows.added):,} only in the new one, {len(rows.gone):,} only in the old one."
        )
    yield (
        f"Findings: {len(found.new):,} new, {len(found.resolved):,} resolved,"
        f" {len(found.continuing):,} continuing; {len(found.came):,} of agreements that only the new edition"
        f" has, {len(found.went):,} of agreements that only the old one has."
    )
    yield ""
    yield from _table(
        "Rows whose answer or basis changed",
        ("row", "agreement", "place", "opt-outs", "legal bases"),
        (
            (
                row.new.id or "no id",
                ", ".join(filter(None, (row.new.reference, row.new.organisation, row.new.dataset))),
                where(row.new.path, row.new.place),
                *(from_to(before, after) for _, before, after in row.values()),
            )
            for row in rows.changed
        ),
        limit,
    )
    yield from _findings("New findings", found.new, limit)
    yield from _findings("Resolved findings", found.resolved, limit)
    yield from _table(
        "Agreements that changed",
        ("agreement", "what", "before", "after"),
        (
            (
                f"{pair.new.reference}, {pair.new.organisation or ''}",
                change.label,
                _values(change.removed),
                _values(change.added),
            )
            for pair in agreements.both
            for change in comparison.changes_of(pair)
        ),
        limit,
    )
    yield from _agreements("Only in the new edition", agreements.added, limit)
    yield from _agreements("Only in the old edition", agreements.ended, limit)
    if agreements.added or agreements.ended:
        yield f"- {NOT_THEREFORE}"
    for edition in (comparison.old, comparison.new):
        yield f"- {cell(counted_by_check(edition), 600)}"
        for remark in edition.report.remarks:
            yield f"- {cell(remark)}."


def _values(texts: tuple[str, ...]) -> str:
    more = len(texts) - _MOST_VALUES
    return "; ".join([*texts[:_MOST_VALUES], *([f"and {more} more"] if more > 0 else [])])


def _agreements(heading: str, found: list[Snapshot], limit: int) -> Iterator[str]:
    rows = ((one.reference, one.version or "", one.organisation or "", one.title or "") for one in found)
    yield from _table(heading, ("agreement", "version", "organisation", "title"), rows, limit)


def _findings(heading: str, found: list[Finding], limit: int) -> Iterator[str]:
    rows = (
        (
            part.severity + (", possible" if part.certainty == "possible" else ""),
            f"{part.rule} {part.name}",
            ", ".join(filter(None, (part.agreement, part.organisation))),
            where(part.primary.path, part.primary.at),
            part.message,
        )
        for part in apart(found)
    )
    yield from _table(heading, ("severity", "rule", "agreement", "place", "what it says"), rows, limit)


def _table(
    heading: str, heads: tuple[str, ...], rows: Iterable[tuple[str, ...]], limit: int
) -> Iterator[str]:
    every = list(rows)
    if not every:
        return
    yield f"### {heading} ({len(every):,})"
    yield ""
    yield f"| {' | '.join(heads)} |"
    yield f"|{'---|' * len(heads)}"
    for row in every[:limit]:
        yield f"| {' | '.join(map(cell, row))} |"
    yield ""
    if more := len(every[limit:]):
        yield f"And {count(more, 'more row')}."
        yield ""
