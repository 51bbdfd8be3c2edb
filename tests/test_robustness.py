"""Whatever the input: no exception, places that lead back to the text, and work that grows with the size."""

from __future__ import annotations

import gc
import random
import time

import pytest
from conftest import AS_OF, SEEDS, assemble
from hypothesis import given, settings
from hypothesis import strategies as st

from dslint.engine.evaluate import check_document, one_by_one
from dslint.engine.load import RuleChoice
from dslint.engine.select import STRICT
from dslint.facts import DocumentFacts
from dslint.facts.catalogue import COLLECTIONS, OF_PAGE, OF_RUN
from dslint.model import Document
from dslint.reporters.parse_json import document_value

RULES = RuleChoice(profile=STRICT).load()
LINES = [line for path in sorted(SEEDS.glob("*.txt")) for line in path.read_text("utf-8").splitlines()]


def check(text: str) -> Document:
    document = assemble("page", text)
    document_value(document)
    for facts in DocumentFacts(document).agreements:
        for name in COLLECTIONS:
            if name not in OF_PAGE | OF_RUN:
                for item in facts.collection(name) or []:
                    assert document.text_of(item.span) == item.text
    result = check_document(document, RULES.rules, RULES.scanner, AS_OF)
    for finding in one_by_one(RULES.rules, [result]):
        for evidence in finding.evidence:
            assert 1 <= evidence.span.column <= evidence.span.end_column
            assert document.text_of(evidence.span) == evidence.text
    assert result.errors == []
    return document


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(LINES), st.text(max_size=30)), max_size=40))
def test_any_lines_in_any_order(lines: list[str]) -> None:
    check("\n".join(lines))


@settings(max_examples=200, deadline=None)
@given(st.randoms(use_true_random=False))
def test_mutated_seeds(chance: random.Random) -> None:
    path = chance.choice(sorted(SEEDS.glob("*.txt")))
    lines = path.read_text("utf-8").split("\n")
    for _ in range(chance.randint(1, 12)):
        at = chance.randrange(len(lines))
        action = chance.randrange(5)
        if action == 0:
            del lines[at : at + chance.randint(1, 30)]
            lines = lines or [""]
        elif action == 1:
            lines.insert(at, chance.choice(LINES))
        elif action == 2:
            lines[at] = lines[at][: chance.randint(0, len(lines[at]))]
        elif action == 3:
            other = chance.randrange(len(lines))
            lines[at], lines[other] = lines[other], lines[at]
        else:
            lines[at] += chance.choice(["\x1b[31m", "\u202e", "(", ")", " — ", "\0", ", ", "🚩"])
    check("\n".join(lines))


HEADER = """\
Moor — DARS-NIC-123456-A1B2C
Opt outs honoured: {}
Legal basis: {}
Purposes: {}
Data-controller type: {}
"""
SHAPES = {
    "open parentheses": "(" * 20_000,
    "closing parentheses": ")" * 20_000,
    "commas": ", " * 20_000,
    "one long word": "N" * 40_000,
    "values": "Yes, " * 8_000,
    "names": "NHS Moor Data CSU and " * 2_000,
    "names in one sentence": "Foo Limited (Bar) " * 1_500,
    "names in many sentences": "The data is passed to Foo Limited. " * 1_000,
    "labels": "\nObjectives:\nProcessing:" * 4_000,
    "words": "data passed securely to the " * 1_500,
}


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES.keys())
def test_time_grows_with_length(shape: str) -> None:
    """Four times the text takes no more than about four times the time.

    The margin is wide, and the best of three tries counts: a busy machine makes one try slow.
    """

    def seconds(text: str) -> float:
        page = HEADER.format(text, text, text, text) + f"Processing:\n{text}\n"
        gc.collect()
        started = time.process_time()
        check(page)
        return time.process_time() - started

    tries = [(seconds(shape[: len(shape) // 4]), seconds(shape)) for _ in range(3)]
    small, large = (min(times) for times in zip(*tries, strict=True))
    assert large < max(0.5, small * 12)


def test_one_label_many_times() -> None:
    document = check("Opt outs honoured: N\n" * 20_000)
    assert len(document.agreements) <= 1


def test_many_records_on_one_page() -> None:
    record = (
        "Project {0} — DARS-NIC-{1}-A1B2C\nOpt outs honoured: {2}\nLegal basis: Section 251\n"
        "When:2018.06 — 2019.04.\nDatasets:\n- SUS\nObjectives:\nText.\n"
    )
    page = "".join(record.format(n, 100_000 + n, "YN"[n % 2]) for n in range(5_000))
    assert len(check(page).agreements) == 5_000
