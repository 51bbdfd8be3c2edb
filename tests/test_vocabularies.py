"""Vocabularies side by side: each run knows the words that it was given, and no others."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from conftest import AS_OF, ROOT

from dslint.assembler import assemble
from dslint.compare.run import compare
from dslint.engine.load import RuleChoice
from dslint.engine.run import run
from dslint.facts import DocumentFacts
from dslint.facts.organisations import Organisations
from dslint.session import Session
from dslint.sources import collect
from dslint.vocabularies import BUILT_IN, Vocabularies, with_words

PAGE = """Moor projects
Moor — DARS-NIC-100500-A1B2C
Type of data: Smudged - no names
Opt outs honoured: Only on Mondays
Sensitive: Hush
When: DSA runs 2019-01-01 — 2020-01-01
How often: On a whim
Data-controller type: Moor Parish, MPC
Datasets:
- Our own flow
"""
ROWS: dict[str, list[dict[str, Any]]] = {
    "organisations": [{"names": ["Moor Parish", "MPC"], "kind": "council", "source": "we asked"}],
    "datasets": [{"names": ["Our own flow", "OOF"], "source": "we asked"}],
    "opt_outs": [{"text": "Only on Mondays", "meaning": "unknown", "reason": "none", "source": "we asked"}],
    "types_of_data": [
        {"text": "Smudged - no names", "identifiability": "pseudonymised", "source": "we asked"}
    ],
    "sensitivity": [{"text": "Hush", "sensitivity": "sensitive", "source": "we asked"}],
}
OTHER = {"sensitivity": [{"text": "Hush", "sensitivity": "non_sensitive", "source": "they asked"}]}
OWN, OTHERS = Vocabularies(ROWS), Vocabularies(OTHER)


def known(words: Vocabularies) -> dict[str, list[Any]]:
    """What a page says to whoever knows some words."""
    facts = DocumentFacts(assemble("page", PAGE, words)).agreements[0]

    def values(collection: str, attribute: str) -> list[Any]:
        return [item.get(attribute) for item in facts.collection(collection) or []]

    return {
        "organisations": values("controllers", "kind"),
        "same body": [len(set(values("controllers", "organisation")))],
        "datasets": values("datasets", "known"),
        "opt_outs": values("opt_outs", "reason"),
        "types_of_data": values("types_of_data", "identifiability"),
        "sensitivity": values("sensitivity", "sensitivity"),
    }


BY_NOBODY = {
    "organisations": [None, None],
    "same body": [2],
    "datasets": [False],
    "opt_outs": [None],
    "types_of_data": [None],
    "sensitivity": [None],
}
BY_US = {
    "organisations": ["council", "council"],
    "same body": [1],
    "datasets": [True],
    "opt_outs": ["none"],
    "types_of_data": ["pseudonymised"],
    "sensitivity": ["sensitive"],
}
ANSWERS = [(BUILT_IN, BY_NOBODY), (OWN, BY_US), (OTHERS, BY_NOBODY | {"sensitivity": ["non_sensitive"]})]


@pytest.mark.parametrize("order", [(0, 1, 2), (1, 0, 2), (2, 1, 0, 1, 2, 0)])
def test_each_gives_its_own_answer_whoever_asks_before(order: tuple[int, ...]) -> None:
    for number in order:
        words, expected = ANSWERS[number]
        assert known(words) == expected


def test_each_gives_its_own_answer_in_threads() -> None:
    fresh = [Vocabularies(ROWS), Vocabularies(OTHER), Vocabularies()]
    expected = [ANSWERS[1][1], ANSWERS[2][1], ANSWERS[0][1]]
    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(known, fresh * 8))
    assert found == expected * 8


def test_what_is_derived_is_made_once() -> None:
    words = Vocabularies(ROWS)
    made: list[Vocabularies] = []

    def maker(given: Vocabularies) -> int:
        made.append(given)
        return len(made)

    assert [words.derived(maker) for _ in range(3)] == [1, 1, 1]
    assert OTHERS.derived(maker) == 2
    assert made == [words, OTHERS]


def test_words_go_to_other_processes() -> None:
    assert known(pickle.loads(pickle.dumps(OWN))) == BY_US
    assert pickle.loads(pickle.dumps(BUILT_IN)) is BUILT_IN
    choice = RuleChoice(vocabularies=OWN)
    assert pickle.loads(pickle.dumps(choice)).vocabularies.own("datasets") == ROWS["datasets"]


def test_without_rows_everybody_shares_the_built_in_words() -> None:
    assert with_words({}) is BUILT_IN
    assert with_words({"datasets": []}) is BUILT_IN
    assert with_words(ROWS) is not BUILT_IN


def test_an_unknown_vocabulary_is_refused() -> None:
    with pytest.raises(KeyError, match="weather"):
        Vocabularies({"weather": [{"text": "rain"}]})


def test_it_says_in_short_what_it_is() -> None:
    assert repr(BUILT_IN) == "Vocabularies(built-in)"
    assert repr(OTHERS) == "Vocabularies(sensitivity: 1)"


@pytest.mark.parametrize("what", ["check", "compare"])
def test_a_run_with_own_words_never_asks_the_built_in_ones(
    monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    choice = RuleChoice(profile="strict", vocabularies=OWN)
    session = Session.of(choice)
    derived: Callable[..., Any] = Vocabularies.derived

    def only_own(self: Vocabularies, kind: Callable[[Vocabularies], Any]) -> Any:
        assert self is OWN, f"{kind} was asked of other words than those of the run"
        return derived(self, kind)

    monkeypatch.setattr(Vocabularies, "derived", only_own)
    inputs = collect([str(ROOT / "seeds")])
    if what == "check":
        assert run(inputs, choice, session.rule_set, AS_OF).findings
    else:
        given = (str(ROOT / "seeds"), inputs)
        assert compare(given, given, session, AS_OF).continuing_findings


def test_names_of_one_run_are_no_names_of_another() -> None:
    ours, theirs = (words.derived(Organisations) for words in (OWN, BUILT_IN))
    text = "The data go to Moor Parish and to MPC."
    assert [mention.name for mention in ours.find_mentions(text)] == ["Moor Parish", "MPC"]
    assert theirs.find_mentions(text) == ()
    assert ours.may_be_one("MPC", "Moor Parish")
    assert not theirs.may_be_one("MPC", "Moor Parish")
