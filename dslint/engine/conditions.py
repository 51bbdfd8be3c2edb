"""The conditions of the rule language, one class each. docs/rule-language.md describes them to authors.

Evaluation is three-valued. A condition over something that an agreement does not have is unknown, `not`
leaves unknown unknown, and a rule fires only on true.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from itertools import accumulate
from operator import itemgetter
from typing import Any, NamedTuple, Protocol, cast

from dslint.engine.filters import Filters, matching_items
from dslint.engine.joins import Joins, join_test
from dslint.engine.outcome import NO, UNKNOWN, YES, Match, Outcome, Truth
from dslint.engine.scope import AgreementScope, DocumentScope, Scope
from dslint.facts import Item
from dslint.facts.catalogue import DATES
from dslint.facts.organisations import Organisations
from dslint.facts.releases import Releases
from dslint.values.dates import compare

LONGEST_NUMBERING = 100  # a larger number is no position in a list


class Condition(Protocol):
    def evaluate(self, scope: Scope) -> Outcome: ...


class AllOf(NamedTuple):
    """The parts are asked in an `order` of their own, for one that fails spares the others; what they find
    stays in the order written."""

    parts: list[Condition]
    order: list[int]

    def evaluate(self, scope: Scope) -> Outcome:
        outcomes: list[tuple[int, Outcome]] = []
        unknown = False
        for index in self.order:
            outcome = self.parts[index].evaluate(scope)
            if outcome.truth is False:
                return NO
            unknown = unknown or outcome.truth is None
            outcomes.append((index, outcome))
        if unknown:
            return UNKNOWN
        outcomes.sort(key=itemgetter(0))
        return Outcome(True, tuple([match for _, each in outcomes for match in each.matches]))


class AnyOf(NamedTuple):
    parts: list[Condition]

    def evaluate(self, scope: Scope) -> Outcome:
        matches: list[Match] = []
        truth: Truth = False
        for part in self.parts:
            outcome = part.evaluate(scope)
            if outcome.truth is True:
                truth = True
                matches += outcome.matches
            elif outcome.truth is None and truth is False:
                truth = None
        return Outcome(truth, tuple(matches)) if truth else (NO if truth is False else UNKNOWN)


class Not(NamedTuple):
    part: Condition

    def evaluate(self, scope: Scope) -> Outcome:
        truth = self.part.evaluate(scope).truth
        return UNKNOWN if truth is None else (NO if truth else YES)


class Optional(NamedTuple):
    """Holds always; adds its evidence when the condition in it holds."""

    part: Condition

    def evaluate(self, scope: Scope) -> Outcome:
        outcome = self.part.evaluate(scope)
        return Outcome(True, outcome.matches if outcome.truth else ())


class Items(NamedTuple):
    """Quantifiers over a collection: some, none, every, or a number of items."""

    quantifier: str  # some | none | every | count
    collection: str
    filters: Filters
    joins: Joins
    alias: str
    note: str
    at_least: int
    at_most: int | None
    distinct: str | None

    def evaluate(self, scope: Scope) -> Outcome:
        items = scope.collection(self.collection)
        if items is None:
            return UNKNOWN
        found: list[Match] = []
        fit = 0
        unknown = False
        test = join_test(scope, self.joins) if self.joins else None
        for item, truth in matching_items(items, self.filters):
            partners: tuple[Match, ...] = ()
            if test:
                truth, partners = test(item, truth)
            if truth:
                found.append(Match(self.alias, item, self.note, partners))
            unknown = unknown or truth is None
            fit += truth is not False
        if self.quantifier == "some":
            return Outcome(True, tuple(found)) if found else (UNKNOWN if unknown else NO)
        if self.quantifier == "none":
            if found:
                return NO
            everything = tuple(Match(self.alias, item, self.note) for item in items)
            return UNKNOWN if unknown or not items else Outcome(True, everything)
        if self.quantifier == "every":
            return (
                NO if fit < len(items) or not items else UNKNOWN if unknown else Outcome(True, tuple(found))
            )
        return self._count(found, unknown)

    def _count(self, found: list[Match], unknown: bool) -> Outcome:
        kinds = {match.item.get(self.distinct) for match in found} if self.distinct else found
        if len(kinds) < self.at_least:
            return UNKNOWN if unknown else NO
        if self.at_most is not None and len(kinds) > self.at_most:
            return NO
        if unknown and self.at_most is not None:
            return UNKNOWN
        return Outcome(True, tuple(found))


class State(NamedTuple):
    """Whether a header field or a section is filled, empty or absent."""

    key: str
    is_field: bool
    states: frozenset[str]
    alias: str
    note: str

    def evaluate(self, scope: Scope) -> Outcome:
        facts = cast(AgreementScope, scope).facts
        state = facts.field_state(self.key) if self.is_field else facts.section_state(self.key)
        if state not in self.states:
            return NO
        if state == "absent":
            heading = facts.heading
            item = Item(heading.text, heading.span, "heading", {"state": state, "key": self.key}, facts.index)
            return Outcome(True, (Match(self.alias, item, self.note),))
        printed = (facts.agreement.fields if self.is_field else facts.agreement.sections)[self.key]
        label = Item(
            printed.label, printed.label_span, self.key, {"state": state, "key": self.key}, facts.index
        )
        return Outcome(True, (Match(self.alias, label, self.note),))


class Date(NamedTuple):
    """How a date stands to another one, at the coarser of the two precisions."""

    subject: str
    relation: str  # before | after | not_before | not_after
    other: str  # a date by name, or ISO text
    months: int
    alias: str
    note: str
    other_note: str

    def evaluate(self, scope: Scope) -> Outcome:
        mine = scope.date(self.subject)
        theirs = self.other if self.other[0].isdigit() else None
        other = None if theirs else scope.date(self.other)
        if mine is None or (theirs is None and other is None):
            return UNKNOWN
        if not compare(mine.text, self.relation, theirs or cast(Item, other).text, self.months):
            return NO
        matches = [Match(self.alias, mine, self.note)]
        if other is not None and other.field == "when":
            matches.append(Match(f"{self.alias}_other" if self.alias else "", other, self.other_note))
        return Outcome(True, tuple(matches))


class Known(NamedTuple):
    """Whether a date is printed at all, or anything of a collection."""

    names: list[str]
    printed: bool

    def evaluate(self, scope: Scope) -> Outcome:
        found = [self._items(scope, name) for name in self.names]
        if not self.printed:
            return NO if any(found) else YES
        if not all(found):
            return NO
        return Outcome(
            True,
            tuple(Match(n, item, "") for n, items in zip(self.names, found, strict=True) for item in items),
        )

    @staticmethod
    def _items(scope: Scope, name: str) -> list[Item]:
        if name in DATES:
            date = scope.date(name)
            return [date] if date else []
        return scope.collection(name) or []


class Clash(NamedTuple):
    """One label bound to several things: items equal in all of `by` whose `differ_in` are not alike."""

    collection: str
    by: list[str]
    differ_in: str
    filters: Filters
    alias: str
    note: str

    def evaluate(self, scope: Scope) -> Outcome:
        if self.collection == "releases" and not self._may_clash(scope):
            return NO
        items = scope.collection(self.collection)
        if items is None:
            return UNKNOWN
        alike = scope.derived(Organisations).alike
        groups: dict[Any, list[Item]] = {}
        for item, fits in matching_items(items, self.filters):
            label = tuple([item.get(attribute) for attribute in self.by])
            if fits and None not in label and item.get(self.differ_in) is not None:
                groups.setdefault(label, []).append(item)
        found: list[Match] = []
        for group in groups.values():
            first = group[0]
            others = [i for i in group[1:] if not alike(first.get(self.differ_in), i.get(self.differ_in))]
            if others:
                found += [Match(self.alias, item, self.note) for item in (first, *others)]
        return Outcome(True, tuple(found)) if found else NO

    def _may_clash(self, scope: Scope) -> bool:
        """Whether rows can clash, decided without making items, of which registers have many."""
        tests = {test.attribute: test.passes for test in self.filters}
        return scope.derived(Releases).may_clash(scope.rows, self.by, self.differ_in, tests)


class Gap(NamedTuple):
    """Numbers that a numbered list leaves out between its lowest and its highest."""

    collection: str
    by: str
    alias: str
    note: str

    def evaluate(self, scope: Scope) -> Outcome:
        items = scope.collection(self.collection)
        if items is None:
            return UNKNOWN
        numbered = {int(i.get(self.by)): i for i in items if str(i.get(self.by) or "").isdecimal()}
        if len(numbered) < 2:
            return NO
        used = sorted(numbered)
        missing = [
            n for n in range(used[0] + 1, min(used[-1], used[0] + LONGEST_NUMBERING)) if n not in numbered
        ]
        if not missing:
            return NO
        text = ", ".join(map(str, missing))
        found = []
        for number in used:
            item = numbered[number]
            values = {**item.values, "missing": text}
            found.append(
                Match(self.alias, Item(item.text, item.span, item.field, values, item.record), self.note)
            )
        return Outcome(True, tuple(found))


class Pair(NamedTuple):
    """Items of two agreements of one page that share an attribute, where the agreements differ.

    `left` and `right` are conditions on the agreement that an item belongs to; `overlapping` names a
    period in which both must have run together.
    """

    collection: str
    same: str
    left: Condition
    right: Condition
    overlapping: str | None
    note: str
    sides: tuple[str, str] = ("left", "right")

    def evaluate(self, scope: Scope) -> Outcome:
        document = cast(DocumentScope, scope)
        outcomes = [
            [condition.evaluate(agreement) for agreement in document.agreements]
            for condition in (self.left, self.right)
        ]
        if not all(any(outcome.truth for outcome in side) for side in outcomes):
            return NO
        groups: dict[Any, tuple[list[Item], list[Item]]] = {}
        for item in document.collection(self.collection) or []:
            for side in (0, 1):
                if item.record is not None and outcomes[side][item.record].truth:
                    groups.setdefault(item.get(self.same), ([], []))[side].append(item)
        chosen: tuple[list[Item], list[Item]] = ([], [])
        for lefts, rights in groups.values():
            for side, (mine, theirs) in enumerate(((lefts, rights), (rights, lefts))):
                meets = self._meeting(document, theirs)
                chosen[side].extend(item for item in mine if meets(item))
        if not chosen[0] or not chosen[1]:
            return NO
        matches: list[Match] = []
        for side, items in enumerate(chosen):
            for record in dict.fromkeys(item.record for item in items):
                assert record is not None
                matches += outcomes[side][record].matches
            matches += [Match(self.sides[side], item, self.note) for item in items]
        return Outcome(True, tuple(matches))

    def _window(self, document: DocumentScope, item: Item) -> tuple[str, str] | None:
        if self.overlapping is None or item.record is None:
            return None
        agreement = document.agreements[item.record]
        start, end = agreement.date(f"{self.overlapping}_start"), agreement.date(f"{self.overlapping}_end")
        return (start.text, end.text) if start and end and start.text <= end.text else None

    def _meeting(self, document: DocumentScope, others: list[Item]) -> Callable[[Item], bool]:
        """A test whether an item belongs to another agreement, and ran together with one of the others."""
        if self.overlapping is None:
            records = {other.record for other in others}
            return lambda item: bool(records - {item.record})
        windows = sorted(filter(None, (self._window(document, item) for item in others)))
        starts = [start for start, _ in windows]
        latest_ends = list(accumulate((end for _, end in windows), max))

        def meets(item: Item) -> bool:
            mine = self._window(document, item)
            if mine is None:
                return False
            begun = bisect_right(starts, mine[1])
            return begun > 0 and latest_ends[begun - 1] >= mine[0]

        return meets


class Candidate(NamedTuple):
    """What one agreement brings to a comparison over a page or the run: what it is compared under, what it
    says there, and the evidence that a finding would show (None when it says nothing itself)."""

    key: str
    value: str | None
    record: int
    matches: tuple[Match, ...] | None


class AggregateValue(NamedTuple):
    """A candidate when all are known: where it stands, by any order of agreements, and what it says."""

    agreement: tuple[str, int]
    value: str | None
    has_finding: bool


class Group(NamedTuple):
    """Items that share attributes, over a page or over the whole run.

    With `differ_in`, two agreements must have nothing in common there; items that say nothing are left out.
    """

    collection: str
    by: tuple[str, ...]
    differ_in: str | None
    filters: Filters
    joins: Joins
    at_least: int
    alias: str
    note: str

    def evaluate(self, scope: Scope) -> Outcome:
        return _alone(self, scope)

    def aggregate(self, page: DocumentScope) -> list[Candidate]:
        found = []
        test = join_test(page, self.joins)
        for item, fits in matching_items(page.collection(self.collection) or [], self.filters):
            key = [item.get(attribute) for attribute in self.by]
            value = item.get(self.differ_in) if self.differ_in else None
            if item.record is None or None in key or not fits:
                continue
            if self.differ_in and value is None:
                continue
            partners = test(item, True)[1]
            matches = (Match(self.alias, item, self.note, partners),)
            found.append(Candidate("\0".join(map(str, key)), value, item.record, matches))
        return found

    def aggregate_report(self, values: list[AggregateValue]) -> list[int]:
        speaking = [n for n, one in enumerate(values) if one.has_finding]
        if len(speaking) < self.at_least:
            return []
        if self.differ_in is None:
            return speaking
        said: dict[tuple[str, int], set[str | None]] = {}
        for n in speaking:
            said.setdefault(values[n].agreement, set()).add(values[n].value)
        sides = list(said.values())
        if not any(one.isdisjoint(other) for n, one in enumerate(sides) for other in sides[n + 1 :]):
            return []
        return speaking


class Latest(NamedTuple):
    """Of the agreements that share an attribute of `record`, the one whose date is the latest satisfies a
    condition. An agreement without that date could be later than any, so nothing is said beside it."""

    by: str
    order: str
    when: Condition

    def evaluate(self, scope: Scope) -> Outcome:
        return _alone(self, scope)

    def aggregate(self, page: DocumentScope) -> list[Candidate]:
        found = []
        for record, agreement in enumerate(page.agreements):
            key = next((item.get(self.by) for item in agreement.collection("record") or ()), None)
            if key is None:
                continue
            outcome = self.when.evaluate(agreement)
            date = agreement.date(self.order)
            found.append(
                Candidate(
                    str(key), date.text if date else None, record, outcome.matches if outcome.truth else None
                )
            )
        return found

    def aggregate_report(self, values: list[AggregateValue]) -> list[int]:
        dates = [one.value for one in values if one.value is not None]
        if len(dates) < len(values):
            return []
        last = [n for n, one in enumerate(values) if one.value == max(dates)]
        return last[:1] if all(values[n].has_finding for n in last) else []


Aggregate = Group | Latest  # found in each page alone, settled when all are known


def _alone(aggregate: Aggregate, scope: Scope) -> Outcome:
    """What an aggregate comes to when its page is the whole run."""
    by_key: dict[str, list[Candidate]] = {}
    for candidate in aggregate.aggregate(cast(DocumentScope, scope)):
        by_key.setdefault(candidate.key, []).append(candidate)
    matches: list[Match] = []
    for candidates in by_key.values():
        values = [AggregateValue(("", one.record), one.value, one.matches is not None) for one in candidates]
        matches += [each for n in aggregate.aggregate_report(values) for each in candidates[n].matches or ()]
    return Outcome(True, tuple(matches)) if matches else NO
