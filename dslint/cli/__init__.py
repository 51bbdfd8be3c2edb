"""The command line."""

from __future__ import annotations

import sys


def main() -> int:
    """Run the command line; the exit code. Only what a command needs is imported."""
    if sys.argv[1:] == ["--version"]:
        from dslint import __version__

        print(f"dslint {__version__}")
        return 0
    if sys.argv[1:2] == ["check"] and not any(word[0:1] == "-" and word != "-" for word in sys.argv[2:]):
        # A hook calls it so, once for each commit: without options no option parser is needed.
        from dslint.cli.check import CheckOptions, run_check

        return run_check(CheckOptions(sys.argv[2:] or ["."]))
    from dslint.cli.app import run

    return run()
