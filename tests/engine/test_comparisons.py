"""Rules over several records of one agreement: found in each page alone, settled over the run."""

from __future__ import annotations

import itertools
import pickle
from pathlib import Path

import pytest
from conftest import assemble

from dslint.engine.evaluate import DocumentResult, check_document, one_by_one
from dslint.engine.finding import Finding
from dslint.engine.load import RuleChoice, RuleSet
from dslint.engine.trace import trace

HEAD = """\
id: ORG01
name: compared
summary: Records are compared.
severity: info
scope: corpus
message: "{hit.text}"
remedy: None.
authority:
  - {document: Our handbook, status: seen}
rationale: We know.
examples: {bad: [{name: a, text: a, at: [{line: 1}]}], good: [{name: a, text: a}]}
"""
LATEST = (
    HEAD
    + """\
when:
  latest:
    by: base_reference
    order: last
    when: {date: {is: dsa_end, before: as_of_given, as: hit, note: end}}
"""
)
DRIFT = (
    HEAD
    + """\
when:
  group:
    in: regimes
    where: {aspect: opt_outs}
    by: base_reference
    differ_in: value
    as: hit
    note: "{value}"
    with: [{in: fields, own: true, where: {key: legal_basis}, note: basis}]
"""
)
ROLES = (
    HEAD
    + """\
when:
  group: {in: parties, by: [base_reference, organisation], differ_in: role, as: hit, note: "{role}"}
"""
)
RECORD = """\
Moor — DARS-NIC-{number}-A1B2C-v{version}
Opt outs honoured: {opt_outs}
Legal basis: Health and Social Care Act 2012
{when}
Data-controller type: {controllers}
Processing:
{processing}
"""


def page(version: int = 1, number: int = 100001, term: str = "", **values: str) -> str:
    given = {"opt_outs": "N", "controllers": "NHS MOOR CCG", "processing": "The CCG does it.", **values}
    when = f"When:DSA runs {term}" if term else "Sensitive: Sensitive"
    return RECORD.format(version=version, number=number, when=when, **given)


def load(tmp_path: Path, rule: str) -> RuleSet:
    (tmp_path / "rule.yaml").write_text(rule, "utf-8")
    return RuleChoice(select=("ORG01",), files=(str(tmp_path / "rule.yaml"),)).load()


def mapped(loaded: RuleSet, pages: list[str], as_of: str = "2024-01-01") -> list[DocumentResult]:
    return [
        check_document(assemble(f"page-{n}", text), loaded.rules, loaded.scanner, as_of)
        for n, text in enumerate(pages)
    ]


def found(tmp_path: Path, rule: str, pages: list[str], as_of: str = "2024-01-01") -> list[Finding]:
    loaded = load(tmp_path, rule)
    return one_by_one(loaded.rules, mapped(loaded, pages, as_of))


OLD, NEW, RUNNING = "2016-01-01 — 2018-12-31", "2019-01-01 — 2021-12-31", "2022-01-01 — 2024-12-31"


@pytest.mark.parametrize(
    ("pages", "ends"),
    [
        ([page(1, term=OLD)], ["2018-12-31"]),
        ([page(1, term=OLD), page(2, term=NEW)], ["2021-12-31"]),
        ([page(1, term=OLD), page(2, term=RUNNING)], []),
        ([page(1, term=OLD), page(2)], []),
        ([page(1, term=OLD), page(2, number=100002, term=RUNNING)], ["2018-12-31"]),
        ([page(1)], []),
    ],
    ids=["ended", "two-ended", "goes-on", "unknown-term", "another-agreement", "no-end"],
)
def test_latest(tmp_path: Path, pages: list[str], ends: list[str]) -> None:
    assert [finding.primary.text for finding in found(tmp_path, LATEST, pages)] == ends
    # Records of one page are compared as those of several pages are.
    assert [finding.primary.text for finding in found(tmp_path, LATEST, ["".join(pages)])] == ends


def test_latest_needs_a_date_that_was_given(tmp_path: Path) -> None:
    assert found(tmp_path, LATEST, [page(1, term=OLD)], as_of="") == []


def test_drift_shows_every_record(tmp_path: Path) -> None:
    pages = [page(1, opt_outs="Yes"), page(2, opt_outs="N, Y"), page(3, opt_outs="N"), page(9, 100009)]
    (finding,) = found(tmp_path, DRIFT, pages)
    assert [(e.path, e.span.line, e.note) for e in finding.evidence] == [
        ("page-0", 2, "applied"),
        ("page-0", 3, "basis"),
        ("page-1", 2, "applied and not applied"),
        ("page-1", 3, "basis"),
        ("page-2", 2, "not applied"),
        ("page-2", 3, "basis"),
    ]


@pytest.mark.parametrize(
    "pages",
    [
        [page(1, opt_outs="N"), page(2, opt_outs="No - data flow is not identifiable")],
        [page(1, opt_outs="N"), page(2, opt_outs="perhaps")],
        [page(1, opt_outs="N"), page(1, 100002, opt_outs="Yes")],
    ],
    ids=["same-answer", "unknown-answer", "another-agreement"],
)
def test_no_drift(tmp_path: Path, pages: list[str]) -> None:
    assert found(tmp_path, DRIFT, pages) == []


def test_a_role_drifts_between_records_not_within_one(tmp_path: Path) -> None:
    processor = page(1, processing="Data Processor 1 – Western Vale CSU")
    controller = page(2, controllers="NHS MOOR CCG, WESTERN VALE CSU")
    both = page(3, controllers="WESTERN VALE CSU", processing="Data Processor 1 – Western Vale CSU")
    assert len(found(tmp_path, ROLES, [processor, controller])) == 1
    assert found(tmp_path, ROLES, [both]) == []
    assert found(tmp_path, ROLES, [both, controller]) == []


def test_a_finding_of_several_pages_is_the_first_of_them(tmp_path: Path) -> None:
    pages = [page(1, opt_outs="Yes"), page(2, opt_outs="N"), page(3, opt_outs="N")]
    (finding,) = found(tmp_path, DRIFT, pages)
    assert (finding.primary.path, finding.primary.span.line) == ("page-0", 2)
    assert [each.primary.path for each in finding.parts] == ["page-0", "page-1", "page-2"]
    assert finding.message == finding.parts[0].message


def test_the_order_of_pages_does_not_matter(tmp_path: Path) -> None:
    loaded = load(tmp_path, LATEST)
    results = mapped(loaded, [page(1, term=OLD), page(2, term=NEW), page(1, 100002, term=NEW)])
    results = pickle.loads(pickle.dumps(results))
    expected = one_by_one(loaded.rules, results)
    assert len(expected) == 2
    for order in itertools.permutations(results):
        assert sorted(one_by_one(loaded.rules, list(order))) == sorted(expected)


def test_why_takes_the_page_for_the_whole_run(tmp_path: Path) -> None:
    loaded = load(tmp_path, LATEST)
    for pages, truth in (([page(1, term=OLD)], True), ([page(1, term=OLD), page(2, term=RUNNING)], False)):
        (step,) = trace(loaded.rules[0], assemble("page", "".join(pages)), "2024-01-01")
        assert step.step.truth is truth
