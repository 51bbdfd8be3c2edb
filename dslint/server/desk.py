"""Everything that an editor has open, and what was found in it."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable
from urllib.parse import quote, unquote, urlsplit

from dslint.engine.report import RunError
from dslint.server.kinds import LARGEST, name_for
from dslint.server.lane import Lane
from dslint.server.notes import Note, of_error
from dslint.server.open_text import OpenText
from dslint.server.options import Options
from dslint.server.outline import Outline
from dslint.server.positions import UTF16, Lines, Stretch
from dslint.server.worker import Ask, Reply
from dslint.sources.content import LARGEST_OF_A_PROJECT
from dslint.vocabularies import BUILT_IN, Vocabularies

LARGE = 400_000  # code points; a larger text is checked in a process of its own


class Desk:
    """`publish` is called with the path of each file whose notes are new, `log` with what is worth a line."""

    def __init__(self, publish: Callable[[str], None], log: Callable[[str], None]) -> None:
        self.publish, self.log = publish, log
        self.encoding = UTF16
        self.folder = os.getcwd()  # where texts are taken to lie that were never saved
        self.options = Options()
        self.texts: dict[str, OpenText] = {}  # by path
        self.notes: dict[str, list[Note]] = {}  # by path
        self.kinds: dict[str, str | None] = {}
        self.outlines: dict[str, tuple[Outline, ...]] = {}
        self.words: dict[str, Vocabularies] = {}  # of projects with words of their own, by folder
        self._roots: dict[str, str] = {}  # the folder of the project of each path
        self.cards: dict[str, str] = {}  # what explains each rule
        self.asked_at: dict[str, float] = {}
        self._edited: dict[str, tuple[int, int]] = {}
        self._paths: dict[str, str] = {}  # by URI
        self._timers: dict[str, asyncio.TimerHandle] = {}
        # Large texts have a process of their own, so that no other text waits for them.
        self.quick = Lane(self._take, lambda: self.ask_all(large=False))
        self.slow = Lane(self._take, lambda: self.ask_all(large=True))

    def configure(self, options: Options) -> None:
        self.options = options
        self.quick.configure(options)
        self.slow.configure(options)
        self.ask_all()

    async def stop(self) -> None:
        await self.quick.stop()
        await self.slow.stop()

    def path_of(self, uri: str, language: str = "") -> str:
        """The path of a text. One that was never saved lies in the folder of the editor."""
        if uri not in self._paths:
            parts = urlsplit(uri)
            path = unquote(parts.path)
            if parts.scheme == "file":
                self._paths[uri] = _file_path(parts.netloc, path)
            else:
                name = os.path.basename(path.rstrip("/")) or "text"
                self._paths[uri] = name_for(os.path.join(self.folder, name), language)
        return self._paths[uri]

    def uri_of(self, path: str) -> str:
        if path in self.texts:
            return self.texts[path].uri
        return "file://" + quote(path if path.startswith("/") else "/" + path.replace("\\", "/"), safe="/:")

    def lines_of(self, path: str) -> Lines:
        """The lines of a file, as the editor has it or as it was saved."""
        if path in self.texts:
            return self.texts[path].lines
        try:
            if not os.path.isfile(path):  # a pipe may never begin
                return Lines("", self.encoding)
            with open(path, encoding="utf-8", errors="replace", newline="") as file:
                return Lines(file.read(LARGEST_OF_A_PROJECT), self.encoding)
        except (OSError, ValueError):
            return Lines("", self.encoding)

    def open(self, uri: str, language: str, version: int, text: str) -> None:
        path = self.path_of(uri, language)
        self.texts[path] = OpenText(uri, language, version, text, self.encoding)
        self.ask(path)

    def change(self, uri: str, version: int, changes: list[tuple[str, Stretch | None]]) -> None:
        path = self.path_of(uri)
        if (text := self.texts.get(path)) is None:
            return
        for new, stretch in changes:
            text.change(version, new, stretch)
            if stretch is None:
                self._edited.pop(path, None)
            else:
                first = stretch.start.line
                self._edited[path] = (first, first + 1 + new.count("\n"))
        delay = max(self._lane(text).delay(path), self.options.delay / 1000)
        if (timer := self._timers.pop(path, None)) is not None:
            timer.cancel()
        if delay:
            self._timers[path] = asyncio.get_running_loop().call_later(delay, self.ask, path)
        else:
            self.ask(path)

    def close(self, uri: str) -> None:
        path = self.path_of(uri)
        if (text := self.texts.pop(path, None)) is None:
            return
        if (timer := self._timers.pop(path, None)) is not None:
            timer.cancel()
        self._lane(text).close(path)
        for known in (self.notes, self.kinds, self.outlines, self._edited, self._roots):
            known.pop(path, None)
        self.publish(path)
        self._paths.pop(uri, None)

    def again(self) -> None:
        """Files of the project have changed."""
        self.quick.again()
        self.slow.again()
        self.ask_all()

    def ask_all(self, large: bool | None = None) -> None:
        """Have every open text checked, or those that are large or are not."""
        for path, text in list(self.texts.items()):
            if large is None or (len(text.text) > LARGE) is large:
                self.ask(path)

    def ask(self, path: str) -> None:
        self._timers.pop(path, None)
        if (text := self.texts.get(path)) is None:
            return
        if len(text.text) > LARGEST:
            reason = f"is larger than {LARGEST // 1_000_000} MB, and is not checked while you write"
            note = of_error(RunError(path, reason))._replace(severity="info")
            self._take(Reply(path, {path: [note]}))
            return
        self.asked_at[path] = time.perf_counter()
        folder = os.path.dirname(path) if os.path.isdir(os.path.dirname(path)) else self.folder
        self._lane(text).ask(Ask(path, text.text, folder, self._edited.get(path)))

    def _lane(self, text: OpenText) -> Lane:
        return self.slow if len(text.text) > LARGE else self.quick

    def _take(self, reply: Reply) -> None:
        """Keep what was found, and tell the editor of it."""
        self.cards.update(reply.cards)
        for line in reply.log:
            self.log(line)
        if reply.is_new:
            self.words.pop(reply.root, None)
        if reply.words is not None:
            self.words[reply.root] = reply.words
        if reply.about in self.texts:
            assert reply.about
            self.kinds[reply.about] = reply.kind
            self._roots[reply.about] = reply.root
            self.outlines[reply.about] = reply.outline
        for path, found in reply.notes.items():
            is_new = self.notes.get(path) != found
            if found:
                self.notes[path] = found
            else:
                self.notes.pop(path, None)
            if is_new or path == reply.about:
                self._tell(found)
                self.publish(path)
        if reply.is_new and reply.about:
            for path, text in list(self.texts.items()):
                if path != reply.about and self._lane(text) is self._lane(self.texts[reply.about]):
                    self.ask(path)

    def _tell(self, found: list[Note]) -> None:
        for note in found:
            if note.rule is None and "fault of dslint" in note.message:
                self.log(f"{note.path}: {note.message}")

    def words_of(self, path: str) -> Vocabularies:
        return self.words.get(self._roots.get(path, ""), BUILT_IN)

    def all_notes(self) -> list[Note]:
        return [note for found in self.notes.values() for note in found]


def _file_path(host: str, path: str) -> str:
    if host and host != "localhost":
        path = f"//{host}{path}"
    if os.name == "nt":
        path = path.lstrip("/") if path[2:3] == ":" else path
    return os.path.abspath(path)
