"""Results that are kept between runs: never stale, and the same bytes in every report."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from conftest import RECORD, ROOT, put
from editions import SHEETS_2021
from typer.testing import CliRunner
from workbooks import workbook

import dslint
from dslint import cache
from dslint.cli.app import app
from dslint.engine import checked, decisive, kept_results
from dslint.engine.load import RuleChoice
from dslint.session import Session
from dslint.sources import Input, collect

AS_OF = "2026-11-22"
PAGE = f"""{RECORD}Sensitive: Hush
Processing:
Data Processor 1 – Moor Ltd. The data are sent by N3 in 2019.
"""
OTHER = RECORD.replace("2017.06 — 2017.05.", "DSA runs 2020-01-01 — 2021-01-01").replace("N, Y", "Y")
DRAFT = """\
agreement:
  reference: DARS-NIC-123456-A1B2C
  title: Moor
  dsa: {start: 2021-01-01, end: 2020-01-01}
  opt_outs: [Yes, No]
"""
RULE = """\
id: ORG01
name: ours
summary: The data are sensitive.
severity: warning
when:
  some: {in: sensitivity, where: {text: Hush}, as: hush}
message: It says {hush.text}.
remedy: Say so in full.
authority:
  - {document: Our handbook, status: seen}
rationale: We know.
examples: {bad: [{name: a, text: a, at: [{line: 1}]}], good: [{name: a, text: a}]}
"""
TODAY = RULE.replace(
    "some: {in: sensitivity, where: {text: Hush}, as: hush}",
    'date: {is: as_of, after: "2026-06", as: hush}',
)
WORD = """
[[vocabulary.sensitivity]]
text = "Hush"
sensitivity = "sensitive"
source = "we asked"
"""
LABEL = """
[[vocabulary.labels]]
label = "How secret"
field = "sensitive"
source = "we asked"
"""
DIALECT = """
dialect: moorland
title: The register of Moorland
source: headings of its table, November 2026
tables:
  - needs: [reference, title, dataset]
    columns: {reference: Study no., title: Study, dsa_start: From, dsa_end: Until, dataset: Which data}
"""
TABLE = "Study no.,Study,From,Until,Which data\nS-1,Sleep,2024-01-01,2023-12-31,Births\n"
FORMATS = ("json", "sarif", "csv", "html", "markdown", "concise")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with an input of each kind, and results that are kept."""
    folder = tmp_path / "project"
    put(folder, "page.txt", PAGE)
    put(folder, "other.txt", OTHER)
    put(folder, "draft.yaml", DRAFT)
    put(folder, "register.xlsx", workbook(SHEETS_2021))
    put(folder, "parts/one.csv", "Study no.,Study\n")
    put(folder, "parts/two.csv", TABLE)
    put(folder, "rules/ours.yaml", RULE)
    put(folder, "dslint.toml", 'rules = ["rules"]\n')
    monkeypatch.chdir(folder)
    monkeypatch.setenv("DSLINT_CACHE_DIR", str(tmp_path / "kept"))
    monkeypatch.setenv("DSLINT_NO_CACHE", "0")
    return folder


def reports(folder: Path, *options: str, formats: tuple[str, ...] = ("json",)) -> dict[str, str]:
    """What a run writes in some formats, and what it says besides."""
    asked = (
        ["check", "--as-of", AS_OF, *options, "."] if "--as-of" not in options else ["check", *options, "."]
    )
    files = {name: folder.parent / f"out.{name}" for name in formats}
    for name, path in files.items():
        asked += ["--format", f"{name}={path}"]
    done = CliRunner().invoke(app, asked)
    assert done.exit_code in (0, 1), done.output
    return {name: path.read_text("utf-8") for name, path in files.items()} | {"said": done.output}


def checks(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths that are checked from now on, and not found among what is kept."""
    found: list[str] = []
    check = checked._checked

    def seen(given: Input, *rest: Any) -> checked.Checked:
        found.append(given.path)
        return check(given, *rest)

    monkeypatch.setattr(checked, "_checked", seen)
    return found


def test_what_has_not_changed_is_not_checked_again(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cold = reports(project, formats=FORMATS)
    anew = checks(monkeypatch)
    assert reports(project, formats=FORMATS) == cold
    assert anew == []
    assert reports(project, "--no-cache", formats=FORMATS) == cold
    assert sorted(anew) == ["draft.yaml", "other.txt", "page.txt", "parts", "register.xlsx"]
    assert "ORG01" in cold["json"] and "register.xlsx" in cold["json"]


class Change(NamedTuple):
    """One thing that is different in the second run: files of the project, or options."""

    files: dict[str, str | bytes] = {}
    options: tuple[str, ...] = ()
    shows: bool = True  # whether a report is different then


def toml(more: str) -> dict[str, str | bytes]:
    return {"dslint.toml": f'rules = ["rules"]\n{more}'}


IGNORED = "ignores:\n  - {rule: ORG01, path: page.txt, reason: We know.}\n"
CHANGES = {
    "a word of the text": Change({"page.txt": PAGE.replace("Hush", "Loud")}),
    "a place in the text": Change({"page.txt": f"\n{PAGE}"}),
    "the end of a line": Change({"page.txt": PAGE.replace("\n", "\r\n")}, shows=False),
    "a file beside it": Change({"more.txt": PAGE.replace("123456", "123457")}),
    "a part of a table": Change(
        {"parts/two.csv": f"{TABLE}S-2,Falls,2020-01-01,2021-01-01,Births\n"}, shows=False
    ),
    "a draft": Change({"draft.yaml": DRAFT.replace("[Yes, No]", "[Yes]")}),
    "a comment of a draft": Change(
        {"draft.yaml": DRAFT.replace("title: Moor", "title: Moor  # dslint: ignore[DRF] We know.")}
    ),
    "a rule, of the same length": Change({"rules/ours.yaml": RULE.replace("says", "told")}),
    "when a rule holds": Change({"rules/ours.yaml": RULE.replace("Hush", "Lull")}),
    "one more rule": Change({"rules/more.yaml": RULE.replace("ORG01", "ORG02").replace("ours", "more")}),
    "the severity of a rule": Change(toml('[severity]\nORG01 = "info"\n')),
    "the severity of a rule for a path": Change(
        toml('[[per-path]]\npaths = ["page.txt"]\nseverity = { ORG01 = "info" }\n')
    ),
    "a rule less for a path": Change(toml('[[per-path]]\npaths = ["page.txt"]\nignore = ["ORG01"]\n')),
    "a word of a vocabulary": Change(toml(WORD)),
    "the source of a word": Change(toml(WORD.replace("we asked", "we read")), shows=False),
    "a label": Change(toml(LABEL), shows=False),
    "a dialect": Change({**toml('dialects = ["moorland.yaml"]\n'), "moorland.yaml": DIALECT}),
    "the profile": Change(options=("--profile", "strict")),
    "the profile of the file": Change(toml('profile = "renewal"\n')),
    "a selection": Change(options=("--select", "ORG01")),
    "what is left out": Change(options=("--extend-ignore", "ORG01")),
    "each file by itself": Change(options=("--each-file",), shows=False),
    "all versions": Change(options=("--versions", "all"), shows=False),
    "the date": Change(options=("--as-of", "2019-01-01"), shows=False),
    "an ignore": Change({"dslint-ignore.yaml": IGNORED}),
    "a certainty": Change(options=("--certainty", "certain")),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_one_thing_changes_at_a_time(project: Path, change: Change) -> None:
    before = reports(project)
    for name, content in change.files.items():
        put(project, name, content)
    cold = reports(project, *change.options, "--no-cache")
    assert reports(project, *change.options) == cold
    assert reports(project, *change.options) == cold
    if change.shows:
        assert cold["json"] != before["json"]


def test_a_baseline_is_looked_at_after_what_is_kept(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reports(project)
    anew = checks(monkeypatch)
    assert CliRunner().invoke(app, ["baseline", "create", ".", "--as-of", AS_OF]).exit_code == 0
    known = ("--baseline", "dslint-baseline.jsonl")
    shown = reports(project, *known)
    assert anew == []
    assert '"findings": []' in shown["json"]
    assert shown == reports(project, *known, "--no-cache")


def test_a_path_is_part_of_what_is_kept(project: Path) -> None:
    reports(project)
    os.rename("page.txt", "other-name.txt")
    assert reports(project) == reports(project, "--no-cache")
    os.rename("other-name.txt", "page.csv")
    assert reports(project) == reports(project, "--no-cache")


@pytest.mark.parametrize(
    ("where", "what"),
    [("__version__", "99"), ("_LIBRARIES", ("regex",)), ("_state", lambda path: "written anew")],
)
def test_another_program_uses_nothing_of_this_one(
    project: Path, monkeypatch: pytest.MonkeyPatch, where: str, what: object
) -> None:
    cold = reports(project)
    monkeypatch.setattr(decisive, where, what)
    decisive._program.cache_clear()
    anew = checks(monkeypatch)
    assert reports(project) == cold
    decisive._program.cache_clear()
    assert len(anew) == 5


def test_a_rule_that_asks_what_day_it_is_holds_for_a_day(project: Path) -> None:
    put(project, "rules/ours.yaml", TODAY)
    assert reports(project) != reports(project, "--as-of", "2019-01-01")
    loaded = RuleChoice(files=("rules",)).load().digest("page.txt")
    assert loaded.asks_today
    assert loaded.on("") != loaded.on("2026-01-01")
    put(project, "rules/ours.yaml", RULE)
    usual = RuleChoice(files=("rules",), profile="strict").load().digest("page.txt")
    assert not usual.asks_today
    assert usual.on("") != usual.on("2026-01-01")


def test_processes_find_what_others_kept(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = reports(project, "--no-cache")
    assert reports(project, "--jobs", "2") == one
    anew = checks(monkeypatch)
    assert reports(project, "--jobs", "2") == one
    assert reports(project) == one
    assert anew == []


def test_the_library_keeps_nothing_unless_it_is_asked_to(project: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept" / cache.RESULTS
    plain = dslint.check({"page.txt": PAGE}, as_of=AS_OF)
    assert not kept.exists()
    assert dslint.check({"page.txt": PAGE}, as_of=AS_OF, cache=True).findings == plain.findings
    assert len(list(kept.rglob("*.kept"))) == 1
    assert dslint.check({"page.txt": PAGE}, as_of=AS_OF, cache=True).findings == plain.findings


def test_what_is_no_whole_answer_is_not_kept(project: Path) -> None:
    session = Session(cache=True)
    given = Input("page.txt", content=PAGE.encode())
    session.rule_set.scanner.given_up[0] = "a pattern took too long"
    checked.check_input(given, session.rule_set, AS_OF)
    assert checked.known_input(given, session.rule_set, AS_OF) is None
    session.rule_set.scanner.given_up.clear()
    checked.check_input(given, session.rule_set, AS_OF)
    assert checked.known_input(given, session.rule_set, AS_OF)


@pytest.mark.parametrize(
    "given",
    [
        Input("-"),
        Input("gone.txt"),
        Input("old.doc", is_passed_over=True),
        Input("x", "is a link to nowhere"),
    ],
)
def test_what_cannot_be_read_twice_is_not_kept(project: Path, given: Input) -> None:
    assert kept_results.slot_of(given, Session(cache=True).rule_set, AS_OF) is None


def test_half_of_a_character_is_no_plain_data(project: Path) -> None:
    session = Session(cache=True)
    given = Input("bro\udcffken.txt", content=PAGE.encode())
    found = checked.check_input(given, session.rule_set, AS_OF)
    assert found.result and found.result.findings
    assert checked.known_input(given, session.rule_set, AS_OF) is None


def test_parts_that_change_while_they_are_checked_are_not_kept(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = Session(cache=True)
    (given,) = collect(["parts"])
    check = checked._checked

    def changing(*arguments: Any) -> checked.Checked:
        found = check(*arguments)
        put(project, "parts/two.csv", f"{TABLE}S-3,More,2020-01-01,2021-01-01,Births\n")
        return found

    monkeypatch.setattr(checked, "_checked", changing)
    checked.check_input(given, session.rule_set, AS_OF)
    put(project, "parts/two.csv", TABLE)
    assert checked.known_input(given, session.rule_set, AS_OF) is None


@pytest.mark.parametrize(("ci", "own", "kept"), [("", "", True), ("true", "", False), ("true", "0", True),
                                                 ("", "1", False)])  # fmt: skip
def test_where_results_are_kept(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ci: str, own: str, kept: bool
) -> None:
    for name, value in (("CI", ci), ("DSLINT_NO_CACHE", own)):
        monkeypatch.setenv(name, value) if value else monkeypatch.delenv(name, raising=False)
    reports(project)
    assert (tmp_path / "kept" / cache.RESULTS).exists() is kept


def test_the_seeds_are_the_same_from_what_is_kept(
    project: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(ROOT)
    one, two, none = (
        Session(profile="strict", cache=each).check("seeds", as_of=AS_OF) for each in (True, True, False)
    )
    assert one.findings == two.findings == none.findings
    assert one.lines == two.lines == none.lines
    assert [vars(each) for each in two.documents] == [vars(each) for each in none.documents]


def test_a_user_sees_and_deletes_what_is_kept(project: Path, tmp_path: Path) -> None:
    reports(project)

    def invoke(*asked: str) -> str:
        return CliRunner().invoke(app, ["cache", *asked]).output

    number = len(cache.kept_files())
    assert number >= 5
    assert f"{tmp_path / 'kept'}: {number} files, " in invoke()
    put(tmp_path / "kept", "mine.txt", "mine")
    assert f"deleted {number} files" in invoke("clean")
    assert [path.name for path in (tmp_path / "kept").rglob("*")] == ["mine.txt"]
    assert "0 files, 0.0 MB" in invoke()
