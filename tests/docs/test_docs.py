"""Generated pages are in step with the rules, and what the documents show is true."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

import pytest
import yaml
from conftest import ROOT, Cli

from dslint.docs.console import refreshed
from dslint.docs.pages import pages
from dslint.docs.picture import PICTURE, picture


def test_generated_pages_are_in_step() -> None:
    for path, text in pages(ROOT / "docs").items():
        assert path.read_text("utf-8") == text, f"run: python -m dslint.docs ({path.name})"
    assert set((ROOT / "docs" / "rules").glob("*.md")) <= set(pages(ROOT / "docs"))


def test_the_rule_in_the_language_page_works(cli: Cli, tmp_path: Path) -> None:
    text = (ROOT / "docs" / "rule-language.md").read_text("utf-8")
    block = re.search(r"    id: ORG01\n(?:    .*\n|\n)+", text)
    assert block is not None
    (tmp_path / "rule.yaml").write_text(textwrap.dedent(block[0]), "utf-8")
    done = cli("test-rules", "rule.yaml")
    assert (done.returncode, done.stdout) == (0, "1 rules, 2 examples, 0 failed\n"), done.stderr


@pytest.mark.parametrize("page", sorted((ROOT / "docs").glob("*.md")), ids=lambda path: path.stem)
def test_commands_print_what_the_page_shows(page: Path) -> None:
    text = page.read_text("utf-8")
    assert refreshed(text, ROOT) == text, "run: make docs"


def test_what_is_there_to_copy_fits_the_action_and_the_hooks() -> None:
    text = (ROOT / "docs" / "ci.md").read_text("utf-8")
    found = [
        yaml.safe_load(block) for block in re.findall(r"^```yaml\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    ]
    workflow, _, hooks = found
    action = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
    given = workflow["jobs"]["dslint"]["steps"][1]["with"]
    assert given.keys() <= action["inputs"].keys()
    assert set(re.findall(r"^\| `([a-z-]+)` \|", text, re.MULTILINE)) == set(action["inputs"])
    known = {hook["id"] for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))}
    assert {hook["id"] for hook in hooks["repos"][0]["hooks"]} == known


def test_the_picture_is_in_step() -> None:
    assert (ROOT / "docs" / PICTURE).read_text("utf-8") == picture(ROOT), "run: make docs"


def test_a_command_that_prints_something_else_is_seen(tmp_path: Path) -> None:
    text = '```text title="a.txt"\nhello\n```\n```console\n$ cat a.txt\nbye\n$ false\n$ echo $?\n```\n'
    told = '```text title="a.txt"\nhello\n```\n```console\n$ cat a.txt\nhello\n$ false\n$ echo $?\n1\n```\n'
    assert refreshed(text, tmp_path) == told
