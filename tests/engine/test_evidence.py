"""Which places a finding keeps when there are more than it can hold."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import AS_OF, assemble
from test_rule_files import GOOD

from dslint.engine.evaluate import check_document, one_by_one
from dslint.engine.finding import MOST_EVIDENCE
from dslint.engine.load import RuleChoice

WHEN = """\
  all:
    - text: {in: processing, match: alpha, as: hit, note: one side}
    - text: {in: processing, match: omega, as: other, note: the other side}
"""
HEAD = "A — DARS-NIC-123456-A1B2C\nOpt outs honoured: N\nLegal basis: X\nProcessing:\n"


@pytest.mark.parametrize("omegas", [1, 3])
def test_no_side_is_cut_away_by_another(tmp_path: Path, omegas: int) -> None:
    one, rest = GOOD.split("when:\n")
    rule = f"{one}when:\n{WHEN}message: {rest.partition('message: ')[2]}"
    (tmp_path / "rule.yaml").write_text(rule, "utf-8")
    rules = RuleChoice(builtin=False, files=(str(tmp_path / "rule.yaml"),)).load()
    alphas = [f"The alpha {n}." for n in range(MOST_EVIDENCE + 10)]
    text = HEAD + "\n".join([*alphas, *(f"The omega {n}." for n in range(omegas))]) + "\n"
    result = check_document(assemble("page", text), rules.rules, rules.scanner, AS_OF)
    [finding] = one_by_one(rules.rules, [result])
    sides = [each.text for each in finding.evidence]
    assert len(sides) == MOST_EVIDENCE
    assert sides.count("omega") == omegas
    # One of each, then the second of each, in the order in which they appear.
    lines = [each.span.line for each in finding.evidence]
    assert lines[:2] == [5, 5 + len(alphas)]
    assert lines[2 * omegas : 2 * omegas + 3] == [5 + omegas, 6 + omegas, 7 + omegas]


STEM = """\
  text: {in: processing, match: alph, as: hit}
"""


@pytest.mark.parametrize(
    ("text", "shown"),
    [("The alphas go.", "alphas"), ("The alph.", "alph"), ("The alph-beta.", "alph"), ("An alphé", "alphé")],
)
def test_an_excerpt_ends_with_its_word(tmp_path: Path, text: str, shown: str) -> None:
    one, rest = GOOD.split("when:\n")
    (tmp_path / "rule.yaml").write_text(
        f"{one}when:\n{STEM}message: {rest.partition('message: ')[2]}", "utf-8"
    )
    rules = RuleChoice(builtin=False, files=(str(tmp_path / "rule.yaml"),)).load()
    [finding] = check_document(
        assemble("page", HEAD + text + "\n"), rules.rules, rules.scanner, AS_OF
    ).findings
    assert [each.text for each in finding.evidence] == [shown]


MEASURED = """\
  all:
    - state: {of: sensitive, is: empty, as: missing, note: "no {key}"}
    - optional: {state: {of: sublicensing, is: empty, as: missing, note: no other}}
measured_against: {by: missing.key, standards: {sensitive: S3, sublicensing: S1, when: S12}}
"""
YOUNG = "Legal basis: X\nWhen:DSA runs {} — 2030-01-01\n"
S3 = "DARS standard 3, Data minimisation, in force from 2019-07-24"
S1 = "DARS standard 1, Length of DSA v1.0, in force from 2019-07-24"


def remarked(folder: Path, start: str, body: str) -> tuple[str | None, list[str], str]:
    """The remark of a finding, its authorities, and the notes of its places."""
    one, rest = GOOD.split("when:\n")
    rule = f"{one}when:\n{MEASURED}message: {rest.partition('message: ')[2]}".replace("{hit.text}", "it")
    keys = "".join(f"  - {{key: {key}}}\n" for key in ("S3", "S12", "S1", "HSCA"))
    (folder / "rule.yaml").write_text(rule.replace("authority:\n", f"authority:\n{keys}"), "utf-8")
    rules = RuleChoice(builtin=False, files=(str(folder / "rule.yaml"),)).load()
    page = assemble("page", f"A — DARS-NIC-123456-A1B2C\n{YOUNG.format(start)}{body}\n")
    (found,) = check_document(page, rules.rules, rules.scanner, AS_OF).findings
    assert found.message == " ".join(filter(None, (found.statement, found.caveat)))
    return found.caveat, [each.short for each in found.authority], "; ".join(e.note for e in found.evidence)


@pytest.mark.parametrize(
    ("start", "body", "said"),
    [
        ("2019-07-23", "Sensitive:", f"today's standard ({S3}), which is younger"),
        ("2019-07-24", "Sensitive:", None),
        ("2019-07-25", "Sensitive:", None),
        (
            "2018-01-01",
            "Sensitive:\nSublicensing allowed:",
            f"today's standard ({S3}) and the standard of 2019 ({S1}), which are younger",
        ),
    ],
)
def test_a_younger_standard_is_remarked_on(tmp_path: Path, start: str, body: str, said: str | None) -> None:
    caveat, _, _ = remarked(tmp_path, start, body)
    assert caveat == (said and f"Measured against {said} than the agreement.")


def test_standards_of_what_was_not_found_are_not_named(tmp_path: Path) -> None:
    """Those that are younger than the agreement come last."""
    _, alone, notes = remarked(tmp_path, "2018-01-01", "Sensitive:")
    assert (alone, notes) == (["HSCA 2012 s261", "Our handbook", "DARS 3"], "no sensitive")
    _, both, notes = remarked(tmp_path, "2018-01-01", "Sensitive:\nSublicensing allowed:")
    assert both == ["HSCA 2012 s261", "Our handbook", "DARS 3", "DARS 1 (2019)"]
    assert notes == "no sensitive; no other"
    _, later, _ = remarked(tmp_path, "2020-01-01", "Sensitive:")
    assert later == ["DARS 3", "HSCA 2012 s261", "Our handbook"]


@pytest.mark.parametrize("other", ["a", "z", "missin", "missings"])
def test_only_what_the_standard_is_chosen_by_chooses_it(tmp_path: Path, other: str) -> None:
    when = MEASURED.replace(
        "is: empty, as: missing, note: no other", f"is: empty, as: {other}, note: no other"
    )
    one, rest = GOOD.split("when:\n")
    rule = f"{one}when:\n{when}message: {rest.partition('message: ')[2]}".replace("{hit.text}", "it")
    keys = "".join(f"  - {{key: {key}}}\n" for key in ("S3", "S12", "S1"))
    (tmp_path / "rule.yaml").write_text(rule.replace("authority:\n", f"authority:\n{keys}"), "utf-8")
    rules = RuleChoice(builtin=False, files=(str(tmp_path / "rule.yaml"),)).load()
    text = f"A — DARS-NIC-123456-A1B2C\n{YOUNG.format('2018-01-01')}Sensitive:\nSublicensing allowed:\n"
    (finding,) = check_document(assemble("page", text), rules.rules, rules.scanner, AS_OF).findings
    assert finding.caveat == f"Measured against today's standard ({S3}), which is younger than the agreement."


def test_two_facts_of_one_place_share_it(tmp_path: Path) -> None:
    when = """\
  all:
    - text: {in: processing, match: alpha, as: hit, note: one side}
    - text: {in: processing, match: alpha, as: other, note: the other side}
    - text: {in: processing, match: alpha, as: again, note: one side}
"""
    one, rest = GOOD.split("when:\n")
    rule = f"{one}when:\n{when}message: {rest.partition('message: ')[2]}"
    (tmp_path / "rule.yaml").write_text(rule, "utf-8")
    rules = RuleChoice(builtin=False, files=(str(tmp_path / "rule.yaml"),)).load()
    page = assemble("page", f"{HEAD}The alpha.\n")
    (found,) = check_document(page, rules.rules, rules.scanner, AS_OF).findings
    (evidence,) = found.evidence
    assert (evidence.note, evidence.text, evidence.at.line) == ("one side; the other side", "alpha", 5)
    assert found.agreements == ("DARS-NIC-123456-A1B2C",)


@pytest.mark.parametrize(
    ("scope", "when", "agreement", "line"),
    [
        ("document", "count: {in: opt_outs, at_least: 2, as: hit}", "DARS-NIC-123456-A1B2C", 1),
        ("agreement", "date: {is: as_of, after: '2020-01-01', as: hit}", "DARS-NIC-123456-A1B2C", 1),
        ("agreement", "not_printed: [dsa_start]", "DARS-NIC-123456-A1B2C", 1),
    ],
)
def test_which_agreement_a_finding_is_about(
    tmp_path: Path, scope: str, when: str, agreement: str, line: int
) -> None:
    one, rest = GOOD.split("when:\n")
    behind = rest[rest.index("remedy:") :]
    rule = f"{one}scope: {scope}\nwhen:\n  {when}\nmessage: It.\n{behind}"
    (tmp_path / "rule.yaml").write_text(rule, "utf-8")
    rules = RuleChoice(builtin=False, files=(str(tmp_path / "rule.yaml"),)).load()
    page = assemble("page", HEAD + HEAD.replace("123456", "654321"))
    found = check_document(page, rules.rules, rules.scanner, AS_OF).findings[0]
    assert (found.agreement, found.record_line) == (agreement, line)
    assert found.evidence[0].span.line >= 1
