"""What was found on the pages of a workbook, kept for its next edition.

Most agreements of a register are the same a month later, in other rows. So what is kept of a page says where
something is by the page's own rows and agreements, and is brought to the rows of today when it is used. Where
that cannot be said, the page is not kept, and is checked each time.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from typing import Any

from dslint.assembler import PageTrace, ShardedInput, ShardSummary
from dslint.digests import blake2b
from dslint.engine.alike import Alike
from dslint.engine.assessable import Printed
from dslint.engine.evaluate import AggregateEntry, DocumentResult, Part, Record
from dslint.engine.finding import Evidence, Finding, Occurrence
from dslint.engine.kept_results import (
    Found,
    Shared,
    Slot,
    WithoutShared,
    WithShared,
    compressed,
    decompressed,
    each_finding,
    findings_fit,
)
from dslint.engine.pages import KeptPage, PageFound, joined
from dslint.facts.edition import Asked
from dslint.model import Place, Span
from dslint.shapes import Misshapen, dump, load
from dslint.tuples import NamedTuple

_made = tuple.__new__
_ROOM = bytes(4)  # for the length of the head of a page
_LINES = {"lines", "all_lines"}
_FIRST, _LAST, _RECORD, _EVIDENCE, _OCCURRENCES, _SUGGESTION, _PARTS = map(
    Finding._fields.index,
    ("record_line", "record_end", "record", "evidence", "occurrences", "suggestion", "parts"),
)


class _Head(NamedTuple):
    """What tells whether a page that is kept is that of an edition, and what the whole must know of it."""

    asked: list[Asked]
    summaries: list[ShardSummary]


class _Body(NamedTuple):
    """A page, with its own numbers for rows, lines and agreements."""

    findings: list[Finding]
    entries: list[AggregateEntry]
    unknown: dict[str, int]
    records: list[Record]
    printed: frozenset[Printed]
    lines: dict[str, dict[int, str]]
    shared: list[str]
    of: list[int]


class _Whole(NamedTuple):
    """An input by its pages. `others` are those that are not kept as pages, by their numbers."""

    frame: DocumentResult  # without what was found on the pages
    traces: list[PageTrace]
    others: dict[int, PageFound]


_ELSEWHERE = KeptPage([])


class _Unplaced(Exception):
    """Something is said to be where the page has nothing."""


class KeptPages:
    """The pages of the input of a slot."""

    def __init__(self, slot: Slot, traces: list[PageTrace]) -> None:
        self._slot = slot
        self._store = slot.store
        self._traces = traces
        self._path = slot.given.path
        self._loaded = slot.loaded
        self._rules = {rule.id: rule for rule in slot.loaded.of(self._path)}
        self._decisive = slot.loaded.digest(self._path).on(slot.as_of)
        self._alike = Alike()

    @classmethod
    def of(cls, sharded: ShardedInput, slot: Slot | None) -> KeptPages | None:
        """None where nothing is kept, or not by the page."""
        if slot is None or len(sharded.sizes) < 2:
            return None
        try:
            traces = sharded.traces()
            return None if traces is None else cls(slot, traces)
        except ValueError:  # what is no plain data
            return None

    def known(self) -> dict[int, KeptPage]:
        """The pages that are kept, by their numbers. What else is kept of them may yet be nothing to
        believe."""
        return {
            number: KeptPage(_summaries(stored[0], trace))
            for number, trace in enumerate(self._traces)
            if (stored := self._stored(trace))
        }

    def load(self, pages: Mapping[int, PageFound | KeptPage]) -> dict[int, PageFound]:
        """Some pages whole, in their order, without those of which nothing is kept that can be believed."""
        found = {
            number: page if isinstance(page, PageFound) else self._page(self._traces[number])
            for number, page in sorted(pages.items())
        }
        return {number: page for number, page in found.items() if page}

    def _stored(self, trace: PageTrace) -> tuple[_Head, bytes] | None:
        """The head of a page that is kept for an edition like this one, and the rest of it, compressed."""
        stored = self._store.load(self._digest(trace))
        if stored is None:
            return None
        first = len(_ROOM) + int.from_bytes(stored[: len(_ROOM)], "big")
        try:
            head = load(stored[len(_ROOM) : first], _Head)
        except Misshapen:
            return None
        is_same = len(head.summaries) == len(trace.numbers) and all(
            each.holds(trace.month) for each in head.asked
        )
        return (head, stored[first:]) if is_same else None

    def _page(self, trace: PageTrace) -> PageFound | None:
        if (stored := self._stored(trace)) is None:
            return None
        head, body = stored
        kept = decompressed(body, _Body)
        if kept is None or not findings_fit(kept.findings, kept.entries, self._rules):
            return None
        try:
            return _Opened(trace, self._path, self._alike).found(head, kept)
        except (_Unplaced, Misshapen, IndexError, StopIteration):
            return None

    def keep(self, numbers: Sequence[int], pages: list[PageFound]) -> list[PageFound | KeptPage]:
        """Keep what was found on pages, where it is the whole answer and can be brought to other rows. Of a
        page that is kept, only what the whole must know of it comes back."""
        if self._loaded.scanner.given_up:
            return [*pages]
        return [
            KeptPage(page.summaries) if self._is_kept(self._traces[number], page) else page
            for number, page in zip(numbers, pages, strict=True)
        ]

    def _is_kept(self, trace: PageTrace, page: PageFound) -> bool:
        if page.part.errors or not all(map(self._is_apart, _all(page.part))):
            return False
        try:
            kept = _Closed(trace, self._path, page.part.records).kept(page)
            head = dump(_Head(page.part.asked, [each._replace(number=0) for each in page.summaries]))
        except (_Unplaced, IndexError, ValueError):
            return False
        if (body := compressed(kept)) is None:
            return False
        digest = self._digest(trace)
        self._store.keep(digest, len(head).to_bytes(len(_ROOM), "big") + head + body)
        return self._store.has(digest)

    def keep_whole(self, frame: DocumentResult, pages: dict[int, PageFound | KeptPage]) -> bool:
        """Keep which pages the input has, and whether that was done; `frame` is the result without them."""
        others = {number: page for number, page in pages.items() if isinstance(page, PageFound)}
        is_answer = not frame.errors and not any(page.part.errors for page in others.values())
        if self._loaded.scanner.given_up or not is_answer or len(pages) != len(self._traces):
            return False
        if body := compressed(_Whole(frame, self._traces, others)):
            digest = _digest_of_whole(self._slot)
            self._store.keep(digest, body)
            return self._store.has(digest)
        return False

    def _digest(self, trace: PageTrace) -> str:
        return blake2b(dump(["page", self._decisive, trace.digest]), digest_size=32).hexdigest()

    def _is_apart(self, finding: Finding) -> bool:
        """Whether what a finding says names no rows."""
        templates = self._rules[finding.rule].cases[finding.case].words("workbook")
        return all(attribute not in _LINES for each in templates for _, attribute, _ in each.places())


def known_by_pages(slot: Slot) -> Found | None:
    """What is kept of an input by its pages, if it is whole."""
    body = slot.store.load(_digest_of_whole(slot))
    whole = None if body is None else decompressed(body, _Whole)
    if whole is None or whole.frame.path != slot.given.path:
        return None
    pages = {number: whole.others.get(number, _ELSEWHERE) for number in range(len(whole.traces))}
    found = KeptPages(slot, whole.traces).load(pages)
    if len(found) < len(pages) or not _fit(whole.others.values(), slot):
        return None
    return Found(*joined(whole.frame, found.values()))


def _summaries(head: _Head, trace: PageTrace) -> list[ShardSummary]:
    """What the whole must know of the agreements of a page, by their places in it."""
    return [each._replace(number=number) for each, number in zip(head.summaries, trace.numbers, strict=True)]


def _fit(pages: Iterable[PageFound], slot: Slot) -> bool:
    rules = {rule.id: rule for rule in slot.loaded.of(slot.given.path)}
    return all(findings_fit(page.part.findings, page.part.entries, rules) for page in pages)


def _digest_of_whole(slot: Slot) -> str:
    return blake2b(dump(["pages", slot.digest]), digest_size=32).hexdigest()


def _all(part: Part) -> list[Finding]:
    return [*part.findings, *(entry.found for entry in part.entries if entry.found)]


def _cell(cell: str, row: int, other: int) -> str:
    """The name of a cell in a row, in another row."""
    digits = str(row)
    if not cell.endswith(digits):
        raise _Unplaced
    return f"{cell[: -len(digits)]}{other}"


class _Moved(ABC):
    """Findings at other places: the way from lines, rows and agreements to others is that of a subclass.

    What is equal is made `alike`.
    """

    def __init__(self, alike: Alike) -> None:
        self.alike = alike

    @abstractmethod
    def line(self, line: int) -> int: ...

    @abstractmethod
    def row(self, sheet: str | None, row: int) -> tuple[str | None, int]: ...

    @abstractmethod
    def path(self, path: str | None) -> str | None: ...

    @abstractmethod
    def bounds(self, first: int, last: int) -> tuple[int, int]:
        """The rows where an agreement begins and ends."""

    @abstractmethod
    def page(self, page: str) -> str: ...

    def move(self, values: list[Any]) -> None:
        """Bring the values of a finding to the other places."""
        if values[_SUGGESTION] or values[_PARTS]:
            raise _Unplaced
        occurrences, own = values[_OCCURRENCES], values[_FIRST]
        if own is not None and values[_LAST] is not None:
            values[_FIRST], values[_LAST] = self.bounds(own, values[_LAST])
        if values[_RECORD] is not None:
            values[_RECORD] = self.line(values[_RECORD])
        values[_EVIDENCE] = tuple(map(self._evidence, values[_EVIDENCE]))
        if occurrences:
            first = values[_FIRST]
            values[_OCCURRENCES] = tuple([self._occurrence(each, own, first) for each in occurrences])

    def _evidence(self, one: Evidence) -> Evidence:
        """There are many: a tuple is made by its class alone, which is done in half the time."""
        path, (line, column, end), field, text, note, at, agreement = one
        old, first, last, behind, sheet, cell, file = at
        if last != old:
            raise _Unplaced
        once = self.alike.known.setdefault
        sheet, row = self.row(sheet, old)
        place = _made(
            Place, (row, first, row, behind, sheet, cell and _cell(cell, old, row), self.path(file))
        )
        span = _made(Span, (self.line(line), column, end))
        return _made(
            Evidence,
            (self.path(path) or "", span, field, once(text, text), once(note, note), place, agreement),
        )

    def _occurrence(self, one: Occurrence, own: int | None, first: int | None) -> Occurrence:
        """`own` is where its agreement begins, and `first` where that is among the others."""
        if one.lines or one.record_line != own:
            raise _Unplaced
        sheet, row = self.row(one.sheet, one.line)
        cell = one.cell and _cell(one.cell, one.line, row)
        path = self.path(one.path) or ""
        return one._replace(path=path, line=row, record_line=first, sheet=sheet, cell=cell)

    def entry(self, entry: AggregateEntry) -> AggregateEntry:
        return entry._replace(page=self.page(entry.page)) if entry.page else entry

    def record(self, record: Record) -> Record:
        first, last = self.bounds(record.line, record.end_line)
        return record._replace(line=first, end_line=last)

    def lines(self, lines: dict[str, dict[int, str]]) -> dict[str, dict[int, str]]:
        once = self.alike.once
        return {
            self.path(path) or "": {self.line(number): once(text) for number, text in some.items()}
            for path, some in lines.items()
        }


class _Closed(_Moved):
    """To the numbers of a page: rows and lines from 1, and for an agreement its own and its last row."""

    def __init__(self, trace: PageTrace, path: str, records: list[Record]) -> None:
        super().__init__(Alike())
        self._trace = trace
        self._path = path
        self._places = trace.rows()
        self._rows = {place: number for number, place in enumerate(self._places, 1)}
        self._starts = [*accumulate(trace.sizes, initial=0)]
        self._records = {(each.line, each.end_line): number for number, each in enumerate(records)}
        if len(records) != len(trace.own) or len(self._records) != len(records):
            raise _Unplaced  # agreements that cannot be told apart by their rows

    def kept(self, page: PageFound) -> _Body:
        part = page.part
        if any(summary.cut for summary in page.summaries):
            raise _Unplaced
        without = WithoutShared()

        def closed(finding: Finding) -> Finding:
            values: list[Any] = [*finding]
            self.move(values)
            without.take(values)
            return _made(Finding, values)

        findings, entries = each_finding(part.findings, part.entries, closed)
        return _Body(
            findings, list(map(self.entry, entries)), part.unknown, list(map(self.record, part.records)),
            part.printed, self.lines(page.lines), without.shared, without.of,
        )  # fmt: skip

    def line(self, line: int) -> int:
        number = bisect_left(self._trace.before, line) - 1
        own = line - self._trace.before[number]
        if number < 0 or own > self._trace.sizes[number]:
            raise _Unplaced
        return self._starts[number] + own

    def row(self, sheet: str | None, row: int) -> tuple[str | None, int]:
        number = self._rows.get((sheet or "", row))
        if number is None:
            raise _Unplaced
        return None, number

    def path(self, path: str | None) -> str | None:
        return "" if path == self._path else path

    def bounds(self, first: int, last: int) -> tuple[int, int]:
        """The number of the agreement from 1, and of its last row among its own from 1."""
        number = self._records.get((first, last))
        if number is None:
            raise _Unplaced
        begin = sum(self._trace.own[:number])
        own = [row for _, row in self._places[begin : begin + self._trace.own[number]]]
        if not own or own[0] != first or (own[-1] != last and own.count(last) != 1):
            raise _Unplaced
        return number + 1, len(own) if own[-1] == last else own.index(last) + 1

    def page(self, page: str) -> str:
        return "page"


class _LateEntry(AggregateEntry):
    """A candidate whose finding is brought to its place when somebody asks for it: most comparisons come to
    nothing. In its place stands what makes it."""

    __slots__ = ()

    @property
    def found(self) -> Finding:
        late: _Late = self[-1]  # type: ignore[assignment]
        return late.opened.finding(late.finding, late.shared)

    def _replace(self, /, **changed: Any) -> AggregateEntry:  # type: ignore[override]
        return AggregateEntry(*self[:-1], self.found)._replace(**changed)

    def __reduce__(self) -> tuple[type[AggregateEntry], tuple[Any, ...]]:
        return AggregateEntry, (*self[:-1], self.found)


class _Late(NamedTuple):
    opened: _Opened
    finding: Finding
    shared: Shared


class _Opened(_Moved):
    """From the numbers of a page to those of its input."""

    def __init__(self, trace: PageTrace, path: str, alike: Alike) -> None:
        super().__init__(alike)
        self._trace = trace
        self._path = path
        self._starts = [*accumulate(trace.sizes, initial=0)]
        self._begins = [*accumulate(trace.own, initial=0)]
        self._rows = trace.rows()

    def found(self, head: _Head, kept: _Body) -> PageFound:
        shared = WithShared(kept.shared, kept.of)
        part = Part(
            [self.finding(each, shared.next()) for each in kept.findings],
            [self.late(self.entry(each), shared) for each in kept.entries],
            [], Counter(kept.unknown), list(map(self.record, kept.records)), head.asked, kept.printed,
        )  # fmt: skip
        return PageFound(part, self.lines(kept.lines), _summaries(head, self._trace))

    def finding(self, finding: Finding, shared: Shared) -> Finding:
        values: list[Any] = [*finding]
        shared.give(values)
        self.move(values)
        self.alike.texts(values)
        return _made(Finding, values)

    def late(self, entry: AggregateEntry, shared: WithShared) -> AggregateEntry:
        """A candidate, with a finding that can be brought to its place. Raises what doing so would."""
        if (found := entry.found) is None:
            return entry
        late = _Late(self, found, shared.next())
        if found.suggestion or found.parts or found.occurrences:
            return entry._replace(found=self.finding(*late[1:]))
        if found.record_line is not None and found.record_end is not None:
            self.bounds(found.record_line, found.record_end)
        lines, rows = self._starts[-1], len(self._rows)
        for _, (line, _, _), _, _, _, (row, _, last, _, _, cell, _), _ in found.evidence:
            if not 0 < line <= lines or not 0 < row <= rows or row != last:
                raise _Unplaced
            if cell and not cell.endswith(str(row)):
                raise _Unplaced
        if found.record is not None and not 0 < found.record <= lines:
            raise _Unplaced
        return _made(_LateEntry, (*entry[:-1], late))

    def line(self, line: int) -> int:
        number = bisect_left(self._starts, line) - 1
        if number < 0 or number >= len(self._trace.before):
            raise _Unplaced
        return self._trace.before[number] + line - self._starts[number]

    def row(self, sheet: str | None, row: int) -> tuple[str | None, int]:
        if row < 1:
            raise _Unplaced
        return self._rows[row - 1]

    def path(self, path: str | None) -> str | None:
        return self._path if path == "" else path

    def bounds(self, first: int, last: int) -> tuple[int, int]:
        if first < 1 or last < 1:
            raise _Unplaced
        begin, end = self._begins[first - 1], self._begins[first]
        if last > end - begin:
            raise _Unplaced
        return self._rows[begin][1], self._rows[begin + last - 1][1]

    def page(self, page: str) -> str:
        return f"{self._trace.before[0] + 1} {self._path}"
