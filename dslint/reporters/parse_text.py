"""What was understood, for people."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from dslint.engine.assessable import NotAssessed
from dslint.fields import ENTRIES, HEADER
from dslint.model import Document
from dslint.reporters.escape import visible
from dslint.reporters.frame import wrap
from dslint.reporters.lacking import reasons
from dslint.reporters.parse_json import document_value
from dslint.reporters.phrases import belonging, lowered

_UNKNOWN = {
    "unknown": ("value", "unknown value"),
    "unknown_labels": ("label", "unknown label"),
    "unknown_datasets": ("name", "no alias for"),
    "unknown_organisations": ("name", "no kind for"),
}
_LABEL = 14
_MOST_PLACES = 3  # of one kind of statement


def render(
    documents: list[Document],
    width: int = 80,
    not_assessed: Callable[[Document], list[NotAssessed]] = lambda document: [],
) -> str:
    """`not_assessed` tells the rules that could not be assessed on a document."""
    return (
        "\n".join(
            line for document in documents for line in _document(document, width, not_assessed(document))
        )
        + "\n"
    )


def _document(document: Document, width: int, not_assessed: list[NotAssessed]) -> Iterator[str]:
    value = document_value(document)
    yield visible(document.path)
    if not value["agreements"]:
        yield "  no agreement"
        yield ""
        return
    yield from _row("organisation", value["organisation"], 2, width)
    yield from _row("lines", lowered(belonging(value["coverage"])), 2, width)
    for gap in value["unparsed"]:
        yield from _row("no place for", _lines(gap), 2, width)
    yield from _row("recognised", _recognised(value["agreements"]), 2, width)
    for number, line in enumerate(reasons(not_assessed)):
        yield from _row("" if number else "not assessed", line, 2, width)
    for remark in value.get("remarks", ()):
        yield from _row("remark", remark, 2, width)
    for unused in value.get("not_used", ()):
        label = "not used" if unused["column"] else "not recognised"
        yield from _row(label, f'"{unused["label"]}" ({_line(unused)})', 2, width)
    for agreement in value["agreements"]:
        yield ""
        yield from _agreement(agreement, value["organisation"], width)
    yield ""


_COUNTED = (
    ("processors", "body with a role", "bodies with a role"),
    ("named_controllers", "controller in the text", "controllers in the text"),
    ("datasets", "dataset", "datasets"),
    ("statements", "statement", "statements"),
)


def _recognised(agreements: list[dict[str, Any]]) -> str:
    """How much of each kind was found, so that a reader sees where nothing was."""
    counts = []
    for key, one, several in _COUNTED:
        number = sum(len(agreement[key]) for agreement in agreements)
        counts.append(f"{number:,} {one if number == 1 else several}")
    return ", ".join(counts)


def _agreement(value: dict[str, Any], page: str | None, width: int) -> Iterator[str]:
    version = f" v{value['version']}" if value["version"] else ""
    where = f"({_lines(value)})"
    reference = visible(value["reference"] or "no reference")
    yield f"  {reference}{version}  {visible(value['title'] or '')}  {where}"
    if value["organisation"] not in {page, value["title"]}:
        yield from _row("organisation", value["organisation"], 4, width)
    for name in ("dsa", "release"):
        start, end = value[f"{name}_start"], value[f"{name}_end"]
        if start or end:
            yield from _row(
                "agreement" if name == "dsa" else "releases", f"{start or '?'} to {end or '?'}", 4, width
            )
    yield from _header(value, width)
    for number, dataset in enumerate(value["datasets"]):
        yield from _row("datasets" if number == 0 else "", dataset["name"], 4, width)
    for key, section in value["sections"].items():
        first, last = section["first_content_line"], section["last_content_line"]
        where = _lines({**section, "start_line": first, "end_line": last}) if first else "empty"
        yield from _row(key.replace("_", " "), where, 4, width)
    if value["releases"]:
        yield from _row("rows", f"{len(value['releases']):,}", 4, width)
    for kind in ENTRIES:
        for number, entry in enumerate(value.get("entries", {}).get(kind.name, ())):
            texts = "; ".join(str(entry[part.key]) for part in kind.parts if part.key in entry)
            yield from _row("" if number else kind.label, f"{texts} ({_line(entry)})", 4, width)
    for controller in value["named_controllers"]:
        reason = "" if controller["basis"] == "stated" else "; the recipient, as the text names no other"
        yield from _row("controller", f"{controller['name']} ({_line(controller)}{reason})", 4, width)
    for processor in value["processors"]:
        yield from _row(f"{processor['role']}", f"{processor['name']} ({_line(processor)})", 4, width)
    for body in value["without_access"]:
        yield from _row("no access", f"{body['name']} ({_line(body)})", 4, width)
    for number, text in enumerate(_stated(value["statements"])):
        yield from _row("states" if number == 0 else "", text, 4, width)
    for key, (name, label) in _UNKNOWN.items():
        for unknown in value[key]:
            nearest = f"; nearest: {unknown['nearest']}" if unknown.get("nearest") else ""
            yield from _row(label, f"{unknown[name]} ({_line(unknown)}){nearest}", 4, width)


def _header(value: dict[str, Any], width: int) -> Iterator[str]:
    """The values of the header; an empty list has no row."""
    found = {**value, **value.get("legacy", {}), **value["purposes"]}
    found["sublicensing"] = filter(None, [value["sublicensing"]])
    if commercial := found["commercial"]:
        yield from _row("commercial", commercial, 4, width)
    for kind in HEADER:
        for number, text in enumerate(found[kind.name]):
            yield from _row(kind.label if number == 0 else "", text, 4, width)


def _stated(statements: list[dict[str, Any]]) -> Iterator[str]:
    """What the text states of the data, by kind, with the places of each."""
    kinds: dict[str, list[str]] = {}
    for statement in statements:
        denied = "not " if statement["polarity"] == "no" else ""
        kind = f"{denied}{statement['level'] or statement['type']}"
        places = kinds.setdefault(kind, [])
        if (place := _line(statement)) not in places:
            places.append(place)
    for kind, places in kinds.items():
        more = len(places) - _MOST_PLACES
        shown = ", ".join(places[:_MOST_PLACES]) + (f" and {more} more" if more > 0 else "")
        yield f"{kind} ({shown})"


def _line(at: dict[str, Any]) -> str:
    return f"{visible(at['sheet'])}!{at.get('cell', at['line'])}" if "sheet" in at else f"line {at['line']}"


def _lines(at: dict[str, Any]) -> str:
    first, last = at["start_line"], at["end_line"]
    if "sheet" in at:
        return f"{visible(at['sheet'])}!{at.get('cell', first)}"
    return f"lines {first}-{last}"


def _row(label: str, text: str, indent: int, width: int) -> Iterator[str]:
    room = max(20, width - indent - _LABEL - 4)
    for number, line in enumerate(wrap(str(text or ""), room)):
        yield f"{' ' * indent}{label if number == 0 else '':<{_LABEL + 3}} {line}"
