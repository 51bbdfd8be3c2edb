"""Dates that a narrative speaks of as still to come, as past, or as the end of something."""

from __future__ import annotations

import pytest
from conftest import assemble

from dslint.facts import AgreementFacts, DocumentFacts

PAGE = """\
Moor — DARS-NIC-123456-A1B2C
Legal basis: NHS Act 2006 – s251
When:DSA runs {}
Outputs:
{}
"""


def facts_of(text: str, term: str = "2019-04-01 — 2022-03-31") -> AgreementFacts:
    return DocumentFacts(assemble("page.txt", PAGE.format(term, text))).agreements[0]


def told(text: str) -> list[tuple[int, str, str, str]]:
    """The line, what is printed, the date and how it is spoken of."""
    found = facts_of(text).collection("dates_in_text") or []
    for item in found:
        line = text.split("\n")[item.span.line - 5]
        assert line[item.span.column - 1 : item.span.end_column - 1] == item.text
    return [(i.span.line - 4, i.text, i.get("date"), i.get("form")) for i in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The report will be published in May 2021.", [(1, "May 2021", "2021-05", "planned")]),
        ("The report will be published on 5th May 2021.", [(1, "5th May 2021", "2021-05", "planned")]),
        ("Words.\nYes. The report will be published in Sept 2021.", []),
        ("Words.\nYes. The report will be published in Sep 2021.", [(2, "Sep 2021", "2021-09", "planned")]),
        ("The report will be published in December 2021.", [(1, "December 2021", "2021-12", "planned")]),
        ("The report will be published in January, 2021.", [(1, "January, 2021", "2021-01", "planned")]),
        ("The report will be published by 2021.", [(1, "2021", "2021", "planned")]),
        ("The report of 2021 will be published.", []),
        ("The report will be published as report 2021.", []),  # no time is told
        ("The report will be published in 2051.", []),
        ("The report will be published in 1999.", []),
        ("The report will be published in 2021/22.", []),
        ("The report was published in May 2021.", [(1, "May 2021", "2021-05", "past")]),
        ("The funding ends in May 2021.", [(1, "May 2021", "2021-05", "ends")]),
        ("Funding is in place until 31/05/2021.", [(1, "31/05/2021", "2021-05", "ends")]),
        ("The approval expires on 1.12.2021.", [(1, "1.12.2021", "2021-12", "ends")]),
        ("The funding ends under 31.13.2021.", [(1, "2021", "2021", "ends")]),  # no date
        # what is said before one date is not said of the next
        (
            "The report was published in May 2019 and the paper will be published in June 2021.",
            [(1, "May 2019", "2019-05", "past"), (1, "June 2021", "2021-06", "planned")],
        ),
        # what opens a list is said of its dates
        ("These will be published:\n- a report in May 2021\n- a paper\nA talk in June 2021.",
         [(2, "May 2021", "2021-05", "planned")]),
        ("These will be published:\n\n- a report in May 2021", [(3, "May 2021", "2021-05", "planned")]),
        ("These will be published.\n- a report in May 2021", []),
        # in the same sentence, and no further off than 110 letters
        ("The report will be published. It is of May 2021.", []),
        (f"It will be published {'x' * 80} in May 2021.", [(1, "May 2021", "2021-05", "planned")]),
        (f"It will be published {'x' * 110} in May 2021.", []),
    ],
)  # fmt: skip
def test_how_a_date_is_spoken_of(text: str, expected: list[tuple[int, str, str, str]]) -> None:
    assert told(text) == expected


def past(text: str, term: str = "2019-04-01 — 2022-03-31") -> list[tuple[bool | None, str | None]]:
    found = facts_of(text, term).collection("dates_in_text") or []
    return [(item.get("past"), item.get("in_term")) for item in found]


PLANNED = "The report will be published in {}."


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("March 2019", (True, "before")),
        ("May 2019", (False, "within")),
        ("February 2022", (False, "within")),
        ("March 2022", (False, "covers")),  # the last day is in it
        ("May 2022", (False, "after")),
    ],
)
def test_whether_a_date_has_passed(date: str, expected: tuple[bool | None, str | None]) -> None:
    assert past(PLANNED.format(date)) == [expected]


def test_the_text_itself_tells_of_something_later() -> None:
    told_later = f"{PLANNED.format('May 2020')}\nThe paper was published in June 2020."
    assert past(told_later)[0] == (True, "within")
    of_a_year = f"{PLANNED.format('May 2020')}\nThe paper was published in 2021."
    assert past(of_a_year)[0] == (False, "within")  # which may be a name of an edition


def test_an_end_is_compared_with_the_begin_of_the_agreement() -> None:
    assert past("The funding ends in March 2019.") == [(True, "before")]
    ends, told_later = past("The funding ends in May 2020. The paper was published in June 2021.")
    assert (ends, told_later) == ((False, "within"), (False, "within"))


def test_what_ends() -> None:
    for text, of in (("The Funding ends in May 2021.", "funding"), ("The DSPT ends in May 2021.", "DSPT")):
        (item,) = facts_of(text).collection("dates_in_text") or []
        assert item.get("of") == of
