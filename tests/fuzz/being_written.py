"""What `check --fix` and an editor do with a draft or a rule while somebody writes it."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from functools import cache

from files import kept
from invariants import AS_OF, demand, is_safe, problems_are_safe

from dslint.cli.check import MOST_ROUNDS
from dslint.cli.fixes import Fixed, fixes
from dslint.datafiles.half_typed import whole_part
from dslint.datafiles.yaml_marks import read as read_yaml
from dslint.engine.load import RuleChoice
from dslint.engine.report import RunError
from dslint.engine.select import STRICT
from dslint.reporters.escape import log_safe
from dslint.server.actions import Action, actions, fix_all, next_placeholder
from dslint.server.completion import completions
from dslint.server.hover import hover, notes_at
from dslint.server.kinds import DRAFT, RULE, is_rule
from dslint.server.notes import Note
from dslint.server.options import Options
from dslint.server.positions import Lines
from dslint.server.project import Project
from dslint.server.rule_files import check_rule_text
from dslint.session import Session
from dslint.sources import Input, Unreadable, decode
from dslint.vocabularies import BUILT_IN

_PLACES = 5  # of a text, at which an editor asks


@cache
def _rules() -> tuple[str, ...]:
    """All rules that suggest something."""
    every = RuleChoice(profile=STRICT).load()
    return tuple(rule.id for rule in every.rules if any(case.suggestion for case in rule.cases))


@cache
def _session() -> Session:
    return Session.of(RuleChoice(profile=STRICT, select=_rules()))


@cache
def _project() -> Project:
    given = {"profile": STRICT, "select": _rules(), "isolated": True, "as_of": AS_OF}
    return Project(".", Options(given, most_files=0), is_of_drafts=True)


def fixed_draft(data: bytes) -> None:
    """Fix a draft as `--fix` does. It stays whole, and there is an end."""
    for _ in range(MOST_ROUNDS):
        if (fixed := _fixed(data)) is None:
            return
        demand(fixed.mark + fixed.old.encode() == data, "what was fixed is another text")
        is_safe(log_safe(fixed.diff()).replace("\r\n", "\n").replace("\t", " "), "diff")
        data = fixed.mark + fixed.new.encode("utf-8")
    demand(_fixed(data) is None, "a draft can be fixed without end")


def _fixed(data: bytes) -> Fixed | None:
    path = kept("draft.yaml", data)
    document = _session().understand(Input(path))
    if isinstance(document, RunError):
        problems_are_safe([str(document)])
        return None
    report = _session().report([_session().check_read(document, AS_OF)])
    return next(iter(fixes(report, _session().understand, {path: data})), None)


def half_typed(data: bytes) -> None:
    """Do for a text what an editor asks for while it is typed."""
    try:
        text = decode(data)
    except Unreadable:
        return
    path, lines, chance = kept("typed.yaml", b""), Lines(text), zlib.crc32(data)
    first = chance % len(lines)
    edited = range(first, first + 1 + chance % 3) if chance % 2 else None
    whole = whole_part(path, text, edited)
    if whole is not None:
        read_yaml(path, whole, as_text=True)
        before, after = ([each.line(number) for number in range(len(each))] for each in (lines, Lines(whole)))
        same = [one == other or not one.strip() for one, other in zip(after, before, strict=False)]
        demand(len(before) == len(after) and all(same), "more than lines was taken out", whole)
    kind = RULE if is_rule(text) else DRAFT
    notes = _notes(path, text, kind, edited)
    for number in range(_PLACES):
        line = 1 + (chance * (number + 1)) % len(lines)
        column = 1 + (chance >> number) % (len(lines.line(line - 1)) + 2)
        for word in completions(text, kind, line, column):
            demand(1 <= word.start <= word.end <= column, "a word begins behind its place", word)
        hover(notes_at(notes, line, column), {})
        next_placeholder(text, line, column)
    _edits_are_sound(path, lines, [*actions(path, text, kind, notes, lambda path: None), fix_all(notes)])


def _notes(path: str, text: str, kind: str, edited: range | None) -> list[Note]:
    if kind == RULE:
        return check_rule_text(path, text, BUILT_IN, edited)
    project = _project()
    try:
        notes = project.check(path, text, edited).notes.get(path, [])
    finally:
        project.close(path)
    faults = [note.message for note in notes if "fault of dslint" in note.message]
    demand(not faults, "a fault was hidden", faults)
    return notes


def _edits_are_sound(path: str, lines: Lines, found: Iterable[Action | None]) -> None:
    for action in found:
        for edit in action.edits if action else ():
            if edit.path == path:
                start = lines.offset(lines.spot_at(edit.line, edit.column))
                end = lines.offset(lines.spot_at(edit.end_line, edit.end_column))
                demand(start <= end, "an edit ends before it begins", edit)
