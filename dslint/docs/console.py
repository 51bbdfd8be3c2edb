"""Pages whose commands are run: what a page shows is what a reader will see.

A block marked `console` holds commands behind "$ " and what they print; a comment above it says how many
lines of each output are shown. A block with a `title` is a file of that name. They are carried out in order,
in a folder that holds the seeds and the examples.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

# How many lines of output are shown is said above a block, where no renderer minds it.
_BLOCK = re.compile(
    r"^(?P<cut><!-- first (?P<lines>\d+) lines -->\n)?```(?P<info>[^\n]*)\n(?P<body>.*?)^```$",
    re.DOTALL | re.MULTILINE,
)
_TITLE = re.compile(r'title="([^"]+)"')
CUT = "..."
GIVEN = ("seeds", "examples")


def refreshed(text: str, root: Path) -> str:
    """A page with its commands run anew. `root` is the project's folder."""
    if "```console" not in text:
        return text
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for given in GIVEN:
            if (root / given).is_dir():
                shutil.copytree(root / given, folder / given)
        environment = _environment(folder, root)

        def run(block: re.Match[str]) -> str:
            info, body = block["info"], block["body"]
            if title := _TITLE.search(info):
                (folder / title[1]).parent.mkdir(parents=True, exist_ok=True)
                (folder / title[1]).write_text(body, "utf-8")
            if not info.startswith("console"):
                return block[0]
            limit = int(block["lines"]) if block["cut"] else None
            shown = "".join(_session(body, folder, environment, limit))
            return f"{block['cut'] or ''}```{info}\n{shown}```"

        return _BLOCK.sub(run, text)


def _session(body: str, folder: Path, environment: dict[str, str], limit: int | None) -> Iterator[str]:
    """Each command with its output. The exit code of one is `$?` in the next."""
    code = 0
    for command in (line[2:] for line in body.splitlines() if line.startswith("$ ")):
        done = subprocess.run(
            ["bash", "-c", f"(exit {code}); {command}"],
            cwd=folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
            timeout=300,
        )
        code = done.returncode
        lines = [line.rstrip() for line in done.stdout.decode("utf-8").splitlines()]
        if limit is not None and len(lines) > limit:
            lines = [*lines[:limit], CUT]
        yield f"$ {command}\n" + "".join(f"{line}\n" for line in lines)


def _environment(folder: Path, root: Path) -> dict[str, str]:
    """A `dslint` on the path that is this one, and a terminal of 80 columns without colour."""
    commands = folder / ".bin"
    commands.mkdir()
    shim = commands / "dslint"
    shim.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m dslint "$@"\n', "utf-8")
    shim.chmod(0o755)
    return {
        "PATH": f"{commands}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(root),
        "HOME": str(folder),
        "DSLINT_CACHE_DIR": os.environ.get("DSLINT_CACHE_DIR", os.path.expanduser("~/.cache/dslint")),
        "COLUMNS": "80",
        "NO_COLOR": "1",
        "LC_ALL": "C.UTF-8",
    }
