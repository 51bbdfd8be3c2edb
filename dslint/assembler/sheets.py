"""What each sheet of a workbook is, and which of its columns holds what."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any, NamedTuple

from dslint import resources
from dslint.model import Columns
from dslint.sources.tables import Sheet
from dslint.tokenizer.lexicon import fold

HEADER_WITHIN = 30  # the header is among so many rows
_SAMPLE = 300  # rows that tell what a column holds
_MOST = 0.6  # the share of them that must agree


class Table(NamedTuple):
    """A sheet that was recognised. `header` is the number of the header's row, `rows` are those below it."""

    kind: str
    sheet: Sheet
    header: int
    columns: Columns
    rows: list[tuple[int, list[str]]]

    @property
    def width(self) -> int:
        """The cells of a row, up to the last column that is known."""
        return max(self.columns.values()) + 1


class Unknown(NamedTuple):
    """A sheet of which nothing was read. `problem` says why, where its name promises something."""

    sheet: Sheet
    problem: str | None = None


def recognise(sheet: Sheet, remarks: list[str]) -> Table | Unknown | None:
    """None for an empty sheet, for one that only explains, and for a table of a kind that dslint writes.

    What was guessed or left out goes into `remarks`.
    """
    if _is_written(sheet):
        remarks.append(f"sheet {sheet.name} is of a kind that dslint writes, and is not checked")
        return None
    name = _plain(sheet.name)
    kinds = resources.vocabulary("workbooks")["kinds"]
    named = next((kind for kind in kinds if name.endswith(tuple(kinds[kind]["names"]))), None)
    if not sheet.rows or (named is None and name.endswith(_explanations())):
        return None
    # Amendments differ from releases in their name only.
    for kind in [named] if named else [kind for kind in kinds if kind != "amendments"]:
        guessed: list[str] = []
        table = _read(kind, sheet, guessed)
        missing = list(_missing(kind, table.columns))
        if not missing:
            remarks += guessed
            remarks += _not_there(table)
            return table
        if named:
            return Unknown(sheet, _problem(table, missing))
    return Unknown(sheet)


def is_title(sheet: Sheet) -> bool:
    """Whether a sheet may print the period that the edition covers."""
    return _plain(sheet.name).endswith(tuple(resources.vocabulary("workbooks")["titles"]))


def _plain(name: str) -> str:
    return re.sub(r"[\W_]", "", name).casefold()


def _is_written(sheet: Sheet) -> bool:
    header = set(sheet.rows[0][1]) if sheet.rows else set()
    return any(header.issuperset(marks) for marks in resources.vocabulary("workbooks")["written"])


@cache
def _explanations() -> tuple[str, ...]:
    return tuple(resources.vocabulary("workbooks")["explanations"])


@cache
def _columns(kind: str) -> tuple[tuple[str, tuple[re.Pattern[str], ...], dict[str, Any]], ...]:
    kinds = resources.vocabulary("workbooks")["kinds"]
    columns = kinds[kinds[kind].get("like", kind)]["columns"]
    return tuple(
        (key, tuple(re.compile(header, re.IGNORECASE) for header in column["headers"]), column)
        for key, column in columns.items()
    )


@lru_cache(maxsize=1024)
def _key(kind: str, header: str) -> str | None:
    """What a header names."""
    text = " ".join(header.split())
    return next(
        (key for key, patterns, _ in _columns(kind) if any(pattern.search(text) for pattern in patterns)),
        None,
    )


def _read(kind: str, sheet: Sheet, guessed: list[str]) -> Table:
    place, columns = 0, dict[str, int]()
    for index, (_, cells) in enumerate(sheet.rows[:HEADER_WITHIN]):
        found = dict[str, int]()
        for at, cell in enumerate(cells):
            if key := _key(kind, cell):
                found.setdefault(key, at)
        if len(found) > len(columns):
            place, columns = index, found
    header, labels = sheet.rows[place]
    rows = sheet.rows[place + 1 :]
    for key, at, how in _by_content(kind, labels, rows, columns):
        columns[key] = at
        guessed.append(
            f'{cell_name(header, sheet.first_column + at, sheet.name)} ("{_short(labels[at])}") was taken for'
            f" the column {_words(key)}, by {how}"
        )
    named = {key: " ".join(labels[at].split()) for key, at in columns.items()}
    return Table(kind, sheet, header, Columns(columns, named), rows)


def _by_content(
    kind: str, labels: list[str], rows: list[tuple[int, list[str]]], columns: dict[str, int]
) -> Iterator[tuple[str, int, str]]:
    """Columns that no header names: by what stands in them, or by their place."""
    for key, _, column in _columns(kind):
        if key in columns:
            continue
        taken = set(columns.values())
        for at in (at for at in range(len(labels)) if at not in taken):
            if "behind" in column:
                if labels[at] and columns.get(column["behind"]) == at - 1:
                    yield key, at, "its place"
                    break
            elif _holds(column, [cells[at] for _, cells in rows[:_SAMPLE] if at < len(cells) and cells[at]]):
                yield key, at, "what stands in it"
                break


def _holds(column: dict[str, Any], cells: list[str]) -> bool:
    if "values" in column:
        known = {fold(value["text"]) for value in resources.vocabulary(column["values"])["values"]}
        fits = sum(fold(cell) in known for cell in cells)
    elif "shape" in column:
        shape = re.compile(column["shape"])
        fits = sum(shape.search(cell.strip()) is not None for cell in cells)
    else:
        return False
    return bool(cells) and fits >= _MOST * len(cells)


def _missing(kind: str, columns: dict[str, int]) -> Iterator[str]:
    for needed in resources.vocabulary("workbooks")["kinds"][kind]["needs"]:
        either = needed if isinstance(needed, list) else [needed]
        if not any(key in columns for key in either):
            yield " or ".join(map(_words, either))


def _not_there(table: Table) -> Iterator[str]:
    expected = resources.vocabulary("workbooks")["kinds"][table.kind]["expects"]
    missing = [_words(key) for key in expected if key not in table.columns]
    if missing:
        yield f"{table.sheet.name}, row {table.header}: there is no column for {', '.join(missing)}"


def _problem(table: Table, missing: list[str]) -> str:
    cells = next(cells for number, cells in table.sheet.rows if number == table.header)
    there = ", ".join(f'"{_short(cell)}"' for cell in cells[:12] if cell.strip())
    return (
        f"sheet {table.sheet.name}, row {table.header}: there is no column for {', '.join(missing)}"
        f" (there: {there}); nothing on this sheet was read"
    )


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
