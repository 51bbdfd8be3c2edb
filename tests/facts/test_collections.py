"""Facts that rules speak of, on small invented records."""

from __future__ import annotations

from typing import Any

import pytest
from conftest import assemble
from operators import HEAD, evaluate

from dslint import compiled
from dslint.assembler import assemble_source
from dslint.facts import AgreementFacts, DocumentFacts
from dslint.facts.catalogue import COLLECTIONS
from dslint.facts.purposes import Purposes
from dslint.sources.read import understand
from dslint.vocabularies import BUILT_IN

purposes_in = BUILT_IN.derived(Purposes).purposes_in


def facts(body: str, head: str = HEAD) -> AgreementFacts:
    return DocumentFacts(assemble("page", head + body + "\n")).agreements[0]


@pytest.mark.parametrize(
    ("line", "purpose"),
    [
        ("Invoice Validation", "invoice_validation"),
        ("  RISK STRATIFICATION:  ", "risk_stratification"),
        ("Commissioning (Pseudonymised) – SUS and Local Flows*", "commissioning"),
        ("Invoice Validation (Data Processor 6 - CCG)", "invoice_validation"),
        ("Risk Stratification - Data Processor – Moor Services", "risk_stratification"),
        ("Direct Care", "direct_care"),
    ],
)
def test_a_heading_names_its_purpose(line: str, purpose: str) -> None:
    (named,) = purposes_in(line)
    assert (named.purpose, named.form) == (purpose, "heading")
    assert line[named.start : named.end] == line.strip()


@pytest.mark.parametrize(
    "line",
    [
        "Commissioning Benefits",
        "Commissioning and performance management",
        "Invoice Validation with be conducted by the CCG",
        "Commissioning: the team plans services.",
        "- Commissioning",
        "3. Commissioning purposes",
        "Risk Stratification" + " -" + " word" * 40,
    ],
)
def test_what_only_mentions_a_purpose_is_no_heading(line: str) -> None:
    assert {named.form for named in purposes_in(line)} <= {"mention"}


def test_stated_purposes_have_their_section_and_place() -> None:
    body = "Objectives:\nTo validate invoices.\nOutputs:\nInvoice Validation"
    found = facts(body).collection("stated_purposes") or []
    attributes = ("purpose", "form", "section", "text")
    assert [(*map(item.get, attributes), item.span.line) for item in found] == [
        ("invoice_validation", "mention", "objectives", "validate invoices", 4),
        ("invoice_validation", "heading", "outputs", "Invoice Validation", 6),
    ]


def test_the_words_of_purposes_are_those_of_the_vocabulary() -> None:
    rows = compiled.vocabulary("purposes")["purposes"]
    assert tuple(row["purpose"] for row in rows) == COLLECTIONS["stated_purposes"]["purpose"]
    assert all(row["source"] for row in rows)


@pytest.mark.parametrize(
    ("purposes", "answers"),
    [
        ("No (Local Authority)", [("no", 11)]),
        ("Yes (Commercial)", [("yes", 11)]),
        ("No, Yes (Charity)", [("no", 11), ("yes", 15)]),
        ("()", None),
        ("Yes we plan services", None),
    ],
)
def test_commercial_is_the_answer_before_the_bracket(
    purposes: str, answers: list[tuple[str, int]] | None
) -> None:
    found = facts(f"Purposes: {purposes}").collection("commercial")
    shown = None if found is None else [(item.get("answer"), item.span.column) for item in found]
    assert shown == answers


def test_commercial_is_unknown_without_the_field() -> None:
    assert facts("Sensitive: Sensitive").collection("commercial") is None


def test_an_act_without_a_section_leaves_open_what_it_carries() -> None:
    """Catalogue of facts: the label of before 2018 "cannot be decided"."""
    head = "Moor — DARS-NIC-123456-A1B2C\nLegal basis: Health and Social Care Act 2012\n"
    (basis,) = facts("", head).collection("legal_bases") or []
    assert (basis.get("gateways"), basis.get("generic"), basis.get("provisions")) == (None, True, [])
    for quantifier in ("some", "none", "every"):
        condition = {quantifier: {"in": "legal_bases", "where": {"gateways": {"is_any": ["s251", "covid"]}}}}
        assert evaluate(condition, head)[0] is None


def places(found: AgreementFacts, collection: str, *keys: str) -> list[tuple[Any, ...]]:
    """The line and the values of each item; its words must be what is printed in its place."""
    items = found.collection(collection) or []
    for item in items:
        line = found.document.lines[item.span.line - 1]
        assert line[item.span.column - 1 : item.span.end_column - 1] == item.text
    return [(item.span.line, item.text, *map(item.get, keys)) for item in items]


def test_commercial_stands_where_it_is_printed() -> None:
    assert places(facts("Purposes: No, Yes (Charity)"), "commercial", "answer") == [
        (3, "No", "no"),
        (3, "Yes", "yes"),
    ]


CUT = "No - consent provided by participants of research stud"
REMARK = "(System access exclusively means data was not disseminated.)"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            f"Sensitive: Sensitive\nAccess method: System Access\n{REMARK}\nPurposes: No",
            [(5, "access_method")],
        ),
        (f"Access method: System Access\n  {REMARK}", [(4, "access_method")]),
        (f"Access method: System Access\nObjectives:\n{REMARK}", []),
    ],
)
def test_a_remark_is_about_the_field_above(body: str, expected: list[tuple[int, str]]) -> None:
    found = places(facts(body), "remarks", "about")
    assert found == [(line, REMARK, about) for line, about in expected]


def test_fields_and_sections_stand_at_their_labels() -> None:
    found = facts("Sensitive: ()\nObjectives:\nTo count.\nOutputs:")
    assert places(found, "fields", "key", "state") == [
        (2, "Legal basis", "legal_basis", "filled"),
        (3, "Sensitive", "sensitive", "empty"),
    ]
    assert places(found, "sections", "key", "state") == [
        (4, "Objectives", "objectives", "filled"),
        (6, "Outputs", "outputs", "empty"),
    ]


def test_a_dataset_that_is_listed_twice() -> None:
    listed = "Datasets:\n- Moor births\n- Vale deaths\n- moor  births\n- Moor Births (again)"
    keys = ("form", "occurrence", "original", "block")
    assert places(facts(listed), "repeats", *keys) == [
        (4, "Moor births", "dataset", "first", "4", "4"),
        (6, "moor  births", "dataset", "again", "4", "4"),
    ]


def test_what_is_listed_twice_has_the_place_of_its_list() -> None:
    entry = "The moor is walked by all of the counters early on every day of the week, in all weathers."
    body = f"Processing:\nThe steps:\n- {entry}\n- Others.\n- {entry}"
    keys = ("form", "occurrence", "original", "block", "section")
    found = [each for each in places(facts(body), "repeats", *keys) if each[2] == "entry"]
    assert found == [
        (5, entry, "entry", "first", "5", "5", "processing"),
        (7, entry, "entry", "again", "5", "5", "processing"),
    ]


@pytest.mark.parametrize(
    ("opt_outs", "together"),
    [
        (f"{CUT}Yes - patient objections upheld", [True, False]),
        (f"{CUT}, Yes - patient objections upheld", [False, False]),
        ("N, Y", [False, False]),
    ],
)
def test_answers_that_are_printed_as_one_word(opt_outs: str, together: list[bool]) -> None:
    items = facts("", HEAD.replace("Legal", f"Opt outs honoured: {opt_outs}\nLegal")).collection("opt_outs")
    assert [item.get("run_together") for item in items or []] == together


def test_only_bodies_of_a_list_are_looked_for_in_the_text() -> None:
    assert {name for name, known in COLLECTIONS.items() if "in_text" in known} == {
        "listed_processors", "locations", "linkage", "security", "funders", "sponsors", "commercial_interest",
    }  # fmt: skip


def test_what_is_counted_goes_with_its_count() -> None:
    body = """\
Processing:
The following two CCGs:
- NHS Moor CCG
- NHS Vale CCG
Words.
The following two CCGs:
- NHS Fen CCG
- NHS Holm CCG
The 2 trusts: Moor NHS Trust and Lowland NHS Trust. The 2 CCGs: NHS Fen CCG and NHS Holm CCG."""
    found = facts(body)
    counts = {item.get("list"): item.text for item in found.collection("counts") or []}
    assert list(counts.values()) == ["two CCGs", "two CCGs", "2 trusts", "2 CCGs"]
    counted = [
        (list(counts).index(item.get("list")), item.text) for item in found.collection("counted") or []
    ]
    assert counted == [
        (0, "NHS Moor CCG"),
        (0, "NHS Vale CCG"),
        (1, "NHS Fen CCG"),
        (1, "NHS Holm CCG"),
        (2, "Moor NHS Trust"),
        (2, "Lowland NHS Trust"),
        (3, "NHS Fen CCG"),
        (3, "NHS Holm CCG"),
    ]


@pytest.mark.parametrize(
    ("key", "said", "agrees"),
    [
        ("sponsors:\n    - name: University of Fenham", "sponsored by Fenham University", True),
        ("sponsors:\n    - name: Fenham University", "sponsored by the University of Fenham", True),
        ("sponsors:\n    - name: University of Fenham", "sponsored by the University of Holm", False),
        ("sponsors:\n    - name: University of Holm", "sponsored by the University of Fenham", False),
    ],
)
def test_whether_a_draft_says_the_same_twice(key: str, said: str, agrees: bool) -> None:
    text = f"agreement:\n  title: x\n  {key}\n  objectives: |\n    The study is {said}.\n"
    document = assemble_source("a.yaml", understand("a.yaml", text.encode(), BUILT_IN), BUILT_IN)
    found = DocumentFacts(document).agreements[0].collection("shared_facts") or []
    assert [(item.get("source"), item.get("agrees")) for item in found] == [("key", True), ("text", agrees)]


@pytest.mark.parametrize(
    ("said", "agrees"), [("1,150 adults", [True, True, True]), ("8,000 adults", [True, True, False])]
)
def test_entries_of_one_key_may_be_about_different_people(said: str, agrees: list[bool]) -> None:
    limits = "".join(
        f"    - dataset: {name}\n      limits: The {number} people who took part.\n"
        for name, number in (("Births", "9,400"), ("Deaths", "1,150"))
    )
    head = f"agreement:\n  title: x\n  data_minimisation:\n{limits}"
    text = f"{head}  objectives: |\n    The cohort is {said}.\n"
    document = assemble_source("a.yaml", understand("a.yaml", text.encode(), BUILT_IN), BUILT_IN)
    found = DocumentFacts(document).agreements[0].collection("shared_facts") or []
    assert [item.get("agrees") for item in found if item.get("fact") == "number_of_people"] == agrees


@pytest.mark.parametrize(
    ("said", "in_text"),
    [
        ("The University of Fenham runs it.", True),
        ("Fenham University runs it.", True),
        ("The University of Holm runs it.", False),
        ("Somebody runs it.", False),
    ],
)
def test_whether_the_text_of_a_draft_names_a_body(said: str, in_text: bool) -> None:
    sponsor = "sponsors:\n    - name: University of Fenham"
    text = f"agreement:\n  title: x\n  {sponsor}\n  objectives: |\n    {said}\n"
    document = assemble_source("a.yaml", understand("a.yaml", text.encode(), BUILT_IN), BUILT_IN)
    found = DocumentFacts(document).agreements[0].collection("sponsors") or []
    assert [item.get("in_text") for item in found] == [in_text]
