"""Word, OpenDocument and PDF files, saved pages, and forms with questions of their own."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import RECORD, ROOT, Cli
from documents import (
    control,
    deleted,
    inserted,
    open_document_text,
    paragraph,
    pdf,
    table,
    word,
    zipped,
)

from dslint.assembler import assemble_source
from dslint.assembler.forms import Forms
from dslint.datafiles.schema_errors import schema_errors
from dslint.datafiles.yaml_marks import read as read_yaml
from dslint.model import Document
from dslint.resources import VOCABULARY, schema
from dslint.sources import Unreadable, package, walk
from dslint.sources.read import understand
from dslint.vocabularies import BUILT_IN

SECRET = "Ridge Data Ltd"  # stands only where it was deleted
FORM = word(
    paragraph("Application for data", style="Title")
    + paragraph("1. Application title", bold=True)
    + table(("Falls in older adults",))
    + paragraph("2. Reference", bold=True)
    + table(("DARS-NIC-123456-A1B2C-v1.0",))
    + paragraph("3. Applicant organisation", bold=True)
    + table((control(paragraph("University of Moor")),))
    + table(
        ("Data controller(s)", ["University of Moor", paragraph(inserted("Fell Council"))]),
        ("Data processors", [paragraph("Oakland Hosting Ltd", deleted(f" and {SECRET}"))]),
        ("Start date", [paragraph("1 April ", deleted("2022"), inserted("2023"))]),
        ("End date", [paragraph(control("31 March 2026"))]),
        ("Legal basis for dissemination", "Health and Social Care Act 2012 - s261(2)(a)"),
        (
            "Commercial purpose",
            [paragraph(control("☐", tick=False), " Yes ", control("☒", tick=True), " No")],
        ),
        (["Patient objections applied", "Say why if they are not."], "No"),
    )
    + paragraph("3b Additional data access requested", bold=True)
    + table(("Dataset", "Type of data"), ("HES Admitted Patient Care", "Pseudonymised"))
    + paragraph("5a. Objective for processing", bold=True)
    + table(
        (
            [
                "We study falls with HES Admitted Patient Care.",
                paragraph("Why", bold=True),
                paragraph(deleted(f"The data are sold to {SECRET}.")),
                paragraph("It helps ", inserted("older people"), "."),
            ],
        )
    )
    + paragraph("5b. Processing activities", bold=True)
    + table(("Data are analysed at the university.",))
    + paragraph("5c. Specific outputs expected, including target date", bold=True)
    + table(("Papers.",))
    + paragraph("6. What nobody knows", bold=True)
    + table(("Something else.",))
)


def read(content: bytes | str, name: str) -> Document:
    given = content.encode() if isinstance(content, str) else content
    return assemble_source(name, understand(name, given, BUILT_IN), BUILT_IN)


def values(document: Document, name: str) -> list[str]:
    return [value.text for value in document.agreements[0].values.get(name, ())]


def section(document: Document, key: str) -> str:
    found = document.agreements[0].sections[key]
    assert found.first_content_line and found.last_content_line
    return "\n".join(document.lines[found.first_content_line - 1 : found.last_content_line])


def test_each_answer_of_a_word_form_is_found_and_nothing_deleted() -> None:
    document = read(FORM, "form.docx")
    agreement = document.agreements[0]
    assert document.kind == "form"
    assert (agreement.reference, agreement.version, agreement.title) == (
        "DARS-NIC-123456-A1B2C", "1.0", "Falls in older adults",
    )  # fmt: skip
    assert agreement.organisation and agreement.organisation.text == "University of Moor"
    assert values(document, "controllers") == ["University of Moor", "Fell Council"]
    assert agreement.dsa.start and agreement.dsa.end
    assert (agreement.dsa.start.text, agreement.dsa.end.text) == ("2023-04-01", "2026-03-31")
    assert values(document, "legal_bases") == ["Health and Social Care Act 2012 - s261(2)(a)"]
    assert values(document, "opt_outs") == ["No"]
    assert agreement.commercial == "No"
    assert [value.text for value in agreement.datasets] == ["HES Admitted Patient Care"]
    assert values(document, "type_of_data") == ["Pseudonymised"]
    assert section(document, "objectives") == (
        "We study falls with HES Admitted Patient Care.\nWhy\nIt helps older people."
    )
    assert section(document, "outputs") == "Papers."
    assert "Data Processor: Oakland Hosting Ltd" in section(document, "processing")
    assert not [line for line in document.lines if SECRET in line or "2022" in line or "Say why" in line]


@pytest.mark.parametrize(
    "answer",
    [
        [paragraph(control("☐", tick=False), " Yes"), paragraph(control("☒", tick=True), " No")],
        [paragraph(control("☐", tick=False), " Yes ", control("☒", tick=True), " No")],
        ["☐ Yes", "☒ No"],
        ["Yes ☐ No ☒"],
        ["Yes ☐", "No ☒"],
    ],
)
def test_what_is_ticked_is_the_answer_wherever_its_box_stands(answer: list[str]) -> None:
    given = word(
        table(
            ("Title", "Falls"),
            ("Parties", "Fell Council"),
            ("Purpose", "To prevent falls."),
            ("National data opt-out applied?", answer),
            ("Start date", "1 April 2026"),
        )
    )
    assert values(read(given, "form.docx"), "opt_outs") == ["No"]


def test_what_no_question_knows_is_named_and_not_read() -> None:
    document = read(FORM, "form.docx")
    assert any('"6. What nobody knows"' in remark for remark in document.remarks)
    assert not [line for line in document.lines if "Something else" in line]
    assert document.coverage < 0.95


def test_places_are_tables_and_cells_headings_and_paragraphs(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "form.docx").write_bytes(FORM)
    result = json.loads(cli("parse", str(tmp_path / "form.docx"), "--format", "json").stdout)
    agreement = result["documents"][0]["agreements"][0]
    assert agreement["fields"]["controllers"]["sheet"] == "table 4"
    assert agreement["fields"]["controllers"]["cell"] == "B1"
    written = word(paragraph("Falls") + "".join(map(paragraph, RECORD.splitlines())))
    place = read(written, "page.docx").place_of_line(3)
    assert (place.sheet, place.cell) == ("document", "paragraph 3")


def test_headings_name_places() -> None:
    styles = {"word/styles.xml": STYLES}
    body = (
        paragraph("Objective for processing", style="H")
        + paragraph("We study falls.")
        + paragraph("Further.")
    )
    body += paragraph("Processing activities", style="H") + paragraph("Counting.")
    body += paragraph("Application title", style="H") + paragraph("Falls")
    document = read(word(body, **styles), "form.docx")
    objectives = document.agreements[0].sections["objectives"]
    assert objectives.last_content_line
    place = document.place_of_line(objectives.last_content_line)
    assert (place.sheet, place.cell) == ("Objective for processing", "paragraph 2")


STYLES = (
    '<?xml version="1.0"?><w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    '<w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 1"/></w:style></w:styles>'
)


# What a page of a register says, in each kind of document.


def as_word(lines: list[str]) -> bytes:
    return word("".join(map(paragraph, lines)))


def as_word_table(lines: list[str]) -> bytes:
    made = ""
    for line in lines:
        label, colon, value = line.partition(":")
        made += (
            table((f"{label}:", value.strip()))
            if colon and value.strip() and len(label) < 24
            else paragraph(line)
        )
    return word(made)


def as_open_document(lines: list[str]) -> bytes:
    return open_document_text("".join(f"<text:p>{line.replace('&', '&amp;')}</text:p>" for line in lines))


def as_pdf(lines: list[str]) -> bytes:
    half = len(lines) // 2
    return pdf(lines[:half], lines[half:])


DOCUMENTS: dict[str, tuple[Callable[[list[str]], bytes], str]] = {
    "word": (as_word, "docx"),
    "word table": (as_word_table, "docx"),
    "open document": (as_open_document, "odt"),
    "pdf": (as_pdf, "pdf"),
}


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_a_page_in_a_document_says_the_same(kind: str) -> None:
    make, suffix = DOCUMENTS[kind]
    lines = [line for line in RECORD.splitlines() if line.strip()]
    found, plain = read(make(lines), f"page.{suffix}"), read("\n".join(lines), "page.txt")
    assert plain.agreements and len(found.agreements) == len(plain.agreements)
    for made, meant in zip(found.agreements, plain.agreements, strict=True):
        assert (made.reference, made.title, made.dsa.start and made.dsa.start.text) == (
            meant.reference, meant.title, meant.dsa.start and meant.dsa.start.text,
        )  # fmt: skip
        assert {key: [value.text for value in each] for key, each in made.values.items()} == {
            key: [value.text for value in each] for key, each in meant.values.items()
        }
        assert [value.text for value in made.datasets] == [value.text for value in meant.datasets]
        assert made.sections.keys() == meant.sections.keys()


def test_answers_in_the_next_column_of_a_pdf() -> None:
    rows = [
        ("Title", "Falls in older adults"), ("Parties", "Fell Council"), ("", "Moor Trust"),
        ("Purpose", "To share data for the"), ("", "prevention of falls."),
        ("Start date", "1 April 2026"),
        ("End date", "31 March 2029"), ("Legal basis for the", "Health and Social Care Act 2012"),
        ("sharing", "s251B"),
    ]  # fmt: skip
    document = read(pdf([f"{left:<30}{right}".rstrip() for left, right in rows]), "form.pdf")
    assert document.kind == "form"
    (agreement,) = document.agreements
    assert agreement.title == "Falls in older adults"
    assert values(document, "controllers") == ["Fell Council", "Moor Trust"]
    assert agreement.dsa.start and agreement.dsa.end
    assert (agreement.dsa.start.text, agreement.dsa.end.text) == ("2026-04-01", "2029-03-31")
    assert section(document, "objectives") == "To share data for the\nprevention of falls."
    assert values(document, "legal_bases") == ["Health and Social Care Act 2012 s251B"]
    assert document.place(agreement.dsa.start.span).sheet == "page 1"


def test_a_pdf_names_its_pages() -> None:
    lines = [line for line in RECORD.splitlines() if line.strip()]
    document = read(as_pdf(lines), "page.pdf")
    place = document.place_of_line(len(document.lines))
    assert place.sheet == "page 2" and place.cell == f"line {place.line}"


def test_what_was_deleted_from_an_open_document_is_not_read() -> None:
    changes = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>Opt outs honoured: Y</text:p>"
        "</text:deletion></text:changed-region></text:tracked-changes>"
    )
    lines = "".join(f"<text:p>{line}</text:p>" for line in RECORD.splitlines() if line.strip())
    noted = f"<text:p>A note<office:annotation><text:p>{SECRET}</text:p></office:annotation></text:p>"
    document = read(open_document_text(changes + lines + noted), "page.odt")
    assert document.agreements
    assert not [line for line in document.lines if SECRET in line or line.endswith("honoured: Y")]


def test_lists_of_an_open_document_keep_their_numbers() -> None:
    styles = (
        '<text:list-style style:name="L1"><text:list-level-style-number text:level="1"/></text:list-style>'
        '<text:list-style style:name="L2"><text:list-level-style-bullet text:level="1"/></text:list-style>'
    )
    items = "".join(f"<text:list-item><text:p>{each}</text:p></text:list-item>" for each in ("One", "Two"))
    body = "".join(
        f"<text:list text:style-name={style}>{items}</text:list>"
        for style in ('"L1"', '"L1" text:continue-numbering="true"', '"L2"')
    )
    assert read(open_document_text(body, styles), "a.odt").lines == [
        "1. One", "2. Two", "3. One", "4. Two", "- One", "- Two",
    ]  # fmt: skip


def test_a_web_page_saved_in_one_file_is_read() -> None:
    page = "".join(f"<p>{line}</p>" for line in RECORD.splitlines() if line.strip())
    archive = (
        "From: <Saved by a browser>\nMIME-Version: 1.0\n"
        'Content-Type: multipart/related; type="text/html"; boundary="----B"\n\n------B\n'
        "Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n"
        f"{page.replace('=', '=3D').replace('—', '=E2=80=94').replace('–', '=E2=80=93')}\n------B\n"
        "Content-Type: text/css\n\np { color: red }\n------B--\n"
    )
    document = read(archive, "page.mhtml")
    plain = read(RECORD, "page.txt")
    assert [each.reference for each in document.agreements] == [each.reference for each in plain.agreements]
    assert document.agreements[0].title == plain.agreements[0].title


# Forms in text, and in web pages.

AGREEMENT = """Information Sharing Agreement
Title: Moorshire falls pathway
Reference: ISA-2023-014
Parties: Moorshire Council, Moor ICB, Moorshire Hospitals NHS Trust
Purpose: To share discharge data for falls prevention.
Legal basis: Health and Social Care Act 2012 s251B duty to share; Care Act 2014
Data items: NHS number, date of birth, discharge date
Frequency: Weekly
Start date: 1 April 2023
End date: 31 March 2022
Data controller(s): Moorshire Council; Moorshire Hospitals NHS Trust
Data processor(s): Oakland Hosting Ltd
Retention: 8 years
Opt-outs: Not applicable
Approved by: the board
"""
QUESTIONS = """Section 1 Application title
DARS-NIC-900002-B2C3D-v1.2 Falls in older adults
Section 3 Datasets Held/Requested
3a Data access already given
3b Additional data access requested
Hospital Episode Statistics Admitted Patient Care
Type of data: Pseudonymised
Emergency Care Data Set (ECDS)
Type of data: Identifiable
Legal basis for dissemination: Health and Social Care Act 2012 - s261(7)
3c Patient objections
Patient objections applied: No
Section 5a Objective for Processing
Falls study.
Section 5b Processing Activities
The data are analysed.
Section 5c Specific Outputs Expected
Papers.
Section 5d Benefits
Better care.
"""


def test_labels_of_an_agreement_are_read() -> None:
    document = read(AGREEMENT, "isa.txt")
    agreement = document.agreements[0]
    assert (agreement.title, agreement.reference) == ("Moorshire falls pathway", "ISA-2023-014")
    assert values(document, "controllers") == ["Moorshire Council", "Moorshire Hospitals NHS Trust"]
    assert (agreement.dsa.start and agreement.dsa.start.text) == "2023-04-01"
    assert (agreement.dsa.end and agreement.dsa.end.text) == "2022-03-31"
    assert values(document, "access_methods") == ["Weekly"]
    assert "To share discharge data" in section(document, "objectives")
    assert "Retention: 8 years" in section(document, "processing")
    assert any('"Approved by"' in remark for remark in document.remarks)
    assert agreement.dsa.end
    assert document.place(agreement.dsa.end.span)[:2] == (10, 11)


def test_parties_are_the_controllers_where_nothing_else_says_who_is() -> None:
    document = read(AGREEMENT.replace("Data controller(s):", "Approved:"), "isa.txt")
    assert values(document, "controllers") == [
        "Moorshire Council", "Moor ICB", "Moorshire Hospitals NHS Trust",
    ]  # fmt: skip


def test_questions_on_lines_of_their_own_are_read() -> None:
    document = read(QUESTIONS, "form.txt")
    agreement = document.agreements[0]
    assert (agreement.reference, agreement.version) == ("DARS-NIC-900002-B2C3D", "1.2")
    assert agreement.title == "Falls in older adults"
    assert [value.text for value in agreement.datasets] == [
        "Hospital Episode Statistics Admitted Patient Care", "Emergency Care Data Set (ECDS)",
    ]  # fmt: skip
    assert values(document, "type_of_data") == ["Pseudonymised", "Identifiable"]
    assert section(document, "objectives") == "Falls study."
    assert section(document, "expected_benefits") == "Better care."


@pytest.mark.parametrize(
    ("question", "answer", "read_as"),
    [
        ("Sub-licence arrangements", "None", ["None"]),
        ("Sub-licence arrangements (if any)?", "No", ["No"]),
        ("Sub-licence arrangements, with their reasons", "", []),
    ],
)
def test_an_answer_behind_the_beginning_of_a_question(question: str, answer: str, read_as: list[str]) -> None:
    document = read(
        "Project title: Falls\nOrganisation name: Fell University\nDatasets: Births\n"
        f"Level of identifiability: Pseudonymised\n{question}: {answer}\nLay summary: A study of falls.\n",
        "form.txt",
    )
    assert values(document, "sublicensing") == read_as


EXPLORER = """<!DOCTYPE html><html><body><main><h1>Falls</h1>
<dl><div><dt>Reference</dt><dd>DARS-NIC-900001-A1B2C</dd></div>
<div><dt>Term of current version</dt><dd>1 April 2023 to 31 March 2022</dd></div>
<div><dt>Data controller</dt><dd>Sole Data Controller</dd></div>
<div><dt>Commercial purposes</dt><dd>No</dd></div></dl>
<h3>Objective for processing</h3><p>A study of falls.</p><h3>Processing activities</h3><p>Counting.</p>
<h2>Datasets on the current version</h2>
<p><strong>Legal basis for provision:</strong> Health and Social Care Act 2012 – s261(2)(a)</p>
<table><tr><th>Dataset</th><th>Type of data</th><th>Frequency</th></tr><tr><th>HES Outpatients</th>
<td>Pseudonymised</td><td>One-Off</td></tr><tr><th>Births</th><td>Identifiable</td><td>Ongoing</td></tr></table>
</main></body></html>"""


def test_a_page_of_the_explorer_is_read() -> None:
    document = read(EXPLORER, "page.html")
    agreement = document.agreements[0]
    assert agreement.reference == "DARS-NIC-900001-A1B2C"
    assert (agreement.dsa.end and agreement.dsa.end.text) == "2022-03-31"
    assert [value.text for value in agreement.datasets] == ["HES Outpatients", "Births"]
    assert values(document, "type_of_data") == ["Pseudonymised", "Identifiable"]
    assert values(document, "controller_basis") == ["Sole Data Controller"]
    assert values(document, "legal_bases") == ["Health and Social Care Act 2012 – s261(2)(a)"]


@pytest.mark.parametrize(
    "text",
    [
        "Title: A walk\nPurpose: To see the moor.\nStart date: 1 April 2023\nEnd date: 2 April 2023\n",
        "Notes\nTitle: Minutes\nDuration: an hour\nBackground: none\nPurpose: to agree the agenda\n",
        "Objectives\nWe talk.\nBenefits\nWe know more.\nOutputs\nMinutes.\n",
    ],
)  # fmt: skip
def test_what_is_no_agreement_is_none(text: str) -> None:
    assert not read(text, "notes.txt").agreements


def test_headings_that_no_dialect_knows_are_named(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "own.docx").write_bytes(
        word(table(("Ziel", "Falls"), ("Beteiligte", "Moor"), ("Beginn", "2023"), ("Ende", "2024")))
    )
    remark = read((tmp_path / "own.docx").read_bytes(), "own.docx").remarks[0]
    assert '"Ziel", "Beteiligte", "Beginn", "Ende"' in remark
    assert "dslint new agreement" in remark and "dslint schema dialect" in remark
    result = cli("check", str(tmp_path / "own.docx"))
    assert result.returncode == 3
    assert "Beteiligte" in result.stdout


def test_a_form_of_ones_own_is_one_file(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "own.docx").write_bytes(
        word(
            table(
                ("Ziel", "Stürze zählen"), ("Beteiligte", "Moorshire Council"), ("Beginn", "1 April 2023"),
                ("Ende", "31 March 2022"), ("Ablauf", "Counting."),
            )
        )
    )  # fmt: skip
    (tmp_path / "dslint.toml").write_text('dialects = ["own.yaml"]\n')
    (tmp_path / "own.yaml").write_text(
        "dialect: own\nsource: a form of ours\nform:\n  needs: [objectives]\n  questions:\n"
        "    objectives: Ziel\n    controllers: Beteiligte\n    dsa_start: Beginn\n    dsa_end: Ende\n"
        "    processing: Ablauf\n"
    )
    result = cli("check", "own.docx", "--format", "json", cwd=tmp_path)
    assert "TRM01" in [finding["rule"] for finding in json.loads(result.stdout)["findings"]]


@pytest.mark.parametrize("path", sorted((VOCABULARY / "dialects").glob("*.yaml")), ids=lambda path: path.stem)
def test_the_forms_of_dslint_are_of_the_schema(path: Path) -> None:
    marked = read_yaml(str(path), path.read_text("utf-8"))
    assert not list(schema_errors(str(path), marked, "dialect"))


def test_each_form_asks_for_what_it_needs() -> None:
    forms = BUILT_IN.derived(Forms).forms
    properties = schema("dialect")["$defs"]["dialect-form"]["properties"]["questions"]["properties"]
    assert len(forms) >= 4
    for form in forms:
        assert form.needs and form.needs <= properties.keys()


# Bad input.


def problem(content: bytes, name: str) -> str:
    with pytest.raises(Unreadable) as caught:
        understand(name, content, BUILT_IN)
    return str(caught.value)


OLE = b"\xd0\xcf\x11\xe0" + b"\0" * 508


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (OLE + "EncryptedPackage".encode("utf-16-le"), "a.docx", "without a password"),
        (OLE, "a.docx", "older kind"),
        (b"PK\x03\x04 broken", "a.docx", "damaged"),
        (zipped({"a.txt": "a"}), "a.docx", "no Word document"),
        (zipped({"a.txt": "a"}), "a.odt", "no OpenDocument"),
        (word("<w:p>"), "a.docx", "damaged"),
        (
            open_document_text("", **{"META-INF/manifest.xml": "<a><encryption-data/></a>"}),
            "a.odt",
            "password",
        ),
        (b"%PDF-1.4 broken", "a.pdf", "damaged"),
        (pdf([""]), "a.pdf", "has no text"),
        (b"Content-Type: text/plain\n\nA letter", "a.mhtml", "no web page"),
    ],
)
def test_what_cannot_be_read_says_why(content: bytes, name: str, said: str) -> None:
    assert said in problem(content, name)


def test_a_pdf_with_a_password_says_so() -> None:
    pypdf = pytest.importorskip("pypdf")
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf(["Falls"])))
    writer.encrypt("secret", algorithm="RC4-128")
    made = io.BytesIO()
    writer.write(made)
    assert "without a password" in problem(made.getvalue(), "a.pdf")


def test_entities_and_other_files_are_never_read() -> None:
    body = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]><a>&b;</a>'
    parts = {"word/document.xml": body}
    assert "document type" in problem(word("", **parts), "a.docx")
    assert "document type" in problem(open_document_text("", **{"styles.xml": body}), "a.odt")


def test_what_grows_when_it_is_unpacked_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "LARGEST", 100_000)
    assert "unpacked" in problem(word(paragraph("a" * 200_000)), "a.docx")
    assert "unpacked" in problem(open_document_text(f"<text:p>{'a' * 200_000}</text:p>"), "a.odt")
    monkeypatch.setattr(package, "MOST_PARTS", 3)
    assert "parts" in problem(word("", a="1", b="2"), "a.docx")


def test_tables_within_tables_are_bounded() -> None:
    body = paragraph("deep")
    for _ in range(100):
        body = table(([body],))
    assert "within one another" in problem(word(body), "a.docx")
    fine = paragraph("deep")
    for _ in range(8):
        fine = table(([fine],))
    assert "deep" in read(word(fine), "a.docx").lines[0]


def test_a_style_map_in_a_document_hides_nothing() -> None:
    hiding = word("".join(map(paragraph, RECORD.splitlines())), **{"mammoth/style-map": "p => !"})
    assert read(hiding, "a.docx").agreements


# Folders.


def test_a_folder_names_documents_that_need_a_package(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a.docx", "b.pdf", "c.doc"):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "page.txt").write_text(RECORD)
    monkeypatch.setattr(walk, "find_spec", lambda name: None)
    passed = [each.path.rsplit("/", 1)[-1] for each in walk.collect([str(tmp_path)]) if each.is_passed_over]
    assert passed == ["a.docx", "b.pdf", "c.doc"]
    monkeypatch.undo()
    passed = [each.path.rsplit("/", 1)[-1] for each in walk.collect([str(tmp_path)]) if each.is_passed_over]
    assert passed == ["c.doc"]


def test_a_folder_of_documents_is_read(cli: Cli, tmp_path: Path) -> None:
    lines = [line for line in RECORD.splitlines() if line.strip()]
    (tmp_path / "a.docx").write_bytes(as_word(lines))
    (tmp_path / "b.odt").write_bytes(as_open_document(lines))
    (tmp_path / "c.pdf").write_bytes(as_pdf(lines))
    (tmp_path / "d.pdf").write_bytes(b"%PDF-1.4 broken")
    result = cli("check", str(tmp_path), "--format", "json")
    assert result.returncode == 2
    assert "d.pdf: is damaged or is no PDF" in result.stderr
    found = json.loads(result.stdout)
    assert found["summary"]["agreements"] == 3


def test_the_parts_of_the_test_documents_are_packages() -> None:
    assert zipfile.ZipFile(io.BytesIO(FORM)).testzip() is None
    assert (ROOT / "tests" / "documents.py").is_file()
