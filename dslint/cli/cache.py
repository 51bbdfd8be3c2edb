"""`dslint cache` and `dslint cache clean`."""

from __future__ import annotations

import os

from dslint import cache
from dslint.cli.output import EXIT_OK, write
from dslint.config.settings import keeps_results
from dslint.reporters.escape import visible
from dslint.values.numbers import count

_NOWHERE = (
    "Nothing is kept between runs: there is no folder for it that only you can write, outside of the current"
    " folder and of any repository. DSLINT_CACHE_DIR can name one.\n"
)


def run_show() -> int:
    place = cache.place()
    if place is None:
        write(_NOWHERE)
        return EXIT_OK
    kept = cache.kept_files()
    write(f"{visible(place)}: {_amount(len(kept), sum(size for _, size in kept))}\n")
    if not keeps_results(os.environ):
        write("Results are not kept: DSLINT_NO_CACHE or CI is set.\n")
    return EXIT_OK


def run_clean() -> int:
    place = cache.place()
    if place is None:
        write(_NOWHERE)
        return EXIT_OK
    write(f"{visible(place)}: deleted {_amount(*cache.clean())}\n")
    return EXIT_OK


def _amount(files: int, size: int) -> str:
    return f"{count(files, 'file')}, {size / 1_000_000:,.1f} MB"
