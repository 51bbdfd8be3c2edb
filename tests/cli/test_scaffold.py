"""Files to start from: a configuration, a rule, the schemas."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import jsonschema_rs
import pytest
from conftest import RECORD, ROOT, Cli

from dslint import resources


def test_init_writes_a_configuration_that_changes_nothing(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(RECORD, "utf-8")
    before = cli("check").stdout
    done = cli("init")
    assert (done.returncode, done.stderr) == (0, "")
    assert cli("check").stdout.replace(", as dslint.toml says.", ".") == before
    again = cli("init")
    assert (again.returncode, "exists already; --force overwrites it" in again.stderr) == (2, True)
    (tmp_path / "dslint.toml").write_text("", "utf-8")
    assert cli("init", "--force").returncode == 0
    assert (tmp_path / "dslint.toml").read_text("utf-8") == resources.template("dslint.toml")


def test_what_init_comments_out_is_valid() -> None:
    """Every setting that the file shows in a comment could be taken as it is."""
    lines = resources.template("dslint.toml").split("\n")
    shown = [line.removeprefix("# ") for line in lines if " = " in line or line.startswith(("# [", "["))]
    data = tomllib.loads("\n".join(shown))
    for entry in data["ignores"]:
        entry["until"] = entry["until"].isoformat()
    data["as-of"] = data["as-of"].isoformat()
    jsonschema_rs.Draft202012Validator(resources.schema("config")).validate(data)
    assert {"profile", "select", "severity", "per-path", "vocabulary", "baseline", "rules"} <= set(data)


def test_a_new_rule_says_what_is_missing(cli: Cli, tmp_path: Path) -> None:
    done = cli("new", "rule", "ORG01", "moor-is-named", "--group", "moor")
    path = "rules/moor/ORG01-moor-is-named.yaml"
    assert (done.returncode, path in done.stdout) == (0, True)
    tested = cli("test-rules", path)
    assert tested.returncode == 1
    assert "bad example 'put here a record at which the rule must fire' does not fire" in tested.stdout
    assert tested.stdout.endswith("1 rules, 4 examples, 2 failed\n")
    file = tmp_path / path
    file.write_text(file.read_text("utf-8").replace("words to look for", r"put the (text\b)"), "utf-8")
    tested = cli("test-rules", path)
    assert "no finding points first at line 4 'the text'" in tested.stdout
    file.write_text(file.read_text("utf-8").replace(r"put the (text\b)", r"the text here"), "utf-8")
    file.write_text(file.read_text("utf-8").replace("text: the text}", "text: the text here}"), "utf-8")
    assert cli("test-rules", path).returncode == 0
    assert cli("new", "rule", "ORG01", "moor-is-named", "--group", "moor").returncode == 2


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["org1", "moor"], "'org1' is no id of a rule; write it as in ORG01"),
        (
            ["ORG01", "Moor is named"],
            "'Moor is named' is no name of a rule; write it as in",
        ),
        (["OPT01", "moor"], "OPT01 is taken by a rule of dslint"),
        (["ORG01", "processor-not-listed"], "processor-not-listed is taken by a rule of dslint"),
        (["ORG01", "moor", "--group", "../up"], "'../up' is no name of a group"),
        (["ORG01", "moor", "--into", "page.txt"], "cannot be written"),
    ],
)
def test_no_rule_is_written(cli: Cli, tmp_path: Path, args: list[str], said: str) -> None:
    (tmp_path / "page.txt").write_text("", "utf-8")
    done = cli("new", "rule", *args)
    assert (done.returncode, said in done.stderr) == (2, True), done.stderr
    assert not list(tmp_path.rglob("*.yaml"))


@pytest.mark.parametrize("name", resources.schema_names())
def test_schemas_are_schemas_with_stable_names(cli: Cli, name: str) -> None:
    printed = json.loads(cli("schema", name).stdout)
    assert printed == resources.schema(name)
    assert printed["$id"] == f"urn:dslint:schema:{name}"
    assert jsonschema_rs.meta.is_valid(printed)


def test_an_unknown_schema(cli: Cli) -> None:
    done = cli("schema", "conifg")
    assert done.returncode == 2
    assert "there is no schema 'conifg'; did you mean config?" in done.stderr


def test_what_is_written_names_a_schema_that_is_there(cli: Cli, tmp_path: Path) -> None:
    """A path relative to the file, and nothing of the machine that wrote it."""
    assert cli("init").returncode == 0
    assert cli("new", "rule", "ORG01", "moor").returncode == 0
    done = cli("new", "agreement", "-o", "drafts.yaml")
    assert (done.returncode, done.stdout) == (
        0,
        "drafts.yaml is written; see what is left to fill in with: dslint check drafts.yaml\n",
    )
    written = ("dslint.toml", "rules/own/ORG01-moor.yaml", "drafts.yaml")
    for path, name in zip(written, ("config", "rule", "agreement"), strict=True):
        first = (tmp_path / path).read_text("utf-8").split("\n")[0]
        named = (tmp_path / path).parent / first.split("./")[1]
        assert json.loads(named.read_text("utf-8")) == resources.schema(name)
    for path in tmp_path.rglob("*.*"):
        assert not re.search(
            r"dslint\.invalid|file://|\.venv|" + re.escape(str(ROOT)), path.read_text("utf-8")
        )
    assert cli("check", "--profile", "strict", ".").returncode == 1  # no schema is taken for a draft
    assert cli("test-rules", "rules").returncode == 1
    assert "$schema" not in cli("new", "agreement").stdout


def test_a_schema_is_written_beside_files(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "dslint-ignore.schema.json"
    for _ in range(2):
        assert cli("schema", "ignore", "--write").returncode == 0
        assert json.loads(path.read_text("utf-8")) == resources.schema("ignore")
    path.write_text("mine", "utf-8")
    done = cli("schema", "ignore", "--write")
    assert (done.returncode, path.read_text("utf-8")) == (2, "mine")
    assert "is no schema of dslint" in done.stderr
    assert cli("schema", "ignore", "--write", "-o", "x").returncode == 2


COMMANDS = [
    pytest.param(line.split(), id=f"{path.stem}-{number}")
    for path in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
    for number, line in enumerate(path.read_text("utf-8").split("\n"), 1)
    if line.startswith("    dslint ")
]


@pytest.mark.parametrize("words", COMMANDS)
def test_every_command_of_the_documentation_is_one(cli: Cli, words: list[str]) -> None:
    """Each `dslint ...` line names a command with options that it has."""
    place = 3 if words[1] in {"config", "baseline", "new"} else 2
    described = cli(*words[1:place], "--help")
    assert described.returncode == 0
    options = [word for word in words[place:] if word.startswith("--")]
    assert set(options) <= set(re.findall(r"--[\w-]+", described.stdout))


def test_the_options_of_the_readme_are_those_of_check(cli: Cli) -> None:
    rows = re.findall(r"^\| (`-.*?) \|", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)
    named = {option for row in rows for option in re.findall(r"(?<!\S)`?(--?[a-z][\w-]*)", row)}
    assert len(named) > 15
    assert named <= set(re.findall(r"(?<!\S)--?[a-z][\w-]*", cli("check", "--help").stdout))
