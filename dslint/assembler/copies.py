"""Sheets of one kind that hold the same rows: a filtered copy, a cumulative edition, a backup."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from dslint.assembler.sheets import Table

Values = tuple[str, ...]


def without_copies(table: Table, earlier: Iterable[Table]) -> tuple[Table, dict[str, int]]:
    """The table without the rows that earlier tables have, and how many of them each of these sheets has.

    Rows of a kind that has ids are copies one by one where they have one; without ids, two releases may well
    look alike, and only a sheet all of whose rows are elsewhere is a copy.
    """
    counts: dict[str, int] = {}
    for other in earlier:
        keys = sorted(table.columns)
        if not table.rows or not set(keys) <= other.columns.keys():
            continue
        there = Counter(_values(other, keys))
        mine = list(_values(table, keys))
        copied = [values in there for values in mine]
        if not _one_by_one(table) and Counter(mine) - there:
            continue
        if _one_by_one(table) and "id" in table.columns:
            index = keys.index("id")
            copied = [copy and bool(values[index]) for copy, values in zip(copied, mine, strict=True)]
        if number := sum(copied):
            counts[other.sheet.name] = counts.get(other.sheet.name, 0) + number
            table = table._replace(
                rows=[row for row, copy in zip(table.rows, copied, strict=True) if not copy]
            )
    return table, counts


def _one_by_one(table: Table) -> bool:
    return "id" in table.columns or not table.alike


def _values(table: Table, keys: list[str]) -> Iterable[Values]:
    indices = [table.columns[key] for key in keys]
    for _, cells in table.rows:
        yield tuple(cells[index].strip() if index < len(cells) else "" for index in indices)
