"""What kind of input a name and the first bytes announce. Cheap: nothing is parsed that need not be."""

from __future__ import annotations

import codecs
import os
import re
import stat

from dslint import compiled
from dslint.regexes import regex

WEB_PAGES = (".html", ".htm", ".xhtml")
_WEB_PAGE = regex(
    rb"(?:\xef\xbb\xbf)?\s*+(?:<\?xml[^>]{0,200}>\s*+)?(?:<!--(?:(?!-->).){0,2000}+-->\s*+)*+<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)


def is_web_page(path: str, content: bytes) -> bool:
    return path.lower().endswith(WEB_PAGES) or _WEB_PAGE.match(content) is not None


DRAFTS = (".yaml", ".yml", ".json")
LARGEST_DRAFT = 20_000_000  # bytes
_KEY = regex(rb"""(?m)^(?:\xef\xbb\xbf)?["']?agreements?["']?[ \t]*:(?:\s|$)""")
_FIRST_KEY = regex(
    rb"""(?:\xef\xbb\xbf)?(?:\s++|#[^\n]*+\n|---[ \t]*+\n)*+agreements?[ \t]*:[ \t]*(?:#[^\n]*)?\r?\n"""
)
_BRACE = regex(rb"(?:\xef\xbb\xbf)?\s*+\{")
_KEY_IN_BRACES = regex(rb"""(?:\xef\xbb\xbf)?\s*+\{[^{}\[\]]*["']?\bagreements?\b["']?\s*:""")

_JSON_MARK = regex(rb"""("agreements?"\s*+:)|"(?:[^"\\]|\\.)*+"|[{}\[\]]""", re.DOTALL)


def is_draft(path: str, content: bytes) -> bool:
    """Whether a YAML or JSON file has an agreement at its top; other files of that kind are not meant."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        content = content.decode("utf-16", "replace").encode("utf-8", "replace")
    if not path.lower().endswith(DRAFTS):
        return _FIRST_KEY.match(content) is not None
    if not _BRACE.match(content):
        return _KEY.search(content) is not None
    import json

    try:
        found = json.loads(content, parse_int=str) if len(content) <= LARGEST_DRAFT else None
    except RecursionError:
        return _has_key_at_top(content)
    except ValueError:  # broken JSON, or YAML that begins with a brace
        return _KEY_IN_BRACES.match(content) is not None
    return isinstance(found, dict) and not found.keys().isdisjoint(("agreement", "agreements"))


def _has_key_at_top(content: bytes) -> bool:
    """The same of JSON that is nested too deeply to be parsed."""
    depth = 0
    for found in _JSON_MARK.finditer(content):
        if found[1]:
            if depth == 1:
                return True
        else:
            depth += {b"{": 1, b"[": 1, b"}": -1, b"]": -1}.get(found[0], 0)
    return False


_ARCHIVE, _OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
WORD, OPEN_DOCUMENT, PDF, WEB_ARCHIVES = (".docx", ".docm"), (".odt",), (".pdf",), (".mhtml", ".mht")
_PDF = b"%PDF-"
# A package of that kind says so in its first part, which is not packed.
_ODT = regex(rb"PK\x03\x04.{26}mimetypeapplication/vnd\.oasis\.opendocument\.text", re.DOTALL)


def is_word(path: str, found: bytes) -> bool:
    name = path.lower()
    return name.endswith(WORD) or (found.startswith(_ARCHIVE) and b"word/document" in found[-65536:])


def is_open_document(path: str, found: bytes) -> bool:
    return path.lower().endswith(OPEN_DOCUMENT) or _ODT.match(found) is not None


def is_pdf(path: str, found: bytes) -> bool:
    return path.lower().endswith(PDF) or found.startswith(_PDF)


def is_web_archive(path: str, found: bytes) -> bool:
    return path.lower().endswith(WEB_ARCHIVES)


WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")


def is_workbook(path: str, found: bytes) -> bool:
    """A web page may be called .xls, as programs that export one do."""
    name = path.lower()
    return (
        name.endswith((".xlsx", ".xlsm"))
        or (name.endswith(WORKBOOKS) and found.startswith((_ARCHIVE, _OFFICE)))
        or (found.startswith(_ARCHIVE) and b"xl/workbook" in found[-65536:])
    )


def needs_own_process(path: str) -> bool:
    """Whether a named file may be a workbook or a document, told without reading it: by its name or its first
    bytes. Readers of such files may take much, or abort."""
    if path.lower().endswith((*WORKBOOKS, *WORD, *OPEN_DOCUMENT, *PDF)):
        return True
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            return False
        with open(path, "rb") as file:
            return file.read(len(_PDF)).startswith((_ARCHIVE, _PDF))
    except (OSError, ValueError):
        return False


TABLES = (".csv", ".tsv")


MARKDOWN = ".md"
# A line that names an agreement at its end, or a label that only records have.
_RECORD = regex(rb"(?m)\bNIC-\d{1,8}[\w.-]{0,20}[ \t*_]*\r?$|^[#>*_ \t]{0,12}Opt outs honoured\b")


def is_markdown_page(content: bytes) -> bool:
    """Whether a Markdown file has a record of a register in it. Most of a folder are about other things."""
    return _RECORD.search(content) is not None


def is_table(path: str, found: bytes) -> bool:
    return path.lower().endswith(TABLES)


def is_records(path: str, found: bytes) -> bool:
    """Whether an input is JSON, of whatever content."""
    if not (path.lower().endswith(".json") or path == "-") or found.lstrip()[:1] not in (b"{", b"["):
        return False
    import json

    try:
        json.loads(found)
    except (ValueError, RecursionError):
        return False
    return True


def is_register_of_records(found: bytes) -> bool:
    """Whether JSON has the keys by which a dialect is known in a folder."""
    return any(
        all(f'"{mark}"'.encode() in found for mark in dialect["marks"])
        for dialect in compiled.vocabulary("dialects")["values"]
        if "marks" in dialect
    )
