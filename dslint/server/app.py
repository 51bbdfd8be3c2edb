"""What the language server does at each message of an editor."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from typing import Any, BinaryIO, cast

from lsprotocol import types

from dslint.server import show
from dslint.server.actions import FIX, FIX_ALL, next_placeholder
from dslint.server.code_actions import NEXT_PLACEHOLDER, code_actions
from dslint.server.completion import Words, completions
from dslint.server.frames import Frames
from dslint.server.hover import hover, notes_at
from dslint.server.kinds import DRAFT
from dslint.server.language_server import Server
from dslint.server.options import read_options
from dslint.server.outline import Outline
from dslint.server.positions import Spot, Stretch
from dslint.server.sides import all_sides, other_sides

CHECK_AGAIN = "dslint.checkAgain"
_TRIGGERS = [":", " ", "-", "[", ",", '"', "{", "."]
_WATCHED = "**/*.{yaml,yml,toml,json,txt,md,html,jsonl}"


def initialize(server: Server, params: types.InitializeParams) -> None:
    server.given = params.initialization_options
    folders = [each.uri for each in params.workspace_folders or ()]
    if root := next(iter(folders), params.root_uri):
        server.desk.folder = server.desk.path_of(root)
    server.desk.encoding = str(
        getattr(server.workspace.position_encoding, "value", server.workspace.position_encoding)
    )


def initialized(server: Server, params: types.InitializedParams) -> None:
    configure(server, server.given)
    if server.can("workspace", "did_change_watched_files", "dynamic_registration"):
        watchers = types.DidChangeWatchedFilesRegistrationOptions([types.FileSystemWatcher(_WATCHED)])
        registration = types.Registration("watch", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, watchers)
        server.client_register_capability(types.RegistrationParams([registration]))


def changed_configuration(server: Server, params: types.DidChangeConfigurationParams) -> None:
    if params.settings:
        configure(server, params.settings)


def changed_files(server: Server, params: types.DidChangeWatchedFilesParams) -> None:
    paths = {server.desk.path_of(each.uri) for each in params.changes}
    if paths - server.desk.texts.keys():
        server.desk.again()


def opened(server: Server, params: types.DidOpenTextDocumentParams) -> None:
    text = params.text_document
    server.desk.open(text.uri, text.language_id, text.version, text.text)


def changed(server: Server, params: types.DidChangeTextDocumentParams) -> None:
    changes = [(each.text, _stretch(getattr(each, "range", None))) for each in params.content_changes]
    server.desk.change(params.text_document.uri, params.text_document.version, changes)


def saved(server: Server, params: types.DidSaveTextDocumentParams) -> None:
    path = server.desk.path_of(params.text_document.uri)
    if server.desk.kinds.get(path) != DRAFT and path.endswith((".yaml", ".yml", ".toml")):
        server.desk.again()


def closed(server: Server, params: types.DidCloseTextDocumentParams) -> None:
    server.desk.close(params.text_document.uri)


def hovered(server: Server, params: types.HoverParams) -> types.Hover | None:
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


def definition(server: Server, params: types.DefinitionParams) -> list[types.Location]:
    place = server.place(params.text_document.uri, params.position)
    return server.locations(other_sides(server.desk.all_notes(), *place))


def references(server: Server, params: types.ReferenceParams) -> list[types.Location]:
    place = server.place(params.text_document.uri, params.position)
    return server.locations(all_sides(server.desk.all_notes(), *place))


def symbols(server: Server, params: types.DocumentSymbolParams) -> list[types.DocumentSymbol]:
    path = server.desk.path_of(params.text_document.uri)
    return [_symbol(server, path, one) for one in server.desk.outlines.get(path, ())]


def complete(server: Server, params: types.CompletionParams) -> types.CompletionList:
    path, line, column = server.place(params.text_document.uri, params.position)
    text = server.desk.texts.get(path)
    kind, words = server.desk.kinds.get(path), server.desk.words_of(path)
    found = completions(text.text, kind, line, column, words) if text else []
    items = [_item(server, path, line, number, word) for number, word in enumerate(found)]
    return types.CompletionList(False, items)


async def go_to_next_placeholder(
    server: Server, uri: str, line: int, character: int
) -> types.Location | None:
    path, at_line, at_column = server.place(uri, types.Position(line, character))
    lines = server.desk.lines_of(path)
    found = next_placeholder(lines.text, at_line, at_column, server.desk.words_of(path))
    if found is None:
        return None
    number, start, end = found
    at = types.Range(show.position(lines.spot_at(number, start)), show.position(lines.spot_at(number, end)))
    if server.can("window", "show_document", "support"):
        await server.window_show_document_async(
            types.ShowDocumentParams(server.desk.uri_of(path), take_focus=True, selection=at)
        )
    return types.Location(server.desk.uri_of(path), at)


def check_again(server: Server) -> None:
    server.desk.again()


async def shut_down(server: Server, params: None) -> None:
    await server.desk.stop()


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


_FEATURES: tuple[tuple[str, Callable[..., Any], Any], ...] = (
    (types.INITIALIZE, initialize, None),
    (types.INITIALIZED, initialized, None),
    (types.WORKSPACE_DID_CHANGE_CONFIGURATION, changed_configuration, None),
    (types.WORKSPACE_DID_CHANGE_WATCHED_FILES, changed_files, None),
    (types.TEXT_DOCUMENT_DID_OPEN, opened, None),
    (types.TEXT_DOCUMENT_DID_CHANGE, changed, None),
    (types.TEXT_DOCUMENT_DID_SAVE, saved, None),
    (types.TEXT_DOCUMENT_DID_CLOSE, closed, None),
    (types.TEXT_DOCUMENT_HOVER, hovered, None),
    (types.TEXT_DOCUMENT_DEFINITION, definition, None),
    (types.TEXT_DOCUMENT_REFERENCES, references, None),
    (types.TEXT_DOCUMENT_DOCUMENT_SYMBOL, symbols, None),
    (types.TEXT_DOCUMENT_CODE_ACTION, code_actions, types.CodeActionOptions([FIX, FIX_ALL])),
    (types.TEXT_DOCUMENT_COMPLETION, complete, types.CompletionOptions(trigger_characters=_TRIGGERS)),
    (types.SHUTDOWN, shut_down, None),
)
_COMMANDS: dict[str, Callable[..., Any]] = {
    NEXT_PLACEHOLDER: go_to_next_placeholder,
    CHECK_AGAIN: check_again,
}


def create() -> Server:
    """A server that knows all its features."""
    server = Server()
    for method, handler, options in _FEATURES:
        server.feature(method, options)(handler)
    for name, command in _COMMANDS.items():
        server.command(name)(command)
    return server


def run() -> None:
    """Serve an editor over standard input and output, until it goes."""
    logging.getLogger("pygls").setLevel(logging.CRITICAL)
    create().start_io(cast("BinaryIO", Frames(sys.stdin.buffer)))
