"""Ignores: each with a reason, none for longer or for more than it says, and none that covers nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import CLEAN, RECORD, Cli, put

from dslint.engine.ignores import Ignore, IgnoreList
from dslint.model import IgnoreComment, Span
from dslint.patterns import Pattern
from dslint.session import Session

OTHER = RECORD.replace("123456", "654321")


def ignore(folder: Path, *entries: str) -> None:
    put(folder, "dslint-ignore.yaml", "ignores:\n" + "".join(f"- {{{entry}}}\n" for entry in entries))


class Result:
    """Findings as path, rule and agreement; how many were ignored; findings about ignores by line."""

    def __init__(self, cli: Cli, folder: Path, *args: str) -> None:
        done = cli("check", "--format", "json", "--select", "OPT03,TRM01,IGN", *args, cwd=folder)
        assert done.returncode in {0, 1}, done.stderr
        value = json.loads(done.stdout)
        self.ignored = value["summary"]["ignored"]
        self.about = [(f["rule"], f["line"]) for f in value["findings"] if f["rule"].startswith("IGN")]
        self.found = {(f["path"], f["rule"]) for f in value["findings"] if not f["rule"].startswith("IGN")}
        self.messages = [f["message"] for f in value["findings"]]
        self.code = done.returncode


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    put(tmp_path, "a.txt", RECORD)
    put(tmp_path, "b.txt", OTHER)
    return tmp_path


EVERYTHING = {("a.txt", "OPT03"), ("a.txt", "TRM01"), ("b.txt", "OPT03"), ("b.txt", "TRM01")}


@pytest.mark.parametrize(
    ("entry", "covered"),
    [
        ("rule: OPT03, agreement: DARS-NIC-123456-A1B2C", {("a.txt", "OPT03")}),
        ("rule: OPT03, agreement: NIC-123456-A1B2C-v2.1", {("a.txt", "OPT03")}),
        ("rule: OPT, path: b.txt", {("b.txt", "OPT03")}),
        ("rule: [TRM, opt-outs-both-applied-and-not], path: 'a.*'", {("a.txt", "OPT03"), ("a.txt", "TRM01")}),
        ("rule: end-before-start, path: '*'", {("a.txt", "TRM01"), ("b.txt", "TRM01")}),
        ("rule: ALL, match: '2017'", {("a.txt", "TRM01"), ("b.txt", "TRM01")}),
        ("rule: TRM01, agreement: DARS-NIC-123456-A1B2C, match: 'nothing of the kind'", set()),
    ],
)
def test_what_an_ignore_covers(cli: Cli, pages: Path, entry: str, covered: set[tuple[str, str]]) -> None:
    ignore(pages, f"{entry}, reason: We asked.")
    result = Result(cli, pages)
    assert result.found == EVERYTHING - covered
    assert result.ignored == len(covered)
    assert [rule for rule, _ in result.about] == ([] if covered else ["IGN02"])
    assert Result(cli, pages, "--jobs", "2").found == result.found


def test_in_the_configuration_and_beside_it(cli: Cli, pages: Path) -> None:
    ignore(pages, "rule: OPT03, path: a.txt, reason: We asked.")
    put(
        pages,
        "dslint.toml",
        """
        [[ignores]]
        rule = "TRM01"
        path = "b.txt"
        reason = "We asked again."
        until = 2999-12-31
        """,
    )
    assert Result(cli, pages).found == EVERYTHING - {("a.txt", "OPT03"), ("b.txt", "TRM01")}
    assert Result(cli, pages, "--no-ignores").found == EVERYTHING
    assert Result(cli, pages, "--no-ignores").ignored == 0
    assert Result(cli, pages, "--isolated").found == EVERYTHING
    assert "2 ignored." in cli("check").stdout


def test_an_expired_ignore_covers_nothing_and_is_told(cli: Cli, pages: Path) -> None:
    ignore(pages, "rule: OPT03, path: a.txt, reason: Until the renewal., until: 2026-05-31")
    before = Result(cli, pages, "--as-of", "2026-05-31")
    assert (before.ignored, before.about) == (1, [])
    after = Result(cli, pages, "--as-of", "2026-06-01")
    assert after.found == EVERYTHING
    assert after.about == [("IGN01", 2)]
    assert any("counted until 2026-05-31" in m and "Until the renewal." in m for m in after.messages)
    shown = cli("check", "--as-of", "2026-06-01", "--show", "info", "--full").stdout
    assert "dslint-ignore.yaml:2:" in shown
    assert "2 | - {rule: OPT03" in shown
    assert Result(cli, pages, "--as-of", "2026-06-01", "--ignore", "IGN").about == []


def test_unused_is_said_only_of_what_was_looked_for(cli: Cli, pages: Path) -> None:
    put(pages, "a.txt", CLEAN)
    ignore(
        pages,
        "rule: OPT03, agreement: DARS-NIC-123456-A1B2C, reason: x",
        "rule: OPT03, path: a.txt, reason: x",
        "rule: OPT03, path: 'gone/', reason: x",
        "rule: OPT03, path: b.txt, reason: x",
    )
    everything = Result(cli, pages)
    assert everything.about == [("IGN02", 2), ("IGN02", 3), ("IGN02", 4)]
    assert everything.code == 1
    # The agreement may be in b.txt too, which this run has not looked at.
    assert Result(cli, pages, "a.txt").about == [("IGN02", 3), ("IGN02", 4)]
    done = cli("check", "--format", "json", "--select", "TRM01,IGN")
    assert [f for f in json.loads(done.stdout)["findings"] if f["rule"] == "IGN02"] == []


def test_of_agreements_that_share_a_finding_one_is_ignored(cli: Cli, tmp_path: Path) -> None:
    """What is folded into one finding is ignored agreement by agreement."""
    body = "Opt outs honoured: Yes\nLegal basis: Health and Social Care Act 2012 – s261(1)\nProcessing:\n"
    records = [
        f"Study — DARS-NIC-10000{n}-A1B2C\n{body}The purposes are not exhaustive.\n" for n in (1, 2, 3)
    ]
    put(tmp_path, "page.txt", "Moor projects\n" + "".join(records))
    rule = "open-ended-purpose"

    def agreements() -> list[str]:
        done = cli("check", "--profile", "strict", "--select", rule, "--format", "json")
        (finding,) = json.loads(done.stdout)["findings"]
        return [each["agreement"][-7:-6] for each in finding["occurrences"]]

    assert agreements() == ["1", "2", "3"]
    ignore(tmp_path, f"rule: {rule}, agreement: DARS-NIC-100001-A1B2C, reason: x")
    assert agreements() == ["2", "3"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("ignores:\n- {rule: OPT03, path: a.txt}\n", ["2:3: lacks reason"]),
        ("ignores:\n- {rule: OPT03, path: a.txt, reason: ' '}\n", ["2:38: must not be empty"]),
        ("ignores:\n- {rule: OPT03, reason: x}\n", ["2:3: needs agreement or path or match"]),
        (
            "ignores:\n- rule: OPT99\n  path: x\n  reason: x\n",
            ["2:9: there is no rule 'OPT99'; did"],
        ),
        (
            "ignores:\n- {rule: OPT, path: x, reason: x, untill: 2026-01-01}\n",
            ["2:35: unknown key untill; did you mean until?"],
        ),
        (
            "ignores:\n- {rule: OPT, path: x, reason: x, until: next year}\n",
            ["2:42: 'next year' is not written"],
        ),
        (
            "ignores:\n- {rule: OPT, path: x, reason: x, until: 2026-02-30}\n",
            ["2:42: '2026-02-30' is no date"],
        ),
        ("ignores:\n- {rule: OPT, match: '(', reason: x}\n", ["2:22: is not a regular expression"]),
        ("ignores: [\n", ["2:1: is not YAML"]),
        ("- rule: OPT\n", ["1:1: must be a mapping (key: value), not a list"]),
        ("", ["1:1: must be a mapping (key: value), not nothing"]),
    ],
)
def test_a_wrong_ignore_stops_the_run(cli: Cli, pages: Path, content: str, said: list[str]) -> None:
    put(pages, "dslint-ignore.yaml", content)
    done = cli("check")
    assert done.returncode == 2
    lines = done.stderr.splitlines()
    assert len(lines) == len(said), done.stderr
    for line, start in zip(lines, said, strict=True):
        assert line.startswith(f"dslint-ignore.yaml:{start}")
    assert cli("check", "--no-ignores").returncode == 2, "a broken file is said, wanted or not"
    assert cli("check", "--isolated").returncode == 1


def test_an_ignore_says_in_words_what_it_is_about() -> None:
    whole = Ignore(
        ("OPT03", "LB"), "DARS-NIC-123456", ("pages/*", "x.txt"), Pattern("cloud"), "asked", None, "i", 2, ""
    )
    said = "OPT03, LB in DARS-NIC-123456 at pages/*, x.txt matching 'cloud'"
    assert whole.about() == said
    assert whole._replace(agreement=None, paths=(), match=None).about() == "OPT03, LB"


HERE = Ignore(("OPT03",), None, (), None, "asked", None, "ignores.yaml", 2, "- rule: OPT03")
NAMES = [("OPT03", "one"), ("TRM01", "two")]


def states(folder: Path, one: Ignore, checked: list[str], inputs: list[str], run: str = "OPT03") -> list[str]:
    """What becomes of an ignore that covers nothing, by what was checked and what the folder has."""
    known = IgnoreList([one], NAMES, str(folder), "2026-01-01")
    at = [str(folder / each) for each in inputs]
    found = known.facts({run}, [str(folder / each) for each in checked], lambda: at)
    return [item.get("state") for item in found[one.path]]


BY_PATH = HERE._replace(paths=("a.txt",))


@pytest.mark.parametrize(
    ("one", "checked", "inputs", "state"),
    [
        (HERE, ["a.txt", "b.txt"], ["a.txt", "b.txt"], "unused"),
        (HERE, ["a.txt"], ["a.txt", "b.txt"], "unchecked"),
        # what lies outside of the folder, or on another machine, says nothing of the folder
        (HERE, ["../c.txt"], [], "unchecked"),
        (HERE, ["a.txt", "../c.txt"], ["a.txt"], "unused"),
        (BY_PATH, ["../a.txt"], [], "unchecked"),
        (BY_PATH, ["b.txt"], ["a.txt", "b.txt"], "unchecked"),
        (BY_PATH, ["b.txt"], ["b.txt", "c.txt"], "unused"),
    ],
)
def test_what_is_unused(
    tmp_path: Path, one: Ignore, checked: list[str], inputs: list[str], state: str
) -> None:
    assert states(tmp_path, one, checked, inputs) == [state]
    assert states(tmp_path, one, checked, inputs, run="TRM01") == ["unchecked"]


@pytest.mark.parametrize(
    ("agreement", "not_judged", "state"),
    [
        ("DARS-NIC-100001-A1B2C", {"DARS-NIC-100001-A1B2C": 2}, "unchecked"),
        ("DARS-NIC-100001-A1B2C", {"DARS-NIC-100002-A1B2C": 2}, "unused"),
        (None, {"DARS-NIC-100002-A1B2C": 2}, "unchecked"),
        (None, {}, "unused"),
    ],
)
def test_what_only_an_older_version_may_show_is_not_unused(
    agreement: str | None, not_judged: dict[str | None, int], state: str
) -> None:
    known = IgnoreList([HERE._replace(agreement=agreement)], NAMES, "", "2026-01-01")
    found = known.facts({"OPT03"}, ["a.txt"], lambda: ["a.txt"], not_judged)
    assert [item.get("state") for item in found[HERE.path]] == [state]


@pytest.mark.parametrize(
    ("until", "state"), [("2025-12-31", "expired"), ("2026-01-01", "unused"), ("2026-01-02", "unused")]
)
def test_the_last_day_of_an_ignore_counts(tmp_path: Path, until: str, state: str) -> None:
    assert states(tmp_path, HERE._replace(until=until), ["a.txt"], ["a.txt"]) == [state]


def test_of_two_ignores_the_first_is_the_cause_and_both_are_used() -> None:
    (finding,) = Session(select=["OPT03"]).check({"page.txt": RECORD}).findings
    first, second = HERE._replace(reason="first"), HERE._replace(reason="second", line=3)
    known = IgnoreList([HERE._replace(rules=("TRM01",)), first, second], NAMES, ".", "2026-01-01")
    assert known.cause(finding) == first
    assert known.used == {1, 2}
    fresh = known.fresh()
    assert (fresh.used, len(fresh), known.used) == (frozenset(), 3, {1, 2})


def test_whatever_an_ignore_says_is_part_of_what_results_are_kept_by() -> None:
    """Else a run would take what it found under other ignores."""
    whole = HERE._replace(
        agreement="DARS-NIC-123456-A1B2C", paths=("a.txt",), match=Pattern("cloud"), until="2026-05-31"
    )
    others = [
        HERE,
        whole._replace(rules=("TRM01",)),
        whole._replace(agreement=None),
        whole._replace(paths=("b.txt",)),
        whole._replace(match=Pattern("tape")),
        whole._replace(match=None),
        whole._replace(reason="told"),
        whole._replace(until=None),
        whole._replace(line=3),
    ]
    told = [json.dumps(IgnoreList([one], NAMES, ".", "").words(), default=list) for one in (whole, *others)]
    assert len(set(told)) == len(told)
    folder, day = (IgnoreList([whole], NAMES, *place).words() for place in (("x", ""), (".", "2026-01-01")))
    assert len({told[0], json.dumps(folder, default=list), json.dumps(day, default=list)}) == 3


@pytest.mark.parametrize("indent", [0, 1, 4, 11, 40])
def test_the_place_of_an_ignore_is_its_words_without_what_is_indented(indent: int) -> None:
    indented = HERE._replace(text=" " * indent + "rule: OPT03  ")
    (item,) = IgnoreList([indented], NAMES, ".", "").facts(set(), [], list)["ignores.yaml"]
    assert item.span == Span(2, indent + 1, indent + 12)


@pytest.mark.parametrize(
    ("path", "first", "last", "covers"),
    [
        ("page.txt", 3, 3, True),
        ("page.txt", 1, 9, True),
        ("page.txt", 1, 2, False),
        ("page.txt", 4, 9, False),
        ("another.txt", 3, 3, False),
        ("z.txt", 3, 3, False),
    ],
)
def test_a_comment_is_about_lines_of_its_own_file(path: str, first: int, last: int, covers: bool) -> None:
    (finding,) = Session(select=["OPT03"]).check({"page.txt": RECORD}).findings
    known = IgnoreList([], NAMES, ".", "2026-01-01")
    known.add(path, [IgnoreComment(("OPT03",), "asked", 3, 1, "# it", first, last)])
    assert (known.cause(finding) is not None) is covers
    known.add(path, [IgnoreComment(("OPT99", "TRM01"), "asked", 4, 5, "# it", first, last)])
    assert [(each.path, each.line, each.column) for each in known.errors] == [(path, 4, 5)]
    assert len(known) == 2
    assert known.lines(path) == {3: "# it", 4: "# it"}
