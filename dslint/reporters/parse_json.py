"""What was understood, as JSON."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dslint.facts import AgreementFacts, DocumentFacts, Item
from dslint.facts.organisations import Organisations
from dslint.fields import HEADER, ROW_COLUMNS, Values, moved
from dslint.model import Agreement, Document, Period, Release, Span, UnusedColumn, Value
from dslint.reporters.json_text import as_json
from dslint.reporters.place import in_sheet

# Values that have a key of their own; the order is that of the contract, which is older than the table.
_LISTS = [
    kind
    for kind in moved(HEADER, "type_of_data", behind="minutes")
    if kind.name not in {"organisation_types", "sublicensing"}
]


def render(documents: list[Document], errors: list[dict[str, str]]) -> str:
    return as_json({"documents": [document_value(d) for d in documents], "errors": errors})


def document_value(document: Document) -> dict[str, Any]:
    facts = DocumentFacts(document)
    rows = document.kind == "register-workbook"
    return {
        "path": document.path,
        "kind": document.kind,
        "organisation": _text(document.organisation),
        "unsafe_file_count": document.unsafe_file_count,
        "flags": [{"kind": flag.kind, **_at(document, flag.span)} for flag in document.flags],
        **_pages(document),
        "coverage": round(document.coverage, 6),
        "unparsed": [_stretch(document, first, last) for first, last in document.unparsed],
        "agreements": [_agreement_value(agreement) for agreement in facts.agreements],
        **({"amendments": [_release(document, row) for row in document.amendments]} if rows else {}),
        **({"remarks": document.remarks} if rows or document.remarks else {}),
        **({"not_used": [_unused(each) for each in document.not_used]} if rows else {}),
    }


def _pages(document: Document) -> dict[str, Any]:
    """What each page of a file says of itself, where the file has several."""
    pages = document.pages() if document.kind == "register-page" else []
    return (
        {}
        if len(pages) < 2
        else {
            "pages": [
                {
                    "organisation": _text(page.organisation),
                    "unsafe_file_count": page.unsafe_file_count,
                    "flags": [{"kind": flag.kind, **_at(document, flag.span)} for flag in page.flags],
                }
                for page in pages
            ]
        }
    )


def _agreement_value(facts: AgreementFacts) -> dict[str, Any]:
    agreement, document = facts.agreement, facts.document
    return {
        "reference": agreement.reference,
        "base_reference": agreement.base_reference,
        "version": agreement.version,
        "title": agreement.title,
        "organisation": _text(agreement.organisation or document.organisation),
        **_stretch(document, agreement.start_line, agreement.end_line),
        "fields": {
            key: {"label": field.label, **_at(document, field.span), "raw": field.raw}
            for key, field in agreement.fields.items()
        },
        "sections": {
            key: {
                "label": section.label,
                **_at(document, section.label_span),
                "first_content_line": _line(document, section.first_content_line),
                "last_content_line": _line(document, section.last_content_line),
            }
            for key, section in agreement.sections.items()
        },
        "unlabelled": [_stretch(document, first, last) for first, last in agreement.unlabelled],
        "datasets": [{"name": value.text, **_at(document, value.span)} for value in agreement.datasets],
        **_dates("dsa", agreement.dsa),
        **_dates("release", agreement.release),
        "incident": _text(agreement.incident),
        **{kind.name: [] if _is_legacy(agreement, kind) else _texts(agreement, kind) for kind in _LISTS},
        "purposes": {
            "commercial": agreement.commercial,
            "organisation_types": [v.text for v in agreement.values.get("organisation_types", ())],
        },
        **_legacy(agreement),
        "sublicensing": field.raw if (field := agreement.fields.get("sublicensing")) else None,
        "named_controllers": _named_controllers(facts),
        "processors": _processors(facts),
        "without_access": _first_places(facts, facts.role_items("none")),
        "statements": _statements(facts),
        "releases": [_release(document, release) for release in agreement.releases],
        **({"entries": _entries(document, agreement)} if agreement.entries else {}),
        **_unknown(facts),
    }


def _texts(agreement: Agreement, kind: Values) -> list[str]:
    return [value.text for value in agreement.values.get(kind.name, ())]


def _is_legacy(agreement: Agreement, kind: Values) -> bool:
    """Whether the values are printed in the field that the oldest layout has for them."""
    fields = agreement.fields
    return kind.oldest is not None and kind.field not in fields and kind.oldest[0] in fields


def _legacy(agreement: Agreement) -> dict[str, Any]:
    """What the oldest layout prints in fields of its own, which the contract keeps apart."""
    found = {kind.name: _texts(agreement, kind) for kind in _LISTS if _is_legacy(agreement, kind)}
    return {"legacy": found} if found else {}


def _unused(unused: UnusedColumn) -> dict[str, Any]:
    at = unused.place
    return {"label": unused.label, "column": unused.column, "line": at.line, **in_sheet(at.sheet, at.cell)}


def _at(document: Document, span: Span) -> dict[str, Any]:
    at = document.place(span)
    return {"line": at.line, **in_sheet(at.sheet, at.cell)}


def _release(document: Document, release: Release) -> dict[str, Any]:
    at = document.place_of_line(release.line)
    values = {name: getattr(release, name) for name in ROW_COLUMNS}
    return {"line": at.line, "sheet": at.sheet, **values}


def _entries(document: Document, agreement: Agreement) -> dict[str, list[dict[str, Any]]]:
    """What a draft says under keys of its own."""
    return {
        name: [
            {**{key: value.text for key, value in entry.parts.items()}, **_at(document, entry.value.span)}
            for entry in entries
        ]
        for name, entries in agreement.entries.items()
    }


def _line(document: Document, line: int | None) -> int | None:
    return document.place_of_line(line).line if line is not None else None


def _stretch(document: Document, first: int, last: int) -> dict[str, Any]:
    start = document.place_of_line(first)
    # A stretch of a workbook is rows, one of a document begins in a cell or a paragraph.
    cell = None if document.kind == "register-workbook" else start.cell
    sheet = in_sheet(start.sheet, cell)
    return {"start_line": start.line, "end_line": document.place_of_line(last).end_line, **sheet}


def _text(value: Value | None) -> str | None:
    return value.text if value else None


def _dates(name: str, period: Period) -> dict[str, str | None]:
    return {f"{name}_start": _text(period.start), f"{name}_end": _text(period.end)}


def _first_places(facts: AgreementFacts, items: Iterable[Item]) -> list[dict[str, Any]]:
    """Each organisation once, where it is named first."""
    first: dict[Any, Item] = {}
    for item in items:
        first.setdefault(item.get("organisation"), item)
    return [{"name": item.get("name"), **_at(facts.document, item.span)} for item in first.values()]


def _named_controllers(facts: AgreementFacts) -> list[dict[str, Any]]:
    """Who the text calls a controller. Without any, and without a field for them, it is the recipient, unless
    the text gives the recipient another role."""
    stated = _first_places(facts, facts.collection("named_controllers") or [])
    if stated or facts.collection("controllers"):
        return [{**row, "basis": "stated"} for row in stated]
    recipient = facts.agreement.organisation or facts.document.organisation
    if recipient is None or facts.has_other_role(recipient.text):
        return []
    return [{"name": recipient.text, **_at(facts.document, recipient.span), "basis": "recipient"}]


def _statements(facts: AgreementFacts) -> list[dict[str, Any]]:
    """What the text states of the data. Roles and acts are told by organisation elsewhere."""
    keys = ("type", "level", "polarity", "modality", "family")
    return [
        {**{key: item.get(key) for key in keys}, "text": item.text, **_at(facts.document, item.span)}
        for item in facts.collection("statements") or []
        if item.get("type") not in ("role", "act")
    ]


def _processors(facts: AgreementFacts) -> list[dict[str, Any]]:
    """Every declaration; and for each organisation that acts, its first act outside a declaration."""
    declared = facts.collection("processors") or []
    declared_at = {(item.get("organisation"), item.span.line) for item in declared}
    acting: dict[str, Any] = {}
    alike = facts.derived(Organisations).alike
    for item in facts.collection("actors") or []:
        body = next((known for known in acting if alike(known, item.get("organisation"))), None)
        body = body or item.get("organisation")
        if body not in acting or (body, acting[body].span.line) in declared_at:
            acting[body] = item
    rows = [(item, "declared") for item in declared] + [(item, "acting") for item in acting.values()]
    return [{"name": item.get("name"), "role": role, **_at(facts.document, item.span)} for item, role in rows]


def _unknown(facts: AgreementFacts) -> dict[str, list[dict[str, Any]]]:
    """Values that no vocabulary covers, labels not seen before, names without an alias."""
    found: dict[str, list[Item]] = {}
    for item in facts.collection("unknown") or []:
        found.setdefault(item.get("kind"), []).append(item)
    return {
        "unknown": [
            {
                "field": item.field,
                **_at(facts.document, item.span),
                "value": item.text,
                "belongs_to": item.get("belongs_to"),
                "nearest": item.get("nearest"),
            }
            for item in found.get("value", [])
        ],
        "unknown_labels": [
            {"label": item.text, **_at(facts.document, item.span), "nearest": item.get("nearest")}
            for item in found.get("label", [])
        ],
        **{
            f"unknown_{kind}s": [
                {"name": item.text, **_at(facts.document, item.span)} for item in found.get(kind, [])
            ]
            for kind in ("dataset", "organisation")
        },
    }
