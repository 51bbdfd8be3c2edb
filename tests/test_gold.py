"""The hand-made standards of the five seeds: every item of them must hold."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from conftest import SEEDS, page

from dslint.facts.organisations import Organisations
from dslint.reporters.parse_json import document_value
from dslint.vocabularies import BUILT_IN

alike, identify = BUILT_IN.derived(Organisations).alike, BUILT_IN.derived(Organisations).identify


GOLD = sorted((Path(__file__).parent / "gold").glob("*.json"))
LISTS = (
    "opt_outs",
    "opt_out_excuses",
    "legal_bases",
    "sensitivity",
    "access_methods",
    "controllers",
    "minutes",
    "type_of_data",
)
SCALARS = (
    "reference",
    "version",
    "title",
    "start_line",
    "end_line",
    "dsa_start",
    "dsa_end",
    "release_start",
    "release_end",
    "sublicensing",
    "purposes",
    "fields",
    "sections",
)


@cache
def load(path: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    gold = json.loads(path.read_text("utf-8"))
    return gold, document_value(page(SEEDS / gold["file"]))


# The documents are understood by the tests, not when these are collected.
RECORDS = [
    pytest.param(path, number, id=f"{path.stem}-{record['start_line']}")
    for path in GOLD
    for number, record in enumerate(json.loads(path.read_text("utf-8"))["records"])
]


def both(path: Path, number: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """A record as its standard says and as it was understood."""
    gold, parsed = load(path)
    assert len(gold["records"]) == len(parsed["agreements"])
    return gold["records"][number], parsed["agreements"][number]


def test_all_five_seeds_have_a_standard() -> None:
    assert {load(path)[0]["file"] for path in GOLD} == {path.name for path in SEEDS.glob("*.txt")}


@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.stem)
def test_page(path: Path) -> None:
    gold, parsed = load(path)
    assert parsed["kind"] == "register-page"
    assert parsed["organisation"] == gold["organisation"]["name"]
    count = gold["unsafe_file_count"]
    assert parsed["unsafe_file_count"] == (count["value"] if isinstance(count, dict) else count)
    assert parsed["flags"] == [{"kind": f["kind"], "line": f["line"]} for f in gold["flags"]]
    assert parsed["coverage"] == 1.0
    assert parsed["unparsed"] == []


@pytest.mark.parametrize(("path", "number"), RECORDS)
def test_record(path: Path, number: int) -> None:
    record, value = both(path, number)
    assert {key: value[key] for key in SCALARS} == {key: record[key] for key in SCALARS}
    assert {key: value[key] for key in LISTS} == {key: record[key] or [] for key in LISTS}
    assert value["datasets"] == [{"name": d["name"], "line": d["line"]} for d in record["datasets"]]
    assert value["unlabelled"] == []


@pytest.mark.parametrize(("path", "number"), RECORDS)
def test_declared_processors(path: Path, number: int) -> None:
    record, value = both(path, number)
    declared = {(p["name"], p["line"]) for p in value["processors"] if p["role"] == "declared"}
    assert declared == {(p["name"], p["line"]) for p in record["processors_declared"]}


@pytest.mark.parametrize(("path", "number"), RECORDS)
def test_acting_processors(path: Path, number: int) -> None:
    record, value = both(path, number)
    acting = [p for p in value["processors"] if p["role"] == "acting"]
    for expected in record["processors_acting"]:
        lines = {expected["line"], *expected.get("also_lines", [])}
        same = [p for p in acting if alike(identify(p["name"])[0], identify(expected["name"])[0])]
        assert len(same) == 1, expected["name"]
        assert same[0]["line"] in lines
    known = [*record["processors_acting"], *record["processors_borderline"]]
    for found in acting:
        assert any(alike(identify(found["name"])[0], identify(k["name"])[0]) for k in known), found
