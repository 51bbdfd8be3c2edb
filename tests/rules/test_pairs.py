"""Two sentences of a draft that disagree are told, whichever their words, and two that agree are silent."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from conftest import ROOT

from dslint.engine.select import STRICT
from dslint.session import Session

DATA: dict[str, Any] = yaml.safe_load((ROOT / "tests" / "rules" / "pairs.yaml").read_text("utf-8"))
OF_ANY_OUTPUT = {"REV09", "REV10"}  # an entry of a list without a date


@pytest.fixture(scope="module")
def strict() -> Session:
    return Session(profile=STRICT)


def base(name: str) -> str:
    text = (ROOT / "tests" / "drafts" / f"{name}.yaml").read_text("utf-8")
    for sentence in DATA["left_out"]:
        text = text.replace(sentence, "")
    return text


def put(text: str, section: str, sentence: str) -> str:
    """A draft with one more sentence at the end of a section, as a paragraph or as an entry of its list."""
    lines = text.split("\n")
    first = lines.index(f"  {section}: |") + 1
    last = next(
        (at for at in range(first, len(lines)) if lines[at].strip() and not lines[at].startswith("    ")),
        len(lines) - 1,
    )
    while not lines[last - 1].strip():
        last -= 1
    is_list = lines[last - 1].lstrip().startswith("- ")
    more = [f"    - {sentence}"] if is_list else ["", f"    {sentence}"]
    return "\n".join([*lines[:last], *more, *lines[last:]])


def told(session: Session, text: str) -> set[tuple[str, str]]:
    report = session.check({"draft.yaml": text}, as_of="2026-11-29")
    assert report.errors == []
    return {(each.rule, each.message) for each in report.findings if each.rule not in OF_ANY_OUTPUT}


@pytest.mark.parametrize("kind", sorted({each["kind"] for each in DATA["pairs"]}))
def test_pairs(strict: Session, kind: str) -> None:
    wrong = []
    for pair in DATA["pairs"]:
        if pair["kind"] != kind:
            continue
        text = base(pair["draft"])
        known = told(strict, text)
        for each in pair["sentences"]:
            text = put(text, each.get("in", "processing"), each["text"])
        rules = {rule for rule, _ in told(strict, text) - known}
        if not rules & set(pair["told"]) if pair["told"] else rules:
            wrong.append((pair["sentences"][1]["text"], rules))
    assert wrong == []
