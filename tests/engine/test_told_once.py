"""What is told once: a fact by the better of two rules, and equal words under fingerprints of their own."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import AS_OF, assemble
from test_rule_files import GOOD

from dslint.engine.baseline import entries
from dslint.engine.evaluate import check_document, one_by_one
from dslint.engine.finding import Finding, fold_findings
from dslint.engine.load import RuleChoice
from dslint.engine.once import Newest
from dslint.session import Session

RECORD = "Study — DARS-NIC-{}-A1B2C\nOpt outs honoured: N\nLegal basis: X\nProcessing:\n{}\n"
GIVES_WAY = GOOD.replace("severity: warning\n", "severity: warning\ngives_way_to: [ORG02]\n")
BETTER = GOOD.replace("ORG01", "ORG02").replace("no-moor", "no-fell").replace("match: moor", "match: fell")


def found(folder: Path, text: str, *rules: str) -> list[Finding]:
    for number, rule in enumerate(rules):
        (folder / f"{number}.yaml").write_text(rule, "utf-8")
    loaded = RuleChoice(builtin=False, files=(str(folder),)).load()
    result = check_document(assemble("page.txt", text), loaded.rules, loaded.scanner, AS_OF)
    return one_by_one(loaded.rules, [result])


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        ([(100001, "Moor and Fell.")], ["ORG02"]),
        ([(100001, "Moor.")], ["ORG01"]),
        ([(100001, "Moor."), (100002, "Fell.")], ["ORG01", "ORG02"]),
        ([(100001, "Moor and Fell."), (100002, "Moor.")], ["ORG02", "ORG01"]),
        # two records of one agreement say it once
        ([(100001, "Moor."), (100001, "Fell.")], ["ORG02"]),
    ],
)
def test_a_rule_gives_way_to_a_better_one_of_the_same_agreement(
    tmp_path: Path, records: list[tuple[int, str]], expected: list[str]
) -> None:
    text = "".join(RECORD.format(number, said) for number, said in records)
    assert [each.rule for each in found(tmp_path, text, GIVES_WAY, BETTER)] == expected


def test_equal_words_of_an_agreement_have_fingerprints_of_their_own(tmp_path: Path) -> None:
    """The first keeps that of a record that says it once: a baseline knows it."""
    rule = GOOD.replace("message:", "per: hit.which\nmessage:").replace(
        "match: moor", "match: '(?P<which>moor)'"
    )
    once = RECORD.format(100001, "Moor.")
    (alone,) = found(tmp_path, once, rule)
    first, second, third = found(tmp_path, once * 3, rule)
    assert first.fingerprint == alone.fingerprint
    assert len({first.fingerprint, second.fingerprint, third.fingerprint}) == 3
    again = found(tmp_path, once * 3, rule)
    assert [each.fingerprint for each in again] == [each.fingerprint for each in (first, second, third)]


def folded(folder: Path, fold: str, *records: str, across_files: bool = True) -> list[Finding]:
    rule = GOOD.replace("severity: warning\n", f"severity: warning\nfold: {fold}\n")
    (folder / "rule.yaml").write_text(rule, "utf-8")
    loaded = RuleChoice(builtin=False, files=(str(folder / "rule.yaml"),)).load()
    pages = [assemble(f"{n}.txt", text) for n, text in enumerate(records)]
    results = [check_document(page, loaded.rules, loaded.scanner, AS_OF) for page in pages]
    return fold_findings(one_by_one(loaded.rules, results), across_files)


ONE, TWO, AGAIN = (RECORD.format(number, "The moor.") for number in (100001, 100002, 100001))
SAID = 'The record names "moor".'


@pytest.mark.parametrize(
    ("fold", "pages", "messages", "parts"),
    [
        ("document", [ONE], [SAID], [0]),
        ("document", [ONE + TWO], [f"{SAID} The same is true of 1 more agreement on this page."], [2]),
        ("document", [ONE + AGAIN], [SAID], [2]),  # of one agreement
        ("document", [ONE, TWO], [SAID, SAID], [0, 0]),
        ("corpus", [ONE, TWO], [f"{SAID} The same is true of 1 more agreement of this run."], [2]),
        (
            "corpus",
            [ONE + TWO, RECORD.format(100003, "The moor.")],
            [f"{SAID} The same is true of 2 more agreements of this run."],
            [3],
        ),
        ("corpus", [ONE, RECORD.format(100002, "The MOOR.")],
         [f"{SAID} The same is true of 1 more agreement of this run."], [2]),
    ],
)  # fmt: skip
def test_findings_of_the_same_words_are_folded(
    tmp_path: Path, fold: str, pages: list[str], messages: list[str], parts: list[int]
) -> None:
    found = folded(tmp_path, fold, *pages)
    assert [each.message for each in found] == messages
    assert [len(each.parts) for each in found] == parts
    for each in found:
        assert len(each.occurrences) == max(1, len(each.parts))
        lines = [(one.path, one.line, one.column, one.lines) for one in each.occurrences]
        assert lines == sorted(lines)
        assert all(one[1] % 5 == 0 and one[2] == 5 and one[3] == (one[1],) for one in lines)


def test_each_file_by_itself_folds_its_own(tmp_path: Path) -> None:
    found = folded(tmp_path, "corpus", ONE, TWO, across_files=False)
    assert [each.message for each in found] == [SAID, SAID]


@pytest.mark.parametrize(("length", "shown"), [(99, 99), (100, 100), (101, 100)])
def test_a_baseline_shows_a_hundred_letters(tmp_path: Path, length: int, shown: int) -> None:
    rule = GOOD.replace("match: moor", "match: 'x+y'")
    words = "x" * (length - 1) + "y"
    (finding,) = found(tmp_path, RECORD.format(100001, words), rule)
    (entry,) = entries(finding)
    assert len(entry.text) == shown
    assert entry.text == (words if length == shown else f"{words[:99]}…")


VERSION = "Study — DARS-NIC-100001-A1B2C-v{}\nOpt outs honoured: N\nLegal basis: X\nProcessing:\n{}\n"


@pytest.mark.parametrize(
    ("versions", "expected"),
    [
        # of a version that a newer one replaces, what the newer one does not show is an info
        ([("1.0", "Moor."), ("2.0", "Fell.")], [(5, "info", "2.0")]),
        ([("2.0", "Fell."), ("1.0", "Moor.")], [(10, "info", "2.0")]),
        ([("1.9", "Moor."), ("1.10", "Fell.")], [(5, "info", "1.10")]),
        ([("1.0", "Fell."), ("2.0", "Moor.")], [(10, "warning", None)]),
        # and what it shows too is told of it alone
        ([("1.0", "Moor."), ("2.0", "The moor.")], [(10, "warning", None)]),
        ([("1.0", "Moor."), ("1.0", "Fell.")], [(5, "warning", None)]),
        ([("1.0", "Moor."), ("2.0", "Fell."), ("3.0", "Fell.")], [(5, "info", "3.0")]),
    ],
)
def test_of_several_versions_the_newest_is_judged(
    tmp_path: Path, versions: list[tuple[str, str]], expected: list[tuple[int, str, str | None]]
) -> None:
    several = found(tmp_path, "".join(VERSION.format(*each) for each in versions), GOOD)
    assert [(each.primary.at.line, each.severity, each.replaced_by) for each in several] == expected
    for each in several:
        said = f" Version {each.replaced_by} of this agreement, in the same register, does not show this."
        assert each.message.endswith(said) is (each.replaced_by is not None)


def test_records_without_a_reference_are_no_versions_of_each_other(tmp_path: Path) -> None:
    record = VERSION.replace("Study — DARS-NIC-100001-A1B2C-v{}", "Study {}")
    several = found(tmp_path, record.format("1.0", "Moor.") + record.format("2.0", "Fell."), GOOD)
    assert [each.severity for each in several] == ["warning"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ["Moor."],
            ["1 older version was not judged; --versions all judges each"],
        ),
        (
            ["Moor.", "A moor."],
            ["2 older versions were not judged; --versions all judges each"],
        ),
        ([], []),
    ],
)
def test_how_many_older_versions_are_not_judged(tmp_path: Path, words: list[str], said: list[str]) -> None:
    (tmp_path / "rule.yaml").write_text(GOOD, "utf-8")
    versions = [VERSION.format(f"{number}.0", each) for number, each in enumerate([*words, "Fell."], 1)]
    session = Session(select=["ORG01"], rules=[tmp_path / "rule.yaml"])
    report = session.check({"page.txt": "".join(versions)})
    assert report.findings == []
    assert report.documents[0].remarks == said


@pytest.mark.parametrize(
    ("versions", "expected"),
    [
        # what the newest shows gives way to the better rule, and so does what the older one shows
        ([("1.0", "Moor."), ("2.0", "Moor and fell.")], [("ORG02", 10, "warning")]),
        ([("2.0", "Moor and fell."), ("1.0", "Moor.")], [("ORG02", 5, "warning")]),
        ([("1.0", "Moor."), ("1.5", "Moor."), ("2.0", "Moor and fell.")], [("ORG02", 15, "warning")]),
        # an older one is shown by the better rule alone, and the newest gives way to it
        ([("1.0", "Moor and fell."), ("2.0", "Moor.")], [("ORG02", 5, "info")]),
        ([("1.0", "Fell."), ("2.0", "Moor.")], [("ORG02", 5, "info")]),
        ([("1.0", "Moor and fell."), ("2.0", "Moor and fell.")], [("ORG02", 10, "warning")]),
        ([("1.0", "Moor."), ("2.0", "Moor.")], [("ORG01", 10, "warning")]),
    ],
)
def test_what_the_newest_version_shows_may_give_way(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    versions: list[tuple[str, str]],
    expected: list[tuple[str, int, str]],
) -> None:
    """A finding that is never made, for the newest version shows the same, would not have been reported."""
    text = "".join(VERSION.format(*each) for each in versions)
    short = found(tmp_path, text, GIVES_WAY, BETTER)
    assert [(each.rule, each.primary.at.line, each.severity) for each in short] == expected
    monkeypatch.setattr(Newest, "is_shown", lambda *_: False)
    assert found(tmp_path, text, GIVES_WAY, BETTER) == short
