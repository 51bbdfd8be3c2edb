"""A page that was wrapped, printed, quoted, indented or marked up says the same as the page itself."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import textwrap
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any

import pytest
from conftest import AS_OF, ROOT
from documents import pdf

from dslint.assembler import assemble_source
from dslint.engine.evaluate import check_document
from dslint.engine.load import RuleSet
from dslint.model import Document
from dslint.reporters.parse_json import document_value
from dslint.sources.decode import Unreadable
from dslint.sources.read import understand
from dslint.vocabularies import BUILT_IN

PAGES = sorted((ROOT / "tests" / "pages").glob("*.txt"))
RECORD = """NHS Digital Data Release Register - reformatted
Moorland University projects
Falls in older adults — DARS-NIC-900001-A1B2C
Opt outs honoured: No (Excuses: Does not include the flow of confidential data)
Legal basis: Health and Social Care Act 2012 – s261(2)(a)
When:DSA runs 2025-03-01 — 2026-02-28
Data-controller type: MOORLAND UNIVERSITY
Datasets:
- Hospital Episode Statistics Outpatients (HES OP)
Type of data: Anonymised - ICO Code Compliant
Objectives:
A study of falls.
Processing:
Data are analysed at the university.
"""


def read(text: str, name: str = "page.txt") -> Document:
    return assemble_source(name, understand(name, text.encode(), BUILT_IN), BUILT_IN)


def said(document: Document, ruleset: RuleSet) -> dict[str, Any]:
    """What a page says, without places: the record's parts, and the findings with the words of both sides."""
    value = document_value(document)
    kept = {key: value[key] for key in ("organisation", "unsafe_file_count")}
    kept["coverage"] = round(value["coverage"], 2)  # marks of lists count
    kept["flags"] = sorted({flag["kind"] for flag in value["flags"]})
    for record in value["agreements"]:
        kept[record["reference"] or record["title"]] = {
            key: _plain(part)
            for key, part in record.items()
            if key not in ("start_line", "end_line", "sheet", "cell", "sections", "base_reference")
        } | {"sections": sorted(record["sections"])}
    result = check_document(document, ruleset.rules, ruleset.scanner, AS_OF)
    kept["findings"] = sorted(
        (finding.rule, finding.agreement or "", _squeezed(finding.primary.text))
        for finding in result.findings
    )
    return kept


def _plain(part: Any) -> Any:
    """Without lines and columns, and with single spaces."""
    if isinstance(part, dict):
        return {key: _plain(each) for key, each in part.items() if not _PLACE.search(key)}
    if isinstance(part, list):
        return [_plain(each) for each in part]
    return _squeezed(part) if isinstance(part, str) else part


_PLACE = re.compile(r"line|^(?:column|sheet|cell)$")


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def fold_lines(text: str, width: int) -> str:
    """Each line broken at spaces, as `fold -s` and mail programs do it."""
    wrapped = (
        textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False) or [""]
        for line in text.split("\n")
    )
    return "\n".join(line for lines in wrapped for line in lines)


def with_blank_lines(text: str, width: int) -> str:
    """Paragraphs with blank lines between them, and lists that are indented, as text browsers print them."""
    made = []
    for line in text.split("\n"):
        item = re.match(r"\s*(?:[-•]|\d+\.)\s+", line)
        if item:
            hanging = " " * (3 + len(item[0].strip()) + 1)
            options: dict[str, Any] = {"initial_indent": "   ", "subsequent_indent": hanging}
        else:
            options = {}
        made += textwrap.wrap(line.strip(), width, break_long_words=False, break_on_hyphens=False, **options)
        made += [] if item else [""]
    return "\n".join(made) + "\n"


def marked_up(text: str) -> str:
    """Headings with hashes, bold labels and escapes, as converters to Markdown write them."""
    made = []
    for line in text.split("\n"):
        label = re.match(r"([A-Z][\w /-]{2,30}:)(.*)", line)
        if re.search(r"— \S+$|projects$", line):
            made.append(f"## {line}")
        elif label:
            made.append(f"**{label[1]}**{label[2]}".replace("_", r"\_"))
        else:
            made.append(line.replace("_", r"\_"))
    return "\n\n".join(made)


FORMS: dict[str, Callable[[str], str]] = {
    "folded at 72": lambda text: fold_lines(text, 72),
    "folded at 80": lambda text: fold_lines(text, 80),
    "folded and quoted": lambda text: textwrap.indent(fold_lines(text, 70), "> ", lambda line: True),
    "quoted twice": lambda text: textwrap.indent(text, ">> ", lambda line: True),
    "indented": lambda text: textwrap.indent(text, "    "),
    "indented by a tab": lambda text: textwrap.indent(text, "\t"),
    "as a text browser": lambda text: with_blank_lines(text, 78),
    "encoded twice": lambda text: text.encode("utf-8").decode("cp1252", "dslint-latin-1"),
}


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.replace(" ", "-"))
@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)
def test_the_form_changes_nothing(page: Path, form: str, ruleset: RuleSet) -> None:
    text = page.read_text("utf-8")
    assert said(read(FORMS[form](text)), ruleset) == said(read(text), ruleset)


# Real tools.


def as_html(text: str) -> str:
    made, inside = ['<!DOCTYPE html><html><head><meta charset="utf-8"><title>Print</title></head><body>'], ""
    for line in text.split("\n"):
        item = re.match(r"\s*(?:[-•]|(\d+)\.)\s+(.*)", line)
        wanted = "" if item is None else "ol" if item[1] else "ul"
        if inside != wanted:
            made += [f"</{inside}>"] * bool(inside) + [f"<{wanted}>"] * bool(wanted)
            inside = wanted
        if item:
            made.append(f"<li>{escape(item[2])}</li>")
        elif line.strip():
            made.append(f"<p>{escape(line.strip())}</p>")
    return "\n".join(made) + "</body></html>"


TOOLS = {
    "w3m": ("w3m", "-dump", "-cols", "80", "-I", "UTF-8", "-O", "UTF-8", "-T", "text/html"),
    "lynx": ("lynx", "-dump", "-stdin", "-width=80", "-assume_charset=utf-8", "-display_charset=utf-8"),
    "pandoc": ("pandoc", "-f", "html", "-t", "plain"),
    "pandoc-rst": ("pandoc", "-f", "html", "-t", "rst"),
    "pandoc-markdown": ("pandoc", "-f", "html", "-t", "markdown"),
    "pandoc-gfm": ("pandoc", "-f", "html", "-t", "gfm", "--wrap=none"),
    "pandoc-mediawiki": ("pandoc", "-f", "html", "-t", "mediawiki"),
    "pandoc-org": ("pandoc", "-f", "html", "-t", "org"),
    "pandoc-asciidoc": ("pandoc", "-f", "html", "-t", "asciidoc"),
}


def is_there(tool: str) -> bool:
    """Whether a tool can be run. LibreOffice has the same command without its writer, and makes nothing."""
    found = shutil.which(tool)
    return found is not None and (tool != "soffice" or Path(found).resolve().with_name("libswlo.so").exists())


def need(tool: str) -> None:
    """Skip where a tool is missing. CI fails, for .ci/run installs it."""
    if not is_there(tool):
        assert os.environ.get("CI") != "true", f"{tool} is not installed"
        pytest.skip(f"{tool} is not installed")


@pytest.mark.parametrize("tool", TOOLS)
@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)
def test_tools_change_nothing(page: Path, tool: str, ruleset: RuleSet) -> None:
    command = TOOLS[tool]
    need(command[0])
    markup = as_html(page.read_text("utf-8"))
    done = subprocess.run(command, input=markup.encode(), capture_output=True, check=True)
    assert said(read(done.stdout.decode("utf-8")), ruleset) == said(read(markup, "page.html"), ruleset)


DOCUMENTS = {
    "pandoc-docx": ("pandoc", "-s", "-o"),
    "pandoc-odt": ("pandoc", "-s", "-o"),
    "office-docx": ("soffice", "--headless", "--infilter=HTML (StarWriter)", "--convert-to"),
    "office-odt": ("soffice", "--headless", "--infilter=HTML (StarWriter)", "--convert-to"),
}


@pytest.mark.parametrize("tool", DOCUMENTS)
def test_documents_say_the_same_or_more(tool: str, tmp_path: Path, ruleset: RuleSet) -> None:
    """Each page as a document, with the title "Print" above it: what that title is not, is not read as it."""
    command, kind = DOCUMENTS[tool], tool.partition("-")[2]
    need(command[0])
    pages = [page for page in PAGES if "stripped" not in page.stem][:: 1 if command[0] == "pandoc" else 4]
    files = [tmp_path / f"{page.stem}.html" for page in pages]
    for page, file in zip(pages, files, strict=True):
        file.write_text(as_html(page.read_text("utf-8")), "utf-8")
        if command[0] == "pandoc":
            made = file.with_suffix(f".{kind}")
            subprocess.run([*command, str(made), str(file)], capture_output=True, check=True)
    if command[0] == "soffice":
        profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
        of_kind = "docx:MS Word 2007 XML" if kind == "docx" else "odt:writer8"
        whole = [*command[:1], profile, *command[1:], of_kind, "--outdir", str(tmp_path), *map(str, files)]
        subprocess.run(whole, capture_output=True, check=True, timeout=300)
    for page in pages:
        name = f"{page.stem}.{kind}"
        content = (tmp_path / name).read_bytes()
        document = assemble_source(name, understand(name, content, BUILT_IN), BUILT_IN)
        found, expected = said(document, ruleset), said(read(page.read_text("utf-8")), ruleset)
        del found["coverage"], expected["coverage"]  # the title is named as not understood
        assert found == expected, page.stem


PRINTS = {
    "pdf": None,
    "pdftotext-layout": ("pdftotext", "-layout", "-", "-"),
    "pdftotext": ("pdftotext", "-", "-"),
}


def printed(text: str) -> bytes:
    """A PDF of the page, with lines as wide as a sheet and pages of 54 lines."""
    lines = fold_lines(text, 88).split("\n")
    return pdf(*(lines[at : at + 54] for at in range(0, len(lines), 54)))


@pytest.mark.parametrize("tool", PRINTS)
@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)
def test_a_print_changes_nothing(page: Path, tool: str, ruleset: RuleSet) -> None:
    text = page.read_text("utf-8").replace("\U0001f6a9 ", "")  # which few fonts have
    try:
        made = printed(text)
    except UnicodeEncodeError:
        pytest.skip("has characters that the font lacks")
    command = PRINTS[tool]
    if command is None:
        document = assemble_source("page.pdf", understand("page.pdf", made, BUILT_IN), BUILT_IN)
    else:
        need(command[0])
        done = subprocess.run(command, input=made, capture_output=True, check=True)
        document = read(done.stdout.decode("utf-8"))
    assert said(document, ruleset) == said(read(text), ruleset) or any(
        tool == "pdftotext" and remark for remark in document.remarks
    )


SEEDS = sorted((ROOT / "seeds").glob("*.txt"))


@pytest.mark.parametrize("form", ["as a text browser", "encoded twice", "indented"])
@pytest.mark.parametrize("page", SEEDS, ids=lambda path: path.stem)
def test_real_pages_say_the_same(page: Path, form: str, ruleset: RuleSet) -> None:
    text = page.read_text("utf-8")
    found, expected = said(read(FORMS[form](text)), ruleset), said(read(text), ruleset)
    if form == "as a text browser":  # an address that was cut is no address any more
        cut = re.compile(r"\w\.\w+/")
        for each in (found, expected):
            each["findings"] = [finding for finding in each["findings"] if not cut.search(finding[2])]
    assert found == expected


# What is told, and where things are.


def test_places_lead_to_the_lines_of_the_file() -> None:
    text = textwrap.indent(fold_lines(RECORD, 50), "> ")
    document = read(text)
    lines = text.split("\n")
    (agreement,) = document.agreements
    (excuse,) = agreement.values["opt_out_excuses"]
    at = document.place(excuse.span)
    assert lines[at.line - 1][at.column - 1 :] == "Does not include"
    assert lines[at.end_line - 1][: at.end_column - 1] == "> the flow of confidential data"


def test_what_was_done_is_said() -> None:
    told = read(textwrap.indent(fold_lines(RECORD, 50), "> ")).remarks
    assert told[0] == "The text is quoted with '>'. The marks were left out"
    assert re.fullmatch(r"Lines are broken at about \d+ columns. They were joined", told[1])
    assert read(RECORD).remarks == []


PRINTED = RECORD.replace(
    "Datasets:\n",
    "Datasets:\nhttps://example.org/moorland 1/4\n\n08/11/2024, 10:12 NHS Digital Data Release Register\n",
)


@pytest.mark.parametrize(
    "text",
    [
        PRINTED,
        PRINTED.replace("https://example.org/moorland 1/4\n\n", "Page 1 of 4\n\n\f"),
        PRINTED.replace(
            "https://example.org/moorland 1/4\n\n08/11/2024, 10:12 NHS", "- 3 -\n\n\f8.11.2024 9:05 NHS"
        ),
    ],
)
def test_headers_and_footers_of_a_print_are_no_datasets(text: str) -> None:
    document = read(text)
    assert [each.text for each in document.agreements[0].datasets] == [
        "Hospital Episode Statistics Outpatients (HES OP)"
    ]
    assert "left out" in document.remarks[0]


@pytest.mark.parametrize("first", ["It is watched over by a board.", "It also has a board"])
def test_a_paragraph_that_begins_a_printed_page_is_no_running_head(first: str) -> None:
    head = "https://example.org/moorland 1/2\n\f08/11/2024, 10:12      Release register\n"
    document = read(RECORD.replace("A study of falls.\n", f"A study of falls.\n\n\n{head}{first}\n\n"))
    section = document.agreements[0].sections["objectives"]
    assert section.last_content_line and document.lines[section.last_content_line - 1] == first


def test_labels_are_read_however_a_text_browser_indents_them(ruleset: RuleSet) -> None:
    """Lynx indents a paragraph by the level of the heading above it, but for the first one."""
    lines = RECORD.splitlines()
    where = next(at for at, line in enumerate(lines) if line.startswith("Legal basis"))
    lines[-1:] = ["Data Processor 1 - Fell Ltd:", "  * Fell Ltd stores the data.", lines[-1]]
    plain = "\n".join(lines) + "\n"
    text = "\n".join(line if at < where else f"   {line}" for at, line in enumerate(lines)) + "\n"
    assert said(read(text), ruleset) == said(read(plain), ruleset)


@pytest.mark.parametrize(
    "line",
    ["https://example.org/register", "12", "The page 3 of 4 is blank.", "In 10:12 hours 08/11/2024 ended."],
)
def test_what_only_looks_like_a_print_stays(line: str) -> None:
    document = read(RECORD.replace("A study of falls.\n", f"A study of falls.\n{line}\nIt ends soon.\n"))
    section = document.agreements[0].sections["objectives"]
    assert section.first_content_line and section.last_content_line
    assert line in document.lines[section.first_content_line - 1 : section.last_content_line]
    assert document.remarks == []


def test_short_lines_are_not_joined() -> None:
    names = "Hospital Episode Statistics Outpatients (HES OP)\nemergency Care Data Set (ECDS)\nmental sets\n"
    document = read(RECORD.replace("- Hospital Episode Statistics Outpatients (HES OP)\n", names))
    assert [each.text for each in document.agreements[0].datasets] == names.strip().split("\n")


def test_one_long_name_among_datasets_without_marks() -> None:
    long = f"Local Provider Data - {', '.join(['Acute', 'Community', 'Emergency Care'] * 8)}"
    names = ["Hospital Episode Statistics", "Emergency Care Data Set", *["Maternity Data"] * 4, long]
    page = RECORD.replace("- Hospital Episode Statistics Outpatients (HES OP)", "\n".join(names))
    assert len(long) > 200
    assert [each.text for each in read(page).agreements[0].datasets] == names
    prose = RECORD.replace("- Hospital Episode Statistics Outpatients (HES OP)", long)
    assert read(prose).agreements[0].datasets == []


@pytest.mark.parametrize(
    ("heading", "cut"),
    [
        ("Falls — DARS-NIC-\n900001-A1B2C", "DARS-NIC-900001-A1B2C"),
        ("Falls — DARS-NIC-900001-\nA1B2C", "DARS-NIC-900001-A1B2C"),
        ("Falls — DARS-\nNIC-900001-A1B2C-v1.2", "DARS-NIC-900001-A1B2C-v1.2"),
    ],
)
def test_a_reference_that_a_print_broke(heading: str, cut: str) -> None:
    long = "A study of falls among people who live in the county and who have been to hospital for them, or\n"
    prose = f"{long}because of them, in one of the last ten years, and of what became of them.\n"
    head = "https://example.org/moorland 1/2\n\f08/11/2024, 10:12      Release register\n"
    text = RECORD.replace("A study of falls.\n", f"{prose * 4}{head}")
    text = text.replace("Falls in older adults — DARS-NIC-900001-A1B2C", heading)
    (agreement,) = read(text).agreements
    assert (agreement.reference, agreement.version) == (
        cut.partition("-v")[0],
        cut.partition("-v")[2] or None,
    )
    assert agreement.title == "Falls"


def test_a_heading_below_a_full_line_stays() -> None:
    prose = "Patient level data are shared within the group on a need to know basis only.\n"
    lines = f"{prose}Data Processor 2 – GMSS:\n1. The processor receives the data.\n"
    text = RECORD.replace("Data are analysed at the university.\n", lines * 3)
    document = read(fold_lines(text, 80))
    assert "Data Processor 2 – GMSS:" in document.lines


@pytest.mark.parametrize("mark", ["?", "--", "---"])
def test_a_dash_that_was_lost_or_typed(mark: str) -> None:
    (agreement,) = read(RECORD.replace("—", mark).replace("–", mark)).agreements
    assert agreement.title == "Falls in older adults"
    assert agreement.dsa.start and agreement.dsa.end and agreement.dsa.end.text == "2026-02-28"


def test_a_question_stays_a_question() -> None:
    document = read(RECORD.replace("A study of falls.", "Why do people fall ? 2025 will tell. Is it 3 ? No."))
    assert "Why do people fall ? 2025 will tell. Is it 3 ? No." in document.lines


PRINTED = """NHS Digital Data Release Register - reformatted

Moorland University projects

Falls in older adults and in the people who look after them at home — DARS-NIC-900001A1B2C

Opt outs honoured: No (Excuses: Does not include the flow of confidential

\fdata)

Legal basis: Health and Social Care Act 2012 – s261(2)(a)

Data-controller type: MOORLAND UNIVERSITY

Datasets:
•
•

Hospital Episode Statistics Outpatients (HES OP)

Emergency Care Data Set (ECDS)

Type of data: Anonymised - ICO Code Compliant

Objectives:

We study falls of older adults with the records of hospitals, so that
they can be prevented, and with the records of emergency care, so that
we learn how many of them were seen there and what became of them.
"""


@pytest.mark.parametrize("broken", ["DARS-NIC-900001A1B2C", "DARS-NIC900001-A1B2C", "DARSNIC-900001-A1B2C"])
def test_a_print_without_hyphens_and_with_marks_alone(broken: str) -> None:
    document = read(PRINTED.replace("DARS-NIC-900001A1B2C", broken))
    agreement = document.agreements[0]
    assert agreement.reference == "DARS-NIC-900001-A1B2C"
    assert [value.text for value in agreement.datasets] == [
        "Hospital Episode Statistics Outpatients (HES OP)", "Emergency Care Data Set (ECDS)",
    ]  # fmt: skip
    assert any("lost a hyphen" in remark for remark in document.remarks)


def test_a_whole_reference_has_lost_nothing() -> None:
    document = read(PRINTED.replace("DARS-NIC-900001A1B2C", "DARS-NIC-900001-A1B2C"))
    assert document.agreements[0].reference == "DARS-NIC-900001-A1B2C"
    assert not any("lost a hyphen" in remark for remark in document.remarks)


def test_a_dash_that_was_lost_in_a_sentence_names_its_party() -> None:
    text = RECORD.replace("Data are analysed", "Data Processor 1 – Oakland Hosting Ltd analyses")
    document = read(text.replace("—", "?").replace("–", "?"))
    assert "Data Processor 1 – Oakland Hosting Ltd analyses at the university." in document.lines
    assert any("with spaces on both sides were read as dashes" in remark for remark in document.remarks)


def test_a_question_is_a_question() -> None:
    text = RECORD.replace("A study of falls.", "Why do people fall? Nobody knows. What then?")
    document = read(text)
    assert "Why do people fall? Nobody knows. What then?" in document.lines
    assert not any("question mark" in remark for remark in document.remarks)


@pytest.mark.parametrize("break_", ["—\n", "— \n", "—\n   "])
def test_a_heading_whose_reference_is_on_the_next_line(break_: str) -> None:
    document = read(RECORD.replace("— DARS", f"{break_}DARS"))
    assert document.agreements[0].title == "Falls in older adults"
    assert document.unparsed == []
    assert any("broken" in remark for remark in document.remarks)


def test_a_dash_at_the_end_of_a_line_of_text() -> None:
    document = read(RECORD.replace("A study of falls.", "A study of falls —\nAUDIT\nof wards —\nNIC rules"))
    assert {"A study of falls —", "of wards —"} <= set(document.lines)


def test_a_heading_on_several_lines_below_a_full_line() -> None:
    title = "Falls in older adults who live at home and in the people who look after them there"
    count = 'in total were disseminated unsafely (files used safely are not in it, as for "system access").'
    page = RECORD.replace("Falls in older adults", f"12 data files {count}\n{title}", 1)
    document = read(fold_lines(page, 60))
    assert document.agreements[0].title == title
    assert document.unsafe_file_count == 12


@pytest.mark.parametrize("end", ["study there.", "study."])
def test_a_heading_that_begins_a_printed_page(end: str) -> None:
    prose = f"The team reads the records of each hospital of the county, of which some are in the {end}\n"
    document = read(RECORD.replace("Data are", f"{prose * 3}\fData Processor 2 - Fell Hosting Ltd\nData are"))
    assert "Data Processor 2 - Fell Hosting Ltd" in document.lines


MARKUPS = {
    "rst": (r"\g<0>\n~~~~~~~~~~", r"**\1**"),
    "rst with places": (r".. _place-1:\n\n\g<0>\n----------", r"**\1**"),
    "mediawiki": (r'<span id="place-1"></span>\n== \g<0> ==', r"'''\1'''"),
    "asciidoc": (r"== \g<0>", r"*\1*"),
    "titles of mediawiki": (r"= \g<0> =", r"'''\1'''"),
    "org": (r"** \g<0>\n   :PROPERTIES:\n   :CUSTOM_ID: place-1\n   :END:", r"*\1*"),
    "textile": (r"h2(#place-1). \g<0>", r"*\1*"),
}


@pytest.mark.parametrize("markup", MARKUPS, ids=lambda each: each.replace(" ", "-"))
def test_other_markups(markup: str, ruleset: RuleSet) -> None:
    heading, label = MARKUPS[markup]
    text = re.sub(r"(?m)^.*(?: projects|A1B2C)$|^(?:Datasets|Objectives|Processing):$", heading, RECORD)
    text = re.sub(r"(?m)^([A-Z][\w -]+:)(?=.+)", label, text)
    document = read(text)
    assert said(document, ruleset) == said(read(RECORD), ruleset)
    assert document.remarks[0].startswith("The text is Markdown")


def test_characters_as_the_source_of_a_web_page_has_them(ruleset: RuleSet) -> None:
    page = RECORD.replace("MOORLAND UNIVERSITY", "MOORLAND & VALE UNIVERSITY")
    source = page.replace("&", "&amp;").replace("—", "&mdash;").replace(" - ", " &#45; ")
    document = read(source)
    assert said(document, ruleset) == said(read(page), ruleset)
    assert any("source of a web page" in remark for remark in document.remarks)
    assert "AT&T; R&D." in read(RECORD.replace("A study of falls.", "AT&T; R&D.")).lines


def test_a_page_quoted_in_a_message(ruleset: RuleSet) -> None:
    quoted = textwrap.indent(RECORD, "> ", lambda line: True)
    message = f"From: A\nTo: B\nSubject: the page\n\nSee below.\n\n{quoted}\nRegards,\nA\n" + "Footer\n" * 9
    document = read(message)
    assert said(document, ruleset) == said(read(RECORD), ruleset)
    assert "15 lines above and below the quotation were left out" in document.remarks


def test_a_mark_of_more_than_is_no_quotation() -> None:
    text = RECORD.replace("A study of falls.", "Groups:\n> 65 years\n> 80 years")
    assert {"> 65 years", "> 80 years"} <= set(read(text).lines)


def test_lost_marks_of_a_list_and_a_lost_dash_before_a_reference_of_its_own(ruleset: RuleSet) -> None:
    page = RECORD.replace("\n- ", "\n• ").replace(
        "Falls in older adults — DARS-NIC-900001-A1B2C", "Project 1 — FallsReg"
    )
    document = read(page.replace("—", "?").replace("•", "?").replace("–", "?"))
    found, expected = (said(each, ruleset)["FallsReg"] for each in (document, read(page)))
    assert found == expected
    assert any("question marks" in remark for remark in document.remarks)


def test_a_dataset_without_mark_that_ends_with_a_full_stop() -> None:
    names = [*["Hospital Episode Statistics"] * 10, "Spell level grouper results; underlying data."]
    page = RECORD.replace("- Hospital Episode Statistics Outpatients (HES OP)", "\n".join(names))
    assert [value.text for value in read(page).agreements[0].datasets] == names


def test_a_print_that_loses_hyphens_says_so() -> None:
    prose = "The records of hospitals and of general practice are linked to each other by the team, so\n"
    page = RECORD.replace("A study of falls.\n", f"{prose}that falls can be prevented.\n" * 4) + "\f"
    assert any("hyphens at the ends of lines may be lost" in remark for remark in read(page).remarks)
    assert not any("hyphens at the ends" in remark for remark in read(f"\f{page}").remarks)  # of a PDF file
    kept = page.replace("that falls can", "that falls from beds are in the records of the emer-\ngency, can")
    assert not any("hyphens at the ends" in remark for remark in read(kept).remarks)


@pytest.mark.parametrize(
    "title", ["Print", "Date: Mon, 3 Mar 2025", "Notes of the meeting", "From: Alex Moor"]
)
@pytest.mark.parametrize("banner", [True, False])
def test_a_title_above_a_page_without_organisation_names_none(title: str, banner: bool) -> None:
    page = RECORD.replace("Moorland University projects\n", "")
    head, _, rest = page.partition("\n")
    document = read(f"{title}\n{head}\n{rest}" if banner else f"{title}\n{rest}")
    assert document.organisation is None
    assert any("no organisation was read" in each and title in each for each in document.remarks)


@pytest.mark.parametrize("name", ["Moorland University", "Fell & Vale NHS Trust", "Oakland Hosting Ltd"])
@pytest.mark.parametrize("above", ["Print\n", ""])
def test_an_organisation_without_suffix_is_read(name: str, above: str) -> None:
    document = read(above + RECORD.replace("Moorland University projects", name))
    assert document.organisation and document.organisation.text == name
    bare = RECORD.replace("Moorland University projects", name).partition("\n")[2]
    without_banner = read(above + bare)
    assert without_banner.organisation and without_banner.organisation.text == name


def test_what_stands_below_the_count_of_files_names_no_organisation() -> None:
    count = "15 data files in total were disseminated unsafely (files used safely are not in it, as\nfor X)."
    document = read(RECORD.replace("Moorland University projects", count))
    assert document.organisation is None
    assert document.unsafe_file_count == 15
    assert not any("for X" in line and "15" not in line for line in document.lines)


def test_a_remark_in_brackets_goes_on_where_nothing_else_is_broken() -> None:
    document = read(RECORD.replace("include the flow", "include the\nflow"))
    (agreement,) = document.agreements
    assert [each.text for each in agreement.values["opt_out_excuses"]] == [
        "Does not include the flow of confidential data"
    ]
    assert any("joined" in each for each in document.remarks)


ADDRESS = "https://www.example.org/a/guide.html"


def test_an_address_alone_on_a_line_of_wrapped_text_is_text() -> None:
    prose = "The rates are made by the method that the office has published for all of its users. Link:\n"
    document = read(RECORD.replace("A study of falls.\n", f"{prose}{ADDRESS}\nand others.\n" * 4))
    assert sum(line.count(ADDRESS) for line in document.lines) == 4


@pytest.mark.parametrize("beside", [f"{ADDRESS}\n\n1/4\n\f", f"1/4\n{ADDRESS}\n\f", f"{ADDRESS}\n\f"])
def test_an_address_at_the_end_of_a_printed_page_is_none(beside: str) -> None:
    document = read(RECORD.replace("Datasets:\n", f"Datasets:\n{beside}"))
    assert [each.text for each in document.agreements[0].datasets] == [
        "Hospital Episode Statistics Outpatients (HES OP)"
    ]


def test_entries_with_letters_and_a_heading_of_a_number_begin_lines() -> None:
    entries = "The data are used for:\na) the incidence of falls in the county, and risks to its people;\n"
    entries += (
        "b) demand for and access to treatment, and preventative care in it;\nc) variations of outcomes.\n"
    )
    second = RECORD[RECORD.index("Falls in") :].replace("Falls in older adults", "Project 2")
    page = (
        RECORD.replace("A study of falls.\n", entries)
        + "They are kept at the university and resolved\n"
        + second
    )
    document = read(fold_lines(page.replace("A1B2C", "A1B2D", 1), 66))
    assert [each.title for each in document.agreements] == ["Falls in older adults", "Project 2"]
    assert {"c) variations of outcomes.", *entries.split("\n")[1:3]} <= set(document.lines)


def test_sentences_that_end_with_a_full_line_are_told() -> None:
    first = "Data must only be used as stipulated within this agreement for it."
    text = RECORD.replace(
        "A study of falls.\n",
        f"{first}\nProcessors must act only as they are told by the controller, and they must say so.\n" * 3,
    )
    document = read(fold_lines(text, 66))
    assert any("does not show whether a paragraph ends there" in each for each in document.remarks)


@pytest.mark.parametrize("mark", ["\\\\", "\\", " +", "<br />"])
def test_marks_that_only_end_lines(mark: str, ruleset: RuleSet) -> None:
    text = "\n".join(f"{line}{mark}" if line else line for line in RECORD.split("\n"))
    document = read(text)
    assert said(document, ruleset) == said(read(RECORD), ruleset)
    assert any("as in the source of a markup" in remark for remark in document.remarks)


@pytest.mark.parametrize("mark", ["*", "_", "''", "/"])
def test_stressed_words_of_a_markup(mark: str) -> None:
    text = (
        marked_up(RECORD).replace("MOORLAND", f"{mark}MOORLAND{mark}").replace("older", f"{mark}older{mark}")
    )
    (agreement,) = read(text).agreements
    assert agreement.title == "Falls in older adults"
    assert [each.text for each in agreement.values["controllers"]] == ["MOORLAND UNIVERSITY"]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("of *falls/steps* now", "of falls/steps now"),
        ("'falls and *steps'* now", "'falls and steps' now"),
        (r"*ICB \- 01X* &amp; *R &#45; D*", "ICB - 01X & R - D"),
        ("of _falls/steps_ now", "of falls/steps now"),
        (r"_ICB \- 01X_ &amp; _R &#45; D_", "ICB - 01X & R - D"),
        ("falls _ - _ steps", "falls  -  steps"),
        ("of //falls/steps// now", "of falls/steps now"),
        ("the following //approval:// A", "the following approval: A"),
        ("of /falls/steps/ now", "of falls/steps now"),
        ("the /'falls/ and /steps'/ now", "the 'falls and steps' now"),
        ("of ''falls/steps'' now", "of falls/steps now"),
        ("a 'case of ''falls'''", "a 'case of falls'"),
        ("'''another'' case' of '''falls'''", "'another case' of falls"),
    ],
)
def test_what_stands_between_marks_of_stressed_words_is_read_like_other_words(text: str, meant: str) -> None:
    assert f"See {meant}" in read(f"{marked_up(RECORD)}\n\nSee {text}\n").lines


@pytest.mark.parametrize(
    "text",
    [
        "in hospital and/or at home and/or in care",
        "see http://example.org/a and http://example.org/b now",
        "of falls*. The others* and 2 * 3 * 4 and a_file_of_b",
    ],
)
def test_what_only_looks_like_marks_of_stressed_words_stays(text: str) -> None:
    assert text in read(marked_up(RECORD) + f"\n\n{text}\n").lines


@pytest.mark.parametrize("label", ["*Data&#45;controller type:* ", "_Data&#45;controller type:_ "])
def test_an_entity_in_a_stressed_label(label: str, ruleset: RuleSet) -> None:
    text = marked_up(RECORD).replace("**Data-controller type:** ", label)
    assert label in text
    assert said(read(text), ruleset) == said(read(marked_up(RECORD)), ruleset)


@pytest.mark.parametrize("anchor", ["{anchor:falls}", "{anchor:falls-in-older-adults-dars-nic-900001-a1b2c}"])
def test_an_anchor_of_jira_is_no_part_of_a_title(anchor: str) -> None:
    text = marked_up(RECORD).replace("## ", f"h2. {anchor}")
    assert [each.title for each in read(text).agreements] == ["Falls in older adults"]
    other = text.replace(anchor, "{anchored} ")
    assert [each.title for each in read(other).agreements] == ["{anchored} Falls in older adults"]


@pytest.mark.parametrize("written", ["{empty}e) the rate of falls", "e) the rate {blank}of falls"])
def test_what_asciidoc_writes_for_nothing_is_nothing(written: str) -> None:
    document = read(RECORD.replace("A study of falls.", written))
    assert "e) the rate of falls" in document.lines
    assert any("AsciiDoc" in remark for remark in document.remarks)
    assert (
        "e) the {rate} of falls" in read(RECORD.replace("A study of falls.", "e) the {rate} of falls")).lines
    )


NOTES = "Objectives:\n{0} The rate of falls is counted. *\n{0} The steps are counted.\n"


@pytest.mark.parametrize(
    ("mark", "end"), [("*", ""), ("  *", ""), ("*", "\n\nIt is counted by the hour, for those who fell.")]
)
def test_the_stars_of_a_list_are_no_notes(mark: str, end: str, ruleset: RuleSet) -> None:
    def page(mark: str) -> str:
        return RECORD.replace("Objectives:\nA study of falls.\n", NOTES.format(mark) + end)

    found, expected = read(page(mark)), read(page("-"))
    assert said(found, ruleset) == said(expected, ruleset)
    assert any(rule == "QLT03" for rule, _, _ in said(found, ruleset)["findings"])
    assert any("Stars lead to notes" in remark for remark in found.remarks)


def test_a_line_with_a_star_that_stands_alone_is_the_note(ruleset: RuleSet) -> None:
    note = "The rate of falls is counted. *\nThe steps are counted.\n* Only in the county.\n"
    document = read(RECORD.replace("A study of falls.\n", note))
    assert "* Only in the county." in document.lines and document.remarks == []
    assert not any(rule == "QLT03" for rule, _, _ in said(document, ruleset)["findings"])


LINKED = (
    "The records of hospitals are linked by the team, and the result is kept as it is, so that others may"
    " read it for as long as it is held there."
)


def spaced(text: str, within: str, width: int) -> str:
    """Each line broken so that two spaces have room behind it. They end a paragraph, `within` other lines."""
    made = []
    for line in text.split("\n"):
        lines = textwrap.wrap(line + "@@", width, break_on_hyphens=False)
        made += [f"{each}{within}" for each in lines[:-1]] + [lines[-1].replace("@@", "  ")]
    return "\n".join(made)


@pytest.mark.parametrize(
    "short",
    [
        "Reports of falls go to the boards of every county and to people of Moorland.",
        "Anonymised - the code of the commissioner is known as the ICO Code Compliant",
    ],
)
def test_two_spaces_that_end_a_line_are_part_of_its_width(short: str) -> None:
    page = RECORD.replace("A study of falls.", f"{LINKED}\n{LINKED}\n{LINKED}\n{short}").strip()
    text = spaced(page, "", len(short) + 1)
    assert short not in text
    document = read(text)
    assert short in document.lines and document.lines.count(LINKED) == 3
    assert not any("does not show whether" in remark for remark in document.remarks)


def test_where_all_lines_end_with_two_spaces_they_are_no_mark() -> None:
    text = spaced(RECORD.replace("A study of falls.", f"{LINKED}\n{LINKED}\n{LINKED}").strip(), "  ", 74)
    assert "kept as  \n" in text or "kept  \n" in text
    assert [line.rstrip() for line in read(text).lines].count(LINKED) == 3


def test_hyphens_of_a_file_name_are_no_dashes() -> None:
    text = marked_up(RECORD).replace("A study of falls.", "See minutes---6-may-2020.pdf, 2019--20.")
    assert "See minutes---6-may-2020.pdf, 2019–20." in read(text).lines


@pytest.mark.parametrize("mark", ["#", "."])
def test_marks_of_numbered_lists_in_markups(mark: str) -> None:
    document = read(RECORD.replace("\n- ", f"\n{mark} "))
    assert [each.text for each in document.agreements[0].datasets] == [
        "Hospital Episode Statistics Outpatients (HES OP)"
    ]


@pytest.mark.parametrize("cell", ["{}   {}", "| {} | {} |", "{}\n{}", "   {} {}"])
def test_a_page_whose_columns_were_torn_apart_is_told(cell: str) -> None:
    text = re.sub(r"(?m)^([A-Z][\w -]+): ?(.+)$", lambda found: cell.format(found[1], found[2]), RECORD)
    document = read(text)
    assert not document.agreements
    assert any("torn apart" in remark and '"Opt outs honoured"' in remark for remark in document.remarks)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"{\\rtf1 " + RECORD.encode(), "rich text format"),
        (b"\\begin{itemize}\n\\item\n" + RECORD.encode() + b"\\end{itemize}", "LaTeX"),
    ],
)
def test_markup_that_is_not_read_is_refused(content: bytes, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        understand("page.txt", content, BUILT_IN)


@pytest.mark.parametrize("width", ["66", "72", "80"])
@pytest.mark.parametrize("page", [*PAGES, *SEEDS], ids=lambda path: path.stem)
def test_real_pages_folded_say_the_same_or_what_is_unsure(page: Path, width: str, ruleset: RuleSet) -> None:
    folded = subprocess.run(
        ["fold", "-s", "-w", width], input=page.read_bytes(), capture_output=True, check=True
    )
    document = read(folded.stdout.decode("utf-8"))
    unsure = any("does not show whether a paragraph ends there" in each for each in document.remarks)
    assert unsure or said(document, ruleset) == said(read(page.read_text("utf-8")), ruleset)


def test_a_quotation_mark_that_was_encoded_twice_and_lost_a_byte() -> None:
    text = RECORD.replace("A study of falls.", "A study of “falls” – and of steps.")
    document = read(text.encode().decode("cp1252", "replace"))
    assert "A study of “falls” – and of steps." in document.lines
    assert any("encoded twice" in remark for remark in document_value(document)["remarks"])


def test_a_print_that_loses_hyphens_says_so_where_one_line_alone_is_broken() -> None:
    page = RECORD.replace("include the flow", "include the\nflow") + "\f"
    assert any("hyphens at the ends of lines may be lost" in each for each in read(page).remarks)
