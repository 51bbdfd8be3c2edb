"""`check --case`: a draft against the published record of its reference, and against a form."""

from __future__ import annotations

import json
from pathlib import Path

from conftest import Cli
from documents import paragraph, run, table, word

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


def test_what_drafts_say_under_keys_of_their_own_is_compared(cli: Cli, tmp_path: Path) -> None:
    keys = "  lawful_basis: {article_9: {condition: 9(2)(h), reason: research}}\n"
    keys += "  funders: [{name: Moor Trust, role: pays}]\n  review: 2026-09\n"
    put(tmp_path, DRAFT + keys)
    before = keys.replace("(h)", "(j)").replace("Moor", "Vale")
    (tmp_path / "before.yaml").write_text(DRAFT + before, "utf-8")
    done = cli("check", "--case", "mine.yaml", "--published", "before.yaml", "--format", "json")
    assert done.returncode == 1, done.stderr
    (case,) = json.loads(done.stdout)["cases"]
    sides = {each["label"]: (each["draft"][0], each["other"][0]) for each in case["differences"]}
    assert {label: (mine["text"], other["text"]) for label, (mine, other) in sides.items()} == {
        "article 9": ("9(2)(h); research", "9(2)(j); research"),
        "funder": ("Moor Trust; pays", "Vale Trust; pays"),
    }
    assert sides["funder"][0]["line"] == DRAFT.count("\n") + 2


def test_a_form_may_be_a_word_document(cli: Cli, tmp_path: Path) -> None:
    """Its questions are bold, and each answer stands in the table below."""
    put(tmp_path)
    head = table(("Reference number", "DARS-NIC-123456-A1B2C"), ("Data controllers", "Moor Hospital"))
    asked = {"1. Purposes and objectives": "The study counts falls.", "2. Processing": "The hospital counts."}
    body = "".join(paragraph(run(one, bold=True)) + table((answer,)) for one, answer in asked.items())
    (tmp_path / "form.docx").write_bytes(word(head + body))
    done = cli("check", "--case", "mine.yaml", "--form", "form.docx", "--format", "json")
    assert done.returncode == 1, done.stderr
    (case,) = json.loads(done.stdout)["cases"]
    sides = {each["label"]: [one["text"] for one in each["other"]] for each in case["differences"]}
    assert sides["objectives"] == ["The study counts falls."]
    assert sides["controllers"] == []
    assert sides["processing"] == ["The hospital counts."]
