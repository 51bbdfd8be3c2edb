"""The facts of the rows of release sheets: one flow of data each, where a page merges the flows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import attrgetter
from typing import Any

from dslint.facts.catalogue import OF_ROW
from dslint.facts.datasets import Datasets
from dslint.facts.item import Item
from dslint.facts.meanings import Meanings, fold_text
from dslint.facts.value_meanings import ValueMeanings
from dslint.fields import FLOWS
from dslint.memo import cached_method
from dslint.model import Document, Release, Span
from dslint.values.cells import COLUMNS, read_month
from dslint.values.split import Splitter
from dslint.vocabularies import Vocabularies

_COLUMNS = {column.name: column for column in COLUMNS}


def _month(text: str | None) -> str | None:
    return read_month(text) if text else None


class Releases:
    """The facts of rows, by what their cells mean."""

    def __init__(self, vocabularies: Vocabularies) -> None:
        self._splitter = vocabularies.derived(Splitter)
        self._meanings = vocabularies.derived(Meanings)
        self._identify = vocabularies.derived(Datasets).identify
        meaning = vocabularies.derived(ValueMeanings).by_name
        self._meanings_of = {kind.collection: meaning[kind.meaning] for kind in FLOWS}
        # What the cell of one column says, by the attribute that holds it.
        self._made_of: dict[str, tuple[str, Callable[[str | None], Any]]] = {
            "dataset": ("dataset", self._dataset),
            "month": ("month", _month),
            "opt_out": ("opt_out", lambda text: text or None),
            "meaning": ("opt_out", lambda text: self._answer(text)["meaning"]),
            "reason": ("opt_out", lambda text: self._answer(text)["reason"]),
            "identifiability": ("type_of_data", self._identifiability),
        }

    def row_collection(
        self, document: Document, release: Release, name: str, record: int
    ) -> list[Item] | None:
        """The items of one row; None when its sheet has no such column."""
        column, meaning = OF_ROW[name], self._meanings_of[name]
        if getattr(release, column) is None:
            return None
        value = document.cell(release, column)
        split = _COLUMNS.get(column)
        atoms = split.split(self._splitter, value.text) if split else ((0, value.text),) if value.text else ()
        line, at, field = value.span.line, value.span.column, split.field if split else name
        return [
            Item(text, Span(line, at + start, at + start + len(text)), field, meaning(text), record)
            for start, text in atoms
        ]

    def release_items(self, document: Document, record: int) -> list[Item]:
        """Each row of an agreement as one item, where its dataset stands."""
        agreement = document.agreements[record]
        recipient = agreement.organisation.text if agreement.organisation else document.organisation_name
        return [
            Item(
                release.dataset or "",
                document.cell(release, _shown_column(release)).span,
                "releases",
                {
                    "id": release.id or None,
                    "organisation": fold_text(release.organisation or recipient) or None,
                    "dataset": self._dataset(release.dataset),
                    "month": _month(release.month),
                    **self._answer(release.opt_out),
                    "identifiability": self._identifiability(release.type_of_data),
                    "type_of_data": release.type_of_data or None,
                    "consented": self._is_consented(release),
                    "usual": self._is_usual(release),
                },
                record,
            )
            for release in agreement.releases
        ]

    def may_clash(
        self,
        releases: Sequence[Release],
        by: Iterable[str],
        differ_in: str,
        tests: Mapping[str, Callable[[Any], bool]],
    ) -> bool:
        """Whether rows that are equal in some attributes may differ in another, once those are left out whose
        values fail a test. No is certain. It makes no items, and reads each distinct cell once."""

        if differ_in not in self._made_of:
            return True
        differing, meanings = self._meant(releases, differ_in)
        kept = {differing: {text for text, value in meanings.items() if value is not None}}
        for attribute in tests.keys() & self._made_of.keys():
            column, meant = self._meant(releases, attribute)
            passed = {text for text, value in meant.items() if tests[attribute](value)}
            kept[column] = kept.get(column, passed) & passed
        if not all(kept.values()) or len({meanings[text] for text in kept[differing]}) < 2:
            return False
        for column, texts in kept.items():
            cell = attrgetter(column)
            releases = [release for release in releases if cell(release) in texts]
        labels = []
        for attribute in set(by) & self._made_of.keys():
            column, meant = self._meant(releases, attribute)
            labels.append(map(meant.__getitem__, map(attrgetter(column), releases)))
        pairs = set(
            zip(*labels, map(meanings.__getitem__, map(attrgetter(differing), releases)), strict=True)
        )
        return len({pair[:-1] for pair in pairs}) < len(pairs)

    def _meant(self, releases: Sequence[Release], attribute: str) -> tuple[str, dict[str | None, Any]]:
        """The column that an attribute is made of, and what its texts mean."""
        column, meaning = self._made_of[attribute]
        return column, {text: meaning(text) for text in set(map(attrgetter(column), releases))}

    def _dataset(self, text: str | None) -> str | None:
        return str(self._identify(text)["dataset"]) if text else None

    @cached_method(1024)
    def _answer(self, text: str | None) -> dict[str, Any]:
        """What an opt-out cell says; None where it holds no answer, or more than one."""
        atoms = _COLUMNS["opt_out"].split(self._splitter, text) if text else ()
        found = self._meanings.opt_out(atoms[0][1]) if len(atoms) == 1 else {}
        return {"opt_out": text or None, "meaning": found.get("meaning"), "reason": found.get("reason")}

    @cached_method(1024)
    def _identifiability(self, text: str | None) -> str | None:
        atoms = _COLUMNS["type_of_data"].split(self._splitter, text) if text else ()
        found = self._meanings.type_of_data(atoms[0][1])["identifiability"] if len(atoms) == 1 else None
        return str(found) if found else None

    def _is_consented(self, release: Release) -> bool:
        """Whether a cell of the row says that people consented: answer, basis or confidentiality."""
        bases = _COLUMNS["legal_basis"].split(self._splitter, release.legal_basis or "")
        return (
            self._answer(release.opt_out)["reason"] == "consent"
            or "consent" in (self._meanings.confidentiality(release.confidentiality or "")["grounds"] or ())
            or any("consent" in (self._meanings.legal_basis(text)["gateways"] or ()) for _, text in bases)
        )

    def _is_usual(self, release: Release) -> bool | None:
        """Whether opt-outs were treated as the type of data lets one expect: honoured for identifiable data,
        and not for other data. None where the row does not say."""
        applied, kind = self._answer(release.opt_out)["meaning"], self._identifiability(release.type_of_data)
        if applied not in {"applied", "not_applied"} or kind is None:
            return None
        return (applied == "applied") is (kind == "identifiable")


def _shown_column(release: Release) -> str:
    """The column that a row is shown by: its dataset, else its reference, else its first one."""
    columns: dict[str, int] = release.columns
    return next(name for name in ("dataset", "reference", *columns) if name in columns)
