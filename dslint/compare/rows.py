"""Rows of release sheets in two editions: which of them changed its answer on opt-outs, or its legal basis.

A row has no name that lasts. Its id is often its number in the sheet, so that all of them move when one row
is added. Rows that say the same are therefore matched first, wherever they are. Only what is left is matched
by id, and then by what the row releases. Where several rows could be the one, none is taken.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator

from dslint.compare.sameness import Sameness
from dslint.data_classes import dataclass, field
from dslint.facts.datasets import Datasets
from dslint.facts.meanings import fold_text
from dslint.facts.releases import Releases
from dslint.fields import FLOWS, Values
from dslint.model import Agreement, Document, Place, Release
from dslint.tuples import NamedTuple
from dslint.values.cells import read_month
from dslint.vocabularies import Vocabularies

BY_ROW = tuple(flow for flow in FLOWS if flow.by_row)
_FLOW = tuple(flow for flow in FLOWS if not flow.by_row and flow.name != "datasets")

Meanings = dict[str, str]  # printed values by what makes them the same


class Row(NamedTuple):
    """One row of an edition. `printed` and `meanings` are by the names of BY_ROW; None where the sheet has no
    such column. `place` is that of the first of these cells. `flow` and `about` are what it releases to whom,
    with all that the sheet says of it and with the least."""

    id: str | None
    reference: str | None
    organisation: str | None
    dataset: str | None
    month: str | None
    path: str
    place: Place
    printed: dict[str, str | None]
    meanings: dict[str, Meanings | None]
    flow: tuple[str, ...]
    about: tuple[str, ...]

    @property
    def meaning(self) -> tuple[frozenset[str] | None, ...]:
        return tuple(
            None if (meanings := self.meanings[each.name]) is None else frozenset(meanings) for each in BY_ROW
        )


class RowChange(NamedTuple):
    """One row in both editions. `fields` are the names of BY_ROW in which it changed."""

    old: Row
    new: Row
    fields: tuple[str, ...]

    def values(self) -> Iterator[tuple[Values, str | None, str | None]]:
        """Everything by which rows are compared, as printed before and after."""
        for each in BY_ROW:
            yield each, self.old.printed[each.name], self.new.printed[each.name]


@dataclass
class RowChanges:
    """What became of the rows. `changed` is in the order of the new edition; `added` and `gone` are those
    that were matched with none."""

    both: int = 0
    changed: list[RowChange] = field(default_factory=list)
    added: list[Row] = field(default_factory=list)
    gone: list[Row] = field(default_factory=list)


class RowReader:
    """Reads the rows of documents."""

    def __init__(self, vocabularies: Vocabularies) -> None:
        self._items = vocabularies.derived(Releases).row_collection
        self._identity = vocabularies.derived(Sameness).identity
        self._identify = vocabularies.derived(Datasets).identify

    def rows(self, document: Document) -> Iterator[Row]:
        for record, agreement in enumerate(document.agreements):
            for release in agreement.releases:
                yield self._row(document, agreement, release, record)

    def _row(self, document: Document, agreement: Agreement, release: Release, record: int) -> Row:
        recipient = agreement.organisation or document.organisation
        organisation = release.organisation or (recipient.text if recipient else None)
        dataset = str(self._identify(release.dataset)["dataset"]) if release.dataset else ""
        month = (read_month(release.month) or fold_text(release.month)) if release.month else ""
        about = (agreement.base_reference or "", fold_text(organisation or ""), dataset, month)
        printed = {each.name: _printed(release, each) for each in BY_ROW}
        first = next((each.column for each in BY_ROW if each.column and printed[each.name] is not None), None)
        return Row(
            id=release.id or None,
            reference=agreement.base_reference,
            organisation=" ".join(organisation.split()) if organisation else None,
            dataset=release.dataset or None,
            month=release.month or None,
            path=document.path,
            place=document.place(document.cell(release, first).span)
            if first
            else document.place_of_line(release.line),
            printed=printed,
            meanings={each.name: self._meanings(document, release, each, record) for each in BY_ROW},
            flow=(*about, *(fold_text(_printed(release, each) or "") for each in _FLOW)),
            about=about,
        )

    def _meanings(self, document: Document, release: Release, values: Values, record: int) -> Meanings | None:
        items = self._items(document, release, values.collection, record)
        if items is None:
            return None
        return {self._identity(item, values.same_by): " ".join(item.text.split()) for item in items}


def _printed(release: Release, flow: Values) -> str | None:
    text: str | None = getattr(release, flow.column or "")
    return None if text is None else " ".join(text.split())


def compare_rows(old: Iterable[Row], new: Iterable[Row], vocabularies: Vocabularies) -> RowChanges:
    matching = _Matching(list(old), list(new))
    matching.equal(lambda row: (row.id, row.reference, row.flow, row.meaning))
    matching.equal(lambda row: (row.reference, row.flow, row.meaning))
    matching.alone(lambda row: (row.id, row.about) if row.id else None)
    matching.alike(lambda row: row.flow)
    matching.alone(lambda row: row.about)
    says_less = vocabularies.derived(Sameness).says_less
    pairs = sorted(matching.pairs)
    changed = [
        RowChange(before, after, fields)
        for _, before, after in ((at, matching.old[mine], matching.new[at]) for at, mine in pairs)
        if (fields := tuple(_changed(before, after, says_less)))
    ]
    added = [row for at, row in enumerate(matching.new) if at in matching.new_left]
    gone = [row for at, row in enumerate(matching.old) if at in matching.old_left]
    return RowChanges(len(pairs), changed, added, gone)


def _changed(old: Row, new: Row, says_less: Callable[..., bool]) -> Iterator[str]:
    for each in BY_ROW:
        before, after = old.meanings[each.name], new.meanings[each.name]
        if before is None or after is None or before.keys() == after.keys():
            continue

        def in_detail(one: tuple[str, str], others: Meanings, kind: Values = each) -> bool:
            return any(
                says_less(kind.same_by, one, other) or says_less(kind.same_by, other, one)
                for other in others.items()
            )

        only = [(one, after) for one in before.items() if one[0] not in after]
        only += [(one, before) for one in after.items() if one[0] not in before]
        if not all(in_detail(one, others) for one, others in only):
            yield each.name


class _Matching:
    """Rows by their number; what is matched is no longer left."""

    def __init__(self, old: list[Row], new: list[Row]) -> None:
        self.old, self.new = old, new
        self.old_left, self.new_left = dict.fromkeys(range(len(old))), dict.fromkeys(range(len(new)))
        self.pairs: list[tuple[int, int]] = []  # new, old

    def equal(self, key: Callable[[Row], Hashable]) -> None:
        """Match as many rows of a key as both sides have, in their order."""
        for olds, news in self._groups(key):
            for mine, other in zip(olds, news, strict=False):
                self._match(mine, other)

    def alone(self, key: Callable[[Row], Hashable]) -> None:
        """Match a row where each side has one of its key."""
        for olds, news in self._groups(key):
            if len(olds) == len(news) == 1:
                self._match(olds[0], news[0])

    def alike(self, key: Callable[[Row], Hashable]) -> None:
        """Match rows of a key where all of each side say the same, so that it does not matter which is
        which."""
        for olds, news in self._groups(key):
            if _say_the_same(self.old[at] for at in olds) and _say_the_same(self.new[at] for at in news):
                for mine, other in zip(olds, news, strict=False):
                    self._match(mine, other)

    def _match(self, old: int, new: int) -> None:
        del self.old_left[old], self.new_left[new]
        self.pairs.append((new, old))

    def _groups(self, key: Callable[[Row], Hashable]) -> list[tuple[list[int], list[int]]]:
        groups: dict[Hashable, tuple[list[int], list[int]]] = {}
        for side, rows, left in ((0, self.old, self.old_left), (1, self.new, self.new_left)):
            for at in left:
                if (name := key(rows[at])) is not None:
                    groups.setdefault(name, ([], []))[side].append(at)
        return [group for group in groups.values() if all(group)]


def _say_the_same(rows: Iterable[Row]) -> bool:
    return len({row.meaning for row in rows}) == 1
