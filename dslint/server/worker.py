"""The process that checks. It has the rules and what was found, and answers one question after the other.

Nothing that a text or a rule does to it ends the server: the server starts another one.
"""

from __future__ import annotations

import gc
import os
import pickle
import queue
import struct
import sys
import threading
import time
from collections import deque
from contextlib import suppress
from typing import Any, BinaryIO

from dslint.config.find import find_project
from dslint.engine.isolated import begin_worker
from dslint.engine.report import RunError
from dslint.faults import fault
from dslint.reporters.rule_text import explain
from dslint.server.kinds import DRAFT, RULE, kind_of
from dslint.server.notes import Notes, of_error
from dslint.server.options import Options
from dslint.server.outline import Outline
from dslint.server.project import Project, Stamps, problems_of_configuration, stamps_of
from dslint.server.rule_files import check_rule_text
from dslint.tuples import NamedTuple
from dslint.vocabularies import BUILT_IN, Vocabularies

PAUSE = 0.25  # seconds without a question until rules are run over all files
MOST_MEMORY = 1500  # MB; a process that has grown beyond ends, and the server starts another
_HEAD = struct.Struct(">Q")


class Ask(NamedTuple):
    """Check a text. Its configuration is looked for from `folder` on; `edited` are the lines changed last."""

    path: str
    text: str
    folder: str
    edited: tuple[int, int] | None = None


class Close(NamedTuple):
    """The text is no longer open."""

    path: str


class Again(NamedTuple):
    """Files have changed: whatever was read of them is out of date."""


class Configure(NamedTuple):
    options: Options


class Reply(NamedTuple):
    """What is to be shown for some files, in place of what was shown for them before.

    `about` is the path of the question; None when nobody asked. `cards` explain rules that were not named
    before, `log` is for people who look for what went wrong.
    """

    about: str | None
    notes: Notes
    cards: dict[str, str] = {}
    log: tuple[str, ...] = ()
    kind: str | None = None
    seconds: float = 0.0
    outline: tuple[Outline, ...] = ()
    root: str = ""  # the folder of the project
    is_new: bool = False  # its configuration was loaded: other texts may be out of date
    words: Vocabularies | None = None  # of a project that is new, where it has words of its own


Question = Ask | Close | Again | Configure


def write(stream: BinaryIO, message: object) -> None:
    content = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    stream.write(_HEAD.pack(len(content)) + content)
    stream.flush()


def read(stream: BinaryIO) -> Any:
    """The next message. Raises EOFError when there is none."""
    head = stream.read(_HEAD.size)
    if len(head) < _HEAD.size:
        raise EOFError
    return pickle.loads(stream.read(*_HEAD.unpack(head)))


class _Home(NamedTuple):
    """A project with the state of the files that decide what is found."""

    project: Project
    stamps: Stamps


# The files of the configuration, and whether it is for drafts; None where that makes no difference.
_Key = tuple[str | None, str | None, bool | None]


class Worker:
    def __init__(self) -> None:
        self._options = Options()
        self._homes: dict[_Key, _Home] = {}
        self._of_path: dict[str, Project] = {}
        self._waiting: deque[tuple[Project, str]] = deque()  # files that are not open
        self._unfinished: dict[Project, None] = {}  # whose rules over all files are still to be run
        self._explained: set[str] = set()
        self._broken: set[str] = set()  # files of a configuration whose problems are shown

    def answer(self, question: Question) -> Reply | None:
        match question:
            case Configure(options):
                self._options = options
                self._forget()
            case Again():
                self._forget()
            case Close(path):
                if project := self._of_path.pop(path, None):
                    project.close(path)
                    self._unfinished[project] = None
                return Reply(path, {path: []})
            case Ask():
                return self._check(question)
        return None

    def has_work(self) -> bool:
        return bool(self._waiting or self._unfinished)

    def work(self) -> Reply | None:
        """A piece of the work that nobody waits for."""
        if self._waiting:
            project, path = self._waiting.popleft()
            if path not in project.open:
                project.take_in(path)
                self._unfinished[project] = None
            return None
        project, _ = self._unfinished.popitem()
        try:
            notes = project.whole().notes
        except Exception as error:
            return Reply(None, {}, log=(f"rules over all files could not be run: {fault(error)}",))
        shown = {path: notes.get(path, []) for path in project.open}
        return Reply(None, shown, self._cards(project, shown))

    def _check(self, ask: Ask) -> Reply:
        started = time.perf_counter()
        kind = kind_of(ask.path, ask.text)
        if kind is None:
            return Reply(ask.path, {} if ask.path in self._broken else {ask.path: []})
        project, notes, is_new = self._project(ask.folder, kind == DRAFT)
        if is_new:  # what stays for long is not looked through for what can go
            gc.unfreeze()
            gc.collect()
            gc.freeze()
        edited = range(*ask.edited) if ask.edited else None
        if kind == RULE:
            vocabularies = project.session.vocabularies
            notes[ask.path] = check_rule_text(ask.path, ask.text, vocabularies, edited)
        else:
            self._of_path[ask.path] = project
            found = project.check(ask.path, ask.text, edited)
            if not found.is_whole:
                self._unfinished[project] = None
            shown = project.open if found.is_whole else {ask.path}
            notes |= {path: found.notes.get(path, []) for path in shown}
        cards = self._cards(project, notes)
        seconds = time.perf_counter() - started
        outline = project.outlines.get(ask.path, ())
        words = project.session.vocabularies
        return Reply(
            ask.path, notes, cards, (), kind, seconds, outline, project.root or "", is_new,
            words if is_new and words is not BUILT_IN else None,
        )  # fmt: skip

    def _project(self, folder: str, is_draft: bool) -> tuple[Project, Notes, bool]:
        """The project of a folder, what is wrong with its configuration, and whether it was just loaded.

        A configuration that cannot be used is left out, and the built-in rules run meanwhile.
        """
        check = self._options.check
        found = None if check.isolated or check.config else find_project(folder)
        files = (found.settings, found.ignores) if found else (check.config, None)
        home = self._homes.get((*files, None)) or self._homes.get((*files, is_draft))
        if home is not None:
            if stamps_of(home.stamps) == home.stamps:
                return home.project, {}, False
            self._forget()
        notes: Notes = {path: [] for path in self._broken}
        self._broken = set()
        try:
            project = Project(folder, self._options, is_draft)
            stamps = stamps_of(project.decisive())
            self._waiting += [(project, path) for path in project.others()]
        except Exception as error:
            wrong = problems_of_configuration(error, found.settings or folder if found else folder)
            notes |= wrong
            self._broken = {*wrong}
            stamps = stamps_of([*wrong, *(path for path in files if path)])
            plain = {"profile": check.profile, "isolated": True}
            project = Project(folder, self._options._replace(given=plain), is_draft)
        self._homes[*files, is_draft if project.is_by_kind else None] = _Home(project, stamps)
        return project, notes, True

    def _cards(self, project: Project, notes: Notes) -> dict[str, str]:
        wanted = {note.rule for found in notes.values() for note in found if note.rule} - self._explained
        cards = {rule.id: explain(rule) for rule in project.session.rules if rule.id in wanted}
        self._explained |= cards.keys()
        return cards

    def _forget(self) -> None:
        for known in (self._homes, self._of_path, self._waiting, self._unfinished, self._explained):
            known.clear()


def main() -> None:
    """Answer what comes on standard input, until it ends."""
    begin_worker(os.getppid())
    gc.enable()  # unlike the process of one run, this one goes on
    answers, sys.stdout = sys.stdout.buffer, sys.stderr  # nothing else may write among the answers
    questions: queue.SimpleQueue[Question | None] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(sys.stdin.buffer, questions), daemon=True).start()
    worker = Worker()
    while True:
        try:
            question = questions.get(timeout=PAUSE if worker.has_work() else None)
            if question is None:
                return
            reply = _answered(worker, question)
        except queue.Empty:
            reply = worker.work()
        if reply is not None:
            write(answers, reply)
        if questions.empty() and _memory() > MOST_MEMORY:
            return


def _memory() -> int:
    """MB that this process has used at most; 0 where the system does not say."""
    try:
        import resource
    except ImportError:
        return 0
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used >> (20 if sys.platform == "darwin" else 10)


def _listen(stream: BinaryIO, questions: queue.SimpleQueue[Question | None]) -> None:
    with suppress(EOFError):
        while True:
            questions.put(read(stream))
    questions.put(None)


def _answered(worker: Worker, question: Question) -> Reply | None:
    """The answer, whatever the question brings about."""
    try:
        return worker.answer(question)
    except Exception as error:
        reason = fault(error)
        path = question.path if isinstance(question, Ask) else None
        wrong = of_error(RunError(path, f"could not be checked: {reason}")) if path else None
        return Reply(path, {path: [wrong]} if path and wrong else {}, log=(reason,))
