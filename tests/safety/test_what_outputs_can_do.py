"""What an input prints into a log, a terminal or a spreadsheet stays text there."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from conftest import RECORD

from dslint.cli import _run
from dslint.reporters.csv_table import table
from dslint.reporters.escape import log_safe, visible
from dslint.reporters.formats import FORMATS

Run = Callable[..., tuple[str, str]]

COMMANDS = ["##[error]x", "##vso[task.setvariable variable=a]b", "##teamcity[message]", "::error file=x::inj"]
HOSTILE = RECORD.replace("Invoices", "##[group]Invoices ##vso[task.complete]").replace(
    "Opt outs honoured: N, Y", "Opt outs honoured: N, Y, ##[add-mask]Z"
) + "\n".join(
    [
        "Objectives:",
        *COMMANDS,
        *(f"   {command}" for command in COMMANDS),
        *(f"\u2003\u00a0{command}" for command in COMMANDS),
        "A record of " + "long words " * 9 + "::warning::wrapped to the front of a line",
        "Sensitive data are opted out. ##[error]" + "x" * 30,
        "",
    ]
)
TEXTS = [name for name, each in FORMATS.items() if name != "github" and not each.binary]
NAMES = ["::error file=x::y.txt", "##[error]z.txt", "##vso[task.complete]w.txt"]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Standard output and standard error of a command in a folder of hostile pages."""
    monkeypatch.chdir(tmp_path)
    for name in NAMES:
        (tmp_path / name).write_text(HOSTILE, "utf-8")
    (tmp_path / "odd.yaml").write_text(
        'agreement:\n  title: "::error::x"\n  objectives: |\n    ::error file=x::inj\n      ##[error]x\n',
        "utf-8",
    )

    def call(*words: str) -> tuple[str, str]:
        capsys.readouterr()
        monkeypatch.setattr(sys, "argv", ["dslint", *words])
        _run([*words])
        said = capsys.readouterr()
        return said.out, said.err

    return call


def no_command(text: str) -> None:
    """No line is a command for GitHub's runner, Azure's agent or TeamCity."""
    for line in text.split("\n"):
        assert not re.search(r"##\w*\[", line), line
        assert not re.match(r"(?:\s|\x1b\[[0-9;]*m)*::", line), line


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("more", [(), ("-v",), ("--group-by", "organisation"), ("--statistics",)])
def test_check_writes_no_command(run: Run, tmp_path: Path, name: str, more: tuple[str, ...]) -> None:
    options = {"-v": "verbose", "--group-by": "group_by", "--statistics": "statistics"}
    if more and options[more[0]] not in FORMATS[name].options:
        pytest.skip("not an option of this format")
    for stem in NAMES:
        (tmp_path / f"{stem}.xlsx").write_bytes(b"no workbook")  # is named among the errors
    out, err = run("check", "--profile", "strict", "-f", name, *more, ".")
    assert NAMES[0][2:] in err
    no_command(out)
    no_command(err)
    run("check", "--profile", "strict", "-f", f"{name}=report", *more, ".")
    no_command((tmp_path / "report").read_text("utf-8"))


def test_the_github_format_writes_its_own_commands_only(run: Run) -> None:
    out, _ = run("check", "--profile", "strict", "-f", "github", ".")
    for line in out.splitlines():
        assert re.match(r"::(?:error|warning|notice) ", line)
        assert not re.search(r"##\w*\[", line)


@pytest.mark.parametrize(
    "words",
    [
        ("parse", "."),
        ("parse", "-f", "json", "."),
        ("compare", "odd.yaml", NAMES[0]),
        ("compare", "-f", "json", "odd.yaml", NAMES[0]),
        ("compare", "-f", "sarif", "odd.yaml", NAMES[0]),
        ("convert", "--to", "yaml", NAMES[0]),
        ("convert", "--to", "json", NAMES[0]),
        ("convert", "--to", "hdruk", "."),
        ("convert", "--to", "yaml", "odd.yaml"),
        ("why", "OPT03", NAMES[0]),
        ("why", "OPT03", "odd.yaml"),
        ("rules", "--coverage", "."),
        ("check", "::error::gone.txt", " ::error::gone.txt"),
        ("check", "--select", "::error::x"),
        ("check", "--##[error]x"),
        ("explain", "##[error]x"),
        ("baseline", "show", "--file", "##[error]gone"),
        ("test-rules", NAMES[0]),
        ("check", "--config", NAMES[0]),
    ],
)
def test_no_command_of_dslint_writes_one(run: Run, words: tuple[str, ...]) -> None:
    out, err = run(*words)
    assert out or err
    no_command(out)
    no_command(err)


def test_a_baseline_writes_no_command(run: Run, tmp_path: Path) -> None:
    for words in (("create", "."), ("update", "."), ("show",)):
        no_command("".join(run("baseline", *words)))
    no_command((tmp_path / "dslint-baseline.jsonl").read_text("utf-8"))


def test_what_is_escaped_means_the_same(run: Run, tmp_path: Path) -> None:
    """JSON and YAML still say what the page says."""
    parsed = json.loads(run("parse", "-f", "json", NAMES[0])[0])
    assert "##[add-mask]Z" in parsed["documents"][0]["agreements"][0]["opt_outs"]
    for form in ("yaml", "json"):
        run("convert", "--to", form, "-o", f"draft.{form}", NAMES[0])
    drafts = [yaml.safe_load((tmp_path / f"draft.{form}").read_text("utf-8")) for form in ("yaml", "json")]
    assert drafts[0] == drafts[1]
    assert all(command in drafts[0]["agreement"]["objectives"] for command in COMMANDS)


@pytest.mark.parametrize(
    "text", ["a::b", "x :: y", "## Heading", "# [link]", "std::vector", "see ##", "a [b] # c", "1:2:3"]
)
def test_text_that_is_no_command_stays(text: str) -> None:
    assert log_safe(visible(text)) == text


# Unicode 16, DerivedCoreProperties: Default_Ignorable_Code_Point.
IGNORABLE = [
    0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0x17B4, 0x17B5, *range(0x180B, 0x1810), *range(0x200B, 0x2010),
    *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0x3164, *range(0xFE00, 0xFE10), 0xFEFF, 0xFFA0,
    *range(0xFFF0, 0xFFF9), *range(0x1BCA0, 0x1BCA4), *range(0x1D173, 0x1D17B), *range(0xE0000, 0xE1000),
]  # fmt: skip
CONTROLS = [
    code for code in range(0x110000) if code != 9 and unicodedata.category(chr(code)) in ("Cc", "Zl", "Zp")
]


def test_nothing_invisible_is_printed() -> None:
    for code in [*IGNORABLE, *CONTROLS, 0x2800, 0xFFFE, 0xFFFF, 0xFFF9, 0xD800]:
        assert visible(f"a{chr(code)}b").isascii(), hex(code)


@pytest.mark.parametrize("text", ["naïve – “quoted” … £5", "日本語", "한국어", "café", "a\u00a0b", "e\u0301"])
def test_letters_of_all_scripts_are_printed(text: str) -> None:
    assert visible(text) == text


@pytest.mark.parametrize("form", ["yaml", "json"])
def test_a_conversion_holds_nothing_invisible(run: Run, tmp_path: Path, form: str) -> None:
    """The draft says what the page says, in escapes."""
    odd = "".join(
        map(chr, (0x85, 0x9B, 0x2028, 0x202E, 0x2066, 0x200B, 0x2060, 0xE0041, 0xFFFE, 0x3164, 0x115F))
    )
    draft = {"agreement": {"title": f"a{odd}b", "objectives": odd}}
    (tmp_path / "a.yaml").write_text(yaml.safe_dump(draft), "utf-8")
    out, _ = run("convert", "--to", form, "a.yaml")
    assert all(character == "\n" or " " <= character <= "~" for character in out), ascii(out)
    read = json.loads if form == "json" else yaml.safe_load
    assert read(out)["agreement"]["title"] == f"a{odd}b"
    run("convert", "--to", form, "-o", f"b.{form}", "a.yaml")
    assert run("convert", "--to", form, f"b.{form}")[0] == out


@pytest.mark.parametrize("form", ["yaml", "json"])
@pytest.mark.parametrize("date", ["2019-02-30", "2020-13-01", "2019-02-28 25:61:00", "2019-02-28"])
def test_an_impossible_date_is_converted_as_it_is_printed(
    run: Run, tmp_path: Path, form: str, date: str
) -> None:
    (tmp_path / "d.yaml").write_text(f"agreement:\n  title: x\n  dsa: {{start: {date}}}\n", "utf-8")
    out, _ = run("convert", "--to", form, "d.yaml")
    assert date in out


PAYLOADS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "＝1",
    "＠A",
    "\t=1",
    '"=1',
    "'=1",
    '""=1',
    " =1",
    "=cmd|' /C calc'!A0",
]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize(
    "before", ["", "x;", "x\t", "x; ", 'x;"', "x,", "x;;", '";', "x\n", ";\t", "a;b;", "x|"]
)
def test_no_cell_is_a_formula_whichever_way_a_table_is_read(before: str, delimiter: str) -> None:
    for payload in PAYLOADS:
        rows = [[before + payload, "y"], ["y", before + payload], [payload, before]]
        for row in csv.reader(io.StringIO(table(("first", "second"), rows)), delimiter=delimiter):
            for cell in row:
                assert not cell.lstrip().startswith(tuple("=+-@＝＋－＠")), (payload, cell)


@pytest.mark.parametrize(
    "text", ["a; b", "N; Y", "x - y", "a=b", "1-2", "me@example.org", "Section 261(2); HSCA"]
)
def test_cells_without_a_formula_stay(text: str) -> None:
    assert list(csv.reader(io.StringIO(table(("a",), [[text]]))))[1] == [text]
