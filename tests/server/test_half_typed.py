"""What is left of a draft that is being typed."""

from __future__ import annotations

import pytest
from conftest import ROOT
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dslint.datafiles.half_typed import whole_part
from dslint.datafiles.yaml_marks import FileErrors, read

DRAFT = (ROOT / "examples" / "bad-agreement.yaml").read_text("utf-8")


def lost(text: str, edited: range | None = None) -> list[int]:
    """The lines, from 0, that are taken out."""
    rest = whole_part("a.yaml", text, edited)
    assert rest is not None
    read("a.yaml", rest, as_text=True)
    before, after = text.split("\n"), rest.split("\n")
    assert len(before) == len(after)
    assert all(one in {other, ""} for other, one in zip(before, after, strict=True))
    return [number for number, (one, other) in enumerate(zip(before, after, strict=True)) if one != other]


def test_a_whole_text_stays() -> None:
    assert lost(DRAFT) == []


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("  opt_outs: [N", "  opt_outs: [N]"),
        ('  title: "Vale', "  title: Vale ICB - invoices"),
        ("  sensitivity: 'Sensitive", "  sensitivity: Sensitive"),
        ("  dsa: {start: 2025-04-01, end", "  dsa: {start: 2025-04-01, end: 2024-03-31}"),
        ("  reference: a: b", "  reference: DARS-NIC-654321-Z9Y8X"),
        ("  title: x\n  title: y", "  title: Vale ICB - invoices"),
        ("  title: !x y", "  title: Vale ICB - invoices"),
        ("  contr", "  controllers: [NHS Vale Integrated Care Board]"),
    ],
)
@pytest.mark.parametrize("knows", [True, False])
def test_only_what_is_half_typed_goes(typed: str, line: str, knows: bool) -> None:
    assert line in DRAFT
    text = DRAFT.replace(line, typed)
    at = text.split("\n").index(typed.split("\n")[0])
    edited = range(at, at + 1 + typed.count("\n")) if knows else None
    gone = lost(text, edited)
    assert gone
    assert set(gone) <= {*range(at, at + 1 + typed.count("\n"))}


@settings(max_examples=150, deadline=None)
@example(DRAFT.index("  objectives:"), ": ")
@given(
    st.integers(0, len(DRAFT)),
    st.sampled_from(['"', "'", "[", "{", "]", ": ", "\t", "&", "*", "!", "\n x: y\n"]),
)
def test_one_edit_costs_few_lines(at: int, typed: str) -> None:
    text = DRAFT[:at] + typed + DRAFT[at:]
    line = text.count("\n", 0, at)
    assert len(lost(text, range(line, line + 1 + typed.count("\n")))) <= 4 + typed.count("\n")


def test_what_is_no_yaml_anywhere_is_left_alone() -> None:
    text = "".join(f"{'['}a{n}: {{\n" for n in range(30))
    assert whole_part("a.yaml", text) is None
    with pytest.raises(FileErrors):
        read("a.yaml", text)


def test_a_large_text_is_not_read_again_and_again() -> None:
    assert whole_part("a.yaml", "a: [\n" + "b: c\n" * 200_000) is None
