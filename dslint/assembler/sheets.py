"""What each sheet of a workbook is, and what is in each of its columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from dslint.fields import NARRATIVES, NOT_USED
from dslint.memo import cached_method
from dslint.model import Columns, Place, UnusedColumn
from dslint.regexes import regex
from dslint.sources.tables import Sheet
from dslint.tokenizer.lexicon import fold_label
from dslint.tuples import NamedTuple
from dslint.vocabularies import Vocabularies

LONGEST_HEADER = 500  # code points
HEADER_WITHIN = 30  # the header is among so many rows
_SAMPLE = 300  # rows that tell what is in a column
_MOST = 0.6  # the share of them that must agree
_NUMBERED = regex(r"(?:(?:copy|part|q|v)?\d*|copy)\Z")
_DIGIT = regex(r"\d")


class Table(NamedTuple):
    """A sheet that was recognised. `header` is the number of the header's row, `rows` are those below it."""

    kind: str
    sheet: Sheet
    header: int
    columns: Columns
    rows: list[tuple[int, list[str]]]
    named: bool = False  # whether the sheet's name says its kind
    dialect: str | None = None  # the dialect that it is of, where it is not the official register's
    by_row: bool = False  # whether each row is an agreement of its own
    expects: tuple[str, ...] = ()  # the columns that every edition has
    without_reference: tuple[str, ...] = ()  # what a row must fill to be read although it names no reference
    alike: bool = False  # whether two rows may be alike, and still mean two releases
    splits: Mapping[str, str] = {}  # what stands between the values of a column, where a dialect says so
    # columns whose cells go on in a section, by its key, each with its heading
    adds: Mapping[str, tuple[tuple[int, str], ...]] = {}
    is_summary: bool = False  # whether its sections are a summary of the agreement, and not its text

    @property
    def width(self) -> int:
        """The cells of a row, up to the last column that is known."""
        return max(self.columns.values()) + 1

    @property
    def text_columns(self) -> list[int]:
        """The columns that hold text of the agreement."""
        named = [self.columns[section.key] for section in NARRATIVES if section.key in self.columns]
        return [*named, *(at for each in self.adds.values() for at, _ in each)]

    def lacking(self, first: Table) -> list[str]:
        """The columns of the kind that another table has and this one lacks.

        A table that its name makes one of the kind may be of an older layout; any other that lacks some is a
        summary, or about something else.
        """
        missing = [_words(key) for key in self.expects if key in first.columns and key not in self.columns]
        return [] if self.named else missing

    @property
    def doubt(self) -> tuple[bool, int]:
        """Less for a table that is surely what it was taken for."""
        return not self.named, -sum(key in self.columns for key in self.expects)

    def recipient(self, cells: list[str]) -> str:
        """The organisation of a row that says as much of a release as one can say without a reference."""
        texts = {key: cells[at].strip() if at < len(cells) else "" for key, at in self.columns.items()}
        needed = self.without_reference
        return texts["organisation"] if needed and all(map(texts.get, needed)) else ""


class _Column(NamedTuple):
    key: str
    headers: tuple[re.Pattern[str], ...]
    row: dict[str, Any]  # what the vocabulary says of it


class Unknown(NamedTuple):
    """A sheet of which nothing was read. `problem` says why, where its name promises something."""

    sheet: Sheet
    problem: str | None = None


class SheetReader:
    """Recognises sheets by the names and the headings that some vocabularies know."""

    def __init__(self, vocabularies: Vocabularies) -> None:
        self._vocabularies = vocabularies
        words = vocabularies.vocabulary("workbooks")
        self._kinds: dict[str, dict[str, Any]] = words["kinds"]
        self._titles = tuple(words["titles"])
        self._explanations = tuple(words["explanations"])
        self._written: list[list[str]] = words["written"]
        self._numbers: dict[str, str] = words["numbers"]
        self._own: dict[str, dict[str, str]] = {
            kind: {fold_label(heading): key for heading, key in row.get("own", {}).items()}
            for kind, row in self._kinds.items()
        }
        self._columns = {kind: tuple(self._columns_of(kind)) for kind in self._kinds}

    def _columns_of(self, kind: str) -> Iterator[_Column]:
        columns = self._kinds[self._kinds[kind].get("like", kind)]["columns"]
        for key, column in columns.items():
            headers = tuple(regex(header, re.IGNORECASE) for header in column["headers"])
            yield _Column(key, headers, column)

    def table(
        self, kind: str, sheet: Sheet, header: int, columns: Columns, rows: list[tuple[int, list[str]]]
    ) -> Table:
        """A sheet as a table of a kind."""
        row = self._kinds[kind]
        return Table(
            kind,
            sheet,
            header,
            columns,
            rows,
            expects=tuple(row["expects"]),
            without_reference=tuple(row.get("without_reference", ())),
            alike=row.get("alike", False),
        )

    def recognise(self, sheet: Sheet, remarks: list[str]) -> Table | Unknown | None:
        """None for an empty sheet, for one that only explains, and for a table of a kind that dslint writes.

        What was guessed or left out goes into `remarks`.
        """
        if self._is_written(sheet):
            remarks.append(f"sheet {sheet.name} is of a kind that dslint writes, and is not checked")
            return None
        name = _plain(sheet.name)
        kinds = self._kinds
        named = next((kind for kind in kinds if _is_named(name, kinds[kind])), None)
        if not sheet.rows or (named is None and name.endswith(self._explanations)):
            return None
        # Amendments differ from releases in their name only.
        for kind in [named] if named else [kind for kind in kinds if kind != "amendments"]:
            guessed: list[str] = []
            table = self._read(kind, sheet, guessed)
            missing = list(self._missing(kind, table.columns))
            if not missing:
                remarks += guessed
                remarks += _not_there(table)
                remarks += self._number_answers(table)
                return table._replace(named=named is not None)
            if named:
                return Unknown(sheet, _problem(table, missing))
        return Unknown(sheet)

    def parts(self, table: Table) -> Iterator[Table]:
        """The table up to where a row is a header again, and the rest, whose columns may be others."""
        first = 0
        for at, (number, cells) in enumerate(table.rows):
            column = table.columns["reference"]
            if (
                column < len(cells)
                and not _DIGIT.search(cells[column])
                and (again := self._header_again(table, cells))
            ):
                yield table._replace(rows=table.rows[first:at])
                table = table._replace(header=number, columns=again)
                first = at + 1
        yield table._replace(rows=table.rows[first:]) if first else table

    def _header_again(self, table: Table, cells: list[str]) -> Columns | None:
        texts = [" ".join(cell.split()) for cell in [*cells, *[""] * (table.width - len(cells))]]
        if all(texts[at] == table.columns.labels[key] for key, at in table.columns.items()):
            return table.columns
        found = self._headers(table.kind, texts)
        return None if any(self._missing(table.kind, found)) else _labelled(found, texts)

    def is_title(self, sheet: Sheet) -> bool:
        """Whether a sheet may print the period that the edition covers."""
        return _plain(sheet.name).endswith(self._titles)

    def _is_written(self, sheet: Sheet) -> bool:
        header = set(sheet.rows[0][1]) if sheet.rows else set()
        return any(header.issuperset(marks) for marks in self._written)

    @cached_method(1024)
    def _key(self, kind: str, header: str) -> str | None:
        """What a header names, by its beginning where it is long."""
        text = " ".join(header[:LONGEST_HEADER].split())
        own = self._own[self._kinds[kind].get("like", kind)].get(fold_label(text))
        named = (each.key for each in self._columns[kind] if any(p.search(text) for p in each.headers))
        return own or next(named, None)

    def _read(self, kind: str, sheet: Sheet, guessed: list[str]) -> Table:
        header_at, columns = 0, dict[str, int]()
        for index, (_, cells) in enumerate(sheet.rows[:HEADER_WITHIN]):
            found = self._headers(kind, cells)
            if len(found) > len(columns):
                header_at, columns = index, found
        header, labels = sheet.rows[header_at]
        rows = sheet.rows[header_at + 1 :]
        for key, at, how in self._by_content(kind, labels, rows, columns):
            columns[key] = at
            guessed.append(
                f'{cell_name(header, sheet.first_column + at, sheet.name)} ("{_short(labels[at])}")'
                f" was taken for the column {_words(key)}, by {how}"
            )
        return self.table(kind, sheet, header, _labelled(columns, labels), rows)

    def _headers(self, kind: str, cells: list[str]) -> dict[str, int]:
        """The columns that a row names, if it is a header."""
        found = dict[str, int]()
        for at, cell in enumerate(cells):
            if key := self._key(kind, cell):
                found.setdefault(key, at)
        return found

    def _by_content(
        self,
        kind: str,
        labels: list[str],
        rows: list[tuple[int, list[str]]],
        columns: dict[str, int],
    ) -> Iterator[tuple[str, int, str]]:
        """Columns that no header names: by what is in them, or by their position."""
        for key, _, column in self._columns[kind]:
            if key in columns:
                continue
            taken = set(columns.values())
            for at in (at for at in range(len(labels)) if at not in taken and not self._is_known(labels[at])):
                if "behind" in column:
                    if labels[at] and columns.get(column["behind"]) == at - 1:
                        yield key, at, "its place"
                        break
                elif self._holds(column, _sample(rows, at)):
                    yield key, at, "what is in it"
                    break

    @cached_method(1024)
    def _is_known(self, label: str) -> bool:
        """Whether a heading names a column of some kind of sheet, so that it is no damaged one."""
        return bool(label.strip()) and any(self._key(kind, label) for kind in self._kinds)

    def _holds(self, column: dict[str, Any], cells: list[str]) -> bool:
        if "values" in column:
            values = self._vocabularies.vocabulary(column["values"])["values"]
            known = {fold_label(value["text"]) for value in values}
            fits = sum(fold_label(cell) in known for cell in cells)
        elif "shape" in column:
            shape = regex(column["shape"])
            fits = sum(shape.search(cell.strip()) is not None for cell in cells)
        else:
            return False
        return bool(cells) and fits >= _MOST * len(cells)

    def _missing(self, kind: str, columns: dict[str, int]) -> Iterator[str]:
        for needed in self._kinds[kind]["needs"]:
            either = needed if isinstance(needed, list) else [needed]
            if not any(key in columns for key in either):
                yield " or ".join(map(_words, either))

    def _number_answers(self, table: Table) -> Iterator[str]:
        """Write Yes and No for the numbers of a column of answers that has nothing else."""
        answers = self._numbers
        for key, _, column in self._columns[table.kind]:
            at = table.columns.get(key) if "answers" in column else None
            if at is None:
                continue
            filled = [cells for _, cells in table.rows if at < len(cells) and cells[at]]
            if filled and all(cells[at] in answers for cells in filled):
                for cells in filled:
                    cells[at] = answers[cells[at]]
                label = _short(table.columns.labels[key])
                meant = " and ".join(f"{number} as {answer}" for number, answer in answers.items())
                yield f'{table.sheet.name}: the column "{label}" has numbers, read {meant}'


def _is_named(name: str, kind: dict[str, Any]) -> bool:
    """Whether a name says the kind, perhaps with the number of the sheet or a quarter behind it."""
    return _NUMBERED.sub("", name).endswith(tuple(kind["names"])) or any(
        word in name for word in kind.get("words", ())
    )


def _plain(name: str) -> str:
    return re.sub(r"[\W_]", "", name).casefold()


def _labelled(columns: dict[str, int], labels: list[str]) -> Columns:
    return Columns(columns, {key: " ".join(labels[at].split()) for key, at in columns.items()})


def _sample(rows: list[tuple[int, list[str]]], at: int) -> list[str]:
    """What is written in a column, as far as it tells what the column is for."""
    return [cells[at] for _, cells in rows[:_SAMPLE] if at < len(cells) and cells[at]]


def _not_there(table: Table) -> Iterator[str]:
    missing = [_words(key) for key in table.expects if key not in table.columns]
    if missing:
        yield f"{table.sheet.name}, row {table.header}: there is no column for {', '.join(missing)}"


def _problem(table: Table, missing: list[str]) -> str:
    cells = next(cells for number, cells in table.sheet.rows if number == table.header)
    there = ", ".join(f'"{_short(cell)}"' for cell in cells[:12] if cell.strip())
    return (
        f"sheet {table.sheet.name}, row {table.header}: there is no column for {', '.join(missing)}"
        f" (there: {there}); nothing on this sheet was read"
    )


def not_used(table: Table) -> Iterator[UnusedColumn]:
    """The columns that hold something nobody keeps."""
    labels = next(cells for number, cells in table.sheet.rows if number == table.header)
    keys = {index: key for key, index in table.columns.items()}
    for index, label in enumerate(labels):
        key = keys.get(index)
        is_kept = key is not None and key not in NOT_USED
        if is_kept or not any(index < len(cells) and cells[index].strip() for _, cells in table.rows):
            continue
        row, column, sheet = table.header, table.sheet.first_column + index, table.sheet.name
        place = Place(row, column, row, column + 1, sheet, f"{column_letters(column)}{row}", table.sheet.path)
        yield UnusedColumn(" ".join(label.split()), key, place)


def _words(key: str) -> str:
    return key.replace("_", " ")


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 40 else text[:39] + "…"


def column_letters(number: int) -> str:
    """The name of a column: 1 is A, 27 is AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def cell_name(row: int, column: int, sheet: str) -> str:
    return f"{sheet}!{column_letters(column)}{row}"
