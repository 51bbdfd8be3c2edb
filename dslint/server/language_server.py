"""The server as pygls runs it: the messages of an editor, and what it may ask back."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException, JsonRpcInvalidRequest
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol, lsp_method

from dslint.server import show
from dslint.server.desk import Desk
from dslint.server.notes import Note
from dslint.server.positions import Spot
from dslint.server.sides import Side
from dslint.version import __version__


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
        diagnostics = [
            show.diagnostic(note, self.page_of(note), desk.lines_of, desk.uri_of) for note in found
        ]
        self.text_document_publish_diagnostics(
            types.PublishDiagnosticsParams(desk.uri_of(path), diagnostics, text.version if text else None)
        )

    def page_of(self, note: Note) -> str | None:
        """The address of the page of a note's rule; None where the editor named no site."""
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
