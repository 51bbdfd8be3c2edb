"""The documentation as a browser gets it: every page is built, and no markup is left over in its text."""

from __future__ import annotations

import re
import shutil
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, execute

PAGES = sorted((ROOT / "docs").rglob("*.md"))
HEADING = re.compile(r"^(#{1,4}) (.+)$", re.MULTILINE)
FENCED = re.compile(r"^( *)```.*?^\1```$", re.DOTALL | re.MULTILINE)


class Reading(HTMLParser):
    """The text of a page's article: headings, code blocks and everything else."""

    def __init__(self) -> None:
        super().__init__()
        self.inside: list[str] = []
        self.headings: list[str] = []
        self.code: list[str] = []
        self.prose: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "article" or (self.inside and tag not in ("br", "img", "input", "hr", "meta", "link")):
            self.inside.append(tag)
            if re.fullmatch("h[1-6]", tag):
                self.headings.append("")
            if tag == "pre":
                self.code.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in self.inside:
            while self.inside.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not self.inside:
            return
        if "pre" in self.inside:
            self.code[-1] += data
        elif "code" not in self.inside:
            self.prose.append(data)
        if self.headings and any(re.fullmatch("h[1-6]", tag) for tag in self.inside):
            self.headings[-1] += data


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site. Strict: a link or an anchor that leads nowhere stops the build."""
    folder = tmp_path_factory.mktemp("site")
    shutil.copytree(ROOT / "docs", folder / "docs")
    shutil.copy(ROOT / "zensical.toml", folder)
    builder = Path(sys.executable).with_name("zensical")
    done = execute(str(builder), "build", "--strict", cwd=folder)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / ".venv" / "site"


def read(site: Path, page: Path) -> Reading:
    name = page.relative_to(ROOT / "docs").with_suffix("")
    built = site / (name.parent if name.name == "index" else name) / "index.html"
    reading = Reading()
    reading.feed(built.read_text("utf-8"))
    return reading


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)
def test_each_page_reads_as_it_was_written(site: Path, page: Path) -> None:
    source = FENCED.sub("", page.read_text("utf-8"))
    reading = read(site, page)
    assert "```" not in "".join(reading.prose)
    assert not re.search(r"^#+ ", "".join(reading.prose), re.MULTILINE)
    shown = [re.sub(r"\W", "", heading.removesuffix("¶")) for heading in reading.headings]
    written = [re.sub(r"\W", "", heading) for _, heading in HEADING.findall(source)]
    assert [heading for heading in written if heading not in shown] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)
def test_each_block_is_code(site: Path, page: Path) -> None:
    blocks = [block[0].strip() for block in FENCED.finditer(page.read_text("utf-8"))]
    code = [re.sub(r"\s", "", text) for text in read(site, page).code]
    for block in blocks:
        body = re.sub(r"\s", "", "\n".join(block.splitlines()[1:-1]))
        assert body in code, block.splitlines()[0]


# In a browser

# What is cut off, and what reaches beyond the window. A block that scrolls hides nothing at 500 pixels; at
# 1280 none has to.
HIDDEN = """(width) => {
  const found = [], article = document.querySelector("article");
  const wide = document.documentElement.scrollWidth;
  if (wide > width) found.push(`the page is ${wide} pixels wide`);
  const scrolls = (node) => {
    for (; node && node !== article; node = node.parentElement)
      if (["auto", "scroll"].includes(getComputedStyle(node).overflowX)) return true;
    return false;
  };
  for (const node of article.querySelectorAll("*")) {
    const style = getComputedStyle(node), box = node.getBoundingClientRect();
    if (style.display === "none" || style.visibility === "hidden" || !box.width || !box.height) continue;
    const text = `${node.tagName} ${node.textContent.trim().slice(0, 60)}`;
    const more = node.scrollWidth - node.clientWidth > 1 && node.clientWidth > 0;
    if (more && ["hidden", "clip"].includes(style.overflowX)) found.push(`cut off: ${text}`);
    if (more && width > 1000 && node.matches("pre, pre > code")) found.push(`has to be scrolled: ${text}`);
    if (box.right > width + 1 && !scrolls(node)) found.push(`beyond the window: ${text}`);
  }
  return found;
}"""


@pytest.mark.parametrize("width", [500, 1280])
def test_no_line_is_cut_off(browser: Any, site: Path, width: int) -> None:
    opened = browser.new_page(viewport={"width": width, "height": 900})
    hidden: dict[str, list[str]] = {}
    for built in sorted(site.rglob("index.html")):
        opened.goto(built.as_uri())
        if found := opened.evaluate(HIDDEN, width):
            hidden[built.parent.relative_to(site).as_posix()] = found
        assert "```" not in opened.locator("article").inner_text()
    opened.close()
    assert hidden == {}


def test_what_is_cut_off_is_told(browser: Any) -> None:
    """The test above can fail."""
    opened = browser.new_page(viewport={"width": 1280, "height": 900})
    line = "x" * 400
    opened.set_content(
        f"<article><pre style='overflow:auto'>{line}</pre><p style='overflow:hidden'>{line}</p>"
        f"<h2 style='margin-left:1400px;width:300px'>Away</h2></article>"
    )
    told = [each.split(":")[0] for each in opened.evaluate(HIDDEN, 1280)]
    opened.close()
    assert {"has to be scrolled", "cut off", "beyond the window"} <= set(told)
    assert any(each.startswith("the page is") for each in told)
