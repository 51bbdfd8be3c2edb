"""What fuzzing found, each by its kind."""

from __future__ import annotations

import json
import struct
from typing import NamedTuple

import pytest
from conftest import ROOT
from workbooks import workbook

from dslint.config.read import read_ignores
from dslint.datafiles.half_typed import whole_part
from dslint.datafiles.yaml_marks import FileErrors
from dslint.datafiles.yaml_marks import read as read_yaml
from dslint.engine.baseline import BaselineError, parse
from dslint.model import Place, Span
from dslint.session import parse as parse_inputs
from dslint.source_map import Chain, SourceMap, SourceStep
from dslint.sources import Unreadable
from dslint.sources.compound import check_sectors
from dslint.sources.draft import read as read_draft
from dslint.sources.records import read as read_records
from dslint.sources.workbook import read as read_workbook
from dslint.tokenizer.text import split_lines

# YAML ends a line at these, and no editor does.
SEPARATORS = ["\u2028", "\u2029", "\x85"]


@pytest.mark.parametrize("separator", SEPARATORS)
def test_places_in_yaml_are_those_of_an_editor(separator: str) -> None:
    marked = read_yaml("a.yaml", f'a: "x{separator}y"\r\nb: 1\n')
    assert marked.place(("b",), of_key=True) == (2, 1)
    marked = read_yaml("a.yaml", f'[x, "{separator}", y]\n')
    assert marked.place((2,)) == (1, 10)


@pytest.mark.parametrize("separator", SEPARATORS)
def test_the_place_of_what_is_no_yaml_is_in_the_file(separator: str) -> None:
    with pytest.raises(FileErrors) as raised:
        read_yaml("a.yaml", f'a: "{separator * 9}"\nb: 1\nc\nd: 1\n')
    assert raised.value.problems[0].line <= 4


@pytest.mark.parametrize("separator", SEPARATORS)
def test_the_comments_of_a_draft_are_found_behind_a_separator(separator: str) -> None:
    text = f'agreement:\n  title: "a{separator}b"\n  organisation: Moor # dslint: ignore[OPT03] asked\n'
    comments = read_draft("a.yaml", text.encode()).comments
    assert [(comment.line, comment.first, comment.text[:16]) for comment in comments] == [
        (3, 3, "  organisation: ")
    ]


@pytest.mark.parametrize(
    ("written", "first_line_ends"),
    [
        ('"one\n    two"', 14),  # the line end is read as a space, and the file has none there
        ('"one\n\u2028two"', 14),
        ("'I\n    t''s it'", 12),  # a word that is written with an escape
        ('"I\n    \\u0074s it"', 12),
        ('"\\u0074s it"', 10),  # the file has nothing of its first word
        ('"one two"', 18),
        ('"one two\n"', 18),  # its last line end is read as a space
    ],
)
def test_a_title_of_two_lines_ends_where_its_first_line_does(written: str, first_line_ends: int) -> None:
    [document] = parse_inputs({"a.yaml": f"agreement:\n  reference: NIC-1\n  title: {written}\n"})
    place = document.place(document.agreements[0].heading)
    assert (place.line, place.end_line, place.end_column) == (3, 3, first_line_ends)


@pytest.mark.parametrize("written", [r"\ud83d\ude00", r"\uD83D\uDE00\ud83d\ude01", "x"])
def test_the_comments_of_a_draft_in_json_with_characters_in_two_escapes(written: str) -> None:
    text = f'{{"agreement": {{"title": "{written}"}}}} # dslint: ignore[OPT03] asked\n'
    assert [each.line for each in read_draft("a.json", text.encode()).comments] == [1]


@pytest.mark.parametrize("separator", [*SEPARATORS, "\x0c", "\x1c"])
def test_an_ignore_shows_the_line_that_it_stands_in(separator: str) -> None:
    escaped = separator if separator in SEPARATORS else repr(separator)[1:-1]
    text = f'ignores:\n  - reason: "a{escaped}b"\n    agreement: NIC-1\n    rule: OPT03\n'
    assert [(each.line, each.text) for each in read_ignores("i.yaml", text)] == [(4, "    rule: OPT03")]


def test_a_separator_ends_no_line_of_a_baseline() -> None:
    entry = '{"rule": "OPT03", "agreement": null, "text": "a\u2028b", "fingerprint": "0"}'
    head = '{"schema": "dslint-baseline", "version": 1}'
    assert [each.text for each in parse("b", f"{head}\n{entry}\n")] == ["a\u2028b"]
    with pytest.raises(BaselineError, match="b:3:"):
        parse("b", f"{head}\n{entry}\nx\n")


@pytest.mark.parametrize("behind", ["", " ", "  \n"])
def test_blanks_at_the_end_of_a_text_of_a_draft_are_not_in_its_value(behind: str) -> None:
    text = f"agreement:\n  reference: NIC-1\n  lay_summary: |\n    To plan.{behind}\n  organisation: Moor\n"
    [document] = parse_inputs({"a.yaml": text})
    [(line, value)] = [
        (document.lines[value.span.line - 1], value)
        for entries in document.agreements[0].entries.values()
        for entry in entries
        for value in entry.parts.values()
    ]
    assert value.text == line[value.span.column - 1 : value.span.end_column - 1] == "To plan."


class _Paragraphs(NamedTuple):
    """Each line of a document is a paragraph."""

    def place(self, span: Span) -> Place:
        return Place(1, span.column, 1, span.end_column, "document", f"paragraph {span.line}")


def test_a_value_that_two_paragraphs_hold_is_placed_in_the_first() -> None:
    joined = SourceMap([(SourceStep(1, 1, 1), SourceStep(21, 2, 1))])
    origin = Chain(joined, _Paragraphs())
    assert origin.place(Span(1, 14, 25)) == Place(1, 14, 1, 15, "document", "paragraph 1")
    assert origin.place(Span(1, 14, 20)) == Place(1, 14, 1, 20, "document", "paragraph 1")
    assert origin.place(Span(1, 22, 25)) == Place(1, 2, 1, 5, "document", "paragraph 2")


def test_a_line_that_is_taken_out_keeps_the_end_of_the_line_before() -> None:
    """A carriage return and a line feed with nothing left between them would be one end of a line."""
    text = 'agreement:\r  title: "T\n  reference: NIC-1\n'
    whole = whole_part("a.yaml", text)
    assert whole is not None
    assert [line.strip() for line in split_lines(whole)] == ["agreement:", "", "reference: NIC-1"]


def _sectors(behind: dict[int, int]) -> bytes:
    """An old workbook of which nothing is right but its tables of sectors."""
    table = [behind.get(number, 0xFFFFFFFF) for number in range(128)]
    header = bytearray(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504))
    struct.pack_into("<H", header, 30, 9)
    struct.pack_into("<II", header, 60, 0xFFFFFFFE, 0)
    struct.pack_into("<II", header, 68, 0xFFFFFFFE, 0)
    struct.pack_into("<109I", header, 76, 0, *[0xFFFFFFFF] * 108)
    return bytes(header) + struct.pack("<128I", *table) + bytes(2048)


@pytest.mark.parametrize("behind", [{1: 1}, {1: 2, 2: 3, 3: 1}, {3: 2, 2: 4, 4: 3}])
def test_sectors_that_lead_in_a_circle_are_not_followed(behind: dict[int, int]) -> None:
    with pytest.raises(Unreadable, match="lead in a circle"):
        check_sectors(_sectors(behind))


@pytest.mark.parametrize("behind", [{}, {1: 2, 2: 3, 3: 0xFFFFFFFE}, {3: 2, 2: 1, 1: 900}])
def test_sectors_that_lead_to_an_end_are_for_the_reader(behind: dict[int, int]) -> None:
    check_sectors(_sectors(behind))


@pytest.mark.parametrize("offset", [68, 76])
def test_tables_of_sectors_that_are_listed_twice_are_not_read(offset: int) -> None:
    """The header may name a table again, and what goes on from there may lead back to itself."""
    content = bytearray(_sectors({}))
    struct.pack_into("<II", content, offset, 0, 0)
    with pytest.raises(Unreadable, match="lead in a circle"):
        check_sectors(bytes(content))


def test_an_old_workbook_of_an_office_program_has_no_circle() -> None:
    check_sectors((ROOT / "tests" / "data" / "register.xls").read_bytes())


def test_a_workbook_whose_parts_have_names_that_are_no_text_is_named() -> None:
    content = bytearray(workbook({"S": [["a"]]}))
    entry = content.index(b"PK\x01\x02")
    content[entry + 9] |= 8  # the name says that it is in UTF-8
    content[entry + 46] = 0x93
    with pytest.raises(Unreadable, match="is damaged or cut short: 'utf-8' codec"):
        read_workbook("a.xlsx", bytes(content))


@pytest.mark.parametrize("more", [{}, {"remark": "none"}])
def test_a_register_that_prints_no_more_than_who_has_which_agreement(more: dict[str, str]) -> None:
    version = {"reference": "DARS-NIC-123456-A1B2C-v0.1", "organisation": "Moor Vale Trust", **more}
    text = json.dumps({"base_reference": "DARS-NIC-123456-A1B2C", "versions": [version]})
    [document] = parse_inputs({"a.json": text})
    [agreement] = document.agreements
    assert agreement.base_reference == "DARS-NIC-123456-A1B2C"
    assert agreement.organisation is not None
    assert agreement.organisation.text == "Moor Vale Trust"
    assert any('not read: "remark"' in remark for remark in document.remarks) is bool(more)


@pytest.mark.parametrize(
    "versions",
    [
        [{f"k{number}.{key}": 1 for key in range(30)} for number in range(700)],  # no two have a key alike
        [{**{f"k{key}": 1 for key in range(3000)}, "datasets": [{"name": "x"}] * 2000}],
    ],
)
def test_records_that_would_be_tables_without_end_are_refused(versions: list[dict[str, object]]) -> None:
    text = json.dumps({"base_reference": "x", "versions": versions})
    with pytest.raises(Unreadable, match="more than 5,000,000"):
        read_records("a.json", text.encode())


def test_not_more_than_some_hundred_columns_are_named() -> None:
    version = {"reference": "DARS-NIC-123456-A1B2C", **{f"k{number}": "x" for number in range(1000)}}
    text = json.dumps({"base_reference": "x", "versions": [{**version, "organisation": "Moor Vale Trust"}]})
    [document] = parse_inputs({"a.json": text})
    [remark] = [each for each in document.remarks if "columns are not read" in each]
    assert remark.endswith('"k199" and 800 more')
