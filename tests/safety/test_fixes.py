"""`--fix` changes what it was asked to change: no other file, and nothing that somebody works at."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from conftest import Cli

from dslint.cli.fixes import Fixed, drafts_of, fixes
from dslint.cli.guard import UsageError
from dslint.session import Session
from dslint.sources import Input

DRAFT = "agreement:\n  reference: NIC-123456-A1B2C\n  title: Falls\n"
FIXED = DRAFT.replace("NIC-", "DARS-NIC-")
FIX = ("--select", "QLT07", "--fix")


def fixed(path: Path, before: bytes) -> list[Fixed]:
    """What would be written when the draft was so before the run."""
    session = Session(select=["QLT07"])
    report = session.check([path])
    return fixes(report, session.understand, {str(path): before})


@pytest.mark.skipif(os.name == "nt", reason="links need a right of their own")
@pytest.mark.parametrize("named", [".", "mine.yaml"])
def test_a_link_is_not_followed(cli: Cli, tmp_path: Path, named: str) -> None:
    other, folder = tmp_path / "other.yaml", tmp_path / "folder"
    other.write_text(DRAFT)
    folder.mkdir()
    (folder / "mine.yaml").symlink_to(other)
    done = cli("check", named, *FIX, cwd=folder)
    assert done.stderr == "mine.yaml: is not changed: it is a link; name the file that it leads to\n"
    assert other.read_text() == DRAFT
    assert (folder / "mine.yaml").is_symlink()


def test_a_file_that_is_read_only_stays(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(DRAFT)
    path.chmod(0o444)
    done = cli("check", "mine.yaml", *FIX)
    assert done.stderr == "mine.yaml: is not changed: it is read-only\n"
    assert path.read_text() == DRAFT


def test_what_somebody_saved_while_it_was_checked_stays(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(DRAFT)
    assert fixed(path, b"# one line more before\n" + DRAFT.encode()) == []
    assert "somebody changed it while it was checked" in capsys.readouterr().err
    [found] = fixed(path, DRAFT.encode())
    path.write_text("# saved meanwhile\n" + DRAFT)
    assert not found.write()
    assert "somebody changed it while it was checked" in capsys.readouterr().err
    assert path.read_text() == "# saved meanwhile\n" + DRAFT
    path.unlink()
    assert not found.write()
    assert not path.exists()


@pytest.mark.parametrize("name", ["mine.yaml", "mine.txt"])
def test_the_mode_of_a_file_is_kept_and_no_other_file_is_left(cli: Cli, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text(DRAFT)
    path.chmod(0o640)
    assert cli("check", name, *FIX).returncode == 0
    assert path.read_text() == FIXED
    assert path.stat().st_mode & 0o777 == 0o640
    assert os.listdir(tmp_path) == [name]


def test_what_is_printed_holds_no_control_and_is_a_patch(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text('agreement:\n  title: "a\u202eb\u200b"\n  reference: NIC-123456-A1B2C', "utf-8")
    done = cli("check", "mine.yaml", "--select", "QLT07", "--diff")
    assert "a\\u202eb\\u200b" in done.stdout
    assert done.stdout.isascii()
    path.write_text('agreement:\n  title: "a\tb"\r\n  reference: NIC-123456-A1B2C', "utf-8", newline="")
    done = cli("check", "mine.yaml", "--select", "QLT07", "--diff")
    subprocess.run(["git", "apply"], input=done.stdout, text=True, cwd=tmp_path, check=True)
    assert path.read_bytes() == b'agreement:\n  title: "a\tb"\r\n  reference: DARS-NIC-123456-A1B2C'


def test_only_drafts_that_are_files_are_read_before_a_run(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(DRAFT)
    (tmp_path / "page.txt").write_text("Falls\n")
    names = [tmp_path / name for name in ("mine.yaml", "page.txt", "none.yaml")]
    assert drafts_of([Input(str(path)) for path in names]) == {str(names[0]): DRAFT.encode()}


def test_what_is_no_file_is_refused_before_it_is_checked(cli: Cli) -> None:
    assert cli("check", "-", "--fix").stderr == f"{_refusal()}\n"


def _refusal() -> str:
    from dslint.cli.fixes import check_fixable

    with pytest.raises(UsageError) as raised:
        check_fixable([Input("-")])
    return str(raised.value)
