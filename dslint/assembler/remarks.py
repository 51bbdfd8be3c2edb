"""How rows, names and numbers are said in remarks."""

from __future__ import annotations

from dslint.sources.tables import shorten

MOST_NAMED = 5
_LONGEST = 80  # code points of a reference or a cell that is named, with its sheet


def listed(rows: list[int]) -> str:
    shown = ", ".join(map(str, rows[:MOST_NAMED]))
    more = len(rows) - MOST_NAMED
    return f"{'row' if len(rows) == 1 else 'rows'} {shown}" + (f" and {more:,} more" if more > 0 else "")


def named(names: list[str]) -> str:
    shown = ", ".join(shorten(name, _LONGEST) for name in names[:MOST_NAMED])
    more = len(names) - MOST_NAMED
    return shown + (f" and {more:,} more" if more > 0 else "")


MOST_HEADINGS = 12


def named_headings(names: list[str]) -> str:
    shown = ", ".join(f'"{shorten(name, _LONGEST)}"' for name in names[:MOST_HEADINGS])
    more = len(names) - MOST_HEADINGS
    return shown + (f" and {more:,} more" if more > 0 else "")
