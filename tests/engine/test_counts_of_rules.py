"""How often a rule was true, false and unknown, and of which agreements that could be told."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import AS_OF, assemble
from test_rule_files import GOOD, TEXT

from dslint.engine.coverage import RuleCoverage, measure
from dslint.engine.load import RuleChoice

PAGE = """\
One — DARS-NIC-100001-A1B2C
Opt outs honoured: Yes
Sensitive: Sensitive
Two — DARS-NIC-100002-A1B2C
Opt outs honoured: Yes
Sensitive: Non Sensitive
Three — DARS-NIC-100003-A1B2C
Opt outs honoured: Yes
"""
WITHOUT_REFERENCE = "Four\nOpt outs honoured: Yes\nLegal basis: X\nSensitive: Sensitive\n"


def counted(folder: Path, when: str, *pages: str, scope: str = "") -> RuleCoverage:
    rule = GOOD.replace(TEXT, when).replace("severity:", f"{scope}severity:")
    (folder / "rule.yaml").write_text(rule.replace("{hit.text}", "it"), "utf-8")
    loaded = RuleChoice(builtin=False, files=(str(folder / "rule.yaml"),)).load()
    (row,) = measure([assemble(f"{n}.txt", page) for n, page in enumerate(pages)], loaded, AS_OF)
    return row


SENSITIVE = "  some: {in: sensitivity, where: {sensitivity: sensitive}, as: hit}"


def test_agreements_are_counted_by_what_came_of_them(tmp_path: Path) -> None:
    row = counted(tmp_path, SENSITIVE, PAGE, WITHOUT_REFERENCE)
    assert (row.fired, row.silent, row.unknown) == (2, 1, 1)
    assert row.assessed == {
        ("DARS-NIC-100001-A1B2C",),
        ("DARS-NIC-100002-A1B2C",),
        ("1.txt", "2"),  # without a reference it is named by its place
    }
    assert row.never is None
    assert row.seconds >= 0


def test_what_never_happened(tmp_path: Path) -> None:
    one, two, three = PAGE.replace("\nT", "\n|T").split("|")
    assert counted(tmp_path, SENSITIVE, one).never is None
    assert counted(tmp_path, SENSITIVE, two, two).never == "fired"
    row = counted(tmp_path, SENSITIVE, three, three)
    assert (row.fired, row.silent, row.unknown, row.never) == (0, 0, 2, "assessed")
    assert row.assessed == set()


def test_pages_are_counted_and_no_agreements(tmp_path: Path) -> None:
    row = counted(tmp_path, SENSITIVE, PAGE, PAGE, "x\n", scope="scope: document\n")
    assert (row.fired, row.silent, row.unknown) == (2, 0, 1)
    assert row.assessed == set()


LATEST = """\
  latest:
    by: reference
    order: dsa_end
    when: {date: {is: dsa_end, before: '2020-01-01', as: hit}}"""
RECORD = """\
One — DARS-NIC-100001-A1B2C
Opt outs honoured: Yes
When:DSA runs 2017-01-01 — {}
"""


@pytest.mark.parametrize(("scope", "fired", "silent"), [("document", 2, 3), ("corpus", 1, 4)])
def test_candidates_of_a_comparison_are_counted(tmp_path: Path, scope: str, fired: int, silent: int) -> None:
    """On each page its own latest version is the one, and in the run there is one for all."""
    one = "".join(RECORD.format(end) for end in ("2018-06-30", "2019-06-30", "2017-06-30"))
    other = "".join(RECORD.format(end) for end in ("2017-01-31", "2018-12-31"))
    row = counted(tmp_path, LATEST, one, other, scope=f"scope: {scope}\n")
    assert (row.fired, row.silent, row.unknown) == (fired, silent, 0)
    assert row.assessed == set()


def test_agreements_that_are_not_compared_are_counted_beside(tmp_path: Path) -> None:
    """A comparison alone says nothing of single agreements."""
    row = counted(tmp_path, LATEST, RECORD.format("2021-06-30"), scope="scope: document\n")
    assert (row.fired, row.silent, row.never) == (0, 1, "fired")
