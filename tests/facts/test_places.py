"""Every fact stands where its words are printed: that is what a finding shows to people."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import SEEDS, page

from dslint import compiled
from dslint.facts import DocumentFacts
from dslint.facts.collections import MAKERS
from dslint.model import Document
from dslint.rule_examples import document_of
from dslint.vocabularies import BUILT_IN

LABELS = {"fields", "sections"}  # those of a draft or a sheet stand elsewhere


def misplaced(document: Document) -> list[tuple[str, str, str]]:
    """The facts that stand elsewhere: collection, words, and what is printed in the place."""
    is_page = not document.source and not any(each.releases for each in document.agreements)
    return [
        (name, item.text, document.text_of(item.span))
        for part in document.pages()
        for facts in DocumentFacts(part).agreements
        for name in MAKERS
        if is_page or name not in LABELS
        for item in facts.collection(name) or []
        if item.text != document.text_of(item.span)
        if item.text  # a row without a dataset is shown by another cell
    ]


@pytest.mark.parametrize("path", sorted(SEEDS.glob("*.txt")), ids=lambda path: path.stem)
def test_in_the_seeds(path: Path) -> None:
    assert misplaced(page(path)) == []


RULES = compiled.builtin_rules()


@pytest.mark.parametrize("rule", RULES, ids=lambda each: each["rule"]["id"])
def test_in_the_examples_of_a_rule(rule: dict[str, str]) -> None:
    examples = compiled.examples(rule["source"])
    for example in (*examples["bad"], *examples["good"]):
        document, _ = document_of(example, BUILT_IN)
        assert misplaced(document) == [], example["name"]
