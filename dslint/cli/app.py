"""Commands and their options. Each command imports what it needs when it runs."""

from __future__ import annotations

from typing import Annotated

import typer

from dslint.cli import new
from dslint.cli.output import EXIT_FAILED, EXIT_OK
from dslint.cli.words import format_names, rule_names, word
from dslint.engine.rule import SEVERITIES
from dslint.reporters.formats import DEFAULT, FORMATS
from dslint.reporters.view import GROUPS, SORTS, View

app = typer.Typer(
    name="dslint",
    help="A compliance linter for data sharing agreements.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(new.app, name="new")


PROFILES = ("default", "renewal", "watchdog", "strict")
FAIL_ON = (*SEVERITIES, "never")
PARSE_FORMATS = ("text", "json")
COMPARE_FORMATS = ("text", "json", "sarif")

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
Profile = Annotated[
    str, word("profile", PROFILES, "--profile", help="A set of rules; strict holds every rule.")
]
Select = Annotated[
    list[str] | None,
    typer.Option(
        "--select",
        metavar="RULE",
        help="Only these rules: ids, prefixes of ids, or names; comma lists.",
        autocompletion=rule_names,
    ),
]
Ignore = Annotated[
    list[str] | None,
    typer.Option(
        "--ignore",
        metavar="RULE",
        help="Not these rules: ids, prefixes or names.",
        autocompletion=rule_names,
    ),
]
FailOn = Annotated[
    str, word("severity", FAIL_ON, "--fail-on", help="The least severity that makes the exit code 1.")
]
AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="DATE", help="What today means, as YYYY-MM-DD.", show_default="today"),
]


def _version(wanted: bool) -> None:
    if wanted:
        from dslint import __version__

        typer.echo(f"dslint {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    pass


@app.command()
def check(
    paths: Paths = None,
    formats: Annotated[
        list[str] | None,
        typer.Option(
            "--format",
            "-f",
            metavar="NAME[=FILE]",
            help=f"How to print findings: {', '.join(FORMATS)}; may be given again, with a file.",
            show_default=DEFAULT,
            autocompletion=format_names,
        ),
    ] = None,
    output: Output = None,
    profile: Profile = "default",
    select: Select = None,
    ignore: Ignore = None,
    rules: RuleFiles = None,
    fail_on: FailOn = "warning",
    as_of: AsOf = None,
    exit_zero: Annotated[
        bool, typer.Option("--exit-zero", help="Exit with 0 even when there are findings.")
    ] = False,
    jobs: Annotated[
        int | None,
        typer.Option(
            "--jobs", "-j", min=1, max=256, help="How many processes to use.", show_default="by input"
        ),
    ] = None,
    each_file: Annotated[
        bool,
        typer.Option(
            "--each-file",
            help="Each file by itself, as hooks need it: nothing compares files, and a file may hold no"
            " agreement.",
        ),
    ] = False,
    sort: Annotated[
        str | None,
        word("order", SORTS, "--sort", help="The order of findings.", show_default="path"),
    ] = None,
    group_by: Annotated[
        str | None, word("grouping", GROUPS, "--group-by", help="Put findings, or counts, under headings.")
    ] = None,
    limit: Annotated[
        int | None,
        typer.Option("--limit", metavar="N", min=0, help="Show so many findings, and count the rest."),
    ] = None,
    statistics: Annotated[
        bool, typer.Option("--statistics", help="Counts by rule, or by --group-by, instead of findings.")
    ] = False,
    quiet: Annotated[
        int,
        typer.Option(
            "--quiet",
            "-q",
            count=True,
            show_default=False,
            help="No summary; twice: no report, the exit code only.",
        ),
    ] = 0,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Every place, authorities in full, and the documents.")
    ] = False,
) -> None:
    """Check register pages and print what contradicts what.

    Exit codes: 0 nothing found, 1 findings, 2 something could not be read or used, 3 no agreement to check.
    """
    from dslint.cli.check import CheckOptions, run_check

    raise typer.Exit(
        run_check(
            CheckOptions(
                paths or ["."], tuple(formats or ()), output, profile, tuple(select or ()),
                tuple(ignore or ()), tuple(rules or ()), fail_on, as_of, exit_zero, jobs, each_file,
                View(
                    sort=sort, group_by=group_by, limit=limit, statistics=statistics, quiet=quiet,
                    verbose=verbose,
                ),
            )
        )
    )  # fmt: skip


@app.command()
def parse(
    paths: Paths = None,
    format: Annotated[
        str, word("format", PARSE_FORMATS, "--format", "-f", help="How to print what was understood.")
    ] = "text",
    output: Output = None,
) -> None:
    """Print what was understood of each input, and what was not."""
    from dslint.cli.parse import run_parse

    raise typer.Exit(run_parse(paths or ["."], format, output))


@app.command()
def compare(
    old: Annotated[str, typer.Argument(metavar="OLD", help="The earlier edition: a file or a folder.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The later edition.")],
    format: Annotated[
        str, word("format", COMPARE_FORMATS, "--format", "-f", help="How to print the comparison.")
    ] = "text",
    output: Output = None,
    profile: Profile = "default",
    select: Select = None,
    ignore: Ignore = None,
    rules: RuleFiles = None,
    fail_on: FailOn = "warning",
    as_of: AsOf = None,
) -> None:
    """Compare two editions: agreements that came, went and changed, and findings that are new.

    Exit codes: as for check, where only new findings count.
    """
    from dslint.cli.compare import CompareOptions, run_compare
    from dslint.engine.load import RuleChoice
    from dslint.engine.select import split_words

    choice = RuleChoice(
        profile, split_words(tuple(select or ())), split_words(tuple(ignore or ())), tuple(rules or ())
    )
    raise typer.Exit(run_compare(CompareOptions(old, new, format, output, fail_on, as_of), choice))


@app.command()
def rules(
    files: RuleFiles = None,
    format: Annotated[
        str, word("format", PARSE_FORMATS, "--format", "-f", help="How to print the list.")
    ] = "text",
    coverage: Annotated[
        list[str] | None,
        typer.Option("--coverage", metavar="PATH", help="Count on these inputs; may be given again."),
    ] = None,
    as_of: AsOf = None,
) -> None:
    """List the rules, or tell how often each applied and fired on some inputs."""
    from dslint.cli.rules import run_coverage, run_list

    if coverage:
        raise typer.Exit(run_coverage(coverage, files or [], as_of))
    raise typer.Exit(run_list(files or [], format))


@app.command()
def explain(
    rule: Annotated[
        str, typer.Argument(metavar="RULE", help="A rule's id or name.", autocompletion=rule_names)
    ],
    files: RuleFiles = None,
) -> None:
    """Print what a rule looks for, why, on whose authority, and how to mend what it finds."""
    from dslint.cli.rules import run_explain

    raise typer.Exit(run_explain(rule, files or []))


@app.command()
def why(
    rule: Annotated[
        str, typer.Argument(metavar="RULE", help="A rule's id or name.", autocompletion=rule_names)
    ],
    path: Annotated[
        str, typer.Argument(metavar="PATH[#REFERENCE]", help="A page, and one agreement of it if wanted.")
    ],
    files: RuleFiles = None,
    as_of: AsOf = None,
) -> None:
    """Show how a rule comes to its answer: each condition, on which value, at which line."""
    from dslint.cli.why import run_why

    raise typer.Exit(run_why(rule, path, files or [], as_of))


@app.command("test-rules")
def test_rules(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="PATHS", help="Rule files or folders; the built-in rules when left out."),
    ] = None,
) -> None:
    """Run the examples that stand in rule files."""
    from dslint.cli.rules import run_examples_of

    raise typer.Exit(run_examples_of(paths or []))


def run() -> int:
    """Run the command line; the exit code."""
    try:
        app()
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else EXIT_FAILED
    return EXIT_OK
