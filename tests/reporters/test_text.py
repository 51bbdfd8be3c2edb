"""The text report: what a person sees first, and how much of it there is."""

from __future__ import annotations

import re

import pytest
from conftest import RECORD, ROOT, Cli
from test_reporters import report_of

from dslint.cli.colour import link, shows_links
from dslint.engine.load import RuleChoice, RuleSet
from dslint.engine.report import Report
from dslint.reporters import check_text, text_summary
from dslint.reporters.frame import width
from dslint.reporters.marks import Mark, marked
from dslint.reporters.text_finding import MOST_LINES, Entry, compact, entries, full
from dslint.reporters.view import View, plain


def shown(report: Report, view: View) -> str:
    return check_text.render(report, view)


@pytest.fixture(scope="module")
def demo() -> list[str]:
    """What `make demo` prints."""
    import os

    from dslint.engine.run import run
    from dslint.sources import collect

    before = os.getcwd()
    os.chdir(ROOT)
    try:
        choice = RuleChoice()
        report = run(collect(["seeds"]), choice, choice.load(), "")
    finally:
        os.chdir(before)
    return shown(report, View(paths=("seeds/",))).splitlines()


def test_the_demo_is_short_and_ends_with_what_matters(demo: list[str]) -> None:
    assert len(demo) <= 300
    heads = [line for line in demo if re.match(r"\S+:\d+:\d+  error  \w+", line)]
    assert len(heads) == 4
    start = next(number for number, line in enumerate(demo) if line.startswith("Look at these first"))
    screen = demo[start:]
    assert len(screen) <= text_summary.MOST_LINES
    for head in heads:
        place, _, rule, *_ = head.split()
        assert any(line.startswith(f"  {rule} {place}  ") for line in screen)
    assert "5 documents, 15 agreements: 4 errors, " in "\n".join(screen)
    assert screen[-1].startswith("Next: dslint explain ")


def test_errors_come_first_and_in_full(demo: list[str]) -> None:
    kinds = [m[1] for line in demo if (m := re.match(r"(?:\S+:\d+:\d+  )?(error|warning|info)\b", line))]
    assert kinds == sorted(kinds, key=["error", "warning", "info"].index)
    assert "info" not in kinds
    assert any(line.endswith("--show info") for line in demo)


def test_a_caveat_is_a_mark_and_one_footnote(demo: list[str]) -> None:
    assert sum(line.startswith("† ") for line in demo) == 1
    assert sum(line.endswith(" †") for line in demo) > 5
    assert not any("younger than the agreement" in line for line in demo)


def test_full_form(seeds_report: Report) -> None:
    for finding in seeds_report.findings:
        lines = full(Entry(finding), seeds_report, View())
        assert len(lines) <= MOST_LINES
        assert re.match(r"\S+:\d+:\d+  (possible )?(error|warning|info)  \w+", lines[0])
        sides = [line for line in lines if re.match(r" +\d+ \|", line)]
        numbers = [line.split()[0] for line in sides]
        assert 1 <= len(numbers) == len(set(numbers)) <= 3
        assert str(finding.primary.at.line) in numbers
        assert sum("^" in line.split("|", 1)[-1] for line in lines if re.match(r" +\|", line)) >= 1
        assert sum(line.startswith("  fix: ") for line in lines) == 1
        assert sum(line.startswith("  source: ") for line in lines) == 1


def test_compact_form(seeds_report: Report) -> None:
    for entry in entries(seeds_report.findings, across_agreements=True):
        lines = compact(entry, View())
        assert 2 <= len(lines) <= 5
        assert lines[0].startswith(f"{entry.finding.severity} {entry.finding.rule}")
        assert any(f":{entry.finding.primary.at.line}:" in line for line in lines)
        assert all(width(line) <= 80 for line in lines)


def test_everything_is_there_when_it_is_asked_for(seeds_report: Report) -> None:
    text = shown(seeds_report, View(verbose=True))
    for finding in seeds_report.findings:
        assert f":{finding.primary.at.line}:{finding.primary.at.column}  " in text
        for evidence in finding.evidence:
            assert re.search(rf"^ +{evidence.at.line} \|", text, re.MULTILINE)
    assert text.count("  fix: ") > 100
    assert "younger than the agreement" in " ".join(text.split())


def test_what_one_agreement_says_twice_is_one(ruleset: RuleSet) -> None:
    """The same statement at two places of an agreement; another agreement has its own."""
    report = report_of(RECORD, ruleset)
    finding = next(each for each in report.findings if each.rule == "OPT03")
    again = finding._replace(fingerprint="again")
    other = finding._replace(agreement="DARS-NIC-1-A", agreements=("DARS-NIC-1-A",), record_line=99)
    assert [len(each.everything) for each in entries([finding, again, other], False)] == [2, 1]
    assert [len(each.everything) for each in entries([finding, again, other], True)] == [3]
    changed = finding._replace(statement="Something else.")
    assert len(entries([finding, changed], True)) == 2
    said = "\n".join(compact(entries([finding, again, other], True)[0], View()))
    assert "and 1 more place" in said
    assert "also in 1 more agreement: DARS-NIC-1-A" in said


@pytest.mark.parametrize("options", [["--show", "info"], ["-v"]])
def test_info_is_folded_unless_asked_for(cli: Cli, options: list[str]) -> None:
    seeds = str(ROOT / "seeds")
    usual, more = cli("check", seeds).stdout, cli("check", seeds, *options).stdout
    assert not re.search(r"^info \w+|  info  ", usual, re.MULTILINE)
    assert " info not listed" in usual
    assert re.search(r"^info \w+|  info  ", more, re.MULTILINE)
    assert "not listed" not in more


def test_what_is_not_listed_is_counted_by_severity(cli: Cli) -> None:
    told = cli("check", str(ROOT / "seeds"), "--show", "error").stdout
    numbers = re.search(r"\d+ errors, (\d+ warnings), (\d+ info)$", told, re.MULTILINE)
    assert numbers
    assert f"\n{numbers[1]} and {numbers[2]} not listed: " in told


def test_the_view_is_chosen_by_how_much_there_is(cli: Cli) -> None:
    seeds = str(ROOT / "seeds")
    few, many = cli("check", seeds, "--select", "TRM,PTY02").stdout, cli("check", seeds).stdout
    assert "How to fix" not in few
    assert "How to fix" in many
    assert "How to fix" in cli("check", seeds, "--select", "TRM,PTY02", "--compact").stdout
    assert "How to fix" not in cli("check", seeds, "--full").stdout
    both = cli("check", seeds, "--full", "--compact")
    assert (both.returncode, "use --full or --compact, not both" in both.stderr) == (2, True)


def test_what_is_left_out_between_marks_is_told() -> None:
    """Two long stretches far apart: the line is cut between them, shows it, and shows nothing twice."""
    text = "The data are made available to nobody, for a while and then, including any organisations here."
    for room in range(30, 110):
        spans = [(14, 38), (62, 87)]
        line, *_ = marked(text, [Mark(a, b, "x", "^", "mark") for a, b in spans], room, plain)
        assert width(line) <= room
        parts = [part.strip() for part in line.split("…")]
        at = 0
        for part in parts:
            found = text.find(part, at)
            assert found >= 0, (room, line)
            at = found + len(part)


@pytest.mark.parametrize(
    ("text", "spans", "room"),
    [
        ("one two three", [(1, 4), (9, 14)], 60),
        ("word " * 100 + "HERE" + " word" * 100 + " THERE", [(501, 505), (1006, 1011)], 60),
        ("x" * 500, [(1, 200), (300, 400), (401, 501)], 70),
        ("日本語 " * 40, [(1, 4), (5, 8)], 60),
        ("short", [(1, 6)], 60),
        ("overlapping words", [(1, 12), (5, 18)], 60),
    ],
)
def test_marks_stand_below_their_words(text: str, spans: list[tuple[int, int]], room: int) -> None:
    signs = "^-~"
    marks = [Mark(a, b, f"label {n}", signs[n], "mark") for n, (a, b) in enumerate(spans)]
    line, under, *labels = marked(text, marks, room, plain)
    assert width(line) <= room
    assert all(width(row) <= room for row in (under, *labels))
    cells = [n for n, c in enumerate(line) for _ in range(width(c))]
    apart = all(spans[n][1] <= spans[n + 1][0] for n in range(len(spans) - 1))
    for sign, (a, b) in zip(signs, spans, strict=False):
        if apart and text[a - 1 : b - 1] in line:
            at = [n for n, c in enumerate(under) if c == sign and n < len(cells)]
            assert "".join(line[n] for n in sorted({cells[each] for each in at})) == text[a - 1 : b - 1]
    said = " ".join((under, *labels))
    assert all(f"label {n}" in said for n in range(len(spans)))


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, False),
        ({"TERM_PROGRAM": "vscode"}, True),
        ({"TERM_PROGRAM": "Apple_Terminal"}, False),
        ({"VTE_VERSION": "6003"}, True),
        ({"VTE_VERSION": "4002"}, False),
        ({"WT_SESSION": "1", "FORCE_HYPERLINK": "0"}, False),
        ({"FORCE_HYPERLINK": "1"}, True),
    ],
)
def test_links_where_the_terminal_can(environment: dict[str, str], expected: bool) -> None:
    assert shows_links(environment) is expected


def test_a_link_holds_an_address_and_nothing_else() -> None:
    assert link("OPT01", "https://example.org/a") == (
        "\x1b]8;;https://example.org/a\x1b\\OPT01\x1b]8;;\x1b\\"
    )
    for address in ("javascript:alert(1)", "https://e\x1b[31m", "https://e x", "https://e\x07", ""):
        assert link("OPT01", address) == "OPT01"


def test_rule_ids_are_links(seeds_report: Report) -> None:
    text = shown(seeds_report, View(link=lambda text, address: f"<{text}|{address}>"))
    assert re.search(r"^\S+:\d+:\d+  error  <PTY02\|https://", text, re.MULTILINE)
    assert re.search(r"^warning <OPT01\|https://", text, re.MULTILINE)
