"""An editor for tests: it starts `dslint server`, and knows what it is told of each file."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from lsprotocol import types
from pytest_lsp import LanguageClient, client_capabilities, make_test_lsp_client

PATIENCE = 60.0  # seconds; machines that build are slow
COMMAND = (sys.executable, "-m", "dslint", "server")


class Editor:
    """Use it as `async with Editor(folder) as editor`."""

    def __init__(
        self, folder: Path, settings: Any = None, client: str = "visual-studio-code", encodings: Any = None
    ) -> None:
        self.folder = folder
        self.settings = settings
        self.capabilities = client_capabilities(client)
        if encodings is not None:
            assert self.capabilities.general
            self.capabilities.general.position_encodings = encodings
        self.texts: dict[str, str] = {}
        self.versions: dict[str, int] = {}
        self.client: LanguageClient = make_test_lsp_client()

        @self.client.feature(types.CLIENT_REGISTER_CAPABILITY)
        def register(params: types.RegistrationParams) -> None:
            return None

    async def __aenter__(self) -> Editor:
        await self.client.start_io(*COMMAND, cwd=str(self.folder))
        self.told = await self.client.initialize_session(
            types.InitializeParams(
                capabilities=self.capabilities,
                root_uri=self.folder.as_uri(),
                workspace_folders=[types.WorkspaceFolder(self.folder.as_uri(), "work")],
                initialization_options=self.settings,
            )
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.client.shutdown_session()

    def uri(self, name: str) -> str:
        return name if ":" in name else (self.folder / name).as_uri()

    def open(self, name: str, text: str | None = None, language: str = "yaml") -> None:
        path = self.folder / name
        self.texts[name] = path.read_text("utf-8") if text is None else text
        self.versions[name] = 1
        item = types.TextDocumentItem(self.uri(name), language, 1, self.texts[name])
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))

    def replace(self, name: str, text: str) -> None:
        """All of the text anew, as some editors send it."""
        self._change(name, text, types.TextDocumentContentChangeWholeDocument(text))

    def edit(self, name: str, edits: list[types.TextEdit]) -> None:
        """Some edits, sent one by one: the last one in the text first."""

        def start_of(edit: types.TextEdit) -> tuple[int, int]:
            return edit.range.start.line, edit.range.start.character

        for edit in sorted(edits, key=start_of, reverse=True):
            start, end = self._offset(name, edit.range.start), self._offset(name, edit.range.end)
            text = self.texts[name][:start] + edit.new_text + self.texts[name][end:]
            self._change(name, text, types.TextDocumentContentChangePartial(edit.range, edit.new_text))

    @property
    def codec(self) -> tuple[str, int]:
        """The codec of the units that were agreed, and how many bytes one of them has."""
        agreed = self.told.capabilities.position_encoding or "utf-16"
        agreed = str(getattr(agreed, "value", agreed))
        return {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}[agreed]

    def _offset(self, name: str, at: types.Position) -> int:
        codec, width = self.codec
        lines = self.texts[name].split("\n")
        before = lines[at.line].encode(codec)[: at.character * width].decode(codec)
        return sum(len(line) + 1 for line in lines[: at.line]) + len(before)

    def shown(self, name: str, at: types.Range) -> str:
        """The text of a range."""
        return self.texts[name][self._offset(name, at.start) : self._offset(name, at.end)]

    def _change(self, name: str, text: str, change: Any) -> None:
        self.texts[name] = text
        self.versions[name] += 1
        identifier = types.VersionedTextDocumentIdentifier(self.versions[name], self.uri(name))
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(identifier, [change]))

    def type(self, name: str, line: int, character: int, text: str) -> None:
        at = types.Position(line, character)
        self.edit(name, [types.TextEdit(types.Range(at, at), text)])

    def save(self, name: str) -> None:
        (self.folder / name).write_text(self.texts[name], "utf-8")
        self.client.text_document_did_save(types.DidSaveTextDocumentParams(self.named(name)))

    def close(self, name: str) -> None:
        self.client.text_document_did_close(types.DidCloseTextDocumentParams(self.named(name)))

    def named(self, name: str) -> types.TextDocumentIdentifier:
        return types.TextDocumentIdentifier(self.uri(name))

    def diagnostics(self, name: str) -> list[types.Diagnostic]:
        return list(self.client.diagnostics.get(self.uri(name), ()))

    def codes(self, name: str) -> set[object]:
        return {each.code for each in self.diagnostics(name)}

    async def until(self, holds: Callable[[], object], patience: float = PATIENCE) -> None:
        """Wait until something is true of what the server said."""
        end = time.monotonic() + patience
        while not holds():
            assert time.monotonic() < end, (self.client.diagnostics, self.client.log_messages)
            await asyncio.sleep(0.01)

    async def until_codes(self, name: str, holds: Callable[[set[object]], object]) -> None:
        await self.until(lambda: self.uri(name) in self.client.diagnostics and holds(self.codes(name)))

    async def until_said(self, name: str, words: str) -> None:
        await self.until(lambda: any(words in each.message for each in self.diagnostics(name)))

    def place(self, name: str, words: str) -> types.Position:
        """Where some words begin."""
        codec, width = self.codec
        before = self.texts[name][: self.texts[name].index(words)]
        start = before.rfind("\n") + 1
        return types.Position(before.count("\n"), len(before[start:].encode(codec)) // width)

    async def hover(self, name: str, words: str) -> str:
        params = types.HoverParams(self.named(name), self.place(name, words))
        found = await self.client.text_document_hover_async(params)
        return found.contents.value if found else ""

    async def actions(self, name: str, words: str) -> list[types.CodeAction]:
        at = self.place(name, words)
        params = types.CodeActionParams(
            self.named(name), types.Range(at, at), types.CodeActionContext(diagnostics=[])
        )
        found = await self.client.text_document_code_action_async(params)
        return [each for each in found or () if isinstance(each, types.CodeAction)]

    async def actions_about(self, name: str, words: str, title: str) -> list[types.CodeAction]:
        return [each for each in await self.actions(name, words) if title in each.title]

    def apply(self, action: types.CodeAction) -> None:
        """Carry out the edits of an action on the texts that are open."""
        assert action.edit
        assert action.edit.changes
        for uri, edits in action.edit.changes.items():
            (name,) = [each for each in self.texts if self.uri(each) == uri]
            self.edit(name, list(edits))
