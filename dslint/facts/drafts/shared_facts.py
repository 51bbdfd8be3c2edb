"""Facts that several places of a draft tell, and whether they tell the same.

Which facts these are, and how each is written, is data (vocabulary/shared_facts.yaml).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from dslint.compiled import cased
from dslint.facts.drafts.answers import answers_by_key
from dslint.facts.item import Item
from dslint.facts.organisations import Organisations
from dslint.facts.sections import REMEMBERED
from dslint.facts.sentences import sentence_around
from dslint.memo import cached_method
from dslint.model import Span, Value
from dslint.regexes import regex
from dslint.tuples import NamedTuple
from dslint.values.cells import read_date
from dslint.values.dates import compare, later
from dslint.vocabularies import Vocabularies

if TYPE_CHECKING:
    from dslint.facts.agreement import AgreementFacts

_RANGE = regex(r"(\d+) ?(?:to|and|-|–) ?(\d+)")
_LONG, _FEW = 12, 2  # months
_PERIOD = regex(r"\b([\w-]{1,40})\b.{0,60}?(month|year)")
_BOUNDS: dict[str, Callable[[str, str], tuple[str, str, int]]] = {
    "not_later": lambda _, other: ("after", other, 0),
    "not_earlier": lambda _, other: ("before", other, 0),
    "not_long_before": lambda one, other: (
        "before",
        _year_before(other) if len(one) == _YEAR else other,
        _LONG,
    ),
}
_ALONE = ("date", "text", "organisation", "part")  # kinds that need no term
_YEAR = 4  # characters of a date that is a year
_ALIKE = 3  # places that make a value the one that others are compared with


class _Fact(NamedTuple):
    """A fact that several places of a draft may state. `keys` are those that are to say it, `found_in_key`
    and `found_in_text` match it, with its value as a group."""

    name: str
    what: str
    kind: str
    keys: tuple[str, ...]
    in_keys: tuple[str, ...]  # keys whose texts are read as prose
    sections: frozenset[str]
    found_in_key: list[re.Pattern[str]]
    found_in_text: list[re.Pattern[str]]
    lacks: re.Pattern[str] | None
    means: dict[str, str]  # values of the same meaning
    since: str | None  # the date that a period begins at


class SharedFacts:
    """The facts that some vocabularies know."""

    def __init__(self, vocabularies: Vocabularies) -> None:
        data = vocabularies.vocabulary("shared_facts")
        cities = "|".join(each["city"] for each in vocabularies.vocabulary("countries")["cities"])
        patterns = {**data["patterns"], "city": cased(cities)}
        names = {f"{{{name}}}": pattern for name, pattern in patterns.items()}

        def made(source: str) -> re.Pattern[str]:
            for name, pattern in names.items():
                source = source.replace(name, pattern)
            return regex(source, re.IGNORECASE)

        self.numbers: dict[str, int] = data["numbers"]
        self.facts = [
            _Fact(
                row["fact"],
                row["what"],
                row["kind"],
                tuple(row["keys"]),
                tuple(row.get("in_keys", ())),
                frozenset(row["sections"]),
                [made(row["key"])] if "key" in row else [*map(made, row["text"])],
                [*map(made, row["text"])],
                made(row["lacks"]) if "lacks" in row else None,
                row.get("means", {}),
                row.get("since"),
            )
            for row in data["facts"]
        ]

        self.in_keys = frozenset(key for fact in self.facts for key in fact.in_keys)
        self.sections = frozenset(section for fact in self.facts for section in fact.sections)

    @cached_method(REMEMBERED)
    def answers_in(self, text: str) -> dict[str, list[tuple[int, int, str]]]:
        """By fact, where a text tells it and its value. One change of a draft leaves most of its lines."""
        found_by_fact: dict[str, list[tuple[int, int, str]]] = {}
        for fact in self.facts:
            for found in _finds(fact.found_in_text, text):
                if fact.lacks and fact.lacks.search(text, *sentence_around(text, *found.span())):
                    continue
                if value := _value(fact, found["value"]):
                    found_by_fact.setdefault(fact.name, []).append((found.start(), found.end(), value))
        return found_by_fact


class _Stated(NamedTuple):
    value: str
    text: str
    span: Span
    field: str
    source: str  # key | text


def shared_facts_of(facts: AgreementFacts) -> list[Item]:
    """Each place of a draft that states a fact which another place states too.

    `agrees` tells whether it says the same as the keys for it. Where no key says it, that is what three
    places say alike, else the first place. The entries of one key are about different things, such as
    datasets, so each of them counts as the first.
    """
    answers = answers_by_key(facts)
    told = _told(facts, answers)
    items: list[Item] = []
    for fact in facts.derived(SharedFacts).facts:
        of_keys = list(_in_keys(facts, fact, answers))
        stated = [*of_keys, *_in_text(fact, told)]
        first = of_keys or _agreed(stated) or _entries(stated, fact) or stated[:1]
        for each in stated if len(stated) > 1 else ():
            agrees = any(_same(facts, fact, each.value, other.value) for other in first)
            values = {
                "fact": fact.name, "what": fact.what, "value": each.value, "source": each.source,
                "agrees": agrees, "section": each.field,
            }  # fmt: skip
            items.append(Item(each.text, each.span, each.field, values, facts.index))
    return items


def _agreed(stated: list[_Stated]) -> list[_Stated]:
    """The places whose value is that of three places or more."""
    times = Counter(each.value for each in stated)
    return [each for each in stated if times[each.value] >= _ALIKE]


def _entries(stated: list[_Stated], fact: _Fact) -> list[_Stated]:
    """The entries of the key that states a fact first."""
    return [each for each in stated if each.field == stated[0].field and each.field in fact.in_keys]


def _in_keys(facts: AgreementFacts, fact: _Fact, answers: Sequence[tuple[str, Value]]) -> Iterator[_Stated]:
    for key, (text, span) in answers:
        if key in fact.keys:
            for found in _finds(fact.found_in_key, text):
                if value := _value(fact, found["value"]):
                    yield _Stated(value, text, span, key, "key")


class _Told(NamedTuple):
    """A text that says something, and what by the name of the fact. It is the answer of a key or a line of a
    section."""

    is_answer: bool
    field: str
    text: str
    span: Span
    found: dict[str, list[tuple[int, int, str]]]


def _told(facts: AgreementFacts, answers: Sequence[tuple[str, Value]]) -> list[_Told]:
    """The answers, and then the lines, that say anything."""
    known = facts.derived(SharedFacts)
    told = [
        _Told(True, key, value.text, value.span, known.answers_in(value.text))
        for key, value in answers
        if key in known.in_keys
    ]
    for section, first, lines in facts.narrative:
        for number, line in enumerate(lines if section in known.sections else (), first):
            if found := known.answers_in(line):
                told.append(_Told(False, section, line, Span(number, 1, len(line) + 1), found))
    return [each for each in told if each.found]


def _in_text(fact: _Fact, told: Sequence[_Told]) -> Iterator[_Stated]:
    for is_answer, field, text, span, found in told:
        if field in (fact.in_keys if is_answer else fact.sections):
            for start, end, value in found.get(fact.name, ()):
                at = Span(span.line, span.column + start, span.column + end)
                yield _Stated(value, text[start:end], at, field, "text")


def _finds(patterns: Sequence[re.Pattern[str]], text: str) -> Iterator[re.Match[str]]:
    for pattern in patterns:
        yield from pattern.finditer(text)


def _value(fact: _Fact, printed: str) -> str | None:
    """What is compared."""
    if fact.kind.startswith("period") and not printed[-1].isdecimal():
        return printed
    if fact.kind.startswith(("date", "period")) or fact.kind in _BOUNDS:
        return printed if printed.isdecimal() else read_date(printed)
    if fact.kind in ("organisation", "part"):
        return printed
    folded = re.sub(r"[\s,]+", "", _RANGE.sub(r"\1-\2", printed)).casefold()
    return fact.means.get(folded, folded)


def _comes_to(facts: AgreementFacts, fact: _Fact, period: str, other: str) -> bool:
    """Whether a period comes to a day, give or take a few months. That of a key is the day itself."""
    since, found = facts.date(fact.since or ""), _PERIOD.match(period)
    if since is None or found is None:
        return True
    number = facts.derived(SharedFacts).numbers.get(found[1].casefold()) or int(found[1])
    end = later(since.text, number * (1 if found[2] == "month" else _LONG))
    is_shorter = fact.kind == "period" and compare(end, "before", other, _FEW)
    return not is_shorter and not compare(end, "after", other, _FEW)


def _ends_before_it_starts(facts: AgreementFacts) -> bool:
    start, end = facts.date("dsa_start"), facts.date("dsa_end")
    return start is not None and end is not None and compare(end.text, "before", start.text)


def _year_before(date: str) -> str:
    return f"{int(date[:_YEAR]) - 1}"


def _same(facts: AgreementFacts, fact: _Fact, one: str, other: str) -> bool:
    """Whether a value says the same as that of a key, or of the first place."""
    kind = fact.kind
    if kind not in _ALONE and _ends_before_it_starts(facts):
        return True
    if kind.startswith("period"):
        return _comes_to(facts, fact, one, other)
    if kind == "date":
        return not compare(one, "before", other) and not compare(one, "after", other)
    if kind in _BOUNDS:
        return not compare(one, *_BOUNDS[kind](one, other))
    if kind == "organisation":
        return facts.derived(Organisations).may_be_one(one, other)
    if kind == "part":
        return one.casefold() in other.casefold()
    return one == other
