"""`dslint why --plain`: each operator has a sentence, and no sentence shows how a rule file is written."""

from __future__ import annotations

from typing import Any

import pytest
from conftest import assemble
from operators import HEAD

from dslint.engine.load import RuleChoice
from dslint.engine.operators.operator import no_parts
from dslint.engine.operators.registry import OPERATORS
from dslint.engine.outcome import Truth
from dslint.engine.trace import Step, Trace
from dslint.reporters.why_plain import SENTENCES, render

DATASETS = {"in": "datasets", "as": "a", "note": "one of them"}
SOME = {"some": {"in": "opt_outs", "where": {"meaning": {"is_any": ["applied"]}}}}


def said(operator: str, body: dict[str, Any], truth: Truth) -> str:
    document = assemble("page.txt", HEAD)
    (rule,) = RuleChoice(select=("OPT03",)).load().rules
    step = Step(operator, body, truth, (), (), ())
    text = " ".join(render(rule, document, [Trace(0, 0, step)]).split())
    return text.split(" - ", 1)[1]


def test_every_operator_has_a_sentence() -> None:
    without = {name for name, operator in OPERATORS.items() if operator.parts is no_parts} - {*SENTENCES}
    assert not without, f"SENTENCES in dslint/reporters/why_plain.py has none for {sorted(without)}"


@pytest.mark.parametrize(
    ("operator", "body", "truth", "sentence"),
    [
        ("count", {**DATASETS, "at_least": 0, "at_most": 0}, False,
         "The number of datasets that the rule counts is not 0 (\"one of them\")."),
        ("count", {**DATASETS, "at_least": 2, "distinct": "name"}, None,
         "The number of datasets that the rule counts may or may not be at least 2 (\"one of them\")."),
        ("count", {"in": "opt_outs", "at_least": 0, "at_most": 1}, True,
         "The number of opt outs that the rule counts is at most 1."),
        ("count", {"in": "opt_outs", "at_most": 3}, False,
         "The number of opt outs that the rule counts is not between 1 and 3."),
        ("clash", {"in": "processors", "by": "number", "differ_in": "organisation"}, False,
         "No two of the processors with the same number differ in organisation."),
        ("clash", {**DATASETS, "by": ["name", "family"], "differ_in": "known"}, None,
         "It is not known whether two of the datasets with the same name and family differ in known "
         "(\"one of them\")."),
        ("gap", {"in": "processor_labels", "by": "number"}, False,
         "Among the processor labels, no number is left out."),
        ("gap", {"in": "processor_labels", "by": "number"}, None,
         "It is not known whether a number is left out among the processor labels."),
        ("pair", {**DATASETS, "same": "dataset", "left": SOME, "right": SOME}, False,
         "No two agreements that have the same dataset among their datasets are as the rule describes them "
         "(\"one of them\")."),
        ("pair", {**DATASETS, "same": "dataset", "left": SOME, "right": SOME}, None,
         "It is not known whether two agreements that have the same dataset among their datasets are as the "
         "rule describes them (\"one of them\")."),
        ("group", {"in": "record", "by": "base_reference", "differ_in": "title"}, False,
         "Too few of the agreements have the same base reference and differ in title."),
        ("group", {"in": "record", "by": "base_reference"}, None,
         "It is not known whether enough of the agreements have the same base reference."),
        ("latest", {"by": "base_reference", "order": "dsa_end", "when": SOME}, False,
         "It is not so that of the agreements with the same base reference, the one with the latest dsa end "
         "is as the rule describes it."),
        ("latest", {"by": "base_reference", "order": "dsa_end", "when": SOME}, None,
         "It is not known whether of the agreements with the same base reference, the one with the latest "
         "dsa end is as the rule describes it."),
    ],
)  # fmt: skip
def test_a_sentence_of_a_condition(operator: str, body: dict[str, Any], truth: Truth, sentence: str) -> None:
    assert said(operator, body, truth) == sentence
