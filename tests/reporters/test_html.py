"""The page to read and send: complete without scripts, and in a real browser what it promises."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, SEEDS, Cli, put
from outline import Outline
from test_formats import NASTY, VIEW, page

from dslint.engine.report import Report
from dslint.reporters.arrange import statistics
from dslint.reporters.formats import FORMATS

REGISTER = ROOT.parent / "shared" / "data" / "release-register-2021-02.xlsx"
HOSTILE = "<img src=https://evil.example/x onerror=alert(1)></script><script>alert(2)</script>"


def test_a_card_for_each_finding(seeds_report: Report) -> None:
    text = FORMATS["html"].render(seeds_report, VIEW)
    found = Outline(text)
    cards = found.named("article")
    assert [card["data-severity"] for card in cards] == sorted(
        (finding.severity for finding in seeds_report.findings), key=["error", "warning", "info"].index
    )
    expected = Counter(finding.rule for finding in seeds_report.findings)
    assert Counter(card["data-rule"] for card in cards) == expected
    words = " ".join(" ".join(found.words).split())
    for finding in seeds_report.findings:
        assert f"f-{finding.fingerprint}" in {card["id"] for card in cards}
        assert " ".join(finding.remedy.split()) in words
        assert all(" ".join(each.document.split()) in words for each in finding.authority)
    ids = [attributes["id"] for _, attributes in found.tags if "id" in attributes]
    assert len(ids) == len(set(ids))


def test_anchors_do_not_depend_on_the_others(seeds_report: Report) -> None:
    one = {card["id"] for card in Outline(FORMATS["html"].render(seeds_report, VIEW)).named("article")}
    half = Report(seeds_report.documents, seeds_report.findings[::2], [], seeds_report.rules)
    assert {card["id"] for card in Outline(FORMATS["html"].render(half, VIEW)).named("article")} < one


def test_one_of_a_kind_is_singular(seeds_report: Report) -> None:
    one = Report(seeds_report.documents, seeds_report.findings[:1], [], seeds_report.rules)
    words = " ".join(Outline(FORMATS["html"].render(one, VIEW)).words)
    assert "1 finding in " in words
    assert not re.findall(r"\b1 (?:finding|agreement|document|error|warning|more place)s\b", words)


def test_it_counts_agreements_as_the_terminal_does(seeds_report: Report) -> None:
    words = " ".join(" ".join(Outline(FORMATS["html"].render(seeds_report, VIEW)).words).split())
    references = {record.reference for page in seeds_report.documents for record in page.records}
    assert len(references) < seeds_report.agreements
    assert f"in {seeds_report.agreements} agreements of 5 documents" in words
    assert f"Versions of one agreement count once below, which leaves {len(references)} agreements." in words


def test_it_needs_nothing_else(seeds_report: Report) -> None:
    text = FORMATS["html"].render(seeds_report, VIEW)
    found = Outline(text)
    assert {tag for tag, _ in found.tags}.isdisjoint({"img", "iframe", "object", "embed", "base", "video"})
    assert not any("src" in attributes or "style" in attributes for _, attributes in found.tags)
    assert [link["href"] for link in found.named("link")] == ["data:,"]
    for anchor in found.named("a"):
        assert (anchor["href"] or "").startswith(("#", "https://", "http://"))
    assert not re.search(r"@import|url\(", text)
    assert not any(name.startswith("on") for _, attributes in found.tags for name in attributes)


def test_the_policy_allows_its_own_script_only(seeds_report: Report) -> None:
    text = FORMATS["html"].render(seeds_report, VIEW)
    (script,) = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")
    policy = next(each for each in Outline(text).named("meta") if each.get("http-equiv"))["content"]
    assert policy is not None
    assert f"script-src 'sha256-{digest}';" in policy
    assert policy.startswith("default-src 'none';")


@pytest.mark.parametrize("text", [*NASTY, HOSTILE, "'\"><b onclick=x>", "{{ 7 * 7 }} {% raw %}"])
def test_hostile_text_stays_text(text: str, seeds_report: Report) -> None:
    few = Report(seeds_report.documents, seeds_report.findings[:3], [], seeds_report.rules)
    usual = Counter(tag for tag, _ in Outline(FORMATS["html"].render(page(few, "plain"), VIEW)).tags)
    found = Outline(FORMATS["html"].render(page(few, text), VIEW))
    assert Counter(tag for tag, _ in found.tags)["script"] == usual["script"] == 1
    assert {tag for tag, _ in found.tags} <= set(usual)
    assert not any(name.startswith("on") for _, attributes in found.tags for name in attributes)


def test_it_says_how_it_was_made(cli: Cli, tmp_path: Path) -> None:
    content = (SEEDS / "thurrock-ccg.txt").read_text("utf-8")
    path = put(tmp_path, "page.txt", content)
    done = cli("check", "page.txt", "gone.txt", "-f", "html=report.html", "--as-of", "2026-01-01")
    assert done.returncode == 2
    words = " ".join(Outline((tmp_path / "report.html").read_text("utf-8")).words)
    assert hashlib.sha256(path.read_bytes()).hexdigest() in words
    assert "as of 2026-01-01" in words
    assert "Not read: gone.txt: does not exist" in words


def test_the_register_is_small_and_complete() -> None:
    if not REGISTER.exists():
        pytest.skip(f"the register of 2021 is not here: {REGISTER}")
    from dslint.engine.load import RuleChoice
    from dslint.engine.run import run
    from dslint.sources import collect

    choice = RuleChoice()
    report = run(collect([str(REGISTER)]), choice, choice.load(), "2026-11-22", 2)
    text = FORMATS["html"].render(report, VIEW)
    assert len(text.encode("utf-8")) <= 3_000_000
    cards = re.split(r"<article ", text)[1:]
    assert len(cards) == len(report.findings)
    of_rule = [card for card in cards if 'data-rule="PUR02"' in card]
    (open_ended,) = [card for card in of_rule if "Applies to 104 agreements" in card]
    assert open_ended.count("<code>") > 104
    numbers = {row.label.split()[0]: row.agreements for row in statistics(report)}
    assert "PUR02 Open-ended purpose <small>" in text
    folded = [re.search(r"Applies to (\d+) agreements", card) for card in of_rule]
    assert numbers["PUR02"] == sum(int(found[1]) if found else 1 for found in folded) > len(of_rule)


# In a browser


@pytest.fixture(scope="module")
def report_file(tmp_path_factory: pytest.TempPathFactory, seeds_report: Report) -> Path:
    """The report of the seeds, with one hostile finding."""
    first, *rest = seeds_report.findings
    hostile = first._replace(
        message=HOSTILE, statement=HOSTILE, remedy=HOSTILE, organisation=HOSTILE, title=HOSTILE,
        fingerprint="hostile",
        evidence=tuple(each._replace(text=HOSTILE, note=HOSTILE) for each in first.evidence),
    )  # fmt: skip
    report = Report(
        seeds_report.documents, [first, hostile, *rest], [], seeds_report.rules, seeds_report.lines
    )
    path = tmp_path_factory.mktemp("html") / "report.html"
    path.write_text(FORMATS["html"].render(report, VIEW), "utf-8")
    return path


class Opened:
    """A page with all that it asked for and complained of."""

    def __init__(self, browser: Any, path: Path, **options: Any) -> None:
        self.page = browser.new_page(**options)
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", lambda dialog: self.complaints.append(f"dialog: {dialog.message}"))
        self.page.goto(path.as_uri())

    def filter(self, label: str) -> Any:
        return self.page.locator("#filters").get_by_label(label, exact=True)

    def shown(self) -> int:
        return int(self.page.locator(".card:visible").count())


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [375, 1280])
def test_in_a_browser(browser: Any, report_file: Path, scheme: str, width: int) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    opened = Opened(browser, report_file, viewport={"width": width, "height": 900}, color_scheme=scheme)
    assert opened.requests == [report_file.as_uri()]
    assert opened.complaints == []
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= width
    assert opened.page.locator("img").count() == 0
    assert opened.page.get_by_text("<img src=https://evil.example/x", exact=False).count() > 0
    opened.page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    found = axe.run(opened.page).response["violations"]
    assert [(each["id"], [node["html"] for node in each["nodes"][:3]]) for each in found] == []
    assert opened.requests == [report_file.as_uri()]
    opened.page.close()


def test_filters(browser: Any, report_file: Path, seeds_report: Report) -> None:
    """All certain findings of one organisation take two choices."""
    opened = Opened(browser, report_file)
    whole = len(seeds_report.findings) + 1
    assert opened.shown() == whole
    opened.filter("Organisation").select_option(label="NHS Thurrock CCG")
    opened.filter("Certainty").select_option("certain")
    expected = [
        finding
        for finding in seeds_report.findings
        if finding.certainty == "certain"
        and "NHS Thurrock CCG" in {part.organisation for part in finding.parts or (finding,)}
    ]
    assert 0 < len(expected) < whole
    assert opened.shown() == len(expected)
    assert f"{len(expected)} of {whole} findings are shown." in opened.page.locator("#shown").inner_text()
    opened.filter("Rule").select_option("TRM01")
    assert opened.shown() == sum(finding.rule == "TRM01" for finding in expected)
    opened.page.get_by_role("button", name="Show all").click()
    opened.page.wait_for_function(f"document.querySelectorAll('.card:not([hidden])').length === {whole}")
    opened.filter("Text").fill("no such words anywhere")
    assert opened.shown() == 0
    assert opened.page.get_by_text("No finding fits these filters.").is_visible()
    assert opened.complaints == []
    opened.page.close()


def test_a_link_to_a_finding_shows_it(browser: Any, report_file: Path, seeds_report: Report) -> None:
    opened = Opened(browser, report_file)
    opened.filter("Text").fill("no such words anywhere")
    anchor = f"f-{seeds_report.findings[-1].fingerprint}"
    opened.page.evaluate(f"location.hash = '{anchor}'")
    opened.page.wait_for_function(f"!document.getElementById('{anchor}').hidden")
    opened.page.close()


def test_keyboard(browser: Any, report_file: Path) -> None:
    """The first stop skips to the findings; filters and summaries can be reached."""
    opened = Opened(browser, report_file)
    opened.page.keyboard.press("Tab")
    assert opened.page.evaluate("document.activeElement.textContent") == "Skip to the findings"
    opened.page.keyboard.press("Enter")
    opened.page.keyboard.press("Tab")
    assert opened.page.evaluate("document.activeElement.id") == "by-org"
    opened.page.close()


def test_without_scripts(browser: Any, report_file: Path, seeds_report: Report) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(report_file.as_uri())
    assert page.locator(".card:visible").count() == len(seeds_report.findings) + 1
    assert not page.locator("#by-org").is_visible()
    context.close()
