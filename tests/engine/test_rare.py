"""What seldom happens: a slow pattern, a flow of a draft, a setting that names no rule."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import AS_OF, RECORD, assemble
from operators import HEAD, evaluate
from test_ignores import HERE, NAMES
from test_rule_files import GOOD, TEXT

from dslint.engine.ignores import IgnoreList
from dslint.engine.load import RuleChoice
from dslint.engine.per_path import PerPath
from dslint.engine.report import Report
from dslint.engine.select import UnknownRule
from dslint.engine.suggestion import SuggestionWords
from dslint.engine.template import Template
from dslint.patterns import Pattern, PatternTimeout
from dslint.session import Session


class Slow(Pattern):
    """A pattern that is always given up."""

    def matches(self, text: str, live: object = None) -> bool:
        raise PatternTimeout("cloud")


def test_the_pattern_of_an_ignore_that_takes_too_long() -> None:
    """It covers nothing, and is told once."""
    (finding,) = Session(select=["OPT03"]).check({"page.txt": RECORD}).findings
    slow = HERE._replace(match=Slow("cloud"))
    known = IgnoreList([slow, slow._replace(line=9)], NAMES, ".", AS_OF)
    assert known.cause(finding) is None
    assert known.cause(finding) is None
    said = "the pattern of an ignore took too long and was given up: cloud"
    assert [(p.path, p.line, p.column, p.message) for p in known.errors] == [
        ("ignores.yaml", 2, 1, said),
        ("ignores.yaml", 9, 1, said),
    ]
    assert known[1].line == 9


def test_the_value_of_an_attribute_that_takes_too_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rule = GOOD.replace(TEXT, "  some: {in: names, where: {name: {match: Moor}}, as: hit}")
    (tmp_path / "rule.yaml").write_text(rule, "utf-8")
    loaded = RuleChoice(builtin=False, files=(str(tmp_path / "rule.yaml"),)).load()
    page = assemble("page", f"{HEAD}Processing:\nThe Moor CSU does it.\n")
    from dslint.engine.evaluate import check_document

    assert len(check_document(page, loaded.rules, loaded.scanner, AS_OF).findings) == 1
    monkeypatch.setattr(Pattern, "matches", Slow.matches)
    again = RuleChoice(builtin=False, files=(str(tmp_path / "rule.yaml"),)).load()
    result = check_document(page, again.rules, again.scanner, AS_OF)
    assert result.findings == []
    assert result.errors == ["a pattern took too long and was given up: cloud"]


DRAFT = """\
agreement:
  reference: DARS-NIC-123456-A1B2C
  title: Moor
  flows:
    - dataset: Births
      opt_outs: N
      type_of_data: Identifiable
    - dataset: Deaths
      opt_outs: N
    - {dataset: Falls, opt_outs: N}
"""


def test_equal_flows_of_a_draft_are_told_as_one(tmp_path: Path) -> None:
    rule = GOOD.replace(TEXT, "  some: {in: opt_outs, where: {meaning: not_applied}, as: hit}")
    (tmp_path / "rule.yaml").write_text(rule.replace("severity:", "scope: release\nseverity:"), "utf-8")
    session = Session(select=["ORG01"], rules=[tmp_path / "rule.yaml"])
    (finding,) = session.check({"mine.yaml": DRAFT}).findings
    assert finding.message == 'The record names "N". The same is true of 2 more flows of this agreement.'
    lines = DRAFT.split("\n")
    assert [(one.line, lines[one.line - 1][one.column - 1]) for one in finding.occurrences] == [
        (6, "N"),
        (9, "N"),
        (10, "N"),
    ]


@pytest.mark.parametrize(
    "entry",
    [
        PerPath(("a.txt",), ("NONE01",)),
        PerPath(("a.txt",), None, ("NONE01",)),
        PerPath(("a.txt",), None, (), (("NONE01", "info"),)),
    ],
)
def test_settings_of_a_path_name_rules(entry: PerPath) -> None:
    with pytest.raises(UnknownRule, match="there is no rule 'NONE01'"):
        RuleChoice(per_path=(entry,)).load()
    with pytest.raises(UnknownRule, match="NONE01"):
        RuleChoice(severity=(("NONE01", "info"),)).load()


def test_findings_of_one_certainty(seeds_report: Report) -> None:
    report = seeds_report
    parts = [report.only(certainty).findings for certainty in ("certain", "possible")]
    assert all(parts)
    assert sorted([*parts[0], *parts[1]]) == sorted(report.findings)
    assert {each.certainty for each in parts[0]} == {"certain"}
    counts = report.counts()
    assert sum(counts.values()) == len(report.findings)
    assert counts["error"] == len([each for each in report.findings if each.severity == "error"]) > 0
    assert report.worst_at_least("error")
    assert not report.only("possible").worst_at_least("error")
    assert not report.worst_at_least("never")


def test_the_templates_of_a_suggestion() -> None:
    one = SuggestionWords(Template("a"), Template("b"), replace="it", part=Template("c"))
    assert one.templates() == {"title": Template("a"), "with": Template("b"), "part": Template("c")}
    assert one._replace(part=None).templates() == {"title": Template("a"), "with": Template("b")}


@pytest.mark.parametrize(
    ("condition", "truth"),
    [
        ({"is": "as_of", "after": "2026-11-21"}, True),
        ({"is": "as_of", "after": "2026-11-22"}, False),
        ({"is": "as_of", "before": "dsa_end"}, None),
        ({"is": "as_of_given", "not_after": "2026-11-22"}, True),
        ({"is": "last", "before": "as_of"}, True),
    ],
)
def test_today_in_a_condition(condition: dict[str, str], truth: bool | None) -> None:
    assert evaluate({"date": condition}, f"{HEAD}When:2018.01 — 2018.06.\n")[0] is truth


LAST = "The university keeps the records of everybody on its own servers and lets nobody else look at th"


@pytest.mark.parametrize(
    ("severity", "bounded"), [("error", "warning"), ("warning", "warning"), ("info", "info")]
)
def test_what_a_text_that_breaks_off_lacks_is_only_possible(
    tmp_path: Path, severity: str, bounded: str
) -> None:
    when = "  all: [{some: {in: fields, where: {key: legal_basis}, as: hit}}, {not: {text: {match: moors}}}]"
    (tmp_path / "rule.yaml").write_text(
        GOOD.replace(TEXT, when).replace("severity: warning", f"severity: {severity}"), "utf-8"
    )
    session = Session(select=["ORG01"], rules=[tmp_path / "rule.yaml"])
    head = RECORD.replace("2017.06 — 2017.05.", "DSA runs 2023-01-01 — 2024-01-01")
    for last, expected in ((LAST, ("possible", bounded)), (f"{LAST}em.", ("certain", severity))):
        text = f"{head}Objectives:\nWe study falls.\nProcessing:\nThe data are analysed.\n{last}\n"
        (finding,) = session.check({"page.txt": text}).findings
        assert (finding.certainty, finding.severity) == expected
        assert ("breaks off" in finding.message) is (expected[0] == "possible")
