"""Where reports go: several formats at once, files, the page of a CI job, and the options that shape them."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest
from conftest import RECORD, ROOT, Cli, execute

from dslint import compiled
from dslint.reporters.formats import FORMATS


@pytest.fixture(autouse=True)
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.txt"
    path.write_text(RECORD, "utf-8")
    return path


@pytest.mark.parametrize("name", FORMATS)
def test_the_exit_code_is_the_same_for_every_format(cli: Cli, name: str) -> None:
    name += "=out.xlsx" if FORMATS[name].binary else ""
    assert cli("check", "page.txt", "--format", name).returncode == 1
    assert cli("check", "page.txt", "--format", name, "--fail-on", "never").returncode == 0
    gone = cli("check", "page.txt", "gone.txt", "--format", name)
    assert gone.returncode == 2
    assert "gone.txt: does not exist" in gone.stderr


def test_several_formats(cli: Cli, tmp_path: Path) -> None:
    files = {name: f"out-{name}{each.suffix}" for name, each in FORMATS.items() if name != "text"}
    args = [word for name, file in files.items() for word in ("--format", f"{name}={file}")]
    done = cli("check", "page.txt", "-f", "text", *args)
    assert done.returncode == 1
    assert done.stdout == cli("check", "page.txt").stdout
    for name, file in files.items():
        if FORMATS[name].binary:
            continue
        alone = cli("check", "page.txt", "--format", name)
        assert (tmp_path / file).read_text("utf-8").removeprefix("\ufeff") == alone.stdout
    assert (tmp_path / "out-csv.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(["page.txt", *files.values()])


def test_only_files(cli: Cli, tmp_path: Path) -> None:
    done = cli("check", "page.txt", "-f", "json=a.json", "-f", "junit=b.xml")
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "")
    assert json.loads((tmp_path / "a.json").read_text("utf-8"))["findings"]


def test_output_takes_the_format_without_a_file(cli: Cli, tmp_path: Path) -> None:
    done = cli("check", "page.txt", "-f", "json=a.json", "-f", "concise", "-o", "b.txt")
    assert (done.returncode, done.stdout) == (1, "")
    assert "warning OPT03" in (tmp_path / "b.txt").read_text("utf-8")


def test_one_file_that_fails_does_not_stop_the_others(cli: Cli, tmp_path: Path) -> None:
    done = cli("check", "page.txt", "-f", "json=no/such/folder.json", "-f", "junit=b.xml", "-f", "concise")
    assert done.returncode == 2
    assert "no/such/folder.json: cannot be written" in done.stderr
    assert "TRM01" in done.stdout
    assert (tmp_path / "b.xml").exists()


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--format", "sraif"], "there is no format 'sraif'; did you mean sarif?"),
        (["--format", "pdf"], "there is no format 'pdf'; there are text, concise"),
        (["--format", "sraif=out.json"], "did you mean sarif?"),
        (["--format", "json="], "--format json= names no file"),
        (["-f", "text", "-f", "json"], "only one can go to standard output; write --format json=FILE"),
        (["-f", "text", "-f", "json", "-o", "x"], "only one can go to x"),
        (["-f", "json=x", "-o", "y"], "--output has nothing to write"),
        (["-f", "json=x", "-f", "sarif=./x"], "two formats cannot go to one file"),
        (["-f", "json=x", "-f", "text", "-o", "x"], "two formats cannot go to one file"),
        (["-f", "json=page.txt"], "page.txt: is one of the inputs"),
        (["-o", "./page.txt"], "page.txt: is one of the inputs"),
        (["-f", "sarif", "--statistics"], "--statistics is for text and markdown, not for sarif"),
        (["-f", "csv", "--group-by", "rule"], "--group-by is for text and markdown, not for csv"),
        (["-f", "json", "-q"], "--quiet is for text and markdown, not for json"),
        (["--statistics", "--sort", "rule"], "use --statistics or --sort, not both"),
        (["--statistics", "--verbose"], "use --statistics or --verbose, not both"),
        (["-qv"], "use --quiet or --verbose, not both"),
        (["--sort", "sevrity"], "there is no order 'sevrity'; did you mean severity?"),
        (["--group-by", "organization"], "did you mean organisation?"),
        (["--profile", "strct"], "there is no profile 'strct'; did you mean strict?"),
        (["--fail-on", "eror"], "did you mean error?"),
        (["--limit", "-1"], "--limit"),
        (["--limit", "many"], "--limit"),
        (["--selct", "OPT"], "--select"),
    ],
)
def test_misuse(cli: Cli, page: Path, tmp_path: Path, args: list[str], said: str) -> None:
    done = cli("check", "page.txt", *args)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert page.read_text("utf-8") == RECORD
    assert list(tmp_path.iterdir()) == [page]


def test_devices_may_be_shared(cli: Cli) -> None:
    assert cli("check", "page.txt", "-f", "json=/dev/null", "-f", "sarif=/dev/null").returncode == 1


def test_options_reach_the_formats_that_heed_them(cli: Cli, tmp_path: Path) -> None:
    done = cli("check", "page.txt", "--statistics", "-f", "text", "-f", "json=a.json")
    assert done.stdout.startswith("errors  warnings  info  findings  agreements  of assessed\n")
    assert json.loads((tmp_path / "a.json").read_text("utf-8"))["findings"]


def test_a_limit_does_not_change_the_exit_code(cli: Cli) -> None:
    done = cli("check", "page.txt", "--limit", "0")
    assert done.returncode == 1
    assert "more findings; raise --limit" in done.stdout
    assert "1 error" in done.stdout


def test_quiet(cli: Cli) -> None:
    assert "belongs to a field or section" in cli("check", "page.txt").stdout
    once = cli("check", "page.txt", "-q").stdout
    assert "TRM01" in once
    assert "belongs to a field or section" not in once
    twice = cli("check", "page.txt", "-qq")
    assert (twice.returncode, twice.stdout) == (1, "")
    assert cli("check", "gone.txt", "-qq").stderr == "gone.txt: does not exist\n"


def test_the_page_of_a_job_gets_the_summary(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    summary = tmp_path / "summary.md"
    summary.write_text("# Earlier\n", "utf-8")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    assert cli("check", "page.txt").returncode == 1
    assert summary.read_text("utf-8") == "# Earlier\n"
    done = cli("check", "page.txt", "--format", "github")
    assert done.returncode == 1
    assert done.stdout.startswith("::error file=page.txt,line=5,")
    markdown = cli("check", "page.txt", "--format", "markdown").stdout
    assert summary.read_text("utf-8") == f"# Earlier\n{markdown}\n"
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "no" / "folder"))
    assert cli("check", "page.txt", "--format", "github").returncode == 2


def test_paths_start_at_the_root_of_the_repository(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    folder = tmp_path / "a, b" / "50%"
    folder.mkdir(parents=True)
    (folder / "page.txt").write_text(RECORD, "utf-8")
    said = cli("check", "page.txt", "--format", "github", cwd=folder).stdout
    assert said.startswith("::error file=a%2C b/50%25/page.txt,line=5,")
    issues = json.loads(cli("check", "page.txt", "--format", "gitlab", cwd=folder).stdout)
    assert {issue["location"]["path"] for issue in issues} == {"a, b/50%/page.txt"}


def complete(shell: str, line: str) -> list[str]:
    """What a shell gets for a line that ends where the cursor stands."""
    words = line.split(" ")
    program = "import sys; sys.argv[0] = 'dslint'; from dslint.cli import main; sys.exit(main())"
    done = execute(
        *(sys.executable, "-c", program),
        cwd=ROOT,
        _DSLINT_COMPLETE=f"complete_{shell}",
        _TYPER_COMPLETE_ARGS=line,
        _TYPER_COMPLETE_FISH_ACTION="get-args",
        COMP_WORDS=line,
        COMP_CWORD=str(len(words) - 1),
    )
    assert done.stderr == ""
    if shell == "zsh":
        return [each.split('"')[1] for each in done.stdout.splitlines() if each.count('"') >= 2]
    return [each.split("\t")[0] for each in done.stdout.splitlines()]


RULES = sorted(entry["rule"]["id"] for entry in compiled.builtin_rules())


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("dslint check --select OPT", [rule for rule in RULES if rule.startswith("OPT")]),
        ("dslint check --ignore PTY01,OPT0", [f"PTY01,{rule}" for rule in RULES if rule.startswith("OPT0")]),
        ("dslint check --select processor-not", ["processor-not-listed"]),
        ("dslint explain OPT01", ["OPT01"]),
        ("dslint why processor-n", ["processor-not-listed"]),
        ("dslint check --format ", list(FORMATS)),
        ("dslint check --format s", ["sarif"]),
        ("dslint check --profile ", ["default", "renewal", "watchdog", "strict"]),
        ("dslint check --group-by o", ["organisation"]),
        ("dslint pars", ["parse"]),
    ],
)
def test_completion(shell: str, line: str, words: list[str]) -> None:
    assert sorted(complete(shell, line)) == sorted(words)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_every_completion_is_one_line(shell: str) -> None:
    assert len(complete(shell, "dslint check --select ")) == len(RULES)


def test_parse_tells_what_was_recognised_and_what_was_not_assessed(cli: Cli) -> None:
    shown = cli("parse", "page.txt").stdout
    assert "every line belongs to a field or section" in shown
    assert re.search(r"recognised +\d+ bod(?:y|ies) with a role, \d+ controllers? in the text", shown)
    assert re.search(r"not assessed +\w+\d+.*: \S", shown)
