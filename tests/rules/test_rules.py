"""The rule set: every rule explains itself, proves itself and is bounded."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT

from dslint import compiled, resources
from dslint.datafiles.yaml_marks import read
from dslint.engine.check import check_rule
from dslint.engine.load import RuleChoice, RuleSet
from dslint.engine.report import Report
from dslint.rule_examples import run_example
from dslint.vocabularies import BUILT_IN

FILES = resources.rule_files()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_file_is_valid(path: Path) -> None:
    assert check_rule(str(path), read(str(path), path.read_text("utf-8")), BUILT_IN) == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_file_is_named_after_its_rule(path: Path) -> None:
    data = read(str(path), path.read_text("utf-8")).data
    assert path.stem == f"{data['id']}-{data['name']}"
    assert len(data["examples"]["bad"]) >= 2
    assert len(data["examples"]["good"]) >= 2


EXAMPLES = [
    pytest.param(entry["rule"]["id"], kind, example, id=f"{entry['rule']['id']}-{kind}-{number}")
    for entry in compiled.builtin_rules()
    for kind in ("bad", "good")
    for number, example in enumerate(compiled.examples(entry["source"])[kind], 1)
]


@pytest.mark.parametrize(("rule", "kind", "example"), EXAMPLES)
def test_example(ruleset: RuleSet, rule: str, kind: str, example: dict[str, Any]) -> None:
    (found,) = (each for each in ruleset.rules if each.id == rule)
    assert run_example(found, ruleset.scanner, kind, example).problem is None, example["name"]


def test_every_rule_has_examples() -> None:
    assert len(EXAMPLES) >= 4 * len(FILES)


def test_ids_and_names_are_unique(ruleset: RuleSet) -> None:
    names = [name for rule in ruleset.rules for name in (rule.id, rule.name)]
    assert len(names) == len(set(names)) == 2 * len(FILES)


def test_titles_are_phrases(ruleset: RuleSet) -> None:
    titles = [rule.data["title"] for rule in ruleset.rules]
    assert len(set(titles)) == len(FILES)
    assert [title for title in titles if not re.fullmatch(r"[A-Z](?:[^.!?]|\.(?=\d))+", title)] == []


def test_no_rule_id_in_code(ruleset: RuleSet) -> None:
    ids = re.compile("|".join(rule.id for rule in ruleset.rules))
    for path in (ROOT / "dslint").rglob("*.py"):
        assert not ids.search(path.read_text("utf-8")), path


def test_messages_accuse_nobody(ruleset: RuleSet) -> None:
    barred = re.compile(r"\b(?:unlawful|illegal|breach(?:ed|es)?|violat|guilty)", re.IGNORECASE)
    for rule in ruleset.rules:
        for case in rule.cases:
            assert not barred.search(case.message.source), rule.id


def test_merged_pages_never_make_a_possible_error(ruleset: RuleSet) -> None:
    for rule in ruleset.rules:
        for case in rule.cases:
            assert (case.severity, case.certainty) != ("error", "possible"), rule.id


def test_vocabulary_rows_have_sources() -> None:
    for name in ("opt_outs", "types_of_data", "confidentiality", "access", "sensitivity"):
        data = compiled.vocabulary(name)
        assert data["as_of"]
        assert all(row.get("source") for row in data["values"]), name
    for name, key in (("legal_bases", "provisions"), ("organisations", "aliases")):
        assert all(row.get("source") for row in compiled.vocabulary(name)[key]), name
    for row in compiled.vocabulary("timeline")["dates"].values():
        assert row["source"]
        assert row["status"] in {"seen", "secondary", "not verified"}


def test_authorities_are_complete() -> None:
    table: dict[str, Any] = compiled.vocabulary("authorities")["authorities"]
    for key, entry in table.items():
        assert entry["short"], key
        assert entry["document"], key
        assert entry["status"] in {"seen", "secondary", "not verified"}, key


def test_what_a_failed_test_shows_is_short(ruleset: RuleSet, seeds_report: Report) -> None:
    for shown in (ruleset, seeds_report, seeds_report.documents[0]):
        assert len(repr(shown)) < 150
    assert repr(ruleset).startswith(f"<RuleSet: {len(ruleset.rules)} rules, ")
    for ids, shown in (
        (("OPT01",), "1 rules, OPT01"),
        (("OPT01", "OPT03", "TRM01"), "3 rules, OPT01, OPT03, TRM01"),
    ):
        assert repr(RuleChoice(select=ids).load()) == f"<RuleSet: {shown}>"
    assert repr(ruleset).endswith(" ...>")
    assert "5 documents" in repr(seeds_report)
