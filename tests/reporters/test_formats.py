"""Every format: to the letter, by its contract, within its limits, and whatever stands in an input."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from importlib import import_module
from typing import Any
from xml.etree import ElementTree as Xml

import jsonschema_rs
import pytest
from conftest import RECORD, ROOT
from syrupy.assertion import SnapshotAssertion
from test_reporters import report_of

from dslint import __version__, resources
from dslint.engine.load import RuleSet
from dslint.engine.report import Report, RunError
from dslint.reporters import check_csv, check_github, check_markdown, check_sarif, phrases
from dslint.reporters.arrange import statistics
from dslint.reporters.by_agreement import apart
from dslint.reporters.escape import visible
from dslint.reporters.formats import COMPARE_FORMATS, FORMATS, HISTORY_FORMATS
from dslint.reporters.view import GROUPS, SORTS, View

TEXTS = [name for name, each in FORMATS.items() if not each.binary]
VIEW = View(as_of="2026-11-22", root=str(ROOT), folder=str(ROOT))
UNSAFE = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]"
)
NASTY = (
    "line\nbreak\r\nand tab\t",
    "\x1b[31m\x9b2J\x07\x00\u202e\u2028",
    "::error file=x::made up\n::set-output name=x::y",
    "100%25%0A%0D, a: b",
    "=HYPERLINK(\"http://evil\")",
    " \t+1",
    "＝1+1",
    "| a | b |\n|---|---|\n<script>alert(1)</script> **b** [x](http://evil) @everyone www.evil $x$",
    "]]> <![CDATA[ & < > \" ' \ufffe \uffff \ud800 \x0b",
    "日本語 🚩 e\u0301",
    "",
    "x" * 100_000,
    "a word " * 20_000,
)  # fmt: skip


def page(report: Report, text: str) -> Report:
    """The report with everything that may come from an input or a rule replaced by a text.

    Of a path and a reference only what an operating system and the tokenizer let through.
    """
    path = text[:3000].replace("\0", "").replace("\ud800", "\udc80") or "page.txt"
    findings = [
        finding._replace(
            message=text,
            statement=text,
            remedy=text,
            title=text,
            organisation=text,
            agreement=text[:50],
            agreements=(text[:50],),
            parts=(),
            evidence=tuple(each._replace(path=path, text=text, note=text) for each in finding.evidence),
        )
        for finding in report.findings
    ]
    errors = [RunError(path, text or "does not exist")]
    return Report(
        report.documents,
        findings,
        errors,
        report.rules,
        {path: {finding.primary.span.line: text for finding in findings}},
    )


def many(report: Report, number: int) -> Report:
    """The report with its findings repeated up to a number, each under its own fingerprint but the first."""
    repeated = [
        finding._replace(fingerprint=f"{finding.fingerprint}-{n}")
        for n in range(number // len(report.findings) + 1)
        for finding in report.findings
    ]
    return Report(report.documents, repeated[:number], [], report.rules, report.lines)


@pytest.fixture(scope="module")
def small(ruleset: RuleSet) -> Report:
    report = report_of(RECORD, ruleset)
    assert {finding.severity for finding in report.findings} == {"error", "warning", "info"}
    return report


@pytest.mark.parametrize("name", [name for name in TEXTS if name not in ("sarif", "html")])
def test_to_the_letter(name: str, small: Report, snapshot: SnapshotAssertion) -> None:
    with_error = Report(
        small.documents, small.findings, [RunError("gone.txt", "does not exist")], small.rules, small.lines
    )
    assert FORMATS[name].render(with_error, VIEW).replace(__version__, "VERSION") == snapshot


def test_sarif_results_to_the_letter(small: Report, snapshot: SnapshotAssertion) -> None:
    (run,) = json.loads(check_sarif.render(small, VIEW))["runs"]
    assert run["results"] == snapshot


@pytest.mark.parametrize("number", range(len(NASTY)))
@pytest.mark.parametrize("name", TEXTS)
def test_nothing_breaks_out(name: str, number: int, small: Report) -> None:
    report = page(small, NASTY[number])
    text = FORMATS[name].render(report, VIEW)
    assert not UNSAFE.search(text)
    CHECKS[name](text, report)


def check_text_of(text: str, report: Report) -> None:
    cases = {(f.rule, f.case) for f in report.findings if f.severity != "info" and f.remedy.strip()}
    assert text.count("fix: ") >= len({rule for rule, _ in cases})


def check_concise_of(text: str, report: Report) -> None:
    assert len(text.splitlines()) == len(report.findings)


def check_markdown_of(text: str, report: Report) -> None:
    assert len(text) <= check_markdown.LONGEST
    rows = [line for line in text.splitlines() if line.startswith(("| error", "| warning", "| info"))]
    assert len(rows) == len(apart(report.findings)) or "not shown here" in text
    for row in rows:
        assert row.count("|") == 7
        assert "<script" not in row
        assert not re.search(r"(?<!\\)\]\(", row)
        assert "@everyone" not in row


def check_html_of(text: str, report: Report) -> None:
    assert len(re.findall("<article ", text)) == len(report.findings)
    assert text.count("<script") == text.count("</script>") == 1


def check_csv_of(text: str, report: Report) -> None:
    rows = list(csv.reader(io.StringIO(text)))
    assert len(rows) == len(apart(report.findings)) + 1
    for row in rows:
        assert len(row) == len(check_csv.COLUMNS)
        for cell in row:
            assert not cell.lstrip().startswith(tuple("=+-@＝＋－＠"))
            assert len(cell) <= 32_767


def check_json_of(text: str, report: Report) -> None:
    value = json.loads(text)
    assert [finding["message"] for finding in value["findings"]] == [f.message for f in report.findings]


def check_sarif_of(text: str, report: Report) -> None:
    schema = json.loads((ROOT / "tests" / "data" / "sarif-2.1.0.json").read_text("utf-8"))
    value = json.loads(text)
    jsonschema_rs.Draft202012Validator(schema).validate(value)
    assert len(value["runs"][0]["results"]) == len(report.findings)


def check_github_of(text: str, report: Report) -> None:
    lines = text.splitlines()
    assert len(lines) == len(report.findings) + len(report.errors)
    for line in lines:
        assert re.fullmatch(r"::(error|warning|notice) (\w+=[^:,\r\n]*,?)+::.*", line)
        assert len(line) < 100_000


def check_gitlab_of(text: str, report: Report) -> None:
    value = json.loads(text)
    validate(value, "gitlab-code-quality")
    expected = len(apart(report.findings)) + len(report.errors)
    assert len({issue["fingerprint"] for issue in value}) == len(value) == expected


def check_rdjson_of(text: str, report: Report) -> None:
    value = json.loads(text)
    validate(value, "rdjson")
    assert len(value["diagnostics"]) == len(report.findings) + len(report.errors)


def check_junit_of(text: str, report: Report) -> None:
    suites = Xml.fromstring(text.encode("utf-8"))
    assert (suites.tag, suites.attrib) == ("testsuites", {})
    for suite in suites:
        assert set(suite.attrib) == {
            "id", "name", "package", "tests", "failures", "errors", "time", "timestamp", "hostname",
        }  # fmt: skip
        assert [child.tag for child in suite if child.tag != "testcase"] == [
            "properties", "system-out", "system-err",
        ]  # fmt: skip
        assert [child.tag for child in suite][-2:] == ["system-out", "system-err"]
        cases = suite.findall("testcase")
        assert int(suite.attrib["tests"]) == len(cases) > 0
        assert int(suite.attrib["failures"]) == len(suite.findall("testcase/failure"))
        assert int(suite.attrib["errors"]) == len(suite.findall("testcase/error"))
        for case in cases:
            assert set(case.attrib) == {"name", "classname", "time"}
            assert len(case) <= 1
            assert all(set(child.attrib) == {"type", "message"} for child in case)
    failing = sum(finding.severity != "info" for finding in apart(report.findings))
    assert sum(int(suite.attrib["failures"]) for suite in suites) == failing


CHECKS = {name: check for name in TEXTS if (check := globals().get(f"check_{name}_of"))}


def validate(value: Any, schema: str) -> None:
    path = ROOT / "tests" / "data" / f"{schema}.schema.json"
    jsonschema_rs.Draft202012Validator(json.loads(path.read_text("utf-8"))).validate(value)


@pytest.mark.parametrize("name", [name for name in CHECKS if name != "github"])  # which is cut
def test_seeds(name: str, seeds_report: Report) -> None:
    CHECKS[name](FORMATS[name].render(seeds_report, VIEW), seeds_report)


@pytest.mark.parametrize("name", TEXTS)
def test_without_findings(name: str, seeds_report: Report) -> None:
    empty = Report(seeds_report.documents, [], [], seeds_report.rules)
    text = FORMATS[name].render(empty, VIEW)
    assert (text == "") == (name in ("concise", "github"))
    if name == "junit":
        assert {case.attrib["name"] for case in Xml.fromstring(text).iter("testcase")} == {"no findings"}


def test_columns_of_rdjson_count_bytes(ruleset: RuleSet) -> None:
    report = report_of(RECORD.replace("When:", "When:  ä日🚩 "), ruleset)
    finding = next(each for each in report.findings if each.rule == "TRM01")
    line = report.lines["page.txt"][finding.primary.span.line].encode("utf-8")
    value = json.loads(FORMATS["rdjson"].render(report, VIEW))
    span = next(d for d in value["diagnostics"] if d["code"]["value"] == "TRM01")["location"]["range"]
    start, end = (span[edge]["column"] - 1 for edge in ("start", "end"))
    assert line[start:end].decode("utf-8") == finding.primary.text
    assert start > finding.primary.span.column


def test_code_scanning_gets_the_gravest(seeds_report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    report = many(seeds_report, 6000)
    monkeypatch.setattr(check_sarif, "MOST_RESULTS", 700)
    (run,) = json.loads(check_sarif.render(report, VIEW))["runs"]
    kept = Counter(result["level"] for result in run["results"])
    assert kept.total() == 700
    errors = report.counts()["error"]
    assert kept == {"error": errors, "warning": 700 - errors}
    (notification,) = run["invocations"][0]["toolExecutionNotifications"]
    assert "Of 6,000 findings this log has the 700 gravest" in notification["message"]["text"]
    assert (
        f"Left out: 0 errors, {report.counts()['warning'] - 700 + errors:,} warnings"
        in (notification["message"]["text"])
    )
    assert run["invocations"][0]["executionSuccessful"] is True


def test_a_log_is_cut_until_it_is_small_enough(seeds_report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check_sarif, "MOST_BYTES", 1)
    most = check_sarif._packed(check_sarif.render(seeds_report, VIEW)) + 6_000  # the rules, and some results
    monkeypatch.setattr(check_sarif, "MOST_BYTES", most)
    text = check_sarif.render(seeds_report, VIEW)
    (run,) = json.loads(text)["runs"]
    assert check_sarif._packed(text) <= most
    assert 0 < len(run["results"]) < len(seeds_report.findings)
    assert "gravest" in run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"]


def test_further_places_of_a_folded_finding_are_linked(seeds_report: Report) -> None:
    (run,) = json.loads(check_sarif.render(seeds_report, VIEW))["runs"]
    folded = [finding for finding in seeds_report.findings if len(finding.occurrences) > 1]
    assert folded
    by_print = {result["partialFingerprints"]["dslint/v1"]: result for result in run["results"]}
    for finding in folded:
        result = by_print[finding.fingerprint]
        places = {
            (place["artifactLocation"]["uri"], place["region"]["startLine"])
            for each in (*result["locations"], *result["relatedLocations"])
            for place in [each["physicalLocation"]]
        }
        assert {(one.path, one.line) for one in finding.occurrences[:20]} <= places


def test_github_shows_ten_of_each_and_counts_the_rest(seeds_report: Report) -> None:
    report = many(seeds_report, 500)
    lines = check_github.render(report, VIEW).splitlines()
    assert Counter(line.split(" ")[0] for line in lines) == {
        f"::{kind}": 10 for kind in ("error", "warning", "notice")
    }
    left = {severity: number - 10 for severity, number in report.counts().items()}
    left["info"] += 1
    said = ", ".join(phrases.count(number, severity) for severity, number in left.items()) + ". In all: "
    assert said in lines[-1]


def test_markdown_is_bounded_whatever_fails(small: Report) -> None:
    errors = [RunError("&" * 4000, "<" * 4000)] * 500
    text = FORMATS["markdown"].render(Report(small.documents, small.findings, errors, small.rules), VIEW)
    assert len(text) <= check_markdown.LONGEST
    assert "and 480 more inputs" in text
    assert "TRM01" in text


def test_fingerprints_of_gitlab_are_its_own(small: Report) -> None:
    twice = Report(small.documents, small.findings * 2, [], small.rules, small.lines)
    issues = json.loads(FORMATS["gitlab"].render(twice, VIEW))
    assert len({issue["fingerprint"] for issue in issues}) == len(issues) == 2 * len(small.findings)


@pytest.mark.parametrize("fail_on", ["error", "warning", "info", "never"])
def test_junit_fails_what_the_exit_code_fails(fail_on: str, small: Report) -> None:
    suites = Xml.fromstring(FORMATS["junit"].render(small, VIEW._replace(fail_on=fail_on)))
    failed = {failure.attrib["type"] for failure in suites.iter("failure")}
    order = ["error", "warning", "info"]
    assert failed == set(order[: order.index(fail_on) + 1] if fail_on in order else [])
    assert len(list(suites.iter("testcase"))) == len(small.findings)
    said = "".join(out.text or "" for out in suites.iter("system-out"))
    for finding in small.findings:
        assert (finding.message in said) == (finding.severity not in failed)


@pytest.mark.parametrize(
    "view",
    [
        *(View(sort=sort) for sort in SORTS),
        *(View(group_by=group) for group in GROUPS),
        *(View(statistics=True, group_by=group) for group in (None, *GROUPS)),
        View(limit=1),
        View(limit=0, quiet=1),
        View(group_by="rule", sort="severity", limit=2),
        View(verbose=True),
        View(quiet=1),
        View(quiet=2),
    ],
    ids=lambda view: " ".join(
        f"{name}={value}" for name, value in view._asdict().items() if value != View._field_defaults[name]
    ),
)
@pytest.mark.parametrize("name", ["text", "markdown"])
def test_arranged(name: str, view: View, ruleset: RuleSet, snapshot: SnapshotAssertion) -> None:
    second = RECORD.split("\n", 1)[1].replace("Invoices", "Tariffs").replace("123456-A1B2C", "987654-Z9Y8X")
    report = report_of(RECORD + "\n" + second, ruleset)
    kept = [finding for finding in report.findings if finding.rule in ("TRM01", "TRM05", "OPT03")]
    assert len(kept) > 3
    assert (
        FORMATS[name].render(Report(report.documents, kept, [], report.rules, report.lines), view) == snapshot
    )


def test_groups_and_statistics_count_alike(seeds_report: Report) -> None:
    """A finding that several agreements share is in the group of each."""
    for group in GROUPS:
        text = FORMATS["text"].render(seeds_report, View(group_by=group, quiet=1, show="info"))
        numbers = {
            label: int(number)
            for label, number in re.findall(r"^(\S.*): (\d+) findings?$", text, re.MULTILINE)
        }
        assert numbers == {row.label: row.findings for row in statistics(seeds_report, group)}
        if group == "rule":
            assert sum(numbers.values()) == len(seeds_report.findings)


def test_every_module_of_a_format_is_in_its_table() -> None:
    """Otherwise nobody could ask for the format."""
    tables = {"check": FORMATS, "compare": COMPARE_FORMATS, "history": HISTORY_FORMATS}
    named = {each.module for formats in tables.values() for each in formats.values()}
    found = {
        path.stem
        for command in tables
        for path in (ROOT / "dslint" / "reporters").glob(f"{command}_*.py")
        if hasattr(import_module(f"dslint.reporters.{path.stem}"), "render")
    }
    assert not found - named, f"dslint/reporters/formats.py does not name {sorted(found - named)}"


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_is_whole(name: str) -> None:
    each = FORMATS[name]
    module = f"dslint/reporters/{each.module}.py"
    assert (ROOT / module).exists(), f"{name}: there is no {module}"
    allowed = resources.schema("config")["properties"]["format"]["enum"]
    assert name in allowed, f"{name}: schemas/config.schema.json does not allow it as format"
    documented = (ROOT / "docs/formats.md").read_text("utf-8")
    assert f"| `{name}` |" in documented, f"{name}: run make docs, which adds it to docs/formats.md"
    assert name in CHECKS or each.binary, (
        f"{name}: write check_{name}_of here: what every such report keeps to"
    )
    assert each.suffix.startswith(".")
    assert visible(each.description) == each.description
    assert each.options <= set(View._fields)
