"""Styles of the text report on a terminal."""

from __future__ import annotations

from typing import Any

import typer

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


def paint(text: str, style: str) -> str:
    return typer.style(text, **STYLES[style])
