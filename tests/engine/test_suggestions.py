"""Suggestions: what a finding offers to write into a draft, and what `check --fix` makes of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import Cli

from dslint.assembler import assemble_source
from dslint.engine.scope import DocumentScope
from dslint.engine.suggestion import Edit, SuggestionWords, applied, suggestion_of
from dslint.engine.template import Template
from dslint.facts import DocumentFacts
from dslint.model import Document
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


def test_a_key_is_added_to_one_of_several_agreements() -> None:
    text = "agreements:\n  - version: a\n  - version: b\n"
    made = added(text, "reference", "<DARS-NIC-number-letters>", 1)
    assert made == "agreements:\n  - version: a\n  - reference: <DARS-NIC-number-letters>\n    version: b\n"


def test_a_key_is_added_to_json() -> None:
    text = '{"agreement": {"reference": "DARS-NIC-123456-A1B2C",\n "title": "Falls"}}'
    made = json.loads(added(text, "dsa", "{start: 2025-04-01}", name="mine.json"))
    assert made["agreement"]["dsa"] == {"start": "2025-04-01"}


def test_edits_that_overlap_are_not_both_made() -> None:
    edits = [Edit("", 1, 1, 1, 4, "x"), Edit("", 1, 2, 1, 3, "y"), Edit("", 2, 1, 2, 1, "z\n")]
    assert applied("abcd\r\nef\r\n", edits) == "xd\r\nz\r\nef\r\n"


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
    assert cli("check", path, "--select", "QLT07", "--fix").returncode == 0
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
