"""Registers of other publishers: every row read by its headings, whatever the file is."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from conftest import RECORD, ROOT, Cli
from workbooks import binary_workbook, open_document, open_document_of, workbook

from dslint.assembler import assemble_source
from dslint.assembler.dialects import OF_AGREEMENTS, OF_ROWS
from dslint.datafiles.schema_errors import schema_errors
from dslint.datafiles.yaml_marks import read as read_yaml
from dslint.model import Agreement, Document
from dslint.resources import VOCABULARY, schema
from dslint.session import parse
from dslint.sources import read
from dslint.vocabularies import BUILT_IN

HDRUK = [
    ("", "Safe People", "", "", "Safe Project"),
    ("Project ID", "Organisation name*", "Organisation ID", "Organisation sector", "Applicant name(s)",
     "Applicant ID", "Funders/ Sponsors", "DEA accredited researcher?", "Sub-licence arrangements (if any)?",
     "Project title*", "Lay summary*", "Public benefit statement*", "Request category type",
     "Technical summary", "Other approval committees", "Project start date\n", "Project end date\n",
     "Latest approval date*", "Dataset(s) name*\n", "Data sensitivity level",
     "Legal basis for provision of data under Article 6",
     "Lawful conditions for provision of data under Article 9", "Common Law Duty of Confidentiality",
     "National data opt-out applied?", "Request frequency\n",
     "For linked datasets, specify how the linkage will take place",
     "Description of the confidential data being used", "Release/Access date\n", "Access type*",
     "How has data been processed to enhance privacy?", "Link to research outputs"),
    ("M-1", "University of Moor", "", "Academic Institute", "A Moor", "", "Moor Fund", "No", "No",
     "Falls", "We study falls.", "Fewer falls.", "Research", "A cohort.", "", "2023-04-01", "2026-03-31",
     "2023-03-01", "HES Admitted Patient Care (APC, all years), Births", "Personally Identifiable", "", "",
     "Section 251 NHS Act 2006", "Not applicable", "One-off", "", "", "2023-05-02", "Release", "", ""),
    ("", "University of Fell", "", "Academic Institute", "", "", "", "", "Yes",
     "Sleep", "We study sleep.", "Better sleep.", "Research", "A trial.", "", "2023-04-01", "2026-03-31",
     "2023-03-01", "Deaths", "Anonymous", "", "", "Not applicable", "No", "Recurring", "", "", "2023-06-01",
     "TRE", "", ""),
]  # fmt: skip
PHE_2017 = [
    ("Releases of data",),
    ("ODR reference", "Applicant's organisation", "Applicant's organisation type", "Technical summary",
     "Lay summary overview", "Why the data are needed", "How will the data be used?",
     "Anticipated public health benefit(s) of the work", "Funders and collaborators", "Data source",
     "Type of data", "Legal basis for the release of the data",
     "National data opt-out programme applied", "Date of release"),
    ("ODR1819_001", "University of Moor", "Academic", "A cohort.", "We study falls.", "To know.",
     "In a paper.", "Fewer falls.", "Moor Fund", "National Cancer Registry", "Personally identifiable",
     "Section 251 NHS Act 2006", "Not Applicable", "2018-06-01"),
    ("ODR1819_001", "University of Moor", "Academic", "A cohort.", "We study falls.", "To know.",
     "In a paper.", "Fewer falls.", "Moor Fund", "Deaths", "Anonymised", "", "Not Applicable", "2018-07-01"),
    ("ODR1718_002", "Fell Council", "Local authority", "Counts.", "We count.", "", "In a plan.", "Plans.",
     "", "Births", "Anonymised", "", "Not Applicable", "2017-06-01"),
]  # fmt: skip
PHE_2014 = [
    ("Row ID", "ODR Reference", "Data Recipient", "Organisation Type", "Purpose", "Data Source",
     "Data type provided to the customer", "Legal basis for the release", "Date of release"),
    ("1", "ODR1415_001", "University of Moor", "Academic", "To study falls.", "National Cancer Registry",
     "Anonymised", "", "2015-02-01"),
    ("2", "ODR1415_002", "Fell Council", "Local authority", "To count.", "Births", "Anonymised", "",
     "2015-03-01"),
]  # fmt: skip
EXPLORER_TABLE = [
    ("reference", "title", "organisation", "organisation_page", "organisation_type", "sector", "status",
     "latest_version", "latest_start", "latest_end", "first_start", "commercial", "sublicensing",
     "controller_basis", "data_controllers", "datasets", "confidential_data", "opt_outs", "opt_out_files",
     "url"),
    ("DARS-NIC-123456-A1B2C", "Falls", "UNIVERSITY OF MOOR", "moor", "Academic", "x", "live", "1.2",
     "2023-04-01", "2026-03-31", "2020-01-01", "No", "No", "Joint Data Controllers",
     "UNIVERSITY OF MOOR; FELL COUNCIL", "Births; Deaths", "No", "No", "3", "https://example.org"),
]  # fmt: skip
EXPLORER = {
    "base_reference": "DARS-NIC-123456-A1B2C",
    "versions": [
        {
            "reference": f"DARS-NIC-123456-A1B2C-v{number}", "version": number, "title": "Falls",
            "organisation": "UNIVERSITY OF MOOR", "organisation_type": "Academic",
            "controllers": ["UNIVERSITY OF MOOR", "FELL COUNCIL"],
            "controller_basis": "Joint Data Controllers",
            "start_date": f"{year}-04-01", "end_date": f"{year + 3}-03-31", "commercial": "No",
            "sublicensing": "No", "objective": "To study \"falls\".\nAnd more.", "activities": "Counting.",
            "expected_output": "A paper.", "expected_benefits": "Fewer falls.", "yielded_benefits": "",
            "files_released": 3,
            "datasets": [{
                "name": "Births", "type_of_data": "Identifiable", "sensitivity": "Sensitive",
                "legal_basis": "Health and Social Care Act 2012 – s261(7)",
                "confidentiality": "Section 251 NHS Act 2006", "frequency": "One-Off",
            }],
            "releases": [{
                "dataset": "Births", "files": 3, "first_month": f"{year}-05", "last_month": f"{year}-09",
                "opt_outs_applied": "Yes",
            }],
        }
        for number, year in (("0.2", 2018), ("1.2", 2021))
    ],
}  # fmt: skip
API = {
    "data": [
        {
            "id": 7, "project_title": "Falls", "organisation_name": "University of Moor",
            "organisation_sector": "Academic Institute", "lay_summary": "We study falls.",
            "public_benefit_statement": "Fewer falls.", "technical_summary": "A cohort.",
            "project_start_date": "2023-04-01", "project_end_date": "2026-03-31",
            "non_gateway_datasets": ["Births", "Deaths"], "national_data_optout": "No",
            "duty_of_confidentiality": "Consent", "data_sensitivity_level": "De-Personalised",
            "sublicence_arrangements": "No", "legal_basis_for_data_article6": "(e) public task",
            "access_date": "2023-05-01", "project_id_text": None,
        }
    ]
}  # fmt: skip
# A register that no dialect of dslint knows, and the one file that lets dslint read it.
MOORLAND = [
    ("Study no.", "Study", "Who asked", "Jointly with", "From", "Until", "What for", "How", "Which data",
     "Opt-outs honoured?", "Shoe size"),
    ("S-1", "Falls", "University of Moor", "Fell Council/Moor (A/B) Ltd", "1 April 2023", "31 March 2026",
     "To study.", "Counting.", "Births | Deaths", "Yes", "9"),
    ("S-2", "Sleep", "Fell Council", "", "2024-01-01", "2023-12-31", "To plan.", "Adding.", "Births", "No",
     ""),
]  # fmt: skip
DIALECT = """
dialect: moorland
title: The register of Moorland
source: headings of its table, November 2026
tables:
  - needs: [reference, title, dataset]
    columns:
      reference: Study no.
      title: Study
      organisation: Who asked
      controllers: {headings: Jointly with, split: "/"}
      dsa_start: From
      dsa_end: Until
      objectives: What for...
      processing: How
      dataset: {headings: [Which data, Data], split: "|"}
      opt_out: Opt-outs honoured
"""


def delimited(rows: Any, mark: str = ",") -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=mark).writerows(rows)
    return text.getvalue().encode()


def document(name: str, content: bytes) -> Document:
    (found,) = parse({name: content})
    return found


def said(page: Document, agreement: Agreement) -> dict[str, Any]:
    return {
        "organisation": agreement.organisation and agreement.organisation.text,
        "title": agreement.title,
        "datasets": [value.text for value in agreement.datasets],
        "dates": [end and end.text for end in (*agreement.dsa, *agreement.release)],
        "sections": {key: lines for key, _, lines in page.narrative(agreement)},
        **{key: [value.text for value in found] for key, found in agreement.values.items()},
    }


KINDS = {
    "xlsx": lambda sheets: workbook(sheets),
    "ods": open_document,
    "xlsb": binary_workbook,
    "csv": lambda sheets: delimited(next(iter(sheets.values()))),
    "tsv": lambda sheets: delimited(next(iter(sheets.values())), "\t"),
    "semicolons.csv": lambda sheets: delimited(next(iter(sheets.values())), ";"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_template_of_hdr_uk(kind: str) -> None:
    page = document(f"uses.{kind}", KINDS[kind]({"Data Uses Template": HDRUK, "Lookups": [("Yes",)]}))
    assert (page.kind, page.problems, page.unread) == ("register-workbook", [], [])
    falls, sleep = page.agreements
    assert (falls.reference, sleep.reference) == ("M-1", None)
    assert said(page, falls) == {
        "organisation": "University of Moor",
        "title": "Falls",
        "datasets": ["HES Admitted Patient Care (APC, all years)", "Births"],
        "dates": ["2023-04-01", "2026-03-31", "2023-05", "2023-05"],
        "sections": {
            "objectives": (
                "We study falls.",
                "Applicant name(s): A Moor",
                "Funders/ Sponsors: Moor Fund",
                "DEA accredited researcher?: No",
                "Request category type: Research",
            ),
            "processing": ("A cohort.", "Access type: Release"),
            "expected_benefits": ("Fewer falls.",),
        },
        "approval_date": ["2023-03-01"],
        "organisation_types": ["Academic Institute"],
        "sublicensing": ["No"],
        "type_of_data": ["Personally Identifiable"],
        "opt_outs": ["Not applicable"],
        "opt_out_excuses": ["Section 251 NHS Act 2006"],
        "access_methods": ["One-off"],
    }
    assert said(page, sleep)["datasets"] == ["Deaths"]
    place = page.place(falls.datasets[1].span)
    assert (place.cell, place.line) == ("S3", 3)
    (summaries,) = page.remarks
    assert "the texts are summaries" in summaries
    assert page.not_used == []


def test_the_older_template_of_hdr_uk() -> None:
    header = ["Lead applicant organisation name", "Project ID", "Project title", "Lay summary",
              "Technical summary ", "Project start date ", "Dataset(s) name", "Access type"]  # fmt: skip
    page = document("x.csv", delimited([header, ["Moor", "1", "Falls", "We study.", "How.", "2023-04-01",
                                                 "Births, Deaths", "TRE"]]))  # fmt: skip
    (falls,) = page.agreements
    assert said(page, falls)["datasets"] == ["Births", "Deaths"]
    assert said(page, falls)["organisation"] == "Moor"


def test_projects_without_an_id_of_their_own_are_not_joined() -> None:
    rows = [*HDRUK[:2], *(("N/A", *row[1:]) for row in HDRUK[2:]), ("M-1", *HDRUK[2][1:])]
    page = document("x.xlsx", workbook({"Uses": [*rows, rows[-1]]}))
    assert [agreement.reference for agreement in page.agreements] == [None, None, "M-1", "M-1"]


@pytest.mark.parametrize("kind", ["ods", "xlsx", "csv"])
def test_public_health_england(kind: str) -> None:
    page = document(f"odr.{kind}", KINDS[kind]({"Register": PHE_2017}))
    falls, counts = page.agreements
    assert [len(falls.releases), len(counts.releases)] == [2, 1]
    assert falls.reference == "ODR1819_001"
    found = said(page, falls)
    assert found["datasets"] == ["National Cancer Registry", "Deaths"]
    assert found["opt_outs"] == ["Not Applicable"]
    assert found["sections"]["objectives"] == (
        "We study falls.", "Why the data are needed: To know.", "Funders and collaborators: Moor Fund",
    )  # fmt: skip
    assert found["sections"]["outputs"] == ("In a paper.",)
    assert found["dates"] == [None, None, "2018-06", "2018-07"]
    assert page.not_used == []

    page = document(f"odr.{kind}", KINDS[kind]({"Register": PHE_2014}))
    assert [agreement.organisation.text for agreement in page.agreements if agreement.organisation] == [
        "University of Moor", "Fell Council",
    ]  # fmt: skip
    assert [release.id for agreement in page.agreements for release in agreement.releases] == ["1", "2"]
    assert page.not_used == []


def test_the_explorer() -> None:
    text = json.dumps(EXPLORER, indent=1, ensure_ascii=False)
    page = document("dars-nic-123456-a1b2c.json", text.encode())
    old, new = page.agreements
    assert (old.version, new.version, new.base_reference) == ("0.2", "1.2", "DARS-NIC-123456-A1B2C")
    found = said(page, new)
    assert found["dates"] == ["2021-04-01", "2024-03-31", "2021-05", "2021-09"]
    assert found["controllers"] == ["UNIVERSITY OF MOOR", "FELL COUNCIL"]
    assert found["controller_basis"] == ["Joint Data Controllers"]
    assert found["sections"]["objectives"] == ('To study "falls".', "And more.")
    assert found["opt_out_excuses"] == ["Section 251 NHS Act 2006"]
    (release,) = new.releases
    assert (release.dataset, release.type_of_data, release.opt_out) == ("Births", "Identifiable", "Yes")
    assert (page.remarks, page.not_used) == ([], [])
    lines = text.splitlines()
    for value, key in ((new.datasets[0], "dataset"), (new.values["opt_outs"][0], "opt_outs_applied")):
        place = page.place(value.span)
        line = lines[place.line - 1]
        assert (place.sheet, place.cell) == (None, None)
        assert line.lstrip().startswith(f'"{key}"')
        assert line[place.column - 1 : place.end_column - 1] == value.text


def test_the_table_of_the_explorer() -> None:
    (agreement,) = (page := document("agreements.csv", delimited(EXPLORER_TABLE))).agreements
    found = said(page, agreement)
    assert found["datasets"] == ["Births", "Deaths"]
    assert found["controllers"] == ["UNIVERSITY OF MOOR", "FELL COUNCIL"]
    assert found["dates"][:2] == ["2023-04-01", "2026-03-31"]
    assert [unused.label for unused in page.not_used] == ["confidential_data", "opt_outs", "opt_out_files"]


@pytest.mark.parametrize("shape", [API, API["data"], {"success": True, "data": API}])
def test_the_interface_of_the_gateway(shape: Any) -> None:
    page = document("dur.json", json.dumps(shape).encode())
    (agreement,) = page.agreements
    found = said(page, agreement)
    assert (found["title"], found["organisation"]) == ("Falls", "University of Moor")
    assert found["datasets"] == ["Births", "Deaths"]
    assert found["opt_outs"] == ["No"]
    assert found["sections"]["objectives"][-1] == "legal_basis_for_data_article6: (e) public task"
    assert [unused.label for unused in page.not_used] == ["id"]


def test_json_in_a_folder(tmp_path: Path, cli: Cli) -> None:
    """What holds no register is not looked at; what is named and unknown is said to be."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.json").write_text(json.dumps(EXPLORER), "utf-8")
    (tmp_path / "in" / "package.json").write_text('{"name": "x", "files": [{"a": 1}]}', "utf-8")
    assert "1 document, 2 agreements" in cli("check", "in").stdout
    done = cli("check", "in/package.json")
    assert done.returncode == 3
    assert "sheet files is not known, and its 2 rows not read" in " ".join(done.stdout.split())


def test_a_known_heading_is_no_other_column() -> None:
    """The column behind the organisation is the dataset only where its heading is damaged."""
    rows = [
        ("NIC Number", "Organisation Name", "Organisation Type", "Legal Basis", "Patient Opt-Outs applied"),
        ("NIC-12345-A1B2C", "Moor", "Academic", "Health and Social Care Act 2012", "N"),
    ]
    page = document("DataReleases.csv", delimited(rows))
    assert [value.text for agreement in page.agreements for value in agreement.datasets] == []
    damaged = [(*rows[0][:2], "us", *rows[0][3:]), (*rows[1][:2], "Births", *rows[1][3:])]
    page = document("DataReleases.csv", delimited(damaged))
    assert [value.text for value in page.agreements[0].datasets] == ["Births"]


def test_workbooks_of_the_old_kind(tmp_path: Path, cli: Cli) -> None:
    """A file written by xlwt, with the rows of PHE_2014. It is read in a process of its own."""
    page = document("x.xls", (ROOT / "tests" / "data" / "register.xls").read_bytes())
    assert [said(page, each) for each in page.agreements] == [
        said(other, each)
        for other in [document("x.xlsx", workbook({"Register": PHE_2014}))]
        for each in other.agreements
    ]
    (tmp_path / "odr.ods").write_bytes(open_document({"Register": PHE_2014}))
    assert "1 document, 2 agreements" in cli("check", "odr.ods").stdout


def test_cells_that_are_repeated_do_not_fill_the_memory() -> None:
    content = open_document({"Register": PHE_2014})
    xml = zipfile.ZipFile(io.BytesIO(content)).read("content.xml").decode()
    for hidden in ("", ' office:title="&gt;>"'):
        cell = 'office:value-type="string"'
        bomb = xml.replace(cell, f'{hidden} {cell} table:number-columns-repeated="900000000"', 1)
        with pytest.raises(ValueError, match="so far apart"):
            document("x.ods", open_document_of(bomb))


REAL = ROOT.parent / "shared" / "data"


@pytest.mark.skipif(not REAL.is_dir(), reason="the current register is not at ../shared/data")
def test_five_real_agreements() -> None:
    files = sorted((REAL / "register-2026").glob("*.json"))
    assert len(files) == 5
    for path in files:
        page = assemble_source(str(path), read(str(path), BUILT_IN), BUILT_IN)
        whole = json.loads(path.read_text("utf-8"))
        for agreement, version in zip(page.agreements, whole["versions"], strict=True):
            found = said(page, agreement)
            assert found["title"] == version["title"]
            assert found["controllers"] == version["controllers"]
            names = [row["dataset"] for row in version["releases"]]
            assert {*found["datasets"]} == {*names, *(row["name"] for row in version["datasets"])}
            assert len(agreement.releases) == len(names)
            assert found["dates"][:2] == [version["start_date"], version["end_date"]]
            months = [row[key] for row in version["releases"] for key in ("first_month", "last_month")]
            assert found["dates"][2:] == ([min(months), max(months)] if months else [None, None])
            text = {key: "\n".join(lines) for key, lines in found["sections"].items()}
            for key, name in (("objectives", "objective"), ("processing", "activities"),
                              ("outputs", "expected_output")):  # fmt: skip
                assert "".join(text.get(key, "").split()) == "".join(version[name].split())


@pytest.mark.skipif(not REAL.is_dir(), reason="the template of HDR UK is not at ../shared/data")
def test_the_empty_template_holds_no_agreement() -> None:
    path = REAL / "hdruk-dur-template.xlsx"
    page = assemble_source(str(path), read(str(path), BUILT_IN), BUILT_IN)
    assert (page.agreements, page.remarks, page.unread) == ([], [], [])


def own(tmp_path: Path, dialect: str, settings: str = 'dialects = ["moorland.yaml"]\n') -> None:
    (tmp_path / "dslint.toml").write_text(settings, "utf-8")
    (tmp_path / "moorland.yaml").write_text(dialect, "utf-8")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "register.csv").write_bytes(delimited(MOORLAND))


def test_a_register_of_ones_own_needs_one_file(tmp_path: Path, cli: Cli) -> None:
    own(tmp_path, DIALECT)
    (page,) = json.loads(cli("parse", "in", "--format", "json").stdout)["documents"]
    falls, _ = page["agreements"]
    assert (falls["reference"], falls["title"], falls["dsa_start"], falls["dsa_end"]) == (
        "S-1", "Falls", "2023-04-01", "2026-03-31",
    )  # fmt: skip
    assert [each["name"] for each in falls["datasets"]] == ["Births", "Deaths"]
    assert falls["controllers"] == ["Fell Council", "Moor (A/B) Ltd"]
    assert falls["opt_outs"] == ["Yes"]
    assert {"objectives", "processing"} <= falls["sections"].keys()
    assert page["not_used"][0]["label"] == "Shoe size"
    done = json.loads(cli("check", "in", "--format", "json", "--fail-on", "never").stdout)
    dates = [each for each in done["findings"] if each["cell" if "cell" in each else "line"] in ("F3", "E3")]
    assert {each["agreement"] for each in dates} == {"S-2"}  # it ends before it starts
    (tmp_path / "dslint.toml").unlink()
    assert cli("check", "in").returncode == 3  # dslint knows it by that file only


@pytest.mark.parametrize(
    ("without", "text", "told"),
    [("", "", 0), ("processing", "", 1), ("processing", "text: whole", 0), ("", "text: summary", 1)],
)
def test_a_table_without_the_processing_is_a_summary(
    tmp_path: Path, cli: Cli, without: str, text: str, told: int
) -> None:
    lines = [line for line in DIALECT.splitlines() if not without or without not in line]
    at = next(index for index, line in enumerate(lines) if "needs:" in line)
    indent = " " * (len(lines[at]) - len(lines[at].lstrip(" -")))
    own(tmp_path, "\n".join([*lines[: at + 1], *([f"{indent}{text}"] if text else []), *lines[at + 1 :]]))
    (page,) = json.loads(cli("parse", "in", "--format", "json").stdout)["documents"]
    assert sum("the texts are summaries" in remark for remark in page["remarks"]) == told


def test_a_register_of_ones_own_in_the_settings(tmp_path: Path, cli: Cli) -> None:
    own(
        tmp_path,
        "",
        """
        [[dialects]]
        dialect = "moorland"
        source = "us"
        [[dialects.tables]]
        needs = ["reference", "dataset"]
        columns = {reference = "Study no.", dataset = {headings = ["Which data"], split = "|"}}
        """,
    )
    (page,) = json.loads(cli("parse", "in", "--format", "json").stdout)["documents"]
    assert [len(each["datasets"]) for each in page["agreements"]] == [2, 1]


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("      dsa_start:", "      dsa_strt:", "dsa_start"),
        ("columns:", "colums:", "columns"),
        ("needs: [reference", "needs: [refrence", "reference"),
        ("tables:", "each_row: x\ntables:", "each_row"),
    ],
)
def test_what_is_wrong_with_a_dialect(
    tmp_path: Path, cli: Cli, before: str, after: str, message: str
) -> None:
    own(tmp_path, DIALECT.replace(before, after))
    done = cli("check", "in")
    assert done.returncode == 2
    assert done.stderr.startswith("moorland.yaml:")
    assert message in done.stderr


def test_built_in_dialects_have_the_shape_of_ones_own() -> None:
    files = sorted((VOCABULARY / "dialects").glob("*.yaml"))
    assert len(files) >= 6
    for path in files:
        marked = read_yaml(path.name, path.read_text("utf-8"), as_text=True)
        assert list(schema_errors(path.name, marked, "dialect")) == []
        assert marked.data["dialect"] == path.stem


def test_every_field_of_a_table_may_be_a_column() -> None:
    named = schema("dialect")["$defs"]["dialect-table"]["properties"]
    fields = {*OF_ROWS, *OF_AGREEMENTS, "reference"}
    assert named["columns"]["properties"].keys() == fields
    assert {*named["needs"]["items"]["enum"]} == fields


def test_a_folder_names_what_may_be_an_agreement_and_was_not_read(tmp_path: Path, cli: Cli) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "notes.md").write_text(RECORD, "utf-8")
    for name in ("a.doc", "b.RTF", "c.png"):
        (tmp_path / "in" / name).write_bytes(b"%PDF-1.7 \x00")
    done = cli("check", "in", "--fail-on", "never")
    said = " ".join(done.stdout.split())
    assert done.returncode == 0
    assert "in/a.doc: files of the kind .doc are not read, and this one may have an agreement in it" in said
    assert "in/b.RTF: files of the kind .rtf are not read" in said
    assert "c.png" not in said
    remarks = json.loads(cli("check", "in", "--format", "json", "--fail-on", "never").stdout)["summary"][
        "remarks"
    ]
    assert len(remarks) == 2


OFFICIAL = ("Reference Number", "Organisation", "Objective for Processing", "Processing Activities")


@pytest.mark.parametrize(("heading", "named"), [("Colour of the file", True), ("Organisation Type", False)])
def test_a_column_of_the_official_workbook_that_is_not_read_is_named(heading: str, named: bool) -> None:
    rows = [
        (*OFFICIAL, heading),
        ("DARS-NIC-123456-A1B2C-v1.0", "MOOR", "To study.", "Counting.", "Academic"),
    ]
    found = " ".join(document("register.xlsx", workbook({"PurposeStatements": rows})).remarks)
    assert (f'PurposeStatements: 1 column is not read: "{heading}"' in found) is named


@pytest.mark.parametrize(
    ("basis", "fires"),
    [
        ("Section 251 NHS Act 2006", True),
        ("Regulation 5, Health Service (Control of Patient Information) Regulations 2002", True),
        ("Health Service (Control of Patient Information) Regulations 2002, Reg 5 (section 251)", True),
        ("Regulation 3(4), Health Service (Control of Patient Information) Regulations 2002", False),
        ("Consent", False),
    ],
)
def test_support_that_opt_outs_apply_to_is_told_by_its_regulation(
    tmp_path: Path, cli: Cli, basis: str, fires: bool
) -> None:
    rows = [[*row] for row in PHE_2017[:3]]
    rows[2][11] = basis
    (tmp_path / "phe.csv").write_bytes(delimited(rows))
    found = json.loads(cli("check", "phe.csv", "--format", "json").stdout)["findings"]
    assert ("OPT01" in {each["rule"] for each in found}) is fires


CONTROLLERS = {
    "MARSH & COMPANY, INC. UNITED KINGDOM": ["MARSH & COMPANY, INC. UNITED KINGDOM"],
    "MARSH, LTD": ["MARSH, LTD"],
    "BCP COUNCIL [A, B AND C]; MARSH": ["BCP COUNCIL [A, B AND C]", "MARSH"],
    "FENS, REEDS AND MARSHES; MOOR COUNCIL": ["FENS, REEDS AND MARSHES", "MOOR COUNCIL"],
    "MOOR TRUST, FELL COUNCIL; MARSH UNIVERSITY": ["MOOR TRUST", "FELL COUNCIL", "MARSH UNIVERSITY"],
    "MOOR TRUST, MARSH": ["MOOR TRUST", "MARSH"],
    "MOOR TRUST, LIMITED BRANDS": ["MOOR TRUST", "LIMITED BRANDS"],
    "MOOR\nFELL": ["MOOR", "FELL"],
}


@pytest.mark.parametrize("cell", CONTROLLERS)
def test_a_comma_in_the_name_of_a_controller(cell: str) -> None:
    head = (
        "Reference Number", "Applicant Organisation", "Data Controller(s)", "Objective for Processing",
        "Processing Activities",
    )  # fmt: skip
    rows = [head, ("DARS-NIC-123456-A1B2C-v1.0", "MOOR", cell, "To study.", "Counting.")]
    found = document("register.xlsx", workbook({"Agreements": rows}))
    assert [each.text for each in found.agreements[0].values["controllers"]] == CONTROLLERS[cell]


ACCUSES_THE_TEXT = {"LB10", "TRM09", "TRN01", "SEC08", "DAT01", "LB07", "LB05", "LB04", "OUT01"}


def strict(tmp_path: Path, cli: Cli, content: bytes) -> list[dict[str, Any]]:
    (tmp_path / "register.csv").write_bytes(content)
    run = cli("check", ".", "--format", "json", "--profile", "strict", "--as-of", "2026-11-22")
    findings: list[dict[str, Any]] = json.loads(run.stdout)["findings"]
    return findings


@pytest.mark.parametrize("summary", [True, False])
def test_a_summary_is_not_accused_of_what_it_does_not_mention(
    tmp_path: Path, cli: Cli, summary: bool
) -> None:
    dialect = DIALECT.replace("  - needs", "  - text: summary\n    needs" if summary else "  - needs")
    (tmp_path / "moorland.yaml").write_text(dialect, "utf-8")
    (tmp_path / "dslint.toml").write_text('dialects = ["moorland.yaml"]', "utf-8")
    found = {each["rule"] for each in strict(tmp_path, cli, delimited(MOORLAND))}
    assert "TRM01" in found  # the dates have columns of their own
    assert bool(found & ACCUSES_THE_TEXT) is not summary
    said = " ".join(cli("check", ".").stdout.split())
    assert ("the texts are summaries; what they do not mention is not assessed" in said) is summary


@pytest.mark.parametrize("rows", [HDRUK, PHE_2017, PHE_2014], ids=["hdruk", "phe-2017", "phe-2014"])
def test_registers_of_summaries_are_not_accused(tmp_path: Path, cli: Cli, rows: Any) -> None:
    assert not {each["rule"] for each in strict(tmp_path, cli, delimited(rows))} & ACCUSES_THE_TEXT


def test_columns_that_go_on_in_a_section() -> None:
    rows = [[*row] for row in HDRUK]
    rows[2][20] = "(e) processing is necessary for a task in the public interest"
    rows[2][25] = "By an encrypted number."
    found = document("uses.csv", delimited(rows))
    sections = said(found, found.agreements[0])["sections"]
    assert sections["objectives"][0] == "We study falls."
    article = "Legal basis for provision of data under Article 6: (e) processing is necessary for a task"
    assert sections["objectives"][-1].startswith(article)
    linkage = "For linked datasets, specify how the linkage will take place: By an encrypted number."
    assert sections["processing"][:2] == ("A cohort.", linkage)
    line = next(at for at, text in enumerate(found.lines, 1) if text == linkage)
    assert found.place_of_line(line).cell == "Z3"
    assert not {"Access type*", "Funders/ Sponsors"} & {each.label for each in found.not_used}


def cut_page(last: str) -> str:
    header = RECORD.replace("s261(1) and s261(2)(b)(ii)", "s261(5)(d)").replace(
        "2017.06 — 2017.05.", "DSA runs 2023-01-01 — 2024-01-01"
    )
    return f"{header}Objectives:\nWe study falls.\nProcessing:\nThe data are analysed.\n{last}\n"


LAST = "The university keeps the records of everybody on its own servers and lets nobody else look at th"


@pytest.mark.parametrize(
    ("last", "cut"),
    [
        (LAST, True),
        (f"{LAST}em.", False),
        ("Servers", False),
        (f"{LAST}em: the staff (all of it)", False),
        (f"{LAST}\n\nSource: NHS Digital.", False),
        (f"{LAST}\n\nSource: NHS England", False),
        (f"{LAST}\n\nSource: {LAST}", True),
    ],
)
def test_what_a_page_that_breaks_off_lacks_is_only_possible(
    tmp_path: Path, cli: Cli, last: str, cut: bool
) -> None:
    (tmp_path / "page.txt").write_text(cut_page(last), "utf-8")
    run = cli("check", ".", "--format", "json", "--profile", "strict", "--as-of", "2026-11-22")
    absent = [each for each in json.loads(run.stdout)["findings"] if each["rule"] in ACCUSES_THE_TEXT]
    assert absent
    for each in absent:
        assert ("breaks off" in each["message"]) is cut
        assert not cut or (each["certainty"], each["severity"] == "error") == ("possible", False)
    said = " ".join(cli("check", ".").stdout.split())
    assert ("ends within a sentence, so the page may be cut there" in said) is cut


def test_what_a_cell_that_is_full_lacks_is_only_possible(tmp_path: Path, cli: Cli) -> None:
    head = ("Reference Number", "Organisation", "Objective for Processing", "Processing Activities")
    full = ("We study falls. " * 3000)[:32767]
    for text in (full, "We study falls."):
        rows = [head, ("DARS-NIC-123456-A1B2C-v1.0", "MOOR", text, "Counting.")]
        (tmp_path / "register.xlsx").write_bytes(workbook({"PurposeStatements": rows}))
        run = cli("check", ".", "--format", "json", "--select", "TRM09,SEC08", "--profile", "strict")
        messages = [each["message"] for each in json.loads(run.stdout)["findings"]]
        assert messages
        assert all(("breaks off" in message) is (text == full) for message in messages)


def test_datasets_that_are_objects_are_values_of_their_use() -> None:
    use = {**API["data"][0], "non_gateway_datasets": None}
    uses = [
        {**use, "datasets": [{"id": 1, "name": "Births"}, {"name": "Deaths"}]},
        {**use, "project_title": "Sleep", "datasets": [{"name": "Births"}]},
    ]
    page = document("uses.json", json.dumps({"data": uses}).encode())
    names = [[each.text for each in agreement.datasets] for agreement in page.agreements]
    assert names == [["Births", "Deaths"], ["Births"]]
    assert not any("not known" in remark for remark in page.remarks)


@pytest.mark.parametrize(
    ("before", "after", "heading", "key"),
    [
        ("dsa_end: Until", "dsa_end: [Until, 'from *']", "'from *'", "dsa_start"),
        ("honoured\n", "honoured\n    adds: {outputs: [How]}\n", "'How'", "processing"),
    ],
)
def test_a_heading_that_two_keys_claim_is_refused(
    tmp_path: Path, cli: Cli, before: str, after: str, heading: str, key: str
) -> None:
    own(tmp_path, DIALECT.replace(before, after))
    done = cli("check", "in")
    assert done.returncode == 2
    assert f"{heading} is named by {key} already" in done.stderr


def test_a_table_that_no_dialect_knows_names_its_headings() -> None:
    rows = [("Title", "Lay Summary", "Collaborators", "Linkages"), ("Falls", "We study.", "Fell", "None")]
    page = document("protocols.csv", delimited(rows))
    (told,) = page.remarks
    assert "is not known, and its 2 rows not read" in told
    assert "dslint schema dialect" in told and '"Lay Summary"' in told
