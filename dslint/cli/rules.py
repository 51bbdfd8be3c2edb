"""`dslint rules`, `dslint explain` and `dslint test-rules`."""

from __future__ import annotations

import os
from collections.abc import Iterator

from dslint import resources
from dslint.cli.loading import load_for_project, read_date
from dslint.cli.output import EXIT_FAILED, EXIT_FINDINGS, EXIT_NOTHING, EXIT_OK, complain, write
from dslint.cli.understood import understand_all
from dslint.compiled import builtin_rules
from dslint.datafiles.problem import Problem
from dslint.engine.coverage import measure
from dslint.engine.load import RuleChoice
from dslint.engine.select import STRICT, UnknownRule, matching
from dslint.reporters.check_json import authority_value
from dslint.reporters.coverage_text import render as render_coverage
from dslint.reporters.escape import visible
from dslint.reporters.json_text import as_json
from dslint.reporters.rule_text import certainties, explain, severities, table
from dslint.session import Session
from dslint.sources import read_small_text


def _load(files: list[str], config: str | None, isolated: bool, builtin: bool = True) -> Session | None:
    """Every rule that there is, or None with every reason on standard error."""
    choice = RuleChoice(profile=STRICT, files=tuple(files), builtin=builtin)
    return load_for_project(choice, config, isolated)


def run_list(files: list[str], format: str, config: str | None = None, isolated: bool = False) -> int:
    session = _load(files, config, isolated)
    if session is None:
        return EXIT_FAILED
    if format == "json":
        write(
            as_json(
                [
                    {
                        "id": rule.id,
                        "name": rule.name,
                        "group": rule.group,
                        "summary": rule.summary,
                        "scope": rule.scope,
                        "severity": severities(rule).split(" or "),
                        "certainty": certainties(rule).split(" or "),
                        "authority": [authority_value(authority) for authority in rule.authorities],
                    }
                    for rule in session.rules
                ]
            )
        )
    else:
        write(table(session.rules))
    return EXIT_OK


def run_coverage(
    paths: list[str], files: list[str], as_of: str | None, config: str | None = None, isolated: bool = False
) -> int:
    session = _load(files, config, isolated)
    today = read_date(as_of)
    if session is None or today is None:
        return EXIT_FAILED
    understood = understand_all(paths, session)
    write(render_coverage(measure(understood.documents, session.rule_set, today)))
    return understood.outcome()


def run_explain(word: str, files: list[str], config: str | None = None, isolated: bool = False) -> int:
    session = _load(files, config, isolated)
    if session is None:
        return EXIT_FAILED
    try:
        wanted = matching([(rule.id, rule.name) for rule in session.rules], word)
    except UnknownRule as error:
        complain(str(error))
        return EXIT_FAILED
    text = "\n".join(explain(rule) for rule in session.rules if rule.id in wanted)
    write("\n".join(map(visible, text.split("\n"))))
    return EXIT_OK


def run_examples_of(paths: list[str], config: str | None = None, isolated: bool = False) -> int:
    from dslint.rule_examples import run_examples

    session = _load(paths, config, isolated, builtin=not paths)
    if session is None:
        return EXIT_FAILED
    if taken := list(_taken(session)):
        for problem in taken:
            complain(str(problem))
        return EXIT_FAILED
    if not session.rules:
        complain("there is no rule to test")
        return EXIT_NOTHING
    results = [result for rule in session.rules for result in run_examples(rule, session.rule_set.scanner)]
    failed = [result for result in results if result.problem]
    for result in failed:
        write(
            visible(f"{result.source}: {result.rule}: {result.kind} example {result.name!r} {result.problem}")
            + "\n"
        )
    write(f"{len(session.rules)} rules, {len(results)} examples, {len(failed)} failed\n")
    return EXIT_FINDINGS if failed else EXIT_OK


def _taken(session: Session) -> Iterator[Problem]:
    """Where a rule file has the id or the name of a built-in rule, and is not that rule's own file."""
    own = {os.path.realpath(path) for path in resources.rule_files()}
    from dslint.datafiles.yaml_marks import read

    builtin = {entry["rule"][key]: entry["source"] for entry in builtin_rules() for key in ("id", "name")}
    for rule in session.rules:
        if rule.trusted or os.path.realpath(rule.source) in own:
            continue
        marked = read(rule.source, read_small_text(rule.source))
        for key, name in (("id", rule.id), ("name", rule.name)):
            if name in builtin:
                place = marked.place((key,))
                yield Problem(rule.source, *place, f"{key} {name} is taken by {builtin[name]}")
