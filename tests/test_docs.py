"""Generated pages are in step with the rules, and what the documents show is true."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

from conftest import ROOT, Cli

from dslint.docs import pages


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
