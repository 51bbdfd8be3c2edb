"""Packages of parts (.docx, .odt): what may be unpacked and parsed, and how much of it."""

from __future__ import annotations

import io
import zipfile
import zlib
from xml.parsers import expat

from dslint.sources.decode import Unreadable

LARGEST = 64_000_000  # bytes of all parts that hold text, unpacked
MOST_PARTS = 10_000
DEEPEST = 200  # elements within one another; a table in a table takes about six
MOST_ELEMENTS = 300_000  # of all parts: each takes time and memory
_OLE = b"\xd0\xcf\x11\xe0"
_TEXT = (".xml", ".rels")


def open_package(content: bytes, kind: str) -> zipfile.ZipFile:
    """The parts of a file of some kind. Raises Unreadable, also for one with a password."""
    if content.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise Unreadable("is encrypted; save it without a password")
        raise Unreadable(f"is of an older kind than its name says; save it as {kind}")
    try:
        package = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise Unreadable(f"is no {kind} file, or damaged") from None
    parts = package.infolist()
    if len(parts) > MOST_PARTS:
        raise Unreadable(f"has more than {MOST_PARTS:,} parts")
    if sum(part.file_size for part in parts if part.filename.lower().endswith(_TEXT)) > LARGEST:
        raise Unreadable(f"has more than {LARGEST // 1_000_000} MB of text when it is unpacked")
    if any(part.flag_bits & 1 for part in parts):
        raise Unreadable("is encrypted; save it without a password")
    return package


def part_of(package: zipfile.ZipFile, name: str) -> bytes | None:
    """A part that holds text, within its bounds; None when there is none of that name. Raises Unreadable."""
    try:
        with package.open(name) as part:
            found = part.read(LARGEST + 1)
    except KeyError:
        return None
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError):
        raise Unreadable(f"is damaged: {name} cannot be unpacked") from None
    if len(found) > LARGEST:
        raise Unreadable(f"has more than {LARGEST // 1_000_000} MB of text when it is unpacked")
    return found


class Walker:
    """What is told of XML texts. They may declare no entities, nest no deeper than DEEPEST, and have no more
    than MOST_ELEMENTS together."""

    count = 0

    def start(self, name: str, given: dict[str, str]) -> None: ...

    def end(self, name: str) -> None: ...

    def text(self, text: str) -> None: ...


def walk(xml: bytes, walker: Walker) -> None:
    """Tell a walker what an XML text holds. Raises Unreadable."""
    depth = 0

    def start(name: str, given: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        walker.count += 1
        if depth > DEEPEST:
            raise Unreadable(f"has more than {DEEPEST} elements within one another")
        if walker.count > MOST_ELEMENTS:
            raise Unreadable(f"has more than {MOST_ELEMENTS:,} elements; split it")
        walker.start(name, given)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        walker.end(name)

    def declared(*_: object) -> None:
        raise Unreadable("declares a document type, which can pull in other files, so it is not read")

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = walker.text
    parser.StartDoctypeDeclHandler = declared
    try:
        parser.Parse(xml, True)
    except expat.ExpatError as error:
        raise Unreadable(f"is damaged: {expat.errors.messages.get(error.code, 'no XML')}") from None
    except (ValueError, LookupError):
        raise Unreadable("is damaged: it declares an encoding that no XML has") from None
