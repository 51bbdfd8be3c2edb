"""`dslint why`."""

from __future__ import annotations

from dslint.assembler.record import base_reference
from dslint.cli.loading import load_for_project, read_date
from dslint.cli.output import EXIT_FAILED, EXIT_NOTHING, EXIT_OK, columns, complain, write
from dslint.cli.understood import understand_all
from dslint.engine.load import RuleChoice
from dslint.engine.trace import trace
from dslint.reporters.why_plain import render as sentences
from dslint.reporters.why_text import render


def run_why(
    word: str,
    target: str,
    files: list[str],
    as_of: str | None,
    config: str | None = None,
    isolated: bool = False,
    plain: bool = False,
) -> int:
    path, _, reference = target.partition("#")
    session = load_for_project(RuleChoice(select=(word,), files=tuple(files)), config, isolated)
    today = read_date(as_of)
    if session is None or today is None:
        return EXIT_FAILED
    shown = 0
    read = understand_all([path], session)
    for error in read.errors:
        complain(str(error))
    for document in read.documents:
        wanted = {
            number
            for number, agreement in enumerate(document.agreements)
            if not reference or base_reference(reference) == agreement.base_reference
        }
        if not wanted:
            continue
        for rule in session.rules:
            traces = trace(rule, document, today, wanted)
            shown += len(traces)
            write(sentences(rule, document, traces, columns()) if plain else render(rule, document, traces))
    if read.errors:
        return EXIT_FAILED
    if not shown:
        found = any(document.agreements for document in read.documents)
        complain(
            f"{path} has no agreement {reference}; dslint parse lists what it has"
            if reference and found
            else f"no agreement was found in {path}"
        )
        return EXIT_NOTHING
    return EXIT_OK
