"""Small workbooks that ask for much: named in one line, quickly and in little memory."""

from __future__ import annotations

import os
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from conftest import RECORD
from measured import MEBIBYTE, Done, check
from workbooks import packed, shared_workbook

from dslint.sources.extent import open_document_cells
from dslint.sources.workbook import MOST_CELLS

pytest.importorskip("python_calamine")
pytestmark = pytest.mark.skipif(os.name != "posix", reason="what a process took is told by POSIX systems")

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LONG = f"<si><t>{'x' * 1_000_000}</t></si>"


def beside_a_good_page(folder: Path, content: bytes) -> Done:
    (folder / "good.txt").write_text(RECORD, "utf-8")
    (folder / "bad.xlsx").write_bytes(content)
    return check(folder, ".", "-f", "concise", "--jobs", "1")


def is_refused(done: Done, why: str, seconds: float = 5, peak: int = 300 * MEBIBYTE) -> None:
    assert "good.txt:" in done.out
    assert done.code == 2
    assert done.err.startswith("bad.xlsx: ")
    assert why in done.err
    assert len(done.err.splitlines()) == 1
    assert "fault of dslint" not in done.err
    assert done.seconds < seconds
    assert done.peak < peak


def changed(content: bytes, **parts: str | None) -> bytes:
    """A workbook with other parts, each by its name without folder and suffix."""
    target = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(content)) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            stem = name.rpartition("/")[2].partition(".")[0] + ("_rels" if name.endswith(".rels") else "")
            if (text := parts.pop(stem, "")) is not None:
                new.writestr(name, text or old.read(name))
        for name, text in parts.items():
            new.writestr(f"xl/{name}.xml", text or "")
    return target.getvalue()


def uses(number: int, cell: str = '<c r="A{row}" t="s"><v>0</v></c>') -> str:
    return "".join(f'<row r="{row}">{cell.format(row=row)}</row>' for row in range(1, number + 1))


def styled(format_code: str, value: str) -> bytes:
    """A workbook of one cell, a number that is shown as a date or a duration."""
    styles = (
        f'<styleSheet xmlns="{MAIN}"><numFmts><numFmt numFmtId="164" formatCode="{format_code}"/></numFmts>'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>'
    )
    cell = f'<row r="1"><c r="A1" s="1"><v>{value}</v></c></row>'
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        + "".join(
            f'<Relationship Id="{key}" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
            f'relationships/{kind}" Target="{target}"/>'
            for key, kind, target in (
                ("r1", "worksheet", "worksheets/sheet1.xml"),
                ("st", "styles", "styles.xml"),
            )
        )
        + "</Relationships>"
    )
    return changed(packed({"DataReleases": cell}, ""), workbook_rels=relations, styles=styles)


@pytest.mark.parametrize("format_code", ["[h]:mm:ss", "yyyy-mm-dd", "[mm]:ss", "d/m/yy h:mm"])
@pytest.mark.parametrize("value", ["1e10", "-5e11", "-1e12", "1e300", "-1e308", "1e999"])
def test_dates_and_durations_that_cannot_be(tmp_path: Path, format_code: str, value: str) -> None:
    is_refused(beside_a_good_page(tmp_path, styled(format_code, value)), "sheet DataReleases")


TAKEN = {
    "plain": (uses(2000), LONG),
    "rich": (uses(2000), LONG.replace("<t>", "<r><rPr><b/></rPr><t>").replace("</t>", "</t></r>")),
    "prefixed": (uses(2000, '<c r="A{row}" t="s"><x:v xmlns:x="' + MAIN + '">0</x:v></c>'), LONG),
    "other quotes": (uses(2000, "<c r='A{row}' t='s'><v>0</v></c>"), LONG),
    "blanks": (uses(2000, '<c r="A{row}" t="s" >\n<v> 0</v></c>'), LONG),
    "one cell again": (uses(2000, '<c r="A1" t="s"><v>0</v></c>'), LONG),
    "behind an empty text": (uses(2000, '<c r="A{row}" t="s"><v>1</v></c>'), "<si/>" + LONG),
    "behind marked text": (
        uses(2000, '<c r="A{row}" t="s"><v>1</v></c>'),
        "<si><t><![CDATA[</si><si>]]></t></si>" + LONG,
    ),
    "behind a comment": (
        uses(2000, '<c r="A{row}" t="s"><v>1</v></c>'),
        "<si><t><!-- </si><si> --></t></si>" + LONG,
    ),
    "many long ones": (
        "".join(uses(60, f'<c r="A{{row}}" t="s"><v>{n}</v></c>') for n in range(40)),
        LONG * 40,  # 60 uses of each
    ),
}


@pytest.mark.parametrize("name", TAKEN)
def test_a_shared_text_counts_for_each_cell_that_names_it(tmp_path: Path, name: str) -> None:
    sheet, texts = TAKEN[name]
    done = beside_a_good_page(tmp_path, packed({"DataReleases": sheet}, texts))
    is_refused(done, "cells with more than 1,024 MiB of text", peak=500 * MEBIBYTE)


def test_a_shared_text_counts_for_each_sheet(tmp_path: Path) -> None:
    content = on_one_part({f"s{n}": "sheet1.xml" for n in range(40)}, packed({"s": uses(60)}, LONG))
    is_refused(beside_a_good_page(tmp_path, content), "of text")


HEADER = ["Reference", "Organisation", "Dataset", "Legal basis", "Month"]


def test_texts_that_many_cells_share_are_read(tmp_path: Path) -> None:
    long = "A purpose. " * 3000
    rows = [HEADER, *([f"DARS-NIC-{n}-A1B2C", "Moor Trust", "HES", long, "June 2019"] for n in range(2000))]
    (tmp_path / "book.xlsx").write_bytes(shared_workbook({"Notes": rows}))
    done = check(tmp_path, "book.xlsx")
    assert "MiB" not in done.err
    assert "cannot be read" not in done.err


def test_numbers_are_no_uses(tmp_path: Path) -> None:
    content = packed({"Notes": uses(5000, '<c r="A{row}"><v>0</v></c>')}, LONG)
    (tmp_path / "book.xlsx").write_bytes(content)
    assert "MiB" not in check(tmp_path, "book.xlsx").err


def on_one_part(targets: dict[str, str], content: bytes, prefix: str = "") -> bytes:
    """A workbook whose sheets are named in `targets`, with the part of each."""
    document = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    p = f"{prefix}:" if prefix else ""
    space = f"xmlns:{prefix}" if prefix else "xmlns"
    sheets = "".join(
        f'<{p}sheet name="{name}" sheetId="{n}" r:id="r{n}"/>' for n, name in enumerate(targets, 1)
    )
    links = "".join(
        f'<Relationship Id="r{n}" Type="{document}/worksheet" Target="{target}"/>'
        for n, target in enumerate(
            (f"worksheets/{each}" if each[0] != "/" else each for each in targets.values()), 1
        )
    )
    links += f'<Relationship Id="s" Type="{document}/sharedStrings" Target="sharedStrings.xml"/>'
    return changed(
        content,
        workbook=f'<{p}workbook {space}="{MAIN}" xmlns:r="{document}">'
        f"<{p}sheets>{sheets}</{p}sheets></{p}workbook>",
        workbook_rels=f'<Relationships xmlns="{package}">{links}</Relationships>',
    )


@pytest.mark.parametrize("prefix", ["", "x"])
@pytest.mark.parametrize("number", [1001, 16_000])
def test_too_many_sheets_are_counted_before_the_workbook_is_opened(
    tmp_path: Path, number: int, prefix: str
) -> None:
    content = on_one_part({f"s{n}": "sheet1.xml" for n in range(number)}, packed({"s": ""}, ""), prefix)
    is_refused(beside_a_good_page(tmp_path, content), "has more than 1,000 sheets")


WIDE = '<row r="1"><c r="A1"><v>1</v></c></row><row r="28000"><c r="ALL28000"><v>1</v></c></row>'


@pytest.mark.parametrize("target", ["sheet1.xml", "/xl/worksheets/sheet1.xml", "SHEET1.xml"])
def test_cells_count_for_each_sheet_that_shares_their_part(tmp_path: Path, target: str) -> None:
    content = on_one_part({f"s{n}": target for n in range(4)}, packed({"s": WIDE}, ""))
    is_refused(beside_a_good_page(tmp_path, content), "more than 30,000,000", peak=200 * MEBIBYTE)


@pytest.mark.parametrize("number", [20_000, 60_000])
def test_a_workbook_of_many_tiny_parts_is_refused(tmp_path: Path, number: int) -> None:
    content = changed(packed({"s": uses(1)}, "<si/>"), **{f"part{n}": "x" for n in range(number)})
    is_refused(beside_a_good_page(tmp_path, content), "has more than 10,000 parts", seconds=8)


def formatted(code: str, styles: int, prefix: str = "", quote: str = '"') -> bytes:
    """A workbook whose styles all name one number format."""
    p = f"{prefix}:" if prefix else ""
    space = f"xmlns:{prefix}" if prefix else "xmlns"
    return changed(
        packed({"DataReleases": uses(1)}, "<si><t>x</t></si>"),
        styles=f'<{p}styleSheet {space}="{MAIN}"><{p}numFmts><{p}numFmt numFmtId="164" '
        f"formatCode={quote}{code}{quote}/></{p}numFmts><{p}cellXfs>"
        + f'<{p}xf numFmtId="164"/>' * styles
        + f"</{p}cellXfs></{p}styleSheet>",
    )


@pytest.mark.parametrize(("prefix", "quote"), [("", '"'), ("x", "'")])
def test_a_number_format_counts_for_each_style_that_names_it(tmp_path: Path, prefix: str, quote: str) -> None:
    content = formatted("[" * 100_000, 100_000, prefix, quote)
    is_refused(beside_a_good_page(tmp_path, content), "has 100,000 styles, and a number format of 100,")


def test_many_styles_of_formats_as_long_as_they_may_be_are_read(tmp_path: Path) -> None:
    """As many styles as a workbook may have, and the longest format that a person can write."""
    (tmp_path / "book.xlsx").write_bytes(formatted("0" * 255, 65_490))
    assert "styles" not in check(tmp_path, "book.xlsx").err


def repeated(rows: int, columns: int, value: str = ' office:value-type="string"') -> bytes:
    """The table of an OpenDocument workbook that repeats one cell."""
    return (
        f'<table:table table:name="R"><table:table-row table:number-rows-repeated="{rows}"><table:table-cell'
        f' table:number-columns-repeated="{columns}"{value}><text:p>x</text:p></table:table-cell>'
        "</table:table-row></table:table>"
    ).encode()


def test_a_copy_of_a_value_takes_more_than_an_empty_cell() -> None:
    """Below the bound of cells, five thousand rows of as many copies took more than 3 GB."""
    assert open_document_cells(repeated(5000, 5000)) > MOST_CELLS
    assert open_document_cells(repeated(1000, 1000)) < MOST_CELLS
    assert open_document_cells(repeated(1, 1) * 500) == 500
    assert open_document_cells(repeated(1_000_000, 20, "")) < MOST_CELLS  # no value
