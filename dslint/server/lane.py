"""The server's side of a process that checks: one question at a time, and of each text only the newest."""

from __future__ import annotations

import asyncio
import pickle
import struct
import sys
from collections.abc import Callable
from contextlib import suppress

from dslint.engine.report import RunError
from dslint.server.notes import of_error
from dslint.server.options import Options
from dslint.server.worker import Again, Ask, Close, Configure, Question, Reply

_HEAD = struct.Struct(">Q")
_COMMAND = (sys.executable, "-P", "-m", "dslint.server")  # -P: no module of the user's folder
LONGEST = 60.0  # seconds for one text
SLOW = 0.05  # seconds; a text that takes longer is checked when there is a pause
MOST_DELAY = 1.0


class Lane:
    """`on_reply` is called with every reply, in the order they come; `on_start` when a process is new and
    knows no texts."""

    def __init__(
        self,
        on_reply: Callable[[Reply], None],
        on_start: Callable[[], None],
        longest: float = LONGEST,
        command: tuple[str, ...] = _COMMAND,
    ) -> None:
        self._on_reply, self._on_start = on_reply, on_start
        self._longest, self._command = longest, command
        self._options = Options()
        self._process: asyncio.subprocess.Process | None = None
        self._reading: asyncio.Task[None] | None = None
        self._running: asyncio.Task[None] | None = None
        self._waiting: dict[str, Question] = {}  # by path; a newer question about a text takes its place
        self._answered = asyncio.Event()
        self._asked: Ask | None = None
        self._given_up: dict[str, str] = {}  # texts by path
        self._took: dict[str, float] = {}  # seconds that each text took when it was checked last

    def configure(self, options: Options) -> None:
        self._options = options
        self._put("", Configure(options))

    def ask(self, ask: Ask) -> None:
        """A text that was given up is tried again when it is another."""
        if self._given_up.pop(ask.path, None) == ask.text:
            self._given_up[ask.path] = ask.text
        else:
            self._put(ask.path, ask)

    def close(self, path: str) -> None:
        self._took.pop(path, None)
        self._put(path, Close(path))

    def again(self) -> None:
        self._put("", Again())

    def delay(self, path: str) -> float:
        """Seconds to wait for a pause: none for a text that is checked at once."""
        took = self._took.get(path, 0.0)
        return min(took, MOST_DELAY) if took > SLOW else 0.0

    async def stop(self) -> None:
        process = self._process
        self._end()
        for task in (self._running, self._reading):
            if task is not None:
                task.cancel()
        if process is not None:
            if process.stdin:
                process.stdin.close()
            with suppress(asyncio.CancelledError):  # an editor may not wait for the answer
                await process.wait()

    def _put(self, key: str, question: Question) -> None:
        self._waiting.pop(key, None)
        self._waiting[key] = question
        if self._running is None or self._running.done():
            self._running = asyncio.get_running_loop().create_task(self._run())

    async def _run(self) -> None:
        while self._waiting:
            if self._process is None:
                await self._start()
                continue  # what is waiting may be more now
            key = next(iter(self._waiting))
            question = self._waiting.pop(key)
            try:
                self._send(question)
                if isinstance(question, Ask):
                    await self._answer(question)
            except (BrokenPipeError, ConnectionResetError):
                self._end()
                self._waiting.setdefault(
                    question.path if isinstance(question, (Ask, Close)) else "", question
                )

    async def _start(self) -> None:
        self._process = await asyncio.create_subprocess_exec(
            *self._command, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
        )
        self._reading = asyncio.get_running_loop().create_task(self._read(self._process))
        self._waiting = {"": Configure(self._options), **self._waiting}
        self._on_start()

    def _send(self, question: Question) -> None:
        assert self._process and self._process.stdin
        content = pickle.dumps(question, pickle.HIGHEST_PROTOCOL)
        self._process.stdin.write(_HEAD.pack(len(content)) + content)

    async def _answer(self, ask: Ask) -> None:
        """Wait until a text has been checked, the process has ended, or it takes too long."""
        self._asked = ask
        self._answered.clear()
        try:
            await asyncio.wait_for(self._answered.wait(), self._longest)
        except TimeoutError:
            self._end()
            self._failed(ask, f"took more than {self._longest:.0f} seconds to be checked, and was given up")
        finally:
            self._asked = None

    async def _read(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout
        with suppress(asyncio.IncompleteReadError, ConnectionResetError):
            while True:
                (size,) = _HEAD.unpack(await process.stdout.readexactly(_HEAD.size))
                reply: Reply = pickle.loads(await process.stdout.readexactly(size))
                if reply.about is not None:
                    self._took[reply.about] = reply.seconds
                self._on_reply(reply)
                if self._asked is not None and reply.about == self._asked.path:
                    self._answered.set()
        if self._process is process:
            self._process = None
            if self._asked is not None:
                self._failed(self._asked, "could not be checked: the process that checks it ended")
                self._answered.set()

    def _failed(self, ask: Ask, why: str) -> None:
        self._given_up[ask.path] = ask.text
        note = of_error(RunError(ask.path, why))
        self._on_reply(Reply(ask.path, {ask.path: [note]}, log=(f"{ask.path}: {why}",)))

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None and process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()
