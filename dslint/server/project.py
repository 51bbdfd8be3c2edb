"""One project in an editor: its rules, ready to be used, and what was found in each of its files."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from datetime import date

from dslint.config.find import why_no_file
from dslint.config.settings import (
    ConfigError,
    ResolvedSettings,
    project_inputs,
    resolve_settings,
    with_profile_of_drafts,
)
from dslint.data_classes import replace
from dslint.datafiles.half_typed import whole_part
from dslint.datafiles.yaml_marks import FileErrors
from dslint.engine.baseline import Baseline, BaselineEntry, parse
from dslint.engine.checked import Checked, check_read, known_or_checked
from dslint.engine.ignores import IgnoreList
from dslint.engine.load import RuleSet
from dslint.engine.report import RunError
from dslint.engine.select import UnknownRule
from dslint.engine.suppressions import Suppressions
from dslint.faults import fault
from dslint.model import Document, Problem
from dslint.server.kinds import DRAFT, kind_of
from dslint.server.notes import Notes, notes_of, of_error
from dslint.server.options import Options
from dslint.server.outline import Outline, outline
from dslint.session import Session
from dslint.sources import Input, Unreadable, is_draft_input, read_small_text
from dslint.tuples import NamedTuple

LARGEST_BASELINE = 100_000_000  # bytes
LARGEST_OTHER = 1_000_000  # bytes of a file that is looked over without being open
QUICK = 0.015  # seconds in which rules over all files may be run at each change

_DRAFT = b"agreement: {}\n"
Stamps = dict[str, tuple[int, int] | None]  # when a file was written, and its size


class Found(NamedTuple):
    """What is to be shown for some files. `is_whole` says that rules over all files have been run."""

    notes: Notes
    is_whole: bool


class Project:
    """`is_of_drafts` tells that it is for drafts and no other texts: where nobody chose a profile, drafts
    have one of their own, as on the command line.

    Raises ValueError and ConfigError for a configuration or rules that cannot be used.
    """

    def __init__(self, folder: str, options: Options, is_of_drafts: bool = False) -> None:
        self.options = options
        self._is_of_drafts = is_of_drafts
        for path in filter(None, (options.check.config, *options.check.rules)):
            # On a command line that may be a pipe; an editor's settings stay, and a pipe is read once.
            if (why := why_no_file(path)) and not os.path.isdir(path):
                raise ConfigError(f"{path}: {why}")
        settings = resolve_settings(options.check, folder)
        of_drafts = with_profile_of_drafts(settings, [Input("draft.yaml", content=_DRAFT)])
        self.is_by_kind = of_drafts is not settings
        self.settings: ResolvedSettings = of_drafts if is_of_drafts else settings
        self.session = _session(self.settings)
        self.files: dict[str, Checked] = {}
        self.open: set[str] = set()
        self.outlines: dict[str, tuple[Outline, ...]] = {}
        self._baseline = self._read_baseline()
        self._failed: dict[str, str] = {}  # rules that failed, and what to say of it
        self._slow: list[str] = []  # what to say of patterns that took too long
        self._all: list[str] | None = (
            None  # the inputs of the project's folder, when they have been looked for
        )
        self._whole_took = 0.0
        self._beside: dict[str, Notes] = {}  # what only rules over all files found, as it was last

    @property
    def root(self) -> str | None:
        """The folder that the configuration is for, if there is one."""
        return self.settings.project.folder if self.settings.project else None

    def decisive(self) -> list[str]:
        """The files that decide what is found."""
        project, value = self.settings.project, self.settings.value
        named = [*self.settings.choice.files, *value("vocabularies"), *value("dialects"), value("baseline")]
        named += [rule.source for rule in self.session.rules if not rule.trusted]
        own = [project.settings, project.ignores] if project else []
        return [each for each in (*own, *named) if isinstance(each, str)]

    def _read_baseline(self) -> list[BaselineEntry] | None:
        path = self.settings.value("baseline")
        try:
            return parse(path, read_small_text(path, LARGEST_BASELINE)) if path else None
        except Unreadable as error:
            raise ConfigError(f"{path}: {error}") from None

    @property
    def as_of(self) -> str:
        return self.settings.value("as-of") or ""

    def check(self, path: str, text: str, edited: range | None = None) -> Found:
        """Check a text as it is now, and keep what was found in it."""
        self.open.add(path)
        self.files[path] = self._checked(path, text, edited)
        if len(self.files) == 1:
            return Found(self._notes([path]), True)
        if self._whole_took <= QUICK:
            return self.whole()
        notes = self._notes([path])
        beside = self._beside.get(path, {}).get(path, [])
        return Found({path: [*notes.get(path, []), *beside]}, False)

    def whole(self) -> Found:
        """Run the rules over all files, of what is kept of each."""
        started = time.perf_counter()
        notes = self._notes(self.files)
        self._whole_took = time.perf_counter() - started
        for path in self.open & self.files.keys():
            alone = {note.fingerprint for note in self._notes([path]).get(path, [])}
            more = [note for note in notes.get(path, []) if note.fingerprint not in alone]
            self._beside[path] = {path: more}
        return Found(notes, True)

    def take_in(self, path: str) -> None:
        """Check a file that is not open, for the rules over all files."""
        try:
            if os.path.getsize(path) > LARGEST_OTHER:
                return
            with open(path, "rb") as file:
                content = file.read(LARGEST_OTHER + 1)
        except (OSError, ValueError):
            self.files.pop(path, None)
            return
        if kind_of(path, content.decode("utf-8", "replace")):
            given = Input(path, content=content)
            self.files[path] = known_or_checked(
                given, self._rules(path), self.as_of, lambda given, _: self._checked_input(given)
            )

    def close(self, path: str) -> None:
        """The editor has closed a text: what counts is the file again."""
        self.open.discard(path)
        self.files.pop(path, None)
        self._beside.pop(path, None)
        self.outlines.pop(path, None)

    def others(self) -> list[str]:
        """The files of the project that rules over all files look at, without those that are open."""
        if self.root is None or not self.options.most_files:
            return []
        found = [path for path in self._inputs() if path not in self.open and os.path.isfile(path)]
        if self.is_by_kind:
            found = [path for path in found if is_draft_input(Input(path)) is self._is_of_drafts]
        return found[: self.options.most_files]

    def _inputs(self) -> list[str]:
        """Everything that there is to check in the folder of the project."""
        if self._all is None:
            self._all = [os.path.abspath(path) for path in project_inputs(self.root)] if self.root else []
        return self._all

    def _notes(self, paths: Iterable[str]) -> Notes:
        report = self.session.report([self.files[path] for path in paths], self._suppressions())
        return {os.path.abspath(path): found for path, found in notes_of(report).items()}

    def _suppressions(self) -> Suppressions:
        baseline = Baseline(list(self._baseline)) if self._baseline is not None else None
        suppressions = Suppressions(baseline=baseline, inputs=self._inputs)
        if not (self.options.check.no_ignores or self.options.check.isolated):
            today = self.as_of or date.today().isoformat()
            names = self.session.rule_set.names
            suppressions.ignores = IgnoreList(self.settings.ignores, names, self.settings.folder, today)
        return suppressions

    def _checked(self, path: str, text: str, edited: range | None) -> Checked:
        given = Input(path, content=text.encode("utf-8", "replace"), is_typed=True)
        document = self.session.understand(given)
        if isinstance(document, Document) and document.kind == DRAFT and not document.agreements:
            document = self._rest(document, text, edited)
        if isinstance(document, Document):
            self.outlines[path] = outline(document)
        return self._checked_document(document)

    def _checked_input(self, given: Input) -> Checked:
        return self._checked_document(self.session.understand(given))

    def _rest(self, document: Document, text: str, edited: range | None) -> Document:
        """What can be read of a draft that is half typed, with what is wrong with the whole of it."""
        rest = whole_part(document.path, text, edited) if document.problems else None
        if rest is None:
            return document
        found = self.session.understand(Input(document.path, content=rest.encode("utf-8", "replace")))
        if not isinstance(found, Document):
            return document
        known = {(problem.line, problem.column) for problem in document.problems}
        more: list[Problem] = [each for each in found.problems if (each.line, each.column) not in known]
        found.problems = [*document.problems, *more]
        return found

    def _checked_document(self, document: Document | RunError) -> Checked:
        if isinstance(document, RunError):
            return Checked(None, {}, document)
        try:
            checked = check_read(document, self._rules(document.path), self.as_of)
        except Exception:
            checked = self._without_failing(document)
        if checked.result is not None:  # what failed once is not tried again, and told each time
            self._slow += [each for each in checked.result.errors if each not in self._slow]
            checked.result.errors = [*self._slow, *self._failed.values()]
        return checked

    def _rules(self, path: str) -> RuleSet:
        """The rules for a file, without those that failed."""
        whole = self.session.rule_set
        if not self._failed:
            return whole
        return replace(
            whole, rules=[each for each in whole.of(path) if each.id not in self._failed], by_path=None
        )

    def _without_failing(self, document: Document) -> Checked:
        """Check by every rule that does not fail, and remember which do."""
        for rule in self._rules(document.path).rules:
            try:
                check_read(document, replace(self.session.rule_set, rules=[rule], by_path=None), self.as_of)
            except Exception as error:
                self._failed[rule.id] = f"rule {rule.id} could not be run: {fault(error)}"
        try:
            return check_read(document, self._rules(document.path), self.as_of)
        except Exception as error:
            return Checked(None, {}, RunError(document.path, f"could not be checked: {fault(error)}"))


def _session(settings: ResolvedSettings) -> Session:
    """Raises FileErrors with the places of words in the configuration that name no rule."""
    try:
        return Session.of(settings.choice)
    except UnknownRule as unknown:
        problems = [
            place._replace(message=message)
            for word, message in unknown.words.items()
            for place in settings.rule_words.get(word, [Problem("", 1, 1, "")])
        ]
        raise FileErrors(problems) from None


def stamps_of(paths: Iterable[str]) -> Stamps:
    found: Stamps = {}
    for path in paths:
        try:
            status = os.stat(path)
            found[path] = (status.st_mtime_ns, status.st_size)
        except (OSError, ValueError):
            found[path] = None
    return found


def problems_of_configuration(error: Exception, folder: str) -> Notes:
    """What is wrong with a configuration or with rules, by the file that it is in. `folder` stands for the
    settings of the editor."""
    notes: Notes = {}
    problems = error.problems if isinstance(error, FileErrors) else _parsed(str(error))
    for problem in problems:
        path = os.path.abspath(problem.path) if problem.path else folder
        notes.setdefault(path, []).append(
            of_error(RunError(path, problem.message, problem.line, problem.column))
        )
    return notes


def _parsed(message: str) -> list[Problem]:
    """Lines of the form path:line:column: message."""
    problems = []
    for line in message.splitlines():
        head, _, about = line.partition(": ")
        path, _, rest = head.rpartition(":")
        start, _, number = path.rpartition(":")
        if rest.isdigit() and number.isdigit():
            problems.append(Problem(start, int(number), int(rest), about))
        else:
            problems.append(Problem("", 1, 1, line))
    return problems
