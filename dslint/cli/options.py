"""Options that several commands share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from dslint.cli.choices import rule_names, word
from dslint.engine.engine import ENGINES
from dslint.engine.rule import SEVERITIES
from dslint.reporters.view import GROUPS, SORTS, View
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


class ViewOptions(NamedTuple):
    """How the report is laid out, and how much of it is shown."""

    sort: Annotated[
        str | None,
        word("order", SORTS, "--sort", help="Sort the findings in this order.", show_default="path"),
    ] = None
    group_by: Annotated[
        str | None,
        word("grouping", GROUPS, "--group-by", help="Put findings or counts under these headings."),
    ] = None
    limit: Annotated[
        int | None,
        typer.Option(
            "--limit", metavar="N", min=0, help="Show only the first N findings, and count the rest."
        ),
    ] = None
    statistics: Annotated[
        bool,
        typer.Option("--statistics", help="Show numbers instead of findings: by rule, or by --group-by."),
    ] = False
    quiet: Annotated[
        int,
        typer.Option(
            "--quiet",
            "-q",
            count=True,
            show_default=False,
            help="Leave out the summary. Given twice: print nothing, only set the exit code.",
        ),
    ] = 0
    verbose: Annotated[
        bool,
        typer.Option("--verbose", "-v", help="Show every place, the sources in full, and the documents."),
    ] = False
    full: Annotated[
        bool, typer.Option("--full", help="Show every finding in full, however many there are.")
    ] = False
    compact: Annotated[bool, typer.Option("--compact", help="Show every finding in a few lines.")] = False
    show: Annotated[
        str | None,
        word(
            "severity",
            SEVERITIES,
            "--show",
            help="List findings of this severity or above, and count the others.",
            show_default="warning",
        ),
    ] = None

    def view(self) -> View:
        """What reporters take. Two layouts at once are an error of usage."""
        if self.full and self.compact:
            raise typer.BadParameter("use --full or --compact, not both")
        layout = "full" if self.full else "compact" if self.compact else None
        return View(
            sort=self.sort,
            group_by=self.group_by,
            limit=self.limit,
            statistics=self.statistics,
            quiet=self.quiet,
            verbose=self.verbose,
            layout=layout,
            show=self.show,
        )


class CaseOptions(NamedTuple):
    """What else there is of the case of a draft."""

    case: Annotated[
        str | None,
        typer.Option(
            "--case",
            metavar="DRAFT",
            help="Compare this draft with the published record and the filled form of the same agreement.",
        ),
    ] = None
    published: Annotated[
        str | None,
        typer.Option(
            "--published", metavar="INPUT", help="With --case: the page or workbook that has its reference."
        ),
    ] = None
    form: Annotated[
        str | None,
        typer.Option("--form", metavar="FILE", help="With --case: the filled form, such as a Word file."),
    ] = None


class BaselineOptions(NamedTuple):
    """Findings that are known already."""

    baseline: Annotated[
        str | None,
        typer.Option(
            "--baseline", metavar="FILE", help="Report only findings that are not in this baseline."
        ),
    ] = None
    no_baseline: Annotated[bool, typer.Option("--no-baseline", help="Use no baseline.")] = False
    strict_baseline: Annotated[
        bool,
        typer.Option("--strict-baseline", help="Exit with 1 if the baseline has findings that are gone."),
    ] = False
