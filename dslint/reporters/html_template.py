"""Pages from templates: no network, and a policy that allows nothing but what is in the page.

Needs Jinja2, from the extra `report`.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dslint import __version__
from dslint.digests import sha256
from dslint.values.numbers import count

_TEMPLATES = Path(__file__).parent / "templates"


def fill(template: str, **values: Any) -> str:
    """A template of the package, with everything that is filled in escaped."""
    return "".join(pieces(template, **values))


def pieces(template: str, **values: Any) -> Iterator[str]:
    """The same in pieces; what the values make while they are gone through is never whole in memory."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["counted"] = count
    script = (_TEMPLATES / "report.js").read_text("utf-8").strip()
    yield from environment.get_template(template).generate(
        version=__version__,
        style=(_TEMPLATES / "report.css").read_text("utf-8").strip(),
        script=script,
        script_hash=base64.b64encode(sha256(script.encode("utf-8")).digest()).decode("ascii"),
        **values,
    )
