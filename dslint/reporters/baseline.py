"""A baseline as text: one line for each finding, sorted, so that a diff shows what came and went."""

from __future__ import annotations

from collections.abc import Iterable

from dslint.engine.baseline import SCHEMA, VERSION, BaselineEntry
from dslint.reporters.json_text import as_json_line


def render(entries: Iterable[BaselineEntry]) -> str:
    header = as_json_line({"schema": SCHEMA, "version": VERSION})
    return header + "".join(as_json_line(e.value()) for e in sorted(entries, key=lambda e: e.sort_key))
