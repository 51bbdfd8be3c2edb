"""Writing results: to the terminal, to a pipe that may close, or to a file in one step."""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Iterable, Iterator

MOST_MESSAGES = 50  # of one error
EXIT_OK, EXIT_FINDINGS, EXIT_FAILED, EXIT_NOTHING = 0, 1, 2, 3


def complain(message: str) -> None:
    """One message on standard error, safe to print. Where nobody can read it, it is lost without a word."""
    from dslint.reporters.escape import log_safe, visible

    if sys.stderr is None:  # closed by the caller
        return
    try:
        print(log_safe(visible(message)), file=sys.stderr, flush=True)
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())


def complain_of(error: Exception) -> None:
    """An error that names several places: one message for each, up to MOST_MESSAGES."""
    lines = str(error).splitlines()
    for line in lines[:MOST_MESSAGES]:
        complain(line)
    if (more := len(lines) - MOST_MESSAGES) > 0:
        complain(f"and {more:,} more of these")


def write(text: str, commands: bool = False) -> None:
    """Write to standard output; a reader that stops reading is no error.

    Nothing in the text is a command of a CI service, unless it is made to hold `commands`.
    """
    if not commands and ("##" in text or "::" in text):
        from dslint.reporters.escape import log_safe

        text = log_safe(text)
    if reconfigure := getattr(sys.stdout, "reconfigure", None):
        reconfigure(errors="backslashreplace")
    if sys.stdout is None:  # closed by the caller
        return
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        _silence()
    except OSError as error:
        _silence()
        complain(f"standard output: cannot be written: {error.strerror or error}")
        raise SystemExit(EXIT_FAILED) from None


def _silence() -> None:
    """What Python would flush at exit goes nowhere instead."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


_BLOCK = 1 << 18  # characters


def in_blocks(pieces: Iterable[str | bytes], marked: bool = False) -> Iterator[str | bytes]:
    """A text in pieces as one in fewer and larger ones; it may be `marked` by a byte order mark."""
    waiting: list[str] = ["\ufeff"] if marked else []
    size = 0
    for piece in pieces:
        if isinstance(piece, bytes):
            yield piece
            continue
        waiting.append(piece)
        size += len(piece)
        if size > _BLOCK:
            yield "".join(waiting)
            waiting, size = [], 0
    if waiting:
        yield "".join(waiting)


def write_file(path: str, text: str | bytes | Iterable[str | bytes], commands: bool = False) -> None:
    """As `write`, but replace a file in one step, keeping its mode; follow a link, write to a device.

    Raises OSError. A link that another user laid into a folder that all may write to, such as one for
    temporary files, is not followed, whatever the system allows.
    """
    if link := _strange_link(path):
        raise PermissionError(errno.EPERM, f"{link} is a link of another user in a shared folder")
    target = os.path.realpath(path)
    mode = os.stat(target).st_mode if os.path.exists(target) else None
    if mode is not None and not stat.S_ISREG(mode):
        with open(path, "wb") as device:
            device.writelines(_encoded(text, commands))
        return
    import tempfile

    handle, temporary = tempfile.mkstemp(dir=os.path.dirname(target), prefix=".dslint-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(_encoded(text, commands))
        os.chmod(temporary, stat.S_IMODE(mode) if mode is not None else _usual_mode())
        os.replace(temporary, target)
    except BaseException:
        os.unlink(temporary)
        raise


def _encoded(text: str | bytes | Iterable[str | bytes], commands: bool) -> Iterator[bytes]:
    from dslint.reporters.escape import log_safe

    for piece in [text] if isinstance(text, (str, bytes)) else text:
        if isinstance(piece, bytes):
            yield piece
        else:
            yield (piece if commands else log_safe(piece)).encode("utf-8", "backslashreplace")


def _strange_link(path: str) -> str | None:
    """The first part of a path that is such a link, or None."""
    if os.name == "nt":
        return None
    parts = os.path.abspath(path).split(os.sep)
    for number in range(2, len(parts) + 1):
        part = os.sep.join(parts[:number])
        try:
            status = os.lstat(part)
            folder = os.stat(os.path.dirname(part))
        except OSError:
            return None
        shared = folder.st_mode & stat.S_ISVTX and folder.st_mode & stat.S_IWOTH
        if stat.S_ISLNK(status.st_mode) and shared and status.st_uid not in (os.geteuid(), folder.st_uid):
            return part
    return None


def append_file(path: str, text: str) -> None:
    """Add to the end of a file. Raises OSError."""
    with open(path, "a", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
        file.write(text)


def _usual_mode() -> int:
    umask = os.umask(0)
    os.umask(umask)
    return 0o666 & ~umask


def is_terminal() -> bool:
    return sys.stdout is not None and sys.stdout.isatty()


def is_coloured() -> bool:
    return is_terminal() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"


def columns() -> int:
    if not is_terminal():
        return 80
    import shutil

    return shutil.get_terminal_size((80, 24)).columns
