"""Findings as one page to read, filter, print and send: no network, and readable without scripts.

Needs Jinja2, from the extra `report`.
"""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

from dslint import __version__
from dslint.engine.report import Report
from dslint.reporters.html_page import page_of, understood
from dslint.reporters.view import DEFAULT_VIEW, View

_TEMPLATES = Path(__file__).parent / "templates"


def render(report: Report, view: View = DEFAULT_VIEW) -> str:
    """The page. Its content policy allows nothing but what stands in it."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    script = (_TEMPLATES / "report.js").read_text("utf-8").strip()
    text: str = environment.get_template("report.html.j2").render(
        page=page_of(report, view),
        understood=understood(report),
        view=view,
        version=__version__,
        rules=report.rules,
        style=(_TEMPLATES / "report.css").read_text("utf-8").strip(),
        script=script,
        script_hash=_digest(script),
    )
    return text


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")
