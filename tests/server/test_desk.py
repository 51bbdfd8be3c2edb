"""What becomes of the answers: what an editor is shown, and what is logged."""

from __future__ import annotations

import pytest

from dslint.cli.output import EXIT_FAILED
from dslint.cli.server import run_server
from dslint.engine.report import RunError
from dslint.faults import fault
from dslint.server.desk import Desk
from dslint.server.notes import of_error
from dslint.server.worker import Reply


def test_a_fault_is_shown_and_logged() -> None:
    published: list[str] = []
    logged: list[str] = []
    desk = Desk(published.append, logged.append)
    note = of_error(RunError("/a.yaml", f"rule X could not be run: {fault(ValueError('no way'))}"))
    desk._take(Reply("/a.yaml", {"/a.yaml": [note]}, log=("another line",)))
    assert published == ["/a.yaml"]
    assert logged[0] == "another line"
    assert logged[1].startswith("/a.yaml: rule X could not be run: this is a fault of dslint")
    desk._take(Reply(None, {"/a.yaml": [note]}))
    assert published == ["/a.yaml"]  # nothing is new
    desk._take(Reply(None, {"/a.yaml": []}))
    assert published == ["/a.yaml", "/a.yaml"]
    assert desk.all_notes() == []


def test_paths_and_addresses_lead_to_each_other() -> None:
    desk = Desk(lambda path: None, lambda line: None)
    desk.folder = "/project"
    for path in ("/a b/ä.yaml", "/a%20b/c#d.yaml", "/\U0001f3e5.txt"):
        assert desk.path_of(desk.uri_of(path)) == path
    assert desk.path_of("untitled:Untitled-1", "yaml") == "/project/Untitled-1.yaml"
    assert desk.path_of("untitled:notes.md", "markdown") == "/project/notes.md"


def test_without_its_packages_the_server_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("dslint.cli.server.find_spec", lambda name: None)
    assert run_server() == EXIT_FAILED
    assert "pip install 'dslint-agreements[editor]'" in capsys.readouterr().err
