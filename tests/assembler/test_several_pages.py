"""Several pages of a register in one file: each has its own organisation, count of files and flags."""

from __future__ import annotations

from collections import Counter

import pytest
from conftest import AS_OF, ROOT, assemble

from dslint.convert.draft import to_draft
from dslint.engine.evaluate import check_document
from dslint.engine.load import RuleSet
from dslint.reporters.parse_json import document_value

SEEDS = sorted((ROOT / "seeds").glob("*.txt"))


def found(text: str, ruleset: RuleSet) -> Counter[tuple[str, str | None, str | None, str]]:
    result = check_document(assemble("page.txt", text), ruleset.rules, ruleset.scanner, AS_OF)
    return Counter((f.rule, f.agreement, f.organisation, f.primary.text) for f in result.findings)


@pytest.mark.parametrize("first", range(len(SEEDS)))
def test_the_findings_are_those_of_each_page(first: int, ruleset: RuleSet) -> None:
    one, other = (SEEDS[at % len(SEEDS)].read_text("utf-8") for at in (first, first + 1))
    assert found(f"{one}\n{other}", ruleset) == found(one, ruleset) + found(other, ruleset)


def record(number: int, narrative: str = "A study of falls.") -> str:
    return (
        f"Falls {number} — DARS-NIC-90000{number}-A1B2C\nOpt outs honoured: N\n"
        f"Legal basis: Health and Social Care Act 2012\nObjectives:\n{narrative}\n"
    )


COUNT = "3 data files in total were disseminated unsafely (information about files used safely is missing).\n"
BANNER = "NHS Digital Data Release Register - reformatted\n"
FLAG = "\U0001f6a9 Fell Trust was sent multiple files from the same dataset.\n"


@pytest.mark.parametrize("banner", [BANNER, ""])
def test_each_page_has_its_own_name_and_flags(banner: str) -> None:
    moor = f"{banner}Moor Trust projects\n{COUNT}{record(1)}"
    text = f"{moor}{banner}Fell Trust projects\n{COUNT}{FLAG}{record(2)}"
    document = assemble("page.txt", text)
    assert document.unsafe_file_count == 6
    assert document.coverage == 1.0
    pages = document.pages()
    assert [page.organisation_name for page in pages] == ["Moor Trust", "Fell Trust"]
    assert [len(page.flags) for page in pages] == [0, 1]
    assert [page.unsafe_file_count for page in pages] == [3, 3]
    printed = document_value(document)["pages"]
    assert [(page["organisation"], page["unsafe_file_count"]) for page in printed] == [
        ("Moor Trust", 3),
        ("Fell Trust", 3),
    ]
    assert "unsafe_files: 3\n" in to_draft(pages[1])


@pytest.mark.parametrize(
    "narrative", ["These are the Fell Trust projects", "Fell Trust projects\nThe trust counts its files."]
)
def test_a_name_within_a_narrative_begins_no_page(narrative: str) -> None:
    text = f"Moor Trust projects\n{COUNT}{record(1, narrative)}{record(2)}"
    document = assemble("page.txt", text)
    assert document.organisation_name == "Moor Trust"
    assert len(document.pages()) == 1
