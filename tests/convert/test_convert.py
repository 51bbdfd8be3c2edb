"""What was understood, in the forms that other tools read."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import RECORD, ROOT, Cli

from dslint import compiled

SEEDS = sorted((ROOT / "seeds").glob("*.txt"))

REMARK = "(System access"  # the page's own words, which a draft does not have
# The rules that ask of a draft what they do not ask of a page.
OF_DRAFTS = {
    entry["rule"]["id"]
    for entry in compiled.builtin_rules()
    if "/reviewers/" in f"/{entry['source']}"
    or "/draft/" in f"/{entry['source']}"
    or '"draft": ' in json.dumps(entry["rule"])
} - {"OPT03"}


def findings(cli: Cli, path: str) -> list[tuple[Any, ...]]:
    done = cli("check", path, "--profile", "strict", "-f", "json", "--as-of", "2026-11-22")
    return sorted(
        (
            f["rule"],
            f["agreement"] or "",
            f["severity"],
            f["certainty"],
            sorted(e["text"] for e in f["evidence"] if not e["text"].startswith(REMARK)),
        )
        for f in json.loads(done.stdout)["findings"]
        if f["rule"] not in OF_DRAFTS
    )


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("form", ["yaml", "json"])
@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.stem)
def test_a_draft_of_a_page_has_the_findings_of_the_page(
    cli: Cli, tmp_path: Path, seed: Path, form: str
) -> None:
    shutil.copy(seed, tmp_path / "page.txt")
    done = cli("convert", "page.txt", "--to", form, "-o", f"draft.{form}")
    assert done.returncode == 0, done.stderr
    # What a page prints in the place of a value, and a draft has no place for, is of the page alone.
    assert findings(cli, f"draft.{form}") == findings(cli, "page.txt")


def test_marks_that_turn_the_text_round_are_escaped(cli: Cli, tmp_path: Path) -> None:
    lines = ["agreement:", '  title: "a\\u202eb"', '  objectives: "c\\u2066d\\ne\\e[31mf"']
    (tmp_path / "a.yaml").write_text("\n".join(lines), "utf-8")
    done = cli("convert", "a.yaml", "--to", "yaml", "-o", "b.yaml")
    assert done.returncode == 0, done.stderr
    written = (tmp_path / "b.yaml").read_text("utf-8")
    assert "\\u202e" in written
    assert not {"\u202e", "\u2066", "\x1b"} & set(written)
    assert yaml.safe_load(written)["agreement"]["objectives"] == "c\u2066d\ne\x1b[31mf"


def test_tables(cli: Cli, tmp_path: Path) -> None:
    done = cli("convert", str(ROOT / "seeds"), "--to", "csv", "-o", "tables", "--profile", "strict")
    assert done.returncode == 0, done.stderr
    parsed = json.loads(cli("parse", str(ROOT / "seeds"), "-f", "json").stdout)["documents"]
    agreements = [a for document in parsed for a in document["agreements"]]
    table = rows(tmp_path / "tables" / "agreements.csv")
    assert [row["base_reference"] for row in table] == [a["base_reference"] for a in agreements]
    assert [int(row["line"]) for row in table] == [a["start_line"] for a in agreements]
    datasets = rows(tmp_path / "tables" / "datasets.csv")
    assert [row["name"] for row in datasets] == [d["name"] for a in agreements for d in a["datasets"]]
    found = json.loads(cli("check", str(ROOT / "seeds"), "-f", "json", "--profile", "strict").stdout)
    assert len(rows(tmp_path / "tables" / "findings.csv")) == sum(
        len(finding["agreements"]) or 1 for finding in found["findings"]
    )


def test_tables_are_not_checked_again(cli: Cli, tmp_path: Path) -> None:
    """They are named like the sheets of a register, and hold no agreement."""
    (tmp_path / "page.txt").write_text(RECORD + "Datasets:\n- Alpha\n", "utf-8")
    alone = json.loads(cli("check", "page.txt", "-f", "json").stdout)
    assert cli("convert", "page.txt", "--to", "csv", "-o", "tables").returncode == 0
    assert cli("check", "page.txt", "-f", "csv", "-o", "report.csv").returncode == 1
    named = "sheet {} is of a kind that dslint writes, and is not checked"
    names = ("agreements", "datasets", "findings", "releases")
    for path in (*(f"tables/{name}.csv" for name in names), "report.csv"):
        done = cli("check", path)
        assert done.returncode == 3
        assert done.stderr.splitlines() == [f"no agreement was found in {path}"]
        assert f"{path}: {named.format(Path(path).stem)}" in " ".join(done.stdout.split())
        assert cli("check", "--each-file", path).returncode == 0
    whole = json.loads(cli("check", "-f", "json").stdout)
    assert whole["findings"] == alone["findings"]
    assert whole["errors"] == []
    assert len(whole["summary"]["remarks"]) == len(names) + 1


def test_no_cell_is_a_formula(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(RECORD.replace("Invoices", "=cmd|' /C calc'!A0"), "utf-8")
    assert cli("convert", "page.txt", "--to", "csv", "-o", "tables").returncode == 0
    (row,) = rows(tmp_path / "tables" / "agreements.csv")
    assert row["title"].startswith("'=cmd")


def test_the_data_use_register(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(
        RECORD.replace("When:2017.06 — 2017.05.", "When:DSA runs 2020-01-01 — 2021-01-01")
        + "Sublicensing allowed: No\nDatasets:\n- Alpha\n- Beta\n\nObjectives:\nTo do good.\n",
        "utf-8",
    )
    done = cli("convert", "page.txt", "--to", "hdruk", "-o", "register.csv")
    assert done.returncode == 0
    (row,) = rows(tmp_path / "register.csv")
    assert row["Lead applicant organisation name"] == "Moor"
    assert row["Project ID"] == "DARS-NIC-123456-A1B2C"
    assert (row["Project start date"], row["Project end date"]) == ("2020-01-01", "2021-01-01")
    assert row["Dataset(s) name"] == "Alpha, Beta"
    assert row["Technical summary"] == "To do good."
    assert row["National data opt-out applied?"] == ""  # N and Y: neither answer is the whole truth
    assert row["Lay summary"] == ""
    assert "Lay summary" in done.stderr
    assert "Project title" not in done.stderr


def test_where_the_files_go(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(RECORD, "utf-8")
    assert "agreement:" in cli("convert", "page.txt").stdout
    done = cli("convert", "page.txt", "--to", "csv")
    assert (done.returncode, "--output FOLDER" in done.stderr) == (2, True)
    done = cli("convert", "page.txt", "--to", "jsno")
    assert (done.returncode, "json" in done.stderr) == (2, True)
    (tmp_path / "notes.txt").write_text("nothing\n", "utf-8")
    assert cli("convert", "notes.txt").returncode == 3
    assert cli("convert", "missing.txt").returncode == 2
    assert cli("convert", "page.txt", "-o", "page.txt/x/").returncode == 2
