"""The picture of a real finding in the README: the text output as a terminal shows it."""

from __future__ import annotations

import contextlib
import re
from io import StringIO
from pathlib import Path

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console
from rich.text import Text

from dslint.cli.colour import STYLES
from dslint.engine.load import RuleChoice
from dslint.engine.run import run
from dslint.reporters.check_text import render
from dslint.reporters.view import View
from dslint.rule_examples import AS_OF
from dslint.sources import collect

PICTURE = "assets/check.svg"
WIDTH = 96
_FONT = re.compile(r"@font-face \{\{.*?\}\}\s*", re.DOTALL)
_MARKED = re.compile("\x01(\\w+)\x02(.*?)\x03", re.DOTALL)


def picture(root: Path) -> str:
    """An SVG of an error and a warning of the seeds; equal for equal output."""
    choice = RuleChoice()
    with contextlib.chdir(root):
        report = run(collect(["seeds"]), choice, choice.load(), AS_OF)
    shown = [next(f for f in report.findings if f.severity == each) for each in ("error", "warning")]
    report.findings = sorted(shown, key=lambda finding: finding.sort_key)
    # Styles are marked in the text and put on again by rich, which draws them.
    text = render(report, View(WIDTH, lambda part, style: f"\x01{style}\x02{part}\x03", quiet=1))
    console = Console(record=True, width=WIDTH, file=StringIO(), force_terminal=True, legacy_windows=False)
    for line in text.rstrip("\n").split("\n"):
        drawn, end = Text(), 0
        for found in _MARKED.finditer(line):
            drawn.append(line[end : found.start()])
            drawn.append(found[2], style=_rich(found[1]))
            end = found.end()
        console.print(drawn.append(line[end:]), soft_wrap=True)
    return console.export_svg(
        title="dslint check seeds/ (two of its findings)",
        unique_id="dslint",
        code_format=_FONT.sub("", CONSOLE_SVG_FORMAT),  # drawn with the reader's own fonts
    )


def _rich(style: str) -> str:
    """A style of the terminal in the words of rich."""
    return " ".join(key if value is True else str(value) for key, value in STYLES[style].items())
