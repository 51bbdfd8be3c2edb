"""Every fact of some invented agreements, to the letter: together these run nearly every branch of the facts.

A change of a fact that no rule asks for in an example would be seen nowhere else.
"""

from __future__ import annotations

import pytest
from conftest import ROOT
from syrupy.assertion import SnapshotAssertion

from dslint.engine.checked import understand
from dslint.facts import DocumentFacts, Item
from dslint.facts.catalogue import COLLECTIONS, DATES, LISTS, OF_PAGE, OF_RUN
from dslint.model import Document
from dslint.sources import collect
from dslint.vocabularies import BUILT_IN

AGREEMENTS = (
    "cases/A04-pty01-tape-store-footing-stated.xlsx",
    "cases/A10-lnk06-the-ccg-is-the-ccg-of-the-record.xlsx",
    "cases/A16-opt01-direct-care-waiver-bridge-file.xlsx",
    "cases/A18-qlt05-two-releases-are-no-duplicate.xlsx",
    "cases/Apage-pty01-names-in-brackets.txt",
    "cases/B17-city-left-out.txt",
    "cases/B21-doubled-clause.txt",
    "cases/B25-linkage-approved-for-three.txt",
    "cases/B39-new-only-for-wider-use.txt",
    "cases/C-c21-one-unknown-dataset-blocks.txt",
    "cases/C-c25-long-paragraph-under-two-headings.txt",
    "cases/C07-sub-contracts-for-data-processing.txt",
    "cases/C10-joint-controllership-consisting-of.txt",
    "cases/C11-listed-below-are-the-controllers.txt",
    "cases/C13-acronym-one-letter-off.txt",
    "cases/C14-consortium-name-drift.txt",
    "cases/C15-heading-processor-1-name-and-6-name.txt",
    "cases/C26-long-entry-in-two-lists.txt",
    "cases/C28-list-cut-against-sibling.txt",
    "cases/C70-two-ccgs-in-a-workbook.xlsx",
    "cases/Df01-label-and-name-on-two-lines.xlsx",
    "cases/Dm09-patients-of-another-area.xlsx",
    "cases/Dn05-step-missing-in-a-numbered-flow.xlsx",
    "cases/Ee19-three-projects-two-listed.xlsx",
    "cases/R15-slip-in-the-first-word.txt",
    "cases/R16-two-words-as-one.txt",
    "cases/R51-contracted-to-supply-hosting.txt",
    "drafts/company.yaml",
    "drafts/heat.yaml",
    "drafts/trust.yaml",
    "drafts/whole.yaml",
    "pages/a-legacy-no-org-line.txt",
    "pages/b-flag-two-records.txt",
    "pages/c-internal-transfer-empty-fields.txt",
    "pages/c-stripped.txt",
    "pages/c0-no-heading.txt",
)


@pytest.fixture(params=AGREEMENTS)
def document(request: pytest.FixtureRequest) -> Document:
    (given, *_) = collect([str(ROOT / "tests" / request.param)])
    found = understand(given, BUILT_IN)
    assert isinstance(found, Document)
    return found


def test_all_facts(document: Document, snapshot: SnapshotAssertion) -> None:
    facts = DocumentFacts(document)
    lines = [
        f"{name} {_told(item)}"
        for name in COLLECTIONS
        if name not in OF_RUN | {"fields", "sections"}
        for item in facts.collection(name) or ()
    ]
    for number, agreement in enumerate(facts.agreements):
        dates = ((name, agreement.date(name)) for name in DATES)
        lines += [f"{number} {name} {_told(item)}" for name, item in dates if item]
    assert "\n".join(lines) == snapshot


def _told(item: Item) -> str:
    values = ", ".join(f"{key}={value!r}" for key, value in sorted(item.values.items()) if value is not None)
    first = f"{item.span.line}:{item.span.column}-{item.span.end_column}"
    text = item.text if len(item.text) <= 60 else f"{item.text[:30]} … {item.text[-25:]}"
    return f"{first} {text!r} {item.field}; {values}"


@pytest.mark.parametrize("document", [each for each in AGREEMENTS if each.endswith(".txt")], indirect=True)
def test_each_fact_stands_where_it_says(document: Document) -> None:
    facts = DocumentFacts(document)
    for name in COLLECTIONS.keys() - OF_RUN:
        for item in facts.collection(name) or ():
            assert document.text_of(item.span) == item.text
            if item.record is not None and name not in OF_PAGE:
                agreement = document.agreements[item.record]
                assert agreement.start_line <= item.span.line <= agreement.end_line, name


def test_each_word_is_one_that_rules_may_ask_for(document: Document) -> None:
    facts = DocumentFacts(document)
    for name in COLLECTIONS.keys() - OF_RUN:
        for item in facts.collection(name) or ():
            for key, value in item.values.items():
                known = COLLECTIONS[name].get(key)
                if known is not None and value is not None:
                    words = {str(each).lower() for each in (value if key in LISTS else [value])}
                    assert words <= {*known}, (name, key)
