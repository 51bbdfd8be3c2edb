"""Nothing that is read is lost: each label and each column goes all the way, or is named as not used.

A row that was added to dslint/fields.py, a label in vocabulary/layout.yaml or a heading in
vocabulary/workbooks.yaml is tried here without further words, and a failure names what is still missing.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from conftest import assemble

from dslint import fields, resources
from dslint.assembler.draft import assemble_draft
from dslint.assembler.workbook import Workbook
from dslint.compare.agreements import compare_agreements
from dslint.compare.snapshot import Snapshots
from dslint.convert.draft import to_draft
from dslint.convert.tables import tables
from dslint.facts import DocumentFacts
from dslint.facts.catalogue import COLLECTIONS, OF_ROW
from dslint.facts.collections import MAKERS
from dslint.facts.value_meanings import ValueMeanings
from dslint.model import Document
from dslint.reporters.parse_json import document_value
from dslint.reporters.parse_text import render
from dslint.sources.draft import read as read_draft
from dslint.sources.tables import Book, Sheet
from dslint.values.split import SPLITTERS
from dslint.vocabularies import BUILT_IN

LAYOUT = BUILT_IN.vocabulary("layout")
KINDS = BUILT_IN.vocabulary("workbooks")["kinds"]
SINGLES = {single.key: single for single in fields.SINGLES}
BY_FIELD: dict[str, list[fields.Values]] = {}
for each in fields.HEADER:
    if each.field and not each.bracketed:
        BY_FIELD.setdefault(each.field, []).append(each)
    if each.oldest:
        BY_FIELD.setdefault(each.oldest[0], []).append(each)
DRAFT = resources.schema("agreement")
DRAFT_KEYS = DRAFT["$defs"]["agreement"]["properties"]
OLD, NEW = "Zyxwvut", "Tuvwxyz"  # no vocabulary knows either


def printed(key: str, word: str) -> str:
    """What stands behind a label, where a word alone would not be a value."""
    shapes = {
        "purposes": f"No ({word})",
        "when": f"DSA runs 2020-01-01 — {'2030' if word == OLD else '2031'}-01-01",
        "reference": "NIC-123456-A1B2C",
    }
    return shapes.get(key, word)


def page(key: str, label: str, word: str) -> Document:
    opt_outs = "" if key == "opt_outs" else "Opt outs honoured: N\n"
    text = (
        f"Moor projects\n\nFalls — DARS-NIC-123456-A1B2C-v1.2\n\n{opt_outs}{label}: {printed(key, word)}\n\n"
        "Datasets:\n- Hospital Episode Statistics Outpatients\n"
    )
    return assemble("page.txt", text)


def labels() -> Iterator[Any]:
    for key, spellings in LAYOUT["header"].items():
        for label in spellings:
            yield pytest.param(key, label, id=label)


def values_in(value: dict[str, Any], name: str) -> Any:
    agreement = value["agreements"][0]
    found = {**agreement, **agreement.get("legacy", {}), **agreement["purposes"]}.get(name)
    return found if isinstance(found, list) else [found]


def draft_of(document: Document) -> Document:
    again = assemble_draft("draft.yaml", read_draft("draft.yaml", to_draft(document).encode()), BUILT_IN)
    assert again.problems == []
    return again


def snapshots(document: Document) -> dict[str, Any]:
    found = Snapshots()
    found.add(document)
    return found.by_reference()


def test_every_label_has_a_row() -> None:
    """Otherwise the label counts as understood, and nobody keeps its value."""
    without = {*LAYOUT["header"]} - {*fields.FIELDS}
    assert not without, f"dslint/fields.py has no row for labels of layout.yaml: {sorted(without)}"
    sections = {section.key for section in fields.NARRATIVES}
    assert {*LAYOUT["narrative"]} == sections, "narrative labels without a row of NARRATIVES, or rows without"
    assert {*LAYOUT["narrative_order"]} == sections, "narrative_order of layout.yaml has other sections"


def lacks(row: fields.Values) -> Iterator[str]:
    """What a row of dslint/fields.py names that is not there, a sentence for each."""
    for split in (row.split, row.cell_split, row.oldest and row.oldest[1]):
        if split and split not in SPLITTERS:
            yield f"{row.name}: dslint/values/split.py has no way to split called {split}"
    if row.meaning not in BUILT_IN.derived(ValueMeanings).by_name:
        yield f"{row.name}: dslint/facts/value_meanings.py has no meaning called {row.meaning}"
    if row.collection not in COLLECTIONS:
        yield f"{row.name}: dslint/facts/catalogue.py does not describe the collection {row.collection}"
    elif row.unknown and row.unknown not in COLLECTIONS[row.collection]:
        yield f"{row.name}: items of {row.collection} have no attribute {row.unknown}"
    if row.collection not in MAKERS:
        yield f"{row.name}: give its row a field, or make {row.collection} in dslint/facts/collections.py"
    if row.vocabulary and not BUILT_IN.vocabulary(row.vocabulary)["values"]:
        yield f"{row.name}: the vocabulary {row.vocabulary} has no values"
    printed_by = {
        *LAYOUT["header"],
        *(each.field for each in fields.HEADER if each.head_column or each.column),
    }
    if row.field and row.field not in printed_by:
        yield f"{row.name}: no label in dslint/vocabulary/layout.yaml is printed for {row.field}"
    for column, kind in ((row.column, "releases"), (row.head_column, "purposes")):
        if column and column not in KINDS[kind]["columns"]:
            yield f"{row.name}: dslint/vocabulary/workbooks.yaml has no headings of {column} under {kind}"
    if row.column and row.column not in fields.ROW_COLUMNS:
        yield f"{row.name}: the class Release in dslint/fields.py has no attribute {row.column}"
    if row.column and row.column not in {part.column for each in fields.ENTRIES for part in each.parts}:
        yield f"{row.name}: no part of flows among ENTRIES in dslint/fields.py has the column {row.column}"
    if row.draft and row.draft not in DRAFT_KEYS:
        yield f"{row.name}: schemas/agreement.schema.json has no key {row.draft}"


@pytest.fixture(autouse=True)
def every_row_is_whole() -> None:
    """Whatever else fails because of a row, what it lacks is what to read."""
    lacking = [each for row in fields.VALUES for each in lacks(row)]
    assert not lacking, "\n".join(lacking)


@pytest.mark.parametrize("row", fields.FLOWS, ids=lambda row: row.name)
def test_a_collection_comes_from_one_column(row: fields.Values) -> None:
    assert OF_ROW[row.collection] == row.column


def test_what_a_row_lacks_is_said_in_words() -> None:
    row = fields.Values(
        "shoe_size", "shoe size", "shoe_size", "approval",
        field="shoe_size", split="by_board", column="shoe_size", draft="shoe_size",
    )  # fmt: skip
    assert list(lacks(row)) == [
        "shoe_size: dslint/values/split.py has no way to split called by_board",
        "shoe_size: dslint/facts/value_meanings.py has no meaning called approval",
        "shoe_size: dslint/facts/catalogue.py does not describe the collection shoe_size",
        "shoe_size: give its row a field, or make shoe_size in dslint/facts/collections.py",
        "shoe_size: no label in dslint/vocabulary/layout.yaml is printed for shoe_size",
        "shoe_size: dslint/vocabulary/workbooks.yaml has no headings of shoe_size under releases",
        "shoe_size: the class Release in dslint/fields.py has no attribute shoe_size",
        "shoe_size: no part of flows among ENTRIES in dslint/fields.py has the column shoe_size",
        "shoe_size: schemas/agreement.schema.json has no key shoe_size",
    ]


@pytest.mark.parametrize("single", fields.SINGLES, ids=lambda single: single.key)
def test_every_single_value_has_headings(single: fields.Single) -> None:
    assert single.column is None or single.column in KINDS["purposes"]["columns"], (
        f"dslint/vocabulary/workbooks.yaml has no headings of {single.column} under purposes"
    )


def test_every_field_has_a_draft_key_or_is_written_otherwise() -> None:
    """What a page prints, `convert` must be able to write."""
    drafted = {row.field for row in fields.HEADER if row.draft} | {*fields.TEXT_FIELDS}
    lost = {*LAYOUT["header"]} - drafted - {"purposes", "reference"}
    assert not lost, f"dslint/fields.py names no draft key for {sorted(lost)}"


@pytest.mark.parametrize(("key", "label"), tuple(labels()))
def test_a_label_goes_all_the_way(key: str, label: str) -> None:
    document = page(key, label, OLD)
    value = document_value(document)
    assert value["unparsed"] == []
    assert value["agreements"][0]["fields"].get(key, {}).get("raw") == printed(key, OLD), (
        f"no row of dslint/fields.py is printed in the field {key}"
    )
    again = document_value(draft_of(document))
    (facts,) = DocumentFacts(document).agreements
    for row in BY_FIELD.get(key, []):
        if row.oldest and row.oldest[1] == "format_sensitivity":
            continue  # the word goes to the type of data
        assert values_in(value, row.name) == [OLD], "parse --format json loses it"
        assert f"{row.label:<17} {OLD}" in render([document]), "parse loses it"
        assert values_in(again, row.name) == [OLD], "convert to a draft loses it"
        (table,) = csv.DictReader(tables([document])["agreements"].lstrip("\ufeff").splitlines())
        assert table.get(row.name) == OLD, "convert to tables loses it"
        assert [item.text for item in facts.collection(row.collection) or []] == [OLD], "rules do not see it"
        compared = compare_agreements(snapshots(document), snapshots(page(key, label, NEW)), BUILT_IN)
        changes = [change for pair in compared.both for change in pair.changes]
        assert (row.comparison[1], (NEW,), (OLD,)) in [
            (change.label, change.added, change.removed) for change in changes
        ], "compare loses it"
        if row.unknown:
            named = [item.text for item in facts.collection("unknown") or [] if item.get("kind") == "value"]
            assert OLD in named, "a value that no vocabulary knows is not named"


@pytest.mark.parametrize("key", [key for key in LAYOUT["header"] if key not in BY_FIELD])
def test_other_fields_are_carried(key: str) -> None:
    """The two fields that hold no list of values: the dates and the reference."""
    document = page(key, LAYOUT["header"][key][0], OLD)
    agreement, again = (document_value(each)["agreements"][0] for each in (document, draft_of(document)))
    others = {"when": fields.DATES, "reference": ("reference",)}
    assert key in others, f"dslint/fields.py has no row for the label of {key}"
    kept = others[key]
    assert any(agreement[name] for name in kept)
    assert {name: agreement[name] for name in kept} == {name: again[name] for name in kept}
    if key == "when":
        assert agreement["dsa_end"] in render([document])
        compared = compare_agreements(snapshots(document), snapshots(page(key, "When", NEW)), BUILT_IN)
        assert {change.key for pair in compared.both for change in pair.changes} == {"dsa_end"}


# Columns of workbooks.


def spelled(pattern: str) -> str:
    """The shortest text that a pattern of a heading fits."""
    text = re.sub(r"\\b|[\^$]", "", pattern)
    while (shorter := re.sub(r"\(\?:([^()|]*)(?:\|[^()]*)?\)\?", "", text)) != text:
        text = shorter
    while (shorter := re.sub(r"\(\?:([^()|]*)(?:\|[^()]*)?\)", r"\1", text)) != text:
        text = shorter
    text = re.sub(r"\[(.)[^]]*\]\?", "", text)
    text = re.sub(r"\[(.)[^]]*\]", r"\1", text)
    text = re.sub(r".\?", "", text).replace("\\", "")
    assert re.search(pattern, text, re.IGNORECASE), f"{pattern} is not spelled by {text}"
    return text


def columns() -> Iterator[Any]:
    for kind, found in KINDS.items():
        for key in found.get("columns", ()):
            yield pytest.param(kind, key, id=f"{kind}-{key}")


def workbook(kind: str, tried: str, word: str) -> Document:
    """A sheet with all columns of its kind, of which one is filled beside the reference."""
    keys = list(KINDS[kind]["columns"])
    header = [spelled(KINDS[kind]["columns"][key]["headers"][0]) for key in keys]
    cells = {"organisation": "Moor University", tried: word, "reference": "DARS-NIC-123456-A1B2C-v1.2"}
    sheet = Sheet(kind, 1, [(1, header), (2, [cells.get(key, "") for key in keys])])
    return Workbook("register.xlsx", Book([sheet], []), BUILT_IN).document()


def changes(old: Document, new: Document) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    compared = compare_agreements(snapshots(old), snapshots(new), BUILT_IN)
    return [(each.label, each.added, each.removed) for pair in compared.both for each in pair.changes]


@pytest.mark.parametrize(("kind", "key"), tuple(columns()))
def test_a_column_goes_all_the_way(kind: str, key: str) -> None:
    rows = [row for row in fields.VALUES if key in (row.column, row.head_column)]
    old, new = (workbook(kind, key, word) for word in (OLD, NEW))
    value = document_value(old)
    shown = render([old])
    if key in fields.NOT_USED:
        label = spelled(KINDS[kind]["columns"][key]["headers"][0])
        assert [(each["label"], each["column"]) for each in value["not_used"]] == [(label, key)]
        assert re.search(rf'not used +"{re.escape(label)}" \({kind}![A-Z]1\)', shown)
    elif key in {section.key for section in fields.NARRATIVES}:
        assert value["agreements"][0]["sections"][key]["first_content_line"] is not None
        assert OLD in to_draft(old)
        assert [(added, removed) for _, added, removed in changes(old, new)] == [((NEW,), (OLD,))]
    elif rows:
        for row in rows:
            carried(row, old, new, is_dataset=key == "dataset")
        if kind == "releases":
            assert value["agreements"][0]["releases"][0].get(key) == OLD
    elif key in SINGLES:
        single(SINGLES[key], kind, old, new)
    else:
        assert kind == "releases" or key == "reference", "the column has no row in dslint/fields.py"
        assert key in (*fields.ROW_COLUMNS, "reference"), "the column has no row in dslint/fields.py"
        if key in fields.ROW_COLUMNS:
            assert value["agreements"][0]["releases"][0].get(key) == OLD


def carried(row: fields.Values, old: Document, new: Document, is_dataset: bool) -> None:
    value, again = document_value(old), document_value(draft_of(old))
    (facts,) = DocumentFacts(old).agreements
    (table,) = csv.DictReader(tables([old])["agreements"].lstrip("\ufeff").splitlines())
    if is_dataset:
        assert value["agreements"][0]["datasets"][0]["name"] == OLD
        assert again["agreements"][0]["datasets"][0]["name"] == OLD
    else:
        assert values_in(value, row.name) == [OLD], "parse --format json loses it"
        assert values_in(again, row.name) == [OLD], "convert to a draft loses it"
    assert OLD in render([old]), "parse loses it"
    assert table.get(row.name) == OLD, "convert to tables loses it"
    assert [item.text for item in facts.collection(row.collection) or []] == [OLD], "rules do not see it"
    assert (row.comparison[1], (NEW,), (OLD,)) in changes(old, new), "compare loses it"


def single(row: fields.Single, kind: str, old: Document, new: Document) -> None:
    if row.field == "when":
        old, new = workbook(kind, row.key, "2021-01-02"), workbook(kind, row.key, "2022-02-03")
    agreement = document_value(old)["agreements"][0]
    again = document_value(draft_of(old))["agreements"][0]
    found = {**agreement, **agreement["purposes"]}[row.key]
    assert found in ("2021-01-02", OLD)
    assert found in render([old]), "parse loses it"
    if row.key != "commercial" or again["purposes"]["commercial"]:
        assert {**again, **again["purposes"]}[row.key] == found, "convert to a draft loses it"
    else:
        assert found in to_draft(old), "convert to a draft loses it"
    (table,) = csv.DictReader(tables([old])["agreements"].lstrip("\ufeff").splitlines())
    assert table.get(row.key) == found, "convert to tables loses it"
    assert row.label in [label for label, _, _ in changes(old, new)], "compare loses it"


def test_what_is_not_used_has_a_reason() -> None:
    known = {key for kind in KINDS.values() for key in kind.get("columns", ())}
    assert {*fields.NOT_USED} <= known
    assert all(fields.NOT_USED.values())


def test_a_heading_that_is_not_recognised_is_named() -> None:
    header = ["Reference Number", "Objective for Processing", "Processing Activities", "Shoe size", "Colour"]
    rows = [(3, header), (4, ["DARS-NIC-123456-A1B2C-v1.2", "To study.", "Studying.", "42", ""])]
    document = Workbook("r.xlsx", Book([Sheet("Purposes", 2, rows)], []), BUILT_IN).document()
    assert document_value(document)["not_used"] == [
        {"label": "Shoe size", "column": None, "line": 3, "sheet": "Purposes", "cell": "E3"}
    ]
    assert 'not recognised    "Shoe size" (Purposes!E3)' in render([document])


# The layout of 2016, and recipients of workbooks.


def test_the_oldest_layout_reaches_parse() -> None:
    lines = (
        "NHS Digital Data Release Register - reformatted", "Moor Hospitals NHS Trust", "Opt outs honoured: N",
        "Basis: Health and Social Care Act 2012", "Format: Identifiable Non Sensitive", "How often: Ongoing",
        "When: unknown — 11/2016", "HSCIC Id: DARS-NIC-900001-A1B2C-v1.0", "Data: HES Outpatients",
        "Project info", "Objective: To study falls.", "Source: NHS Digital.",
    )  # fmt: skip
    document = assemble("page.txt", "\n\n".join(lines))
    (agreement,) = document_value(document)["agreements"]
    assert agreement["legacy"] == {
        "type_of_data": ["Identifiable"],
        "sensitivity": ["Non Sensitive"],
        "access_methods": ["Ongoing"],
    }
    assert document.unparsed == []
    shown = render([document])
    for line in (
        "type of data      Identifiable",
        "sensitivity       Non Sensitive",
        "access            Ongoing",
    ):
        assert line in shown
    (table,) = csv.DictReader(tables([document])["agreements"].lstrip("\ufeff").splitlines())
    assert (table["type_of_data"], table["access_methods"]) == ("Identifiable", "Ongoing")


def test_a_page_of_today_has_no_legacy_values() -> None:
    document = page("format", "Type of data", "Identifiable")
    assert "legacy" not in document_value(document)["agreements"][0]


def test_an_agreement_of_a_workbook_names_its_organisation() -> None:
    header = [
        "Reference Number",
        "Title",
        "Organisation",
        "Objective for Processing",
        "Processing Activities",
    ]
    rows = [(1, header)] + [
        (number, [f"DARS-NIC-12345{number}-A1B2C-v1.2", "Falls", name, "To study.", "Studying."])
        for number, name in ((2, "Moor University"), (3, "Hill University"))
    ]
    document = Workbook("r.xlsx", Book([Sheet("Purposes", 1, rows)], []), BUILT_IN).document()
    value = document_value(document)
    assert [each["organisation"] for each in value["agreements"]] == ["Moor University", "Hill University"]
    assert "organisation      Moor University" in render([document])
    assert (
        document_value(page("sensitive", "Sensitive", "Sensitive"))["agreements"][0]["organisation"] == "Moor"
    )


# What drafts say.


def of_draft(text: str) -> Document:
    return assemble_draft("draft.yaml", read_draft("draft.yaml", text.encode()), BUILT_IN)


def filled(schema: dict[str, Any]) -> Any:
    """What fits a part of the schema of drafts, with OLD for each text and 2027-03-31 for each date."""
    if reference := schema.get("$ref"):
        name = reference.rsplit("/", 1)[1]
        return "2027-03-31" if name == "date" else filled(DRAFT["$defs"][name])
    if "anyOf" in schema:
        return filled(schema["anyOf"][0])
    if "properties" in schema:
        return {key: filled(part) for key, part in schema["properties"].items()}
    is_text = "enum" in schema or "string" in schema["type"]
    return OLD if is_text else [filled(schema["items"])]


def texts(found: Any) -> list[str]:
    parts = found.values() if isinstance(found, dict) else found
    return [found] if isinstance(found, str) else [text for part in parts for text in texts(part)]


# The layout only says which labels findings use. A version is printed behind its reference.
@pytest.mark.parametrize("key", sorted({*DRAFT_KEYS} - {"layout", "version"}))
def test_each_key_of_a_draft_is_read(key: str) -> None:
    """A key without a row in dslint/fields.py would be accepted, and nobody would read what it says."""
    said = filled(DRAFT_KEYS[key])
    document = of_draft(json.dumps({"agreement": {key: said}}))
    read = " ".join([*document.lines, document.organisation.text if document.organisation else ""])
    assert len(re.findall(f"{OLD}|2027-03-31", read)) >= len(texts(said)), f"nobody reads {key} of a draft"


@pytest.mark.parametrize("key", sorted(DRAFT_KEYS))
def test_each_key_of_a_draft_says_what_belongs_there(key: str) -> None:
    """Editors show it to who writes the draft."""
    assert DRAFT_KEYS[key].get("description"), f"schemas/agreement.schema.json has no description of {key}"


def as_draft(row: fields.Entries, said: object) -> Document:
    for key in reversed(row.path):
        said = {key: said}
    return of_draft(json.dumps({"agreement": {"reference": "DARS-NIC-123456-A1B2C", **said}}))


@pytest.mark.parametrize("row", fields.ENTRIES, ids=lambda row: row.name)
def test_an_entry_goes_all_the_way(row: fields.Entries) -> None:
    said = {part.key: "2027-03-31" if part.is_date else f"{OLD} {part.key}" for part in row.parts}
    said |= {part.key: f"{OLD} 12/34" for part in row.parts if part.pattern}
    document = as_draft(row, [said])
    assert document.problems == []
    (agreement,) = document_value(document)["agreements"]
    (facts,) = DocumentFacts(document).agreements
    (again,) = document_value(draft_of(document))["agreements"]
    if row.is_flow:
        (flow,) = agreement["releases"]
        assert flow["opt_out"] == f"{OLD} opt_outs - {OLD} reason"
        cells = {key: text for key, text in flow.items() if key not in ("line", "sheet")}
        assert {key: again["releases"][0][key] for key in cells} == cells, "convert loses it"
        return
    (entry,) = agreement["entries"][row.name]
    assert {key: text for key, text in entry.items() if key != "line"} == said, "parse --format json loses it"
    assert {**again["entries"][row.name][0], "line": entry["line"]} == entry, "convert to a draft loses it"
    shown = " ".join(render([document]).split())
    assert "; ".join(said.values()) in shown, "parse loses it"
    (item,) = facts.collection(row.of_rules) or []
    assert {part.key: str(item.get(part.key)) for part in row.parts if part.meaning == "text"} == {
        part.key: said[part.key] for part in row.parts if part.meaning == "text"
    }, "rules do not see it"
    assert item.get("lacks") == []
    for part in row.parts:
        if part.is_date:
            date = facts.date(f"{row.name}_{part.key}")
            assert date and date.text == "2027-03-31", "rules do not see the date"


@pytest.mark.parametrize("row", fields.ENTRIES, ids=lambda row: row.name)
def test_an_entry_may_be_one_text(row: fields.Entries) -> None:
    word = "2027-03-31" if row.parts[0].is_date else f"{OLD} 12" if row.parts[0].pattern else OLD
    for said in (word, [word], {row.parts[0].key: word}):
        document = as_draft(row, said)
        assert document.problems == []
        (agreement,) = document_value(document)["agreements"]
        if row.is_flow:
            assert agreement["releases"][0]["dataset"] == OLD
        else:
            assert [entry[row.parts[0].key] for entry in agreement["entries"][row.name]] == [word]


@pytest.mark.parametrize("row", fields.ENTRIES, ids=lambda row: row.name)
def test_a_key_of_an_entry_that_is_misspelt_is_named_with_the_nearest(row: fields.Entries) -> None:
    key = row.parts[-1].key
    (problem,) = as_draft(row, [{f"{key}x": "2027-03-31"}]).problems
    assert problem.message == f"unknown key {key}x; did you mean {key}?"


def test_a_date_of_an_entry_is_written_in_one_form() -> None:
    text = "agreement:\n  approval: {covers: all, end: 31 March 2027}\n  retention: {until: the end}\n"
    (problem,) = of_draft(text).problems
    assert str(problem) == "draft.yaml:2:32: '31 March 2027' is no date; write it as 2027-03-31"


def test_a_date_is_compared_with_the_term() -> None:
    text = "agreement:\n  dsa: {{start: 2025-04-01, end: 2027-03-31}}\n  approval: {{end: {end}}}\n"
    for end, expected in (("2025-03-31", "before"), ("2026-01", "within"), ("2027-03-31", "covers")):
        (facts,) = DocumentFacts(of_draft(text.format(end=end))).agreements
        (item,) = facts.collection("approval") or []
        assert item.get("end_in_term") == expected
