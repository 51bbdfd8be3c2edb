"""Each operator alone: true, false and unknown, and where its evidence stands.

The bodies begin on line 3, below the heading and a legal basis. A place is a line, a column and the text.
"""

from __future__ import annotations

import re
import time
from typing import Any, NamedTuple

import pytest
import yaml
from operators import HEAD, evaluate

from dslint import resources


class Case(NamedTuple):
    """A condition, the lines of the record, and the answer: places when it is true, else None or False."""

    condition: str
    body: str
    answer: list[tuple[int, int, str]] | bool | None


SENSITIVE = "some: {in: sensitivity, where: {sensitivity: sensitive}, as: a}"
LICENCE = "some: {in: sublicensing, where: {answer: 'yes'}, as: b}"
BOTH = "Sensitive: Sensitive\nSublicensing allowed: Yes"
NEITHER = "Sensitive: Non Sensitive\nSublicensing allowed: No"
TEXT = "Processing:\nThe team links the data. It never links cables.\nOutputs:\nLinks.\n"
NAMES = "Processing:\nThe data is passed securely to Western Vale CSU.\n"
NEAR = "text: {match: one, as: a, with: [{within: %d, text: {match: two, as: b}}]}"
SAME = (
    "text: {match: 'x (?P<name>\\w+)', as: a, "
    "with: [{same: name, text: {in: outputs, match: 'y (?P<name>\\w+)', as: b}}]}"
)
BODY = (
    "text: {match: 'x (?P<name>[\\w ]+)', as: a, "
    "with: [{within: 1, %s: name, text: {match: 'y (?P<name>[\\w ]+)?', as: b}}]}"
)
TERMS = """\
One — DARS-NIC-123456-A1B2C
Opt outs honoured: Yes
When:DSA runs 2017-01-01 — {}
Two — DARS-NIC-123457-A1B2C
Opt outs honoured: Yes
When:DSA runs 2017-01-01 — {}
"""
TWO_PAGES = """\
One — DARS-NIC-123456-A1B2C
Opt outs honoured: {}
When:2018.01 — 2018.06.
Datasets:
- Moor births
Two — DARS-NIC-123457-A1B2C
Opt outs honoured: {}
When:{}.
Datasets:
- Moor births
"""
PAIR = (
    "pair: {in: datasets, same: dataset, overlapping: release, "
    "left: {some: {in: opt_outs, where: {meaning: applied}, as: a}}, "
    "right: {some: {in: opt_outs, where: {meaning: not_applied}, as: b}}}"
)
CASES = [
    Case(f"all: [{{{SENSITIVE}}}, {{{LICENCE}}}]", BOTH, [(3, 12, "Sensitive"), (4, 23, "Yes")]),
    Case(f"all: [{{{SENSITIVE}}}, {{{LICENCE}}}]", NEITHER, False),
    Case(f"all: [{{{SENSITIVE}}}, {{{LICENCE}}}]", "Sensitive: Sensitive", None),
    Case(f"all: [{{{SENSITIVE}}}, {{{LICENCE}}}]", "Sensitive: Non Sensitive", False),
    Case(f"any: [{{{SENSITIVE}}}, {{{LICENCE}}}]", BOTH, [(3, 12, "Sensitive"), (4, 23, "Yes")]),
    Case(f"any: [{{{SENSITIVE}}}, {{{LICENCE}}}]", "Sublicensing allowed: Yes", [(3, 23, "Yes")]),
    Case(f"any: [{{{SENSITIVE}}}, {{{LICENCE}}}]", NEITHER, False),
    Case(f"any: [{{{SENSITIVE}}}, {{{LICENCE}}}]", "Sensitive: Non Sensitive", None),
    Case(f"not: {{{SENSITIVE}}}", NEITHER, []),
    Case(f"not: {{{SENSITIVE}}}", BOTH, False),
    Case(f"not: {{{SENSITIVE}}}", "", None),
    Case(f"optional: {{{SENSITIVE}}}", BOTH, [(3, 12, "Sensitive")]),
    Case(f"optional: {{{SENSITIVE}}}", NEITHER, []),
    Case(f"optional: {{{SENSITIVE}}}", "", []),
    # some, none, every, count: an unknown word is neither a yes nor a no.
    Case(SENSITIVE, "Sensitive: Sensitive, Non Sensitive", [(3, 12, "Sensitive")]),
    Case(SENSITIVE, "Sensitive: Non Sensitive", False),
    Case(SENSITIVE, "Sensitive: Moorish", None),
    Case(SENSITIVE, "", None),
    Case(SENSITIVE.replace("some", "none"), "Sensitive: Non Sensitive", [(3, 12, "Non Sensitive")]),
    Case(SENSITIVE.replace("some", "none"), BOTH, False),
    Case(SENSITIVE.replace("some", "none"), "Sensitive: Moorish", None),
    Case(SENSITIVE.replace("some", "none"), "Sensitive:", None),
    Case(SENSITIVE.replace("some", "every"), "Sensitive: Sensitive", [(3, 12, "Sensitive")]),
    Case(SENSITIVE.replace("some", "every"), "Sensitive: Sensitive, Non Sensitive", False),
    Case(SENSITIVE.replace("some", "every"), "Sensitive:", False),
    Case(SENSITIVE.replace("some", "every"), "Sensitive: Moorish", None),
    Case("count: {in: datasets, at_least: 2, as: a}", "Datasets:\n- A\n- B", [(4, 3, "A"), (5, 3, "B")]),
    Case("count: {in: datasets, at_least: 3}", "Datasets:\n- A\n- B", False),
    Case("count: {in: datasets, at_least: 1, at_most: 1}", "Datasets:\n- A\n- B", False),
    Case("count: {in: datasets, at_least: 2, distinct: dataset}", "Datasets:\n- A B\n- a  b", False),
    Case("count: {in: sensitivity, where: {sensitivity: sensitive}}", "Sensitive: Moorish", None),
    # at_least is 1 when it is left out; what may be more cannot be too few, and may be too many.
    Case("count: {in: datasets, as: a}", "Datasets:\n- A", [(4, 3, "A")]),
    Case("count: {in: datasets, where: {name: B}}", "Datasets:\n- A", False),
    Case("count: {in: datasets, at_most: 2}", "Datasets:\n- A\n- B", [(4, 3, "A"), (5, 3, "B")]),
    Case("count: {in: datasets, at_least: 2, at_most: 2}", "Datasets:\n- A", False),
    Case("count: {in: sensitivity, where: {sensitivity: sensitive}, at_least: 2}",
         "Sensitive: Sensitive, Moorish", None),
    Case("count: {in: sensitivity, where: {sensitivity: sensitive}}", "Sensitive: Sensitive, Moorish",
         [(3, 12, "Sensitive")]),
    Case("count: {in: sensitivity, where: {sensitivity: sensitive}, at_most: 1}",
         "Sensitive: Sensitive, Moorish", None),
    Case("count: {in: controllers, at_least: 2, distinct: kind}",
         "Data-controller type: NHS MOOR CCG, NHS VALE CCG", False),
    Case("count: {in: datasets, at_most: 1, distinct: dataset}", "Datasets:\n- A B\n- a  b",
         [(4, 3, "A B"), (5, 3, "a  b")]),
    # Something unknown beside something that fits, and beside something that does not.
    Case(SENSITIVE, "Sensitive: Moorish, Sensitive", [(3, 21, "Sensitive")]),
    Case(SENSITIVE.replace("some", "none"), "Sensitive: Moorish, Sensitive", False),
    Case(SENSITIVE.replace("some", "none"), "Sensitive: Moorish, Non Sensitive", None),
    Case(SENSITIVE.replace("some", "every"), "Sensitive: Moorish, Sensitive", None),
    Case(SENSITIVE.replace("some", "every"), "Sensitive: Moorish, Non Sensitive", False),
    # The tests of where.
    Case("some: {in: datasets, where: {name: {match: '^B'}}}", "Datasets:\n- A\n- Bc", [(5, 3, "Bc")]),
    Case("some: {in: datasets, where: {name: {no_match: '^B'}}}", "Datasets:\n- A\n- Bc", [(4, 3, "A")]),
    Case("some: {in: datasets, where: {name: {match: '^B', no_match: 'c$'}}}", "Datasets:\n- Bc\n- Bd",
         [(5, 3, "Bd")]),
    Case("some: {in: datasets, where: {name: {match: '^B', no_match: 'c$'}}}", "Datasets:\n- Bc\n- A", False),
    Case("some: {in: sensitivity, where: {sensitivity: {no_match: x, is_any: [y]}}}", "Sensitive: M", None),
    Case("some: {in: sensitivity, where: {sensitivity: {is_not: sensitive}}}", BOTH, False),
    Case("some: {in: sensitivity, where: {sensitivity: {known: false}}}", "Sensitive: M", [(3, 12, "M")]),
    Case(
        "some: {in: confidentiality, where: {grounds: {all_of: [s251]}}}",
        "Opt outs honoured: N (Section 251)",
        [(3, 23, "Section 251")],
    ),
    Case(
        "some: {in: confidentiality, where: {grounds: {is_any: [s251, consent]}}}",
        "Opt outs honoured: N (Moor)",
        None,
    ),
    # with and without another collection
    Case(
        "some: {in: actors, as: a, with: [{in: processors, like: organisation, as: b}]}",
        NAMES + "Data Processor 1 – Vale CSU\n",
        [(4, 32, "Western Vale CSU"), (5, 20, "Vale CSU")],
    ),
    Case(
        "some: {in: actors, with: [{in: processors, same: organisation}]}",
        NAMES + "Data Processor 1 – Vale CSU",
        False,
    ),
    Case("some: {in: actors, as: a, with: [{in: controllers, same: organisation}]}", NAMES, None),
    Case(
        "some: {in: actors, as: a, without: [{in: controllers, same: organisation}]}",
        NAMES,
        [(4, 32, "Western Vale CSU")],
    ),
    Case(
        "some: {in: actors, without: [{in: processors, same: organisation}]}",
        NAMES + "Data Processor 1 – Western Vale CSU",
        False,
    ),
    # a partner of which a filter knows nothing
    Case(
        "some: {in: actors, as: a, without: [{in: processors, same: organisation, where: {number: '1'}}]}",
        NAMES + "Western Vale CSU is a data processor.",
        None,
    ),
    Case(
        "some: {in: actors, as: a, without: [{in: processors, same: organisation, where: {number: '1'}}]}",
        NAMES + "Data Processor 2 – Western Vale CSU",
        [(4, 32, "Western Vale CSU")],
    ),
    # with and without a text
    Case(
        "some: {in: actors, as: a, with: [{within: 1, text: {match: landing, as: b}}]}",
        NAMES + "\nFor landing.",
        [(4, 32, "Western Vale CSU"), (6, 5, "landing")],
    ),
    Case("some: {in: actors, with: [{within: 1, text: {match: land}}]}", NAMES + "\nA.\n\nland.", False),
    Case("some: {in: actors, without: [{within: 1, text: {match: landing}}]}", NAMES + "landing", False),
    Case(
        "some: {in: sensitivity, as: a, without: [{within: 9, text: {match: landing}}]}",
        "Sensitive: Sensitive",
        [(3, 12, "Sensitive")],
    ),
    Case(
        "some: {in: sensitivity, with: [{within: 9, text: {match: landing}}]}",
        "Sensitive: Sensitive",
        None,
    ),
    # text
    Case("text: {match: links, as: a}", TEXT, [(4, 10, "links"), (4, 35, "links"), (6, 1, "Links")]),
    Case("text: {match: links, in: outputs}", TEXT, [(6, 1, "Links")]),
    Case("text: {match: links, in: [outputs, objectives]}", TEXT, [(6, 1, "Links")]),
    Case("text: {match: links, in: objectives}", TEXT, None),
    Case("text: {match: moor}", TEXT, False),
    Case("text: {match: moor}", "", None),
    Case("text: {match: moor, in: outputs}", TEXT.replace("Processing:\n", "Somewhere.\n"), None),
    Case("text: {match: links, sentence_has: team}", TEXT, [(4, 10, "links")]),
    Case("text: {match: links, sentence_lacks: 'team|cables'}", TEXT, [(6, 1, "Links")]),
    Case("text: {match: links, negated: true}", TEXT, [(4, 35, "links")]),
    Case("text: {match: links, negated: false}", TEXT, [(4, 10, "links"), (6, 1, "Links")]),
    Case("text: {match: links, sentence_has: moor}", TEXT, False),
    Case(
        "text: {match: teams, list_below: true}",
        "Processing:\nTwo teams:\n- A\n- B\nC",
        [(4, 5, "teams"), (5, 3, "A"), (6, 3, "B")],
    ),
    # texts beside: within
    Case(NEAR % 1, "Processing:\nOne.\n\nTwo.", [(4, 1, "One"), (6, 1, "Two")]),
    Case(NEAR % 1, "Processing:\nOne.\nMoor.\nTwo.", False),
    Case(NEAR % 1, "Processing:\nTwo.\nOne.", False),
    Case(NEAR % 0, "Processing:\nTwo, one, two.", [(4, 6, "one"), (4, 11, "two")]),
    Case(NEAR % 0, "Processing:\nOne.\nTwo.", False),
    Case(NEAR % 3, "", None),
    Case((NEAR % 1).replace("with:", "without:"), "Processing:\nOne.\nTwo.", False),
    Case((NEAR % 1).replace("with:", "without:"), "Processing:\nOne.\nMoor.\nTwo.", [(4, 1, "One")]),
    # same: by letters and digits, wherever it stands
    Case(SAME, "Processing:\nx Moor\nOutputs:\ny MOOR", [(4, 1, "x Moor"), (6, 1, "y MOOR")]),
    Case(SAME, "Processing:\nx Moor\nOutputs:\ny Vale", False),
    Case(SAME, "Processing:\nx Moor", None),
    Case(SAME.replace("with:", "without:"), "Processing:\nx Moor", [(4, 1, "x Moor")]),
    Case(SAME.replace("with:", "without:"), "Processing:\nx Moor\nOutputs:\ny Moor", False),
    Case(SAME.replace("x (?P<name>\\w+)", "x(?: (?P<name>\\w+))?"), "Processing:\nx\nOutputs:\ny Moor", None),
    Case(SAME.replace("with:", "without:").replace("outputs", "processing"), "Moor.\nOutputs:\nx Moor", None),
    # like and differs: names of organisations
    Case(BODY % "like", "Processing:\nx Moor CSU\ny Moor Commissioning Support Unit",
         [(4, 1, "x Moor CSU"), (5, 1, "y Moor Commissioning Support Unit")]),
    Case(BODY % "like", "Processing:\nx Moor CSU\ny Quaynote Limited", False),
    Case(BODY % "differs", "Processing:\nx Moor CSU\ny Quaynote Limited",
         [(4, 1, "x Moor CSU"), (5, 1, "y Quaynote Limited")]),
    Case(BODY % "differs", "Processing:\nx Moor CSU\ny Moor Commissioning Support Unit", False),
    Case(BODY % "differs", "Processing:\nx Moor CSU\ny .", None),
    # state
    Case("state: {of: sensitive, is: filled, as: a}", BOTH, [(3, 1, "Sensitive")]),
    Case("state: {of: sensitive, is: empty, as: a}", "Sensitive: ()", [(3, 1, "Sensitive")]),
    Case("state: {of: outputs, is: [empty, filled]}", BOTH, False),
    Case("state: {of: outputs, is: absent}", BOTH, [(1, 1, "Moor — DARS-NIC-123456-A1B2C")]),
    Case("state: {of: sensitive, is: [absent, empty]}", "", [(1, 1, "Moor — DARS-NIC-123456-A1B2C")]),
    Case("state: {of: processing, is: filled, as: a}", TEXT, [(3, 1, "Processing")]),
    Case("state: {of: objectives, is: absent}", TEXT, [(1, 1, "Moor — DARS-NIC-123456-A1B2C")]),
    Case("state: {of: processing, is: absent}", TEXT, False),
    # date, printed, not_printed
    Case("date: {is: dsa_end, after: dsa_start, months: 11}", "When:DSA runs 2019-01-01 — 2020-01-01",
         [(3, 28, "2020-01-01"), (3, 15, "2019-01-01")]),
    Case("date: {is: dsa_start, before: '2019-01-02'}", "When:DSA runs 2019-01-01 — 2020-01-01",
         [(3, 15, "2019-01-01")]),
    Case("date: {is: dsa_start, before: '2019-01-01'}", "When:DSA runs 2019-01-01 — 2020-01-01", False),
    Case("date: {is: dsa_start, not_after: '2019-01-01'}", "When:DSA runs 2019-01-01 — 2020-01-01",
         [(3, 15, "2019-01-01")]),
    Case("date: {is: dsa_end, before: as_of}", "When:DSA runs 2019-01-01 — 2020-01-01",
         [(3, 28, "2020-01-01")]),
    Case("date: {is: dsa_end, after: dsa_start, as: a}", "When:DSA runs 2019-01-01 — 2020-01-01",
         [(3, 28, "2020-01-01"), (3, 15, "2019-01-01")]),
    Case("date: {is: dsa_end, before: dsa_start}", "When:DSA runs 2019-01-01 — 2020-01-01", False),
    Case("date: {is: dsa_start, not_before: '2019-01'}", "When:DSA runs 2019-01-01 — 2020-01-01",
         [(3, 15, "2019-01-01")]),
    Case("date: {is: dsa_end, not_after: '2019'}", "When:DSA runs 2019-01-01 — 2020-01-01", False),
    Case("date: {is: dsa_end, after: dsa_start, months: 12}", "When:DSA runs 2019-01-01 — 2020-01-01", False),
    Case("date: {is: dsa_end, after: dsa_start}", "When:2018.01 — 2018.06.", None),
    Case("date: {is: dsa_end, after: national_data_opt_out}", "", None),
    Case("printed: [release_start, release_end]", "When:2018.01 — 2018.06.",
         [(3, 6, "2018-01"), (3, 16, "2018-06")]),
    Case("printed: [dsa_start, release_end]", "When:2018.01 — 2018.06.", False),
    Case("not_printed: [dsa_start, dsa_end]", "When:2018.01 — 2018.06.", []),
    Case("not_printed: [dsa_start, release_end]", "When:2018.01 — 2018.06.", False),
    # clash and gap
    Case("clash: {in: processors, by: number, differ_in: organisation, as: a}",
         "Processing:\nData Processor 1 – Moor CSU\nData Processor 1 – Vale CSU",
         [(4, 20, "Moor CSU"), (5, 20, "Vale CSU")]),
    Case("clash: {in: processors, by: number, differ_in: organisation}",
         "Processing:\nData Processor 1 – Moor CSU\nData Processor 2 – Vale CSU", False),
    Case("clash: {in: controllers, by: kind, differ_in: organisation}", "", None),
    Case("gap: {in: processor_labels, by: number, as: a}",
         "Processing:\nData Processor 1 – Moor CSU\nData Processor 3 – Vale CSU",
         [(4, 1, "Data Processor 1"), (5, 1, "Data Processor 3")]),
    Case("gap: {in: processor_labels, by: number}", "Processing:\nData Processor 3 – Moor CSU", False),
    Case("gap: {in: processor_labels, by: number}",
         "Processing:\nData Processor 2 – Moor CSU\nData Processor 3 – Vale CSU", False),
    Case("gap: {in: processor_labels, by: number}",
         "Processing:\nData Processor 8 – Moor CSU\nData Processor 5 – Vale CSU",
         [(5, 1, "Data Processor 5"), (4, 1, "Data Processor 8")]),
    Case("clash: {in: processors, by: [number, kind], differ_in: organisation, as: a}",
         "Processing:\nData Processor 1 – Moor CSU\nData Processor 1 – Vale CSU\nData Processor 1 – Moor CSU",
         [(4, 20, "Moor CSU"), (5, 20, "Vale CSU")]),
    Case("clash: {in: processors, by: number, differ_in: organisation}",
         "Processing:\nData Processor 1 – Moor CSU\nData Processor 1 – Moor Commissioning Support Unit",
         False),
    Case("gap: {in: controllers, by: name}", "", None),
]  # fmt: skip
PAGES = [
    Case(PAIR, TWO_PAGES.format("Yes", "N", "2018.06 — 2018.09"),
         [(2, 20, "Yes"), (5, 3, "Moor births"), (7, 20, "N"), (10, 3, "Moor births")]),
    Case(PAIR, TWO_PAGES.format("Yes", "N", "2018.07 — 2018.09"), False),
    Case(PAIR, TWO_PAGES.format("Yes", "Moorish", "2018.06 — 2018.09"), False),
    Case(PAIR.replace("overlapping: release, ", ""), TWO_PAGES.format("Yes", "N", "2019.06 — 2019.09"),
         [(2, 20, "Yes"), (5, 3, "Moor births"), (7, 20, "N"), (10, 3, "Moor births")]),
    Case(PAIR, TWO_PAGES.format("N", "Yes", "2018.06 — 2018.09"),
         [(7, 20, "Yes"), (10, 3, "Moor births"), (2, 20, "N"), (5, 3, "Moor births")]),
    Case(PAIR, TWO_PAGES.format("Yes", "N", "2017.06 — 2018.01"),
         [(2, 20, "Yes"), (5, 3, "Moor births"), (7, 20, "N"), (10, 3, "Moor births")]),
    Case(PAIR, TWO_PAGES.format("Yes", "N", "2017.06 — 2017.12"), False),
    Case(PAIR, TWO_PAGES.format("Yes", "N", "2018.06 — 2018.05"), False),  # it ends before it begins
    Case(PAIR, TWO_PAGES.format("Yes", "N", ""), False),
    Case(PAIR, TWO_PAGES.format("Yes", "Yes", "2018.06 — 2018.09"), False),
    # One agreement that is on both sides has nobody to be compared with.
    Case(PAIR.replace("overlapping: release, ", "").replace("not_applied", "applied"),
         TWO_PAGES.format("Yes", "N", "2018.06 — 2018.09"), False),
    Case(PAIR.replace("same: dataset", "same: name"),
         TWO_PAGES.format("Yes", "N", "2018.06 — 2018.09").replace("births\nTwo", "deaths\nTwo"), False),
    Case("group: {in: datasets, by: dataset, at_least: 2}", TWO_PAGES.format("Yes", "N", "2018.06 — 2018.09"),
         [(5, 3, "Moor births"), (10, 3, "Moor births")]),
    Case("group: {in: datasets, by: dataset, at_least: 3}", TWO_PAGES.format("Yes", "N", "2018.06 — 2018.09"),
         False),
    Case("latest: {by: layout, order: dsa_end, when: {date: {is: dsa_end, before: '2020-01-01'}}}",
         TERMS.format("2019-01-01", "2018-01-01"), [(3, 28, "2019-01-01")]),
    Case("latest: {by: layout, order: dsa_end, when: {date: {is: dsa_end, before: '2020-01-01'}}}",
         TERMS.format("2019-01-01", "2021-01-01"), False),
    # An agreement without the date could be later than all others.
    Case("latest: {by: layout, order: dsa_end, when: {date: {is: dsa_end, before: '2020-01-01'}}}",
         TERMS.format("2019-01-01", "2018-01-01") + "Three — DARS-NIC-123458-A1B2C\nOpt outs honoured: Yes\n",
         False),
    # Of two that are the latest, both must say so, and the first is shown.
    Case("latest: {by: layout, order: dsa_end, when: {date: {is: dsa_end, before: '2020-01-01'}}}",
         TERMS.format("2019-01-01", "2019-01-01"), [(3, 28, "2019-01-01")]),
    Case("latest: {by: layout, order: dsa_end, when: {date: {is: dsa_start, before: '2016-01-01'}}}",
         TERMS.format("2019-01-01", "2019-01-01"), False),
    # differ_in: two agreements have nothing in common there.
    Case("group: {in: opt_outs, by: meaning, differ_in: text, as: a}",
         TWO_PAGES.format("Y", "Yes", "2018.06 — 2018.09"), [(2, 20, "Y"), (7, 20, "Yes")]),
    Case("group: {in: opt_outs, by: meaning, differ_in: text}",
         TWO_PAGES.format("Yes", "Yes", "2018.06 — 2018.09"), False),
    Case("group: {in: opt_outs, by: meaning, differ_in: text}",
         TWO_PAGES.format("Y, Yes", "Yes", "2018.06 — 2018.09"), False),
    Case("group: {in: datasets, by: dataset}", TWO_PAGES.format("Yes", "N", "2018.06 — 2018.09"),
         [(5, 3, "Moor births"), (10, 3, "Moor births")]),
    Case("group: {in: datasets, by: [dataset, name], where: {name: {match: births}}}",
         TWO_PAGES.format("Yes", "N", "2018.06 — 2018.09"), [(5, 3, "Moor births"), (10, 3, "Moor births")]),
]  # fmt: skip


def check(case: Case, text: str, scope: str) -> None:
    truth, found = evaluate(yaml.safe_load(case.condition), text, scope)
    if isinstance(case.answer, list):
        assert truth is True
        assert [(item.span.line, item.span.column, item.text) for item in found] == case.answer
        lines = text.split("\n")
        for item in found:
            there = lines[item.span.line - 1][item.span.column - 1 : item.span.end_column - 1]
            assert re.sub(r"[-.]", "", there) == re.sub(r"[-.]", "", item.text)  # a date is kept as 2018-01
    else:
        assert truth is case.answer


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.condition[:60])
def test_on_a_record(case: Case) -> None:
    check(case, HEAD + case.body + "\n", "agreement")


@pytest.mark.parametrize("case", PAGES, ids=lambda case: case.condition[:60])
def test_on_a_page(case: Case) -> None:
    check(case, case.body, "document")


def test_every_operator_is_here_with_each_answer() -> None:
    answers: dict[str, set[bool | None]] = {}
    for case in (*CASES, *PAGES):
        truth = True if isinstance(case.answer, list) else case.answer
        answers.setdefault(case.condition.split(":")[0], set()).add(truth)
    operators = resources.schema("rule")["$defs"]["condition"]["properties"]
    expected: dict[str, set[bool | None]] = {operator: {True, False, None} for operator in operators}
    for operator in ("state", "printed", "not_printed", "pair", "group", "latest"):
        expected[operator] = {True, False}
    expected["optional"] = {True}
    lacking = {
        name: sorted(map(str, truths - answers.get(name, set())))
        for name, truths in expected.items()
        if truths - answers.get(name, set())
    }
    assert not lacking, f"CASES has no case in which an operator gives these answers: {lacking}"
    assert answers == expected


def test_named_groups_are_attributes() -> None:
    condition: dict[str, Any] = {"text": {"match": r"(?P<who>\w+) has (?P<what>\w+)?", "as": "a"}}
    _, found = evaluate(condition, HEAD + "Processing:\nMoor has data. Vale has .\n")
    assert [item.values for item in found] == [
        {"who": "Moor", "what": "data"},
        {"who": "Vale", "what": None},
    ]


def test_many_texts_beside_many_texts_take_bounded_time() -> None:
    """Four times the text takes about four times the time, although every match has others beside it."""
    condition = yaml.safe_load(
        (BODY % "differs").replace("within: 1", "within: 50").replace(r"[\w ]+", r"\w+")
    )

    def seconds(lines: int) -> float:
        page = HEAD + "Processing:\n" + "".join(f"x a{n} y a{n} " * 100 + "\n" for n in range(lines))
        started = time.process_time()
        evaluate(condition, page)
        return time.process_time() - started

    small, large = seconds(10), min(seconds(40) for _ in range(3))
    assert large < max(0.5, small * 12)


def test_the_list_below_may_end_its_record() -> None:
    condition = {"text": {"match": "two CCGs", "list_below": True, "as": "hit"}}
    for end in ("", "\n", "\nOutputs:\n- C\n"):
        truth, found = evaluate(condition, f"{HEAD}Processing:\nThe two CCGs:\n- A\n\n- B{end}")
        assert (truth, [item.text for item in found]) == (True, ["two CCGs", "A", "B"])
