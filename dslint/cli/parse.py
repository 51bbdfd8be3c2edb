"""`dslint parse`."""

from __future__ import annotations

from dslint.cli.guard import UsageError, of_configuration, of_inputs, refuse
from dslint.cli.output import EXIT_FAILED, columns, complain, complain_of
from dslint.cli.targets import deliver
from dslint.cli.understood import understand_all
from dslint.config.settings import ConfigError, configuration
from dslint.engine.load import RuleChoice
from dslint.engine.select import DEFAULT
from dslint.session import Session
from dslint.sources import collect
from dslint.vocabularies import BUILT_IN


def run_parse(
    paths: list[str], format: str, output: str | None, config: str | None = None, isolated: bool = False
) -> int:
    try:
        found = configuration(config, isolated)
    except ConfigError as error:
        complain_of(error)
        return EXIT_FAILED
    inputs = collect(paths)
    try:
        refuse([output], [*of_inputs(inputs), *of_configuration(found)], f".{format}")
    except UsageError as error:
        complain(str(error))
        return EXIT_FAILED
    words = found.vocabularies if found else BUILT_IN
    session = Session.of(RuleChoice(builtin=False, vocabularies=words))
    understood = understand_all(paths, session, inputs)
    if format == "json":
        from dslint.reporters.check_json import error_value
        from dslint.reporters.parse_json import render as render_json

        text = render_json(understood.documents, [error_value(error) for error in understood.errors])
    else:
        from dslint.engine.assessable import not_assessed, printed_in
        from dslint.reporters.parse_text import render

        rules = RuleChoice(profile=DEFAULT, vocabularies=words).load().rules
        text = render(
            understood.documents,
            columns() if output is None else 80,
            lambda document: not_assessed(rules, printed_in(document)),
        )
    return understood.outcome() if deliver(text, output) else EXIT_FAILED
