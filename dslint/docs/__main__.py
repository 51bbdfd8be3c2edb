"""`python -m dslint.docs` writes what is made; with `--console` it runs the commands of the pages as well."""

from __future__ import annotations

import sys
from pathlib import Path

from dslint.docs.console import refreshed
from dslint.docs.pages import pages
from dslint.docs.picture import PICTURE, picture

ROOT = Path.cwd()


def main() -> None:
    folder = ROOT / "docs"
    made = pages(folder)
    (folder / "rules").mkdir(exist_ok=True)
    for stale in set((folder / "rules").glob("*.md")) - set(made):
        stale.unlink()
    for path, text in made.items():
        path.write_text(text, "utf-8")
    if "--console" in sys.argv[1:]:
        (folder / PICTURE).parent.mkdir(exist_ok=True)
        (folder / PICTURE).write_text(picture(ROOT), "utf-8")
        for path in sorted(folder.glob("*.md")):
            path.write_text(refreshed(path.read_text("utf-8"), ROOT), "utf-8")


main()
