"""Data kept between runs, in a folder that only this user can write.

Whoever can write a kept file decides what dslint finds, and nobody would notice. So a file is believed only
when nobody else can have put it there: the folder and the file belong to this user and are closed to all
others, and the folder is not part of a checkout. Anything else is passed over and made anew, which only costs
time. What is deleted here was written here: it has our name, our first line and our owner.
"""

from __future__ import annotations

import marshal
import os
import re
import stat
import sys
import time
from contextlib import suppress
from typing import Any
from zlib import crc32

from dslint.digests import blake2b

FOLDER = "compiled"
STATES = "states"
CODES = "codes"
PATTERNS = "patterns"
MORE_PATTERNS = "more-patterns"
RESULTS = "results"
LARGEST = 64 << 20  # bytes
MOST_RESULTS = 1 << 30  # bytes of all results together
MOST_VERSIONS = 4  # of what is kept in another folder, each of another state of its sources
_PATIENCE = 60.0  # seconds after which a file that is still being written was given up by its writer
_NAME = re.compile(r"(?:[0-9a-f]{32}|[0-9a-f]{64})\.kept(\.new)?")
_PART = re.compile(r"[0-9a-f]{2}")  # the folders of results: the first digits of the names in them
_PARTS = 256
_USED_AGAIN = 86_400.0  # seconds after which it is written down that a result was used
_LOOK = 16  # results that are kept in a part before its size is looked at again
_FIRST_WORD = b"dslint-kept-1 "
_DIGEST = 32  # hexadecimal digits
_HEADER = len(_FIRST_WORD) + _DIGEST + 1
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def load(digest: str, name: str = FOLDER) -> Any:
    """What was kept in a folder under a digest of 32 hexadecimal digits; None when nothing was, or nothing to
    believe."""
    folder = _folder(name)
    path = os.path.join(folder, f"{digest}.kept") if folder and _is_private(folder) else None
    content = _read(path) if path else None
    if path is None or content is None:
        return None
    body = memoryview(content)[_HEADER:]
    if content[:_HEADER] != _header(body):
        return None
    _note_use(path)
    return unpacked(body)


def keep(digest: str, data: Any, name: str = FOLDER) -> None:
    """Keep plain data in a folder under a digest, beside the last few that were kept or used there: several
    checkouts on one machine need them in turn. What cannot be kept only costs time."""
    folder = _folder(name)
    try:
        if folder and _is_made(folder):
            body = packed(data)
            _write(os.path.join(folder, f"{digest}.kept"), _header(body) + body)
            _drop_all_but_last(folder, f"{digest}.kept")
    except OSError:
        pass


def packed(data: Any) -> bytes:
    """Plain data as Python writes them beside a module: they are read in a third of the time that JSON takes,
    and like JSON they run nothing. Equal texts are one."""
    return marshal.dumps(_shared(data, {}))


def unpacked(content: bytes | memoryview) -> Any:
    """What was packed; None for what was not."""
    try:
        return marshal.loads(content)
    except (ValueError, TypeError, EOFError, MemoryError):
        return None


def _shared(data: Any, texts: dict[str, str]) -> Any:
    if isinstance(data, str):
        return texts.setdefault(data, data)
    if isinstance(data, dict):
        return {_shared(key, texts): _shared(value, texts) for key, value in data.items()}
    return [_shared(value, texts) for value in data] if isinstance(data, list) else data


class Results:
    """What was found in inputs: many files, of which those that were not used for longest are dropped.

    Each is a file under a digest of 64 hexadecimal digits, and sealed by it: under another name it is not
    believed.
    """

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._parts: dict[str, str | None] = {}
        self._kept: dict[str, int] = {}

    @classmethod
    def open(cls) -> Results | None:
        """None where nothing may be kept."""
        folder = _folder(RESULTS)
        try:
            return cls(folder) if folder and _is_made(folder) else None
        except OSError:
            return None

    def load(self, digest: str) -> bytes | None:
        """What was kept under a digest; None when nothing was, or nothing to believe."""
        part = self._part(digest)
        path = os.path.join(part, f"{digest}.kept") if part else None
        content = _read(path) if path else None
        if path is None or content is None or content[:_HEADER] != _header(content[_HEADER:], digest):
            return None
        _note_use(path)
        return content[_HEADER:]

    def has(self, digest: str) -> bool:
        """Whether something was kept under a digest; it may yet be nothing to believe."""
        part = self._part(digest)
        return part is not None and os.path.isfile(os.path.join(part, f"{digest}.kept"))

    def keep(self, digest: str, body: bytes) -> None:
        """Keep something, unless it is too large; what cannot be kept only costs time."""
        most = MOST_RESULTS // _PARTS
        part = self._part(digest) if len(body) + _HEADER <= most else None
        if part is None:
            return
        try:
            _write(os.path.join(part, f"{digest}.kept"), _header(body, digest) + body)
            kept = self._kept[part] = self._kept.get(part, -1) + 1
            if kept % _LOOK == 0:
                _drop_oldest(part, most)
        except OSError:
            pass

    def _part(self, digest: str) -> str | None:
        """The folder for a digest, made when it is not there; None when it is not for this user alone."""
        name = digest[:2]
        if name not in self._parts:
            part = os.path.join(self._folder, name)
            try:
                _make(part)
                self._parts[name] = part if _is_private(part) else None
            except OSError:
                self._parts[name] = None
        return self._parts[name]


def place() -> str | None:
    """The folder that holds all kept data, or None where nothing may be kept."""
    folder = _folder(FOLDER)
    return os.path.dirname(folder) if folder else None


def kept_files() -> list[tuple[str, int]]:
    """Every file that was written here, with its size in bytes."""
    found: list[tuple[str, int]] = []
    for folder in _kept_folders():
        for name in sorted(os.listdir(folder)):
            path = os.path.join(folder, name)
            first = _read(path, _HEADER) if _NAME.fullmatch(name) else None
            if first is not None and first.startswith(_FIRST_WORD):
                found.append((path, os.lstat(path).st_size))
    return found


def clean() -> tuple[int, int]:
    """Delete what was written here, and folders that are empty then; how many files and bytes that were."""
    files = kept_files()
    for path, _ in files:
        _drop(path)
    for folder in reversed(_kept_folders()):
        try:
            os.rmdir(folder)
        except OSError:
            continue  # it holds something else
    return len(files), sum(size for _, size in files)


def _kept_folders() -> list[str]:
    """The folders of this user with kept data, those that hold others first."""
    results = _folder(RESULTS)
    of_rules = map(_folder, (STATES, FOLDER, CODES, PATTERNS, MORE_PATTERNS))
    folders = [each for each in (*of_rules, results) if each and _is_private(each)]
    if results in folders:
        parts = [os.path.join(results, name) for name in sorted(os.listdir(results)) if _PART.fullmatch(name)]
        folders += [each for each in parts if _is_private(each)]
    return folders


def _note_use(path: str) -> None:
    """Write down that a file was used, where it was not for long."""
    with suppress(OSError):
        if time.time() - os.lstat(path).st_mtime > _USED_AGAIN:
            os.utime(path)


def _by_last_use(folder: str) -> list[tuple[float, str, int]]:
    """When each file was last kept or used, its name and its size in bytes, the oldest first. Raises
    OSError."""
    found = []
    for name in os.listdir(folder):
        if _NAME.fullmatch(name) and not name.endswith(".new"):
            status = os.lstat(os.path.join(folder, name))
            found.append((status.st_mtime, name, status.st_size))
    return sorted(found)


def _drop_oldest(part: str, most: int) -> None:
    """Delete what was not used for longest, until the rest is no more than so many bytes."""
    found = _by_last_use(part)
    whole = sum(size for _, _, size in found)
    for _, name, size in found:
        if whole <= most:
            return
        _drop(os.path.join(part, name))
        whole -= size


def _is_made(folder: str) -> bool:
    """Whether a folder is there, for this user alone; it is made when it is not. Raises OSError."""
    above = os.path.dirname(folder)
    os.makedirs(above, exist_ok=True)
    if os.stat(above).st_mode & stat.S_IWOTH and os.name != "nt":
        return False  # a folder that everybody shares
    _make(folder)
    return _is_private(folder)


def _make(folder: str) -> None:
    """A folder for this user, which may be there. Raises OSError."""
    try:
        os.mkdir(folder, 0o700)
    except FileExistsError:
        if not os.path.isdir(folder):
            raise


def _header(body: bytes | memoryview, name: str = "") -> bytes:
    """What a file begins with: one that was cut, changed by accident or given another name has another.

    What has no name is read at every start, and to make a digest of it would take longer than to read it.
    """
    if name:
        seal = blake2b(body, digest_size=_DIGEST // 2, key=name.encode()).hexdigest()
    else:
        seal = f"{crc32(body):0{_DIGEST}x}"
    return _FIRST_WORD + seal.encode() + b"\n"


def _folder(name: str) -> str | None:
    """Where to keep data, or None: without a home, and in what may be a checkout of somebody else's files."""
    named = os.environ.get("DSLINT_CACHE_DIR")
    base = os.environ.get("LOCALAPPDATA") or os.environ.get("XDG_CACHE_HOME")
    try:
        parent = named or os.path.join(base or os.path.join(os.path.expanduser("~"), ".cache"), "dslint")
        if not os.path.isabs(parent):
            return None
        folder = os.path.join(os.path.realpath(parent), name)
        return None if _may_be_checked_out(folder) else folder
    except (OSError, RuntimeError, ValueError):  # no home folder, or no current one
        return None


def _may_be_checked_out(folder: str) -> bool:
    """Whether a folder is part of a work tree, or of the current folder where that is not the user's home."""
    here = os.path.realpath(os.getcwd())
    above, below = os.path.dirname(folder), folder
    while above != below:
        if os.path.lexists(os.path.join(above, ".git")):
            return True
        if above == here and above != os.path.dirname(above) and here != _home():
            return True
        above, below = os.path.dirname(above), above
    return False


def _home() -> str | None:
    """The home that the system has for this user, whatever the environment says."""
    if sys.platform == "win32":
        return os.path.realpath(os.environ.get("USERPROFILE", ""))
    import pwd

    try:
        return os.path.realpath(pwd.getpwuid(os.getuid()).pw_dir)
    except KeyError:
        return None


def _is_private(folder: str) -> bool:
    try:
        status = os.lstat(folder)
    except OSError:
        return False
    return stat.S_ISDIR(status.st_mode) and _is_ours(status)


def _is_ours(status: os.stat_result) -> bool:
    """Whether this user owns something and nobody else may use it. Windows keeps a user's own folder so."""
    if sys.platform == "win32":
        return True
    return status.st_uid == os.geteuid() and not status.st_mode & _OTHERS


def _read(path: str, most: int = LARGEST) -> bytes | None:
    """The first bytes of a file of ours, or None; a pipe, a device or a link is none."""
    flags = os.O_RDONLY
    for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY"):
        flags |= getattr(os, name, 0)
    try:
        handle = os.open(path, flags)
    except OSError:
        return None
    try:
        status = os.fstat(handle)
        regular = stat.S_ISREG(status.st_mode) and status.st_nlink == 1
        if not regular or status.st_size > LARGEST or not _is_ours(status):
            return None
        return _bytes_of(handle, min(status.st_size, most))
    except OSError:
        return None
    finally:
        os.close(handle)


def _bytes_of(handle: int, most: int) -> bytes:
    """The first bytes of an open file, fewer where it ends before. Raises OSError.

    Most files come whole with one call: an object for each file would cost more than what is in it.
    """
    found = os.read(handle, most)
    while len(found) < most and (more := os.read(handle, most - len(found))):
        found += more
    return found


def _write(path: str, content: bytes) -> None:
    """Write atomically, by one process at a time. Raises OSError; leaves nothing behind when it does.

    The file that is being written has one name, so that a process that is ended while it writes leaves one
    file at most, which the next one takes away.
    """
    new = f"{path}.new"
    try:
        if time.time() - os.lstat(new).st_mtime > _PATIENCE:
            _drop(new)
    except FileNotFoundError:
        pass
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    handle = os.open(new, flags, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.replace(new, path)
    except BaseException:
        os.unlink(new)
        raise


def _drop_all_but_last(folder: str, kept: str) -> None:
    """Delete all but the last few files, the one that was just kept among them."""
    others = [name for _, name, _ in _by_last_use(folder) if name != kept]
    for name in others[: max(0, len(others) + 1 - MOST_VERSIONS)]:
        _drop(os.path.join(folder, name))


def _drop(path: str) -> None:
    """Delete a file that was written here."""
    first = _read(path, _HEADER)
    # A writer that was ended at once has written nothing.
    if first is not None and (first.startswith(_FIRST_WORD) or (path.endswith(".new") and not first)):
        with suppress(FileNotFoundError):
            os.unlink(path)
