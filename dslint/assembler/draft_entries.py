"""The parts of a draft that have keys of their own: flows, processors, places, dates of approvals.

Each entry becomes a line. A flow becomes a row of releases, so that nothing is merged.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dslint.assembler.draft_page import DraftPage
from dslint.assembler.releases import summarise
from dslint.datafiles.yaml_marks import Path
from dslint.fields import ENTRIES, Columns, Entries, Part, Release
from dslint.model import Agreement, Document, Entry, Span, Value

_BETWEEN = "; "  # parts of an entry, and several values of one cell


def read_entries(page: DraftPage, agreement: Agreement, path: Path, found: Any) -> None:
    """Everything under one key of an agreement."""
    for kind in ENTRIES:
        if kind.path[0] != path[-1]:
            continue
        at, inside = path, found
        if kind.under is not None:
            if not isinstance(found, dict) or kind.name not in found:
                continue
            at, inside = (*path, kind.name), found[kind.name]
        several = list(_several(at, inside))
        if kind.is_flow:
            _flows(page, agreement, kind, several)
            continue
        entries = [_entry(page, kind, *one) for one in several]
        agreement.entries[kind.name] = [entry for entry in entries if entry is not None]
        if not agreement.entries[kind.name]:
            agreement.unsaid[kind.name] = _unsaid(page, kind, at)


def _unsaid(page: DraftPage, kind: Entries, path: Path) -> Span:
    """A line for a key under which nothing stands."""
    place = page.marked.place(path, of_key=True)
    page.writer.write(kind.label[:1].upper() + kind.label[1:], *place)
    page.writer.insert(":")
    page.writer.end_line(*place)
    line = len(page.writer.lines)
    return Span(line, 1, 1 + len(page.writer.lines[-1]))


def _several(path: Path, found: Any) -> Iterator[tuple[Path, Any]]:
    """Each entry with its place: an item of a list, or what stands in place of a list."""
    if isinstance(found, list):
        yield from (((*path, number), one) for number, one in enumerate(found))
    else:
        yield path, found


def _texts(kind: Entries, path: Path, found: Any) -> Iterator[tuple[Part, Path, Any]]:
    """What an entry says, by the parts of its kind; what says nothing is left out."""
    if isinstance(found, str):
        if found.strip():
            yield kind.parts[0], path, found
        return
    for part in kind.parts if isinstance(found, dict) else ():
        text = found.get(part.key)
        if isinstance(text, list):
            text = [one for one in text if isinstance(one, str) and one.strip()]
        if text and (isinstance(text, list) or (isinstance(text, str) and text.strip())):
            yield part, (*path, part.key), found[part.key]


def _entry(page: DraftPage, kind: Entries, path: Path, found: Any) -> Entry | None:
    parts: dict[str, Value] = {}
    dates: dict[str, Value] = {}
    place = page.marked.place(path)
    for part, at, text in _texts(kind, path, found):
        if not parts:
            page.writer.write(kind.label[:1].upper() + kind.label[1:], *place)
            page.writer.insert(": ")
        else:
            page.writer.insert(_BETWEEN)
        if part.is_date and isinstance(text, str):
            start = page.writer.column
            if date := page.date(text, at, part.or_words):
                dates[part.key] = date
            value = Value(page.writer.text[start - 1 :], _span(page, start))
        else:
            start = page.writer.column
            page.items(at, text)
            value = Value(page.writer.text[start - 1 :], _span(page, start))
        parts[part.key] = value
    if not parts:
        return None
    page.writer.end_line(*place)
    return Entry(next(iter(parts.values())), parts, dates)


def _span(page: DraftPage, start: int) -> Span:
    return Span(len(page.writer.lines) + 1, start, page.writer.column)


def _flows(page: DraftPage, agreement: Agreement, kind: Entries, several: list[tuple[Path, Any]]) -> None:
    """Each flow as a row of cells."""
    given = [(path, {part.key: (part, at, text) for part, at, text in _texts(kind, path, found)})
            for path, found in several]  # fmt: skip
    used = [part for part in kind.parts if part.column and any(part.key in parts for _, parts in given)]
    if not used:
        return
    columns = Columns(
        {part.column: number for number, part in enumerate(used) if part.column},
        {part.column: part.key.replace("_", " ") for part in used if part.column},
    )
    for path, parts in given:
        if not parts:
            continue
        page.writer.write("", *page.marked.place(path))
        cells: dict[str, Any] = {}
        for number, part in enumerate(used):
            if number:
                page.writer.insert("\t")
            start = page.writer.column
            if part.key in parts:
                _, at, text = parts[part.key]
                page.items(at, text, _BETWEEN)
            if part.key == "opt_outs" and "reason" in parts and _is_bare(page, page.writer.text[start - 1 :]):
                _, at, text = parts["reason"]
                page.writer.insert(" - ")
                page.items(at, text)
            cells[str(part.column)] = page.writer.text[start - 1 :].strip()
        page.writer.end_line(*page.marked.place(path), is_row=True)
        agreement.releases.append(Release(len(page.writer.lines), columns, **cells))


def _is_bare(page: DraftPage, answer: str) -> bool:
    """Whether an answer about opt-outs has no reason yet."""
    return bool(answer.strip()) and " - " not in answer and not any(page.placeholders.find(answer))


def use_rows(document: Document, agreement: Agreement) -> None:
    """Fill what the draft does not say itself from its flows."""
    summarise(document, agreement, agreement.releases)
