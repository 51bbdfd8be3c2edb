"""The facts of the rows of release sheets: one flow of data each, where a page merges the flows."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from operator import attrgetter
from typing import Any

from dslint.assembler.cells import COLUMNS, read_month
from dslint.facts import datasets, meanings
from dslint.facts.catalogue import OF_ROW
from dslint.facts.item import Item
from dslint.model import Document, Release, Span

Meaning = Callable[[str], dict[str, Any]]


def opt_out(text: str) -> dict[str, Any]:
    return {**meanings.opt_out(text), "fused": False}


_MEANINGS: dict[str, Meaning] = {
    "types_of_data": meanings.type_of_data,
    "opt_outs": opt_out,
    "excuses": meanings.excuse,
    "legal_bases": meanings.legal_basis,
    "sensitivity": meanings.sensitivity,
    "access_methods": meanings.access_method,
    "datasets": datasets.identify,
}
_COLUMNS = {column.name: column for column in COLUMNS}


def row_collection(document: Document, release: Release, name: str, record: int) -> list[Item] | None:
    """The items of one row; None when its sheet has no such column."""
    column, meaning = OF_ROW[name], _MEANINGS[name]
    if getattr(release, column) is None:
        return None
    value = document.cell(release, column)
    split = _COLUMNS.get(column)
    atoms = split.split(value.text) if split else ((0, value.text),) if value.text else ()
    line, at, field = value.span.line, value.span.column, split.field if split else name
    return [
        Item(text, Span(line, at + start, at + start + len(text)), field, meaning(text), record)
        for start, text in atoms
    ]


def release_items(document: Document, record: int) -> list[Item]:
    """Each row of an agreement as one item, where its dataset stands."""
    agreement = document.agreements[record]
    recipient = agreement.organisation.text if agreement.organisation else document.organisation_name
    return [
        Item(
            release.dataset or "",
            document.cell(release, "dataset" if "dataset" in release.columns else "reference").span,
            "releases",
            {
                "id": release.id or None,
                **_values(release.organisation or recipient, *_told(release)),
            },
            record,
        )
        for release in agreement.releases
    ]


_told = attrgetter("dataset", "month", "opt_out", "type_of_data")


@lru_cache(maxsize=16384)
def _values(
    organisation: str, dataset: str | None, month: str | None, opt_out: str | None, type_of_data: str | None
) -> dict[str, Any]:
    return {
        "dataset": datasets.identify(dataset)["dataset"] if dataset else None,
        "organisation": meanings.fold(organisation) or None,
        "month": read_month(month) if month else None,
        **_answer(opt_out),
        "identifiability": _identifiability(type_of_data),
    }


_MADE_OF = {"meaning": "opt_out", "reason": "opt_out", "identifiability": "type_of_data"}


def may_differ(releases: list[Release], attribute: str) -> bool:
    """Whether rows may differ in an attribute, told from the cells that it is made of: False is certain."""
    column = _MADE_OF.get(attribute)
    return column is None or len(set(map(attrgetter(column), releases))) > 1


def _answer(text: str | None) -> dict[str, Any]:
    """What an opt-out cell says; None where it holds no answer, or more than one."""
    atoms = _COLUMNS["opt_out"].split(text) if text else ()
    found = meanings.opt_out(atoms[0][1]) if len(atoms) == 1 else {}
    return {"opt_out": text or None, "meaning": found.get("meaning"), "reason": found.get("reason")}


def _identifiability(text: str | None) -> str | None:
    atoms = _COLUMNS["type_of_data"].split(text) if text else ()
    found = meanings.type_of_data(atoms[0][1])["identifiability"] if len(atoms) == 1 else None
    return str(found) if found else None
