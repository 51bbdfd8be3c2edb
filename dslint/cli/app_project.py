"""The commands about a project: its configuration, its baseline, and files to start from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from dslint.cli.choices import word
from dslint.cli.groups import with_groups
from dslint.cli.help import Command
from dslint.cli.options import (
    PARSE_FORMATS,
    AsOf,
    Config,
    Isolated,
    Jobs,
    MoreRules,
    NoCache,
    NoIgnores,
    NotRules,
    NotRulesEither,
    Output,
    Paths,
    ProfileName,
    RuleFiles,
    RuleWords,
)
from dslint.tuples import NamedTuple

if TYPE_CHECKING:
    from dslint.config.check_options import CheckOptions

config_app = typer.Typer(help="Show what is set, and where.", no_args_is_help=True)
baseline_app = typer.Typer(help="Record findings, so that only new ones fail.", no_args_is_help=True)
new_app = typer.Typer(help="Start a file.", no_args_is_help=True)
cache_app = typer.Typer(help="Show what is kept between runs, or delete it.")

BaselineFile = Annotated[
    str | None,
    typer.Option(
        "--file",
        metavar="FILE",
        help="Use this file as the baseline.",
        show_default="that of the configuration, or dslint-baseline.jsonl",
    ),
]
Force = Annotated[bool, typer.Option("--force", help="Overwrite what is there.")]


class BaselineOptions(NamedTuple):
    """The check that a baseline is made of."""

    profile: ProfileName = None
    select: RuleWords = None
    ignore: NotRules = None
    extend_select: MoreRules = None
    extend_ignore: NotRulesEither = None
    rules: RuleFiles = None
    as_of: AsOf = None
    jobs: Jobs = None
    config: Config = None
    isolated: Isolated = False
    no_ignores: NoIgnores = False
    no_cache: NoCache = False

    def check_options(self, paths: list[str] | None, file: str | None) -> CheckOptions:
        from dslint.config.check_options import CheckOptions

        return CheckOptions(
            paths or ["."], profile=self.profile, select=tuple(self.select or ()),
            ignore=tuple(self.ignore or ()), rules=tuple(self.rules or ()), as_of=self.as_of, jobs=self.jobs,
            extend_select=tuple(self.extend_select or ()), extend_ignore=tuple(self.extend_ignore or ()),
            config=self.config, isolated=self.isolated, no_ignores=self.no_ignores, baseline=file,
            no_cache=self.no_cache,
        )  # fmt: skip


def add_to(app: typer.Typer) -> None:
    app.add_typer(config_app, name="config")
    app.add_typer(baseline_app, name="baseline")
    app.add_typer(new_app, name="new")
    app.add_typer(cache_app, name="cache")
    app.command(cls=Command)(init)
    app.command(cls=Command)(schema)
    app.command(cls=Command)(server)


@cache_app.callback(invoke_without_command=True)
def cache_show(context: typer.Context) -> None:
    """Show where things are kept between runs, and how much that is."""
    if context.invoked_subcommand is None:
        from dslint.cli.cache import run_show

        raise typer.Exit(run_show())


@cache_app.command("clean", cls=Command)
def cache_clean() -> None:
    """Delete everything that dslint keeps between runs."""
    from dslint.cli.cache import run_clean

    raise typer.Exit(run_clean())


@config_app.command("show", cls=Command)
def config_show(
    config: Config = None,
    isolated: Isolated = False,
    format: Annotated[
        str, word("format", PARSE_FORMATS, "--format", "-f", help="Print the settings in this format.")
    ] = "text",
) -> None:
    """Print each setting, and where it comes from."""
    from dslint.cli.config import run_show

    raise typer.Exit(run_show(config, isolated, format))


@baseline_app.command("create", cls=Command)
@with_groups
def baseline_create(
    *,
    paths: Paths = None,
    file: BaselineFile = None,
    force: Force = False,
    given: BaselineOptions,
) -> None:
    """Write all findings of today to a new baseline."""
    from dslint.cli.baseline import run_create

    raise typer.Exit(run_create(given.check_options(paths, file), force))


@baseline_app.command("update", cls=Command)
@with_groups
def baseline_update(
    *,
    paths: Paths = None,
    file: BaselineFile = None,
    prune: Annotated[
        bool, typer.Option("--prune", help="Take out also what this check could not have found.")
    ] = False,
    given: BaselineOptions,
) -> None:
    """Add new findings to a baseline, and take out those that are gone."""
    from dslint.cli.baseline import run_update

    raise typer.Exit(run_update(given.check_options(paths, file), prune))


@baseline_app.command("show", cls=Command)
def baseline_show(file: BaselineFile = None, config: Config = None, isolated: Isolated = False) -> None:
    """Print how many findings a baseline has, by rule."""
    from dslint.cli.baseline import run_show
    from dslint.config.check_options import CheckOptions

    raise typer.Exit(run_show(CheckOptions([], config=config, isolated=isolated, baseline=file)))


@new_app.command("agreement", cls=Command)
def new_agreement(
    output: Annotated[
        str | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write to a new file, not to standard output."),
    ] = None,
    published: Annotated[
        str | None,
        typer.Option(
            "--from", metavar="INPUT#REFERENCE", help="Start a renewal from a published page or workbook."
        ),
    ] = None,
) -> None:
    """Write a draft for you to fill in. On a terminal the command asks you, dataset by dataset.

    `dslint check` finds what you have not filled in yet.
    """
    from dslint.cli.new import run_new_agreement

    raise typer.Exit(run_new_agreement(output, published))


@new_app.command("rule", cls=Command)
def new_rule(
    id: Annotated[
        str, typer.Argument(metavar="ID", help="The id of the rule: letters and digits, such as ORG01.")
    ],
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="The name of the rule: lower-case words joined by hyphens.")
    ],
    group: Annotated[str, typer.Option("--group", help="Write the rule into this group.")] = "own",
    into: Annotated[
        str | None,
        typer.Option(
            "--into",
            metavar="FOLDER",
            help="Look for the groups in this folder.",
            show_default="that of the configuration, or rules",
        ),
    ] = None,
    force: Force = False,
) -> None:
    """Write a rule file for you to fill in."""
    from dslint.cli.new import run_new_rule

    raise typer.Exit(run_new_rule(id, name, group, into, force))


def init(
    file: Annotated[str, typer.Argument(metavar="FILE", help="The configuration to write.")] = "dslint.toml",
    force: Force = False,
) -> None:
    """Write a configuration with every setting explained.

    The command asks you nothing.
    """
    from dslint.cli.new import run_init

    raise typer.Exit(run_init(file, force))


def schema(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The kind of file, such as rule or config.")],
    output: Output = None,
    write: Annotated[
        bool,
        typer.Option("--write", help="Write it into this folder, under the name that your files use for it."),
    ] = False,
) -> None:
    """Print the JSON Schema of a kind of file."""
    from dslint.cli.new import run_schema

    raise typer.Exit(run_schema(name, output, write))


def server() -> None:
    """Show findings in your editor while you write.

    Your editor starts this command and talks to it over standard input and output.
    """
    from dslint.cli.server import run_server

    raise typer.Exit(run_server())
