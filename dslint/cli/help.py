"""How the help of a command is laid out: plain names and defaults, without the types of the program."""

from __future__ import annotations

from typing import Any

import typer
from typer.core import TyperArgument, TyperCommand, TyperGroup

from dslint.cli.values import take_text_as_it_is
from dslint.regexes import regex

_TYPE = regex(r" <[^<>]*>$")
_DEFAULT = regex(r"\[default: \(?([^()\];]*)\)?(?:; [^\]]*)?\]")
_RANGE = regex(r" *\[[\d<>=x]+\]")


class Command(TyperCommand):
    """A command whose help is for people: `PATHS` is no `list[str]`, and a default has no brackets twice."""

    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:  # type: ignore[override]
        take_text_as_it_is(self.get_params(ctx))
        return super().parse_args(ctx, args)

    def format_options(self, ctx: typer.Context, formatter: Any) -> None:  # type: ignore[override]
        parts: dict[str, list[tuple[str, str]]] = {"Arguments": [], "Options": []}
        for parameter in self.get_params(ctx):
            if record := parameter.get_help_record(ctx):
                part = "Arguments" if isinstance(parameter, TyperArgument) else "Options"
                parts[part].append((_TYPE.sub("", record[0]), plain(record[1])))
        for title, rows in parts.items():
            if rows:
                with formatter.section(title):
                    formatter.write_dl(rows)


class Group(TyperGroup):
    """The commands."""

    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:  # type: ignore[override]
        take_text_as_it_is(self.get_params(ctx))
        return super().parse_args(ctx, args)


def plain(text: str) -> str:
    """The help of one parameter with its default, if it has one, as a word."""
    return _RANGE.sub("", _DEFAULT.sub(r"[default: \1]", text))
