"""What the reports look like: text to the letter, JSON and SARIF by their contracts."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from conftest import AS_OF, RECORD, ROOT
from syrupy.assertion import SnapshotAssertion

from dslint import compiled
from dslint.engine.checked import Checked
from dslint.engine.load import RuleChoice, RuleSet
from dslint.engine.report import Report
from dslint.engine.run import collect_report, run
from dslint.reporters import check_json, check_sarif, check_text
from dslint.reporters.frame import frame, width, wrap
from dslint.reporters.view import View
from dslint.rule_examples import document_of
from dslint.sources import collect

IDS = sorted(entry["rule"]["id"] for entry in compiled.builtin_rules() if entry["rule"].get("scope") != "run")


def report_of(example: str | dict[str, Any], loaded: RuleSet) -> Report:
    """What is found in a text, or in the example of a rule."""
    from dslint.engine.evaluate import check_document
    from dslint.engine.pages import shown_lines

    document, _ = document_of({"text": example} if isinstance(example, str) else example, loaded.vocabularies)
    document.path = "page.txt"
    result = check_document(document, loaded.rules, loaded.scanner, AS_OF)
    return collect_report([Checked(result, shown_lines(document, result), None)], loaded)


@pytest.mark.parametrize("rule", IDS)
def test_text_of_each_rule(rule: str, snapshot: SnapshotAssertion) -> None:
    loaded = RuleChoice(select=(rule,)).load()
    example = loaded.rules[0].examples["bad"][0]
    assert check_text.render(report_of(example, loaded)) == snapshot


def test_text_of_the_seeds(seeds_report: Report, snapshot: SnapshotAssertion) -> None:
    assert check_text.render(seeds_report) == snapshot


def test_json_of_the_seeds(seeds_report: Report, snapshot: SnapshotAssertion) -> None:
    value = json.loads(check_json.render(seeds_report))
    rows = [
        f"{f['path']}:{f['line']}:{f['column']}-{f['end_column']}"
        f" {f['rule']} {f['severity']} {f['certainty']}"
        f" {f['agreement']} {[(e['line'], e['column']) for e in f['evidence']]}"
        for f in value["findings"]
    ]
    assert {**value["summary"], "findings_in_order": rows} == snapshot


def test_json_contract(seeds_report: Report) -> None:
    value = json.loads(check_json.render(seeds_report))
    assert set(value) == {"schema_version", "tool", "summary", "findings", "errors"}
    assert value["summary"]["documents"] == 5
    assert value["summary"]["agreements"] == 15
    keys = {
        "rule", "name", "severity", "certainty", "message", "path", "line", "column", "end_line",
        "end_column", "agreement", "record_line", "evidence", "fingerprint", "authority",
    }  # fmt: skip
    lines = {path.name: path.read_text("utf-8").split("\n") for path in (ROOT / "seeds").glob("*.txt")}
    assert len(value["findings"]) == len(seeds_report.findings) > 0
    for finding in value["findings"]:
        assert keys <= set(finding)
        first = finding["evidence"][0]
        assert [first[k] for k in ("path", "line", "column")] == [
            finding[k] for k in ("path", "line", "column")
        ]
        for evidence in finding["evidence"]:
            line = lines[Path(evidence["path"]).name][evidence["line"] - 1]
            assert line[evidence["column"] - 1 : evidence["end_column"] - 1] == evidence["text"]


def test_text_fits_its_width(seeds_report: Report) -> None:
    for columns in (80, 100, 120):
        for line in check_text.render(seeds_report, View(columns)).splitlines():
            assert width(line) <= columns, line


def sarif(report: Report) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(check_sarif.render(report, View(root=str(ROOT), folder=str(ROOT))))
    return value


def test_sarif_schema(seeds_report: Report) -> None:
    schema = json.loads((ROOT / "tests" / "data" / "sarif-2.1.0.json").read_text("utf-8"))
    jsonschema_rs.Draft202012Validator(schema).validate(sarif(seeds_report))


def test_sarif_for_code_scanning(seeds_report: Report) -> None:
    log = sarif(seeds_report)
    (scan,) = log["runs"]
    assert scan["columnKind"] == "unicodeCodePoints"
    assert scan["automationDetails"]["id"].endswith("/")
    rules = scan["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [rule.id for rule in seeds_report.rules]
    for rule in rules:
        assert rule["help"]["markdown"]
        assert len(rule["shortDescription"]["text"]) <= 1024
        assert len(rule["fullDescription"]["text"]) <= 1024
        assert rule["name"] != rule["id"]
    assert len(scan["results"]) == len(seeds_report.findings) > 0
    for result in scan["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        (location,) = result["locations"]
        region = location["physicalLocation"]["region"]
        assert region["startLine"] == region["endLine"]
        assert location["physicalLocation"]["artifactLocation"]["uri"].startswith("seeds/")
        assert location["logicalLocations"][0]["name"]
        assert result["partialFingerprints"]["dslint/v1"]
        for related in result.get("relatedLocations", []):
            assert f"]({related['id']})" in result["message"]["text"]


def test_sarif_paths_and_failures(tmp_path: Path, ruleset: RuleSet) -> None:
    (tmp_path / ".git").mkdir()
    folder = tmp_path / "a folder" / "50%"
    folder.mkdir(parents=True)
    (folder / "pàge.txt").write_text(RECORD, "utf-8")
    before = os.getcwd()
    os.chdir(folder)
    try:
        report = run(collect([".", "gone.txt"]), RuleChoice(), ruleset, AS_OF)
    finally:
        os.chdir(before)
    (scan,) = json.loads(check_sarif.render(report, View(root=str(tmp_path), folder=str(folder))))["runs"]
    uri = scan["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri == "a%20folder/50%25/p%C3%A0ge.txt"
    (invocation,) = scan["invocations"]
    assert invocation["executionSuccessful"] is False
    (notification,) = invocation["toolExecutionNotifications"]
    assert "gone.txt: does not exist" in notification["message"]["text"]


def test_fingerprints_do_not_depend_on_positions(ruleset: RuleSet) -> None:
    text = (ROOT / "seeds" / "thurrock-ccg.txt").read_text("utf-8")
    lines = text.split("\n")
    starts = [n for n, line in enumerate(lines) if line.startswith(("DSfC", "Project "))]
    records = [lines[a:b] for a, b in zip(starts, [*starts[1:], len(lines) - 1], strict=True)]
    moved = lines[: starts[0]] + [line for record in reversed(records) for line in ["", *record]] + [""]
    one, other = (
        sorted(f.fingerprint for f in report_of(each, ruleset).findings) for each in (text, "\n".join(moved))
    )
    assert one == other


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("a " * 100, 101, 102),
        ("word " * 50 + "HERE" + " word" * 50, 251, 255),
        ("x" * 300, 100, 110),
        ("🚩 日本語 " * 30 + "HERE", 181, 185),
        ("short", 1, 6),
        ("tab\there", 5, 9),
        ("e\u0301 \x1b[31m end", 9, 12),
    ],
)
def test_frames_underline_what_they_show(text: str, start: int, end: int) -> None:
    line, space, underline = frame(text, start, end, 60)
    assert width(line) <= 60
    assert width(space) + len(underline) <= width(line)
    cells = [n for n, c in enumerate(line) for _ in range(width(c))]
    shown = sorted(set(cells[len(space) : len(space) + len(underline)]))
    assert "".join(line[n] for n in shown) == text[start - 1 : end - 1]


def test_wrap_cuts_between_words() -> None:
    text = "a few words and averyveryverylongwordindeed then more"
    assert " ".join(wrap(text, 12)) == text
    assert all(width(line) <= 12 or " " not in line for line in wrap(text, 12))
