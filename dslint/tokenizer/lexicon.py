"""The lexicon of labels and page furniture, read from vocabulary/layout.yaml."""

from __future__ import annotations

import re
from typing import Any

from dslint.memo import BoundedMemo
from dslint.regexes import regex
from dslint.tokenizer.lines import BLANK, Kind, Line, shape_of
from dslint.vocabularies import Vocabularies

_MOST_LINES = 16384


def fold_label(label: str) -> str:
    return label.strip().casefold()


class Lexicon:
    """The labels of some vocabularies, and what a line is by them."""

    def __init__(self, vocabularies: Vocabularies) -> None:
        data: dict[str, Any] = vocabularies.vocabulary("layout")
        self.header = _by_label(data["header"])  # folded label -> field key
        self.narrative = _by_label(data["narrative"])  # folded label -> section key
        # The first spelling of each narrative label.
        self.usual = frozenset(fold_label(labels[0]) for labels in data["narrative"].values())
        self.printed: dict[str, list[str]] = {
            **data["header"],
            **data["narrative"],
            "datasets": data["dataset_list"],
        }  # field or section key -> its labels, the usual one first
        self.dataset_list = frozenset(map(fold_label, data["dataset_list"]))
        self.dataset_item = frozenset(map(fold_label, data["dataset_item"]))
        self.legacy_header = frozenset(map(fold_label, data["legacy_header"]))
        self.record_openers = frozenset(data["record_openers"])
        self.narrative_order = {key: n for n, key in enumerate(data["narrative_order"])}
        self.banners = frozenset(map(fold_label, data["banners"]))
        self.organisation_suffix: str = data["organisation_suffix"]
        self.unsafe_count = regex(data["unsafe_count"])
        self.flags = {kind: regex(pattern) for kind, pattern in data["flags"].items()}
        self.incident = regex(data["incident"], re.IGNORECASE)  # behind the dates where something went wrong
        self.footers = tuple(map(regex, data["footers"]))
        self.furniture = tuple(map(regex, data["furniture"]))  # lines that a printer adds to each page
        self.furniture_beside_other = tuple(map(regex, data["furniture_beside_other"]))
        self.header_notes = tuple(map(regex, data["header_notes"]))
        self.header_headings = frozenset(map(fold_label, data["header_headings"]))
        self.value_notes = {key: regex(pattern) for key, pattern in data["value_notes"].items()}
        self.longest_label = max(
            map(len, [*self.header, *self.narrative, *self.dataset_list, *self.dataset_item])
        )
        every = sorted(self.header, key=len, reverse=True)
        labels = "|".join(map(re.escape, every))
        long = "|".join(re.escape(label) for label in every if " " in label)
        # A label without a colon, alone or before a gap, as the cells of a table have it.
        self._torn_label = regex(
            rf"[\s|^!*]*+(?P<label>(?:{labels})(?=\s*$|\s*[|^]|\s\s|\t)|(?:{long})(?=\s\S))", re.IGNORECASE
        )
        self._lines = BoundedMemo(self._read)
        # By line: the label that stands in it like this, and whether it is like the first line of a page.
        self.torn_labels = BoundedMemo(self._torn, _MOST_LINES)
        self.page_openers = BoundedMemo(self._is_page_opener, _MOST_LINES)

    def scan(self, text: str) -> Line:
        """Read one line, without its line end."""
        return self._lines[text]

    def scan_all(self, lines: list[str]) -> list[Line]:
        """Read every line of a text."""
        return list(map(self._lines.__getitem__, lines))

    def _torn(self, text: str) -> str | None:
        cell = self._torn_label.match(text)
        return cell and cell["label"]

    def _is_page_opener(self, text: str) -> bool:
        return fold_label(text) in self.banners or text.rstrip().endswith(self.organisation_suffix)

    def _read(self, text: str) -> Line:
        end = len(text.rstrip())
        return (self._label(text, end) or shape_of(text)) if end else BLANK

    def _label(self, text: str, end: int) -> Line | None:
        colon = text.find(":", 0, self.longest_label + 2)
        if colon < 1 or text[0].isspace():
            return None
        label = text[:colon].rstrip()
        folded = fold_label(label)
        start = colon + 1
        while start < end and text[start].isspace():
            start += 1
        for group, keys in (("header", self.header), ("narrative", self.narrative)):
            if folded in keys:
                return Line(Kind.LABEL, keys[folded], group, label, start, end)
        for group, names in (("dataset_list", self.dataset_list), ("dataset_item", self.dataset_item)):
            if folded in names:
                return Line(Kind.LABEL, "datasets", group, label, start, end)
        return None


def _by_label(groups: dict[str, list[str]]) -> dict[str, str]:
    return {fold_label(label): key for key, labels in groups.items() for label in labels}
