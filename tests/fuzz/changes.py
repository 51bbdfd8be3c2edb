"""How an input becomes another one. The same input, chance and corpus give the same result.

A reader of text keeps most of its lines, so that what comes out is still nearly a page; what is put in are
other lines of the corpus, the signs of the format, and characters that programs stumble over.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from random import Random

LARGEST = 16_384  # bytes of an input
_MOST_CHANGES = 6
_CHARACTERS = [
    "\0", "\t", "\r", "\r\n", "\n", "\x0b", "\x0c", "\x1b[31m", "\x7f", "\x85", "\xa0", "\xad", "\u2028",
    "\u200b", "\u202e", "\u2066", "\ufeff", "\ufffd", "\ud800", "\U0001f6a9", "e\u0301", "\u00df",
    "\u0130", "\u3000", "(", ")", "[", "]", "{", "}", '"', "'", "`", ",", ";", ":", "|", "*", "\\", "/",
    "%", "$", "=1+1", "@", "::error::x", "##[error]x", "##vso[task]x", "-", "\N{EM DASH}", "\N{EN DASH}",
    "\N{BULLET}", "-v1.2", "DARS-NIC-123456-A1B2C", "1/2", "31/12/2019", "2025-02-30",
    "2019-07 \N{EM DASH} 2018-01", "0", "-1", "9" * 5, "9" * 40, "1e309", "NaN", "\u0664", "\u00b2",
    "\u2460",
]  # fmt: skip
_PAGES = [
    "Opt outs honoured:", "Legal basis:", "Processing activities:", "Data-controller type:", "Purposes:",
    "Objective for processing:", "Expected output:", "Expected measurable benefits:", "Sensitive:",
    "DSA runs 2019-07 \N{EM DASH} 2020-08", "Hospital Episode Statistics (HES)", "Ltd", "Act 2012",
    "s261(2)(a)", "the data will be", "no data", "not", "pseudonymised", "third party", "Frequency:",
    "10 years",
]  # fmt: skip
_MARKUP = [
    "<p>", "</p>", "<br>", "<li>", "</ul>", "<td>", "<tr>", "<table>", "<!--", "-->", "<![CDATA[", "]]>",
    "<?xml ", "<!DOCTYPE html>", "<script>", "</script>", "<style>", "<textarea>", "<pre>", "&", "&amp;",
    "&#", "&#x", "&#0;", "&#1114112;", "&#xD800;", "&nbsp;", "&notin", ";", "<", ">", "<a href='",
    "<svg>", "<template>", "<meta charset=utf-7>", "<meta charset='idna'>", "<meta charset=utf-16>",
    "<h1>", "</div>", "<div hidden>",
]  # fmt: skip
_DATA = [
    "agreement:", "agreements:", "- ", "  ", "&a ", "*a", "<<: *a", "!!python/object:x ", "!!binary ",
    "|", ">-", "? ", "---\n", "...\n", "%YAML 1.1\n", "null", "~", "true", "No", ".inf", "0x10", "0o7",
    "1_000", "12:30:45", "2025-02-30", "2019-07-01T00:00:00Z", "'", '"', "[", "]", "{", "}", ": ", ",",
    "#", "\\ud83d\\ude00", '"\\ud800"', "[[per-path]]", "[vocabulary]", "match = '(a|a)*b'", "(?:", ")*",
    "[^", "\\b", "(?!.)", "{1,9999}", "rule:", "reason:", "until:", "path:", "select", "ignore",
    "severity", "when:", "all:", "any:", "not:", "in:", "text:", "match:", "as:", "each:", "same:",
    "count:", "exists:", "{hit.text}",
]  # fmt: skip
_TABLE = [
    ",", ";", "\t", "|", '"', '""', "\n", "\r", "=1+1", "@x", "Organisation Name",
    "DARS-NIC-123456-A1B2C-v0.1", "Opt Outs", "Legal Basis", "Type of Data", "Dataset", "Period", "Title",
    "{NIC}", "Y", "N", "43831", "1899-12-31",
]  # fmt: skip
_PART = [
    "<c>", "</c>", '<c r="', '"/>', "<row>", "</row>", '<row r="', "<v>", "</v>", '<c t="s">', 't="d"',
    't="e"', 't="b"', "<is>", "<t>", "</t>", "<mergeCell ref='A1:C9'/>", "<mergeCells>", "A1",
    "XFD1048576", "A0", "AAAA1", "Z99999999999", "<f>", "</f>", '<!DOCTYPE x [<!ENTITY a "b">]>', "&a;",
    "&#x0;", "<si>", "<sst count='9'>", "<sheetData>", "</sheetData>", "<sheet name='", "r:id='rId9'",
    "1e308", "-1", "2958466", "_x000D_",
]  # fmt: skip
_NUMBER = re.compile(r"\d+")


def _of(words: Sequence[str]) -> Callable[[bytes, Random, list[bytes]], bytes]:
    def change(data: bytes, chance: Random, corpus: list[bytes]) -> bytes:
        return _changed(data, chance, corpus, words)

    return change


def _changed(data: bytes, chance: Random, corpus: list[bytes], words: Sequence[str]) -> bytes:
    if chance.random() < 0.1:
        return _bytes_changed(data, chance)[:LARGEST]
    lines = data.decode("utf-8", "surrogateescape").split("\n")
    for _ in range(chance.randint(1, _MOST_CHANGES)):
        at = chance.randrange(len(lines))
        lines[at : at + 1] = _line_changed(lines, at, chance, corpus, words) or [""]
    return "\n".join(lines).encode("utf-8", "surrogatepass" if chance.random() < 0.5 else "replace")[:LARGEST]


def _line_changed(
    lines: list[str], at: int, chance: Random, corpus: list[bytes], words: Sequence[str]
) -> list[str]:
    """What takes the place of a line."""
    line, kind = lines[at], chance.randrange(10)
    where = chance.randint(0, len(line))
    if kind == 0:
        return []
    if kind == 1:
        return [line] * chance.choice([2, 3, 40])
    if kind == 2:
        other = chance.choice(corpus).decode("utf-8", "surrogateescape").split("\n")
        first = chance.randrange(len(other))
        return [line, *other[first : first + chance.choice([1, 1, 5, 30])]]
    if kind == 3:
        return [line[:where], line[where:]]
    if kind == 4:
        return [line[:where]]
    if kind == 5 and at + 1 < len(lines):
        return [line + lines.pop(at + 1)]
    if kind == 6 and (numbers := list(_NUMBER.finditer(line))):
        found = chance.choice(numbers)
        return [
            line[: found.start()] + chance.choice(["0", "00", "99", "9" * 40, "13"]) + line[found.end() :]
        ]
    if kind == 7:
        end = min(len(line), where + chance.choice([1, 1, 3, 20]))
        return [line[:where] + line[where:end] * chance.choice([0, 2, 2, 50]) + line[end:]]
    word = chance.choice(words if kind == 8 else _CHARACTERS)
    return [line[:where] + word * chance.choice([1, 1, 1, 2, 200]) + line[where:]]


def _bytes_changed(data: bytes, chance: Random) -> bytes:
    made = bytearray(data or b"x")
    for _ in range(chance.randint(1, _MOST_CHANGES)):
        at = chance.randrange(len(made))
        kind = chance.randrange(4)
        if kind == 0:
            made[at] = chance.randrange(256)
        elif kind == 1:
            made[at] ^= 1 << chance.randrange(8)
        elif kind == 2:
            del made[at : at + chance.choice([1, 2, 16])]
        else:
            made[at:at] = chance.choice(
                [b"\0", b"\xff", b"\xef\xbb\xbf", b"\xff\xfe", b"PK\x03\x04", b"%PDF-"]
            )
        made = made or bytearray(b"x")
    return bytes(made)


def _archive_changed(data: bytes, chance: Random, corpus: list[bytes]) -> bytes:
    """One or two parts of an archive as text, or now and then its bytes."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {info.filename: archive.read(info) for info in archive.infolist()}
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError, zipfile.zlib.error):
        return _bytes_changed(data, chance)
    if not parts or chance.random() < 0.1:
        return _bytes_changed(data, chance)
    names = sorted(parts)
    for _ in range(chance.choice([1, 1, 2])):
        name = chance.choice(names)
        text = parts[name].replace(b"><", b">\n<")
        if chance.random() < 0.05 and len(parts) > 1:
            del parts[name]
            names = sorted(parts)
        else:
            parts[name] = _changed(text, chance, [text], chance.choice([_PART, _PART, _TABLE, _PAGES]))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return target.getvalue()[:LARGEST]


def of_bytes(data: bytes, chance: Random, corpus: list[bytes]) -> bytes:
    """Of a file that is no text."""
    return _bytes_changed(data, chance)[:LARGEST]


def of_typing(data: bytes, chance: Random, corpus: list[bytes]) -> bytes:
    """A file while somebody types: mostly one change, of one sign or one line."""
    lines = data.decode("utf-8", "surrogateescape").split("\n")
    for _ in range(chance.choice([1, 1, 1, 2, 3])):
        at = chance.randrange(len(lines))
        where = chance.randint(0, len(lines[at]))
        before, behind = lines[at][:where], lines[at][where:]
        typed = chance.choice(
            ["", "", *_DATA, *_CHARACTERS, "\n", '"', "'", "{", "[", "- ", "ag", "da", "\n    "]
        )
        gone = chance.choice([0, 0, 0, 1, 3, len(behind)])
        lines[at] = before + typed + behind[gone:]
    return "\n".join(lines).encode("utf-8", "replace")[:LARGEST]


of_text = _of(_PAGES)
of_markup = _of([*_MARKUP, *_PAGES])
of_data = _of(_DATA)
of_table = _of(_TABLE)
of_archive = _archive_changed
