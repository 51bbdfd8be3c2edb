"""Each key of a draft, left out or filled with empty words, is told, or every_field.yaml says why not."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from conftest import ROOT

from dslint.engine.select import STRICT
from dslint.session import Session

TABLE: dict[str, Any] = yaml.safe_load((ROOT / "tests" / "rules" / "every_field.yaml").read_text("utf-8"))
WORDS: dict[str, str] = TABLE["words"]
Path = tuple["str | int", ...]


def drafted(name: str) -> dict[str, Any]:
    """The keys of a draft, every value a text."""
    text = (ROOT / "tests" / "drafts" / f"{name}.yaml").read_text("utf-8")
    found: dict[str, Any] = yaml.load(text, yaml.BaseLoader)
    return found


DRAFTS = {name: drafted(name) for name in TABLE["drafts"]}


def paths(found: Any, above: Path = ()) -> Iterator[Path]:
    """Each key, and each entry of a list of entries."""
    if isinstance(found, dict):
        for key, inside in found.items():
            yield (*above, key)
            yield from paths(inside, (*above, key))
    elif isinstance(found, list):
        for number, inside in enumerate(found):
            if isinstance(inside, dict):
                yield (*above, number)
                yield from paths(inside, (*above, number))


def named(path: Path) -> str:
    return ".".join("N" if isinstance(key, int) else key for key in path)


def at(found: Any, path: Path) -> Any:
    for key in path:
        found = found[key]
    return found


def takes_words(path: Path, value: Any) -> bool:
    """Whether a text may stand there, by the schema. A date is none, which the schema tells."""
    if path[-1] in {"start", "end", "date", "dsa", "purposes", "lawful_basis", "flows"}:
        return False
    if path[-1] == "reference" and path[0] in {"approval", "ethics"}:
        return False  # it has a digit
    return not (path[0] == "flows" and isinstance(value, dict))


def changed(draft: dict[str, Any], path: Path, how: str) -> str:
    whole = copy.deepcopy(draft)
    above = at(whole["agreement"], path[:-1])
    value = above[path[-1]]
    if how == "absent":
        del above[path[-1]]
    elif how == "empty":
        above[path[-1]] = "" if isinstance(value, str) else None
    else:
        above[path[-1]] = WORDS[how]
    return yaml.safe_dump(whole, sort_keys=False, allow_unicode=True, width=1000)


def may_be_silent(name: str, path: Path, how: str) -> bool:
    return any(
        row["key"] == named(path) and how in row["how"] and name in row.get("drafts", TABLE["drafts"])
        for row in TABLE["silent"]
    )


@pytest.fixture(scope="module")
def strict() -> Session:
    return Session(profile=STRICT)


def is_told(session: Session, text: str) -> bool:
    report = session.check({"draft.yaml": text}, as_of="2026-11-29")
    return bool(report.findings or report.errors)


@pytest.mark.parametrize("name", DRAFTS)
def test_a_draft_as_it_was_is_silent(strict: Session, name: str) -> None:
    text = (ROOT / "tests" / "drafts" / f"{name}.yaml").read_text("utf-8")
    report = strict.check({"draft.yaml": text}, as_of="2026-11-29")
    assert [(each.rule, each.message) for each in report.findings] == []
    assert report.errors == []


@pytest.mark.parametrize("how", ["absent", "empty", *WORDS])
@pytest.mark.parametrize("name", DRAFTS)
def test_every_key_is_told(strict: Session, name: str, how: str) -> None:
    draft = DRAFTS[name]
    silent = [
        named(path)
        for path in paths(draft["agreement"])
        if how in {"absent", "empty"} or takes_words(path, at(draft["agreement"], path))
        if not is_told(strict, changed(draft, path, how))
        if not may_be_silent(name, path, how)
    ]
    assert silent == []


def test_no_reason_is_left_over() -> None:
    """Each row of the table is about a key that a draft has."""
    known = {named(path) for draft in DRAFTS.values() for path in paths(draft["agreement"])}
    assert {row["key"] for row in TABLE["silent"]} <= known
    assert all(row["why"] for row in TABLE["silent"])


PAIRS: list[dict[str, Any]] = yaml.safe_load(
    (ROOT / "tests" / "rules" / "contradictions.yaml").read_text("utf-8")
)


def disagreeing(pair: dict[str, Any]) -> str:
    text = (ROOT / "tests" / "drafts" / f"{pair['draft']}.yaml").read_text("utf-8")
    for change in pair["changes"]:
        assert change["right"] in text
        text = text.replace(change["right"], change["wrong"], -1 if pair.get("everywhere") else 1)
    return text


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair['draft']}: {pair['what']}")
def test_two_sides_that_disagree_are_told(strict: Session, pair: dict[str, Any]) -> None:
    report = strict.check({"draft.yaml": disagreeing(pair)}, as_of="2026-11-29")
    assert sorted({each.rule for each in report.findings}) == pair.get("rules", [])
    assert ("rules" in pair) is not ("why" in pair)
