"""Suggestions: what a finding offers to write into a draft, and what `check --fix` makes of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import Cli

from dslint import resources
from dslint.assembler import assemble_source
from dslint.engine.outcome import Match
from dslint.engine.scope import DocumentScope
from dslint.engine.suggestion import Edit, Suggestion, SuggestionWords, applied, suggestion_of
from dslint.engine.template import Template
from dslint.facts import DocumentFacts, Item
from dslint.model import Document, Span
from dslint.session import Session
from dslint.sources.read import understand
from dslint.vocabularies import BUILT_IN

DRAFT = """\
# a comment
agreement:
  reference: NIC-123456-A1B2C   # keep me
  version: "1.0"
  title: Falls

  # the answers
  opt_outs: ["N"]
"""
FIXED = DRAFT.replace("NIC-", "DARS-NIC-")


def draft(text: str, name: str = "mine.yaml") -> Document:
    return assemble_source(name, understand(name, text.encode("utf-8"), BUILT_IN), BUILT_IN)


def add(key: str, value: str) -> SuggestionWords:
    return SuggestionWords(Template("Add it."), Template(value), add=key)


def added(text: str, key: str, value: str, record: int = 0, name: str = "mine.yaml") -> str:
    document = draft(text, name)
    scope = DocumentScope(DocumentFacts(document), None, "")
    found = suggestion_of(add(key, value), document, record, [], scope.place)
    assert found
    return applied(text, found.edits)


def replaced(
    text: str, words: str, by: str, *more: Match, part: str | None = None, name: str = "mine.yaml"
) -> Suggestion | None:
    """What is suggested for some words of a draft that are called "it"."""
    document = draft(text, name)
    matches = [
        Match("it", Item(words, Span(line, at + 1, at + 1 + len(words)), "title", {"text": words}), "")
        for line, shown in enumerate(document.lines, 1)
        if (at := shown.find(words)) >= 0
    ]
    assert matches
    rule = SuggestionWords(Template("Write it."), Template(by), "it", Template(part) if part else None)
    scope = DocumentScope(DocumentFacts(document), None, "")
    return suggestion_of(rule, document, None, [*matches, *more], scope.place)


def after(text: str, found: Suggestion | None) -> str | None:
    return applied(text, found.edits) if found else None


def other(**values: str) -> Match:
    return Match("other", Item("x", Span(1, 1, 2), "title", values), "")


TITLE = "agreement:\n  title: Falls of Moor\n"


def test_the_place_of_a_value_is_written_anew() -> None:
    found = replaced(TITLE, "Falls of Moor", "Falls of Fell")
    assert after(TITLE, found) == TITLE.replace("Moor", "Fell")
    assert found
    assert (found.title, found.is_safe) == ("Write it.", True)


def test_what_is_still_to_be_written_is_not_safe() -> None:
    found = replaced(TITLE, "Falls of Moor", "<which falls>")
    assert found
    assert not found.is_safe
    document = draft(TITLE)
    scope = DocumentScope(DocumentFacts(document), None, "")
    for value, safe in (("<the number>", False), ("DARS-NIC-123456-A1B2C", True)):
        made = suggestion_of(add("reference", value), document, 0, [], scope.place)
        assert made
        assert made.is_safe is safe


def test_nothing_is_suggested_where_there_are_two_ways() -> None:
    by = "Falls of {other.place}"
    assert after(TITLE, replaced(TITLE, "Falls of Moor", by, other(place="Fell"))) == TITLE.replace(
        "Moor", "Fell"
    )
    both = replaced(TITLE, "Falls of Moor", by, other(place="Fell"), other(place="Tarn"))
    assert both is None
    same = replaced(TITLE, "Falls of Moor", by, other(place="Fell"), other(place="Fell"))
    assert after(TITLE, same) == TITLE.replace("Moor", "Fell")


@pytest.mark.parametrize(
    ("title", "part", "expected"),
    [
        ("Falls of Moor", "Moor", "Falls of Fell"),
        ("Moor falls", "Moor", "Fell falls"),
        ("Moor and Moor", "Moor", None),  # which of them?
        ("Falls of Moor", "Tarn", None),
    ],
)
def test_a_part_of_a_value_is_written_anew(title: str, part: str, expected: str | None) -> None:
    text = f"agreement:\n  title: {title}\n"
    made = after(text, replaced(text, title, "Fell", part=part))
    assert made == (expected and f"agreement:\n  title: {expected}\n")


def test_what_is_written_so_already_needs_no_edit() -> None:
    assert replaced(TITLE, "Falls of Moor", "Falls of Moor") is None


@pytest.mark.parametrize(
    ("written", "new", "expected"),
    [
        ("Falls of Moor", "Falls: Moor", '"Falls: Moor"'),
        ("Falls of Moor  # here", 'Falls "of" Fell', '"Falls \\"of\\" Fell"  # here'),
        ("Falls of Moor", "- Fell", '"- Fell"'),
        ('"Falls of Moor"', 'Falls "of" Fell', '"Falls \\"of\\" Fell"'),
        ("'Falls of Moor'", "Fell's: falls", "'Fell''s: falls'"),
        ("'Falls of Moor'", "Falls of Fell", "'Falls of Fell'"),
        ("The Falls of Moor", "Fell: falls", None),  # in the middle of a text without quotes
        ("Falls of Moor again", "Fell: falls", None),
        ("The Falls of Moor", "Falls of Fell", "The Falls of Fell"),
    ],
)
def test_a_value_is_quoted_as_it_must_be(written: str, new: str, expected: str | None) -> None:
    text = f"agreement:\n  title: {written}\n"
    made = after(text, replaced(text, "Falls of Moor", new))
    assert made == (expected and f"agreement:\n  title: {expected}\n")


def test_one_edit_that_cannot_be_written_leaves_all_out() -> None:
    text = 'agreement:\n  title: Moor\n  organisation: "M\\x6For"\n'
    assert replaced(text, "Moor", "Fell") is None


def test_a_finding_about_a_draft_carries_its_suggestion() -> None:
    (finding,) = Session(select=["QLT07"]).check({"mine.yaml": DRAFT}).findings
    assert finding.suggestion
    assert finding.suggestion.is_safe
    assert applied(DRAFT, finding.suggestion.edits) == FIXED


def test_a_page_never_gets_one() -> None:
    text = "Falls — NIC-123456-A1B2C\nOpt outs honoured: N\nLegal basis: Health and Social Care Act 2012\n"
    (finding,) = Session(select=["QLT07"]).check({"page.txt": text}).findings
    assert finding.suggestion is None


def test_the_quotes_of_a_value_are_kept() -> None:
    for quoted in ('"NIC-123456-A1B2C"', "'NIC-123456-A1B2C'"):
        text = f"agreement:\n  reference: {quoted}\n  title: Falls\n"
        (finding,) = Session(select=["QLT07"]).check({"mine.yaml": text}).findings
        assert finding.suggestion
        assert applied(text, finding.suggestion.edits) == text.replace("NIC-", "DARS-NIC-")


def test_what_is_written_with_escapes_is_left_alone() -> None:
    text = 'agreement:\n  reference: "NIC\\x2D123456-A1B2C"\n'
    (finding,) = Session(select=["QLT07"]).check({"mine.yaml": text}).findings
    assert finding.suggestion is None


def test_a_key_is_added_in_the_order_of_the_schema() -> None:
    assert added(DRAFT, "sensitivity", "Sensitive") == DRAFT.replace(
        "  # the answers\n  opt_outs", "  sensitivity: Sensitive\n  # the answers\n  opt_outs"
    )
    assert added(DRAFT, "type_of_data", "[Identifiable]") == DRAFT.replace(
        "  # the answers\n", "  type_of_data: [Identifiable]\n  # the answers\n"
    )
    several = added(DRAFT, "dsa", "start: 2025-04-01\nend: 2027-03-31")
    assert "  dsa:\n    start: 2025-04-01\n    end: 2027-03-31\n" in several
    assert draft(several).problems == []


def test_a_key_is_added_above_the_comments_of_the_next_one_only() -> None:
    text = "agreement:\n# of the file\n  # of the title\n  # and more\n  title: Falls\n"
    assert added(text, "reference", "x") == text.replace("  # of", "  reference: x\n  # of")
    first = "# of the file\nagreement:\n  title: Falls\n"
    assert added(first, "reference", "x") == first.replace("  title", "  reference: x\n  title")


def test_a_key_whose_values_are_in_brackets_stays_on_its_line() -> None:
    for value in ("[Identifiable]", "{start: 2025-04-01}"):
        assert f"  dsa: {value}\n" in added(TITLE, "dsa", value)


def test_a_key_that_is_there_is_not_added() -> None:
    document = draft(TITLE)
    scope = DocumentScope(DocumentFacts(document), None, "")
    assert suggestion_of(add("title", "x"), document, 0, [], scope.place) is None
    empty = draft("agreement: {}\n")
    assert not empty.agreements or suggestion_of(add("title", "x"), empty, 0, [], scope.place) is None


def test_a_key_behind_all_others_is_added_before_the_last() -> None:
    text = "agreement:\n  reference: x\n  title: Falls\n"
    assert "  version: a\n" in added(text, "version", "a")
    assert draft(added(text, "outputs", "a")).problems == []


def test_a_key_is_added_to_one_of_several_agreements() -> None:
    text = "agreements:\n  - version: a\n  - version: b\n"
    made = added(text, "reference", "<DARS-NIC-number-letters>", 1)
    assert made == "agreements:\n  - version: a\n  - reference: <DARS-NIC-number-letters>\n    version: b\n"
    assert added(text, "reference", "x", 0) == text.replace("version: a", "reference: x\n    version: a")


def test_a_key_is_added_to_json() -> None:
    text = '{"agreement": {"reference": "DARS-NIC-123456-A1B2C",\n "title": "Falls"}}'
    made = json.loads(added(text, "dsa", "{start: 2025-04-01}", name="mine.json"))
    assert made["agreement"]["dsa"] == {"start": "2025-04-01"}


def test_edits_that_overlap_are_not_both_made() -> None:
    edits = [Edit("", 1, 1, 1, 4, "x"), Edit("", 1, 2, 1, 3, "y"), Edit("", 2, 1, 2, 1, "z\n")]
    assert applied("abcd\r\nef\r\n", edits) == "xd\r\nz\r\nef\r\n"


def test_edits_that_touch_are_both_made() -> None:
    edits = [Edit("", 1, 1, 1, 3, "x"), Edit("", 1, 3, 1, 4, "y"), Edit("", 1, 3, 1, 4, "y")]
    assert applied("abcd\rab\n", edits) == "xyd\rab\n"
    assert applied("a\rb\n", [Edit("", 2, 1, 2, 2, "c")]) == "a\rc\n"
    assert applied("ab\ncd\n", [Edit("", 1, 2, 2, 2, "-")]) == "a-d\n"


def test_fix_keeps_comments_and_says_what_it_did(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + DRAFT.replace("\n", "\r\n").encode())
    done = cli("check", path, "--select", "QLT07", "--fix")
    assert done.returncode == 0
    assert "fixed 1 finding in 1 file" in done.stderr
    assert path.read_bytes() == b"\xef\xbb\xbf" + FIXED.replace("\n", "\r\n").encode()


def test_diff_shows_it_and_writes_nothing(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(DRAFT)
    done = cli("check", path, "--select", "QLT07", "--diff")
    assert (done.returncode, path.read_text()) == (1, DRAFT)
    assert "-  reference: NIC-123456-A1B2C   # keep me\n+  reference: DARS-NIC-123456-A1B2C" in done.stdout
    path.write_text(FIXED)
    done = cli("check", path, "--select", "QLT07", "--diff")
    assert (done.returncode, done.stdout) == (0, "")


def test_fix_never_changes_a_register(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    text = "Falls — NIC-123456-A1B2C\nOpt outs honoured: N\nLegal basis: Health and Social Care Act 2012\n"
    path.write_text(text)
    done = cli("check", path, "--select", "QLT07", "--fix")
    assert (done.returncode, done.stderr) == (
        0,
        "nothing was fixed: no finding of a draft has only one right answer\n",
    )
    assert path.read_text() == text


@pytest.mark.parametrize("options", [("--fix", "--diff", "mine.yaml"), ("--fix", "-")])
def test_what_cannot_be_fixed_is_refused(cli: Cli, options: tuple[str, ...]) -> None:
    assert cli("check", *options).returncode == 2


def test_json_and_sarif_carry_it(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(DRAFT)
    (finding,) = json.loads(cli("check", path, "--select", "QLT07", "-f", "json").stdout)["findings"]
    edits = [Edit(**edit) for edit in finding["suggestion"]["edits"]]
    assert finding["suggestion"]["safe"] is True
    assert applied(DRAFT, edits) == FIXED
    (result,) = json.loads(cli("check", path, "--select", "QLT07", "-f", "sarif").stdout)["runs"][0][
        "results"
    ]
    (change,) = result["fixes"][0]["artifactChanges"]
    (replacement,) = change["replacements"]
    assert replacement["insertedContent"]["text"] == "DARS-NIC-123456-A1B2C"
    assert replacement["deletedRegion"]["startLine"] == 3


def test_a_key_is_added_before_the_first_that_comes_behind_it() -> None:
    keys = list(resources.schema("agreement")["$defs"]["agreement"]["properties"])[:6]
    for number, key in enumerate(keys):
        others = [each for each in keys if each != key]
        for present in (others, others[::-1], others[number:] + others[:number]):
            text = "agreement:\n" + "".join(f"  {each}: x\n" for each in present)
            made = added(text, key, "q").splitlines()[1:]
            at = made.index(f"  {key}: q")
            behind = [f"  {each}: x" for each in keys[number + 1 :]]
            first = next((line for line in made if line in behind), made[-1])
            assert made[at + 1] == first
