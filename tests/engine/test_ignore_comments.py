"""Comments in drafts that accept findings: on which lines, for which rules, and never in silence."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from conftest import Cli

DRAFT = """\
agreement:
  reference: DARS-NIC-123456-A1B2C
  title: Moor ICB - admissions for falls
  opt_outs: [N, Y]
  legal_bases: [Health and Social Care Act 2012 - s261(1)]
  dsa:
    start: 2025-04-01
    end: 2024-03-31
  processing: |
    The trust receives the data.
    # TODO: name the trust.
    It keeps them.
  objectives: "What # the data are for."
"""
OPT03, TRM01, DRF01 = ("OPT03", 4), ("TRM01", 8), ("DRF01", 11)
EVERYTHING = {OPT03, TRM01, DRF01}
FINDINGS = ("--select", "OPT03,TRM01,DRF01,IGN")


def check(cli: Cli, folder: Path, text: str, *args: str) -> tuple[set[tuple[str, int]], int]:
    """Findings as rule and line, and how many are ignored."""
    (folder / "draft.yaml").write_text(text, "utf-8")
    done = cli("check", "draft.yaml", "--format", "json", *FINDINGS, *args, cwd=folder)
    assert done.returncode in {0, 1}, done.stderr
    value = json.loads(done.stdout)
    return {(f["rule"], f["line"]) for f in value["findings"]}, value["summary"]["ignored"]


def behind(line: int, comment: str) -> str:
    """The draft with a comment behind a line."""
    lines = DRAFT.splitlines()
    lines[line - 1] += f" {comment}"
    return "\n".join(lines) + "\n"


def above(line: int, *comments: str) -> str:
    """The draft with comments above a line."""
    lines = DRAFT.splitlines()
    lines[line - 1 : line - 1] = [f"  {comment}" for comment in comments]
    return "\n".join(lines) + "\n"


def test_without_comments_everything_is_found(cli: Cli, tmp_path: Path) -> None:
    assert check(cli, tmp_path, DRAFT) == (EVERYTHING, 0)


@pytest.mark.parametrize(
    ("line", "comment", "covered"),
    [
        (4, "# dslint: ignore[OPT03] We asked.", OPT03),
        (4, "# dslint: ignore[opt-outs-both-applied-and-not, TRM] We asked.", OPT03),
        (4, "#dslint:ignore[OPT]: We asked.", OPT03),
        (6, "# dslint: ignore[TRM01] Settled last.", TRM01),
        (8, "# dslint: ignore[TRM01] Settled last.", TRM01),
        (9, "# dslint: ignore[DRF01] The trust is not chosen yet.", DRF01),
    ],
)
def test_a_comment_is_about_what_begins_on_its_line(
    cli: Cli, tmp_path: Path, line: int, comment: str, covered: tuple[str, int]
) -> None:
    assert check(cli, tmp_path, behind(line, comment)) == (EVERYTHING - {covered}, 1)


@pytest.mark.parametrize(("line", "covered"), [(4, "OPT03"), (6, "TRM01"), (8, "TRM01"), (9, "DRF01")])
def test_a_comment_alone_is_about_the_line_below(cli: Cli, tmp_path: Path, line: int, covered: str) -> None:
    found, ignored = check(cli, tmp_path, above(line, f"# dslint: ignore[{covered}] We asked."))
    assert ({rule for rule, _ in found}, ignored) == ({"OPT03", "TRM01", "DRF01"} - {covered}, 1)


def test_several_may_stand_above_a_line(cli: Cli, tmp_path: Path) -> None:
    text = above(4, "# dslint: ignore[OPT03] We asked.", "# Another remark.", "# dslint: ignore[TRM] Unused.")
    assert check(cli, tmp_path, text) == ({("IGN02", 6), ("TRM01", 11), ("DRF01", 14)}, 1)


@pytest.mark.parametrize(
    ("line", "comment"),
    [
        (1, "# dslint: ignore[OPT03] A whole agreement is not what begins on a line."),
        (2, "# dslint: ignore[OPT03] It is on another line."),
        (4, "# dslint: ignore[TRM01] It is another rule."),
        (7, "# dslint: ignore[TRM01] It is about the end."),
        (13, "# dslint: ignore[DRF01] The block above has ended."),
    ],
)
def test_what_covers_nothing_is_told(cli: Cli, tmp_path: Path, line: int, comment: str) -> None:
    assert check(cli, tmp_path, behind(line, comment)) == ({*EVERYTHING, ("IGN02", line)}, 0)


def test_nothing_is_said_of_what_was_not_run(cli: Cli, tmp_path: Path) -> None:
    text = behind(2, "# dslint: ignore[OPT03] On another line.")
    assert check(cli, tmp_path, text, "--select", "TRM01,IGN") == (EVERYTHING | {("IGN02", 2)}, 0)
    done = cli("check", "draft.yaml", "--format", "json", "--select", "TRM01,IGN", cwd=tmp_path)
    assert [f["rule"] for f in json.loads(done.stdout)["findings"]] == ["TRM01"]


@pytest.mark.parametrize("option", ["--no-ignores", "--isolated"])
def test_for_an_audit(cli: Cli, tmp_path: Path, option: str) -> None:
    text = behind(4, "# dslint: ignore[OPT03] We asked.")
    assert check(cli, tmp_path, text, option) == (EVERYTHING, 0)


def test_text_is_no_comment(cli: Cli, tmp_path: Path) -> None:
    text = DRAFT.replace("# TODO", "# dslint: ignore[DRF01] TODO").replace("# the", "# dslint: the")
    assert check(cli, tmp_path, text) == (EVERYTHING, 0)
    text = DRAFT.replace("N, Y", '"N", "Y # dslint: ignore[OPT03] We asked."')
    assert check(cli, tmp_path, text)[1] == 0


def test_each_agreement_of_a_list_has_its_own(cli: Cli, tmp_path: Path) -> None:
    one = "  - reference: DARS-NIC-12345{}-A1B2C\n    opt_outs: [N, Y]{}\n"
    text = "agreements:\n" + one.format(1, "") + one.format(2, "  # dslint: ignore[OPT03] We asked.")
    assert check(cli, tmp_path, text) == ({("OPT03", 3)}, 1)


def test_the_lines_of_other_findings_stay_true(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "draft.yaml").write_text(behind(2, "# dslint: ignore[OPT03] On another line."), "utf-8")
    shown = cli("check", "draft.yaml", *FINDINGS, cwd=tmp_path).stdout
    assert re.search(r"^ +2 \|.* # dslint: ignore\[OPT03\] On another line\.$", shown, re.MULTILINE)
    assert "4 |   opt_outs: [N, Y]" in shown
    assert "draft.yaml:8:10  error  TRM01" in shown


@pytest.mark.parametrize(
    ("comment", "said"),
    [
        ("# dslint: ignore[OPT03]", "4:20: ignores OPT03 and gives no reason; write # dslint: "),
        ("# dslint: ignore[OPT03] -", "4:20: ignores OPT03 and gives no reason; write # dslint: "),
        ("# dslint: ignore[] We asked.", "4:20: is no comment that is known; write # dslint: "),
        ("# dslint: ignore OPT03 We asked.", "4:20: is no comment that is known; write # dslint: "),
        ("# dslint: ignore[OPT99] We asked.", "4:20: there is no rule 'OPT99'; did you mean OPT0"),
    ],
)
def test_a_wrong_comment_is_an_error_and_covers_nothing(
    cli: Cli, tmp_path: Path, comment: str, said: str
) -> None:
    (tmp_path / "draft.yaml").write_text(behind(4, comment), "utf-8")
    done = cli("check", "draft.yaml", "--format", "json", *FINDINGS, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith(f"draft.yaml:{said}")
    assert {(f["rule"], f["line"]) for f in json.loads(done.stdout)["findings"]} == EVERYTHING


def test_many_comments_are_refused_in_time(cli: Cli, tmp_path: Path) -> None:
    many = "# dslint: ignore[OPT03] We asked.\n" * 20_000
    (tmp_path / "draft.yaml").write_text(many + DRAFT, "utf-8")
    done = cli("check", "draft.yaml", "--select", "TRM01", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith("draft.yaml:1001:1: is comment 1001 for dslint; so many belong in a file")
