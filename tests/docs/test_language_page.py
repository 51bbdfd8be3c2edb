"""The examples in docs/rule-language.md are run: what they say holds, fails or is unknown is so."""

from __future__ import annotations

import re
import textwrap
from importlib import import_module
from typing import Any

import pytest
import yaml
from conftest import ROOT
from operators import HEAD, evaluate

from dslint import resources
from dslint.engine.operators.operator import Operator
from dslint.engine.operators.registry import OPERATORS

LANGUAGE = (ROOT / "docs" / "rule-language.md").read_text("utf-8")
SECTIONS = LANGUAGE.split("## Operators, one by one\n")[1].split("\n## ")[0]
BLOCK = re.compile(r"(?m)^ {4}(?:scope|when):.*\n(?:(?: {4}.*)?\n)+")
BLOCKS = [textwrap.dedent(block) for block in BLOCK.findall(SECTIONS)]
EXAMPLES = [yaml.safe_load(block) for block in BLOCKS]


def test_every_operator_has_an_example() -> None:
    assert all(len(re.findall(r"(?m)^when:", block)) == 1 for block in BLOCKS)
    known = set(resources.schema("rule")["$defs"]["condition"]["properties"])
    assert {operator for example in EXAMPLES for operator in example["when"]} == known
    assert set(re.findall(r"#### `(\w+)`", SECTIONS)) == known


def test_every_operator_is_registered() -> None:
    """A module that defines an operator and is not named in the registry would be no part of the language."""
    folder = ROOT / "dslint" / "engine" / "operators"
    defined = [
        value
        for path in sorted(folder.glob("[!_]*.py"))
        for value in vars(import_module(f"dslint.engine.operators.{path.stem}")).values()
        if isinstance(value, Operator)
    ]
    left_out = {operator.name for operator in defined} - set(OPERATORS)
    assert not left_out, f"dslint/engine/operators/registry.py does not name {sorted(left_out)}"
    assert all(name == operator.name for name, operator in OPERATORS.items())


@pytest.mark.parametrize("example", EXAMPLES, ids=[next(iter(example["when"])) for example in EXAMPLES])
def test_the_examples_of_operators_are_true(example: dict[str, Any]) -> None:
    assert set(example) <= {"scope", "when", "holds", "finds", "fails", "unknown"}
    scope = example.get("scope", "agreement")
    head = "" if scope == "document" else HEAD
    for answer, truth in (("holds", True), ("fails", False), ("unknown", None)):
        if example[answer] != "never":
            found, evidence = evaluate(example["when"], head + example[answer], scope)
            assert found is truth, answer
            if truth and "finds" in example:
                assert [item.text for item in evidence] == example["finds"]


def test_what_is_said_never_to_happen_is_so() -> None:
    """An operator that is called never unknown says no on a record that has nothing."""
    never = [example for example in EXAMPLES if example["unknown"] == "never"]
    assert never
    for example in never:
        assert evaluate(example["when"], HEAD, example.get("scope", "agreement"))[0] is not None
