"""The workbook for the Gateway, checked as its importer checks it."""

from __future__ import annotations

import html
import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, Cli
from workbooks import workbook

from dslint.assembler import assemble_source
from dslint.convert.gateway import gateway
from dslint.sources.read import understand
from dslint.vocabularies import BUILT_IN

# The header that the importer compares by position, trimmed and without case.
HEADER = [
    "Project ID", "Organisation name*", "Organisation ID", "Organisation sector", "Applicant name(s)",
    "Applicant ID", "Funders/ Sponsors", "DEA accredited researcher?", "Sub-licence arrangements (if any)?",
    "Project title*", "Lay summary*", "Public benefit statement*", "Request category type",
    "Technical summary", "Other approval committees", "Project start date", "Project end date",
    "Latest approval date*", "Dataset(s) name*", "Data sensitivity level",
    "Legal basis for provision of data under Article 6",
    "Lawful conditions for provision of data under Article 9", "Common Law Duty of Confidentiality",
    "National data opt-out applied?", "Request frequency",
    "For linked datasets, specify how the linkage will take place",
    "Description of the confidential data being used", "Release/Access date", "Access type*",
    "How has data been processed to enhance privacy?", "Link to research outputs",
]  # fmt: skip
REQUIRED = [1, 9, 10, 11, 17, 18, 28]
DATES = [15, 16, 17, 27]
CHOICES = {
    3: {
        "Academic Institute", "CQC Registered Health or/and Social Care provider",
        "Independent Sector Organisation", "Government Agency (Health and Adult Social Care)", "Commercial",
        "Local authority", "Government Agency (Other)", "Other",
    },
    7: {"Yes", "No", "Unknown"}, 8: {"Yes", "No"},
    19: {"Personally Identifiable", "De-Personalised", "Anonymous"},
    22: {"Not applicable", "Consent", "Section 251 NHS Act 2006", "Other"},
    23: {"Yes", "No", "Not applicable"},
    24: {"One-off", "Recurring"}, 28: {"TRE", "Release"},
}  # fmt: skip
PAGE = """University of Moor projects
Falls in older adults — DARS-NIC-123456-A1B2C-v1.0
Opt outs honoured: Yes - patient objections upheld (Excuses: Section 251 NHS Act 2006)
Legal basis: National Health Service Act 2006 - s251 - 'Control of patient information'.
Purposes: No (Academic)
Sensitive: Sensitive
When:DSA runs 2023-04-01 — 2026-03-31 2023.05 — 2023.06.
Access method: One-Off
Data-controller type: UNIVERSITY OF MOOR
Sublicensing allowed: No
Datasets:
- Hospital Episode Statistics Admitted Patient Care (HES APC)
- Local data (deaths, births)
Type of data: Identifiable
Objectives:
To study falls.
Expected Benefits:
Fewer falls.
Processing:
=SUM(A1:A9) is computed by the university.
"""
# A use whose agreement prints all that the importer wants, apart from the date of approval.
FORM = """Project title: Falls
Organisation name: University of Moor
Lay summary: We study falls.
Public benefit statement: Fewer falls.
Datasets: Births
Data sensitivity level: Pseudonymised
Request frequency: One-Off
Project start date: 1 April 2023
"""


def sheets(content: bytes) -> dict[str, list[dict[int, str | float]]]:
    """The rows of each sheet, a cell by the number of its column: texts, and numbers as they are stored."""
    package = zipfile.ZipFile(io.BytesIO(content))
    shared = [
        html.unescape("".join(re.findall(r"<t[^>]*>(.*?)</t>", each, re.DOTALL)))
        for each in re.findall(r"<si>(.*?)</si>", package.read("xl/sharedStrings.xml").decode(), re.DOTALL)
    ]
    names = re.findall(r'<sheet name="([^"]*)"', package.read("xl/workbook.xml").decode())
    made: dict[str, list[dict[int, str | float]]] = {}
    for number, name in enumerate(names, 1):
        text = package.read(f"xl/worksheets/sheet{number}.xml").decode()
        assert "<f>" not in text
        rows = made[name] = []
        for row in re.findall(r"<row [^>]*>(.*?)</row>", text, re.DOTALL):
            cells: dict[int, str | float] = {}
            for at, kind, value in re.findall(r'<c r="([A-Z]+)\d+"(?: s="\d+")?( t="s")?><v>(.*?)</v>', row):
                column = 0
                for letter in at:
                    column = column * 26 + ord(letter) - 64
                cells[column - 1] = shared[int(value)] if kind else float(value)
            rows.append(cells)
    return made


def problems(content: bytes) -> list[str]:
    """What the importer would refuse."""
    found: list[str] = []
    rows = sheets(content)["Data Uses Template"]
    header = [str(rows[1].get(at, "")).strip().casefold() for at in range(len(HEADER))]
    found += [f"header {at}" for at, name in enumerate(HEADER) if header[at] != name.casefold()]
    if max(rows[1]) != len(HEADER) - 1:
        found.append("more columns")
    for number, row in enumerate(rows[2:], 3):
        if not row:
            continue
        found += [f"row {number} lacks {HEADER[at]}" for at in REQUIRED if not str(row.get(at, "")).strip()]
        found += [f"row {number}: {HEADER[at]} is no serial" for at in DATES if isinstance(row.get(at), str)]
        found += [
            f"row {number}: {HEADER[at]} is {row[at]!r}"
            for at, words in CHOICES.items()
            if at in row and row[at] not in words
        ]
    return found


def converted(text: str) -> tuple[bytes, list[str]]:
    made = gateway([assemble_source("page.txt", understand("page.txt", text.encode(), BUILT_IN), BUILT_IN)])
    return made.content, made.remarks


def test_a_page_becomes_a_row_without_what_it_does_not_say() -> None:
    content, remarks = converted(PAGE)
    assert problems(content) == ["row 3 lacks Lay summary*", "row 3 lacks Latest approval date*"]
    row = sheets(content)["Data Uses Template"][2]
    expected: dict[int, Any] = {
        0: "DARS-NIC-123456-A1B2C", 1: "University of Moor", 3: "Academic Institute", 8: "No",
        9: "Falls in older adults", 11: "Fewer falls.", 15: 45017.0, 16: 46112.0,
        18: "Hospital Episode Statistics Admitted Patient Care (HES APC), Local data (deaths; births)",
        19: "Personally Identifiable", 22: "Section 251 NHS Act 2006", 23: "Yes", 24: "One-off",
        28: "Release",
    }  # fmt: skip
    assert {key: row.get(key) for key in expected} == expected
    assert 10 not in row and 27 not in row  # no lay summary, and no day of release
    wanted = "the importer wants Lay summary, Latest approval date; the input does not say it"
    assert f"DARS-NIC-123456-A1B2C: {wanted}" in remarks
    assert any(remark.startswith("1 name has commas") for remark in remarks)


def test_a_lay_summary_is_taken_where_it_is_one() -> None:
    content, remarks = converted(FORM)
    row = sheets(content)["Data Uses Template"][2]
    assert (row[10], row[11], row[18]) == ("We study falls.", "Fewer falls.", "Births")
    assert problems(content) == ["row 3 lacks Latest approval date*"]
    assert len([remark for remark in remarks if "the importer wants" in remark]) == 1


def test_a_complete_row_passes() -> None:
    """The checks themselves: what they want is there, once somebody has written the date of approval."""
    content, _ = converted(FORM)
    package = zipfile.ZipFile(io.BytesIO(content))
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as whole:
        for name in package.namelist():
            part = package.read(name)
            if name == "xl/worksheets/sheet1.xml":
                part = re.sub(rb'(<c r="S3")', rb'<c r="R3"><v>45000</v></c>\1', part)
            whole.writestr(name, part)
    assert problems(made.getvalue()) == []


def test_the_words_of_the_lists_are_those_of_the_template() -> None:
    template = ROOT.parent / "shared" / "data" / "hdruk-dur-template.xlsx"
    if not template.exists():
        pytest.skip("the template of HDR UK is not at ../shared/data")
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_path(template)
    header = [str(cell).strip() for cell in book.get_sheet_by_name("Data Uses Template").to_python()[1]]
    assert header == HEADER
    rows = book.get_sheet_by_name("Lookups").to_python()
    known = {str(cell).strip() for row in rows[1:] for cell in row if cell}
    assert all(words <= known for words in CHOICES.values())


def test_the_command_writes_a_file_and_names_what_is_lacking(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(PAGE, "utf-8")
    done = cli("convert", "page.txt", "--to", "gateway")
    assert (done.returncode, done.stdout) == (2, "")
    assert "--output FILE" in done.stderr
    done = cli("convert", "page.txt", "--to", "gateway", "--output", "uses.xlsx")
    assert done.returncode == 0
    assert "the importer wants Lay summary" in done.stderr
    assert len(problems((tmp_path / "uses.xlsx").read_bytes())) == 2
    again = cli("convert", "page.txt", "--to", "gateway", "--output", "uses.xlsx")
    assert again.returncode == 0  # equal bytes


def test_what_was_written_is_read_again() -> None:
    content, _ = converted(PAGE)
    source = understand("uses.xlsx", content, BUILT_IN)
    agreement = assemble_source("uses.xlsx", source, BUILT_IN).agreements[0]
    assert agreement.reference == "DARS-NIC-123456-A1B2C"
    assert agreement.dsa.start and agreement.dsa.start.text == "2023-04-01"


TEMPLATE: dict[int, str] = {
    0: "M-1", 1: "University of Moor", 3: "Academic Institute", 6: "Moor Fund", 8: "No", 9: "Falls",
    10: "We study falls.", 11: "Fewer falls.", 12: "Other", 13: "A cohort.", 15: "2023-04-01",
    16: "2026-03-31", 17: "2023-03-01", 18: "Births", 19: "De-Personalised", 20: "(e) public task",
    21: "(j) research", 22: "Not applicable", 23: "Not applicable", 24: "One-off", 28: "TRE",
    29: "Names are taken out.",
}  # fmt: skip


def template_of(cells: dict[int, str]) -> bytes:
    """A sheet in the columns of the template, as a table."""
    rows = [HEADER, [cells.get(at, "") for at in range(len(HEADER))]]
    return "\n".join("\t".join(row) for row in rows).encode()


def from_template(cells: dict[int, str]) -> tuple[bytes, list[str]]:
    source = understand("uses.tsv", template_of(cells), BUILT_IN)
    made = gateway([assemble_source("uses.tsv", source, BUILT_IN)])
    return made.content, made.remarks


def test_the_template_comes_back_as_it_is() -> None:
    content, remarks = from_template(TEMPLATE)
    assert problems(content) == []
    row = sheets(content)["Data Uses Template"][2]
    words = {at: cell for at, cell in row.items() if isinstance(cell, str)}
    assert words == {at: cell for at, cell in TEMPLATE.items() if at not in (15, 16, 17)}
    assert row[17] == 44986.0  # 1 March 2023
    assert not any("the importer wants" in remark for remark in remarks)


@pytest.mark.parametrize("printed", ["March 2023", "soon", ""])
def test_a_day_of_approval_that_is_not_printed_is_lacking(printed: str) -> None:
    _, remarks = from_template(TEMPLATE | {17: printed})
    assert any("the importer wants Latest approval date" in remark for remark in remarks)


def test_an_organisation_is_no_title() -> None:
    rows = [["Reference Number", "Organisation", "Objective for Processing", "Processing Activities"],
            ["DARS-NIC-123456-A1B2C-v1.0", "Moor Council", "We study falls.", "We count."]]  # fmt: skip
    source = understand("PurposeStatements.csv", "\n".join(map(",".join, rows)).encode(), BUILT_IN)
    made = gateway([assemble_source("PurposeStatements.csv", source, BUILT_IN)])
    assert 9 not in sheets(made.content)["Data Uses Template"][2]
    assert any("the importer wants Project title" in remark for remark in made.remarks)


USE = {
    "project_title": "Falls", "organisation_name": "University of Moor", "lay_summary": "We study falls.",
    "public_benefit_statement": "Fewer falls.", "latest_approval_date": "2023-03-01",
    "datasets": [{"id": 1, "name": "Births"}, {"id": 2, "name": "Deaths"}], "access_type": "TRE",
    "applicant_names": ["A Moor", "B Fell"], "accredited_researcher_status": "Yes",
    "funders_and_sponsors": ["Moor Fund"], "organisation_id": "grid.1",
}  # fmt: skip
OF_PEOPLE = {2: "grid.1", 4: "A Moor; B Fell", 6: "Moor Fund", 7: "Yes"}


def test_what_a_register_prints_of_people_is_carried() -> None:
    content = json.dumps({"data": [USE]}).encode()
    made = gateway([assemble_source("uses.json", understand("uses.json", content, BUILT_IN), BUILT_IN)])
    assert problems(made.content) == []
    row = sheets(made.content)["Data Uses Template"][2]
    assert {at: row.get(at) for at in OF_PEOPLE} == OF_PEOPLE
    assert row[10] == "We study falls." and row[18] == "Births, Deaths"


@pytest.mark.parametrize(
    ("heading", "at", "value"),
    [
        ("Applicant name(s)", 4, "A Moor"), ("Applicant names", 4, "A Moor"), ("Applicant ID", 5, "0000-1"),
        ("DEA accredited researcher?", 7, "No"), ("Organisation ID", 2, "grid.2"),
        ("Link to research outputs", 30, "https://example.org/paper"), ("Funders/Sponsors", 6, "Moor Fund"),
    ],
)  # fmt: skip
def test_columns_of_both_templates_are_carried(heading: str, at: int, value: str) -> None:
    names = ["Organisation name", "Project title", "Lay summary", "Dataset(s) name", heading]
    content = workbook(
        {"Data Uses Template": [names, ["University of Moor", "Falls", "A study.", "Births", value]]}
    )
    made = gateway([assemble_source("uses.xlsx", understand("uses.xlsx", content, BUILT_IN), BUILT_IN)])
    row = sheets(made.content)["Data Uses Template"][2]
    assert row.get(at) == value
    assert row[10] == "A study."
