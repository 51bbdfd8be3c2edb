"""Texts that people read are free of words that readers stumble over, and help is free of types."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import ROOT, Cli

NOT_PLAIN = re.compile(
    r"\b(?:mend(?:s|ed|ing)?|stands?|stood|standing|holds?|held|holding|besides?|footings?|heed(?:s|ed|ing)?"
    r"|sp(?:eaks?|oke|oken) of|nought|beforehand|besought|amiss|hitherto)\b",
    re.IGNORECASE,
)

# Words of the register that are quoted, the words of the rule language, and its names of today and before.
QUOTED = (
    '"any access by X to data held under this agreement"',
    "`standing`",
    "(`holds`)",
    "receives, holds, processes, passes, transit",
)
RULE_TEXTS = {"title", "summary", "message", "remedy", "rationale", "note"}
PROSE = [
    *sorted(ROOT.glob("*.md")),
    *(path for path in sorted((ROOT / "docs").rglob("*.md")) if path.parent.name != "rules"),
    ROOT / "docs" / "rules" / "index.md",
]
# What a page prints of an input or of a rule file is in blocks. The pages of rules quote agreements, so the
# texts of rules are looked at in their files.
BLOCK = re.compile(r"^( *)```.*?^\1```$|^ {4,}.*$", re.DOTALL | re.MULTILINE)
TEMPLATES = sorted(path for path in (ROOT / "dslint" / "templates").iterdir() if path.is_file())
COMMANDS = (
    "", "check", "parse", "convert", "compare", "rules", "explain", "why", "test-rules", "init", "schema",
    "config", "config show", "baseline", "baseline create", "baseline update", "baseline show",
    "new", "new agreement", "new rule", "server", "cache", "cache clean", "history",
)  # fmt: skip


def not_plain(text: str) -> list[str]:
    """The words that are not plain, each with what is around it."""
    text = " ".join(text.split())
    for quoted in QUOTED:
        text = text.replace(quoted, "")
    return [text[max(0, found.start() - 40) : found.end() + 20] for found in NOT_PLAIN.finditer(text)]


def texts_of_rule(node: Any, in_examples: bool = False) -> Iterator[str]:
    if isinstance(node, dict):
        for key, value in node.items():
            if isinstance(value, str):
                if key in RULE_TEXTS or (in_examples and key == "name"):
                    yield value
            else:
                yield from texts_of_rule(value, in_examples or key == "examples")
    elif isinstance(node, list):
        for each in node:
            yield from texts_of_rule(each, in_examples)


def descriptions(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        for key, value in node.items():
            if key in ("title", "description") and isinstance(value, str):
                yield value
            else:
                yield from descriptions(value)
    elif isinstance(node, list):
        for each in node:
            yield from descriptions(each)


def messages(source: str) -> Iterator[str]:
    """The string literals of a module that are no docstrings and no single words."""
    tree = ast.parse(source)
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, documented) and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        text = node.value if isinstance(node, ast.Constant) and id(node) not in docstrings else None
        if isinstance(text, str) and " " in text.strip():
            yield text


def found_in(texts: Iterator[str] | list[str]) -> list[str]:
    return [each for text in texts for each in not_plain(text)]


def test_the_list_finds_its_words() -> None:
    assert found_in(["It stands\nbeside the text.", "Who speaks\n  of it?", "Mend it beforehand."]) == [
        "It stands beside the text.",
        "It stands beside the text.",
        "Who speaks of it?",
        "Mend it beforehand.",
        "Mend it beforehand.",
    ]
    assert not found_in(["The standard says so. The household understands it, and a stakeholder too."])


@pytest.mark.parametrize("path", sorted((ROOT / "rules").rglob("*.yaml")), ids=lambda path: path.stem)
def test_rules(path: Path) -> None:
    rule = yaml.safe_load(path.read_text("utf-8"))
    texts = list(texts_of_rule(rule))
    assert len(texts) > 5
    assert not found_in(texts)
    assert not rule["title"].endswith(".")
    assert rule["summary"].endswith(".")


@pytest.mark.parametrize("path", PROSE, ids=lambda path: str(path.relative_to(ROOT)))
def test_pages(path: Path) -> None:
    assert not found_in([BLOCK.sub("", path.read_text("utf-8"))])


@pytest.mark.parametrize("path", sorted((ROOT / "schemas").glob("*.json")), ids=lambda path: path.stem)
def test_schemas(path: Path) -> None:
    assert not found_in(descriptions(json.loads(path.read_text("utf-8"))))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_templates(path: Path) -> None:
    assert not found_in([path.read_text("utf-8")])


@pytest.mark.parametrize(
    "path", sorted((ROOT / "dslint").rglob("*.py")), ids=lambda path: str(path.relative_to(ROOT / "dslint"))
)
def test_messages(path: Path) -> None:
    assert not found_in(messages(path.read_text("utf-8")))


def test_the_words_for_acts() -> None:
    parties = yaml.safe_load((ROOT / "dslint" / "vocabulary" / "parties.yaml").read_text("utf-8"))
    assert not found_in(list(parties["does"].values()))


@pytest.mark.parametrize("command", COMMANDS)
def test_help(command: str, cli: Cli) -> None:
    done = cli(*command.split(), "--help")
    assert done.returncode == 0
    text = done.stdout
    assert not found_in([text])
    assert "<" not in text
    assert "(" not in "".join(re.findall(r"\[default:[^\]]*\]", text))
    several = r"\[(?:OPTIONS|ARGS|PATHS|EDITIONS|COMMAND)\]\.\.\.|COMMAND \[ARGS\]\.\.\."
    assert "..." not in re.sub(several, "", text)
