"""Options that several commands share."""

from __future__ import annotations

from typing import Annotated

import typer

from dslint.cli.words import rule_names, word
from dslint.engine.rule import SEVERITIES

PROFILES = ("default", "renewal", "watchdog", "strict")
FAIL_ON = (*SEVERITIES, "never")
PARSE_FORMATS = ("text", "json")

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
    list[str] | None,
    typer.Option(
        "--select",
        metavar="RULE",
        help="Only these rules: ids, prefixes of ids, or names; comma lists.",
        autocompletion=rule_names,
    ),
]
NotRules = Annotated[
    list[str] | None,
    typer.Option(
        "--ignore",
        metavar="RULE",
        help="Not these rules: ids, prefixes or names.",
        autocompletion=rule_names,
    ),
]
MoreRules = Annotated[
    list[str] | None,
    typer.Option(
        "--extend-select",
        metavar="RULE",
        help="These rules besides those of profile and files.",
        autocompletion=rule_names,
    ),
]
NotRulesEither = Annotated[
    list[str] | None,
    typer.Option(
        "--extend-ignore",
        metavar="RULE",
        help="Not these rules besides what files ignore.",
        autocompletion=rule_names,
    ),
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
