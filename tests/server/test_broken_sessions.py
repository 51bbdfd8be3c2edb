"""What an editor sends may be broken: the next request is answered, and nothing waits."""

from __future__ import annotations

import asyncio
import json
import os
import queue
import subprocess
import threading
from pathlib import Path
from typing import Any

import pytest
from conftest import put
from editor import COMMAND, Editor
from lsprotocol import types

PATIENCE = 30  # seconds, on machines that are slow; an answer takes a few thousandths of one
UNKNOWN = {"jsonrpc": "2.0", "id": "next", "method": "nothing", "params": {}}


def _framed(body: bytes) -> bytes:
    return b"Content-Length: %d\r\n\r\n%s" % (len(body), body)


def _message(**fields: Any) -> bytes:
    return _framed(json.dumps({"jsonrpc": "2.0", **fields}).encode())


INITIALIZE = _message(
    id="first", method="initialize", params={"processId": None, "rootUri": None, "capabilities": {}}
)
BODY = json.dumps({**UNKNOWN, "id": "lost"}).encode()
BROKEN = {
    "no number": b"Content-Length: abc\r\n\r\n" + BODY,
    "negative": b"Content-Length: -5\r\n\r\n",
    "zero": b"Content-Length: 0\r\n\r\n",
    "many digits": b"Content-Length: " + b"9" * 5000 + b"\r\n\r\n",
    "more than there is": b"Content-Length: 99999999999999\r\n\r\n",
    "much more than there is": b"Content-Length: 999999999\r\n\r\n",
    "too short": b"Content-Length: 10\r\n\r\n" + BODY,
    "no header": BODY,
    "any bytes": bytes(range(256)) * 400,
    "no text": b'Content-Length: 6\r\n\r\n"\xff\xfe"\x80\x81',
    "deep": b"Content-Length: 200000\r\n\r\n" + b"[" * 200_000,
    "a long number": b"Content-Length: 6000\r\n\r\n" + b"1" * 6000,
}
READ_ALL_THE_SAME = {
    "small letters": b"content-length: %d\r\n\r\n",
    "no space": b"Content-Length:%d\r\n\r\n",
    "line feeds": b"Content-Length: %d\n\n",
    "another header": b"Content-Type: application/vscode-jsonrpc\r\nContent-Length: %d\r\n\r\n",
}
HOVER = "textDocument/hover"
WRONG = {
    "a number for a document": {"method": HOVER, "params": {"textDocument": 5}},
    "no params": {"method": HOVER, "params": None},
    "a list": {"method": HOVER, "params": [1]},
    "a line that no text has": {
        "method": HOVER,
        "params": {"textDocument": {"uri": "file:///a.yaml"}, "position": {"line": -1, "character": 2**70}},
    },
    "arguments of a command": {
        "method": "workspace/executeCommand",
        "params": {"command": "dslint.nextPlaceholder", "arguments": [1]},
    },
    "no method": {},
    "a number for a method": {"method": 5, "params": {}},
    "another version": {"method": HOVER, "params": {}, "jsonrpc": "1.0"},
}


class _Session:
    def __init__(self, folder: Path) -> None:
        self.process = subprocess.Popen(
            COMMAND, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        self.said: queue.Queue[Any] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()
        self.send(INITIALIZE)
        assert "result" in self.answer("first")

    def _read(self) -> None:
        assert self.process.stdout
        while header := self.process.stdout.readline():
            if header.startswith(b"Content-Length"):
                length = int(header.split()[1])
            elif header == b"\r\n":
                self.said.put(json.loads(self.process.stdout.read(length)))

    def send(self, content: bytes) -> None:
        assert self.process.stdin
        self.process.stdin.write(content)
        self.process.stdin.flush()

    def answer(self, number: str | None) -> Any:
        while True:
            said = self.said.get(timeout=PATIENCE)
            if "method" not in said and said.get("id") == number:
                return said

    def ends_well(self) -> None:
        _, err = self.process.communicate(timeout=PATIENCE)
        assert (self.process.returncode, err) == (0, b"")


@pytest.mark.parametrize("broken", BROKEN)
def test_a_message_that_cannot_be_read_loses_no_other(tmp_path: Path, broken: str) -> None:
    session = _Session(tmp_path)
    session.send(BROKEN[broken] + _framed(json.dumps(UNKNOWN).encode()))
    assert session.answer("next")["error"]["code"] == -32601
    session.ends_well()


@pytest.mark.parametrize("header", READ_ALL_THE_SAME)
def test_a_header_may_be_written_in_other_ways(tmp_path: Path, header: str) -> None:
    session = _Session(tmp_path)
    session.send(READ_ALL_THE_SAME[header] % len(BODY) + BODY)
    assert session.answer("lost")["error"]["code"] == -32601
    session.ends_well()


def test_a_session_that_breaks_off_in_a_message_ends(tmp_path: Path) -> None:
    session = _Session(tmp_path)
    session.send(b"Content-Length: 500\r\n\r\n" + BODY)
    session.ends_well()


def test_a_wrong_request_is_answered_and_a_wrong_notification_is_passed_over(tmp_path: Path) -> None:
    session = _Session(tmp_path)
    for number, (name, fields) in enumerate(WRONG.items()):
        session.send(_message(**{"id": f"wrong {number}", **fields}))
        answer = session.answer(f"wrong {number}")
        assert answer["error"]["code"] in (-32600, -32602), name
        assert "data" not in answer["error"]
    session.send(_message(id=[8], method=HOVER, params={}) + _framed(b"[]") + _framed(b"5"))
    assert [session.answer(None)["error"]["code"] for _ in range(3)] == [-32600] * 3
    session.send(_message(method="textDocument/didOpen", params={}) + _message(id="ours", result=[1]))
    session.send(_framed(json.dumps(UNKNOWN).encode()))
    assert session.answer("next")["error"]["code"] == -32601
    session.ends_well()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes have no names here")
@pytest.mark.parametrize("settings", [{"rules": ["pipe"]}, {"config": "pipe"}, {"baseline": "pipe"}])
def test_a_setting_that_names_a_pipe_is_told_at_once(tmp_path: Path, settings: dict[str, Any]) -> None:
    os.mkfifo(tmp_path / "pipe")
    put(tmp_path, "mine.yaml", "agreement:\n  title: x\n")

    async def run() -> None:
        async with Editor(tmp_path, settings) as editor:
            editor.open("mine.yaml")
            await editor.until(lambda: editor.diagnostics("mine.yaml"), PATIENCE)
            (said,) = editor.client.diagnostics[tmp_path.as_uri()]
            assert said.message == "pipe: is not a regular file"
            at = types.DefinitionParams(editor.named("pipe"), types.Position(0, 0))
            assert not await editor.client.text_document_definition_async(at)  # and a pipe is no text

    asyncio.run(asyncio.wait_for(run(), 3 * PATIENCE))
