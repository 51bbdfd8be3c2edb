"""The process that checks: what it answers, and what becomes of rules that fail and processes that end."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT, SEEDS, put

from dslint.data_classes import replace
from dslint.engine.condition import Condition
from dslint.engine.rule import Rule
from dslint.server.lane import Lane
from dslint.server.notes import Note
from dslint.server.options import Options
from dslint.server.worker import Again, Ask, Close, Configure, Reply, Worker

BAD = (ROOT / "examples" / "bad-agreement.yaml").read_text("utf-8")


def worker(**settings: object) -> Worker:
    one = Worker()
    assert one.answer(Configure(Options(**settings))) is None
    return one


def asked(one: Worker, path: Path, text: str) -> Reply:
    reply = one.answer(Ask(str(path), text, str(path.parent)))
    assert reply
    return reply


def codes(notes: list[Note]) -> set[str | None]:
    return {note.rule for note in notes}


def test_a_rule_that_fails_is_a_message_and_the_others_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, path = worker(), tmp_path / "mine.yaml"
    assert "TRM01" in codes(asked(one, path, BAD).notes[str(path)])
    (home,) = one._homes.values()
    rules = home.project.session.rule_set
    broken = next(rule for rule in rules.rules if rule.id == "OPT01")

    class Failing(Condition):
        def evaluate(self, scope: object) -> object:
            raise ZeroDivisionError("no way")

    case = broken.cases[0]._replace(when=Failing(), required_patterns=(), required_collections=())
    failing: Rule = broken._replace(cases=(case,))
    changed = [failing if rule is broken else rule for rule in rules.rules]
    home.project.session.rule_set = replace(rules, rules=changed, by_path=None)
    for _ in range(2):  # it is told each time, though it is tried once
        notes = asked(one, path, BAD + "\n").notes[str(path)]
        assert {"TRM01", "DRF01", None} <= codes(notes)
        assert "OPT01" not in codes(notes)
        (said,) = [note.message for note in notes if note.rule is None]
        assert said.startswith("rule OPT01 could not be run: this is a fault of dslint")
        assert "no way" in said


def test_what_breaks_everything_is_a_message_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one, path = worker(), tmp_path / "mine.yaml"
    asked(one, path, BAD)

    def fail(*_: object) -> None:
        raise ZeroDivisionError("no way")

    monkeypatch.setattr("dslint.server.project.check_read", fail)
    (note,) = asked(one, path, BAD).notes[str(path)]
    assert note.message.startswith("could not be checked: this is a fault of dslint")


def test_what_is_kept_of_a_file_goes_when_it_is_closed(tmp_path: Path) -> None:
    one, path = worker(), tmp_path / "mine.yaml"
    asked(one, path, BAD)
    reply = one.answer(Close(str(path)))
    assert reply
    assert reply.notes == {str(path): []}
    (home,) = one._homes.values()
    assert not home.project.files
    assert one.answer(Again()) is None
    assert not one._homes


def test_files_that_are_not_open_are_looked_at_when_there_is_time(tmp_path: Path) -> None:
    put(tmp_path, "dslint.toml", "")
    for number, name in enumerate(("one.txt", "two.txt", "notes.md", "large.txt")):
        text = SEEDS.joinpath("nhs-england.txt").read_text("utf-8") * (40 if name == "large.txt" else 1)
        put(tmp_path, name, "# Notes\n" if name == "notes.md" else f"{number}\n{text}")
    one = worker()
    asked(one, tmp_path / "one.txt", "Moor\n")
    assert one.has_work()
    while one.has_work():
        one.work()
    (home,) = one._homes.values()
    assert {os.path.basename(path) for path in home.project.files} == {"one.txt", "two.txt"}
    none = worker(most_files=0)
    asked(none, tmp_path / "one.txt", "Moor\n")
    assert not none.has_work()


def in_lane(command: tuple[str, ...] | None, *texts: str, longest: float = 60.0) -> list[Reply]:
    """What a lane says of texts that are asked one after the other."""
    replies: list[Reply] = []

    async def run() -> None:
        some = {"command": command} if command else {}
        lane = Lane(replies.append, lambda: None, longest, **some)
        for number, text in enumerate(texts, 1):
            lane.ask(Ask("/a.yaml", text, "/"))
            while len([reply for reply in replies if reply.about]) < number:
                await asyncio.sleep(0.01)
        await lane.stop()

    asyncio.run(asyncio.wait_for(run(), 120))
    return replies


def test_a_process_that_ends_is_a_message_and_another_is_started() -> None:
    ends = (sys.executable, "-c", "import sys; sys.stdin.buffer.read(8)")
    one, other = in_lane(ends, "one", "other")
    for reply in (one, other):
        assert [note.message for note in reply.notes["/a.yaml"]] == [
            "could not be checked: the process that checks it ended"
        ]


def test_a_text_that_takes_too_long_is_given_up() -> None:
    waits = (sys.executable, "-c", "import time; time.sleep(60)")
    (reply,) = in_lane(waits, "one", longest=0.2)
    assert "seconds to be checked, and was given up" in reply.notes["/a.yaml"][0].message


@pytest.mark.skipif(sys.platform == "win32", reason="signals are those of other systems")
def test_a_process_that_was_killed_is_replaced() -> None:
    replies: list[Reply] = []
    started: list[int] = []

    async def run() -> None:
        lane = Lane(replies.append, lambda: started.append(1))
        lane.ask(Ask("/a.yaml", BAD, "/"))
        while not replies:
            await asyncio.sleep(0.01)
        assert lane._process
        os.kill(lane._process.pid, signal.SIGKILL)
        while lane._process is not None:
            await asyncio.sleep(0.01)
        lane.ask(Ask("/a.yaml", BAD + "#", "/"))
        while len(replies) < 2:
            await asyncio.sleep(0.01)
        await lane.stop()

    asyncio.run(asyncio.wait_for(run(), 120))
    assert "TRM01" in codes(replies[-1].notes["/a.yaml"])
    assert len(started) == 2


def test_of_many_changes_only_the_newest_is_checked() -> None:
    replies: list[Reply] = []

    async def run() -> None:
        lane = Lane(replies.append, lambda: None)
        for number in range(200):
            lane.ask(Ask("/a.yaml", f"{BAD}# {number}\n", "/"))
        lane.ask(Ask("/a.yaml", "agreement: {}\n", "/"))
        while not replies or "TRM01" in codes(replies[-1].notes["/a.yaml"]):
            await asyncio.sleep(0.01)
        await lane.stop()

    asyncio.run(asyncio.wait_for(run(), 120))
    assert len(replies) <= 3


def test_a_process_imports_no_module_of_the_folder_it_is_started_in(tmp_path: Path) -> None:
    put(tmp_path, "dslint/__init__.py", "raise SystemExit(7)\n")
    put(tmp_path, "yaml.py", "raise SystemExit(7)\n")
    here = os.getcwd()
    os.chdir(tmp_path)
    try:
        (reply,) = in_lane(None, BAD)
    finally:
        os.chdir(here)
    assert "TRM01" in codes(reply.notes["/a.yaml"])


def test_the_plain_check_imports_nothing_of_the_server() -> None:
    loaded = "[m for m in sys.modules if m.startswith(('pygls', 'lsprotocol', 'asyncio', 'dslint.server'))]"
    code = "import sys, dslint.cli as c; sys.argv[1:] = ['check', 'examples']; c.main()"
    said = subprocess.run(
        [sys.executable, "-c", f"{code}; print({loaded})"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.splitlines()[-1] == "[]"
