"""Bytes to text, in whatever encoding people's tools left it."""

from __future__ import annotations

import codecs

from dslint.regexes import regex

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
MOST_LINES = 1_000_000  # of a text; each takes room, also when nothing is in it
_SAMPLE = 65536  # bytes
_AS_TEXT = "save it as plain text (UTF-8)"
_BEGINNINGS = (
    (b"PK\x03\x04", f"is a zip archive or office file, not text; unpack it, or {_AS_TEXT}"),
    (b"%PDF-", f"is a PDF, not text; {_AS_TEXT}"),
    (b"\xd0\xcf\x11\xe0", f"is an office file, not text; {_AS_TEXT}"),
    (b"{\\rtf", "is a document in rich text format (RTF), which is not read; save it as .docx, .odt or PDF"),
)
_LATEX = regex(rb"(?m)^[ \t]*\\(?:documentclass|PassOptionsToPackage|begin\{[a-z]{4,20}\*?\})")


class Unreadable(Exception):
    """An input that cannot be read as text; the message says why and what would help."""


def decode(content: bytes) -> str:
    """Text without a byte order mark. Raises Unreadable for what is no text."""
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            try:
                return content[len(bom) :].decode(encoding)
            except UnicodeDecodeError as error:
                raise Unreadable(
                    f"is not valid {encoding.upper()}, as its byte order mark says:"
                    f" {error.reason} at byte {error.start}"
                ) from None
    for beginning, why in _BEGINNINGS:
        if content.startswith(beginning):
            raise Unreadable(why)
    sample = content[:_SAMPLE]
    if b"\\begin{" in sample and _LATEX.search(sample):
        raise Unreadable("is LaTeX, which is not read; use the PDF that is made from it")
    if b"\0" in sample:
        wide = _utf16(sample)
        if wide:
            try:
                return content.decode(wide)
            except UnicodeDecodeError:
                pass
        if sample.count(b"\0") * 200 > len(sample):
            raise Unreadable("is binary, not text")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        if _looks_binary(sample):
            raise Unreadable("is binary, not text") from None
        # Windows-1252 with its five holes read as Latin-1: every byte has a meaning.
        return content.decode("cp1252", errors="dslint-latin-1")


def bounded(text: str) -> str:
    """The text. Raises Unreadable for one of too many lines."""
    if text.count("\n") + text.count("\r") - text.count("\r\n") > MOST_LINES:
        raise Unreadable(f"has more than {MOST_LINES:,} lines; split it")
    return text


def _latin_1(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    return error.object[error.start : error.end].decode("latin-1"), error.end


codecs.register_error("dslint-latin-1", _latin_1)


def _utf16(sample: bytes) -> str | None:
    """UTF-16 without a mark: in western text nearly every other byte is zero."""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = max(1, len(sample) // 2)
    if odd > half * 0.7 and even < half * 0.1:
        return "utf-16-le"
    if even > half * 0.7 and odd < half * 0.1:
        return "utf-16-be"
    return None


def _looks_binary(sample: bytes) -> bool:
    controls = sum(byte < 9 or 13 < byte < 32 for byte in sample)
    return controls * 20 > len(sample)
