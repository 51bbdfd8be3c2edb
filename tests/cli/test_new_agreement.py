"""`dslint new agreement`: what it asks on a terminal, and a renewal out of what is published."""

from __future__ import annotations

import os
import pty
import sys
from collections.abc import Iterator
from pathlib import Path

import yaml
from conftest import ROOT, Cli

from dslint import resources
from dslint.cli.interview import interview
from dslint.session import Session
from dslint.vocabularies import BUILT_IN

PAGE = """\
Moor Hospital projects

Falls — DARS-NIC-123456-A1B2C-v1.0
Opt outs honoured: N, Y
Legal basis: Health and Social Care Act 2012 – s261(1) and s261(2)(b)(ii)
When:DSA runs 2025-06-01 — 2025-05-31
Processing:
The hospital keeps the data on its own servers.

Falls — DARS-NIC-123456-A1B2C-v1.2
Opt outs honoured: Y
Legal basis: Health and Social Care Act 2012 – s261(1) and s261(2)(b)(ii)
When:DSA runs 2025-06-01 — 2025-05-31
Processing:
The hospital keeps the data on its own servers.
"""


def asked(answers: list[str]) -> tuple[str, list[str], list[str]]:
    """The draft, the questions, and what was told between them."""
    left, questions, told = iter(answers), [], []

    def ask(question: str) -> str:
        questions.append(question)
        return next(left, "")

    return interview(resources.template("agreement.yaml"), BUILT_IN, ask, told.append), questions, told


def test_it_asks_dataset_by_dataset_with_the_vocabulary() -> None:
    text, questions, told = asked([
        "DARS-NIC-123456-A1B2C", "Falls", "Moor Hospital", "2025-04-01", "",
        "Moor Hospital", "Vale: ICB", "",
        "outpat", "1", "No - data flow is not identifiable", "Health and Social Care Act 2012 - s261(2)(a)",
        "", "",
        "civil", "2", "", "", "", "", "",
        "My own data", "", "", "", "", "", "",
    ])  # fmt: skip
    one = yaml.load(text, yaml.BaseLoader)["agreement"]
    assert (one["reference"], one["dsa"]) == (
        "DARS-NIC-123456-A1B2C",
        {"start": "2025-04-01", "end": "<last day>"},
    )
    assert one["controllers"] == ["Moor Hospital", "Vale: ICB"]
    first, second, third = one["flows"]
    assert first["dataset"] == "Hospital Episode Statistics Outpatients"
    assert first["opt_outs"] == "No - data flow is not identifiable"
    assert second["dataset"].startswith("Civil Registration - ")
    assert third["dataset"] == "My own data"
    assert one["territory"] == "<England and Wales, UK or EEA>"
    assert any("Hospital Episode Statistics Outpatients" in line for line in told)
    assert any("by number" in question for question in questions)
    report = Session(select=["DRF"]).check({"draft.yaml": text})
    assert report.errors == []
    assert {each.rule for each in report.findings} == {"DRF01"}


def test_nothing_is_asked_without_a_terminal(cli: Cli) -> None:
    done = cli("new", "agreement", stdin=b"x\ny\n")
    assert (done.stdout, done.stderr) == (resources.template("agreement.yaml"), "")


def test_a_terminal_is_asked(tmp_path: Path) -> None:
    if sys.platform == "win32":
        return
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(tmp_path)
        os.execv(sys.executable, [sys.executable, "-m", "dslint", "new", "agreement", "-o", "mine.yaml"])
    os.write(terminal, b"DARS-NIC-123456-A1B2C\nFalls\n" + b"\n" * 8)
    shown = b"".join(_read(terminal)).decode()
    os.waitpid(pid, 0)
    assert "Reference: " in shown
    assert "  reference: DARS-NIC-123456-A1B2C\n" in (tmp_path / "mine.yaml").read_text("utf-8")


def _read(terminal: int) -> Iterator[bytes]:
    while True:
        try:
            found = os.read(terminal, 4096)
        except OSError:  # what a terminal gives at its end
            return
        if not found:
            return
        yield found


def test_a_renewal_starts_from_the_newest_version(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(PAGE, "utf-8")
    done = cli("new", "agreement", "--from", "page.txt#NIC-123456-A1B2C", "--output", "mine.yaml")
    assert done.returncode == 0, done.stderr
    text = (tmp_path / "mine.yaml").read_text("utf-8")
    assert text.startswith("# yaml-language-server: $schema=./dslint-agreement.schema.json\n# A renewal of ")
    assert (tmp_path / "dslint-agreement.schema.json").exists()
    one = yaml.load(text, yaml.BaseLoader)["agreement"]
    assert (one["version"], one["opt_outs"]) == ("1.2", ["Y"])
    rules = {each.rule for each in Session(select=["TRM01", "OPT"]).check({"mine.yaml": text}).findings}
    assert rules == {"TRM01"}


def test_what_is_not_published_is_said(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(PAGE, "utf-8")
    for given, said in (
        ("page.txt#DARS-NIC-999999-A1B2C", "page.txt has no agreement DARS-NIC-999999-A1B2C"),
        ("page.txt", "write it as PAGE_OR_WORKBOOK#REFERENCE"),
        ("none.txt#DARS-NIC-123456-A1B2C", "none.txt"),
    ):
        done = cli("new", "agreement", "--from", given)
        assert done.returncode == 2
        assert said in done.stderr


# The official workbook of 2021, where it is at hand.
WORKBOOK = ROOT.parent / "shared" / "data" / "release-register-2021-02.xlsx"
OF_A_DATE = {"SEC04", "TRM08"}  # are measured against the month of an edition, which a draft does not have


def test_a_renewal_gives_the_findings_of_its_record() -> None:
    if not WORKBOOK.exists():
        return
    from dslint.cli.new import _renewal

    session = Session(profile="strict")
    groups = {rule.id: (rule.group, rule.scope) for rule in session.rules}
    by_reference: dict[str, dict[str, set[str]]] = {}
    for finding in session.check(WORKBOOK, as_of="2021-03-01").findings:
        for part in finding.parts or (finding,):
            if part.agreement and groups[part.rule][1] == "agreement":
                rules = by_reference.setdefault(part.agreement, {})
                rules.setdefault(part.rule, set()).add(part.certainty)
    for reference in sorted(by_reference)[::60]:
        text = _renewal(f"{WORKBOOK}#{reference}")
        report = session.check({"mine.yaml": text}, as_of="2021-03-01")
        assert report.errors == []
        found: dict[str, set[str]] = {}
        for each in report.findings:
            found.setdefault(each.rule, set()).add(each.certainty)
        missing = by_reference[reference].keys() - found.keys() - OF_A_DATE
        assert not missing, (reference, missing)
        for rule, certainty in by_reference[reference].items():
            assert rule in OF_A_DATE or "certain" not in certainty or "certain" in found[rule], (
                reference,
                rule,
            )
