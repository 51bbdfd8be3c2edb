"""A document as a draft, with everything that rules look at."""

from __future__ import annotations

from collections.abc import Iterator

from dslint.assembler.draft import CONFIDENTIALITY, LISTS
from dslint.convert.yaml_text import block, entry, listed, scalar
from dslint.fields import ENTRIES, TEXT_FIELDS
from dslint.model import Agreement, Document, Field, Period, Section

_OF_FIELD = {field: key for key, (field, name) in LISTS.items() if key != CONFIDENTIALITY}


def to_draft(document: Document) -> str:
    """The text of a draft that says what the document says, in the order in which it says it."""
    return "\n".join(_page(document)) + "\n"


def _page(document: Document) -> Iterator[str]:
    if document.organisation:
        yield entry("organisation", document.organisation.text, "")
    if document.unsafe_file_count is not None:
        yield f"unsafe_files: {document.unsafe_file_count}"
    if document.flags:
        yield from listed("flags", (document.text_of(flag.span) for flag in document.flags), "")
    if len(document.agreements) == 1:
        yield "agreement:"
        yield from _agreement(document, document.agreements[0], "  ")
        return
    yield "agreements:" + ("" if document.agreements else " []")
    for agreement in document.agreements:
        lines = list(_agreement(document, agreement, "    "))
        yield f"  - {lines[0].lstrip()}"
        yield from lines[1:]


def _agreement(document: Document, agreement: Agreement, indent: str) -> Iterator[str]:
    yield from _head(document, agreement, indent)
    parts: list[tuple[int, list[str]]] = [
        (field.line, list(_field(document, agreement, field, indent))) for field in agreement.fields.values()
    ]
    lines_of_fields = {field.line for field in agreement.fields.values()}
    rows = {release.line for release in agreement.releases}
    if not rows and agreement.heading.line == agreement.start_line in lines_of_fields:
        parts[0] = _as_printed(agreement, indent)  # the first line stands for the heading
    in_rows = [bool(field.cell) and field.line in rows for field in agreement.fields.values()]
    parts = [part for part, is_told in zip(parts, in_rows, strict=True) if not is_told]
    if rows:
        parts.append((min(rows), list(_flows(agreement, indent))))
    parts += _entries(agreement, indent)
    parts += [
        (section.line, list(_section(document, section, indent)))
        for section in agreement.sections.values()
        if section.key != "datasets"
    ]
    of_rows = all(each.span.line in rows for each in agreement.datasets)
    if not (rows and of_rows) and (agreement.datasets or "datasets" in agreement.sections):
        section = agreement.sections.get("datasets")
        line = section.line if section else agreement.datasets[0].span.line
        parts.append((line, list(listed("datasets", (each.text for each in agreement.datasets), indent))))
    if agreement.unlabelled:
        lines = [
            document.lines[n - 1] for first, last in agreement.unlabelled for n in range(first, last + 1)
        ]
        parts.append((agreement.unlabelled[0][0], list(block("text", lines, indent))))
    elif agreement.datasets and "datasets" not in agreement.sections:
        parts.append((agreement.end_line, [entry("text", None, indent)]))  # the labels are lost
    for _, lines in sorted(parts, key=lambda part: part[0]):
        yield from lines


def _flows(agreement: Agreement, indent: str) -> Iterator[str]:
    """Each flow that differs in what it says, whenever it was released."""
    (kind,) = (each for each in ENTRIES if each.is_flow)
    yield f"{indent}{kind.name}:"
    shown: dict[tuple[str, ...], None] = {}
    for release in agreement.releases:
        columns = [part.column for part in kind.parts]
        cells = (getattr(release.holder(each), each) if each else None for each in columns)
        shown[tuple(text or "" for text in cells)] = None
    for texts in shown:
        texts_by_key = {part.key: text for part, text in zip(kind.parts, texts, strict=True) if text}
        yield from _mapping(texts_by_key, indent)


def _entries(agreement: Agreement, indent: str) -> Iterator[tuple[int, list[str]]]:
    """Each key of entries with its lines, and where it is to stand."""
    groups: dict[str, list[str]] = {}
    first: dict[str, int] = {}
    for kind in ENTRIES:
        if not (entries := agreement.entries.get(kind.name)):
            continue
        top = kind.path[0]
        inside = f"{indent}  " if kind.under else indent
        first.setdefault(top, entries[0].value.span.line)
        lines = groups.setdefault(top, [f"{indent}{top}:"] if kind.under else [])
        lines.append(f"{inside}{kind.name}:")
        for each in entries:
            texts_by_key = {key: value.text for key, value in each.parts.items()}
            lines += _mapping(texts_by_key, inside, is_alone=len(entries) == 1)
    yield from ((first[top], lines) for top, lines in groups.items())


def _mapping(texts_by_key: dict[str, str], indent: str, is_alone: bool = False) -> Iterator[str]:
    """Keys with their texts, as one item of a list where it is not alone."""
    for number, (key, text) in enumerate(texts_by_key.items()):
        mark = "" if is_alone else "  " if number else "- "
        yield entry(key, text, f"{indent}  {mark}")


def _head(document: Document, agreement: Agreement, indent: str) -> Iterator[str]:
    is_legacy = agreement.layout == "legacy"
    name = document.organisation.text if document.organisation else None
    yield entry("reference", agreement.reference, indent)
    if agreement.version:
        yield f'{indent}version: "{agreement.version}"'
    if agreement.title and not (is_legacy and agreement.title == name):
        yield entry("title", agreement.title, indent)
    if agreement.organisation:
        yield entry("organisation", agreement.organisation.text, indent)
    if is_legacy:
        yield f"{indent}layout: legacy"


def _field(document: Document, agreement: Agreement, field: Field, indent: str) -> Iterator[str]:
    if field.key == "when" and (agreement.dsa != Period() or agreement.release != Period()):
        yield from _period(document, "dsa", agreement.dsa, indent)
        yield from _period(document, "releases", agreement.release, indent)
        if agreement.incident:
            yield entry("incident", agreement.incident.text, indent)
    elif field.key == "purposes":
        yield from _purposes(agreement, field, indent)
    elif field.key in TEXT_FIELDS:
        yield entry(field.key, field.raw, indent)
    elif field.key in _OF_FIELD:
        yield from _values(agreement, field, indent)


def _period(document: Document, key: str, period: Period, indent: str) -> Iterator[str]:
    """The dates as they are printed."""
    if period == Period():
        return
    yield f"{indent}{key}:"
    for name, value in (("start", period.start), ("end", period.end)):
        if value:
            yield entry(name, document.text_of(value.span), f"{indent}  ")


def _as_printed(agreement: Agreement, indent: str) -> tuple[int, list[str]]:
    field = next(iter(agreement.fields.values()))
    return field.line, [entry(_OF_FIELD.get(field.key, field.key), field.raw, indent)]


def _purposes(agreement: Agreement, field: Field, indent: str) -> Iterator[str]:
    types = [value.text for value in agreement.values.get("organisation_types", ())]
    spelled = f"{agreement.commercial or ''} ({', '.join(types)})".lstrip()
    if not types or (spelled != field.raw and not _is_of_rows(agreement)):
        yield entry("purposes", field.raw, indent)
        return
    yield f"{indent}purposes:"
    if agreement.commercial:
        yield f"{indent}  commercial: {scalar(agreement.commercial)}"
    yield from listed("organisation_types", types, f"{indent}  ")


def _values(agreement: Agreement, field: Field, indent: str) -> Iterator[str]:
    """A list of values; or the text as printed, where it holds more than they do."""
    key = _OF_FIELD[field.key]
    values = agreement.values.get(LISTS[key][1], ())
    excuses = agreement.values.get(LISTS[CONFIDENTIALITY][1], ()) if key == "opt_outs" else ()
    spelled = ", ".join(value.text for value in values)
    if excuses:
        spelled += f" (Excuses: {', '.join(value.text for value in excuses)})"
    if spelled != field.raw and not (_is_of_rows(agreement) and (values or excuses)):
        yield entry(key, field.raw, indent)
        return
    yield from listed(key, (value.text for value in values), indent)
    if excuses:
        yield from listed(CONFIDENTIALITY, (value.text for value in excuses), indent)


def _is_of_rows(agreement: Agreement) -> bool:
    """Whether the values come from many cells, of which a field shows the first."""
    return agreement.layout == "workbook"


def _section(document: Document, section: Section, indent: str) -> Iterator[str]:
    first, last = section.first_content_line, section.last_content_line
    if first is None or last is None:
        yield entry(section.key, None, indent)
        return
    lines = document.lines[first - 1 : last]
    yield from block(section.key, [lines[0][section.content_column - 1 :], *lines[1:]], indent)
