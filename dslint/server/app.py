"""The language server: what an editor asks, and what it is told."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator
from typing import Any, BinaryIO, cast

from lsprotocol import types
from pygls.exceptions import JsonRpcException, JsonRpcInvalidRequest
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol, lsp_method

from dslint.model import Place
from dslint.server import show
from dslint.server.actions import FIX, FIX_ALL, Action, actions, fix_all, next_placeholder
from dslint.server.completion import Words, completions
from dslint.server.desk import Desk
from dslint.server.frames import Frames
from dslint.server.hover import hover, notes_at
from dslint.server.kinds import DRAFT
from dslint.server.notes import Note
from dslint.server.options import read_options
from dslint.server.outline import Outline
from dslint.server.positions import Spot, Stretch
from dslint.server.sides import Side, all_sides, other_sides
from dslint.version import __version__

NEXT_PLACEHOLDER = "dslint.nextPlaceholder"
CHECK_AGAIN = "dslint.checkAgain"
ASK_REASON = "dslint.ignoreWithReason"  # a command of an editor that asks for the reason
_TRIGGERS = [":", " ", "-", "[", ",", '"', "{", "."]
_WATCHED = "**/*.{yaml,yml,toml,json,txt,md,html,jsonl}"


class Protocol(LanguageServerProtocol):
    """pygls would keep a copy of each text, and split its lines where no editor does."""

    @lsp_method(types.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(self, params: types.DidOpenTextDocumentParams) -> Iterator[Any]:
        yield self.fm.features[types.TEXT_DOCUMENT_DID_OPEN], (params,), None

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: types.DidChangeTextDocumentParams) -> Iterator[Any]:
        yield self.fm.features[types.TEXT_DOCUMENT_DID_CHANGE], (params,), None

    @lsp_method(types.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(self, params: types.DidCloseTextDocumentParams) -> Iterator[Any]:
        yield self.fm.features[types.TEXT_DOCUMENT_DID_CLOSE], (params,), None

    def structure_message(self, data: Any) -> Any:
        """Parts of a message stay as they are: what they are is known when all of it has been read."""
        return data

    def handle_message(self, message: Any) -> None:
        """Answer every request, also one that is wrong: pygls would leave the editor waiting."""
        fields = message if isinstance(message, dict) else {}
        number, is_answer = fields.get("id"), not fields.keys().isdisjoint(("result", "error"))
        is_known = isinstance(number, str | int)
        try:
            is_whole = is_answer or isinstance(fields.get("method"), str)
            if not is_whole or fields.get("jsonrpc") != self.VERSION or not (is_known or "id" not in fields):
                raise JsonRpcInvalidRequest
            read = super().structure_message(fields)
        except JsonRpcException as error:
            if not is_answer and ("id" in fields or not is_whole):
                self._send_response(number if is_known else None, error=error.to_response_error())
        else:
            super().handle_message(read)

    def _send_response(self, msg_id: Any, result: Any = None, error: Any = None) -> None:
        if error is not None:
            error.data = None  # a traceback
        super()._send_response(msg_id, result, error)


class Server(LanguageServer):
    def __init__(self) -> None:
        super().__init__("dslint", __version__, protocol_cls=Protocol)
        self.desk = Desk(self._publish, self._log)
        self.given: Any = None
        self.rule_pages: str | None = None
        self.asks_for_reasons = False

    def _publish(self, path: str) -> None:
        desk = self.desk
        text = desk.texts.get(path)
        found = desk.notes.get(path, [])
        diagnostics = [show.diagnostic(note, self._page(note), desk.lines_of, desk.uri_of) for note in found]
        self.text_document_publish_diagnostics(
            types.PublishDiagnosticsParams(desk.uri_of(path), diagnostics, text.version if text else None)
        )

    def _page(self, note: Note) -> str | None:
        return f"{self.rule_pages.rstrip('/')}/{note.rule}/" if self.rule_pages and note.rule else None

    def _log(self, line: str) -> None:
        self.window_log_message(types.LogMessageParams(types.MessageType.Warning, line))

    def place(self, uri: str, position: types.Position) -> tuple[str, int, int]:
        """The path, our line and our column for a place of an editor."""
        path = self.desk.path_of(uri)
        return path, *self.desk.lines_of(path).place_of(Spot(position.line, position.character))

    def locations(self, found: list[Side]) -> list[types.Location]:
        return [show.location(path, at, self.desk.lines_of, self.desk.uri_of) for path, at in found]

    def read_file(self, path: str) -> str | None:
        if path in self.desk.texts or os.path.isfile(path):
            return self.desk.lines_of(path).text
        return None

    def can(self, *names: str) -> bool:
        """Whether the editor says that it can do something."""
        found: Any = self.client_capabilities
        for name in names:
            found = getattr(found, name, None)
        return bool(found)


def create() -> Server:
    """A server that knows all its features."""
    server = Server()
    feature, command = server.feature, server.command

    @feature(types.INITIALIZE)
    def initialize(params: types.InitializeParams) -> None:
        server.given = params.initialization_options
        folders = [each.uri for each in params.workspace_folders or ()]
        if root := next(iter(folders), params.root_uri):
            server.desk.folder = server.desk.path_of(root)
        server.desk.encoding = str(
            getattr(server.workspace.position_encoding, "value", server.workspace.position_encoding)
        )

    @feature(types.INITIALIZED)
    def initialized(params: types.InitializedParams) -> None:
        configure(server, server.given)
        if server.can("workspace", "did_change_watched_files", "dynamic_registration"):
            watchers = types.DidChangeWatchedFilesRegistrationOptions([types.FileSystemWatcher(_WATCHED)])
            registration = types.Registration("watch", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, watchers)
            server.client_register_capability(types.RegistrationParams([registration]))

    @feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)
    def changed_configuration(params: types.DidChangeConfigurationParams) -> None:
        if params.settings:
            configure(server, params.settings)

    @feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def changed_files(params: types.DidChangeWatchedFilesParams) -> None:
        paths = {server.desk.path_of(each.uri) for each in params.changes}
        if paths - server.desk.texts.keys():
            server.desk.again()

    @feature(types.TEXT_DOCUMENT_DID_OPEN)
    def opened(params: types.DidOpenTextDocumentParams) -> None:
        text = params.text_document
        server.desk.open(text.uri, text.language_id, text.version, text.text)

    @feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def changed(params: types.DidChangeTextDocumentParams) -> None:
        changes = [(each.text, _stretch(getattr(each, "range", None))) for each in params.content_changes]
        server.desk.change(params.text_document.uri, params.text_document.version, changes)

    @feature(types.TEXT_DOCUMENT_DID_SAVE)
    def saved(params: types.DidSaveTextDocumentParams) -> None:
        path = server.desk.path_of(params.text_document.uri)
        if server.desk.kinds.get(path) != DRAFT and path.endswith((".yaml", ".yml", ".toml")):
            server.desk.again()

    @feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def closed(params: types.DidCloseTextDocumentParams) -> None:
        server.desk.close(params.text_document.uri)

    @feature(types.TEXT_DOCUMENT_HOVER)
    def hovered(params: types.HoverParams) -> types.Hover | None:
        path, line, column = server.place(params.text_document.uri, params.position)
        found = notes_at(server.desk.notes.get(path, ()), line, column)
        if not found:
            return None
        formats = getattr(
            getattr(server.client_capabilities.text_document, "hover", None), "content_format", None
        )
        plain = formats is not None and types.MarkupKind.Markdown not in formats
        kind = types.MarkupKind.PlainText if plain else types.MarkupKind.Markdown
        content = types.MarkupContent(kind, hover(found, server.desk.cards, plain))
        return types.Hover(content, show.range_of(found[0].at, server.desk.lines_of(path)))

    @feature(types.TEXT_DOCUMENT_DEFINITION)
    def definition(params: types.DefinitionParams) -> list[types.Location]:
        place = server.place(params.text_document.uri, params.position)
        return server.locations(other_sides(server.desk.all_notes(), *place))

    @feature(types.TEXT_DOCUMENT_REFERENCES)
    def references(params: types.ReferenceParams) -> list[types.Location]:
        place = server.place(params.text_document.uri, params.position)
        return server.locations(all_sides(server.desk.all_notes(), *place))

    @feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    def symbols(params: types.DocumentSymbolParams) -> list[types.DocumentSymbol]:
        path = server.desk.path_of(params.text_document.uri)
        return [_symbol(server, path, one) for one in server.desk.outlines.get(path, ())]

    @feature(types.TEXT_DOCUMENT_CODE_ACTION, types.CodeActionOptions([FIX, FIX_ALL]))
    def code_actions(params: types.CodeActionParams) -> list[types.CodeAction]:
        return list(_code_actions(server, params))

    @feature(types.TEXT_DOCUMENT_COMPLETION, types.CompletionOptions(trigger_characters=_TRIGGERS))
    def complete(params: types.CompletionParams) -> types.CompletionList:
        path, line, column = server.place(params.text_document.uri, params.position)
        text = server.desk.texts.get(path)
        kind, words = server.desk.kinds.get(path), server.desk.words_of(path)
        found = completions(text.text, kind, line, column, words) if text else []
        items = [_item(server, path, line, number, word) for number, word in enumerate(found)]
        return types.CompletionList(False, items)

    @command(NEXT_PLACEHOLDER)
    async def go_to_next_placeholder(uri: str, line: int, character: int) -> types.Location | None:
        path, at_line, at_column = server.place(uri, types.Position(line, character))
        lines = server.desk.lines_of(path)
        found = next_placeholder(lines.text, at_line, at_column, server.desk.words_of(path))
        if found is None:
            return None
        number, start, end = found
        at = types.Range(
            show.position(lines.spot_at(number, start)), show.position(lines.spot_at(number, end))
        )
        if server.can("window", "show_document", "support"):
            await server.window_show_document_async(
                types.ShowDocumentParams(server.desk.uri_of(path), take_focus=True, selection=at)
            )
        return types.Location(server.desk.uri_of(path), at)

    @command(CHECK_AGAIN)
    def check_again() -> None:
        server.desk.again()

    @feature(types.SHUTDOWN)
    async def shut_down(params: None) -> None:
        await server.desk.stop()

    return server


def configure(server: Server, given: Any) -> None:
    """Use what the editor asks for, and say what of it is wrong."""
    mine = given.get("dslint", given) if isinstance(given, dict) else given
    own = dict(mine) if isinstance(mine, dict) else mine
    if isinstance(own, dict):
        pages, asks = own.pop("rulePages", None), own.pop("asksForReasons", None)
        server.rule_pages = pages if isinstance(pages, str) and pages.startswith("http") else None
        server.asks_for_reasons = asks is True
    options, wrong = read_options(own)
    for message in wrong:
        server.window_show_message(types.ShowMessageParams(types.MessageType.Warning, f"dslint: {message}"))
    server.desk.configure(options)


def _stretch(given: types.Range | None) -> Stretch | None:
    if given is None:
        return None
    return Stretch(Spot(given.start.line, given.start.character), Spot(given.end.line, given.end.character))


def _symbol(server: Server, path: str, one: Outline, depth: int = 0) -> types.DocumentSymbol:
    lines = server.desk.lines_of(path)
    return types.DocumentSymbol(
        name=one.name,
        detail=one.detail,
        kind=types.SymbolKind.String if depth else types.SymbolKind.Class,
        range=show.range_of(one.at, lines),
        selection_range=show.range_of(one.name_at, lines),
        children=[_symbol(server, path, part, depth + 1) for part in one.parts],
    )


def _code_actions(server: Server, params: types.CodeActionParams) -> Iterator[types.CodeAction]:
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
        action.note, server._page(action.note), desk.lines_of, desk.uri_of
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


def _item(server: Server, path: str, line: int, number: int, word: Words) -> types.CompletionItem:
    lines = server.desk.lines_of(path)
    at = types.Range(
        show.position(lines.spot_at(line, word.start)), show.position(lines.spot_at(line, word.end))
    )
    return types.CompletionItem(
        label=word.label,
        kind=types.CompletionItemKind.Property if word.is_key else types.CompletionItemKind.Value,
        detail=word.detail or None,
        documentation=word.about or None,
        sort_text=f"{number:04}",  # the order of the schema and of the vocabularies
        filter_text=word.label,
        text_edit=types.TextEdit(at, word.text),
    )


def run() -> None:
    """Serve an editor over standard input and output, until it goes."""
    logging.getLogger("pygls").setLevel(logging.CRITICAL)
    create().start_io(cast("BinaryIO", Frames(sys.stdin.buffer)))
