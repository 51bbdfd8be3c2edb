"""The forms that inputs can be converted to: each gives the texts of its files, by name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

import yaml

from dslint.convert.draft import to_draft
from dslint.convert.hdruk import register
from dslint.convert.tables import tables
from dslint.engine.report import Report
from dslint.model import Document
from dslint.reporters import check_csv
from dslint.reporters.json_text import as_json
from dslint.tuples import NamedTuple

_LONGEST_NAME = 80


class _Loader(yaml.SafeLoader):
    """Dates stay the text that is printed: some are impossible."""


_Loader.add_constructor("tag:yaml.org,2002:timestamp", lambda _, node: node.value)


class Converted(NamedTuple):
    """Texts by the names of their files, and what somebody who reads them should know."""

    files: Mapping[str, str | bytes]
    remarks: list[str]


class Form(NamedTuple):
    """`needs_findings` is whether the agreements are checked as well. A `binary` form goes to files only, and
    `needs` a module of the extra `report`."""

    convert: Callable[[list[Document], Report | None], Converted]
    is_table: bool = False
    needs_findings: bool = False
    binary: bool = False
    needs: str | None = None


def _yaml(documents: list[Document], report: Report | None) -> Converted:
    return Converted(dict(_drafts(documents, ".yaml")), [])


def _json(documents: list[Document], report: Report | None) -> Converted:
    """The same drafts as JSON, which is read as they are."""
    files = {name: as_json(yaml.load(text, _Loader)) for name, text in _drafts(documents, ".json")}
    return Converted(files, [])


def _csv(documents: list[Document], report: Report | None) -> Converted:
    files = {f"{name}.csv": text for name, text in tables(documents).items()}
    if report is not None:
        files["findings.csv"] = check_csv.render(report)
    return Converted(files, [])


def _hdruk(documents: list[Document], report: Report | None) -> Converted:
    made = register(documents)
    remarks = [f"empty: {name}: {why}" for name, why in made.unfilled]
    return Converted({"data-use-register.csv": made.text}, remarks)


def _gateway(documents: list[Document], report: Report | None) -> Converted:
    from dslint.convert.gateway import gateway

    made = gateway(documents)
    return Converted({"data-uses.xlsx": made.content}, made.remarks)


def _drafts(documents: list[Document], suffix: str) -> Iterator[tuple[str, str]]:
    """A draft for each page, named after its organisation."""
    taken: set[str] = set()
    for document in documents:
        for page in document.pages():
            if not page.agreements:
                continue
            stem = re.sub(r"\W+", "-", page.organisation_name or "agreements").strip("-").lower()
            stem = stem[:_LONGEST_NAME] or "agreements"
            name, number = stem, 1
            while name in taken:
                number += 1
                name = f"{stem}-{number}"
            taken.add(name)
            yield f"{name}{suffix}", to_draft(page)


CONVERTERS = {
    "yaml": Form(_yaml),
    "json": Form(_json),
    "csv": Form(_csv, is_table=True, needs_findings=True),
    "hdruk": Form(_hdruk, is_table=True),
    "gateway": Form(_gateway, binary=True, needs="xlsxwriter"),
}
