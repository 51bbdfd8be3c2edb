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


def open_document(sheets: dict[str, Rows]) -> bytes:
    """The bytes of an OpenDocument workbook (.ods), its rows followed by a million empty ones."""
    table, office, text = "table:1.0", "office:1.0", "text:1.0"
    name = "urn:oasis:names:tc:opendocument:xmlns:"
    empty = '<table:table-cell table:number-columns-repeated="16384"/>'
    body = "".join(
        f"<table:table table:name={quoteattr(sheet)}>"
        + "".join(
            "<table:table-row>"
            + "".join(
                '<table:table-cell office:value-type="string">'
                + "".join(f"<text:p>{escape(line)}</text:p>" for line in cell.split("\n"))
                + "</table:table-cell>"
                if cell
                else "<table:table-cell/>"
                for cell in row
            )
            + f"{empty}</table:table-row>"
            for row in rows
        )
        + f'<table:table-row table:number-rows-repeated="1048000">{empty}</table:table-row></table:table>'
        for sheet, rows in sheets.items()
    )
    return open_document_of(
        f'{_HEAD}<office:document-content xmlns:table="{name}{table}" xmlns:office="{name}{office}"'
        f' xmlns:text="{name}{text}"><office:body><office:spreadsheet>{body}</office:spreadsheet>'
        "</office:body></office:document-content>"
    )


def open_document_of(content: str) -> bytes:
    target = BytesIO()
    manifest = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        archive.writestr("META-INF/manifest.xml", f'{_HEAD}<manifest:manifest xmlns:manifest="{manifest}"/>')
        archive.writestr("content.xml", content)
    return target.getvalue()


def binary_workbook(sheets: dict[str, Rows]) -> bytes:
    """The bytes of a binary workbook (.xlsb): records of a type, a length and their data."""

    def record(kind: int, data: bytes = b"") -> bytes:
        types = bytes([kind]) if kind < 128 else bytes([kind & 127 | 128, kind >> 7])
        length, size = b"", len(data)
        while True:
            length += bytes([size & 127 | (128 if size > 127 else 0)])
            size >>= 7
            if not size:
                return types + length + data

    def wide(text: str) -> bytes:
        return len(text).to_bytes(4, "little") + text.encode("utf-16-le")

    def number(value: int) -> bytes:
        return value.to_bytes(4, "little")

    parts = {}
    named = b""
    links = ""
    for at, (name, rows) in enumerate(sheets.items(), 1):
        grid = [list(row) for row in rows]
        width = max(map(len, grid))
        body = b""
        for row, cells_of_row in enumerate(grid):
            body += record(0, number(row) + bytes(13))
            for column, text in enumerate(cells_of_row):
                body += record(6, number(column) + bytes(4) + wide(text)) if text else b""
        dimension = number(0) + number(len(grid) - 1) + number(0) + number(width - 1)
        parts[f"xl/worksheets/sheet{at}.bin"] = (
            record(129) + record(148, dimension) + record(145) + body + record(146) + record(130)
        )
        named += record(156, number(0) + number(at) + wide(f"r{at}") + wide(name))
        links += f'<Relationship Id="r{at}" Type="{_DOCUMENT}/worksheet" Target="worksheets/sheet{at}.bin"/>'
    parts["xl/workbook.bin"] = record(131) + record(143) + named + record(144) + record(132)
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
        relationships = f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>'
        archive.writestr("xl/_rels/workbook.bin.rels", relationships)
    return target.getvalue()
