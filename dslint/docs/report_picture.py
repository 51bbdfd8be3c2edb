"""The picture of the HTML report on the landing page: python -m dslint.docs.report_picture.

It is made of the examples of the rules, which are invented. It needs Chromium and Playwright, and another
machine has other fonts, so no test compares it.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from dslint.reporters.formats import FORMATS
from dslint.reporters.view import View
from dslint.resources import PACKAGE
from dslint.rule_examples import AS_OF
from dslint.session import Session

REPORT_PICTURE = "assets/report.png"
_WIDTH, _HEIGHT = 1100, 620


def make(docs: Path) -> None:
    """Write the picture. Raises ImportError where Playwright is not installed."""
    from playwright.sync_api import sync_playwright

    session = Session()
    texts = {
        f"{rule.name}.txt": example["text"]
        for rule in session.rules
        for example in rule.examples["bad"][:1]
        if "text" in example and rule.severity != "info"
    }
    page = FORMATS["html"].render(session.check(texts, as_of=AS_OF), View(as_of=AS_OF))
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        path = Path(folder, "report.html")
        path.write_text(page, "utf-8")
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        opened = browser.new_page(viewport={"width": _WIDTH, "height": _HEIGHT})
        opened.goto(path.as_uri())
        opened.evaluate("document.getElementById('filters').scrollIntoView()")
        opened.screenshot(path=docs / REPORT_PICTURE)
        browser.close()


if __name__ == "__main__":
    make(PACKAGE.parent / "docs")
