"""Commands and their options. Each command imports what it needs when it runs."""

from __future__ import annotations

import io
import sys
from copy import copy
from typing import Annotated, Any

import typer

from dslint.cli import app_project
from dslint.cli.choices import format_names, rule_names, word
from dslint.cli.groups import with_groups
from dslint.cli.help import Command, Group
from dslint.cli.options import (
    CERTAINTIES,
    PARSE_FORMATS,
    AsOf,
    BaselineOptions,
    CaseOptions,
    Config,
    EngineOptions,
    FailOn,
    Isolated,
    Jobs,
    MoreRules,
    NoCache,
    NoIgnores,
    NotRulesEither,
    Output,
    Paths,
    RuleFiles,
    RuleOptions,
    ViewOptions,
)
from dslint.cli.output import EXIT_FAILED, EXIT_OK, complain
from dslint.convert import FORMS
from dslint.reporters.formats import COMPARE_FORMATS, DEFAULT, FORMATS, HISTORY_FORMATS

VERSIONS = ("newest", "all")

app = typer.Typer(
    name="dslint",
    cls=Group,
    help="A compliance linter for data sharing agreements.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        from dslint.version import __version__

        typer.echo(f"dslint {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version, and stop.")
    ] = False,
) -> None:
    pass


@app.command(cls=Command)
@with_groups
def check(
    *,
    paths: Paths = None,
    formats: Annotated[
        list[str] | None,
        typer.Option(
            "--format",
            "-f",
            metavar="NAME[=FILE]",
            help=f"Print findings in this format: {', '.join(FORMATS)}. You can give it again, with a file.",
            show_default=DEFAULT,
            autocompletion=format_names,
        ),
    ] = None,
    output: Output = None,
    chosen: RuleOptions,
    fail_on: FailOn = None,
    as_of: AsOf = None,
    exit_zero: Annotated[
        bool, typer.Option("--exit-zero", help="Exit with 0 even if there are findings.")
    ] = False,
    jobs: Jobs = None,
    engine: EngineOptions,
    each_file: Annotated[
        bool,
        typer.Option(
            "--each-file",
            help="Check each file by itself, as hooks need it. No rule compares files, and a file without an"
            " agreement passes.",
        ),
    ] = False,
    versions: Annotated[
        str,
        word(
            "choice",
            VERSIONS,
            "--versions",
            help="Where a register has several versions of an agreement, check the newest, or all.",
        ),
    ] = VERSIONS[0],
    shown: ViewOptions,
    certainty: Annotated[
        str | None,
        word(
            "certainty",
            CERTAINTIES,
            "--certainty",
            help="Report only certain findings, or only possible ones.",
        ),
    ] = None,
    fix: Annotated[
        bool,
        typer.Option(
            "--fix", help="Write into drafts what has only one right answer, and report what is left."
        ),
    ] = False,
    diff: Annotated[
        bool, typer.Option("--diff", help="Show what --fix would write, and write nothing.")
    ] = False,
    stdin_filename: Annotated[
        str | None,
        typer.Option(
            "--stdin-filename",
            metavar="NAME",
            help="Take standard input for the text of this file, as an editor has it.",
        ),
    ] = None,
    beside: CaseOptions,
    extend_select: MoreRules = None,
    extend_ignore: NotRulesEither = None,
    config: Config = None,
    isolated: Isolated = False,
    no_ignores: NoIgnores = False,
    known: BaselineOptions,
    no_cache: NoCache = False,
) -> None:
    """Check agreements, and print what contradicts what.

    Exit codes: 0 nothing found, 1 findings, 2 something could not be read or used, 3 no agreement to check.
    """
    from dslint.cli.check import run_check
    from dslint.config.check_options import CheckOptions

    raise typer.Exit(
        run_check(
            CheckOptions(
                paths or ["."],
                formats=tuple(formats or ()),
                output=output,
                profile=chosen.profile,
                select=tuple(chosen.select or ()),
                ignore=tuple(chosen.ignore or ()),
                rules=tuple(chosen.rules or ()),
                fail_on=fail_on,
                as_of=as_of,
                stdin_filename=stdin_filename,
                exit_zero=exit_zero,
                jobs=jobs,
                each_file=each_file,
                all_versions=versions == "all",
                view=shown.view(),
                extend_select=tuple(extend_select or ()),
                extend_ignore=tuple(extend_ignore or ()),
                config=config,
                isolated=isolated,
                no_ignores=no_ignores,
                **known._asdict(),
                certainty=certainty,
                fix=fix,
                diff=diff,
                **beside._asdict(),
                no_cache=no_cache,
                engine=engine.engine_of_run(),
            )
        )
    )  # fmt: skip


@app.command(cls=Command)
def parse(
    paths: Paths = None,
    format: Annotated[
        str, word("format", PARSE_FORMATS, "--format", "-f", help="Print what was understood in this format.")
    ] = "text",
    output: Output = None,
    config: Config = None,
    isolated: Isolated = False,
) -> None:
    """Print what dslint recognised, and what it did not."""
    from dslint.cli.parse import run_parse

    raise typer.Exit(run_parse(paths or ["."], format, output, config, isolated))


@app.command(cls=Command)
@with_groups
def convert(
    *,
    paths: Paths = None,
    form: Annotated[
        str,
        word("form", tuple(FORMS), "--to", help="; ".join(f"{name}: {each}" for name, each in FORMS.items())),
    ] = "yaml",
    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FOLDER",
            help="Write the files into this folder. A single file may have a name of its own.",
        ),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Replace files that are there, even if they say something else.")
    ] = False,
    chosen: RuleOptions,
    as_of: AsOf = None,
    config: Config = None,
    isolated: Isolated = False,
) -> None:
    """Write what was recognised in another form.

    The exit codes are those of parse.
    """
    from dslint.cli.convert import ConvertOptions, run_convert

    raise typer.Exit(
        run_convert(
            ConvertOptions(paths or ["."], form, output, as_of, force), chosen.choice(), config, isolated
        )
    )


@app.command(cls=Command)
@with_groups
def compare(
    *,
    old: Annotated[str, typer.Argument(metavar="OLD", help="The earlier edition: a file or a folder.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The later edition.")],
    format: Annotated[
        str,
        word("format", tuple(COMPARE_FORMATS), "--format", "-f", help="The format of the comparison."),
    ] = "text",
    output: Output = None,
    chosen: RuleOptions,
    fail_on: FailOn = None,
    as_of: AsOf = None,
    limit: Annotated[
        int | None,
        typer.Option("--limit", metavar="N", min=0, help="Show the first N of each list.", show_default="10"),
    ] = None,
    config: Config = None,
    isolated: Isolated = False,
) -> None:
    """Compare two editions of a register.

    You see which agreements came, went and changed, and which findings are new.

    The exit codes are those of check, and only new findings count.
    """
    from dslint.cli.compare import CompareOptions, run_compare

    options = CompareOptions(old, new, format, output, fail_on or "warning", as_of, limit)
    raise typer.Exit(run_compare(options, chosen.choice(), config, isolated))


@app.command(cls=Command)
@with_groups
def history(
    *,
    editions: Annotated[
        list[str] | None,
        typer.Argument(metavar="EDITIONS", help="Files and folders, an edition each.", show_default=False),
    ] = None,
    store: Annotated[
        str | None,
        typer.Option("--store", metavar="FILE", help="Keep what is found here, and show what was kept."),
    ] = None,
    format: Annotated[
        str,
        word("format", tuple(HISTORY_FORMATS), "--format", "-f", help="The format of the history."),
    ] = "text",
    output: Output = None,
    chosen: RuleOptions,
    as_of: AsOf = None,
    limit: Annotated[
        int | None,
        typer.Option("--limit", metavar="N", min=0, help="Show so many of each list.", show_default="10"),
    ] = None,
    config: Config = None,
    isolated: Isolated = False,
) -> None:
    """Follow the findings of many editions.

    Exit codes: 0 done, 2 something could not be read or used, 3 no agreement in an edition.
    """
    from dslint.cli.history import HistoryOptions, run_history

    options = HistoryOptions(editions or [], store, format, output, as_of, limit)
    raise typer.Exit(run_history(options, chosen.choice(), config, isolated))


@app.command(cls=Command)
def rules(
    files: RuleFiles = None,
    format: Annotated[
        str, word("format", PARSE_FORMATS, "--format", "-f", help="Print the list in this format.")
    ] = "text",
    coverage: Annotated[
        list[str] | None,
        typer.Option(
            "--coverage",
            metavar="PATH",
            help="Count what each rule did on these inputs. You can give it again.",
        ),
    ] = None,
    as_of: AsOf = None,
    config: Config = None,
    isolated: Isolated = False,
) -> None:
    """List the rules, or count what each did.

    With --coverage you see how often each rule applied and fired on your inputs.
    """
    from dslint.cli.rules import run_coverage, run_list

    if coverage:
        raise typer.Exit(run_coverage(coverage, files or [], as_of, config, isolated))
    raise typer.Exit(run_list(files or [], format, config, isolated))


@app.command(cls=Command)
def explain(
    rule: Annotated[
        str, typer.Argument(metavar="RULE", help="A rule's id or name.", autocompletion=rule_names)
    ],
    files: RuleFiles = None,
    config: Config = None,
    isolated: Isolated = False,
) -> None:
    """Explain a rule, and how to fix what it finds.

    You see what the rule looks for, why, and which source says so.
    """
    from dslint.cli.rules import run_explain

    raise typer.Exit(run_explain(rule, files or [], config, isolated))


@app.command(cls=Command)
def why(
    rule: Annotated[
        str, typer.Argument(metavar="RULE", help="A rule's id or name.", autocompletion=rule_names)
    ],
    path: Annotated[
        str, typer.Argument(metavar="PATH[#REFERENCE]", help="A file, and one of its agreements if you like.")
    ],
    files: RuleFiles = None,
    as_of: AsOf = None,
    config: Config = None,
    isolated: Isolated = False,
    plain: Annotated[
        bool, typer.Option("--plain", help="Say it in sentences, without the conditions of the rule file.")
    ] = False,
) -> None:
    """Show how a rule reached its answer.

    You see each condition, the value that it looked at, and the line. With --plain you see what decided,
    in sentences.
    """
    from dslint.cli.why import run_why

    raise typer.Exit(run_why(rule, path, files or [], as_of, config, isolated, plain))


@app.command("test-rules", cls=Command)
def test_rules(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="PATHS", help="Rule files or folders. Without them: the built-in rules."),
    ] = None,
    config: Config = None,
    isolated: Isolated = False,
) -> None:
    """Run the examples of rule files."""
    from dslint.cli.rules import run_examples_of

    raise typer.Exit(run_examples_of(paths or [], config, isolated))


app_project.add_to(app)


def run() -> int:
    """Run the command line; the exit code."""
    try:
        code = _with(sys.argv[1:2])(standalone_mode=False)
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else EXIT_FAILED
    except Exception as wrong:
        # Typer brings the parser's exceptions under names of its own, so they are known by what they can do.
        if type(wrong).__name__ == "Abort":
            raise KeyboardInterrupt from None
        if not hasattr(wrong, "show"):
            raise
        if type(wrong).__name__ != "NoArgsIsHelpError":
            complain(_misuse(wrong))
            return EXIT_FAILED
        output = io.StringIO()
        wrong.show(file=output)
        for line in output.getvalue().splitlines():
            complain(line)
        return EXIT_FAILED
    return code if isinstance(code, int) else EXIT_OK


def _with(words: list[str]) -> typer.Typer:
    """The commands, or the one that is called: to make the parsers of all takes longer than a small check."""
    called = [each for each in app.registered_commands if each.callback and each.callback.__name__ in words]
    if not called:
        return app
    alone = copy(app)
    alone.registered_commands, alone.registered_groups = called, []
    return alone


def _misuse(wrong: Any) -> str:
    """What is wrong with the words of a command, in one line: the option, the reason, and where to look."""
    parameter, context = getattr(wrong, "param", None), getattr(wrong, "ctx", None)
    if parameter is None or not wrong.message:
        message: str = wrong.format_message().rstrip(".")
    elif limits := _limits(parameter):
        message = f"{parameter.opts[0]}: takes a whole number{limits}"
    else:
        message = f"{parameter.opts[0]}: {wrong.message.rstrip('.')}"
    if message.endswith("?") or context is None:
        return message
    return f"{message}; see {context.command_path} --help"


def _limits(parameter: Any) -> str:
    """ " from 1 to 256" or ", 1 or more" for an option that takes a number; else nothing."""
    least, most = getattr(parameter, "min", None), getattr(parameter, "max", None)
    if most is not None:
        return f" from {least} to {most}"
    return f", {least} or more" if least is not None else ""
