"""What an editor offers to do about a finding, in the words of its protocol."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lsprotocol import types

from dslint.model import Place
from dslint.server import show
from dslint.server.actions import FIX, FIX_ALL, Action, actions, fix_all, next_placeholder
from dslint.server.kinds import DRAFT
from dslint.server.language_server import Server
from dslint.server.notes import Note

NEXT_PLACEHOLDER = "dslint.nextPlaceholder"
ASK_REASON = "dslint.ignoreWithReason"  # a command of an editor that asks for the reason


def code_actions(server: Server, params: types.CodeActionParams) -> list[types.CodeAction]:
    """What the editor may offer for a stretch of a text."""
    return list(_offered(server, params))


def _offered(server: Server, params: types.CodeActionParams) -> Iterator[types.CodeAction]:
    desk = server.desk
    path, line, column = server.place(params.text_document.uri, params.range.start)
    _, end_line, end_column = server.place(params.text_document.uri, params.range.end)
    text = desk.texts.get(path)
    if text is None:
        return
    notes = desk.notes.get(path, [])
    wanted = params.context.only
    if wanted is None or any(FIX.startswith(each) for each in wanted):
        there = [note for note in notes if _touches(note, (line, column), (end_line, end_column))]
        near = [note for note in notes if note.at.line <= end_line and note.at.end_line >= line]
        for action in actions(path, text.text, desk.kinds.get(path), there or near, server.read_file):
            yield _code_action(server, action)
        if desk.kinds.get(path) == DRAFT and server.can("window", "show_document", "support"):
            found = next_placeholder(text.text, line, column, desk.words_of(path))
            if found is not None:
                where = [params.text_document.uri, params.range.start.line, params.range.start.character]
                title = f"Go to the next placeholder (line {found[0]})"
                command = types.Command(title, NEXT_PLACEHOLDER, arguments=where)
                yield types.CodeAction(title, types.CodeActionKind.QuickFix, command=command)
    if (wanted is None or any(FIX_ALL.startswith(each) for each in wanted)) and (every := fix_all(notes)):
        yield _code_action(server, every)


def _touches(note: Note, start: tuple[int, int], end: tuple[int, int]) -> bool:
    """Whether a note, or what it suggests to change, is in a stretch of its file."""
    edits = note.suggestion.edits if note.suggestion else ()
    places = [note.at, *(Place(*edit[1:5]) for edit in edits if edit.path == note.path)]
    return any(at[:2] <= end and start <= at[2:4] for at in places)


def _code_action(server: Server, action: Action) -> types.CodeAction:
    desk = server.desk
    kind = types.CodeActionKind.QuickFix if action.kind == FIX else action.kind
    clears = action.note and show.diagnostic(
        action.note, server.page_of(action.note), desk.lines_of, desk.uri_of
    )
    found = types.CodeAction(
        title=action.title,
        kind=kind,
        diagnostics=[clears] if clears else None,
        is_preferred=action.is_preferred or None,
    )
    edit = _workspace_edit(server, action)
    if action.wants_reason and server.asks_for_reasons:
        found.command = types.Command(action.title, ASK_REASON, arguments=[edit])
    else:
        found.edit = edit
    return found


def _workspace_edit(server: Server, action: Action) -> types.WorkspaceEdit:
    desk = server.desk
    changes: dict[str, list[types.TextEdit]] = {}
    for edit in action.edits:
        lines = desk.lines_of(edit.path)
        start, end = lines.spot_at(edit.line, edit.column), lines.spot_at(edit.end_line, edit.end_column)
        at = types.Range(show.position(start), show.position(end))
        changes.setdefault(desk.uri_of(edit.path), []).append(types.TextEdit(at, edit.text))
    if action.creates is None:
        return types.WorkspaceEdit(changes=changes)
    made: list[Any] = [types.CreateFile(desk.uri_of(action.creates))]
    made += [
        types.TextDocumentEdit(types.OptionalVersionedTextDocumentIdentifier(uri), list(edits))
        for uri, edits in changes.items()
    ]
    return types.WorkspaceEdit(document_changes=made)
