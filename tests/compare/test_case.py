"""`check --case`: a draft against the published record of its reference, and against a form."""

from __future__ import annotations

import json
from pathlib import Path

from conftest import Cli

PAGE = """\
Moor Hospital projects

Falls — DARS-NIC-123456-A1B2C-v1.0
Opt outs honoured: Yes
Legal basis: Health and Social Care Act 2012 – s261(1) and s261(2)(b)(ii)
Data-controller type: MOOR HOSPITAL
When:DSA runs 2025-06-01 — 2026-05-31
Datasets:
- Hospital Episode Statistics Outpatients
Objectives:
The study counts falls.
Processing:
The hospital keeps the data on its own servers.
"""
DRAFT = """\
agreement:
  reference: NIC-123456-A1B2C
  version: "2.0"
  title: Falls
  organisation: Moor Hospital
  controllers: [Moor Hospital, Vale Hospital]
  opt_outs: [No]
  legal_bases: ["Health and Social Care Act 2012 – s261(1) and s261(2)(b)(ii)"]
  dsa: {start: 2025-06-01, end: 2028-05-31}
  datasets: [Hospital Episode Statistics Outpatients, Births]
  objectives: |
    The study counts falls and deaths.
  processing: |
    The hospital keeps the data on its own servers.
"""


def put(tmp_path: Path, draft: str = DRAFT) -> None:
    (tmp_path / "page.txt").write_text(PAGE, "utf-8")
    (tmp_path / "mine.yaml").write_text(draft, "utf-8")


def test_both_sides_of_what_differs(cli: Cli, tmp_path: Path) -> None:
    put(tmp_path)
    done = cli("check", "--case", "mine.yaml", "--published", "page.txt", "--format", "json")
    assert done.returncode == 1, done.stderr
    (case,) = json.loads(done.stdout)["cases"]
    sides = {
        each["label"]: ([one["text"] for one in each["draft"]], [one["text"] for one in each["other"]])
        for each in case["differences"]
    }
    assert sides["agreement ends"] == (["2028-05-31"], ["2026-05-31"])
    assert sides["controllers"] == (["Vale Hospital"], [])
    assert sides["datasets"] == (["Births"], [])
    assert sides["opt-outs"] == (["No"], ["Yes"])
    assert sides["objectives"] == (["The study counts falls and deaths."], ["The study counts falls."])
    assert "legal bases" not in sides
    assert "processing" not in sides
    places = {each["label"]: (each["draft"], each["other"]) for each in case["differences"]}
    assert [one["line"] for side in places["agreement ends"] for one in side] == [9, 7]
    assert [one["line"] for side in places["objectives"] for one in side] == [12, 11]


def test_as_text(cli: Cli, tmp_path: Path) -> None:
    put(tmp_path)
    done = cli("check", "--case", "mine.yaml", "--published", "page.txt")
    assert done.returncode == 1
    assert (
        "  agreement ends\n    mine.yaml:9:33\n      2028-05-31\n    page.txt:7:28\n      2026-05-31"
        in done.stdout
    )
    assert "    page.txt: not there" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_nothing_differs(cli: Cli, tmp_path: Path) -> None:
    put(tmp_path)
    cli("new", "agreement", "--from", "page.txt#DARS-NIC-123456-A1B2C", "--output", "same.yaml")
    done = cli("check", "--case", "same.yaml", "--published", "page.txt")
    assert (done.returncode, "0 differences" in done.stdout) == (0, True)


def test_a_form_may_have_no_reference(cli: Cli, tmp_path: Path) -> None:
    put(tmp_path)
    form = {"agreement": {"title": "Falls", "controllers": ["Moor Hospital"], "dsa": {"end": "2028-05-31"}}}
    (tmp_path / "form.json").write_text(json.dumps(form), "utf-8")
    done = cli("check", "--case", "mine.yaml", "--form", "form.json", "--published", "page.txt", "-f", "json")
    first, second = json.loads(done.stdout)["cases"]
    assert (first["other"], second["other"]) == ("page.txt", "form.json")
    assert [each["label"] for each in second["differences"]] == ["controllers"]


def test_what_cannot_be_compared_is_said(cli: Cli, tmp_path: Path) -> None:
    put(tmp_path, DRAFT.replace("123456", "999999"))
    done = cli("check", "--case", "mine.yaml", "--published", "page.txt")
    assert (done.returncode, "no agreement with the reference" in done.stderr) == (3, True)
    for options in (
        ("--case", "mine.yaml"),
        ("--published", "page.txt"),
        ("--case", "mine.yaml", "-f", "sarif"),
    ):
        assert cli("check", *options).returncode == 2
    assert cli("check", "--case", "mine.yaml", "--published", "none.txt").returncode == 2
