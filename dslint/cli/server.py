"""`dslint server`."""

from __future__ import annotations

from importlib.util import find_spec

from dslint.cli.output import EXIT_FAILED, EXIT_OK, complain


def run_server() -> int:
    if find_spec("pygls") is None:
        complain("dslint server needs more packages: pip install 'dslint-agreements[editor]'")
        return EXIT_FAILED
    from dslint.server.app import run

    run()
    return EXIT_OK
