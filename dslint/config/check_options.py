"""What `dslint check` is asked for."""

from __future__ import annotations

from dslint.engine.engine import DEFAULT_ENGINE, Engine
from dslint.reporters.view import View
from dslint.tuples import NamedTuple


class CheckOptions(NamedTuple):
    """What the command line asks for; None and empty leave it to the configuration and the defaults."""

    paths: list[str]
    formats: tuple[str, ...] = ()  # NAME or NAME=FILE
    output: str | None = None
    profile: str | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    fail_on: str | None = None
    as_of: str | None = None
    exit_zero: bool = False
    jobs: int | None = None
    each_file: bool = False
    all_versions: bool = False
    view: View = View()
    extend_select: tuple[str, ...] = ()
    extend_ignore: tuple[str, ...] = ()
    config: str | None = None
    isolated: bool = False
    no_ignores: bool = False
    baseline: str | None = None
    no_baseline: bool = False
    strict_baseline: bool = False
    certainty: str | None = None
    fix: bool = False
    diff: bool = False
    stdin_filename: str | None = None
    case: str | None = None  # a draft that is compared with what else there is of its case
    published: str | None = None
    form: str | None = None
    no_cache: bool = False
    engine: Engine = DEFAULT_ENGINE
