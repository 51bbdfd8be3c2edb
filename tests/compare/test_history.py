"""Many editions, in the order of their own months."""

from __future__ import annotations

import csv
import io
import json
import os
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from conftest import Cli
from editions import FELL, RELEASES_2021, SHEETS_2021, UPHELD
from outline import Outline
from test_compare import FORMULAS, HOSTILE, PAGE, ROWS, Row, release
from workbooks import workbook

from dslint.cli import history
from dslint.compare.record import StoreError

AUTUMN, WINTER, SPRING = (
    "Data Releases (September to November 2020)",
    "Data Releases (December 2020 to February 2021)",
    "Data Releases (March to May 2021)",
)
THIRD = "DARS-NIC-333333-A1B2C"
CLASH = release("R5", "Births", "N")  # what R1 answers otherwise
PROFILE = ("--profile", "strict")


def edition(tmp_path: Path, name: str, title: str, rows: list[Row], organisation: str = "Moor CCG") -> str:
    named = {
        sheet: [tuple(cell.replace("Moor CCG", organisation) for cell in row) for row in lines]
        for sheet, lines in (
            ("DataReleases", [RELEASES_2021[0], *rows]),
            ("PurposeStatements", SHEETS_2021["PurposeStatements"]),
        )
    }
    sheets = {**SHEETS_2021, **named}
    sheets |= {"Title sheet": [(title,)]} if title else {}
    (tmp_path / name).write_bytes(workbook(sheets))
    return name


@pytest.fixture
def three(tmp_path: Path) -> list[str]:
    """Not in the order of their months, by name or by place."""
    other = release("R6", "SUS", UPHELD, agreement=f"{THIRD}-v1.0")
    changed = release("R4", "SUS", "N", agreement=FELL)
    return [
        edition(tmp_path, "b.xlsx", SPRING, [*ROWS[:3], CLASH, changed]),
        edition(tmp_path, "a.xlsx", WINTER, [*ROWS, other]),
        edition(tmp_path, "c.xlsx", AUTUMN, [*ROWS, CLASH]),
    ]


def told(cli: Cli, *args: str) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(cli("history", *args, "-f", "json", *PROFILE).stdout)
    return value


def test_editions_come_in_the_order_of_their_own_months(cli: Cli, three: list[str]) -> None:
    for given in (three, three[::-1]):
        value = told(cli, *given)
        assert [(each["path"], each["month"]) for each in value["editions"]] == [
            ("c.xlsx", "2020-11"),
            ("a.xlsx", "2021-02"),
            ("b.xlsx", "2021-05"),
        ]
        assert {each["dated_by"] for each in value["editions"]} == {"edition"}
        assert value["notes"] == []


def test_what_is_new_resolved_and_continuing(cli: Cli, three: list[str]) -> None:
    first, second, third = told(cli, *three)["editions"]
    assert first["summary"]["came"] == first["summary"]["findings"] > 0
    assert second["by_rule"]["XRC01"]["resolved"] == 1  # the clash is gone
    assert third["by_rule"]["XRC01"]["new"] == 1  # and is back
    assert second["agreements"] == {"added": [THIRD], "ended": [], "returned": []}
    assert third["agreements"] == {"added": [], "ended": [THIRD], "returned": []}
    assert {found["agreement"] for found in second["findings"]["came"]} == {THIRD}
    assert {found["agreement"] for found in third["findings"]["went"]} == {THIRD}
    before = 0
    for each in (first, second, third):
        numbers = each["summary"]
        assert numbers["new"] + numbers["came"] + numbers["continuing"] == numbers["findings"]
        assert numbers["resolved"] + numbers["went"] + numbers["continuing"] == before
        before = numbers["findings"]
        for grouped in (each["by_rule"], each["by_organisation"]):
            total = sum((Counter(group) for group in grouped.values()), Counter())
            assert all(total[state] == numbers[state] for state in ("new", "resolved", "continuing"))


def test_an_agreement_that_comes_back_is_told_apart(cli: Cli, tmp_path: Path, three: list[str]) -> None:
    again = edition(
        tmp_path,
        "d.xlsx",
        "Data Releases (June to August 2021)",
        [*ROWS, release("R6", "SUS", UPHELD, agreement=f"{THIRD}-v2.0")],
    )
    last = told(cli, *three, again)["editions"][-1]
    assert last["agreements"] == {"added": [], "ended": [], "returned": [THIRD]}


def test_it_says_the_same_as_compare(cli: Cli, three: list[str]) -> None:
    """By agreement: a finding that several share is one finding of a comparison."""
    done = cli("compare", "c.xlsx", "a.xlsx", "-f", "csv", *PROFILE)
    lines = [line for line in csv.DictReader(io.StringIO(done.stdout)) if line["what"] == "finding"]
    numbers = told(cli, *three)["editions"][1]["summary"]
    states = Counter(line["state"] for line in lines)
    assert states["new"] == numbers["new"] + numbers["came"]
    assert states["resolved"] == numbers["resolved"] + numbers["went"]


def test_a_store_can_be_added_to(cli: Cli, tmp_path: Path, three: list[str]) -> None:
    whole = told(cli, *three)
    for name in three:
        done = cli("history", name, "--store", "history.jsonl", *PROFILE)
        assert (done.returncode, done.stderr) == (0, "")
    assert told(cli, "--store", "history.jsonl") == whole
    before = (tmp_path / "history.jsonl").read_bytes()
    assert told(cli, three[0], "--store", "history.jsonl") == whole  # the same edition once more
    assert len(before.splitlines()) == 1 + len(three)
    assert len((tmp_path / "history.jsonl").read_bytes().splitlines()) == 1 + len(three)
    assert all(json.loads(line) for line in before.splitlines())


def test_other_rules_are_said(cli: Cli, three: list[str]) -> None:
    cli("history", three[2], "--store", "history.jsonl", *PROFILE)
    done = cli("history", three[1], "--store", "history.jsonl", "--select", "OPT,XRC", "-f", "json")
    (note,) = json.loads(done.stdout)["notes"]
    assert note.startswith("a.xlsx: was checked by another dslint or other rules")


def test_without_a_printed_month_the_releases_or_the_name_tell_it(cli: Cli, tmp_path: Path) -> None:
    named = edition(tmp_path, "register-2019-03.xlsx", "", ROWS)
    unnamed = edition(tmp_path, "register.xlsx", "", [*ROWS, CLASH])
    released = PAGE.replace("2021-01-01", "2021-01-01 2017.02 — 2018.06.")
    (tmp_path / "page.txt").write_text(released, "utf-8")
    value = told(cli, unnamed, "page.txt", named)
    dated = [(each["path"], each["month"], each["dated_by"]) for each in value["editions"]]
    assert dated == [
        ("page.txt", "2018-06", "releases"),
        (named, "2019-03", "file name"),
        (unnamed, None, None),
    ]
    assert f"{unnamed}: no month is known, so it comes last" in value["notes"]
    assert f"{named}: prints no month; 2019-03 is from the name of the file" in value["notes"]


def test_the_table_adds_up_and_holds_no_formula(cli: Cli, tmp_path: Path) -> None:
    edition(tmp_path, "a.xlsx", AUTUMN, ROWS, f"{FORMULAS} {HOSTILE}")
    text = cli("history", "a.xlsx", "-f", "csv", *PROFILE).stdout
    lines = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    (whole,) = (int(line["findings"]) for line in lines if line["of"] == "edition")
    for of in ("rule", "organisation"):
        assert sum(int(line["findings"]) for line in lines if line["of"] == of) == whole > 0
    assert any(line["organisation"].startswith("'=") for line in lines)
    assert not any((cell or "").startswith(("=", "+", "@")) for line in lines for cell in line.values())


def test_the_page_has_pictures_and_hostile_text_stays_text(
    cli: Cli, tmp_path: Path, three: list[str]
) -> None:
    edition(tmp_path, "d.xlsx", "Data Releases (June to August 2021)", ROWS, HOSTILE)
    found = Outline(cli("history", *three, "d.xlsx", "-f", "html", *PROFILE).stdout)
    words = " ".join(" ".join(found.words).split())
    assert HOSTILE in words
    assert len(found.named("svg")) > len(three)
    assert Counter(tag for tag, _ in found.tags)["script"] == 1
    months = [word.strip() for word in found.words if word.strip() in {"2020-11", "2021-02", "2021-05"}]
    assert months[:3] == ["2020-11", "2021-02", "2021-05"]
    assert not any("src" in attributes for _, attributes in found.tags)


def test_text_names_the_editions_and_what_changed(cli: Cli, three: list[str]) -> None:
    text = cli("history", *three, *PROFILE).stdout
    assert text.index("c.xlsx") < text.index("a.xlsx") < text.index("b.xlsx")
    assert "Agreements that came: 1" in text
    assert "Agreements that went: 1" in text
    assert max(map(len, text.splitlines())) <= 80


def test_bad_uses(cli: Cli, tmp_path: Path, three: list[str]) -> None:
    done = cli("history")
    assert (done.returncode, "name the editions" in done.stderr) == (2, True)
    done = cli("history", three[0], "--store", three[0])
    assert (done.returncode, "is one of the inputs" in done.stderr) == (2, True)
    done = cli("history", three[0], "missing.xlsx", "--store", "history.jsonl", *PROFILE)
    assert (done.returncode, "the history leaves it out" in done.stderr) == (2, True)
    assert len((tmp_path / "history.jsonl").read_text("utf-8").splitlines()) == 2
    (tmp_path / "empty.txt").write_text("nothing\n", "utf-8")
    assert cli("history", "empty.txt").returncode == 3


@pytest.mark.parametrize(
    "content",
    ["hello\n", "{}\n", '{"schema": "dslint-history", "version": 1}\n{"path": "a"}\n', "[1]\n", "\x00\xff"],
)
def test_a_store_that_is_none_is_refused_and_kept(
    cli: Cli, tmp_path: Path, three: list[str], content: str
) -> None:
    store = tmp_path / "history.jsonl"
    store.write_bytes(content.encode("latin-1"))
    done = cli("history", three[0], "--store", "history.jsonl")
    assert (done.returncode, done.stdout) == (2, "")
    assert "history.jsonl" in done.stderr
    assert "path" not in content or "month is missing" in done.stderr
    assert store.read_bytes() == content.encode("latin-1")


@pytest.mark.skipif(os.name == "nt", reason="no pipes and no such devices")
@pytest.mark.parametrize("kind", ["pipe", "device"])
def test_a_store_that_never_ends_is_not_read(cli: Cli, tmp_path: Path, three: list[str], kind: str) -> None:
    store = tmp_path / "history.jsonl"
    os.mkfifo(store) if kind == "pipe" else store.symlink_to("/dev/zero")
    done = cli("history", three[0], "--store", "history.jsonl")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "history.jsonl: is not a regular file\n"


def test_a_store_that_is_too_large_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = tmp_path / "history.jsonl"
    store.write_text('{"schema": "dslint-history", "version": 1}\n', "utf-8")
    assert history._stored(str(store)) == []
    monkeypatch.setattr(history, "LARGEST_STORE", 9)
    with pytest.raises(StoreError, match="is larger than"):
        history._stored(str(store))
