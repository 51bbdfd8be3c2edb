"""How far the cells of a sheet reach: never less than what a reader takes room for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineError, CalamineWorkbook
from workbooks import workbook

from dslint.sources import Unreadable
from dslint.sources.extent import Bound, Extent

ONE = "<v>1</v>"


def part(rows: str) -> bytes:
    return f"<worksheet><sheetData>{rows}</sheetData></worksheet>".encode()


def pieces(content: bytes, size: int) -> Iterator[bytes]:
    return (content[at : at + size] for at in range(0, len(content), size))


def reach(counter: Callable[[], Bound | Extent], content: bytes, size: int = 1 << 20) -> float:
    made = counter()
    for piece in pieces(content, size):
        made.add(piece)
    return made.cells


def taken(rows: str) -> int:
    """The cells that the reader hands over, those before the first one counted in."""
    try:
        sheet = CalamineWorkbook.from_filelike(BytesIO(workbook({"Sheet": rows}))).get_sheet_by_index(0)
    except CalamineError:
        return 0
    return (sheet.end[0] + 1) * (sheet.end[1] + 1) if sheet.end else 0


FAR = {
    "named": f'<row r="1"><c r="F7">{ONE}</c></row>',
    "in single quotes": f"<row r='1'><c r='F7'>{ONE}</c></row>",
    "with blanks": f'<row r="1"><c\n s="2" r = "F7" >{ONE}</c></row>',
    "with a prefix": f'<row r="1"><a-b.c:c r="F7">{ONE}</a-b.c:c></row>',
    "with an empty prefix": f'<row r="1"><:c r="F7">{ONE}</c></row>',
    "small letters": f'<row r="1"><c r="f7">{ONE}</c></row>',
    "named twice": f'<row r="1"><c r="A1" r="F7">{ONE}</c></row>',
    "named behind others": f'<row r="1"><c a="{"x" * 2_000}" r="F7">{ONE}</c></row>',
    "named besides": f'<row r="1"><c x:r="A1" r="F7" b=" r=\'A1\'">{ONE}</c></row>',
    "with an end in a value": f'<row r="1"><c a="/>" r="F7">{ONE}</c></row>',
    "without names": f'<row r="7"><c/><c></c><c t="s"/><c/><c/><c>{ONE}</c></row>',
    "rows without names": "<row/>" * 6 + f'<row><c r="E7"/><c>{ONE}</c></row>',
    "rows without ends": f'<row r="7"><c>{ONE}</c>' * 6,
    "behind text": f'<row><c t="inlineStr"><is><t>a:c <![CDATA[<]]></t></is></c><c r="F7">{ONE}</c></row>',
    "behind a comment": f'<row><!-- <c r="A1" --><c r="F7">{ONE}</c></row>',
}


@pytest.mark.parametrize("rows", FAR.values(), ids=FAR.keys())
@pytest.mark.parametrize("size", [1, 7, 50, 1 << 20])
def test_every_way_to_write_a_cell_counts(rows: str, size: int) -> None:
    content = part(rows)
    assert taken(rows) == 42
    assert reach(Extent, content, size) == 42
    assert reach(Bound, content, size) >= 42


HIDDEN = {
    "in the value of another tag": f'<row><x a="<c r="F7">{ONE}</c></row>',
    "behind a tag in a name": f'<row><x<y:c r="F7">{ONE}</c></row>',
    "behind a slash in a name": f'<row><x/:c r="F7">{ONE}</c></row>',
    "behind quotes in a name": f'<row><"a>b":c r="F7">{ONE}</c></row>',
    "without blanks": f'<row><c a="1"r="F7">{ONE}</c></row>',
    "behind a short comment": f'<row><!--><c r="F7">{ONE}</c></row>-->',
}


@pytest.mark.parametrize("rows", HIDDEN.values(), ids=HIDDEN.keys())
def test_a_cell_that_no_well_formed_xml_holds_is_refused(rows: str) -> None:
    for content in (part(rows), part(rows + " " * (1 << 22))):
        assert reach(Bound, content) >= 42
        with pytest.raises(Unreadable, match="well-formed"):
            reach(Extent, content)


QUOTE = st.sampled_from("'\"")
BLANK = st.sampled_from([" ", "  ", "\n", "\t\r"])
NAME = st.builds(
    lambda column, row: column + str(row),
    st.sampled_from([*"ABYZaz", "AA", "BZ", "AAC"]),
    st.integers(1, 120),
)


OTHERS = st.lists(
    st.builds(
        lambda key, quote, value: f"{key}={quote}{value}{quote}",
        st.sampled_from(["s", "ph", "x:r"]), QUOTE, st.sampled_from(["", "1", ">", "/>"]),
    ),
    max_size=2,
    unique_by=lambda each: each.split("=")[0],
)  # fmt: skip


@st.composite
def tag(draw: Callable[..., Any], name: str, names: st.SearchStrategy[str], content: str) -> str:
    """A tag, in its usual form or another, filled or empty."""
    value = draw(names)
    if draw(st.booleans()):
        return f'<{name} r="{value}" s="1">{content}</{name}>'
    attributes = draw(OTHERS)
    if draw(st.booleans()):
        quote, equals = draw(QUOTE), draw(st.sampled_from(["=", " = ", "\n="]))
        attributes.insert(draw(st.integers(0, len(attributes))), f"r{equals}{quote}{value}{quote}")
    prefix, blank = draw(st.sampled_from(["", "", "x:", "é-1:"])), draw(BLANK)
    opening = f"<{prefix}{name}" + "".join(blank + each for each in attributes)
    return f"{opening}/>" if draw(st.integers(0, 4)) == 0 else f"{opening}>{content}</{prefix}{name}>"


@settings(max_examples=150, deadline=None)
@given(st.data(), st.integers(1, 200))
def test_no_reader_takes_more_room(data: st.DataObject, size: int) -> None:
    rows = ""
    for _ in range(data.draw(st.integers(0, 4))):
        inside = "".join(data.draw(st.lists(tag("c", NAME, ONE), max_size=4)))
        rows += data.draw(tag("row", st.integers(1, 130).map(str), inside))
    content = part(rows)
    assert taken(rows) <= reach(Extent, content, size) <= reach(Bound, content, size)


def test_nothing_is_a_cell_outside_the_data_of_a_sheet() -> None:
    content = b'<sst><si><t>see note:c </t></si><c r="XFD1048576"/></sst>' * 9
    assert (reach(Bound, content), reach(Extent, content)) == (0, 0)


def rows_of(names: Iterable[str]) -> bytes:
    return part("".join(f'<c r="{name}" s="1" t="s">{ONE}</c>' for name in names))


@pytest.mark.parametrize(
    ("names", "most"),
    [(["A1"], 1), (["B3", "A2"], 6), (["A9", "C10"], 3 * 19), (["Z105001"], 26 * 199_999),
     (["AB7"], 52 * 7), (["CAA1"], (26 + 26 * 26 + 3 * 676) * 1)],
)  # fmt: skip
def test_the_bound_is_near_in_a_usual_sheet(names: list[str], most: int) -> None:
    assert reach(Extent, rows_of(names)) <= reach(Bound, rows_of(names)) == most
