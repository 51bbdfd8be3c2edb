"""Invented agreements without a fault, full of what looks like one: no rule of any profile says a word."""

from __future__ import annotations

import pytest
import yaml
from conftest import ROOT
from documents import paragraph, word

from dslint.engine.select import STRICT
from dslint.session import Session

FOLDER = ROOT / "tests" / "faultless"
TEXTS = sorted({path.name for path in FOLDER.glob("*.*")} - {"form.yaml"})
# Within the term of each: of one that is over a run says so.
AS_OF = {
    "page-2017.txt": "2017-12-01",
    "page-2021.txt": "2021-06-01",
    "page-trials-unit.txt": "2022-12-01",
    "page-audit.txt": "2021-06-01",
    "page-one-file.txt": "2022-12-01",
    "page-office.txt": "2021-06-01",
}


@pytest.fixture(scope="module", params=[STRICT, "watchdog", "renewal", "default"])
def session(request: pytest.FixtureRequest) -> Session:
    return Session(profile=request.param)


def said(session: Session, inputs: dict[str, str] | dict[str, bytes]) -> list[tuple[str, str, str]]:
    report = session.check(inputs, as_of=AS_OF.get(min(inputs), "2026-11-29"))
    assert report.errors == []
    assert report.agreements
    return [(each.rule, each.severity, each.message) for each in report.findings]


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_without_a_fault_is_silent(session: Session, name: str) -> None:
    assert said(session, {name: (FOLDER / name).read_text("utf-8")}) == []


@pytest.mark.parametrize("folder", ["rows", "register"])
def test_rows_without_a_fault_are_silent(session: Session, folder: str) -> None:
    sheets = {path.name: path.read_bytes() for path in sorted((FOLDER / folder).iterdir())}
    assert said(session, sheets) == []


def test_a_form_without_a_fault_is_silent(session: Session) -> None:
    answers: list[tuple[str, str]] = yaml.safe_load((FOLDER / "form.yaml").read_text("utf-8"))
    body = "".join(
        paragraph(question, bold=True) + "".join(paragraph(line) for line in answer.split("\n"))
        for question, answer in answers
    )
    assert said(session, {"form.docx": word(body)}) == []
