"""What the attributes of an item must be, and which items fit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from dslint.engine.outcome import Truth
from dslint.facts import Item
from dslint.facts.catalogue import LISTS
from dslint.tuples import NamedTuple

_PLACES = {"text": Item._fields.index("text"), "section": Item._fields.index("field")}  # of every item


class Filter(NamedTuple):
    """What one attribute must be: one of some words, or else what `holds` says of it. A value that is not
    known is neither yes nor no, save to a test that asks just that. `place` is given for what every item
    has besides its values."""

    attribute: str
    place: int | None
    words: frozenset[Any]
    holds: Callable[[Any], Truth] | None

    def passes(self, value: Any) -> bool:
        return bool(self.holds(value) if self.holds else value in self.words)


class Filters(NamedTuple):
    """What an item must be. It is asked of every item of large collections many times, so mere words come
    first, and nothing is called for them."""

    words: tuple[tuple[str, frozenset[Any]], ...]  # those of an attribute among the values
    others: tuple[Filter, ...]

    @classmethod
    def of(cls, filters: Iterable[Filter]) -> Filters:
        mere, others = [], []
        for each in filters:
            if each.holds is None and each.place is None:
                mere.append((each.attribute, each.words))
            else:
                others.append(each)
        return cls(tuple(mere), tuple(others))

    def tests(self) -> dict[str, Callable[[Any], bool]]:
        """Whether a value passes, by attribute. One that is not known does not."""
        mere = {attribute: words.__contains__ for attribute, words in self.words}
        return {**mere, **{each.attribute: each.passes for each in self.others}}

    def items(self, items: Iterable[Item]) -> Iterator[tuple[Item, Truth]]:
        """The items that pass every test, in their order, and those that may, each with None."""
        mere, others = self
        for item in items:
            truth: Truth = True
            values = item[3]  # got sooner than by name
            for attribute, words in mere:
                if (value := values.get(attribute)) is None:
                    truth = None
                elif value not in words:
                    break
            else:
                for attribute, place, words, holds in others:
                    value = values.get(attribute) if place is None else item[place]
                    passed = holds(value) if holds else None if value is None else value in words
                    if passed is False:
                        break
                    if passed is None:
                        truth = None
                else:
                    yield item, truth

    def any_fits(self) -> Callable[[Iterable[Item]], bool]:
        """What tells whether an item passes every test."""
        mere, others = self

        def any_fits(items: Iterable[Item]) -> bool:
            for item in items:
                values = item[3]
                for attribute, words in mere:
                    if values.get(attribute) not in words:
                        break
                else:
                    for attribute, place, words, holds in others:
                        value = values.get(attribute) if place is None else item[place]
                        if not (holds(value) if holds else value in words):
                            break
                    else:
                        return True
            return False

        return any_fits


def make_filter(attribute: str, wanted: Any, matcher: Callable[[str], Callable[[str], Truth]]) -> Filter:
    """The test that a rule file writes for an attribute; `matcher` makes tests of the sources of patterns."""
    operators = wanted if isinstance(wanted, dict) else {"is_any": wanted}
    of = _PLACES.get(attribute)
    if [*operators] == ["is_any"] and attribute not in LISTS:
        return Filter(attribute, of, _words(operators["is_any"]), None)
    tests = [_test(operator, operand, matcher) for operator, operand in operators.items()]
    return Filter(attribute, of, frozenset(), tests[0] if len(tests) == 1 else _each_of(tests))


def _words(operand: Any) -> frozenset[Any]:
    return frozenset(operand if isinstance(operand, list) else [operand])


def _test(
    operator: str, operand: Any, matcher: Callable[[str], Callable[[str], Truth]]
) -> Callable[[Any], Truth]:
    if operator == "match":
        matches = matcher(operand)
        return lambda value: None if value is None else matches(str(value))
    if operator == "no_match":
        return _opposite(matcher(operand))
    if operator == "known":
        return lambda value: (value is not None) is operand
    return _OF_WORDS[operator](_words(operand))


def _opposite(matches: Callable[[str], Truth]) -> Callable[[Any], Truth]:
    def holds(value: Any) -> Truth:
        found = None if value is None else matches(str(value))
        return None if found is None else not found

    return holds


def _each_of(tests: Sequence[Callable[[Any], Truth]]) -> Callable[[Any], Truth]:
    """Every test holds. The first that does not settles it."""

    def holds(value: Any) -> Truth:
        truth: Truth = True
        for test in tests:
            passed = test(value)
            if passed is False:
                return False
            if passed is None:
                truth = None
        return truth

    return holds


def _is_any(wanted: frozenset[Any]) -> Callable[[Any], Truth]:
    def holds(value: Any) -> Truth:
        if isinstance(value, list):
            return not wanted.isdisjoint(value)
        return None if value is None else value in wanted

    return holds


def _is_none_of(barred: frozenset[Any]) -> Callable[[Any], Truth]:
    def holds(value: Any) -> Truth:
        if isinstance(value, list):
            return barred.isdisjoint(value)
        return None if value is None else value not in barred

    return holds


def _is_all_of(allowed: frozenset[Any]) -> Callable[[Any], Truth]:
    def holds(value: Any) -> Truth:
        if value is None:
            return None
        values = value if isinstance(value, list) else [value]
        return bool(values) and allowed.issuperset(values)

    return holds


_OF_WORDS = {"is_any": _is_any, "is_not": _is_none_of, "all_of": _is_all_of}
