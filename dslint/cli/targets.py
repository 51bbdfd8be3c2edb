"""Where a report goes and in which formats: standard output, files, and the summary of a CI job."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable

from dslint.cli.guard import Protected, UsageError, refuse
from dslint.cli.output import append_file, columns, complain, in_blocks, is_coloured, write, write_file
from dslint.engine.report import Report
from dslint.reporters.formats import FORMATS, Format
from dslint.reporters.view import DEFAULT_VIEW, View
from dslint.sources import Input
from dslint.tuples import NamedTuple

STEP_SUMMARY = "GITHUB_STEP_SUMMARY"


class Target(NamedTuple):
    """A format and the file that it is written to, or None for standard output."""

    format: Format
    path: str | None


def read_targets(formats: tuple[str, ...], output: str | None) -> list[Target]:
    """NAME or NAME=FILE, each; files first. `output` takes the one that names no file. Raises UsageError."""
    targets = []
    for given in formats:
        name, mark, path = given.partition("=")
        if name not in FORMATS:
            from dslint.cli.choices import unknown

            raise UsageError(unknown("format", name, FORMATS))
        if mark and not path:
            raise UsageError(f"--format {given} names no file; write --format {name} for standard output")
        check_installed(FORMATS[name])
        targets.append(Target(FORMATS[name], path or None))
    without = [target.format.name for target in targets if target.path is None]
    if len(without) > 1:
        raise UsageError(
            f"--format {' and --format '.join(without)}: only one can go to {output or 'standard output'};"
            f" write --format {without[1]}=FILE for the other"
        )
    if output is not None and not without:
        raise UsageError("--output has nothing to write: every --format names a file of its own")
    found = [target._replace(path=target.path or output) for target in targets]
    for target in found:
        if target.format.binary and target.path is None:
            name = target.format.name
            raise UsageError(
                f"--format {name} needs a file; write --format {name}=FILE{target.format.suffix}"
            )
    files = [os.path.realpath(target.path) for target in found if target.path is not None]
    for path in files:
        if files.count(path) > 1 and (os.path.isfile(path) or not os.path.exists(path)):
            raise UsageError(f"{path}: two formats cannot go to one file")
    return sorted(found, key=lambda target: target.path is None)


def check_installed(format: Format) -> None:
    """Raise UsageError when a format needs a package that is not there."""
    if not format.is_installed:
        raise UsageError(
            f"--format {format.name} needs the extra report; run: pip install 'dslint-agreements[report]'"
        )


def check_view(targets: list[Target], view: View) -> None:
    """Refuse options that no format uses, or that mean nothing together. Raises UsageError."""
    asked = [name for name in View._fields if getattr(view, name) != View._field_defaults[name]]
    for option in _OPTIONS:
        able = [each.name for each in FORMATS.values() if option in each.options]
        if option in asked and not any(target.format.name in able for target in targets):
            names = " or ".join(target.format.name for target in targets)
            raise UsageError(f"{_option(option)} is for {' and '.join(able)}, not for {names}")
    for one, other in _EXCLUSIVE:
        if one in asked and other in asked:
            raise UsageError(f"use {_option(one)} or {_option(other)}, not both")


_OPTIONS = ("sort", "group_by", "limit", "statistics", "quiet", "verbose", "layout", "show")
_EXCLUSIVE = (
    ("statistics", "sort"), ("statistics", "verbose"), ("statistics", "layout"), ("statistics", "show"),
    ("quiet", "verbose"),
)  # fmt: skip


def _option(name: str) -> str:
    if name == "layout":
        return "--full or --compact"
    return f"--{name.replace('_', '-')}"


def check_outputs(targets: list[Target], protected: list[Protected]) -> None:
    """A report never replaces what it is about, nor what decides it. Raises UsageError."""
    for target in targets:
        refuse([target.path], protected, target.format.suffix)
        if target.format.name == "github":
            refuse([os.environ.get(STEP_SUMMARY)], protected)


def deliver_report(report: Report, targets: list[Target], view: View) -> bool:
    """Write every format where it is wanted; False when one fails, with the reason on standard error."""
    done = True
    for target in targets:
        made = target.format.pieces(report, view_of(target.path, view))
        done &= deliver(made, target.path, target.format.marked, target.format.commands)
    if any(target.format.name == "github" for target in targets):
        done &= _summarise(report, view_of(STEP_SUMMARY, view))
    return done


def view_of(path: str | None, view: View = DEFAULT_VIEW) -> View:
    """A view for where a report goes: a file, or the terminal with its width and colours."""
    folder = _current_folder()
    view = view._replace(folder=folder, root=repository_root(folder))
    if path is not None:
        return view
    if is_coloured():
        from dslint.cli.colour import link, paint, shows_links

        view = view._replace(paint=paint)
        if shows_links(os.environ):
            view = view._replace(link=link)
    return view._replace(width=columns())


def _summarise(report: Report, view: View) -> bool:
    """Add the report to the page of a job of GitHub Actions, which names a file for it."""
    path = os.environ.get(STEP_SUMMARY)
    if not path:
        return True
    text = FORMATS["markdown"].render(report, view)
    return _is_written(path, lambda: append_file(path, f"{text}\n"))


def deliver(
    text: str | bytes | Iterable[str | bytes], path: str | None, marked: bool = False, commands: bool = False
) -> bool:
    """Write a result where it is wanted; False when that fails, with the reason on standard error.

    A text may come in pieces, be `marked` by a byte order mark, and made to hold `commands` of a CI service.
    """
    pieces = in_blocks([text] if isinstance(text, (str, bytes)) else text, marked and path is not None)
    if path is None:
        for piece in pieces:
            assert isinstance(piece, str)  # a binary format has a file
            write(piece, commands)
        return True
    return _is_written(path, lambda: write_file(path, pieces, commands))


def digests(inputs: list[Input]) -> dict[str, str]:
    """The SHA-256 of each input that is a file and can be read, or came with its text, in hexadecimal."""
    import hashlib

    found = {}
    for given in inputs:
        try:
            if given.content is not None:
                found[given.path] = hashlib.sha256(given.content).hexdigest()
            elif os.path.isfile(given.path):
                with open(given.path, "rb") as file:
                    found[given.path] = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError:
            continue  # what cannot be read is an error of the run
    return found


def _is_written(path: str, action: Callable[[], None]) -> bool:
    try:
        action()
    except OSError as error:
        folder = os.path.dirname(path)
        if folder and not os.path.exists(folder):
            complain(f"{path}: cannot be written: the folder {folder} does not exist; make it first")
        else:
            complain(f"{path}: cannot be written: {error.strerror or error}")
        return False
    return True


def _current_folder() -> str:
    try:
        return os.getcwd()
    except OSError:  # removed under our feet; absolute paths still mean something
        return os.sep


def repository_root(folder: str) -> str:
    """The nearest folder above that holds a repository; the folder itself when there is none."""
    start = current = os.path.realpath(folder)
    while not os.path.exists(os.path.join(current, ".git")):
        parent = os.path.dirname(current)
        if parent == current:
            return start
        current = parent
    return current
