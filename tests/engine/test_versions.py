"""Of several versions of an agreement in a register the newest is judged."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import Cli
from workbooks import workbook

OLD = """Moor projects
Falls — DARS-NIC-123456-A1B2C-v1.0
Opt outs honoured: Yes
Legal basis: Health and Social Care Act 2012 – s261(1) and s261(2)(b)(ii)
When:DSA runs 2023-04-01 — 2022-03-31
Falls — DARS-NIC-123456-A1B2C-v2.0
Opt outs honoured: Yes
Legal basis: Health and Social Care Act 2012 – s261(1) and s261(2)(b)(ii)
When:DSA runs 2023-04-01 — 2026-03-31 2023.05 — 2023.06.
"""


def told(cli: Cli, *options: str) -> list[tuple[str, str]]:
    findings = json.loads(cli("check", "page.txt", "--format", "json", *options).stdout)["findings"]
    return [(each["rule"], each["severity"]) for each in findings if each["rule"].startswith("TRM01")]


def test_the_newest_version_is_judged(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(OLD, "utf-8")
    assert told(cli) == []
    assert told(cli, "--versions", "all")[0] == ("TRM01", "info")
    said = " ".join(cli("check", "page.txt").stdout.split())
    assert "1 older version was not judged; --versions all" in said
    assert "--versions all" not in cli("check", "page.txt", "--versions", "all").stdout


def test_the_newest_version_is_judged_although_it_is_printed_first(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(OLD.replace("-v1.0", "-v10.0"), "utf-8")
    assert told(cli)[0] == ("TRM01", "error")


def test_a_version_without_a_newer_one_is_judged(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(OLD.replace("A1B2C-v2.0", "B2C3D-v2.0"), "utf-8")
    assert told(cli)[0] == ("TRM01", "error")


def test_another_word_is_refused(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(OLD, "utf-8")
    assert cli("check", "page.txt", "--versions", "last").returncode == 2


def explorer(indent: int | None) -> str:
    """A register file with two versions, of which the older ends before it starts."""
    versions = [
        {
            "reference": f"DARS-NIC-123456-A1B2C-v{number}", "version": number, "title": "Falls",
            "organisation": "UNIVERSITY OF MOOR", "controllers": controllers,
            "controller_basis": "Sole Data Controller", "start_date": "2023-04-01", "end_date": end,
            "objective": "To study falls.", "datasets": [], "releases": [],
        }
        for number, end, controllers in (
            ("1.0", "2022-03-31", ["UNIVERSITY OF MOOR"]),
            ("1.10", "2026-03-31", ["UNIVERSITY OF MOOR", "FELL COUNCIL"]),
        )
    ]  # fmt: skip
    return json.dumps({"base_reference": "DARS-NIC-123456-A1B2C", "versions": versions}, indent=indent)


def rules_of(cli: Cli, *options: str) -> set[str]:
    run = cli("check", ".", "--format", "json", "--profile", "strict", *options)
    return {each["rule"] for each in json.loads(run.stdout)["findings"]}


@pytest.mark.parametrize("indent", [None, 1], ids=["on one line", "on many lines"])
def test_the_newest_version_of_a_file_is_judged(cli: Cli, tmp_path: Path, indent: int | None) -> None:
    (tmp_path / "agreement.json").write_text(explorer(indent), "utf-8")
    newest = rules_of(cli)
    assert "PTY15" in newest
    assert "TRM01" not in newest
    assert rules_of(cli, "--versions", "all") >= {"PTY15", "TRM01"}


def test_the_newest_version_of_a_workbook_is_judged(cli: Cli, tmp_path: Path) -> None:
    head = (
        "Reference Number", "Application Title", "Applicant Organisation", "Data Controller(s)",
        "Sole/Joint Data Controller", "DSA Start Date", "DSA End Date", "Objective for Processing",
        "Processing Activities",
    )  # fmt: skip
    rows = [
        (f"DARS-NIC-123456-A1B2C-v{number}", "Falls", "MOOR", names, "Sole Data Controller", "2023-04-01",
         end, "To study.", "Counting.")
        for number, end, names in (("2.0", "2026-03-31", "MOOR; FELL COUNCIL"), ("1.0", "2022-03-31", "MOOR"))
    ]  # fmt: skip
    (tmp_path / "register.xlsx").write_bytes(workbook({"Agreements": [head, *rows]}))
    newest = rules_of(cli)
    assert "PTY15" in newest
    assert not {"TRM01", "XRC02"} & newest  # a register that has a row for each version repeats nothing
    assert "TRM01" in rules_of(cli, "--versions", "all")


def test_two_spellings_of_a_reference_in_a_workbook_are_two_records(cli: Cli, tmp_path: Path) -> None:
    head = ("Reference Number", "Organisation", "Objective for Processing", "Processing Activities")
    rows = [(f"{prefix}NIC-123456-A1B2C", "MOOR", "To study.", "Counting.") for prefix in ("DARS-", "")]
    (tmp_path / "register.xlsx").write_bytes(workbook({"PurposeStatements": [head, *rows]}))
    assert "XRC02" in rules_of(cli)


@pytest.mark.parametrize("indent", [None, 1])
@pytest.mark.parametrize("newer_first", [True, False])
def test_the_newest_version_of_a_body_that_changed_its_name(
    cli: Cli, tmp_path: Path, indent: int | None, newer_first: bool
) -> None:
    register = json.loads(explorer(None))
    register["versions"][1]["organisation"] = "UNIVERSITY OF THE MOOR"
    if newer_first:
        register["versions"].reverse()
    (tmp_path / "page.json").write_text(json.dumps(register, indent=indent), "utf-8")
    found = [
        json.loads(cli("check", "page.json", "-f", "json", *more).stdout)
        for more in ((), ("--versions", "all"))
    ]
    newest, every = ({each["organisation"] for each in one["findings"]} for one in found)
    assert "UNIVERSITY OF MOOR" in every and "UNIVERSITY OF MOOR" not in newest
    assert any("older version" in remark for remark in found[0]["summary"]["remarks"])
