"""`dslint convert`."""

from __future__ import annotations

import os
from typing import NamedTuple

from dslint.cli.check import load_for_project, read_date
from dslint.cli.output import EXIT_FAILED, EXIT_OK, complain
from dslint.cli.targets import deliver
from dslint.cli.understood import understand_all
from dslint.convert.forms import CONVERTERS, Converted, Form
from dslint.engine.load import RuleChoice, RuleSet
from dslint.engine.run import check_read, collect_report
from dslint.model import Document


class ConvertOptions(NamedTuple):
    paths: list[str]
    form: str
    output: str | None  # a folder, or a file for what is one file
    as_of: str | None


def run_convert(
    options: ConvertOptions, choice: RuleChoice, config: str | None = None, isolated: bool = False
) -> int:
    loaded, as_of = load_for_project(choice, config, isolated), read_date(options.as_of)
    if loaded is None or as_of is None:
        return EXIT_FAILED
    understood = understand_all(options.paths, loaded.vocabularies)
    code = EXIT_OK
    if understood.has_agreements:
        form = CONVERTERS[options.form]
        code = _write(_convert(form, understood.documents, loaded, as_of), form, options.output)
    return understood.outcome() or code


def _convert(form: Form, documents: list[Document], loaded: RuleSet, as_of: str) -> Converted:
    if not form.needs_findings:
        return form.convert(documents, None)
    report = collect_report([check_read(document, loaded, as_of) for document in documents], loaded)
    return form.convert(documents, report)


def _write(made: Converted, form: Form, output: str | None) -> int:
    """Into a folder; a single file also to a file of any name, or to standard output."""
    for remark in made.remarks:
        complain(f"empty: {remark}")
    into_folder = output is not None and (len(made.files) > 1 or output.endswith(("/", os.sep)))
    if output is None or (not into_folder and not os.path.isdir(output)):
        if len(made.files) > 1:
            complain(f"{len(made.files)} files come of it; name a folder for them with --output FOLDER")
            return EXIT_FAILED
        (text,) = made.files.values()
        return EXIT_OK if deliver(text, output, form.is_table and output is not None) else EXIT_FAILED
    try:
        os.makedirs(output, exist_ok=True)
    except OSError as error:
        complain(f"{output}: cannot be made: {error.strerror or error}")
        return EXIT_FAILED
    written = [deliver(text, os.path.join(output, name), form.is_table) for name, text in made.files.items()]
    return EXIT_OK if all(written) else EXIT_FAILED
