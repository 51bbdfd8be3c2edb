"""What `editors/` and its page say: settings are those that the server takes."""

from __future__ import annotations

import json
import re
import subprocess
import tomllib

import pytest
from conftest import ROOT, Cli

from dslint.server.options import read_options

EXTENSION = ROOT / "editors" / "vscode"
MANIFEST = json.loads((EXTENSION / "package.json").read_text("utf-8"))
SETTINGS = {
    name.removeprefix("dslint."): setting
    for name, setting in MANIFEST["contributes"]["configuration"]["properties"].items()
}
PAGE = (ROOT / "docs" / "editors.md").read_text("utf-8")
OF_THE_EDITOR = {"command"}  # how it starts the server
OF_THE_SHELL = {"rulePages", "asksForReasons"}  # what is no option of a check

ANY = {"string": "x", "array": ["x"], "boolean": True, "number": 1}


def test_the_server_knows_every_setting_of_the_extension() -> None:
    given = {
        name: ANY[setting["type"]]
        for name, setting in SETTINGS.items()
        if name not in OF_THE_EDITOR | OF_THE_SHELL
    }
    assert read_options(given)[1] == []
    for name, value in given.items():
        assert read_options({name: value}) != read_options({}), name


def test_the_extension_hands_over_every_setting_it_has() -> None:
    source = (EXTENSION / "src" / "extension.ts").read_text("utf-8")
    (listed,) = re.findall(r"const SETTINGS = \[([^\]]*)\]", source)
    assert set(re.findall(r'"(\w+)"', listed)) == SETTINGS.keys() - OF_THE_EDITOR


def test_the_page_names_every_setting() -> None:
    table = PAGE.split("## Settings")[1].split("## ")[0]
    rows = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    named = {name for row in rows for name in re.findall(r"`(\w+)`", row)}
    assert named == SETTINGS.keys() - OF_THE_EDITOR | OF_THE_SHELL


def test_profiles_of_the_extension_are_those_of_dslint() -> None:
    from dslint.cli.options import PROFILES

    assert SETTINGS["profile"]["enum"] == ["", *PROFILES]


def test_helix_settings_are_toml() -> None:
    (block,) = re.findall(r"```toml[^\n]*\n(.*?)```", PAGE, re.DOTALL)
    helix = tomllib.loads(block)
    assert helix["language-server"]["dslint"]["args"] == ["server"]


def test_the_extension_holds_nothing_of_this_machine() -> None:
    lock = json.loads((EXTENSION / "package-lock.json").read_text("utf-8"))
    assert lock["packages"][""]["devDependencies"] == MANIFEST["devDependencies"]
    assert all("resolved" not in each for each in lock["packages"].values())
    tracked = subprocess.run(
        ["git", "ls-files", "editors"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout
    assert "node_modules" not in tracked


BAD = (ROOT / "examples" / "bad-agreement.yaml").read_text("utf-8")


def test_standard_input_may_be_the_text_of_a_file(cli: Cli) -> None:
    done = cli(
        "check", "--stdin-filename", "drafts/mine.yaml", "--format", "concise", "-", stdin=BAD.encode()
    )
    assert done.returncode == 1
    assert "drafts/mine.yaml:17:33: error TRM01" in done.stdout


@pytest.mark.parametrize("paths", [[], ["."]])
def test_a_name_without_standard_input_is_refused(cli: Cli, paths: list[str]) -> None:
    done = cli("check", "--stdin-filename", "mine.yaml", *paths, stdin=BAD.encode())
    assert done.returncode == 2
    assert "write - for it too" in done.stderr


def test_what_comes_on_standard_input_is_not_changed(cli: Cli) -> None:
    done = cli("check", "--fix", "--stdin-filename", "mine.yaml", "-", stdin=BAD.encode())
    assert done.returncode == 2
    assert "standard input cannot be changed" in done.stderr
