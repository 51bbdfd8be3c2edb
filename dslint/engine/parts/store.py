"""The folder that parts lie in: a path, or an address that every worker can reach."""

from __future__ import annotations

import os
import tempfile
from typing import Any

from dslint.engine.executor import ExecutorError
from dslint.sources import Unreadable
from dslint.sources.addresses import file_system, is_address, local_path


class PartLost(Exception):
    """A part that is not there, or is not what was written. `name` tells which."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"{name}: {why}")
        self.name = name


class Store:
    """Files by name in one folder. Each is written whole or not at all."""

    def __init__(self, folder: str) -> None:
        """Raises ExecutorError when the folder cannot be made."""
        self._files: Any = None
        try:
            here = local_path(folder) if is_address(folder) else folder
            if here is None:
                self._files, self._root = file_system(folder)
            else:
                self._root = os.path.abspath(here)
                os.makedirs(self._root, mode=0o700, exist_ok=True)
        except (Unreadable, OSError) as error:
            raise ExecutorError(f"{folder}: parts cannot be kept there: {error}") from None

    def write(self, name: str, content: bytes) -> None:
        """Raises ExecutorError."""
        try:
            if self._files is None:
                self._replace(name, content)
            else:
                self._files.pipe_file(self._path(name), content)
        except Exception as error:  # what each kind of address says in its own way
            raise ExecutorError(f"{self._path(name)}: cannot be written: {error}") from None

    def _replace(self, name: str, content: bytes) -> None:
        handle, new = tempfile.mkstemp(dir=self._root, prefix=f"{name}.", suffix=".new")
        try:
            with open(handle, "wb") as file:
                file.write(content)
            os.replace(new, self._path(name))
        except BaseException:
            os.unlink(new)
            raise

    def read(self, name: str, start: int = 0, length: int | None = None) -> bytes:
        """The bytes of a file from an offset on. Raises PartLost."""
        try:
            found = self._read(name, start, length)
        except Exception as error:
            raise PartLost(name, f"cannot be read: {type(error).__name__}") from None
        if length is not None and len(found) != length:
            raise PartLost(name, "is cut off")
        return found

    def _read(self, name: str, start: int, length: int | None) -> bytes:
        if self._files is not None:
            end = None if length is None else start + length
            found: bytes = self._files.cat_file(self._path(name), start=start, end=end)
            return found
        with open(self._path(name), "rb") as file:
            file.seek(start)
            return file.read(-1 if length is None else length)

    def _path(self, name: str) -> str:
        return f"{self._root}/{name}"
