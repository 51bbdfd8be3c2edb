"""The server in a real editor: Neovim, without a screen."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from conftest import ROOT, put
from editor import COMMAND

NEOVIM = shutil.which("nvim")


@pytest.mark.skipif(NEOVIM is None, reason="Neovim is not installed")
def test_an_editor_shows_explains_fixes_and_ignores(tmp_path: Path) -> None:
    bad = (ROOT / "examples" / "bad-agreement.yaml").read_text("utf-8")
    draft = put(tmp_path, "mine.yaml", bad.replace("DARS-NIC-", "NIC-"))
    seen = tmp_path / "seen.json"
    assert NEOVIM
    done = subprocess.run(
        [NEOVIM, "--headless", "--clean", "-n", "-c", f"luafile {Path(__file__).with_name('neovim.lua')}"],
        cwd=tmp_path,
        env={
            **os.environ,
            "DRAFT": str(draft),
            "SEEN": str(seen),
            "SERVER": json.dumps(COMMAND),
            "XDG_STATE_HOME": str(tmp_path / "state"),
            "XDG_CACHE_HOME": str(tmp_path / "cache"),
        },
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert seen.exists(), done.stderr
    found = json.loads(seen.read_text("utf-8"))
    assert "failed" not in found, found
    assert found["steps"] == [
        "diagnostics appear",
        "hover explains",
        "definition goes to the other side",
        "a code action changes the text",
        "the finding goes",
        "the comment is there",
        "the ignored finding goes",
    ]
    (end,) = [each for each in found["diagnostics"] if each["code"] == "TRM01"]
    assert (end["line"], end["column"]) == (17, 33)
    assert end["message"].startswith("The agreement is said to end on 2024-03-31, before it starts.")
    assert "Arithmetic of the printed dates" in found["hover"]
    assert "Nothing ends before it starts" in found["hover"]
    assert draft.read_text("utf-8") == bad.replace(
        "  dsa: {start", "  # dslint: ignore[TRM01] The dates are being agreed.\n  dsa: {start"
    )
