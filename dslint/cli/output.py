"""Writing results: to the terminal, to a pipe that may close, or to a file in one step."""

from __future__ import annotations

import os
import shutil
import stat
import sys
import tempfile

EXIT_OK, EXIT_FINDINGS, EXIT_FAILED, EXIT_NOTHING = 0, 1, 2, 3


def complain(message: str) -> None:
    """One message on standard error, safe to print."""
    from dslint.reporters.escape import visible

    print(visible(message), file=sys.stderr)


def write(text: str) -> None:
    """Write to standard output; a reader that stops reading is no error."""
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


def write_file(path: str, text: str) -> None:
    """Replace a file in one step, keeping its mode; follow a link, write to a device. Raises OSError."""
    target = os.path.realpath(path)
    mode = os.stat(target).st_mode if os.path.exists(target) else None
    if mode is not None and not stat.S_ISREG(mode):
        with open(path, "w", encoding="utf-8", errors="backslashreplace", newline="\n") as device:
            device.write(text)
        return
    handle, temporary = tempfile.mkstemp(dir=os.path.dirname(target), prefix=".dslint-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode("utf-8", "backslashreplace"))
        os.chmod(temporary, stat.S_IMODE(mode) if mode is not None else _usual_mode())
        os.replace(temporary, target)
    except BaseException:
        os.unlink(temporary)
        raise


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
    return shutil.get_terminal_size((80, 24)).columns if is_terminal() else 80
