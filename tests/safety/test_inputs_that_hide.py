"""Inputs of which a part could pass unseen: it is named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import RECORD, Cli

AGREEMENT = '"agreement": {"reference": "DARS-NIC-123456-A1B2C"}'
DRAFTS = {
    "long number": '{"x": {"y": 1}, "n": ' + "9" * 5000 + f", {AGREEMENT}}}",
    "long negative number": '{"n": -' + "1" * 6000 + f", {AGREEMENT}}}",
    "number inside": f'{{{AGREEMENT}, "x": [[{{"n": ' + "7" * 5000 + "}]]}",
    "deep": '{"x": ' + "[" * 2000 + "]" * 2000 + f", {AGREEMENT}}}",
    "deep mappings": '{"x": ' + '{"a":' * 3000 + "1" + "}" * 3000 + f", {AGREEMENT}}}",
    "deep behind": f'{{{AGREEMENT}, "x": ' + "[" * 100_000 + "]" * 100_000 + "}",
}


@pytest.mark.parametrize("name", DRAFTS)
def test_a_draft_of_json_is_named_also_in_a_folder(tmp_path: Path, cli: Cli, name: str) -> None:
    (tmp_path / "good.txt").write_text(RECORD, "utf-8")
    (tmp_path / "draft.json").write_text(DRAFTS[name], "utf-8")
    for inputs in (["good.txt", "draft.json"], ["."]):
        done = cli("check", *inputs, "-f", "concise")
        assert done.returncode == 2
        assert "good.txt:" in done.stdout
        assert done.stderr.startswith("draft.json:1:")
        assert "fault of dslint" not in done.stderr


@pytest.mark.parametrize(
    "text",
    [
        '{"x": {"agreement": ' + "[" * 2000 + "]" * 2000 + "}}",
        json.dumps({"n": 7, "text": '"agreement": 1'}).replace("7", "9" * 5000),
        '{"text": "{\\"agreement\\": ", "x": ' + "[" * 3000 + "]" * 3000 + "}",
    ],
)
def test_other_json_is_no_draft(tmp_path: Path, cli: Cli, text: str) -> None:
    (tmp_path / "good.txt").write_text(RECORD, "utf-8")
    (tmp_path / "other.json").write_text(text, "utf-8")
    assert cli("check", ".").stderr == ""


HEADER = "Reference,Organisation,Dataset,Legal basis,Month\n"
ROW = "DARS-NIC-{n}-A1B2C,Moor Trust,HES,Health and Social Care Act 2012 - s261(1),June 2019\n"


def register(stray: str, at: int = 20, rows: int = 400) -> str:
    lines = [ROW.format(n=100_000 + n) for n in range(rows)]
    lines[at] = lines[at].replace("HES", stray)
    return HEADER + "".join(lines)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("stray", ['"HES', '"', '"HES"" x'])
def test_a_cell_that_took_in_the_rows_behind_it_is_named(
    tmp_path: Path, cli: Cli, stray: str, delimiter: str
) -> None:
    (tmp_path / "register.csv").write_text(register(stray).replace(",", delimiter), "utf-8")
    done = cli("check", "register.csv")
    assert done.returncode == 2
    assert "row 22, cell 3: 3" in done.stderr
    assert "lines that look like rows are in one cell" in done.stderr


@pytest.mark.parametrize(
    "cell",
    [
        "\n".join(f"Purpose {n}, with care, and a review, each year" for n in range(30)),
        "\n".join("a,b,c,d,e" for _ in range(5)),
        "One line, of prose, with many, many, commas, indeed",
    ],
)
def test_prose_of_many_lines_is_no_such_cell(tmp_path: Path, cli: Cli, cell: str) -> None:
    (tmp_path / "register.csv").write_text(register(f'"{cell}"'), "utf-8")
    assert "lines that look like rows" not in cli("check", "register.csv").stderr
