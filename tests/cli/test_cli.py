"""The command line as a user meets it: exit codes, messages, and inputs of every kind."""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path

import pytest
from conftest import AS_OF, CLEAN, RECORD, ROOT, Cli, assemble, execute, put

from dslint.engine.report import Report
from dslint.engine.trace import trace


def test_version(cli: Cli) -> None:
    assert cli("--version").stdout.startswith("dslint ")


@pytest.mark.parametrize("format", ["text", "json", "sarif"])
@pytest.mark.parametrize(
    ("options", "code"),
    [
        ([], 1),
        (["--fail-on", "error"], 1),
        (["--fail-on", "never"], 0),
        (["--exit-zero"], 0),
        (["--select", "QLT"], 0),
        (["--select", "OPT03", "--fail-on", "error"], 0),
        (["--select", "OPT03"], 1),
        (["--ignore", "TRM01,OPT,end-before-start"], 0),
        (["--select", "TRM05", "--fail-on", "info"], 1),
    ],
)
def test_exit_code(cli: Cli, tmp_path: Path, options: list[str], code: int, format: str) -> None:
    put(tmp_path, "page.txt", RECORD)
    assert cli("check", "page.txt", "--format", format, *options).returncode == code


def test_nothing_found(cli: Cli, tmp_path: Path) -> None:
    put(tmp_path, "page.txt", CLEAN)
    done = cli("check", "page.txt")
    assert done.returncode == 0
    assert "0 errors, 0 warnings, 0 info" in done.stdout


def test_without_paths_the_folder_is_checked(cli: Cli, tmp_path: Path) -> None:
    put(tmp_path, "page.txt", RECORD)
    assert cli("check").returncode == 1


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["check", "--select", "OPT99", "."], "there is no rule 'OPT99'; did you mean O"),
        (["check", "--select", "", "."], "--select names no rule"),
        (["check", "--ignore", "procesor-not-listed", "."], "did you mean processor-not-listed?"),
        (["check", "--as-of", "tomorrow", "."], "--as-of 'tomorrow' is no date"),
        (["check", "--format", "xml", "."], "xml"),
        (["check", "--fail-on", "fatal", "."], "fatal"),
        (["check", "--jobs", "0", "."], "jobs"),
        (["check", "--nonsense", "."], "nonsense"),
        (["check", "--rules", "gone.yaml", "."], "gone.yaml:1:1: does not exist"),
        (["check", "--output", "no/such/folder/out.txt", "."], "no/such/folder/out.txt: cannot be written"),
        (["explain", "OPTO1"], "did you mean OPT01?"),
        (["nonsense"], "nonsense"),
    ],
)
def test_misuse(cli: Cli, tmp_path: Path, args: list[str], said: str) -> None:
    put(tmp_path, "page.txt", RECORD)
    done = cli(*args)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("empty", b"", 3),
        ("blank", b"\n \n\t\n", 3),
        ("prose", b"Nothing of the kind.\n", 3),
        ("binary", bytes(range(256)) * 40, 2),
        ("zip", b"PK\x03\x04" + bytes(100), 2),
        ("truncated utf-16", b"\xff\xfeA", 2),
        ("utf-8 with a mark", b"\xef\xbb\xbf" + RECORD.encode(), 1),
        ("utf-16", RECORD.encode("utf-16"), 1),
        ("utf-16 without a mark", RECORD.encode("utf-16-le"), 1),
        (
            "latin-1",
            RECORD.replace("Moor", "M\xf6\xf6r").replace("—", "-").replace("–", "-").encode("latin-1"),
            1,
        ),
        ("cp1252", RECORD.encode("cp1252"), 1),
        ("carriage returns", RECORD.replace("\n", "\r").encode(), 1),
        ("dos", RECORD.replace("\n", "\r\n").encode(), 1),
        ("no final newline", RECORD.rstrip("\n").encode(), 1),
        ("one nul", RECORD.replace("Moor", "M\0oor").encode() + b" " * 1000, 1),
        ("cut in the header", RECORD[:100].encode(), 1),
    ],
)
@pytest.mark.parametrize("command", ["check", "parse"])
def test_input(cli: Cli, tmp_path: Path, name: str, content: bytes, code: int, command: str) -> None:
    put(tmp_path, "page.txt", content)
    done = cli(command, "page.txt")
    assert done.returncode == (0 if command == "parse" and code == 1 else code)
    assert "Traceback" not in done.stderr
    if code > 1:
        assert "page.txt" in done.stderr


def test_a_bad_input_does_not_stop_the_others(cli: Cli, tmp_path: Path) -> None:
    put(tmp_path, "good.txt", RECORD)
    put(tmp_path, "bad.txt", bytes(range(256)) * 40)
    os.symlink("nowhere.txt", tmp_path / "dangling.txt")
    os.symlink("loop.txt", tmp_path / "loop.txt")
    for format in ("text", "json", "sarif"):
        done = cli("check", ".", "gone.txt", "--format", format)
        assert done.returncode == 2
        for path in ("bad.txt", "dangling.txt", "gone.txt", "loop.txt"):
            assert path in done.stderr
        assert "TRM01" in done.stdout
    value = json.loads(cli("check", ".", "gone.txt", "--format", "json").stdout)
    assert {error["path"] for error in value["errors"]} == {"bad.txt", "dangling.txt", "gone.txt", "loop.txt"}


def test_folders_are_walked(cli: Cli, tmp_path: Path) -> None:
    assert execute("git", "init", "-q", cwd=tmp_path).returncode == 0
    put(tmp_path, ".gitignore", "ignored.txt\nold/\n")
    for name in ("a.txt", "deep/b c%.txt", "ignored.txt", "old/c.txt", ".hidden/d.txt", "notes.rst"):
        put(tmp_path, name, RECORD)
    os.symlink(tmp_path, tmp_path / "deep" / "up")
    value = json.loads(cli("check", ".", "--format", "json").stdout)
    assert value["summary"]["documents"] == 2
    assert {finding["path"] for finding in value["findings"]} == {"a.txt", "deep/b c%.txt"}
    named = json.loads(cli("check", "ignored.txt", "notes.rst", "--format", "json").stdout)
    assert named["summary"]["documents"] == 2


def test_one_input_named_twice_counts_once(cli: Cli, tmp_path: Path) -> None:
    put(tmp_path, "page.txt", RECORD)
    os.symlink("page.txt", tmp_path / "same.txt")
    value = json.loads(cli("check", ".", "page.txt", "./page.txt", "--format", "json").stdout)
    assert value["summary"]["documents"] == 1


def test_standard_input(cli: Cli) -> None:
    done = cli("check", "-", "--format", "json", stdin=RECORD.encode())
    assert done.returncode == 1
    assert json.loads(done.stdout)["findings"][0]["path"] == "-"


def test_output_file(cli: Cli, tmp_path: Path) -> None:
    put(tmp_path, "page.txt", RECORD)
    put(tmp_path, "out.json", "old")
    done = cli("check", "page.txt", "--format", "json", "--output", "out.json")
    assert (done.returncode, done.stdout) == (1, "")
    assert json.loads((tmp_path / "out.json").read_text())["schema_version"] == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.json", "page.txt"]


def test_a_closed_pipe_is_no_error(tmp_path: Path) -> None:
    put(tmp_path, "page.txt", RECORD * 200)
    command = f"{sys.executable} -m dslint check page.txt | head -1"
    command = f"set -o pipefail; {command}; echo code $?"
    done = execute("bash", "-c", command, cwd=tmp_path, PYTHONPATH=str(ROOT))
    assert done.stderr == ""
    assert done.stdout.endswith("code 1\n")


def test_no_control_sequence_reaches_the_terminal(cli: Cli, tmp_path: Path) -> None:
    nasty = "\x1b[31m\u202eevil\x9b2J\x07"
    page = RECORD.replace("Invoices", f"Invoices {nasty}").replace("Moor", f"Moor {nasty}")
    put(tmp_path, f"na{nasty}me.txt", page + f"Processing:\nQuaynote {nasty} Limited receives the data.\n")
    for args in (
        ["check"],
        ["check", "-f", "json"],
        ["check", "-f", "sarif"],
        ["parse"],
        ["parse", "-f", "json"],
    ):
        done = cli(*args)
        for stream in (done.stdout, done.stderr):
            assert not [c for c in stream if c in "\x1b\x9b\x07\u202e"], args
        assert "evil" in done.stdout, args


def test_names_with_newlines(cli: Cli, tmp_path: Path) -> None:
    put(tmp_path, "two\nlines.txt", RECORD)
    done = cli("check", ".")
    assert done.returncode == 1
    assert "two\\x0alines.txt" in done.stdout


def test_rules_and_explain(cli: Cli) -> None:
    listed = cli("rules").stdout.splitlines()
    assert listed == sorted(listed)
    assert any(line.startswith("PTY01  processor-not-listed") for line in listed)
    for word in ("pty01", "processor-not-listed"):
        explained = cli("explain", word).stdout
        for part in (
            "# PTY01 Processor not listed",
            "Name: `processor-not-listed`",
            "## Why",
            "## How to fix it",
            "## Authority",
            "(seen)",
            "## Fires",
        ):
            assert part in explained


def test_the_order_of_inputs_and_processes_does_not_matter(cli: Cli) -> None:
    one = cli("check", "seeds", "--format", "json", "--as-of", "2026-11-22", cwd=ROOT).stdout
    paths = sorted((f"seeds/{path.name}" for path in (ROOT / "seeds").glob("*.txt")), reverse=True)
    other = cli("check", *paths, "--format", "json", "--jobs", "2", "--as-of", "2026-11-22", cwd=ROOT).stdout
    assert one == other


def test_what_has_expired_is_told_only_when_a_date_is_given(cli: Cli) -> None:
    seeds = str(ROOT / "seeds")
    assert cli("check", seeds, "--select", "TRM06").stdout.startswith("5 documents, 15 agreements: 0 errors")
    assert "ended" in cli("check", seeds, "--select", "TRM06", "--as-of", AS_OF).stdout
    assert "ended" not in cli("check", seeds, "--select", "TRM06", "--as-of", "2019-01-01").stdout


def test_a_report_is_dated_without_being_told_the_day(cli: Cli) -> None:
    printed = cli("check", str(ROOT / "seeds"), "--select", "TRM01", "--format", "junit").stdout
    assert re.search(r'timestamp="\d{4}-\d\d-\d\dT00:00:00"', printed)


def test_why(cli: Cli, tmp_path: Path) -> None:
    put(tmp_path, "page.txt", RECORD)
    fires = cli("why", "OPT03", "page.txt#NIC-123456-A1B2C")
    assert fires.returncode == 0
    assert "OPT03 opt-outs-both-applied-and-not, case 1 of 3 on " in fires.stdout
    assert "DARS-NIC-123456-A1B2C (line 2): fires" in fires.stdout
    assert 'line 3 "N" meaning=not_applied' in fires.stdout
    assert "is silent" in cli("why", "processor-not-listed", "page.txt").stdout
    assert "false   state of controllers, is empty" in cli("why", "PTY05", "page.txt").stdout
    plain = " ".join(cli("why", "OPT03", "page.txt", "--plain").stdout.split())
    assert "reports a finding on DARS-NIC-123456-A1B2C (line 2). It rests on this:" in plain
    assert 'The field "releases" is not printed. - There is "Y" (line 3)' in plain
    empty = " ".join(cli("why", "PTY05", "page.txt", "--plain").stdout.split())
    assert 'The reason: - The field or section "controllers" is not empty' in empty
    nowhere = " ".join(cli("why", "SEC04", "page.txt", "--plain").stdout.split())
    assert re.search(r"The part in which the rule looks for a sentence \(.*?\) is not printed\.", nowhere)
    assert cli("why", "OPT03", "page.txt#NIC-1-AAAAA").returncode == 3
    assert cli("why", "OPT03", "gone.txt").returncode == 2
    assert cli("why", "OPTO3", "page.txt").returncode == 2


def test_why_agrees_with_check(seeds_report: Report) -> None:
    """The trace builds its own conditions: on every seed it must come to the same answers."""
    compared = 0
    for path in sorted((ROOT / "seeds").glob("*.txt")):
        document = assemble(f"seeds/{path.name}", path.read_text("utf-8"))
        for rule in (rule for rule in seeds_report.rules if rule.scope != "corpus"):
            fired = {
                (each.case, each.record is None or document.agreements[each.record].start_line)
                for each in trace(rule, document, AS_OF)
                if each.step.truth
            }
            found = {
                (finding.case, rule.scope == "document" or one.record_line)
                for finding in seeds_report.findings
                if finding.rule == rule.id
                for one in finding.occurrences or (finding.occurrence(),)
                if one.path == document.path
            }
            told_better = {
                (case.number, one.record_line)
                for case in rule.cases
                for finding in seeds_report.findings
                if finding.rule in case.gives_way_to
                for one in finding.occurrences or (finding.occurrence(),)
                if one.path == document.path
            }
            assert found <= fired, rule.id
            assert fired - told_better == found - told_better, rule.id
            compared += len(found)
    assert compared > 80


def test_coverage(cli: Cli, tmp_path: Path) -> None:
    put(tmp_path, "page.txt", RECORD)
    done = cli("rules", "--coverage", "page.txt")
    assert done.returncode == 0
    table, *never = done.stdout.split("\n\n")
    rows = {line.split()[0]: line.split()[1:4] for line in table.splitlines()}
    assert any(line.startswith("QLT07 never fired: ") for line in never)
    assert any(line.startswith("LNK05 never assessed: ") for line in never)
    assert not any(line.startswith("OPT03 never") for line in never)
    assert rows["OPT03"] == ["1", "0", "0"]
    assert rows["QLT07"] == ["0", "1", "0"]
    assert rows["LNK05"] == ["0", "0", "1"]
    assert cli("rules", "--coverage", "gone.txt").returncode == 2
    put(tmp_path, "notes.txt", "Nothing here.\n")
    nothing = cli("rules", "--coverage", "notes.txt")
    assert (nothing.returncode, nothing.stderr) == (3, "no agreement was found in notes.txt\n")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("check page.txt --profile strikt", "--profile: there is no profile 'strikt'; did you mean strict?"),
        ("check page.txt --jobs 0", "--jobs: takes a whole number from 1 to 256; see dslint check --help"),
        ("check page.txt --limit x", "--limit: takes a whole number, 0 or more; see dslint check --help"),
        ("explain", "Missing argument 'RULE'; see dslint explain --help"),
        ("check paeg.txt -qq", "paeg.txt: does not exist; did you mean page.txt?"),
        ("check 12345 -qq", "12345: does not exist"),
        (
            "check page.txt -o gone/x.txt",
            "gone/x.txt: cannot be written: the folder gone does not exist; make it first",
        ),
    ],
)
def test_misuse_is_one_line_that_says_what_to_do(cli: Cli, tmp_path: Path, words: str, said: str) -> None:
    put(tmp_path, "page.txt", RECORD)
    done = cli(*words.split())
    assert (done.returncode, done.stderr.replace("python -m dslint", "dslint")) == (2, f"{said}\n")


def test_who_names_a_text_without_an_agreement_reads_what_makes_one(cli: Cli, tmp_path: Path) -> None:
    put(tmp_path, "notes.txt", "Nothing here.\n")
    done = cli("check", "notes.txt", "-qq")
    assert (done.returncode, done.stderr) == (
        3,
        'no agreement was found in notes.txt; it has no label of a page, such as "Opt outs honoured:", and '
        "no question of a form\n",
    )
    put(tmp_path, "empty.txt", "")
    done = cli("check", "empty.txt")
    assert (done.returncode, done.stderr) == (3, "no agreement was found in empty.txt, which is empty\n")
    assert "rules were run" not in done.stdout


def test_each_file_by_itself(cli: Cli, tmp_path: Path) -> None:
    """However a hook cuts the files into batches, the same is found."""

    def found(*paths: str) -> list[tuple[str, str]]:
        done = cli("check", *paths, "--each-file", "--profile", "strict", "-f", "json", cwd=ROOT)
        return [(each["message"], each["fingerprint"]) for each in json.loads(done.stdout)["findings"]]

    pages = sorted(f"seeds/{path.name}" for path in (ROOT / "seeds").glob("*.txt"))
    whole = found(*pages)
    assert len(whole) > 50
    assert whole == [each for page in pages for each in found(page)]


def test_each_file_may_hold_no_agreement(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("Nothing here.\n", "utf-8")
    assert cli("check", "notes.txt").returncode == 3
    assert cli("check", "--each-file", "notes.txt").returncode == 0
    assert cli("check", "--each-file", "missing.txt").returncode == 2


@pytest.mark.parametrize(
    "command",
    [
        ("parse", "mine.yaml"),
        ("compare", "mine.yaml", "page.txt"),
        ("history", "mine.yaml", "page.txt"),
        ("why", "OPT01", "mine.yaml"),
        ("check", "--case", "mine.yaml", "--published", "page.txt"),
        ("new", "agreement", "--from", "mine.yaml#NIC-123456-A1B2C"),
    ],
)
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("agreement: &a\n  title: *a\n", "mine.yaml:1:12: contains too much"),
        ("agreement:\n  reference: NIC-123456-A1B2C\n  title: [a\n", "mine.yaml:4:1: is not YAML"),
    ],
)
def test_every_command_says_what_of_a_draft_was_not_read(
    cli: Cli, tmp_path: Path, command: tuple[str, ...], text: str, said: str
) -> None:
    (tmp_path / "page.txt").write_text(RECORD, "utf-8")
    (tmp_path / "mine.yaml").write_text(text, "utf-8")
    done = cli(*command)
    assert said in done.stderr
    assert done.returncode == (0 if command[0] == "new" and "NIC" in text else 2)
