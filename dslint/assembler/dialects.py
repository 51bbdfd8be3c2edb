"""Tables of registers that dslint knows by a dialect file, and which columns of them hold what.

A dialect is data: vocabulary/dialects/*.yaml, or a project's own (dslint schema dialect). A table is of a
dialect when a row of it has the headings that the dialect needs. Each row may name an agreement, its datasets
and its releases at once. It becomes a row of each of these kinds.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dslint import fields
from dslint.assembler.sheets import HEADER_WITHIN, SheetReader, Table, not_used
from dslint.model import Columns, UnusedColumn
from dslint.sources.records import AROUND, LISTED
from dslint.sources.tables import Sheet
from dslint.tuples import NamedTuple
from dslint.values.split import split_outside_brackets
from dslint.vocabularies import Vocabularies

REFERENCE = "reference"
OF_ROWS = frozenset((*fields.ROW_COLUMNS, "last_month"))
OF_AGREEMENTS = frozenset(
    (
        *(single.column for single in fields.SINGLES if single.column),
        *(kind.head_column for kind in fields.HEADER if kind.head_column),
        *(section.key for section in fields.NARRATIVES),
    )
)
AGREEMENT = "agreement"
_KINDS = {AGREEMENT: "releases", "version": "releases", "release": "releases", "dataset": "datasets"}
_SEPARATORS = {"newline": "\n"}
_OPEN = "..."  # a heading that only begins so


def plain(heading: str) -> str:
    """A heading without what differs from one edition to the next: case, white space, marks at its end."""
    return " ".join(heading.replace("’", "'").split()).casefold().rstrip(" *:?")


class _Column(NamedTuple):
    key: str
    whole: tuple[str, ...]
    beginnings: tuple[str, ...]
    split: str | None

    def names(self, heading: str) -> bool:
        return heading in self.whole or (bool(self.beginnings) and heading.startswith(self.beginnings))


class DialectTable:
    """One table of a dialect. Its columns are tried in order; a heading is of one column only."""

    def __init__(self, dialect: dict[str, Any], table: dict[str, Any]) -> None:
        self.dialect: str = dialect["dialect"]
        self.each_row: str = table.get("each_row", AGREEMENT)
        self.needs: frozenset[str] = frozenset(table["needs"])
        self._sheets = {plain(name) for name in table.get("sheets", ())}
        self._columns = [_column(key, value) for key, value in table["columns"].items()]
        self._adds = [_column(key, value) for key, value in table.get("adds", {}).items()]
        self._repeats = {plain(name) for name in table.get("repeats", ())}
        # What prints no processing activities sums the agreement up, unless the dialect says otherwise.
        narratives = {section.key for section in fields.NARRATIVES} & {*table["columns"]}
        is_short = bool(narratives) and "processing" not in narratives
        self.is_summary: bool = table.get("text", "summary" if is_short else "whole") == "summary"

    def columns(self, sheet: Sheet, cells: list[str]) -> dict[str, int]:
        """The columns that a row of a sheet names; none when it is no header of this table."""
        if self._sheets and plain(sheet.name) not in self._sheets:
            return {}
        headings = [plain(cell) for cell in cells]
        found: dict[str, int] = {}
        for column in self._columns:
            for at, heading in enumerate(headings):
                if heading and at not in found.values() and column.names(heading):
                    found[column.key] = at
                    break
        return found if self.needs <= found.keys() else {}

    def filled(
        self, columns: dict[str, int], labels: list[str], rows: list[tuple[int, list[str]]]
    ) -> dict[str, int]:
        """The same columns, but for one where nothing stands another of its headings with something below."""
        headings = [plain(label) for label in labels]
        made = dict(columns)
        for column in self._columns:
            of = [at for at, heading in enumerate(headings) if heading and column.names(heading)]
            if column.key not in made or len(of) < 2:
                continue
            free = [at for at in of if at == made[column.key] or at not in made.values()]
            some = [at for at in free if any(at < len(cells) and cells[at].strip() for _, cells in rows)]
            if some and made[column.key] not in some:
                made[column.key] = some[0]
        return made

    def added(self, cells: list[str], columns: dict[str, int]) -> dict[str, tuple[tuple[int, str], ...]]:
        """The columns whose cells go on in a section, by its key, each with its heading."""
        free = [(at, cell) for at, cell in enumerate(cells) if at not in columns.values() and cell.strip()]
        found = {
            column.key: tuple(
                (at, " ".join(cell.split()).rstrip(" *:")) for at, cell in free if column.names(plain(cell))
            )
            for column in self._adds
        }
        return {key: each for key, each in found.items() if each}

    def separator(self, key: str) -> str | None:
        return next((column.split for column in self._columns if column.key == key), None)

    def is_repeated(self, heading: str) -> bool:
        """Whether a column says again what another one says."""
        return plain(heading) in self._repeats


def _column(key: str, value: Any) -> _Column:
    given = value if isinstance(value, dict) else {"headings": value}
    headings = [given["headings"]] if isinstance(given["headings"], str) else given["headings"]
    split = given.get("split")
    return _Column(
        key,
        tuple(plain(each) for each in headings if not each.endswith(_OPEN)),
        tuple(plain(each.removesuffix(_OPEN)) for each in headings if each.endswith(_OPEN)),
        _SEPARATORS.get(split, split) if split else None,
    )


class OfDialect(NamedTuple):
    """A sheet as a table of each kind that its rows are of, and its columns that are not read."""

    tables: list[Table]
    not_used: list[UnusedColumn]


class Dialects:
    """The dialects of a run, a project's own before the built-in ones."""

    def __init__(self, vocabularies: Vocabularies) -> None:
        self._sheets = vocabularies.derived(SheetReader)
        whole = vocabularies.vocabulary("dialects")["values"]
        own = len(vocabularies.own("dialects"))
        self._dialects = [*whole[len(whole) - own :], *whole[: len(whole) - own]]
        self._tables = [
            DialectTable(each, table) for each in self._dialects for table in each.get("tables", ())
        ]

    def explains(self, name: str) -> bool:
        """Whether a sheet of that name holds no agreement in some dialect."""
        return any(plain(name) in map(plain, each.get("explains", ())) for each in self._dialects)

    def read(self, sheet: Sheet) -> OfDialect | None:
        """What a sheet says, or None when no dialect knows it."""
        best: tuple[int, int, DialectTable, dict[str, int]] | None = None
        for table in self._tables:
            for index, (_, cells) in enumerate(sheet.rows[:HEADER_WITHIN]):
                columns = table.columns(sheet, cells)
                if columns and (best is None or len(columns) > best[0]):
                    best = len(columns), index, table, columns
        if best is None:
            return None
        _, index, table, columns = best
        header, labels = sheet.rows[index]
        rows = sheet.rows[index + 1 :]
        columns = table.filled(columns, labels, rows)
        passed = {
            at
            for at, label in enumerate(labels)
            if label.startswith(AROUND) or LISTED in label or table.is_repeated(label)
        }
        passed |= {at for each in table.added(labels, columns).values() for at, _ in each}
        known = {**columns, **{f"{AROUND}{at}": at for at in passed - {*columns.values()}}}
        whole = self._sheets.table(_KINDS[table.each_row], sheet, header, Columns(known, {}), rows)
        return OfDialect(
            list(self._of_kinds(sheet, table, columns, header, labels, rows)),
            [unused for unused in not_used(whole) if unused.label],
        )

    def _of_kinds(
        self,
        sheet: Sheet,
        table: DialectTable,
        columns: dict[str, int],
        header: int,
        labels: list[str],
        rows: list[tuple[int, list[str]]],
    ) -> Iterator[Table]:
        printed = {key: " ".join(labels[at].split()) for key, at in columns.items()}

        def made(kind: str, keys: frozenset[str], of_kind: list[tuple[int, list[str]]]) -> Table:
            kept = {key: at for key, at in columns.items() if key in keys}
            named = Columns(kept, {key: printed[key] for key in kept})
            by_row = table.each_row == AGREEMENT
            whole = self._sheets.table(kind, sheet, header, named, of_kind)
            splits = {key: mark for key in kept if (mark := table.separator(key))}
            return whole._replace(
                named=True, dialect=table.dialect, by_row=by_row, splits=splits,
                adds=table.added(labels, columns), is_summary=table.is_summary,
            )  # fmt: skip

        has_rows = bool(columns.keys() & (OF_ROWS - {"organisation"}))
        if columns.keys() & (OF_AGREEMENTS - {"organisation"}) or not has_rows:
            yield made("purposes", OF_AGREEMENTS | {REFERENCE}, rows)
        if has_rows:
            of_rows = rows
            for key in columns.keys() & OF_ROWS:
                if separator := table.separator(key):
                    of_rows = [row for each in of_rows for row in _split(each, columns[key], separator)]
            yield made(_KINDS[table.each_row], OF_ROWS | {REFERENCE}, of_rows)


def _split(row: tuple[int, list[str]], at: int, separator: str) -> Iterator[tuple[int, list[str]]]:
    """The row once for each value of a cell. A separator in brackets is part of a value."""
    number, cells = row
    pieces = [piece for _, piece in split_outside_brackets(cells[at], separator)] if at < len(cells) else []
    if len(pieces) < 2:
        yield row
        return
    for piece in pieces:
        yield number, [*cells[:at], piece, *cells[at + 1 :]]
