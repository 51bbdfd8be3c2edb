"""All formats of one run count alike: by agreement, whatever was folded into one finding."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest
from conftest import AS_OF, RECORD, ROOT, SEEDS, Cli, put
from test_formats import VIEW

from dslint.engine.load import RuleChoice
from dslint.engine.report import Report
from dslint.engine.run import run
from dslint.reporters.arrange import statistics
from dslint.reporters.formats import FORMATS
from dslint.reporters.view import View
from dslint.sources import collect

REGISTER = ROOT.parent / "shared" / "data" / "release-register-2021-02.xlsx"

Pairs = set[tuple[str, str]]  # rule, agreement


@pytest.fixture(scope="module")
def seeds() -> Report:
    choice = RuleChoice(profile="strict")
    return run(collect([str(SEEDS)]), choice, choice.load(), AS_OF)


@pytest.fixture(scope="module")
def register() -> Report:
    if not REGISTER.exists():
        pytest.skip(f"the register of 2021 is not here: {REGISTER}")
    choice = RuleChoice(profile="strict")
    return run(collect([str(REGISTER)]), choice, choice.load(), AS_OF, 2)


@pytest.fixture(params=["seeds", "register"])
def report(request: pytest.FixtureRequest) -> Report:
    found: Report = request.getfixturevalue(request.param)
    return found


def by_rule(pairs: Pairs) -> dict[str, int]:
    return dict(sorted(Counter(rule for rule, _ in pairs).items()))


def of_the_findings(report: Report) -> Pairs:
    """What the findings say themselves: every agreement that a place or a side of them belongs to."""
    return {
        (finding.rule, reference)
        for finding in report.findings
        for reference in (
            finding.agreement,
            *finding.agreements,
            *(one.agreement for one in finding.occurrences),
            *(each for part in finding.parts for each in part.agreements),
        )
        if reference
    }


def in_csv(text: str) -> Pairs:
    return {(row["rule"], row["agreement"]) for row in csv.DictReader(io.StringIO(text)) if row["agreement"]}


def in_json(text: str) -> Pairs:
    return {(f["rule"], one["agreement"]) for f in json.loads(text)["findings"] for one in f["agreements"]}


def in_sarif(text: str) -> Pairs:
    (log,) = json.loads(text)["runs"]
    return {(r["ruleId"], one) for r in log["results"] for one in r["properties"]["agreements"]}


def in_gitlab(text: str) -> Pairs:
    found = ((i["check_name"], re.search(r" Agreement: (\S+)", i["description"])) for i in json.loads(text))
    return {(rule, one[1].rstrip(".")) for rule, one in found if one}


def in_html(text: str) -> Pairs:
    found = set()
    for card in re.split("<article ", text)[1:]:
        rule = re.search(r'data-rule="(\w+)"', card)
        assert rule
        where, _, members = card.partition("<summary>Applies to ")
        listed = re.findall(r"<li>[^<]*? · (\S+) · <code>", members)
        own = re.search(r'<p class="where">(?:<b>[^<]*</b> · )?(?:(\S+) · )?<code>', where)
        assert own
        found |= {(rule[1], each) for each in listed or [own[1]] if each}
    return found


def in_junit(text: str) -> Pairs:
    names = [case.attrib["name"] for case in Xml.fromstring(text).iter("testcase")]
    found = (re.fullmatch(r"(\w+) \S+(?: \(possible\))? (\S+) \w{8}", name) for name in names)
    return {(one[1], one[2]) for one in found if one}


INPUT_FORMATS = {
    "csv": in_csv,
    "json": in_json,
    "sarif": in_sarif,
    "gitlab": in_gitlab,
    "html": in_html,
    "junit": in_junit,
}


@pytest.mark.parametrize("name", INPUT_FORMATS)
def test_every_agreement_is_named(name: str, report: Report) -> None:
    assert INPUT_FORMATS[name](FORMATS[name].render(report, VIEW)) == of_the_findings(report)


def counted(report: Report) -> dict[str, int]:
    """By rule, with what has no reference told apart by its place, as the formats that only count do."""
    return {row.label.split()[0]: row.agreements for row in statistics(report)}


def test_numbers_of_the_text(report: Report) -> None:
    text = FORMATS["text"].render(report, View(statistics=True, quiet=1))
    table, _, _ = text.partition("\nNot assessed\n")
    rows = [line.split() for line in table.splitlines()[1:] if line.strip()]
    assert {row[6]: int(row[4].replace(",", "")) for row in rows} == counted(report)
    assert by_rule(of_the_findings(report)).items() <= counted(report).items()
    assert sum(int(row[3].replace(",", "")) for row in rows) == len(report.findings)


def test_numbers_of_markdown(report: Report) -> None:
    text = FORMATS["markdown"].render(report, View())
    rows = re.findall(r"^\| (\w+) \S+ \|(?: [\d,]+ \|){4} ([\d,]+) \|", text, re.MULTILINE)
    assert {rule: int(number.replace(",", "")) for rule, number in rows} == counted(report)


def test_numbers_by_organisation(report: Report) -> None:
    """An organisation has a finding when one of its agreements has it, whoever else has it, too."""
    rows = {row.label: row for row in statistics(report, "organisation")}
    held: dict[str, set[int]] = {}
    for number, finding in enumerate(report.findings):
        for part in finding.parts or (finding,):
            held.setdefault(part.organisation or "no organisation named", set()).add(number)
    assert {label: row.findings for label, row in rows.items()} == {k: len(v) for k, v in held.items()}
    assert all(row.agreements <= row.checked for row in rows.values())
    errors = [finding for finding in report.findings if finding.severity == "error"]
    few = statistics(Report(report.documents, errors, [], report.rules), "organisation")
    assert any(row.agreements < row.checked for row in few) or len(rows) < 10


def test_a_sentence_of_104_councils_is_104_agreements(register: Report) -> None:
    of_rule = [finding for finding in register.findings if finding.rule == "PUR02"]
    (finding,) = [finding for finding in of_rule if len(finding.occurrences) == 104]
    rows = list(csv.DictReader(io.StringIO(FORMATS["csv"].render(register, VIEW))))
    mine = [row for row in rows if row["group"] == finding.fingerprint]
    assert len(mine) == len({row["agreement"] for row in mine}) == 104
    assert {row["rule"] for row in mine} == {"PUR02"}
    assert {row["agreements"] for row in mine} == {"104"}
    assert len({(row["sheet"], row["line"]) for row in mine}) == 104
    councils = {row.label: row for row in statistics(register, "organisation")}
    assert all(councils[row["organisation"]].findings for row in mine)


def rows_of(done_stdout: str) -> Iterator[dict[str, str]]:
    return csv.DictReader(io.StringIO(done_stdout))


def test_only_what_is_certain(cli: Cli, tmp_path: Path) -> None:
    put(tmp_path, "page.txt", (SEEDS / "thurrock-ccg.txt").read_text("utf-8"))
    whole = list(rows_of(cli("check", "page.txt", "-f", "csv").stdout))
    certain = list(rows_of(cli("check", "page.txt", "-f", "csv", "--certainty", "certain").stdout))
    assert {row["certainty"] for row in whole} == {"certain", "possible"}
    assert certain == [row for row in whole if row["certainty"] == "certain"]
    counted = json.loads(cli("check", "page.txt", "-f", "json", "--certainty", "certain").stdout)
    assert sum(counted["summary"]["findings"].values()) == len(counted["findings"])
    possible = cli("check", "page.txt", "-f", "concise", "--certainty", "possible").stdout
    assert possible.count("(possible)") == possible.count("\n") > 0
    wrong = cli("check", "page.txt", "--certainty", "certian")
    assert (wrong.returncode, "did you mean certain?" in wrong.stderr) == (2, True)


def test_the_exit_code_counts_what_is_asked_for(cli: Cli, tmp_path: Path) -> None:
    """A page whose findings are possible only."""
    put(
        tmp_path,
        "page.txt",
        """\
        Moor projects
        Tariffs — DARS-NIC-100001-A1B2C
        Opt outs honoured: No - consent provided by participants of research study, N
        Legal basis: Health and Social Care Act 2012 – s261(1) and s261(2)(b)(ii)
        When:DSA runs 2020-01-01 — 2021-01-01
        """,
    )
    whole = list(rows_of(cli("check", "page.txt", "-f", "csv", "--fail-on", "info").stdout))
    kinds = {row["certainty"] for row in whole}
    for certainty in ("certain", "possible"):
        done = cli("check", "page.txt", "--fail-on", "info", "--certainty", certainty)
        assert done.returncode == (certainty in kinds)


def test_both_sides_are_in_the_table(seeds: Report) -> None:
    rows = list(csv.DictReader(io.StringIO(FORMATS["csv"].render(seeds, VIEW))))
    sides = {finding.fingerprint: finding for finding in seeds.findings}
    for row in rows:
        finding = sides[row["fingerprint"]]
        if not finding.parts and len(finding.agreements) < 2:
            assert bool(row["other_place"]) == (len(finding.evidence) > 1)
    assert any(row["other_text"] and row["other_note"] for row in rows)


def test_a_rate_is_of_what_could_be_assessed(cli: Cli, tmp_path: Path) -> None:
    """Of two agreements one prints no dates: nothing about their order can be said of it."""
    second = RECORD.split("\n", 1)[1].replace("123456-A1B2C", "987654-Z9Y8X")
    without = "".join(line for line in second.splitlines(True) if not line.startswith("When:"))
    put(tmp_path, "page.txt", f"{RECORD}\n{without}")
    text = cli("check", "page.txt", "--statistics", "--select", "TRM01,OPT03").stdout
    rows = {row.split()[6]: row.split()[3:6] for row in text.splitlines()[1:3]}
    assert rows == {"TRM01": ["1", "1", "100%"], "OPT03": ["2", "2", "100%"]}
    by_place = cli("check", "page.txt", "--statistics", "--select", "TRM01", "--group-by", "path").stdout
    assert by_place.splitlines()[1].split()[3:6] == ["1", "1", "50%"]
