"""Baselines: what is known stays known however a page is printed anew, and one new thing is one new thing."""

from __future__ import annotations

import json
import random
from functools import cache
from pathlib import Path

import pytest
from conftest import AS_OF, CLEAN, RECORD, SEEDS, Cli, assemble

from dslint.engine.baseline import Baseline, BaselineEntry, BaselineError, entries, parse
from dslint.engine.checked import Checked
from dslint.engine.evaluate import check_document
from dslint.engine.load import RuleChoice, RuleSet
from dslint.engine.pages import shown_lines
from dslint.engine.report import Report
from dslint.engine.run import collect_report
from dslint.engine.select import STRICT
from dslint.engine.suppressions import Suppressions
from dslint.reporters.baseline import render

PAGES = {path.name: path.read_text("utf-8") for path in sorted(SEEDS.glob("*.txt"))}
FILE = "dslint-baseline.jsonl"
HEADER = '{"schema": "dslint-baseline", "version": 1}\n'


@cache
def rules() -> RuleSet:
    return RuleChoice(profile=STRICT).load()


def checked(pages: dict[str, str], as_of: str = AS_OF) -> list[Checked]:
    found = []
    for path, text in pages.items():
        document = assemble(path, text)
        result = check_document(document, rules().rules, rules().scanner, as_of)
        found.append(Checked(result, shown_lines(document, result), None))
    return found


def against(
    known: list[BaselineEntry], pages: dict[str, str], as_of: str = AS_OF, strict: bool = False
) -> Report:
    return collect_report(
        checked(pages, as_of), rules(), Suppressions(baseline=Baseline(known), strict=strict)
    )


def baseline_of(pages: dict[str, str]) -> list[BaselineEntry]:
    empty = Baseline()
    collect_report(checked(pages), rules(), Suppressions(baseline=empty))
    return parse("baseline", render(empty.observed))


@cache
def known_of_the_seeds() -> list[BaselineEntry]:
    return baseline_of(PAGES)


def records(text: str) -> tuple[list[str], list[list[str]], list[str]]:
    """The lines before the first record, of each record, and after the last one."""
    document = assemble("page", text)
    spans = [(each.start_line - 1, each.end_line) for each in document.agreements]
    blocks = [document.lines[first:last] for first, last in spans]
    return document.lines[: spans[0][0]], blocks, document.lines[spans[-1][1] :]


def printed(head: list[str], blocks: list[list[str]], tail: list[str], gap: int = 0) -> str:
    return "\n".join([*head, *(line for block in blocks for line in [*block, *[""] * gap]), *tail])


def assert_nothing_changed(report: Report) -> None:
    assert [(f.rule, f.agreement, f.primary.text) for f in report.findings] == []
    assert report.stale == []
    assert report.known


def test_the_seeds_are_known() -> None:
    assert len(known_of_the_seeds()) > 80
    assert_nothing_changed(against(known_of_the_seeds(), PAGES, strict=True))


@pytest.mark.parametrize("number", range(12))
def test_a_new_edition_is_known(number: int) -> None:
    """Records in another order, blank lines between them, files with other names."""
    chance = random.Random(number)
    edition = {}
    for place, text in enumerate(PAGES.values()):
        head, blocks, tail = records(text)
        chance.shuffle(blocks)
        edition[f"edition/{9 - place}.txt"] = printed(head, blocks, tail, chance.randint(0, 3))
    assert_nothing_changed(against(known_of_the_seeds(), edition, strict=True))


def test_another_line_end_and_another_day_are_known() -> None:
    edition = {f"new-{path}": text.replace("\n", "\r\n") for path, text in PAGES.items()}
    assert_nothing_changed(against(known_of_the_seeds(), edition, "2027-03-01", strict=True))


def test_shuffling_changes_no_fingerprint() -> None:
    def prints(pages: dict[str, str]) -> list[str]:
        return sorted(each.fingerprint for each in collect_report(checked(pages), rules()).findings)

    turned = {}
    for path, text in PAGES.items():
        head, blocks, tail = records(text)
        turned[path] = printed(head, blocks[::-1], tail)
    assert prints(turned) == prints(PAGES)


@pytest.mark.parametrize("name", PAGES)
def test_a_planted_defect_is_one_new_finding(name: str) -> None:
    """A record that ends before it starts, which none of the seeds has."""
    planted = "\nPlanted — DARS-NIC-999999-Z9Z9Z\nOpt outs honoured: Yes\nWhen:DSA runs 2020-05 — 2019-05\n"
    head, blocks, tail = records(PAGES[name])
    clean = planted.replace("2019-05", "2021-05").strip("\n").split("\n")
    before = {**PAGES, name: printed(head, [*blocks, clean], tail)}
    blocks.insert((len(blocks) + 1) // 2, planted.strip("\n").split("\n"))
    after = {**PAGES, name: printed(head, blocks, tail, gap=1)}
    report = against(baseline_of(before), after)
    assert [(f.agreement, f.primary.text[:7]) for f in report.findings] == [
        ("DARS-NIC-999999-Z9Z9Z", "2019-05")
    ]
    assert report.stale == []


TEMPLATE = "The risk stratification processing activity detailed above does not apply."
# The same sentence of a template, which the rules fold into one finding.
FOLDED = """\
{name} — DARS-NIC-{number}-A1B2C
Opt outs honoured: Yes
Legal basis: Health and Social Care Act 2012 – s261(1)
When:DSA runs 2020-01-01 — 2021-01-01
Processing:
The purposes are not exhaustive. {more}
"""


def folded(*numbers: int, more: str = "") -> dict[str, str]:
    body = "".join(FOLDED.format(name=f"Study {n}", number=n, more=more) for n in numbers)
    return {"page.txt": f"Moor projects\n{body}"}


def test_one_more_agreement_with_a_known_sentence_is_new() -> None:
    known = baseline_of(folded(100001, 100002))
    rule = next(f.rule for f in against([], folded(100001, 100002)).findings if len(f.occurrences) == 2)
    report = against(known, folded(100003, 100002, 100001))
    new = [finding for finding in report.findings if finding.rule == rule]
    assert [[each.agreement for each in f.occurrences] for f in new] == [["DARS-NIC-100003-A1B2C"]]
    assert report.stale == []
    gone = against(known, folded(100002, 100001), strict=True)
    assert_nothing_changed(gone)


def test_equal_records_are_counted() -> None:
    """Two records of one agreement with the same words share a fingerprint; a third one is new."""
    two, three = folded(100001, 100001), folded(100001, 100001, 100001)
    known = baseline_of(two)
    assert_nothing_changed(against(known, two, strict=True))
    assert against(known, three).findings
    fewer = against(baseline_of(three), two)
    assert fewer.findings == []
    assert fewer.stale


def test_what_is_mended_is_stale_and_what_was_not_checked_is_not() -> None:
    known = baseline_of({"page.txt": RECORD})
    mended = against(known, {"page.txt": CLEAN})
    met = {entry.identity for entry in baseline_of({"page.txt": CLEAN})}
    assert mended.stale == [entry for entry in known if entry.identity not in met]
    assert {"OPT03", "TRM01"} <= {entry.rule for entry in mended.stale}
    elsewhere = {"other.txt": CLEAN.replace("123456", "654321")}
    assert against(known, elsewhere).stale == []
    assert len(against(known, elsewhere, strict=True).stale) == len(known)


def test_an_entry_reads_as_it_was_written() -> None:
    report = collect_report(checked({"page.txt": RECORD}), rules())
    odd = [
        BaselineEntry("R01", None, "a\u202eb – “c”", "f"),
        *(e for f in report.findings for e in entries(f)),
    ]
    text = render([*odd, odd[0]])
    assert sorted(parse("x", text)) == sorted([*odd, odd[0]], key=lambda e: (e.rule, e.agreement or ""))
    assert "\u202e" not in text
    assert "– “c”" in text


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "b.jsonl:1: is empty"),
        ("[]\n", 'b.jsonl:1: is no baseline: the first line must be {"schema": "dslint-baseline"'),
        ("Moor projects\n", "b.jsonl:1: is no baseline"),
        ('{"schema": "a-baseline", "version": 1}\n', "b.jsonl:1: is no baseline"),
        ('{"schema": "zz-baseline", "version": 1}\n', "b.jsonl:1: is no baseline"),
        (
            '{"schema": "dslint-baseline", "version": 7}\n',
            "b.jsonl:1: has version 7; this dslint reads",
        ),
        (HEADER + "<<<<<<< mine\n", "b.jsonl:2: is no JSON object"),
        (
            HEADER + '\n{"rule": "A"}\n',
            "b.jsonl:3: lacks agreement, text",
        ),
        (
            HEADER + '{"rule": 1, "agreement": null, "text": "", "fingerprint": ""}\n',
            "b.jsonl:2: rule must be text",
        ),
    ],
)
def test_a_broken_baseline(cli: Cli, tmp_path: Path, content: str, said: str) -> None:
    with pytest.raises(BaselineError):
        parse("b.jsonl", content)
    (tmp_path / "page.txt").write_text(RECORD, "utf-8")
    (tmp_path / "b.jsonl").write_text(content, "utf-8")
    done = cli("check", "page.txt", "--baseline", "b.jsonl")
    assert (done.returncode, said in done.stderr) == (2, True), done.stderr
    assert "Traceback" not in done.stderr


def test_a_missing_baseline(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(RECORD, "utf-8")
    done = cli("check", "page.txt", "--baseline", "gone.jsonl")
    assert done.returncode == 2
    assert "gone.jsonl: does not exist; make it with: dslint baseline create" in done.stderr


def test_create_check_update_show(cli: Cli, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(RECORD, "utf-8")
    created = cli("baseline", "create", "page.txt")
    assert (created.returncode, created.stderr) == (0, "")
    assert f"{FILE}: " in created.stdout
    assert f'Give --baseline {FILE}, or write this into dslint.toml:\nbaseline = "{FILE}"\n' in created.stdout
    again = cli("baseline", "create", "page.txt")
    assert (again.returncode, "exists already" in again.stderr) == (2, True)

    known = cli("check", "page.txt", "--baseline", FILE, "--format", "json")
    assert known.returncode == 0
    summary = json.loads(known.stdout)["summary"]
    assert summary["known"] > 0
    assert (summary["stale"], sum(summary["findings"].values())) == (0, 0)
    assert (
        f"{summary['known']} known from the baseline." in cli("check", "page.txt", "--baseline", FILE).stdout
    )
    assert cli("check", "page.txt", "--baseline", FILE, "--no-baseline").returncode == 1

    page.write_text(CLEAN, "utf-8")
    mended = cli("check", "page.txt", "--baseline", FILE)
    assert mended.returncode == 0
    assert "of the baseline met nothing any more" in mended.stdout
    assert cli("check", "page.txt", "--baseline", FILE, "--strict-baseline").returncode == 1
    assert "0 added" in cli("baseline", "update", "page.txt").stdout
    assert cli("check", "page.txt", "--baseline", FILE, "--strict-baseline").returncode == 0
    shown = cli("baseline", "show")
    assert (shown.returncode, shown.stdout.splitlines()[-1]) == (0, f"0 entries in {FILE}")


def test_a_baseline_that_the_configuration_names_needs_no_hint(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(RECORD, "utf-8")
    (tmp_path / "dslint.toml").write_text(f'baseline = "{FILE}"\n', "utf-8")
    assert len(cli("baseline", "create", "page.txt").stdout.splitlines()) == 1
    assert cli("check", "page.txt").returncode == 0


def test_an_update_of_one_page_keeps_the_others(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(RECORD, "utf-8")
    (tmp_path / "b.txt").write_text(RECORD.replace("123456", "654321"), "utf-8")
    cli("baseline", "create")
    before = (tmp_path / FILE).read_text("utf-8")
    assert "not checked; 0 added, 0 taken out" in cli("baseline", "update", "a.txt").stdout
    assert (tmp_path / FILE).read_text("utf-8") == before
    cli("baseline", "update", "a.txt", "--prune")
    assert "654321" not in (tmp_path / FILE).read_text("utf-8")


def test_a_run_that_failed_changes_no_baseline(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(RECORD, "utf-8")
    cli("baseline", "create")
    before = (tmp_path / FILE).read_bytes()
    assert cli("baseline", "update", "page.txt", "gone.txt").returncode == 2
    assert cli("baseline", "update", "--select", "NOPE").returncode == 2
    assert (tmp_path / FILE).read_bytes() == before


def test_of_several_agreements_no_place_is_the_first() -> None:
    """The text of an entry is the least of those that a finding rests on, whatever comes first."""
    (finding, *_) = collect_report(checked({"page.txt": RECORD}), rules()).findings
    one, other = (finding.primary._replace(text=text) for text in ("moor", "fen"))
    for evidence, agreements, said in (
        ((one, other), ("A",), "moor"),
        ((one, other), ("A", "B"), "fen"),
        ((other, one), ("B", "A"), "fen"),
        ((one, other), (), "moor"),
    ):
        changed = finding._replace(evidence=evidence, agreements=agreements, occurrences=())
        (entry,) = entries(changed)
        assert (entry.text, entry.agreement) == (said, min(agreements, default=None))
