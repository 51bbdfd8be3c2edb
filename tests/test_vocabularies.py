"""Vocabularies side by side: each run knows the words that it was given, and no others."""

from __future__ import annotations

import pickle
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
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


# Words of every kind that shapes how an input is read, not only what its values mean.
OUR_REGISTER: dict[str, list[dict[str, Any]]] = {
    "labels": [{"label": "Objections upheld", "field": "opt_outs", "source": "our pages"}],
    "headings": [{"heading": "Whose data", "column": "dataset", "source": "our sheets"}],
    "placeholders": [{"text": "??name??", "what": "a gap", "source": "our drafts"}],
    "dates": [
        {"key": "we_begin", "date": "2020-05", "what": "we begin", "status": "seen", "source": "our minutes"}
    ],
    "authorities": [{"key": "OUR", "document": "Our handbook", "status": "seen", "source": "our shelf"}],
}
THEIR_REGISTER: dict[str, list[dict[str, Any]]] = {
    "labels": [{"label": "Objections upheld", "field": "sensitive", "source": "their pages"}],
    "headings": [{"heading": "Whose data", "column": "organisation", "source": "their sheets"}],
    "dates": [
        {"key": "we_begin", "date": "2010-05", "what": "they begin", "status": "seen", "source": "they say"}
    ],
    "authorities": [{"key": "OUR", "document": "Their handbook", "status": "seen", "source": "they say"}],
}
LABELLED = "Moor — DARS-NIC-100500-A1B2C\nType of data: Identifiable\nObjections upheld: Mondays\n"
TABLED = (
    "RowID,NIC Number,Whose data,Legal Basis,Patient Opt-Outs applied\n"
    "DSfC0001,DARS-NIC-100500-A1B2C,Moor,Health and Social Care Act 2012,N\n"
)
DRAFTED = "agreement:\n  reference: NIC-100500-A1B2C\n  title: Study of ??name??\n"
RULE = """\
id: ORG01
name: began
summary: The agreement began.
severity: warning
when:
  date: {is: dsa_start, not_before: we_begin}
message: The agreement began.
remedy: Say so.
authority:
  - {key: OUR}
rationale: We know.
examples:
  bad:
    - name: a
      text: "Moor — DARS-NIC-100500-A1B2C\\nOpt outs honoured: N\\nWhen: DSA runs 2021-01-01 — 2022-01-01\\n"
      at: [{line: 3, text: "2021-01-01"}]
    - name: b
      text: "Moor — DARS-NIC-100500-A1B2C\\nOpt outs honoured: N\\nWhen: DSA runs 2022-01-01 — 2023-01-01\\n"
      at: [{line: 3, text: "2022-01-01"}]
  good:
    - name: c
      text: "Moor — DARS-NIC-100500-A1B2C\\nOpt outs honoured: N\\nWhen: DSA runs 2001-01-01 — 2022-01-01\\n"
    - name: d
      text: "Moor — DARS-NIC-100500-A1B2C\\nOpt outs honoured: N\\n"
"""


def shaped(session: Session) -> dict[str, Any]:
    """What a session reads in a page, a table and a draft that are printed in the words of one register."""
    page, table, draft = session.parse({"a.txt": LABELLED, "b.csv": TABLED, "c.yaml": DRAFTED})
    placeholders = DocumentFacts(draft).agreements[0].collection("placeholders") or []
    return {
        "labels": {key: field.raw for key, field in page.agreements[0].fields.items()},
        "headings": sorted(key for release in table.agreements[0].releases for key in _filled(release)),
        "placeholders": [(item.text, item.get("what")) for item in placeholders],
    }


def _filled(release: Any) -> set[str]:
    return {key for key in ("dataset", "organisation") if getattr(release, key)}


def test_labels_headings_and_placeholders_are_those_of_each_session() -> None:
    ours, theirs, plain = (Session(vocabulary=each) for each in (OUR_REGISTER, THEIR_REGISTER, {}))
    expected = {
        ours: {
            "labels": {"type_of_data": "Identifiable", "opt_outs": "Mondays"},
            "headings": ["dataset"],
            "placeholders": [("??name??", "a gap")],
        },
        theirs: {
            "labels": {"type_of_data": "Identifiable", "sensitive": "Mondays"},
            "headings": ["organisation"],
            "placeholders": [],
        },
    }
    for session in (ours, theirs, plain, ours, pickle.loads(pickle.dumps(theirs))):
        found = shaped(session)
        if session is plain:
            assert found["placeholders"] == []
            assert found["labels"] == {"type_of_data": "Identifiable"}
        else:
            assert found == expected[session if session in expected else theirs]


def test_dates_and_authorities_are_those_of_each_session(tmp_path: Path) -> None:
    (tmp_path / "rule.yaml").write_text(RULE, "utf-8")
    head = "Moor — DARS-NIC-100500-A1B2C\nOpt outs honoured: N\n"
    page = {"a.txt": f"{head}When: DSA runs 2015-01-01 — 2018-01-01\n"}
    for words, cited, count in ((OUR_REGISTER, "Our handbook", 0), (THEIR_REGISTER, "Their handbook", 1)) * 2:
        session = Session(select=["ORG01"], rules=[tmp_path], vocabulary=words)
        assert [each.document for each in session.rules[0].authorities] == [cited]
        assert len(session.check(page).findings) == count
    with pytest.raises(ValueError, match="we_begin"):
        Session(rules=[tmp_path])


@pytest.mark.parametrize(
    ("words", "unknown"),
    [
        ({"labels": [{"label": "A", "field": "weather", "source": "us"}]}, "weather"),
        ({"headings": [{"heading": "A", "column": "rain", "source": "us"}]}, "rain"),
    ],
)
def test_a_field_that_dslint_does_not_have_is_refused(words: dict[str, Any], unknown: str) -> None:
    with pytest.raises(KeyError, match=unknown):
        Session(vocabulary=words)


def test_no_module_reads_the_words_of_inputs_from_the_process() -> None:
    """Only what makes vocabularies, and what describes the language or an output, reads the built-in ones."""
    allowed = {
        "vocabularies.py", "compiled.py",
        # Names and old words of the rule language.
        "engine/check.py", "engine/old_words.py", "engine/operators/text.py",
        "convert/hdruk.py", "convert/gateway.py", "cli/guard.py", "docs/pages.py",  # what dslint writes
        "engine/build.py",  # the words of messages about a draft
        "sources/recognise.py",  # which files of a folder are looked at, before any project is known
    }  # fmt: skip
    package = ROOT / "dslint"
    reading = {
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        if re.search(r"\bcompiled\.vocabulary\(|import vocabulary\b", path.read_text("utf-8"))
    }
    assert reading <= allowed, f"pass the vocabularies in instead: {sorted(reading - allowed)}"
