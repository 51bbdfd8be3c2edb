"""No output replaces what was read for it, what decides it, or what somebody edited; in no command."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import RECORD, ROOT, Cli, Done

CONFIGURATION = '[severity]\nOPT = "info"\n'
IGNORES = "ignores:\n- {rule: OPT03, path: page.txt, reason: The custodian confirmed it in writing.}\n"
WORDS = "organisations:\n- {names: [Example Moor Limited], kind: company, source: invented}\n"
BASELINE = '{"schema": "dslint-baseline", "version": 1}\n'
DRAFT = "agreement:\n  reference: DARS-NIC-123456-A1B2C\n  title: mine\n"
SHEET = "NIC Number,Title\nNIC-1,x\n"
FILES = {
    "page.txt": RECORD,
    "dslint.toml": f'baseline = "known.jsonl"\nvocabularies = ["words.yaml"]\n{CONFIGURATION}',
    "dslint-ignore.yaml": IGNORES,
    "words.yaml": WORDS,
    "known.jsonl": BASELINE,
    "other/dslint.toml": CONFIGURATION,
    "other/pyproject.toml": "[tool.other]\n",
    "other/old.jsonl": BASELINE,
    "other/draft.yaml": DRAFT,
    "other/draft.json": '{"agreement": {"title": "mine"}}\n',
    "other/register.xlsx": "PK",
    "other/page.html": "<html></html>",
    "register/DataReleases.csv": SHEET,
    "register/Other.csv": SHEET,
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    os.link(tmp_path / "page.txt", tmp_path / "hard.txt")
    (tmp_path / "soft.txt").symlink_to("page.txt")
    return tmp_path


def unchanged(project: Path) -> bool:
    return all((project / name).read_text("utf-8") == text for name, text in FILES.items())


def from_file(project: Path, command: str) -> Done:
    """Run a command whose standard input is a file, as a shell gives it."""
    with open(project / "page.txt", "rb") as page:
        return subprocess.run(
            [sys.executable, "-m", "dslint", *command.split()],
            stdin=page,
            cwd=project,
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )


@pytest.mark.parametrize(
    ("command", "said"),
    [
        # the inputs, by any name, and inside a folder
        ("check page.txt -o page.txt", "is one of the inputs"),
        ("check page.txt -o ./other/../page.txt", "is one of the inputs"),
        ("check page.txt -o soft.txt", "is one of the inputs"),
        ("check page.txt -o hard.txt", "is one of the inputs"),
        ("check soft.txt -f json=page.txt", "is one of the inputs"),
        ("check . -f sarif=page.txt", "is one of the inputs"),
        ("check register -o register/DataReleases.csv", "is one of the inputs"),
        ("check register -f csv=register/Other.csv", "is one of the inputs"),
        ("check - -o page.txt", "is one of the inputs"),
        ("parse page.txt -o page.txt", "is one of the inputs"),
        ("parse register -f json -o register/Other.csv", "is one of the inputs"),
        ("parse . -o soft.txt", "is one of the inputs"),
        ("compare page.txt other -o page.txt", "is one of the inputs"),
        ("compare other page.txt -o hard.txt", "is one of the inputs"),
        ("compare register page.txt -f json -o register/Other.csv", "is one of the inputs"),
        ("convert page.txt --to yaml -o page.txt", "is one of the inputs"),
        ("convert page.txt --to yaml -o page.txt --force", "is one of the inputs"),
        ("convert page.txt --to hdruk -o soft.txt --force", "is one of the inputs"),
        ("baseline create page.txt --file page.txt --force", "is one of the inputs"),
        ("baseline create . --file register/Other.csv --force", "is one of the inputs"),
        # what decides the run
        ("check page.txt -o dslint.toml", "is the configuration"),
        ("check page.txt -f json=./dslint.toml", "is the configuration"),
        ("check page.txt -o dslint-ignore.yaml", "is the configuration"),
        ("check page.txt -o words.yaml", "belongs to the configuration"),
        ("check page.txt -o known.jsonl", "is a baseline"),
        ("check page.txt --no-baseline -f json=known.jsonl", "is a baseline"),
        ("check page.txt --config other/dslint.toml -o dslint.toml", "is a configuration"),
        ("check page.txt --isolated -o dslint.toml", "is a configuration"),
        ("parse page.txt -o dslint.toml", "is the configuration"),
        ("parse page.txt --isolated -f json -o known.jsonl", "is a baseline"),
        ("compare page.txt other/draft.yaml -o dslint.toml", "is the configuration"),
        ("compare page.txt other/draft.yaml -o known.jsonl", "is a baseline"),
        ("convert page.txt --to yaml -o dslint.toml --force", "is the configuration"),
        ("convert page.txt --to yaml -o words.yaml --force", "belongs to the configuration"),
        ("baseline create page.txt --file dslint.toml --force", "is the configuration"),
        ("baseline create page.txt --file words.yaml --force", "belongs to the configuration"),
        ("schema rule -o dslint.toml", "is the configuration"),
        ("schema rule -o other/old.jsonl", "is a baseline"),
        # what people write by hand
        ("check page.txt -o other/draft.yaml", "is a .yaml file"),
        ("check page.txt -f json=other/draft.json", "is a draft of an agreement"),
        ("check page.txt -f json=other/register.xlsx", "is a .xlsx file"),
        ("check page.txt -o other/page.html", "is a .html file"),
        ("check page.txt -f html=other/page.html", "is a .html file that dslint did not write"),
        ("check page.txt -f xlsx=other/register.xlsx", "is a .xlsx file that dslint did not write"),
        ("compare page.txt hard.txt -f html -o other/page.html", "is a .html file that dslint did not write"),
        ("check page.txt -o other/old.jsonl", "is a baseline"),
        ("check page.txt -o other/pyproject.toml", "is a configuration"),
        ("parse page.txt -o other/draft.yaml", "is a .yaml file"),
        ("compare page.txt hard.txt -o other/draft.yaml", "is a .yaml file"),
        ("convert page.txt --to yaml -o other/draft.yaml", "--force replaces it"),
        ("convert page.txt --to json -o other/draft.json", "--force replaces it"),
        ("new agreement -o other/draft.yaml", "exists already"),
        ("init other/dslint.toml", "exists already"),
    ],
)
def test_nothing_is_replaced(cli: Cli, project: Path, command: str, said: str) -> None:
    done = from_file(project, command) if " - " in command else cli(*command.split())
    assert (done.returncode, done.stdout) == (2, ""), done.stderr
    assert said in done.stderr.splitlines()[-1]
    assert unchanged(project)


def test_tables_do_not_replace_the_sheets_they_come_from(cli: Cli, tmp_path: Path) -> None:
    for name in ("releases.csv", "Other.csv"):
        (tmp_path / name).write_text(SHEET, "utf-8")
    (tmp_path / "page.txt").write_text(RECORD, "utf-8")
    for more in ([], ["--force"]):
        done = cli("convert", ".", "--to", "csv", "-o", ".", *more)
        assert done.returncode == 2
        assert "releases.csv: is one of the inputs" in done.stderr
    assert (tmp_path / "releases.csv").read_text("utf-8") == SHEET
    assert sorted(path.name for path in tmp_path.iterdir()) == ["Other.csv", "page.txt", "releases.csv"]


def test_a_draft_that_was_edited_is_kept_with_all_others(cli: Cli, tmp_path: Path) -> None:
    """All files of a conversion are written, or none."""
    (tmp_path / "page.txt").write_text(RECORD, "utf-8")
    (tmp_path / "b.txt").write_text(RECORD.replace("Moor", "Fen"), "utf-8")
    convert = ("convert", "page.txt", "b.txt", "--to", "yaml", "-o", "drafts/")
    assert cli(*convert).returncode == 0
    assert cli(*convert).returncode == 0  # they say the same
    draft = tmp_path / "drafts" / "moor.yaml"
    edited = draft.read_text("utf-8") + "  # reviewed by hand\n"
    draft.write_text(edited, "utf-8")
    (tmp_path / "drafts" / "fen.yaml").unlink()
    done = cli(*convert)
    assert (done.returncode, "moor.yaml: exists already" in done.stderr) == (2, True)
    assert draft.read_text("utf-8") == edited
    assert not (tmp_path / "drafts" / "fen.yaml").exists()
    assert cli(*convert, "--force").returncode == 0
    assert draft.read_text("utf-8") != edited


def test_what_dslint_wrote_may_be_written_again(cli: Cli, tmp_path: Path) -> None:
    """The twins that must not be refused: reports and tables of an earlier run, also in the same folder."""
    (tmp_path / "page.txt").write_text(RECORD, "utf-8")
    for form in ("text", "json", "sarif", "csv", "markdown", "junit"):
        for _ in range(2):
            done = cli("check", "page.txt", "-f", f"{form}=out-{form}")
            assert (done.returncode, done.stderr) == (1, "")
    for _ in range(2):
        assert cli("check", "page.txt", "-f", "html=report.html", "-f", "xlsx=found.xlsx").returncode == 1
        assert cli("compare", "page.txt", "page.txt", "-f", "html", "-o", "changes.html").returncode == 0
        assert cli("check", "page.txt", "-f", "json=report.json").returncode == 1
        assert cli("check", ".", "-f", "csv=findings.csv").returncode == 1
        assert cli("parse", "page.txt", "-f", "json", "-o", "parsed.json").returncode == 0
        assert cli("compare", "page.txt", "page.txt", "-o", "changes.txt").returncode == 0
        assert cli("convert", ".", "--to", "csv", "-o", "tables", "--force").returncode == 0
        assert cli("baseline", "create", "page.txt", "--force").returncode == 0
        assert cli("baseline", "update", "page.txt").returncode == 0
        assert cli("schema", "rule", "-o", "rule.schema.json").returncode == 0


def test_the_summary_of_a_job_is_no_input(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "page.txt").write_text(RECORD, "utf-8")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "page.txt"))
    done = cli("check", "page.txt", "-f", "github")
    assert (done.returncode, "is one of the inputs" in done.stderr) == (2, True)
    assert (tmp_path / "page.txt").read_text("utf-8") == RECORD


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can lay the link of another user"
)
def test_a_link_of_another_user_in_a_shared_folder_is_not_followed(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(RECORD, "utf-8")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.md").write_text("mine", "utf-8")
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o1777)
    (shared / "file").symlink_to("../mine/notes.md")
    (shared / "folder").symlink_to("../mine")
    (shared / "ours").symlink_to("../mine/ours.md")
    for name in ("file", "folder"):
        os.lchown(shared / name, 12345, 12345)
    for output in ("shared/file", "shared/folder/notes.md", "shared/folder/new.md"):
        done = cli("check", "page.txt", "-o", output)
        assert done.returncode == 2
        assert "is a link of another user in a shared folder" in done.stderr
    assert os.listdir(tmp_path / "mine") == ["notes.md"]
    assert (tmp_path / "mine" / "notes.md").read_text("utf-8") == "mine"
    assert cli("check", "page.txt", "-o", "shared/ours").returncode == 1
    assert cli("check", "page.txt", "-o", "shared/plain").returncode == 1


@pytest.mark.parametrize("name", ["--output=README.txt", "-oREADME.txt", "--exit-zero", "-q", "-"])
def test_a_file_name_is_never_an_option(cli: Cli, tmp_path: Path, name: str) -> None:
    """As pre-commit and a shell that expands * call it: names of files behind the options."""
    (tmp_path / "README.txt").write_text("mine", "utf-8")
    (tmp_path / "page.txt").write_text(RECORD, "utf-8")
    shutil.copy(tmp_path / "page.txt", tmp_path / name)
    done = cli("check", "--each-file", "page.txt", name)
    if name == "-":  # standard input, by every convention
        assert done.returncode == 1
    else:
        assert done.returncode == 2
        assert done.stderr.startswith(f"{name}: is an option and a file here; put --")
    done = cli("check", "--each-file", "--", "page.txt", name)
    assert done.returncode == 1
    assert (tmp_path / "README.txt").read_text("utf-8") == "mine"


def test_an_option_is_an_option_where_no_file_has_its_name(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(RECORD, "utf-8")
    (tmp_path / "report.txt").write_text("old", "utf-8")
    assert cli("check", "page.txt", "--output", "report.txt").returncode == 1
    assert cli("check", "--output=report.txt", "page.txt").returncode == 1
