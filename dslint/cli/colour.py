"""Styles of the text report on a terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import typer

from dslint.regexes import regex

STYLES: dict[str, dict[str, Any]] = {
    "path": {"bold": True, "underline": True},
    "heading": {"bold": True},
    "error": {"fg": "red", "bold": True},
    "warning": {"fg": "yellow", "bold": True},
    "info": {"fg": "blue", "bold": True},
    "dim": {"dim": True},
    "mark": {"fg": "cyan"},
    "bold": {"bold": True},
}


# Terminals that show OSC 8 links by what they put into the environment.
_PROGRAMS = {"iTerm.app", "WezTerm", "vscode", "Hyper", "ghostty", "Tabby", "rio"}
_VARIABLES = ("WT_SESSION", "KITTY_WINDOW_ID", "KONSOLE_VERSION", "DOMTERM")
_FIRST_VTE = 5000  # that shows them
_ADDRESS = regex(r"https?://[!-~]+")


def shows_links(environment: Mapping[str, str]) -> bool:
    """Whether the terminal is known to show links; FORCE_HYPERLINK=1 or 0 decides in any case."""
    forced = environment.get("FORCE_HYPERLINK")
    if forced is not None:
        return forced not in ("", "0")
    vte = environment.get("VTE_VERSION", "")
    return (
        environment.get("TERM_PROGRAM") in _PROGRAMS
        or any(name in environment for name in _VARIABLES)
        or (vte.isdigit() and int(vte) >= _FIRST_VTE)
    )


def link(text: str, address: str) -> str:
    """The text as a link, if the address is one of the web and holds nothing but plain characters."""
    if not _ADDRESS.fullmatch(address):
        return text
    return f"\x1b]8;;{address}\x1b\\{text}\x1b]8;;\x1b\\"


def paint(text: str, style: str) -> str:
    return typer.style(text, **STYLES[style])
