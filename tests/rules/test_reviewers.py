"""What a reviewer asks of a draft: a whole draft is silent, planted faults are found, remedies clear them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from conftest import ROOT

from dslint import compiled
from dslint.engine.finding import Finding
from dslint.engine.select import STRICT
from dslint.engine.suggestion import applied
from dslint.rule_examples import document_of, findings_of_example
from dslint.session import Session

WHOLE = (ROOT / "tests" / "drafts" / "whole.yaml").read_text("utf-8")
AS_OF = "2026-11-22"


class Fault(NamedTuple):
    """What is written in place of what was right, and the rule that must tell."""

    what: str
    rule: str
    right: str
    wrong: str


FAULTS = (
    Fault(
        "no arrangement of joint controllers",
        "REV13",
        "  joint_arrangement:\n    reference: Falls study arrangement\n    date: 2024-11-04\n",
        "",
    ),
    Fault(
        "sublicensing No, and outside researchers",
        "REV16",
        "Quaynote Analytics Limited stores",
        "The data are made available to external researchers.\n    Quaynote Analytics Limited stores",
    ),
    Fault(
        "commercial No, and sales",
        "REV17",
        "commercial_interest: none",
        "commercial_interest: {party: Quaynote Analytics Limited, gain: it sells the tool}",
    ),
    Fault("outputs without a date", "REV09", "after discharge, by October 2026.", "after discharge."),
    Fault(
        "benefits without a number",
        "REV10",
        "Wards that change their discharge letters by 2027, for about 1,200 people a year.",
        "Better care for patients.",
    ),
    Fault(
        "yielded benefits that say nothing",
        "REV11",
        "In 2024 two wards changed their discharge letters, and 40 fewer people came back after a fall.",
        "None yet.",
    ),
    Fault("a value that is misspelt", "DRF02", "sensitivity: Sensitive", "sensitivity: Sensitve"),
    Fault(
        "a flow without an answer about opt-outs",
        "REV19",
        "      opt_outs: Yes - patient objections upheld\n",
        "",
    ),
    Fault(
        "a processor without a step",
        "REV12",
        "  locations:\n",
        "    - name: Fernbank Archive Limited\n  locations:\n",
    ),
    Fault("a place without a country", "REV01", "      country: England\n", ""),
    Fault("use abroad without safeguards", "SEC08", "countries: England and Wales", "countries: EEA"),
    Fault(
        "an article without a reason",
        "REV14",
        "      reason: scientific research, with the safeguards of article 89\n",
        "",
    ),
    Fault(
        "support that ends first",
        "REV15",
        "    end: 2027-03-31\n    covers",
        "    end: 2026-03-31\n    covers",
    ),
    Fault("ethical approval that ends first", "REV05", "end: 2028-01-31", "end: 2026-01-31"),
    Fault(
        "an assessment that is not finished", "REV03", "    status: Completed\n", "    status: In progress\n"
    ),
    Fault(
        "no address of the notice",
        "TRN01",
        "address: https://www.northmoor.example/falls/privacy",
        "address: on our website",
    ),
    Fault(
        "a dataset without a limit",
        "REV04",
        "    - dataset: Civil Registration - Deaths\n"
        "      limits: the cohort, date and cause of death\n"
        "      reason: a death ends the time at risk\n",
        "",
    ),
    Fault("no word of destruction", "TRM09", "    destruction: overwritten, with a certificate\n", ""),
    Fault("funding that ends first", "REV02", "end: 2027-09-30", "end: 2026-09-30"),
    Fault("a condition without an answer", "REV18", "      met: The study team sends it in May.\n", ""),
    Fault(
        "a reference without its prefix",
        "QLT07",
        "reference: DARS-NIC-234567-B2C3D",
        "reference: NIC-234567-B2C3D",
    ),
    Fault(
        "an old word for opt-outs",
        "OPT04",
        "There is section 251 support",
        "Type 2 objections are applied to the identifiers.\n    There is section 251 support",
    ),
)


def planted(faults: tuple[Fault, ...]) -> str:
    text = WHOLE
    for fault in faults:
        assert text.count(fault.right) == 1, fault.what
        text = text.replace(fault.right, fault.wrong)
    return text


@pytest.fixture(scope="module")
def strict() -> Session:
    return Session(profile=STRICT)


def found(session: Session, text: str) -> list[Finding]:
    report = session.check({"draft.yaml": text}, as_of=AS_OF)
    assert report.errors == []
    return report.findings


def test_a_whole_draft_is_silent(strict: Session) -> None:
    assert [(each.rule, each.message) for each in found(strict, WHOLE)] == []


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.what)
def test_a_fault_is_found_where_it_is(strict: Session, fault: Fault) -> None:
    """Alone, and by no other rule of reviewers: what a fault says is told once."""
    rules = [each.rule for each in found(strict, planted((fault,)))]
    assert rules.count(fault.rule) >= 1
    others = {each for each in rules if each.startswith(("REV", "DRF", "TRN", "TRM09", "SEC08"))} - {
        fault.rule
    }
    assert others <= {"REV04", "REV06"}  # a new dataset has no limit of its own, a new processor no assurance


def test_all_faults_are_found_together_and_each_goes_with_its_remedy(strict: Session) -> None:
    whole = found(strict, planted(FAULTS))
    told = {each.rule for each in whole}
    assert {fault.rule for fault in FAULTS} <= told
    for number, fault in enumerate(FAULTS):
        left = found(strict, planted(FAULTS[:number] + FAULTS[number + 1 :]))
        assert fault.rule not in {each.rule for each in left}, fault.what


def test_most_of_them_are_warnings_that_are_certain(strict: Session) -> None:
    rules = {fault.rule for fault in FAULTS}
    certain = {each.rule for each in found(strict, planted(FAULTS)) if each.certainty == "certain"}
    assert len(rules & certain) >= 17


def test_fix_writes_what_has_one_answer(strict: Session) -> None:
    text = planted(FAULTS)
    edits = [
        edit
        for each in found(strict, text)
        if each.suggestion and each.suggestion.is_safe
        for edit in each.suggestion.edits
    ]
    left = {each.rule for each in found(strict, applied(text, edits))}
    assert left.isdisjoint({"QLT07", "OPT04", "DRF02"})


# Every rule: its bad drafts are fixed by its own remedy.


def examples_of_drafts() -> Iterator[Any]:
    for entry in compiled.builtin_rules():
        for example in compiled.examples(entry["source"])["bad"]:
            if "agreement:" in example.get("text", "").split("\n")[0]:
                yield pytest.param(
                    entry["rule"]["id"], example, id=f"{entry['rule']['id']} {example['name']}"
                )


@pytest.mark.parametrize(("rule", "example"), tuple(examples_of_drafts()))
def test_a_remedy_clears_its_finding(strict: Session, rule: str, example: dict[str, Any]) -> None:
    """What the example is after doing what the remedy says, or after what the finding suggests."""
    (asked,) = (each for each in strict.rules if each.id == rule)
    text = example.get("fixed")
    if text is None:
        document, _ = document_of(example, strict.vocabularies)
        findings = findings_of_example(asked, strict.rule_set.scanner, example, document)
        edits = [edit for each in findings if each.suggestion for edit in each.suggestion.edits]
        assert edits, "the example has no fixed text, and the finding suggests none"
        text = applied(example["text"], edits)
    fixed, _ = document_of({**example, "text": text}, strict.vocabularies)
    assert fixed.problems == []
    left = findings_of_example(asked, strict.rule_set.scanner, example, fixed)
    assert [each.message for each in left] == []


def test_every_standard_of_the_custodian_has_a_rule(strict: Session) -> None:
    known = compiled.vocabulary("authorities")["authorities"]
    standards = {key for key, row in known.items() if row["document"].startswith("DARS standard")}
    assert len(standards) >= 19
    assert standards == standards & {each.key for rule in strict.rules for each in rule.authorities}


def test_what_is_asked_of_drafts_is_not_asked_of_pages(strict: Session) -> None:
    page = "Moor — DARS-NIC-100700-A1B2C\nLegal basis: Health and Social Care Act 2012\n"
    page += "Objectives:\nA study.\nProcessing:\nThe team counts falls.\nYielded benefits:\nNone yet.\n"
    found = strict.check({"page.txt": page}, as_of=AS_OF).findings
    assert not [each for each in found if each.rule.startswith(("REV", "DRF"))]
