"""`dslint history`."""

from __future__ import annotations

import os
from collections.abc import Sequence

from dslint.cli.guard import UsageError, of_configuration, of_inputs, refuse
from dslint.cli.loading import load_for_project, read_date, today
from dslint.cli.output import EXIT_FAILED, EXIT_NOTHING, EXIT_OK, complain, complain_of
from dslint.cli.targets import check_installed, deliver, digests, view_of
from dslint.compare.edition import read_edition
from dslint.compare.history import history_of
from dslint.compare.record import EditionRecord, StoreError, added, as_values, parse, record_of
from dslint.config.settings import ConfigError, configuration
from dslint.digests import sha256
from dslint.engine.load import RuleChoice
from dslint.reporters.formats import HISTORY_FORMATS
from dslint.reporters.json_text import as_json_line
from dslint.reporters.view import View
from dslint.session import Session
from dslint.sources import Input, Unreadable, collect, read_small_text
from dslint.tuples import NamedTuple

LARGEST_STORE = 500_000_000  # bytes


class HistoryOptions(NamedTuple):
    editions: Sequence[str]
    store: str | None
    format: str
    output: str | None
    as_of: str | None
    limit: int | None = None


def run_history(
    options: HistoryOptions, choice: RuleChoice, config: str | None = None, isolated: bool = False
) -> int:
    format = HISTORY_FORMATS[options.format]
    editions = {path: collect([path]) for path in options.editions}
    try:
        if options.limit is not None and "limit" not in format.options:
            raise UsageError(f"--limit is for text, not for {format.name}")
        if not editions and options.store is None:
            raise UsageError("name the editions, or a store of them with --store FILE")
        check_installed(format)
        outputs = [path for path in (options.output, options.store) if path]
        found = configuration(config, isolated) if outputs else None
        inputs = [given for each in editions.values() for given in each]
        refuse(outputs, [*of_inputs(inputs), *of_configuration(found, choice.files)], format.suffix)
        if len({os.path.realpath(path) for path in outputs}) < len(outputs):
            raise UsageError(f"{options.output}: is the store; name another file for the output")
        store = _stored(options.store)
    except ConfigError as error:
        complain_of(error)
        return EXIT_FAILED
    except (UsageError, StoreError) as wrong:
        for line in str(wrong).splitlines():
            complain(line)
        return EXIT_FAILED
    session, as_of = load_for_project(choice, config, isolated), read_date(options.as_of)
    if session is None or as_of is None:
        return EXIT_FAILED
    records, code = _records(editions, session, as_of)
    every = added(store, records)
    if not every:
        return code or EXIT_NOTHING
    if options.store is not None and records:
        text = "".join(map(as_json_line, as_values(every)))
        if not deliver(text, options.store):
            return EXIT_FAILED
    view = view_of(options.output, View(limit=options.limit, as_of=today(as_of)))
    done = deliver(format.made(history_of(every), view), options.output, format.marked)
    return code if done else EXIT_FAILED


def _stored(path: str | None) -> list[EditionRecord]:
    """The editions of a store, which need not exist yet. Raises StoreError."""
    if path is None or not os.path.lexists(path):
        return []
    try:
        return parse(path, read_small_text(path, LARGEST_STORE))
    except Unreadable as error:
        raise StoreError(f"{path}: {error}") from None


def _records(
    editions: dict[str, list[Input]], session: Session, as_of: str
) -> tuple[list[EditionRecord], int]:
    """The editions that were read in full, and the exit code: one that was not is named and left out."""
    records, code = [], EXIT_OK
    for path, inputs in editions.items():
        edition = read_edition(path, inputs, session, as_of)
        errors = session.report(edition.checked).errors
        for error in errors:
            complain(str(error))
        if errors:
            complain(f"{path}: was not read in full, so the history leaves it out")
            code = EXIT_FAILED
        elif not edition.agreements:
            complain(f"no agreement was found in {path}")
            code = code or EXIT_NOTHING
        else:
            records.append(record_of(edition, _digest(inputs, path), today(as_of)))
    return records, code


def _digest(inputs: list[Input], path: str) -> str:
    """The SHA-256 of a file, or of those of a folder; of its path where nothing can be read again."""
    found = sorted(digests(inputs).values())
    if len(found) == 1:
        return found[0]
    return sha256("\n".join(found or [path]).encode("utf-8", "replace")).hexdigest()
