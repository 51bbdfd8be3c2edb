"""What most commands begin with: the rules and words of the project, and the date that stands for today."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from dslint.cli.output import complain, complain_of
from dslint.config.settings import ConfigError, configuration
from dslint.engine.load import RuleChoice
from dslint.engine.select import UnknownRule
from dslint.session import Session

if TYPE_CHECKING:
    from dslint.datafiles.yaml_marks import Problem


def load_or_complain(choice: RuleChoice, places: Mapping[str, list[Problem]] | None = None) -> Session | None:
    """A session with the chosen rules, or None with every reason on standard error.

    `places` says where words of rules stand in a configuration.
    """
    try:
        session = Session.of(choice)
        for note in session.rule_set.notes:
            complain(str(note))
        return session
    except UnknownRule as unknown:
        for word, message in unknown.words.items():
            found = [str(place._replace(message=message)) for place in (places or {}).get(word, ())]
            for problem in found or [message]:
                complain(problem)
    except ValueError as errors_of_file:
        for problem in str(errors_of_file).splitlines():
            complain(problem)
    return None


def load_for_project(choice: RuleChoice, config: str | None, isolated: bool) -> Session | None:
    """A session with the chosen rules, and with the rules and words of the project; or None with every reason
    on standard error."""
    whole = _with_project(choice, config, isolated)
    return load_or_complain(whole) if whole else None


def _with_project(choice: RuleChoice, config: str | None, isolated: bool) -> RuleChoice | None:
    """The choice with the rule files and words of the project, or None with the reasons on standard error."""
    try:
        found = configuration(config, isolated)
    except ConfigError as error:
        complain_of(error)
        return None
    if found is None:
        return choice
    own = tuple(found.value("rules", ())) if choice.builtin else ()
    return choice._replace(files=(*own, *choice.files), vocabularies=found.vocabularies)


def read_date(given: str | None) -> str | None:
    """The date that stands for today, empty when none is given; None with the reason on standard error."""
    if given is None:
        return ""
    try:
        return date.fromisoformat(given).isoformat()
    except ValueError:
        complain(f"--as-of {given!r} is no date; write it as YYYY-MM-DD")
        return None


def today(as_of: str) -> str:
    """The date that a run takes for today, as YYYY-MM-DD."""
    return as_of or date.today().isoformat()
