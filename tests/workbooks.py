"""Writing small workbooks: no more of the format than a reader needs."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Sequence
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr

from dslint.assembler.sheets import column_letters

Rows = Iterable[Sequence[str]]
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'


def cells(rows: Rows, first_row: int = 1) -> str:
    """Rows as XML, with the text in the cells."""
    return "".join(
        f'<row r="{number}">'
        + "".join(
            f'<c r="{column_letters(column)}{number}" t="inlineStr">'
            f'<is><t xml:space="preserve">{escape(text)}</t></is></c>'
            for column, text in enumerate(row, 1)
            if text
        )
        + "</row>"
        for number, row in enumerate(rows, first_row)
    )


def workbook(sheets: dict[str, Rows | str]) -> bytes:
    """The bytes of a workbook; a sheet is rows of text, or the XML of its rows."""
    parts = {name: rows if isinstance(rows, str) else cells(rows) for name, rows in sheets.items()}
    return packed(parts, "")


def shared_workbook(sheets: dict[str, Rows]) -> bytes:
    """As `workbook`, each text once in a table, as Excel writes it."""
    numbers: dict[str, int] = {}
    parts = {}
    for name, rows in sheets.items():
        pieces = []
        for number, row in enumerate(rows, 1):
            pieces.append(f'<row r="{number}">')
            pieces += [
                f'<c r="{column_letters(column)}{number}" t="s">'
                f"<v>{numbers.setdefault(text, len(numbers))}</v></c>"
                for column, text in enumerate(row, 1)
                if text
            ]
            pieces.append("</row>")
        parts[name] = "".join(pieces)
    return packed(parts, "".join(f'<si><t xml:space="preserve">{escape(text)}</t></si>' for text in numbers))


def packed(sheets: dict[str, str], strings: str) -> bytes:
    target = BytesIO()
    numbered = list(enumerate(sheets.items(), 1))
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr(
            "[Content_Types].xml",
            f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types"><Override PartName="/xl/workbook.xml"'
            f' ContentType="{kind}.sheet.main+xml"/></Types>',
        )
        archive.writestr(
            "_rels/.rels",
            f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1"'
            f' Type="{_DOCUMENT}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/workbook.xml",
            f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_DOCUMENT}"><sheets>'
            + "".join(
                f'<sheet name={quoteattr(name)} sheetId="{number}" r:id="r{number}"/>'
                for number, (name, _) in numbered
            )
            + "</sheets></workbook>",
        )
        links = "".join(
            f'<Relationship Id="r{number}" Type="{_DOCUMENT}/worksheet"'
            f' Target="worksheets/sheet{number}.xml"/>'
            for number, _ in numbered
        )
        if strings:
            links += f'<Relationship Id="s" Type="{_DOCUMENT}/sharedStrings" Target="sharedStrings.xml"/>'
            archive.writestr("xl/sharedStrings.xml", f'{_HEAD}<sst xmlns="{_MAIN}">{strings}</sst>')
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>',
        )
        for number, (_, rows) in numbered:
            archive.writestr(
                f"xl/worksheets/sheet{number}.xml",
                f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData></worksheet>',
            )
    return target.getvalue()
