"""What is found for one month of a register is true for another where each answer is the same."""

from __future__ import annotations

import pytest

from dslint.facts.edition import Asked, Edition


@pytest.mark.parametrize(
    ("month", "other", "months", "later"),
    [
        ("2021-02", "2021-01", 0, {"2021-03": True, "2021-01": False}),
        ("2021-02", "2021-03", 0, {"2021-01": True, "2021-04": False}),
        ("2021-02", "2020-12", 1, {"2021-03": True, "2021-01": False}),
    ],
)
def test_what_was_compared(month: str, other: str, months: int, later: dict[str, bool]) -> None:
    edition = Edition(month)
    assert edition.compares("after", other, months) is (other < "2021-02")
    (asked,) = edition.asked
    assert asked == Asked("after", other, months, other < "2021-02")
    assert asked.holds(month)
    assert {each: asked.holds(each) for each in later} == later
    assert not asked.holds(None)


def test_what_looked_at_the_month_is_of_this_month_only() -> None:
    edition = Edition("2021-02")
    assert (edition.month_unnoted, edition.asked) == ("2021-02", {})
    assert edition.month == "2021-02"
    (asked,) = edition.asked
    assert [asked.holds(each) for each in ("2021-02", "2021-03", None)] == [True, False, False]


def test_a_month_that_is_unknown() -> None:
    edition = Edition(None)
    assert edition.is_unknown
    assert edition.month_unnoted == ""
    assert edition.compares("after", "2021-01") is None
    (asked,) = edition.asked
    assert (asked.holds(None), asked.holds("2021-02")) == (True, False)
    assert not Edition("2021-02").is_unknown


def test_without_months_between_the_dates_themselves_are_compared() -> None:
    edition = Edition("2021-02")
    assert edition.compares("after", "2021-01") is True
    assert edition.compares("after", "2021-01", 1) is False
