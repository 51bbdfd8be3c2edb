"""`dslint new`: skeletons to start from."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from dslint.cli.output import EXIT_FAILED, EXIT_OK, complain

app = typer.Typer(help="Write a skeleton to start from.", no_args_is_help=True)

Target = Annotated[
    str | None,
    typer.Option("--output", "-o", metavar="FILE", help="Write to a new file instead of standard output."),
]


@app.command()
def agreement(output: Target = None) -> None:
    """Write the commented skeleton of an agreement; `dslint check` finds what is left to fill in."""
    raise typer.Exit(write_skeleton("agreement", output))


def write_skeleton(name: str, output: str | None) -> int:
    """Write a skeleton, with the schema that editors complete from on its first line; the exit code."""
    from dslint import resources
    from dslint.cli.targets import deliver

    if output is not None and os.path.lexists(output):
        complain(f"{output}: exists already; name a new file")
        return EXIT_FAILED
    schema = resources.schema_file(name).resolve().as_uri()
    text = f"# yaml-language-server: $schema={schema}\n{resources.template(name)}"
    return EXIT_OK if deliver(text, output) else EXIT_FAILED
