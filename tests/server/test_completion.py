"""What may be written at a place."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dslint import compiled
from dslint.datafiles.yaml_marks import read
from dslint.facts.datasets import Datasets
from dslint.server.completion import Words, completions
from dslint.server.cursor import cursor
from dslint.server.kinds import DRAFT, RULE
from dslint.session import Session
from dslint.vocabularies import BUILT_IN, Vocabularies

HERE = "‸"  # the cursor


def at(text: str) -> tuple[str, int, int]:
    before, _, behind = text.partition(HERE)
    return before + behind, before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


def offered(text: str, kind: str = DRAFT, words: Vocabularies = BUILT_IN) -> list[Words]:
    whole, line, column = at(text)
    return completions(whole, kind, line, column, words)


def labels(text: str, kind: str = DRAFT) -> set[str]:
    return {word.label for word in offered(text, kind)}


def chosen(text: str, label: str, kind: str = DRAFT) -> str:
    """The text when a word was chosen."""
    whole, line, _ = at(text)
    word = next(word for word in offered(text, kind) if word.label == label)
    lines = whole.split("\n")
    one = lines[line - 1]
    lines[line - 1] = one[: word.start - 1] + word.text + one[word.end - 1 :]
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("agreement:\n  ‸", ("agreement",)),
        ("agreement:\n  ti‸tle: x", ("agreement",)),
        ("agreement:\n  opt_outs: ‸", ("agreement", "opt_outs")),
        ("agreement:\n  opt_outs: [N, ‸]", ("agreement", "opt_outs", 0)),
        ("agreement:\n  opt_outs:\n    - ‸", ("agreement", "opt_outs", 0)),
        ("agreement:\n  opt_outs:\n  - ‸", ("agreement", "opt_outs", 0)),
        ("agreement:\n  dsa: {start: ‸}", ("agreement", "dsa", "start")),
        ("agreements:\n  - reference: x\n    ‸", ("agreements", 0)),
        ("agreements:\n- reference: x\n  dsa:\n    st‸", ("agreements", 0, "dsa")),
        ('{"agreement": {\n  "ti‸"', ("agreement",)),
        ('{"agreement": {\n  "dsa": {"start": "‸', ("agreement", "dsa", "start")),
        ('{\n  "agreement": {\n    "opt_outs": [\n      "‸"\n    ]\n  }\n}', ("agreement", "opt_outs", 0)),
    ],
)
def test_where_the_cursor_is(text: str, path: tuple[object, ...]) -> None:
    found = cursor(*at(text))
    assert found
    assert found.path == path


@pytest.mark.parametrize("text", ["title: x # no‸", "processing: |\n  words ‸\n", "a: >-\n  b\n  c: ‸"])
def test_nothing_is_offered_in_comments_and_in_texts(text: str) -> None:
    assert cursor(*at(text)) is None
    assert offered(text) == []


def test_keys_of_a_draft_are_those_of_the_schema_that_are_not_there() -> None:
    found = labels("agreement:\n  title: x\n  ‸\n  opt_outs: [N]\n")
    assert {"reference", "processing", "legal_bases"} <= found
    assert not {"title", "opt_outs", "agreement"} & found
    assert chosen("agreement:\n  ref‸", "reference") == "agreement:\n  reference: "
    assert chosen("agreement:\n  ref‸: x", "reference") == "agreement:\n  reference: x"


def test_values_come_from_the_vocabularies() -> None:
    assert "Yes - patient objections upheld" in labels("agreement:\n  opt_outs: [‸]")
    assert "Health and Social Care Act 2012 - s261(5)(d)" in labels("agreement:\n  legal_bases:\n    - ‸")
    assert "SUS for Commissioners" in labels("agreement:\n  datasets: [‸]")
    assert "North of England Commissioning Support Unit" in labels("agreement:\n  controllers: [‸]")
    assert "Sensitive" in labels("agreement:\n  sensitivity: ‸")
    assert labels("agreement:\n  layout: ‸") == {"register", "legacy"}


def test_words_of_the_project_are_offered_too() -> None:
    own = Session(
        vocabulary={"organisations": [{"names": ["Moor Trust"], "kind": "trust", "source": "us"}]}
    ).vocabularies
    assert "Moor Trust" in {word.label for word in offered("agreement:\n  controllers: [‸]", words=own)}


@pytest.mark.parametrize(
    "text",
    [
        "agreement:\n  datasets: [‸]",
        "agreement:\n  datasets:\n    - ‸",
        'agreement:\n  datasets: ["‸"]',
        "agreement:\n  datasets: ['‸']",
        '{"agreement": {"datasets": ["‸"]}}',
        '{"agreement": {"datasets": [‸]}}',
        "agreement:\n  legal_bases: ['‸']",
        "agreement:\n  legal_bases:\n    - ‸",
    ],
)
def test_a_value_is_written_so_that_it_is_read_again(text: str) -> None:
    for word in offered(text):
        data = read("a.yaml", chosen(text, word.label), as_text=True).data["agreement"]
        assert list(data.values()) == [[word.label]]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("id: X\nseverity: ‸", {"error", "warning", "info"}),
        ("id: X\nwhen:\n  ‸", {"all", "some", "text", "clash"}),
        ("id: X\nwhen:\n  all:\n    - ‸", {"some", "none"}),
        ("id: X\nwhen:\n  some: {in: ‸", {"opt_outs", "parties"}),
        ("id: X\nwhen:\n  text: {in: ‸", {"processing", "objectives"}),
        ("id: X\nwhen:\n  some:\n    in: opt_outs\n    where:\n      ‸", {"meaning", "reason"}),
        ("id: X\nwhen:\n  some:\n    in: opt_outs\n    where: {meaning: ‸", {"applied", "not_applied"}),
        ("id: X\nauthority: [‸", {"S1"}),
    ],
)
def test_the_rule_language(text: str, wanted: set[str]) -> None:
    assert wanted <= labels(text, RULE)


def test_every_name_that_is_offered_is_understood() -> None:
    names = compiled.vocabulary("offered")
    datasets = BUILT_IN.derived(Datasets)
    assert [row["text"] for row in names["datasets"] if datasets.known_as(row["text"]) is None] == []
    draft = {"agreement": {"legal_bases": [row["text"] for row in names["legal_bases"]]}}
    (found,) = Session().parse({"a.json": json.dumps(draft)})
    assert len(found.agreements[0].values["legal_bases"]) == len(names["legal_bases"])


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("ab: -[]{},\"'#|\n \\é\U0001f3e5"), max_size=80), st.data())
def test_any_place_of_any_text_has_an_answer(text: str, data: st.DataObject) -> None:
    line = data.draw(st.integers(1, text.count("\n") + 1))
    column = data.draw(st.integers(1, 90))
    for kind in (DRAFT, RULE):
        for word in completions(text, kind, line, column):
            assert 1 <= word.start <= word.end
