"""Options that several commands share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from dslint.cli.choices import rule_names, word
from dslint.engine.rule import SEVERITIES

if TYPE_CHECKING:
    from dslint.engine.load import RuleChoice

PROFILES = ("default", "renewal", "watchdog", "strict")
FAIL_ON = (*SEVERITIES, "never")
CERTAINTIES = ("certain", "possible")
PARSE_FORMATS = ("text", "json")


def _rules(name: str, help: str) -> Any:
    return typer.Option(name, metavar="RULE", help=help, autocompletion=rule_names)


Paths = Annotated[
    list[str] | None,
    typer.Argument(metavar="PATHS", help="Files and folders; - is standard input.", show_default="."),
]
RuleFiles = Annotated[
    list[str] | None,
    typer.Option("--rules", metavar="PATH", help="More rule files or folders of them; may be given again."),
]
Output = Annotated[
    str | None,
    typer.Option("--output", "-o", metavar="FILE", help="Write to a file instead of standard output."),
]
AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="DATE", help="What today means, as YYYY-MM-DD.", show_default="today"),
]
ProfileName = Annotated[
    str | None,
    word(
        "profile",
        PROFILES,
        "--profile",
        help="A set of rules; strict holds every rule.",
        show_default="default",
    ),
]
RuleWords = Annotated[
    list[str] | None, _rules("--select", "Only these rules: ids, prefixes of ids, or names; comma lists.")
]
NotRules = Annotated[list[str] | None, _rules("--ignore", "Not these rules: ids, prefixes or names.")]
MoreRules = Annotated[
    list[str] | None, _rules("--extend-select", "These rules besides those of profile and files.")
]
NotRulesEither = Annotated[
    list[str] | None, _rules("--extend-ignore", "Not these rules besides what files ignore.")
]
FailOn = Annotated[
    str | None,
    word(
        "severity",
        FAIL_ON,
        "--fail-on",
        help="The least severity that makes the exit code 1.",
        show_default="warning",
    ),
]
Config = Annotated[
    str | None,
    typer.Option("--config", metavar="FILE", help="This configuration instead of the nearest one."),
]
Isolated = Annotated[bool, typer.Option("--isolated", help="Read no configuration and no ignores.")]
NoIgnores = Annotated[
    bool, typer.Option("--no-ignores", help="Report what the ignores cover, as for an audit.")
]
Jobs = Annotated[
    int | None,
    typer.Option("--jobs", "-j", min=1, max=256, help="How many processes to use.", show_default="by input"),
]


class RuleOptions(NamedTuple):
    """Which rules run."""

    profile: ProfileName = None
    select: RuleWords = None
    ignore: NotRules = None
    rules: RuleFiles = None

    def choice(self) -> RuleChoice:
        from dslint.engine.load import RuleChoice
        from dslint.engine.select import split_words

        chosen, without = (split_words(tuple(words or ())) for words in (self.select, self.ignore))
        return RuleChoice(self.profile or "default", chosen, without, tuple(self.rules or ()))
