"""Files that a project names: regular, bounded, and named in what they decide."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from conftest import CLEAN, RECORD, Cli

posix = pytest.mark.skipif(os.name == "nt", reason="there are no pipes and devices to name")
NAMED = {
    "dslint.toml": "",
    ".dslint.toml": "",
    "dslint-ignore.yaml": "",
    "rules.yaml": 'rules = ["rules.yaml"]',
    "words.yaml": 'vocabularies = ["words.yaml"]',
    "known.jsonl": 'baseline = "known.jsonl"',
    "rules/own.yaml": 'rules = ["rules"]',
}


def project(folder: Path, name: str) -> Path:
    """A page, and a configuration that names a file which is not there yet."""
    (folder / "page.txt").write_text(RECORD, "utf-8")
    if NAMED[name]:
        (folder / "dslint.toml").write_text(NAMED[name] + "\n", "utf-8")
    (folder / name).parent.mkdir(exist_ok=True)
    return folder / name


def refused(cli: Cli, name: str, said: str) -> None:
    done = cli("check", "page.txt")
    assert (done.returncode, done.stdout) == (2, "")
    assert name.split("/")[0] in done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr


@posix
@pytest.mark.parametrize("name", NAMED)
def test_a_pipe_or_a_device_is_not_read(cli: Cli, tmp_path: Path, name: str) -> None:
    path = project(tmp_path, name)
    os.mkfifo(path)
    refused(cli, name, "is not a regular file")
    path.unlink()
    path.symlink_to("/dev/zero")
    refused(cli, name, "is not a regular file")


@posix
def test_a_shared_file_that_never_ends_is_no_configuration(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(RECORD, "utf-8")
    (tmp_path / "pyproject.toml").symlink_to("/dev/zero")
    assert cli("check", "page.txt").returncode == 1
    (tmp_path / "pyproject.toml").unlink()
    os.mkfifo(tmp_path / "pyproject.toml")
    assert cli("check", "page.txt").returncode == 1


@pytest.mark.parametrize("name", [name for name in NAMED if name != "known.jsonl"])
def test_a_file_without_end_is_refused(cli: Cli, tmp_path: Path, name: str) -> None:
    path = project(tmp_path, name)
    path.write_text("# " + "x" * 1_100_000 + "\n", "utf-8")
    refused(cli, name, "is larger than 1 MB")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("dslint.toml", ".".join(["a"] * 100_000) + " = 1"),
        ("dslint.toml", "[" + ".".join(["a"] * 50_000) + "]"),
        ("dslint.toml", "x = {" + " . ".join(["'a'"] * 50_000) + " = 1}"),
        ("dslint.toml", "x = " + "[" * 100_000 + "]" * 100_000),
        ("dslint.toml", "x = [" + ",".join(["[]"] * 200_000) + "]"),
        ("dslint.toml", "x = [" + ",".join(["{a=1}"] * 100_000) + "]"),
        ("dslint-ignore.yaml", "ignores: " + "[" * 100_000),
        ("dslint-ignore.yaml", "ignores: [" + "{}," * 100_000 + "]"),
        ("rules.yaml", "when: " + "{a: " * 50_000),
        ("words.yaml", "organisations: " + "[" * 100_000),
    ],
)
def test_what_is_deep_or_wide_is_a_message(cli: Cli, tmp_path: Path, name: str, text: str) -> None:
    project(tmp_path, name).write_text(text, "utf-8")
    done = cli("check", "page.txt")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"{name}:1:")
    assert done.stderr.count("\n") == 1
    assert "too" in done.stderr


def test_dots_that_are_no_keys_are_read(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(CLEAN, "utf-8")
    dots = ".".join(["a"] * 40)
    (tmp_path / "dslint.toml").write_text(
        f'# {dots}.b\n[[ignores]]\nrule = "OPT03"\npath = "x.txt"\nreason = "see {dots}.b = 1"\n'
        f'[severity]\n"OPT" = "info"\n[[per-path]]\npaths = ["{dots}/"]\nignore = ["TRM"]\n',
        "utf-8",
    )
    assert "too deeply" not in cli("check", "page.txt").stderr


def test_a_report_names_the_configuration_and_the_number_of_rules(cli: Cli, tmp_path: Path) -> None:
    folder = tmp_path / "inside"
    folder.mkdir()
    (folder / "page.txt").write_text(RECORD, "utf-8")
    done = cli("check", "page.txt", cwd=folder)
    assert " rules were run.\n" in done.stdout
    summary = json.loads(cli("check", "page.txt", "-f", "json", cwd=folder).stdout)["summary"]
    assert summary["rules"] > 10
    assert summary["configuration"] == []
    (tmp_path / "dslint.toml").write_text('select = ["OPT03"]\n', "utf-8")
    assert "1 rule was run, as ../dslint.toml says.\n" in cli("check", "page.txt", cwd=folder).stdout
    summary = json.loads(cli("check", "page.txt", "-f", "json", cwd=folder).stdout)["summary"]
    assert (summary["rules"], summary["configuration"]) == (1, [{"path": "../dslint.toml"}])
    (tmp_path / "dslint-ignore.yaml").write_text("ignores: []\n", "utf-8")
    said = "as ../dslint.toml and ../dslint-ignore.yaml say."
    assert said in cli("check", "page.txt", cwd=folder).stdout
    assert said in cli("check", "page.txt", "-f", "markdown", cwd=folder).stdout
    assert (
        "1 rule was run.\n" in cli("check", "--isolated", "--select", "OPT03", "page.txt", cwd=folder).stdout
    )


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give a file to another user"
)
def test_a_report_says_that_a_configuration_is_another_users(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(RECORD, "utf-8")
    (tmp_path / "dslint.toml").write_text('fail-on = "never"\nselect = ["OPT03"]\n', "utf-8")
    os.chown(tmp_path / "dslint.toml", 54321, 54321)
    done = cli("check", "page.txt")
    assert "1 rule was run, as dslint.toml (which belongs to user 54321) says.\n" in done.stdout
    summary = json.loads(cli("check", "page.txt", "-f", "json").stdout)["summary"]
    assert summary["configuration"] == [{"path": "dslint.toml", "owner": "user 54321"}]


@pytest.mark.parametrize(
    ("settings", "args"),
    [
        ('fail-on = "never"\nignore = ["ALL"]\n', ()),
        ("", ("--ignore", "ALL")),
        ("", ("--select", "OPT03", "--ignore", "OPT")),
        ('select = ["OPT03"]\nextend-ignore = ["OPT03"]\n', ("-f", "json")),
        ('[[per-path]]\npaths = ["**"]\nselect = []\n', ()),
        ('[[per-path]]\npaths = ["page.txt"]\nignore = ["ALL"]\n', ()),
    ],
)
def test_a_check_without_a_rule_does_not_pass(
    cli: Cli, tmp_path: Path, settings: str, args: tuple[str, ...]
) -> None:
    groups = sorted({line.split()[0][:2] for line in cli("rules").stdout.splitlines()})
    (tmp_path / "page.txt").write_text(RECORD, "utf-8")
    (tmp_path / "dslint.toml").write_text(settings.replace('"ALL"', json.dumps(groups)[1:-1]), "utf-8")
    done = cli("check", "page.txt", *(",".join(groups) if word == "ALL" else word for word in args))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("no rule was run: ")


def test_a_hook_may_meet_only_files_that_a_project_leaves_out(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(RECORD, "utf-8")
    (tmp_path / "dslint.toml").write_text('[[per-path]]\npaths = ["page.txt"]\nselect = []\n', "utf-8")
    assert cli("check", "--each-file", "page.txt").returncode == 0


@pytest.mark.parametrize(
    "words",
    [
        ("check", "page.txt"),
        ("parse", "page.txt"),
        ("convert", "page.txt", "--to", "json", "-o", "made.json"),
        ("compare", "page.txt", "page.txt", "-o", "made.txt"),
        ("history", "page.txt", "-o", "made.txt"),
        ("history", "page.txt", "--store", "made.jsonl"),
        ("baseline", "create", "page.txt"),
        ("why", "OPT01", "page.txt"),
        ("config", "show"),
    ],
    ids=" ".join,
)
def test_every_command_names_what_is_wrong_with_a_configuration(
    cli: Cli, tmp_path: Path, words: tuple[str, ...]
) -> None:
    (tmp_path / "page.txt").write_text(RECORD, "utf-8")
    (tmp_path / "dslint-ignore.yaml").write_text("- no mapping\n", "utf-8")
    done = cli(*words)
    assert done.returncode == 2
    assert done.stderr == "dslint-ignore.yaml:1:1: must be a mapping (key: value), not a list\n"
    assert sorted(os.listdir(tmp_path)) == ["dslint-ignore.yaml", "page.txt"]


SECRET = "root:*:20228:0:99999:7:::\ntoken!s3cr3t:\ndeploy key 1/2: x\nfine-word: x\n"


@pytest.mark.parametrize("setting", ["vocabularies", "dialects", "rules"])
@pytest.mark.parametrize("times", [1, 2])
def test_lines_of_a_file_that_is_none_of_ours_are_not_shown(
    cli: Cli, tmp_path: Path, setting: str, times: int
) -> None:
    (tmp_path / "page.txt").write_text(RECORD, "utf-8")
    (tmp_path / "secret").write_text(SECRET * times, "utf-8")
    (tmp_path / "dslint.toml").write_text(f'{setting} = ["secret"]\n', "utf-8")
    done = cli("check", "page.txt")
    assert done.returncode == 2
    assert "secret" in done.stderr
    for hidden in ("20228", "s3cr3t", "1/2"):
        assert hidden not in done.stdout + done.stderr


def test_of_very_many_problems_the_first_are_shown(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(RECORD, "utf-8")
    wrong = "- {rule: OPT03, reason: x, match: '(a+)+$'}\n" * 3000
    (tmp_path / "dslint-ignore.yaml").write_text(f"ignores:\n{wrong}", "utf-8")
    done = cli("check", "page.txt")
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 51
    assert done.stderr.endswith("and 2,950 more of these\n")
