"""What is told of a line before its patterns are run: it may only spare work, never a fact."""

from __future__ import annotations

import re
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from dslint.compiled import builtin, with_any_area
from dslint.facts.countries import Countries
from dslint.facts.dates_in_text import DatesInText
from dslint.facts.linkages import Linkages
from dslint.facts.sentences import Negation, sentences
from dslint.facts.spellings import _capitals_of, _long_words
from dslint.vocabularies import BUILT_IN

COUNTRIES: dict[str, Any] = BUILT_IN.vocabulary("countries")
LINKAGES: dict[str, Any] = BUILT_IN.vocabulary("linkages")
DATES: dict[str, Any] = BUILT_IN.vocabulary("dates_in_text")
NAMES = [
    *("England", "Wales", "Northern Ireland", "Ireland", "U.K.", "UK", "U.S.", "U.S.A.", "USA", "USAF", "EU"),
    *("New York", "York", "New Zealand", "worldwide", "World-wide", "Anywhere in the world", "any country"),
    *("Paris", "paris", "PARIS", "Porto", "Delhi", "İreland", "Isle of Man", "United States of America"),
]
WORDS = [
    *("the", "in", "within", "to", "from", "and", "or", "no", "not", "never", "other", "only", "solely"),
    *("data", "records", "are", "is", "will", "be", "stored", "held", "kept", "leave", "cannot", "used"),
    *("linked", "Links", "matched", "adds", "with", "them", "linkage", "hospital", "register", "NHS", "of"),
    *("territory of use is", "limited to", "outside", "copy", "Street", "St", "House", "Ltd", "alone"),
    *("expected", "published", "by", "has", "ended", "funding", "until", "March", "2027", "2027-28", "12th"),
    *("Mar", "20", "planned for", "due", "aim is to use", "first issued", "MOOR", "(MOOR)", "Moorland"),
]
MARKS = [" ", " ", " ", " ", ", ", ". ", "; ", ".", ";", "-", " (", ") ", ": ", "ſ", "\u2028"]
LINES = st.lists(st.sampled_from([*NAMES, *WORDS, *MARKS, *MARKS]), max_size=40).map("".join)


def _names_as_one() -> re.Pattern[str]:
    cities = [each["city"] for each in COUNTRIES["cities"] if each["country"] != COUNTRIES["unsought"]]
    names = "|".join([*(each["match"] for each in COUNTRIES["areas"]), *cities])
    return re.compile(rf"(?<![\w-])(?:{names})(?![\w-])(?! {COUNTRIES['streets']}\b)")


AS_ONE = _names_as_one()
LIMIT = re.compile(
    "|".join(COUNTRIES["limit"]).replace(
        "{area}",
        "(?-i:{0})(?:(?:,| and| or|/)? (?:the )?(?-i:{0}))*(?![\\w-])".format(
            "|".join(each["match"] for each in COUNTRIES["areas"])
        ),
    ),
    re.IGNORECASE,
)


@settings(deadline=None)
@given(LINES)
def test_names_of_countries_are_those_of_one_pattern(line: str) -> None:
    found = [(start, end) for start, end, _ in BUILT_IN.derived(Countries).named(line)]
    assert found == [each.span() for each in AS_ONE.finditer(line)]


@settings(deadline=None)
@given(LINES)
def test_no_limit_of_an_area_is_missed(line: str) -> None:
    found = [(start, end) for start, end, _ in BUILT_IN.derived(Countries).limits_in(line)]
    assert found == [each.span() for each in LIMIT.finditer(line)]


def test_a_name_covers_what_its_row_says() -> None:
    covered = BUILT_IN.derived(Countries).covered
    assert covered("in the U.K. and in Porto") == {
        *("england", "wales", "scotland", "northern ireland", "portugal"),
    }


@settings(deadline=None)
@given(LINES)
def test_no_linkage_is_missed(line: str) -> None:
    linked, banned = [], []
    for first, last in sentences(line):
        sentence = line[first:last]
        here = [each.start() for each in re.finditer(LINKAGES["banned"], sentence, re.IGNORECASE)]
        banned += [first + start for start in here]
        if not here:
            linked += [
                first + found.start()
                for each in LINKAGES["linked"]
                for found in re.finditer(each, sentence, re.IGNORECASE)
                if not re.search(LINKAGES["planned"], sentence[: found.end()], re.IGNORECASE)
            ]
    line_read = BUILT_IN.derived(Linkages).linkages_in(line)
    assert [each.start for each in line_read.linked] == linked
    assert [start for start, _, _ in line_read.banned] == banned


def _told(text: str) -> str | None:
    """The first form that a text has."""
    return next(
        (each["form"] for each in DATES["forms"] if re.search(each["match"], text, re.IGNORECASE)), None
    )


@given(st.lists(LINES, max_size=4).map(tuple), st.booleans())
def test_no_date_is_missed(lines: tuple[str, ...], awaited: bool) -> None:
    """Each line is asked for, whatever stands in it, and a list goes on until a line that is no entry."""
    reader, opened, expected = DatesInText(BUILT_IN), None, []
    for place, line in enumerate(lines):
        if not re.match(r"\s*(?:[-•*·▪o]|\(?\w{1,3}[.)])\s", line) and line.strip():
            opened = _told(line) if re.search(r":\s*$", line) else None
        expected += [(place, each) for each in reader._each_date(line, opened, awaited)]
    assert reader.dates_among(lines, awaited) == expected


@settings(deadline=None)
@given(LINES)
def test_the_form_of_a_sentence_is_the_first_that_matches(line: str) -> None:
    reader = DatesInText(BUILT_IN)
    live = dict(reader._index.live(line))
    for first, last in sentences(line):
        assert reader._form_of(line[first:last], live)[0] == _told(line[first:last])


@given(st.text(st.sampled_from("ABMmo-(') \n’"), max_size=12))
def test_words_begin_where_none_goes_on(line: str) -> None:
    capitals = re.finditer(r"(?<![\w(-])[A-Z]{4,}(?![\w)-])", line)
    assert _capitals_of(line).words == tuple((*each.span(), each.group()) for each in capitals)
    long = re.finditer(r"(?<![\w'’-])M[a-z]{5,}(?![\w-])", line)
    assert _long_words((line,), "M") == [(0, each.start(), each.group()) for each in long]


DENIAL = re.compile("|".join(BUILT_IN.vocabulary("negation")["before"]), re.IGNORECASE)
CLAUSE_END = re.compile(r"[,:–—](?=\s|$)|\s(?=but\b|although\b|unless\b|except\b)")
DENIALS = ["No", "not", "nor", "cannot", "can't", "unable to", "know", "nothing", "but", "unless", "Butter"]


@settings(deadline=None)
@given(st.lists(st.sampled_from([*DENIALS, "data", *MARKS, *MARKS]), max_size=20).map("".join))
def test_a_denial_stands_in_the_clause_before_a_hit(line: str) -> None:
    is_negated = BUILT_IN.derived(Negation).is_negated
    for first, last in sentences(line):
        for word in re.finditer(r"\b\w+", line[first:last]):
            clause = CLAUSE_END.split(line[first : first + word.start()])[-1]
            assert is_negated(line, first, first + word.start()) == (DENIAL.search(clause) is not None)


def test_each_frame_of_a_limit_is_one_alternative() -> None:
    """What is known of the only alternative is known of the frame."""
    assert {len(builtin(with_any_area(each)).alternatives) for each in COUNTRIES["limit"]} == {1}
