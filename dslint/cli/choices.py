"""Words that options take: the nearest one when a word is wrong, and completions for shells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import typer

from dslint.datafiles.nearest import nearest
from dslint.reporters.formats import FORMATS


def unknown(noun: str, word: str, words: Iterable[str]) -> str:
    known = list(words)
    return f"there is no {noun} {word!r}" + (
        nearest(word.casefold(), known) or f"; there are {', '.join(known)}"
    )


def word(noun: str, words: Sequence[str], *names: str, help: str, **more: Any) -> Any:
    """An option that takes one of some words."""

    def parse(given: str) -> str:
        if given not in words:
            raise typer.BadParameter(unknown(noun, given, words))
        return given

    def complete(incomplete: str) -> list[str]:
        return [each for each in words if each.startswith(incomplete)]

    return typer.Option(
        *names, metavar="|".join(words), help=help, parser=parse, autocompletion=complete, **more
    )


def format_names(incomplete: str) -> list[tuple[str, str]]:
    """Formats with their descriptions."""
    return [(each.name, each.description) for each in FORMATS.values() if each.name.startswith(incomplete)]


def rule_names(incomplete: str) -> list[tuple[str, str]]:
    """Ids of rules with their names, and the other way round; in a comma list, the last one is completed."""
    from dslint import compiled

    before, comma, last = incomplete.rpartition(",")
    rules = [(entry["rule"]["id"], entry["rule"]["name"]) for entry in compiled.builtin_rules()]
    pairs = [*rules, *((name, id) for id, name in rules if last)]
    return [
        (f"{before}{comma}{word}", help)
        for word, help in pairs
        if word.casefold().startswith(last.casefold())
    ]
