"""The command line."""

from __future__ import annotations

import sys


def main() -> int:
    """Run the command line; the exit code. Only what a command needs is imported."""
    if sys.argv[1:] == ["--version"]:
        from dslint import __version__

        print(f"dslint {__version__}")
        return 0
    from dslint.cli.app import run

    return run()
