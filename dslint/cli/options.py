"""Options that several commands share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from dslint.cli.choices import rule_names, word
from dslint.engine.engine import ENGINES
from dslint.engine.rule import SEVERITIES
from dslint.tuples import NamedTuple

if TYPE_CHECKING:
    from dslint.engine.engine import Engine
    from dslint.engine.load import RuleChoice

PROFILES = ("default", "renewal", "watchdog", "strict")
FAIL_ON = (*SEVERITIES, "never")
CERTAINTIES = ("certain", "possible")
PARSE_FORMATS = ("text", "json")


def _rules(name: str, help: str) -> Any:
    return typer.Option(name, metavar="RULE", help=help, autocompletion=rule_names)


Paths = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="PATHS",
        help="Files and folders to read: pages, documents, workbooks, drafts. - is standard input.",
        show_default="the current folder",
    ),
]
RuleFiles = Annotated[
    list[str] | None,
    typer.Option(
        "--rules", metavar="PATH", help="Use more rule files, or folders of them. You can give it again."
    ),
]
Output = Annotated[
    str | None,
    typer.Option("--output", "-o", metavar="FILE", help="Write to a file instead of standard output."),
]
AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of", metavar="DATE", help="Take this date for today, as YYYY-MM-DD.", show_default="today"
    ),
]
ProfileName = Annotated[
    str | None,
    word(
        "profile",
        PROFILES,
        "--profile",
        help="Use this set of rules. strict has every rule.",
        show_default="default",
    ),
]
RuleWords = Annotated[
    list[str] | None,
    _rules("--select", "Use only these rules: ids, beginnings of ids, or names, with commas between."),
]
NotRules = Annotated[
    list[str] | None, _rules("--ignore", "Leave out these rules: ids, beginnings of ids, or names.")
]
MoreRules = Annotated[
    list[str] | None,
    _rules("--extend-select", "Use these rules in addition to those of the profile and the configuration."),
]
NotRulesEither = Annotated[
    list[str] | None,
    _rules(
        "--extend-ignore", "Leave out these rules in addition to those that the configuration leaves out."
    ),
]
FailOn = Annotated[
    str | None,
    word(
        "severity",
        FAIL_ON,
        "--fail-on",
        help="Exit with 1 if there is a finding of this severity or above.",
        show_default="warning",
    ),
]
Config = Annotated[
    str | None,
    typer.Option("--config", metavar="FILE", help="Use this configuration instead of the nearest one."),
]
Isolated = Annotated[bool, typer.Option("--isolated", help="Read no configuration and no ignores.")]
NoIgnores = Annotated[
    bool, typer.Option("--no-ignores", help="Report also what the ignores cover, as for an audit.")
]
NoCache = Annotated[
    bool,
    typer.Option(
        "--no-cache", help="Check everything anew: use nothing that earlier runs found, and keep nothing."
    ),
]
Jobs = Annotated[
    int | None,
    typer.Option(
        "--jobs",
        "-j",
        metavar="N",
        min=1,
        max=256,
        help="Use this many processes, from 1 to 256.",
        show_default="as many as the input needs",
    ),
]


class EngineOptions(NamedTuple):
    """Who does the work of a run."""

    engine: Annotated[
        str | None,
        word(
            "engine",
            ENGINES,
            "--engine",
            help="Work in this process, in several, or on a cluster of Dask.",
            show_default="serial or processes, by how much there is",
        ),
    ] = None
    scheduler: Annotated[
        str | None,
        typer.Option(
            "--scheduler", metavar="ADDRESS", help="With --engine dask: the cluster, such as tcp://host:8786."
        ),
    ] = None
    parts: Annotated[
        str | None,
        typer.Option(
            "--parts",
            metavar="FOLDER",
            help="Keep results in files of this folder instead of in memory.",
        ),
    ] = None
    resume: Annotated[
        bool, typer.Option("--resume", help="With --parts: go on where an earlier run stopped.")
    ] = False

    def engine_of_run(self) -> Engine:
        from dslint.engine.engine import Engine

        return Engine(self.engine, self.scheduler, self.parts, self.resume)


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
