"""`dslint parse`."""

from __future__ import annotations

from dslint.cli.output import EXIT_FAILED, EXIT_NOTHING, EXIT_OK, columns, complain
from dslint.cli.settings import Failed, complain_of, configuration
from dslint.cli.targets import deliver
from dslint.engine.report import RunError, problems_of
from dslint.engine.run import understand
from dslint.resources import add_words
from dslint.sources import collect


def run_parse(
    paths: list[str], format: str, output: str | None, config: str | None = None, isolated: bool = False
) -> int:
    try:
        found = configuration(config, isolated)
    except Failed as failed:
        complain_of(failed)
        return EXIT_FAILED
    add_words(found.words if found else {})
    understood = [understand(given) for given in collect(paths)]
    documents = [each for each in understood if not isinstance(each, RunError)]
    errors = [each for each in understood if isinstance(each, RunError)]
    errors += [problem for document in documents for problem in problems_of(document)]
    if format == "json":
        from dslint.reporters.check_json import error_value
        from dslint.reporters.parse_json import render as render_json

        text = render_json(documents, [error_value(error) for error in errors])
    else:
        from dslint.reporters.parse_text import render

        text = render(documents, columns() if output is None else 80)
    if not deliver(text, output):
        return EXIT_FAILED
    for error in errors:
        complain(str(error))
    if errors:
        return EXIT_FAILED
    if not any(document.agreements for document in documents):
        complain(f"no agreement was found in {', '.join(paths)}")
        return EXIT_NOTHING
    return EXIT_OK
