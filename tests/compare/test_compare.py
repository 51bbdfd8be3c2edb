"""Two editions side by side."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, Cli
from editions import (
    FELL,
    IDENTIFIABLE,
    MOOR,
    NONE,
    NOT_IDENTIFIABLE,
    PSEUDONYMISED,
    RELEASES_2017,
    RELEASES_2021,
    SHEETS_2017,
    SHEETS_2021,
    SUPPORTED,
    UPHELD,
)
from outline import Outline
from workbooks import workbook

ACT = "Health and Social Care Act 2012 "
OLD_ROWS = [
    ("OTHER0001", "MOOR\xa0 CCG", "SUS for Commissioners", IDENTIFIABLE, "Sensitive", ACT, "", "", "One-Off",
     MOOR, "Y"),
    ("OTHER0002", "MOOR CCG", "Maternity Services Data Set", "Anonymised - ICO Code Compliant",
     "Non Sensitive", ACT, "", "", "One-Off", MOOR, "N"),
    ("OTHER0003", "MOOR CCG", "SUS", IDENTIFIABLE, "Sensitive", ACT, "", "", "One-Off", MOOR, "Y"),
    ("OTHER0004", "FELL COUNCIL", "Deaths and births", "Anonymised - ICO Code Compliant", "Sensitive", ACT,
     "", "", "Ongoing", FELL, "N"),
]  # fmt: skip

PAGE = """\
Moor projects
Invoices — DARS-NIC-123456-A1B2C-v1.0
Opt outs honoured: Yes
Legal basis: Health and Social Care Act 2012 – s261(1) and s261(2)(b)(ii)
When:DSA runs 2020-01-01 — 2021-01-01
Data-controller type: MOOR HOSPITAL TRUST
Datasets:
 - Alpha
 - Beta

Objectives:
The first paragraph of the objectives.
The second paragraph of the objectives.
"""


@pytest.fixture
def editions(tmp_path: Path) -> tuple[Path, Path]:
    """Two copies of the seeds."""
    for name in ("old", "new"):
        shutil.copytree(ROOT / "seeds", tmp_path / name)
    return tmp_path / "old", tmp_path / "new"


def compared(cli: Cli, *args: str) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(cli("compare", "old", "new", "-f", "json", *args).stdout)
    return value


def write(folder: Path, name: str, text: str) -> None:
    (folder / name).mkdir(exist_ok=True)
    (folder / name / "page.txt").write_text(text, "utf-8")


def test_the_same_edition(cli: Cli, editions: tuple[Path, Path]) -> None:
    value = compared(cli, "--profile", "strict")
    assert value["summary"]["agreements"]["both"] > 10
    assert value["summary"]["findings"]["continuing"] > 50
    assert not any(value["findings"][state] for state in ("new", "resolved"))
    assert not any(value["agreements"][state] for state in ("added", "ended"))
    assert not any(pair["changes"] for pair in value["agreements"]["both"])
    assert cli("compare", "old", "new").returncode == 0


def test_places_do_not_matter(cli: Cli, editions: tuple[Path, Path]) -> None:
    """Renamed files and moved lines are no change."""
    for path in sorted(editions[1].glob("*.txt")):
        path.rename(path.with_name(f"z-{path.name}")).write_text(
            path.with_name(f"z-{path.name}").read_text("utf-8").replace("\n", "\n\n"), "utf-8"
        )
    value = compared(cli, "--profile", "strict")
    assert (value["findings"]["new"], value["findings"]["resolved"]) == ([], [])
    assert len(value["agreements"]["both"]) > 10
    assert not any(pair["changes"] for pair in value["agreements"]["both"])


def test_changes(cli: Cli, tmp_path: Path) -> None:
    write(tmp_path, "old", PAGE)
    later = PAGE.replace("v1.0", "v2.0").replace("2021-01-01", "2019-01-01").replace(" - Beta", " - Gamma")
    write(tmp_path, "new", later.replace("The second", "A third"))
    value = compared(cli)
    (pair,) = value["agreements"]["both"]
    assert pair["renewed"]
    assert {change["field"]: (change["removed"], change["added"]) for change in pair["changes"]} == {
        "dsa_end": (["2021-01-01"], ["2019-01-01"]),
        "datasets": (["Beta"], ["Gamma"]),
        "objectives": (
            ["The second paragraph of the objectives."],
            ["A third paragraph of the objectives."],
        ),
    }
    (new,) = (each for each in value["findings"]["new"] if each["severity"] == "error")
    assert new["rule"] == "TRM01"
    assert cli("compare", "old", "new").returncode == 1
    assert cli("compare", "old", "new", "--fail-on", "never").returncode == 0
    assert cli("compare", "new", "old", "--fail-on", "error").returncode == 0
    text = cli("compare", "old", "new").stdout
    assert "renewed: 1.0 to 2.0" in text
    assert "1 paragraph added, 1 removed" in text


def test_added_and_ended(cli: Cli, tmp_path: Path) -> None:
    write(tmp_path, "old", PAGE)
    write(tmp_path, "new", PAGE.replace("123456", "654321"))
    value = compared(cli)["agreements"]
    assert [one["agreement"] for one in value["added"]] == ["DARS-NIC-654321-A1B2C"]
    assert [one["agreement"] for one in value["ended"]] == ["DARS-NIC-123456-A1B2C"]


def test_what_one_edition_never_states_is_no_change(cli: Cli, tmp_path: Path) -> None:
    write(tmp_path, "old", PAGE.replace("Data-controller type: MOOR HOSPITAL TRUST\n", ""))
    write(tmp_path, "new", PAGE)
    value = compared(cli)["agreements"]
    assert value["both"][0]["changes"] == []
    assert "controllers" in value["not_compared"]


def test_the_same_in_other_words_is_no_change(cli: Cli, tmp_path: Path) -> None:
    """As the editions of 2017 and 2021 word the same rows."""
    old = {**SHEETS_2017, "DataReleases": [RELEASES_2017[0], *OLD_ROWS]}
    for name, sheets in (("old", old), ("new", SHEETS_2021)):
        (tmp_path / f"{name}.xlsx").write_bytes(workbook(sheets))
    done = cli("compare", "old.xlsx", "new.xlsx", "--profile", "strict", "-f", "json")
    value = json.loads(done.stdout)
    assert [pair["agreement"] for pair in value["agreements"]["both"]] == [
        "DARS-NIC-123456-A1B2C",
        "DARS-NIC-98765-X9Y8Z",
    ]
    changes = {
        (pair["agreement"][9:12], change["field"]): (change["removed"], change["added"])
        for pair in value["agreements"]["both"]
        for change in pair["changes"]
    }
    assert changes == {("123", "datasets"): ([], ["Births"])}
    assert "confidentiality" in value["agreements"]["not_compared"]
    states = {
        state: {(one["rule"], one["agreement"]) for one in found if one["rule"] == "OPT03"}
        for state, found in value["findings"].items()
    }
    assert states == {
        "new": set(),
        "continuing": {("OPT03", "DARS-NIC-123456-A1B2C")},
        "resolved": set(),
    }
    text = " ".join(cli("compare", "old.xlsx", "new.xlsx").stdout.split())
    assert "In 2 agreements one edition says the same with more detail" in text
    assert "MOOR" not in text


@pytest.mark.parametrize(
    ("one", "other"),
    [(MOOR, MOOR.removeprefix("DARS-")), (MOOR.lower(), MOOR.removeprefix("DARS-").rpartition("-v")[0])],
)
def test_two_spellings_of_a_reference_are_one_agreement(
    cli: Cli, tmp_path: Path, one: str, other: str
) -> None:
    """In whichever order the sheet has them."""
    spelled = [
        (*row[:9], spelling, row[10]) for row, spelling in zip(OLD_ROWS, (one, other, one), strict=False)
    ]
    for name, rows in (("old", OLD_ROWS[:3]), ("new", spelled), ("third", spelled[::-1])):
        sheets = {**SHEETS_2017, "DataReleases": [RELEASES_2017[0], *rows]}
        (tmp_path / f"{name}.xlsx").write_bytes(workbook(sheets))
    for names in (("old", "new"), ("new", "third"), ("third", "old")):
        done = cli("compare", *(f"{name}.xlsx" for name in names), "-f", "json")
        (pair,) = (
            each for each in json.loads(done.stdout)["agreements"]["both"] if "123456" in each["agreement"]
        )
        assert (pair["changes"], pair["renewed"]) == ([], False)


def test_a_new_version_alone_is_a_renewal_without_changes(cli: Cli, tmp_path: Path) -> None:
    write(tmp_path, "old", PAGE)
    write(tmp_path, "new", PAGE.replace("v1.0", "v1.1"))
    (pair,) = compared(cli)["agreements"]["both"]
    assert (pair["renewed"], pair["changes"]) == (True, [])


def pages(number: int, end: str) -> str:
    """As many agreements, each with an end of its own."""
    records = [PAGE.partition("\n")[2].replace("123456", str(123456 + each)) for each in range(number)]
    return "Moor projects\n" + "".join(
        record.replace("2021-01-01", f"{end}-01-{each + 1:02}") for each, record in enumerate(records)
    )


def test_long_lists_are_cut_and_say_so(cli: Cli, tmp_path: Path) -> None:
    write(tmp_path, "old", pages(25, "2021"))
    write(tmp_path, "new", pages(25, "2019"))
    text = cli("compare", "old", "new").stdout
    lines = text.splitlines()
    assert "  error    TRM01  end-before-start                                              25" in lines
    assert lines.index("Findings") < lines.index(
        "New: only the new edition has them, and both have the agreement"
    )
    assert text.count("error  TRM01") == 10
    assert "and 15 more findings; raise --limit to see more." in lines
    assert "  and 15 more agreements; raise --limit to see more." in lines
    whole = cli("compare", "old", "new", "--limit", "25").stdout
    assert (whole.count("error  TRM01"), "more" in whole) == (25, False)
    done = cli("compare", "old", "new", "--limit", "5", "-f", "json")
    assert (done.returncode, done.stderr) == (2, "--limit is for text and markdown, not for json\n")


def test_how_an_edition_was_read_is_said(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "old.xlsx").write_bytes(workbook(SHEETS_2021))
    (tmp_path / "new.xlsx").write_bytes(
        workbook({**SHEETS_2021, "Costs": [("Year", "Pounds"), ("2020", "1")]})
    )
    said = "new.xlsx: sheet Costs is not known, and its 2 rows not read"
    text = cli("compare", "old.xlsx", "new.xlsx").stdout
    assert said in " ".join(text.split())
    value = json.loads(cli("compare", "old.xlsx", "new.xlsx", "-f", "json").stdout)
    assert said in value["new"]["remarks"]
    assert said not in value["old"]["remarks"]


def test_findings_of_agreements_in_one_edition_are_counted_apart(cli: Cli, tmp_path: Path) -> None:
    write(tmp_path, "old", PAGE)
    another = PAGE.partition("\n")[2].replace("123456", "654321").replace("2021-01-01", "2019-01-01")
    write(tmp_path, "new", PAGE + another)
    text = cli("compare", "old", "new").stdout
    assert "only the new edition has      1  (1 error)" in text
    assert "error TRM01 DARS-NIC-654321-A1B2C: " in text
    assert "has not therefore begun" in text


def test_what_comes_where_nothing_was_is_a_change(cli: Cli, tmp_path: Path) -> None:
    old = PAGE + "\nProcessing:\nThe data is stored.\n"
    write(tmp_path, "old", old)
    write(tmp_path, "new", old + "Fell Analytics Limited is a data processor under this agreement.\n")
    (pair,) = compared(cli)["agreements"]["both"]
    assert {change["field"] for change in pair["changes"]} == {"processors", "processing"}


def test_one_more_agreement_with_a_folded_sentence_is_new(cli: Cli, editions: tuple[Path, Path]) -> None:
    """The pages of the new edition hold one record twice under another number: only that one is new."""
    page = editions[1] / "leicestershire-county-council.txt"
    text = page.read_text("utf-8")
    start = text.index("Access to Civil Registration Data")
    end = text.index("DARS-NIC-", text.index("DARS-NIC-37647-J8W1M") + 20)
    record = text[start:end].rpartition("\n")[0].replace("DARS-NIC-37647-J8W1M", "DARS-NIC-99999-Z9Z9Z")
    (editions[1] / "more.txt").write_text(f"Leicestershire County Council projects\n{record}", "utf-8")
    named = [
        {one["agreement"] for one in finding.get("occurrences", [finding])}
        for finding in compared(cli)["findings"]["new"]
        if not finding["rule"].startswith("XRC")
    ]
    assert named
    assert all("DARS-NIC-99999-Z9Z9Z" in agreements for agreements in named)


def test_sarif_tells_the_state_of_each_result(cli: Cli, tmp_path: Path) -> None:
    write(tmp_path, "old", PAGE.replace("Opt outs honoured: Yes", "Opt outs honoured: N, Y"))
    write(tmp_path, "new", PAGE.replace("2021-01-01", "2019-01-01"))
    log = json.loads(cli("compare", "old", "new", "-f", "sarif", "--profile", "strict").stdout)
    states = {result["ruleId"]: result["baselineState"] for result in log["runs"][0]["results"]}
    assert states["TRM01"] == "new"
    assert {"new", "unchanged", "absent"} >= set(states.values())
    assert "absent" in states.values()


def test_bad_editions(cli: Cli, tmp_path: Path) -> None:
    write(tmp_path, "old", PAGE)
    done = cli("compare", "old", "missing")
    assert (done.returncode, done.stdout, done.stderr) == (2, "", "missing: does not exist\n")
    write(tmp_path, "empty", "nothing\n")
    done = cli("compare", "old", "empty")
    assert (done.returncode, done.stderr) == (3, "no agreement was found in empty\n")


Row = tuple[str, ...]


def release(id: str, dataset: str, answer: str, basis: str = PSEUDONYMISED, agreement: str = MOOR) -> Row:
    return (
        id, "Moor CCG", dataset, IDENTIFIABLE, "Sensitive", basis, "", "One-Off", agreement, "", answer, NONE,
    )  # fmt: skip


def rows_compared(cli: Cli, tmp_path: Path, old: list[Row], new: list[Row]) -> dict[str, Any]:
    for name, rows in (("old", old), ("new", new)):
        sheets = {**SHEETS_2021, "DataReleases": [RELEASES_2021[0], *rows]}
        (tmp_path / f"{name}.xlsx").write_bytes(workbook(sheets))
    done = cli("compare", "old.xlsx", "new.xlsx", "-f", "json", "--profile", "strict")
    value: dict[str, Any] = json.loads(done.stdout)
    return value


ROWS = [
    release("R1", "Births", UPHELD),
    release("R2", "Deaths", NOT_IDENTIFIABLE),
    release("R3", "Deaths", UPHELD, SUPPORTED),
    release("R4", "SUS", UPHELD, agreement=FELL),
]


def test_a_row_that_changed_its_answer_is_told_alone(cli: Cli, tmp_path: Path) -> None:
    value = rows_compared(cli, tmp_path, ROWS, [release("R1", "Births", "N"), *ROWS[1:]])
    (changed,) = value["rows"]["changed"]
    assert (changed["id"], changed["agreement"], changed["cell"]) == ("R1", "DARS-NIC-123456-A1B2C", "K2")
    assert changed["before"] == {"opt_outs": UPHELD, "legal_bases": PSEUDONYMISED}
    assert changed["after"] == {"opt_outs": "N", "legal_bases": PSEUDONYMISED}
    assert changed["fields"] == ["opt_outs"]
    assert value["summary"]["rows"] == {"both": 4, "changed": 1, "added": 0, "gone": 0}
    left = [c for pair in value["agreements"]["both"] for c in pair["changes"] if not c["told_by_rows"]]
    assert left == []
    text = cli("compare", "old.xlsx", "new.xlsx", "--profile", "strict").stdout
    assert f"{UPHELD} → N" in text
    assert f"{PSEUDONYMISED} (in both)" in " ".join(text.split())
    assert "new.xlsx:DataReleases!K2" in text
    assert "Changed or renewed" not in text
    assert not any(id in text for id in ("R2", "R3", "R4"))


def test_both_bases_are_told_when_the_basis_changed(cli: Cli, tmp_path: Path) -> None:
    value = rows_compared(cli, tmp_path, ROWS, [*ROWS[:3], release("R4", "SUS", UPHELD, SUPPORTED, FELL)])
    (changed,) = value["rows"]["changed"]
    assert (changed["id"], changed["fields"]) == ("R4", ["legal_bases"])
    assert [changed[side]["legal_bases"] for side in ("before", "after")] == [PSEUDONYMISED, SUPPORTED]


def renumbered(rows: list[Row]) -> list[Row]:
    return [(f"R{number}", *row[1:]) for number, row in enumerate(rows, 1)]


@pytest.mark.parametrize(
    "moved",
    [
        ROWS[::-1],
        renumbered(ROWS[::-1]),
        renumbered([*ROWS[2:], *ROWS[:2]]),
        [("", *row[1:]) for row in ROWS],
        [release("R1", "Births", "Y"), *ROWS[1:3], release("R4", "SUS", "Yes", agreement=FELL)],
    ],
)
def test_rows_that_move_have_not_changed(cli: Cli, tmp_path: Path, moved: list[Row]) -> None:
    value = rows_compared(cli, tmp_path, ROWS, moved)
    assert value["summary"]["rows"] == {"both": 4, "changed": 0, "added": 0, "gone": 0}


@pytest.mark.parametrize("first", [True, False])
def test_a_row_that_comes_is_no_change_of_another(cli: Cli, tmp_path: Path, first: bool) -> None:
    """All ids behind it move, and a row of the same flow has another answer."""
    more = release("R9", "Births", "N")
    value = rows_compared(cli, tmp_path, ROWS, renumbered([more, *ROWS] if first else [*ROWS, more]))
    assert value["summary"]["rows"] == {"both": 4, "changed": 0, "added": 1, "gone": 0}
    (added,) = value["rows"]["added"]
    assert (added["dataset"], added["cell"]) == ("Births", "K2" if first else "K6")


def test_a_changed_row_is_found_where_every_id_is_new(cli: Cli, tmp_path: Path) -> None:
    changed = [release("R1", "SUS", "N", agreement=FELL), *ROWS[:3]]
    value = rows_compared(cli, tmp_path, ROWS, renumbered(changed))
    (one,) = value["rows"]["changed"]
    assert (one["id"], one["old"]["id"], one["dataset"]) == ("R1", "R4", "SUS")


def test_which_row_changed_is_not_guessed(cli: Cli, tmp_path: Path) -> None:
    """Of two rows of one flow that say different things, either could be the third."""
    old = [release("A1", "Births", UPHELD), release("A2", "Births", NOT_IDENTIFIABLE)]
    value = rows_compared(cli, tmp_path, old, [release("B1", "Births", UPHELD, SUPPORTED)])
    assert value["summary"]["rows"] == {"both": 0, "changed": 0, "added": 1, "gone": 2}


def test_compare_counts_as_check_does_or_says_why_not(cli: Cli, tmp_path: Path) -> None:
    """The same contradiction in two agreements is one finding; when one of them loses it, it is two."""
    both = [
        release("R1", "Births", UPHELD), release("R2", "Births", "N"),
        release("R3", "Deaths", UPHELD, agreement=FELL), release("R4", "Deaths", "N", agreement=FELL),
    ]  # fmt: skip
    value = rows_compared(cli, tmp_path, both, [*both[:3], release("R4", "Deaths", UPHELD, agreement=FELL)])
    for side in ("old", "new"):
        done = cli("check", f"{side}.xlsx", "-f", "json", "--profile", "strict")
        counted = json.loads(done.stdout)["summary"]
        states = ("resolved", "continuing") if side == "old" else ("new", "continuing")
        checked = value[side]["checked"]
        assert checked["findings"] == sum(counted["findings"].values())
        assert checked["agreements"] == counted["agreements"]
        # What the other side knows is listed once, as the new edition has it.
        if side == "new":
            mine = sum(value["summary"]["findings"][state] for state in states)
            assert mine == checked["findings"] + checked["counted_twice"]
    text = " ".join(cli("compare", "old.xlsx", "new.xlsx", "--profile", "strict").stdout.split())
    assert f"dslint check counts {value['old']['checked']['findings']} findings in old.xlsx" in text


FORMULAS = "=HYPERLINK(A1)"
HOSTILE = "<script>alert(1)</script> | **b** [x](http://evil.example)"


def hostile(cli: Cli, tmp_path: Path, format: str) -> str:
    """The comparison of two editions in which every cell could be taken for something else."""
    for name, answer in (("old", UPHELD), ("new", f"{FORMULAS} {HOSTILE}")):
        row = release(FORMULAS, HOSTILE, answer, HOSTILE)
        sheets = {**SHEETS_2021, "DataReleases": [RELEASES_2021[0], row, *ROWS[1:]]}
        (tmp_path / f"{name}.xlsx").write_bytes(workbook(sheets))
    return cli("compare", "old.xlsx", "new.xlsx", "-f", format, "--profile", "strict").stdout


def test_the_table_has_a_line_for_each_change_and_no_formula(cli: Cli, tmp_path: Path) -> None:
    text = hostile(cli, tmp_path, "csv")
    lines = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    (row,) = (line for line in lines if line["what"] == "row")
    assert (row["release"], row["answer_before"], row["cell"]) == (f"'{FORMULAS}", UPHELD, "K2")
    assert row["answer_after"].startswith("'=")
    assert not any(cell.startswith(("=", "+", "@")) for line in lines for cell in line.values())


def test_the_table_has_as_many_findings_as_a_check(cli: Cli, tmp_path: Path) -> None:
    rows_compared(cli, tmp_path, ROWS, ROWS)
    both = [
        list(csv.DictReader(io.StringIO(cli(*command, "--profile", "strict").stdout.removeprefix("\ufeff"))))
        for command in (("compare", "old.xlsx", "new.xlsx", "-f", "csv"), ("check", "new.xlsx", "-f", "csv"))
    ]
    assert {line["state"] for line in both[0]} == {"continuing"}
    assert len(both[0]) == len(both[1]) > 0


def test_markdown_stays_text(cli: Cli, tmp_path: Path) -> None:
    text = hostile(cli, tmp_path, "markdown")
    assert "### Rows whose answer or basis changed (1)" in text
    assert f"{UPHELD} → " in text
    assert "<script" not in text
    assert not re.search(r"(?<!\\)\]\(|://", text)


def test_the_page_says_the_same_and_stays_text(cli: Cli, tmp_path: Path) -> None:
    text = hostile(cli, tmp_path, "html")
    found = Outline(text)
    words = " ".join(" ".join(found.words).split())
    assert f"{UPHELD} → {FORMULAS} {HOSTILE}" in words
    assert "Rows whose answer or basis changed" in words
    assert "dslint check counts" in words
    assert Counter(tag for tag, _ in found.tags)["script"] == 1
    ids = [attributes["id"] for _, attributes in found.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert hashlib.sha256((tmp_path / "new.xlsx").read_bytes()).hexdigest() in words
    value = json.loads(cli("compare", "old.xlsx", "new.xlsx", "-f", "json", "--profile", "strict").stdout)
    cards = [card["id"] or "" for card in found.named("article") if card["class"] != "entry"]
    for state in ("new", "resolved"):
        assert sum(card.startswith(f"{state}-f-") for card in cards) == value["summary"]["findings"][state]


def test_the_tiles_of_the_page_count_its_cards(cli: Cli, editions: tuple[Path, Path]) -> None:
    """An agreement that one edition lacks is counted apart, and its findings stand apart."""
    sorted(editions[0].iterdir())[-2].unlink()
    found = Outline(cli("compare", *map(str, editions), "-f", "html", "--profile", "strict").stdout)
    words = " ".join(" ".join(found.words).split())
    cards = Counter(
        (card["id"] or "").split("-f-")[0] for card in found.named("article") if card["class"] != "entry"
    )
    assert cards["came"] + cards["went"] > 0
    assert f"New findings {cards['new']} " in words
    assert f"Resolved findings {cards['resolved']} " in words
    assert f"Findings counted apart {cards['came'] + cards['went']} " in words
    for state, edition in (("came", "new"), ("went", "old")):
        heading = f"In agreements that only the {edition} edition has ({cards[state]})"
        assert (heading in words) == (cards[state] > 0)


def test_a_table_of_an_earlier_run_is_not_compared(cli: Cli, tmp_path: Path) -> None:
    write(tmp_path, "old", PAGE)
    write(tmp_path, "new", PAGE)
    for _ in range(2):
        done = cli("compare", "old", "new", "-f", "csv", "-o", "new/changes.csv")
        assert (done.returncode, done.stderr) == (0, "")
