"""Flat tables: agreements, datasets and releases, a row each. Lists are joined by "; "."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dslint.model import Document
from dslint.reporters.csv_table import table
from dslint.reporters.parse_json import document_value

Row = dict[str, Any]
_PLACE = ("path", "sheet", "line")
_AGREEMENT = ("base_reference", "version", "organisation")
COLUMNS: dict[str, tuple[str, ...]] = {
    "agreements": (
        "reference", *_AGREEMENT, "title", "dsa_start", "dsa_end", "release_start", "release_end",
        "type_of_data", "opt_outs", "opt_out_excuses", "legal_bases", "sensitivity", "access_methods",
        "controllers", "processors", "commercial", "organisation_types", "sublicensing", "datasets",
        "releases", *_PLACE,
    ),
    "datasets": (*_AGREEMENT, "name", *_PLACE),
    "releases": (
        *_AGREEMENT, "id", "dataset", "type_of_data", "sensitivity", "legal_basis", "opt_out",
        "confidentiality", "frequency", "month", *_PLACE,
    ),
}  # fmt: skip


def tables(documents: list[Document]) -> dict[str, str]:
    """CSV texts by the names of COLUMNS."""
    rows: dict[str, list[Row]] = {name: [] for name in COLUMNS}
    for document in documents:
        for page in document.pages():
            value = document_value(page)
            for agreement in value["agreements"]:
                shared = {
                    "base_reference": agreement["base_reference"],
                    "version": agreement["version"],
                    "organisation": value["organisation"],
                    "path": value["path"],
                }
                rows["agreements"].append(_agreement(agreement, shared))
                for name in ("datasets", "releases"):
                    rows[name] += [{**shared, **_named(each)} for each in agreement[name]]
    return {name: table(columns, _cells(rows[name], columns)) for name, columns in COLUMNS.items()}


def _named(row: Row) -> Row:
    """A release names its own organisation, which is that of its agreement."""
    return {key: value for key, value in row.items() if key != "organisation"}


def _agreement(value: Row, shared: Row) -> Row:
    declared = [each["name"] for each in value["processors"] if each["role"] == "declared"]
    return {
        **value,
        **shared,
        "line": value["start_line"],
        "processors": list(dict.fromkeys(declared)),
        "commercial": value["purposes"]["commercial"],
        "organisation_types": value["purposes"]["organisation_types"],
        "datasets": [each["name"] for each in value["datasets"]],
        "releases": len(value["releases"]),
    }


def _cells(rows: list[Row], columns: tuple[str, ...]) -> Iterator[list[str | int | None]]:
    for row in rows:
        values = [row.get(column) for column in columns]
        yield ["; ".join(map(str, each)) if isinstance(each, list) else each for each in values]
