"""`dslint check --case`: a draft, the published record of the same reference, and a filled form."""

from __future__ import annotations

from dslint.cli.guard import UsageError, of_inputs
from dslint.cli.output import EXIT_FAILED, EXIT_FINDINGS, EXIT_NOTHING, EXIT_OK, columns, complain
from dslint.cli.targets import check_outputs, deliver, read_targets
from dslint.cli.understood import understand_all
from dslint.compare.case import CaseComparison, compare_case
from dslint.config.check_options import CheckOptions
from dslint.config.settings import ResolvedSettings
from dslint.engine.load import RuleChoice
from dslint.reporters.case import render_json, render_text
from dslint.session import Session
from dslint.sources import collect

FORMATS = ("text", "json")


def run_case(options: CheckOptions, settings: ResolvedSettings) -> int:
    """Raises UsageError."""
    if options.case is None:
        raise UsageError("--published and --form need --case DRAFT")
    if options.published is None and options.form is None:
        raise UsageError("--case needs --published PAGE_OR_WORKBOOK or --form FORM to compare with")
    targets = read_targets(settings.value("format"), options.output)
    for target in targets:
        if target.format.name not in FORMATS:
            raise UsageError(f"--case is for {' and '.join(FORMATS)}, not for {target.format.name}")
    others = [path for path in (options.published, options.form) if path is not None]
    inputs = {path: collect([path]) for path in (options.case, *others)}
    check_outputs(targets, [*of_inputs([each for some in inputs.values() for each in some])])
    session = Session.of(RuleChoice(builtin=False, vocabularies=settings.choice.vocabularies))
    read = {path: understand_all([path], session, given) for path, given in inputs.items()}
    errors = [error for each in read.values() for error in each.errors]
    for error in errors:
        complain(str(error))
    if any(each.errors and not each.has_agreements for each in read.values()):
        return EXIT_FAILED
    cases: list[CaseComparison] = []
    for path in others:
        draft, other = read[options.case].documents, read[path].documents
        found = compare_case(draft, other, session.vocabularies, any_reference=path == options.form)
        if not found:
            complain(f"{path} has no agreement with the reference of {options.case}")
            return EXIT_FAILED if errors else EXIT_NOTHING
        cases += found
    for target in targets:
        width = columns() if target.path is None else 80
        text = render_json(cases) if target.format.name == "json" else render_text(cases, width)
        if not deliver(text, target.path):
            return EXIT_FAILED
    if errors:
        return EXIT_FAILED
    differs = any(case.differences for case in cases)
    return EXIT_FINDINGS if differs and not options.exit_zero else EXIT_OK
