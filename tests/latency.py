"""How long an editor waits for findings after each change: from its message to the answer, over pipes.

The client is as small as can be, so that what is measured is the server. A letter is typed at the end of a
line and taken out again, each time in another line. The next change comes when the answer is there.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

COMMAND = [sys.executable, "-m", "dslint", "server"]


class Client:
    """Starts a server in a folder. Use it as `with Client(folder) as client`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __enter__(self) -> Client:
        self.process = subprocess.Popen(
            COMMAND, cwd=self.folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self.send("initialize", {"capabilities": {}, "rootUri": self.folder.as_uri()}, number=1)
        while self.receive().get("id") != 1:
            pass
        self.send("initialized", {})
        return self

    def __exit__(self, *_: object) -> None:
        self.send("shutdown", None, number=2)
        while self.receive().get("id") != 2:
            pass
        self.send("exit", None)
        self.process.wait(60)

    def send(self, method: str, params: Any, number: int | None = None) -> None:
        message = {"jsonrpc": "2.0", "method": method, "params": params}
        if number is not None:
            message["id"] = number
        content = json.dumps(message).encode("utf-8")
        assert self.process.stdin
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(content) + content)
        self.process.stdin.flush()

    def receive(self) -> dict[str, Any]:
        assert self.process.stdout
        length = 0
        while line := self.process.stdout.readline().strip():
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        found: dict[str, Any] = json.loads(self.process.stdout.read(length))
        return found

    def findings(self, uri: str, version: int) -> list[Any]:
        """What is told of a version of a text, when it comes."""
        while True:
            message = self.receive()
            if message.get("method") == "textDocument/publishDiagnostics":
                params = message["params"]
                if params["uri"] == uri and params.get("version") == version:
                    found: list[Any] = params["diagnostics"]
                    return found

    def open(self, name: str, language: str, text: str) -> str:
        uri = (self.folder / name).as_uri()
        document = {"uri": uri, "languageId": language, "version": 1, "text": text}
        self.send("textDocument/didOpen", {"textDocument": document})
        self.findings(uri, 1)
        return uri


def latencies(folder: Path, name: str, language: str, text: str, changes: int) -> list[float]:
    """Milliseconds for each of some changes of a text, in the order of their size."""
    lines = text.split("\n")
    filled = [number for number, line in enumerate(lines) if len(line) > 20]
    times = []
    with Client(folder) as client:
        uri = client.open(name, language, text)
        for number in range(2, changes + 2):
            line = filled[number // 2 * 7919 % len(filled)]
            start, end = len(lines[line]), len(lines[line]) + number % 2
            change = {
                "range": {
                    "start": {"line": line, "character": start},
                    "end": {"line": line, "character": end},
                },
                "text": "" if number % 2 else "x",
            }
            started = time.perf_counter()
            client.send(
                "textDocument/didChange",
                {"textDocument": {"uri": uri, "version": number}, "contentChanges": [change]},
            )
            client.findings(uri, number)
            times.append((time.perf_counter() - started) * 1000)
    return sorted(times)
