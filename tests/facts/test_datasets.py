"""Which datasets a list and a narrative name, and what dslint says that it does not know."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import Cli, assemble

from dslint import compiled
from dslint.facts import DocumentFacts, Item
from dslint.facts.datasets import Datasets
from dslint.facts.populations import Populations
from dslint.vocabularies import BUILT_IN

DATASETS = BUILT_IN.derived(Datasets)
identify, mentions_in, mentions_of = DATASETS.identify, DATASETS.mentions_in, DATASETS.mentions_of
populations_in = BUILT_IN.derived(Populations).populations_in


HEADER = """Moor projects
Moor — DARS-NIC-100500-A1B2C
Opt outs honoured: Yes
Legal basis: Health and Social Care Act 2012 - s261(5)(d)
"""


def facts(text: str, name: str) -> list[Item]:
    return DocumentFacts(assemble("page.txt", text)).agreements[0].collection(name) or []


@pytest.mark.parametrize(
    ("name", "dataset", "family"),
    [
        ("SUS for Commissioners", "sus", "sus"),
        ("Secondary Uses Service Payment By Results Spells", "sus pbr apc spells", "sus"),
        ("Hospital Episode Statistics Admitted Patient Care (HES APC)", "hes apc", "hes"),
        ("HES data with fields derived for the SHMI", "hes", "hes"),
        ("Local Provider Data - Acute", "local acute", "local_flows"),
        ("Acute-Local Provider Flows", "local acute", "local_flows"),
        ("Local Provider Data - Acute, Ambulance, Community", "local flows", "local_flows"),
        ("Mental Health and Learning Disabilities Data Set (MHLDDS)", "mhldds", "mental_health"),
        ("Civil Registrations of Death", "deaths", "civil_registration"),
        ("Civil Registration - Births", "births", "civil_registration"),
        ("HES:Civil Registration (Deaths) bridge", "bridge", None),
        ("Commissioning Datasets", "bundle", None),
    ],
)
def test_names(name: str, dataset: str, family: str | None) -> None:
    assert identify(name) == {"name": name, "dataset": dataset, "family": family, "known": True}


def test_every_family_that_words_speak_of_has_a_dataset() -> None:
    words = compiled.vocabulary("datasets")["words"]
    assert {row["family"] for row in words} <= set(DATASETS.families)


def test_a_name_without_an_alias_keeps_its_folded_self() -> None:
    assert identify("Register of  Fens.") == {
        "name": "Register of  Fens.",
        "dataset": "register of fens",
        "family": None,
        "known": False,
    }


def test_mentions_of_a_line() -> None:
    text = "Mental Health Services Data Set (MHSDS) came, without SUS and by the HES Analysis Guide."
    found = [(text[m.start : m.end], m.dataset, m.negated) for m in mentions_in(text)]
    assert found == [("Mental Health Services Data Set", "mhsds", False), ("SUS", "sus", True)]


def test_words_of_a_family_are_no_names() -> None:
    (found,) = mentions_in("They look at mortality statistics.")
    assert (found.dataset, found.family, found.form) == (None, "civil_registration", "words")
    assert mentions_in("The aim is to reduce mortality.") == ()


def flows(*lines: str) -> list[tuple[int, str, str | None]]:
    return [(n, m.family, m.flow) for n, m in mentions_of(lines) if m.form == "name"]


def test_a_list_goes_on_over_damaged_markers_and_inner_letters() -> None:
    assert flows(
        "The Data Services for Commissioners Regional Office (DSCRO) obtains the following data sets:",
        "1. SUS+",
        "2. Local Provider Flows (received directly from providers)",
        "a. Acute",
        "",
        "3.. National Diabetes Audit (NDA)",
        "4\tPersonal Demographics Service (PDS)",
        "Data quality management is completed within the DSCRO.",
        "The HES are analysed.",
    ) == [
        (1, "sus", "obtained"),
        (2, "local_flows", "obtained"),
        (5, "diabetes_audit", "obtained"),
        (6, "personal_demographics", "obtained"),
        (8, "hes", None),
    ]


def test_phrases_speak_of_their_own_sentence() -> None:
    assert flows("HES stay here. Pseudonymised SUS is securely transferred from the DSCRO to the CSU.") == [
        (0, "hes", None),
        (0, "sus", "disseminated"),
    ]
    assert flows("The DSCRO obtains a flow of SUS data for the CCG.") == [(0, "sus", "obtained")]


def test_what_is_asked_for_reaches_over_semicolons_up_to_a_verb() -> None:
    assert flows("NHS Digital will provide SUS data; HES; and the latest MHSDS. ECDS stay here.") == [
        (0, "sus", "requested"),
        (0, "hes", "requested"),
        (0, "mental_health", "requested"),
        (0, "emergency_care", None),
    ]
    assert flows("The unit requires SUS data; HES are held already; MHSDS are not.") == [
        (0, "sus", "requested"),
        (0, "hes", None),
        (0, "mental_health", None),
    ]


def test_a_second_line_may_introduce_a_list() -> None:
    assert flows("DATA REQUESTED", "Records for these years:", "- HES", "Notes:", "- SUS") == [
        (2, "hes", "requested"),
        (4, "sus", None),
    ]


def test_the_ability_to_link_is_no_request() -> None:
    assert flows("The CCG requires the ability to link NHS 111 to the HES.")[1:] == [(0, "hes", None)]


def test_birth_notifications_are_no_register_of_people() -> None:
    assert flows("We use PDS Birth Notification data.") == []
    assert flows("We use PDS data.") == [(0, "personal_demographics", None)]


def test_mentions_stand_where_they_are_printed() -> None:
    (found,) = facts(HEADER + "Objectives:\nWe need the HES here.\n", "dataset_mentions")
    assert (found.text, found.span, found.get("section")) == ("HES", (6, 13, 16), "objectives")


def test_populations() -> None:
    text = "Moor County Council’s, Fenham City Council’s and NHS Holm CCG resident or registered population"
    assert [found.name for found in populations_in(text)] == [
        "Moor County Council",
        "Fenham City Council",
        "NHS Holm CCG",
    ]
    assert populations_in("Moor County Council counts, in the whole region, the resident population") == ()


def test_the_oldest_layout_has_frequency_type_and_sensitivity() -> None:
    page = """Moor England

Opt outs honoured: N

Basis: Health and Social Care Act 2012

Format: Anonymised - ICO code compliant Non Sensitive

How often: One-Off
"""
    (method,) = facts(page, "access_methods")
    assert (method.text, method.get("method"), method.field) == ("One-Off", "extract", "frequency")
    (kind,) = facts(page, "types_of_data")
    assert (kind.text, kind.get("identifiability")) == ("Anonymised - ICO code compliant", "anonymised")
    (mark,) = facts(page, "sensitivity")
    assert (mark.text, mark.get("sensitivity"), mark.span) == ("Non Sensitive", "non_sensitive", (7, 41, 54))


UNKNOWN = (
    HEADER
    + """Sensitive: One-Off
Legal nonsense without a colon
Acess method: Ongoing
Data-controller type: MOORLAND ALLIANCE
Sublicensing allowed: No
Datasets:
- Register of Fens
- SUS for Commissioners
Objectives:
Planning.
"""
)


def test_what_is_not_known_is_listed(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(UNKNOWN, "utf-8")
    (document,) = json.loads(cli("parse", "page.txt", "--format", "json").stdout)["documents"]
    (agreement,) = document["agreements"]
    assert agreement["unknown"] == [
        {"field": "sensitive", "line": 5, "value": "One-Off", "belongs_to": "access_method", "nearest": None}
    ]
    assert agreement["unknown_labels"] == [
        {"label": "Acess method", "line": 7, "nearest": "Access method"},
    ]
    assert agreement["unknown_datasets"] == [{"name": "Register of Fens", "line": 11}]
    assert agreement["unknown_organisations"] == [{"name": "MOORLAND ALLIANCE", "line": 8}]
    assert [value["name"] for value in agreement["datasets"]] == ["Register of Fens", "SUS for Commissioners"]
    shown = cli("parse", "page.txt").stdout
    assert "unknown value     One-Off (line 5)" in shown
    assert "unknown label     Acess method (line 7); nearest: Access method" in shown
    assert "no alias for      Register of Fens (line 11)" in shown
    assert "no kind for       MOORLAND ALLIANCE (line 8)" in shown


def test_the_summary_counts_what_is_not_known(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(UNKNOWN, "utf-8")
    summary = json.loads(cli("check", "page.txt", "--format", "json").stdout)["summary"]
    assert summary["unknown"] == {"values": 1, "labels": 1, "datasets": 1, "organisations": 1}
    shown = " ".join(cli("check", "page.txt").stdout.split())
    assert "Not recognised: 1 value, 1 label, 1 dataset, 1 organisation" in shown
    (tmp_path / "known.txt").write_text(HEADER, "utf-8")
    assert "Not recognised" not in cli("check", "known.txt").stdout


def test_an_unknown_label_stands_before_a_known_one() -> None:
    page = HEADER + "Weather: fine\nSublicensing allowed: No\nObjectives:\nScope: all of it.\nNote: none\n"
    assert [item.text for item in facts(page, "unknown")] == ["Weather"]


def test_an_opt_out_of_known_shape_and_unknown_reason_is_not_covered() -> None:
    page = HEADER.replace("honoured: Yes", "honoured: No - the moor has its own list")
    (found,) = facts(page, "unknown")
    assert (found.get("kind"), found.get("nearest")) == ("value", None)
