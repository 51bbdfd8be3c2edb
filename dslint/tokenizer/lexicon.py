"""The lexicon of labels and page furniture, read from vocabulary/layout.yaml."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, NamedTuple

from dslint import compiled


class Lexicon(NamedTuple):
    header: dict[str, str]  # folded label -> field key
    narrative: dict[str, str]  # folded label -> section key
    usual: frozenset[str]  # the first spelling of each narrative label
    dataset_list: frozenset[str]
    dataset_item: frozenset[str]
    legacy_header: frozenset[str]
    record_openers: frozenset[str]
    narrative_order: dict[str, int]
    banners: frozenset[str]
    organisation_suffix: str
    unsafe_count: re.Pattern[str]
    flags: dict[str, re.Pattern[str]]
    incident: re.Pattern[str]  # what follows the dates where something went wrong
    footers: tuple[re.Pattern[str], ...]
    furniture: tuple[re.Pattern[str], ...]  # lines that a printer adds to each page
    header_notes: tuple[re.Pattern[str], ...]
    header_headings: frozenset[str]
    value_notes: dict[str, re.Pattern[str]]
    longest_label: int


def fold_label(label: str) -> str:
    return label.strip().casefold()


def _by_label(groups: dict[str, list[str]]) -> dict[str, str]:
    return {fold_label(label): key for key, labels in groups.items() for label in labels}


@cache
def lexicon() -> Lexicon:
    data: dict[str, Any] = compiled.vocabulary("layout")
    header = _by_label(data["header"])
    narrative = _by_label(data["narrative"])
    lists = frozenset(map(fold_label, data["dataset_list"]))
    items = frozenset(map(fold_label, data["dataset_item"]))
    return Lexicon(
        header=header,
        narrative=narrative,
        usual=frozenset(fold_label(labels[0]) for labels in data["narrative"].values()),
        dataset_list=lists,
        dataset_item=items,
        legacy_header=frozenset(map(fold_label, data["legacy_header"])),
        record_openers=frozenset(data["record_openers"]),
        narrative_order={key: n for n, key in enumerate(data["narrative_order"])},
        banners=frozenset(map(fold_label, data["banners"])),
        organisation_suffix=data["organisation_suffix"],
        unsafe_count=re.compile(data["unsafe_count"]),
        flags={kind: re.compile(pattern) for kind, pattern in data["flags"].items()},
        incident=re.compile(data["incident"], re.IGNORECASE),
        footers=tuple(map(re.compile, data["footers"])),
        furniture=tuple(map(re.compile, data["furniture"])),
        header_notes=tuple(map(re.compile, data["header_notes"])),
        header_headings=frozenset(map(fold_label, data["header_headings"])),
        value_notes={key: re.compile(pattern) for key, pattern in data["value_notes"].items()},
        longest_label=max(map(len, [*header, *narrative, *lists, *items])),
    )
