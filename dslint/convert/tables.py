"""Flat tables: agreements, datasets and releases, a row each. Lists are joined by "; "."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dslint.fields import DATES, ROW_COLUMNS, VALUES, moved
from dslint.model import Document
from dslint.reporters.csv_table import table
from dslint.reporters.parse_json import document_value

Row = dict[str, Any]
_PLACE = ("path", "sheet", "line")
_AGREEMENT = ("base_reference", "version", "organisation")
# The commercial answer stands before the types of organisation, as on a page.
_VALUES = [kind.name for kind in moved(VALUES, "datasets", behind=VALUES[-1].name)]
_VALUES.insert(_VALUES.index("organisation_types"), "commercial")
COLUMNS: dict[str, tuple[str, ...]] = {
    "agreements": ("reference", *_AGREEMENT, "title", *DATES, *_VALUES, "releases", *_PLACE),
    "datasets": (*_AGREEMENT, "name", *_PLACE),
    "releases": (*_AGREEMENT, *(name for name in ROW_COLUMNS if name != "organisation"), *_PLACE),
}


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
                    rows[name] += [{**shared, **_without_organisation(each)} for each in agreement[name]]
    return {name: table(columns, _cells(rows[name], columns)) for name, columns in COLUMNS.items()}


def _without_organisation(row: Row) -> Row:
    """A release names its own organisation, which is that of its agreement."""
    return {key: value for key, value in row.items() if key != "organisation"}


def _agreement(value: Row, shared: Row) -> Row:
    declared = [each["name"] for each in value["processors"] if each["role"] == "declared"]
    return {
        **value,
        **value.get("legacy", {}),
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
