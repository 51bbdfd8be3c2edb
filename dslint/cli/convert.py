"""`dslint convert`."""

from __future__ import annotations

import os
from codecs import BOM_UTF8
from importlib.util import find_spec

from dslint.cli.guard import Protected, UsageError, of_configuration, of_inputs, refuse_protected
from dslint.cli.loading import load_for_project, read_date
from dslint.cli.output import EXIT_FAILED, EXIT_OK, complain
from dslint.cli.targets import deliver
from dslint.cli.understood import understand_all
from dslint.config.settings import configuration
from dslint.convert.forms import CONVERTERS, Converted, Form
from dslint.engine.load import RuleChoice
from dslint.model import Document
from dslint.session import Session
from dslint.sources import collect
from dslint.tuples import NamedTuple


class ConvertOptions(NamedTuple):
    paths: list[str]
    form: str
    output: str | None  # a folder, or a file for what is one file
    as_of: str | None
    force: bool = False  # to replace files of an earlier conversion, whoever changed them since


def run_convert(
    options: ConvertOptions, choice: RuleChoice, config: str | None = None, isolated: bool = False
) -> int:
    session, as_of = load_for_project(choice, config, isolated), read_date(options.as_of)
    if session is None or as_of is None:
        return EXIT_FAILED
    if complaint := _cannot(CONVERTERS[options.form], options):
        complain(complaint)
        return EXIT_FAILED
    inputs = collect(options.paths)
    understood = understand_all(options.paths, session, inputs)
    code = EXIT_OK
    if understood.has_agreements:
        form = CONVERTERS[options.form]
        found = configuration(config, isolated) if options.output else None
        protected = [*of_inputs(inputs), *of_configuration(found, choice.files)]
        code = _write(_convert(form, understood.documents, session, as_of), form, options, protected)
    return understood.outcome() or code


def _cannot(form: Form, options: ConvertOptions) -> str | None:
    """Why a form cannot be written."""
    if form.needs and find_spec(form.needs) is None:
        return f"--to {options.form} needs a package: pip install 'dslint-agreements[report]'"
    if form.binary and options.output is None:
        return f"--to {options.form} is a file; name it with --output FILE"
    return None


def _convert(form: Form, documents: list[Document], session: Session, as_of: str) -> Converted:
    if not form.needs_findings:
        return form.convert(documents, None)
    report = session.report(session.check_read(document, as_of) for document in documents)
    return form.convert(documents, report)


def _write(made: Converted, form: Form, options: ConvertOptions, protected: list[Protected]) -> int:
    """Into a folder; a single file also to a file of any name, or to standard output."""
    output = options.output
    for remark in made.remarks:
        complain(remark)
    into_folder = output is not None and (len(made.files) > 1 or output.endswith(("/", os.sep)))
    if output is None or (not into_folder and not os.path.isdir(output)):
        if len(made.files) > 1:
            complain(f"{len(made.files)} files come of it; name a folder for them with --output FOLDER")
            return EXIT_FAILED
        (text,) = made.files.values()
        if output is None:
            return EXIT_OK if deliver(text, None) else EXIT_FAILED
        return _put({output: text}, form, options.force, protected)
    try:
        os.makedirs(output, exist_ok=True)
    except OSError as error:
        complain(f"{output}: cannot be made: {error.strerror or error}")
        return EXIT_FAILED
    files = {os.path.join(output, name): text for name, text in made.files.items()}
    return _put(files, form, options.force, protected)


def _put(files: dict[str, str | bytes], form: Form, force: bool, protected: list[Protected]) -> int:
    """Write all files or none: what is there already may have been edited by hand."""
    try:
        refuse_protected(files, protected)
        for path, text in files.items():
            if not force and os.path.isfile(path) and not _holds(path, text):
                raise UsageError(f"{path}: exists already and says something else; --force replaces it")
    except UsageError as error:
        complain(str(error))
        return EXIT_FAILED
    written = [deliver(text, path, form.is_table) for path, text in files.items()]
    return EXIT_OK if all(written) else EXIT_FAILED


def _holds(path: str, text: str | bytes) -> bool:
    wanted = text.encode("utf-8", "backslashreplace") if isinstance(text, str) else text
    try:
        with open(path, "rb") as file:
            return file.read(len(wanted) + len(BOM_UTF8) + 1).removeprefix(BOM_UTF8) == wanted
    except OSError:
        return False
