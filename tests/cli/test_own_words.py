"""The words of a project are those of every command: none reads by the built-in ones alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from dslint.cli.app import app
from dslint.vocabularies import BUILT_IN, Vocabularies

PAGE = """\
Moor — DARS-NIC-100500-A1B2C
Opt outs honoured: N
Sensitive: Hush
"""
CONFIG = """\
rules = ["rule.yaml"]

[[vocabulary.sensitivity]]
text = "Hush"
sensitivity = "sensitive"
source = "we asked"
"""
RULE = """\
id: ORG01
name: hushed
summary: The data are sensitive.
severity: warning
when:
  some: {in: sensitivity, where: {sensitivity: sensitive}, as: hush}
message: The data are sensitive, as {hush.text} says.
remedy: Say so in full.
authority:
  - {document: Our handbook, status: seen}
rationale: We know.
examples:
  bad:
    - name: hushed
      text: |
        Moor — DARS-NIC-100500-A1B2C
        Opt outs honoured: N
        Sensitive: Hush
      at: [{line: 3, text: Hush}]
  good:
    - name: not hushed
      text: |
        Moor — DARS-NIC-100500-A1B2C
        Opt outs honoured: N
        Sensitive: Non-Sensitive
"""
# A command line for each command that takes a configuration, and what it prints to whoever knows our words.
COMMANDS = {
    "check": ("check page.txt --select ORG01", 'as "Hush" says'),
    "parse": ("parse page.txt --format json", '"unknown": []'),
    "convert": ("convert page.txt --to json", '"Hush"'),
    "compare": ("compare page.txt page.txt --format json", '"continuing": 1'),
    "history": ("history page.txt --format json", "ORG01"),
    "why": ("why ORG01 page.txt", "true    some in sensitivity"),
    "rules": ("rules --coverage page.txt", "ORG01      1       0        0"),
    "explain": ("explain ORG01", "ORG01"),
    "test-rules": ("test-rules rule.yaml --config words.toml", "1 rules, 2 examples, 0 failed"),
    "baseline create": ("baseline create page.txt --file made.jsonl", "1 added"),
    "baseline update": ("baseline update page.txt --file made.jsonl", "0 added"),
}
WITHOUT_INPUTS = {"baseline show", "config show"}


def commands(group: Any, before: str = "") -> dict[str, Any]:
    found = {}
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            found |= commands(command, f"{before}{name} ")
        elif any(parameter.name == "config" for parameter in command.params):
            found[before + name] = command
    return found


def test_no_command_is_forgotten() -> None:
    assert set(commands(typer.main.get_command(app))) - WITHOUT_INPUTS == set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_reads_by_the_words_of_the_project(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "page.txt").write_text(PAGE, "utf-8")
    (tmp_path / "rule.yaml").write_text(RULE, "utf-8")
    (tmp_path / "dslint.toml").write_text(CONFIG, "utf-8")
    (tmp_path / "words.toml").write_text(CONFIG.replace('rules = ["rule.yaml"]\n', ""), "utf-8")
    if name == "baseline update":
        CliRunner().invoke(app, COMMANDS["baseline create"][0].split())
    derived: Callable[..., Any] = Vocabularies.derived

    def only_own(self: Vocabularies, kind: Callable[[Vocabularies], Any]) -> Any:
        assert self is not BUILT_IN, f"{name} asks the built-in words for {kind}"
        return derived(self, kind)

    monkeypatch.setattr(Vocabularies, "derived", only_own)
    line, printed = COMMANDS[name]
    done = CliRunner().invoke(app, line.split())
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    assert printed in done.output
