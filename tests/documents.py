"""Word, OpenDocument and PDF files made in code, part by part."""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
    'officeDocument" Target="word/document.xml"/></Relationships>'
)


def zipped(parts: dict[str, bytes | str]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            kind = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name), part, kind)
    return made.getvalue()


def word(body: str, **parts: bytes | str) -> bytes:
    """A Word document with some WordprocessingML in its body."""
    names = f'xmlns:w="{W}" xmlns:w14="{W14}"'
    document = f'<?xml version="1.0"?><w:document {names}><w:body>{body}</w:body></w:document>'
    return zipped(
        {"[Content_Types].xml": TYPES, "_rels/.rels": RELATIONS, "word/document.xml": document, **parts}
    )


def run(text: str, bold: bool = False, deleted: bool = False) -> str:
    kind = "delText" if deleted else "t"
    style = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return f'<w:r>{style}<w:{kind} xml:space="preserve">{escape(text)}</w:{kind}></w:r>'


def paragraph(*runs: str, bold: bool = False, style: str = "") -> str:
    """A paragraph of texts and of runs."""
    made = (each if each.startswith("<w:") else run(each, bold) for each in runs)
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}{''.join(made)}</w:p>"


def inserted(*runs: str) -> str:
    made = "".join(each if each.startswith("<w:") else run(each) for each in runs)
    return f'<w:ins w:id="1" w:author="A" w:date="2026-01-01T00:00:00Z">{made}</w:ins>'


def deleted(text: str) -> str:
    return f'<w:del w:id="2" w:author="A" w:date="2026-01-01T00:00:00Z">{run(text, deleted=True)}</w:del>'


def control(*content: str, tick: bool | None = None) -> str:
    """A content control; with `tick` a box that is ticked or not."""
    box = "" if tick is None else f'<w14:checkbox><w14:checked w14:val="{int(tick)}"/></w14:checkbox>'
    made = "".join(each if each.startswith("<w:") else run(each) for each in content)
    return f"<w:sdt><w:sdtPr>{box}</w:sdtPr><w:sdtContent>{made}</w:sdtContent></w:sdt>"


def table(*rows: tuple[str | list[str], ...]) -> str:
    """A table whose cells are texts, or lists of paragraphs."""
    made = []
    for row in rows:
        cells = []
        for cell in row:
            inside = cell if isinstance(cell, list) else [cell]
            paragraphs = (
                each if each.startswith(("<w:p>", "<w:tbl>", "<w:sdt>")) else paragraph(each)
                for each in inside
            )
            cells.append(f"<w:tc>{''.join(paragraphs)}</w:tc>")
        made.append(f"<w:tr>{''.join(cells)}</w:tr>")
    return f"<w:tbl>{''.join(made)}</w:tbl>"


ODT = "urn:oasis:names:tc:opendocument:xmlns:"


def open_document_text(body: str, styles: str = "", **parts: bytes | str) -> bytes:
    names = " ".join(
        f'xmlns:{name}="{ODT}{name if name != "fo" else "xsl-fo-compatible"}:1.0"'
        for name in ("office", "text", "table", "style", "fo")
    )
    content = (
        f'<?xml version="1.0"?><office:document-content {names}><office:automatic-styles>{styles}'
        f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
        "</office:document-content>"
    )
    return zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content, **parts})


def pdf(*pages: list[str]) -> bytes:
    """A PDF of pages of lines in Helvetica."""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    kids = []
    for lines in pages:
        shown = " T* ".join(f"({_escaped(line)}) Tj" for line in lines)
        stream = f"BT /F1 10 Tf 14 TL 40 800 Td {shown} ET"
        objects.append(f"<< /Length {len(stream.encode('cp1252'))} >>\nstream\n{stream}\nendstream")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {len(objects)} 0 R"
            " /Resources << /Font << /F1 3 0 R >> >> >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    made = b"%PDF-1.4\n"
    places = []
    for number, each in enumerate(objects, 1):
        places.append(len(made))
        made += f"{number} 0 obj\n{each}\nendobj\n".encode("cp1252")
    table_at = len(made)
    made += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    made += b"".join(b"%010d 00000 n \n" % place for place in places)
    made += f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{table_at}\n%%EOF\n".encode()
    return made


def _escaped(line: str) -> str:
    return line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
