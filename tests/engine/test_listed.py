"""Words of a message in a row: all of them up to a number, else the first and how many more."""

from __future__ import annotations

import pytest

from dslint.engine.outcome import Match
from dslint.engine.template import MOST_NAMED, Template, listed
from dslint.facts import Item
from dslint.model import Place, Span

MANY = [f"name {number}" for number in range(MOST_NAMED + 8)]


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        ([], ""),
        (["a"], "a"),
        (["a", "b"], "a and b"),
        (["a", "b", "c"], "a, b and c"),
        (MANY[: MOST_NAMED + 1], f"{', '.join(MANY[:MOST_NAMED])} and {MANY[MOST_NAMED]}"),
        (MANY[: MOST_NAMED + 2], f"{', '.join(MANY[:MOST_NAMED])} and 2 more"),
        (MANY, f"{', '.join(MANY[:MOST_NAMED])} and 8 more"),
    ],
)
def test_what_is_listed(texts: list[str], said: str) -> None:
    assert listed(texts) == said


def _match(alias: str, line: int, text: str, **values: object) -> Match:
    return Match(alias, Item(text, Span(line, 1, 1 + len(text)), "processing", dict(values)), "")


def _filled(template: str, *matches: Match) -> str:
    """A template, in a file whose lines begin with the hundredth."""
    return Template(template).fill(
        list(matches), lambda span: Place(span.line + 100, span.column, span.line + 100, span.end_column)
    )


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("No  place  here.", "No  place  here."),
        ("It says {it.text}  twice.", 'It says "Moor" and "Vale" twice.'),
        ("It says {it.text.first}.", 'It says "Moor".'),
        ("The {it.kind} has it.", "The ccg has it."),  # each word once
        ("The {it.grounds} are named.", "The s251, consent are named."),
        ("It says {it.none}.", "It says ."),
        ("It is {it.unit}.", "It is a ward."),  # no printed text, so no quotes
        ("There are {it.count}.", "There are 3."),
        ("There are {other.count}.", "There are 0."),
        ("See {it.lines}.", "See 103, 104 and 107."),
        ("See {it.all_lines}.", "See 103-104 and 107."),
        ("{group.count} say {it.text.first}.", '{group.count} say "Moor".'),  # known later
    ],
)
def test_how_a_template_is_filled(template: str, said: str) -> None:
    matches = [
        _match("it", 4, "Moor", kind="ccg", unit="a ward"),
        _match("it", 3, "Vale", kind="ccg", grounds=["s251", "consent"]),
        _match("it", 7, "Moor"),
        _match("it", 7, "Moor"),  # the same place
        _match("else", 9, "Tarn"),
    ]
    assert _filled(template, *matches) == said


@pytest.mark.parametrize(
    ("lines", "said"),
    [([3], "3"), ([3, 4], "3-4"), ([3, 5], "3 and 5"), ([1, 2, 3, 5, 8, 9], "1-3, 5 and 8-9")],
)
def test_every_line_is_named(lines: list[int], said: str) -> None:
    matches = [_match("it", line - 100, "x") for line in reversed(lines)]
    assert _filled("{it.all_lines}", *matches) == said


def test_one_value_for_each_of_another_attribute() -> None:
    matches = [
        _match("used", 1, "MSDS", dataset="maternity"),
        _match("used", 2, "the deaths", dataset=None),
        _match("used", 3, "Maternity Services Data Set", dataset="maternity"),
        _match("used", 4, "the births", dataset=None),
    ]
    template = "{used.text.by.dataset}."
    assert _filled(template, *matches) == '"MSDS", "the deaths" and "the births".'
    assert [attribute for _, attribute, _ in Template(template).places()] == ["text", "dataset"]


def test_where_the_places_of_a_template_are() -> None:
    template = Template("The {it.text} and {other.name.first} {of}.")
    assert template.places() == [("it", "text", 4), ("other", "name", 18)]
    assert template.braces() == 37
    assert Template("The {it.text}.").braces() == -1
