"""The command line."""

from __future__ import annotations

import gc
import os
import sys


def main() -> int:
    """Run the command line; the exit code. Only what a command needs is imported."""
    _fill_closed_streams()
    gc.disable()  # what a run makes is plain and lives to its end; cycles are rare
    try:
        return _run(sys.argv[1:])
    except KeyboardInterrupt:
        _complain("stopped")
        return 130
    except Exception as error:
        from dslint.faults import fault

        _complain(f"dslint: {fault(error)}")
        return 2
    finally:
        gc.freeze()  # looking for cycles once more before the process ends would only take time


def _fill_closed_streams() -> None:
    """Keep the numbers of standard streams that the caller closed from going to other files."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free


def _complain(message: str) -> None:
    from dslint.cli.output import complain

    complain(message)


def _run(words: list[str]) -> int:
    if (word := _option_or_file(words)) is not None:
        from dslint.cli.output import complain

        complain(f"{word}: is an option and a file here; put -- before the names of files, or write ./{word}")
        return 2
    if words == ["--version"]:
        from dslint.cli.output import write
        from dslint.version import __version__

        write(f"dslint {__version__}\n")
        return 0
    if words[:1] == ["check"] and not any(word[0:1] == "-" and word != "-" for word in words[1:]):
        # A hook calls it so, once for each commit: without options no option parser is needed.
        from dslint.cli.check import run_check
        from dslint.config.check_options import CheckOptions

        return run_check(CheckOptions(words[1:] or ["."]))
    from dslint.cli.app import run

    return run()


def _option_or_file(words: list[str]) -> str | None:
    """A word that begins as an option does and names a file: a hook or a shell may have put it there."""
    for word in words:
        if word == "--":
            return None
        if word[0:1] == "-" and len(word) > 1 and os.path.lexists(word):
            return word
    return None
