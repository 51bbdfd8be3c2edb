"""Joins: items that have a partner in another collection or in the text."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Hashable, Set
from functools import lru_cache
from operator import attrgetter
from typing import Any, Protocol, cast

from dslint.engine.condition import Condition, PatternClauses, required_patterns
from dslint.engine.filters import Filters
from dslint.engine.outcome import Match, Truth
from dslint.engine.scope import AgreementScope, Related, Scope, reader
from dslint.facts import Item
from dslint.facts.organisations import Organisations
from dslint.regexes import regex
from dslint.tuples import NamedTuple

Joined = tuple[Truth, tuple[Match, ...]]
MOST_NEAR = 50  # matches looked at behind one place; more is no text that anybody wrote
_RELATIONS: dict[str, Callable[[Organisations], Related]] = {
    "like": attrgetter("alike"),
    "near": attrgetter("near"),
}
_NO_LETTER = regex(r"[\W_]+")


@lru_cache(maxsize=16384)
def likeness(value: Any) -> Hashable | None:
    """What two values are compared by: letters and digits alone, so that "Health Care" is "Healthcare"."""
    if not isinstance(value, str):
        return cast("Hashable | None", value)
    return _NO_LETTER.sub("", value.replace("&", "and")).casefold() or None


class JoinTarget(Protocol):
    """What an item must have, or must not have, as a partner."""

    def finder(self, scope: Scope, wanted: bool) -> Callable[[Item], Joined]:
        """What tells whether an item has a partner, and every one that it has."""

    def asker(self, scope: Scope, wanted: bool) -> Callable[[Item], Truth]:
        """What tells whether an item has a partner, and no more."""

    @property
    def effort(self) -> int:
        """How much it takes to ask, roughly."""


class Join(NamedTuple):
    """Whether an item has a partner in another collection.

    `relation` says how their attributes compare: same | like (a name with words left out) | near (a name
    with a letter or two changed) | own (none; any item of the same agreement).
    """

    collection: str
    relation: str
    attribute: str
    filters: Filters
    alias: str
    note: str

    def required_collections(self) -> frozenset[str]:
        return frozenset([self.collection])

    def finder(self, scope: Scope, wanted: bool) -> Callable[[Item], Joined]:
        ask = self.asker(scope, wanted)
        if not wanted:  # nobody is shown who must not be there
            return lambda item: (ask(item), ())
        read = reader(self.attribute)
        partners: dict[Hashable, list[Match]] = {}

        def find(item: Item) -> Joined:
            if not (has := ask(item)):
                return has, ()
            mine = read(item)
            if mine not in partners:
                fitting = self.filters.items(self._related(scope, mine))
                partners[mine] = [Match(self.alias, other, self.note) for other, fits in fitting if fits]
            return True, tuple([match for match in partners[mine] if match.item is not item])

        return find

    def asker(self, scope: Scope, wanted: bool) -> Callable[[Item], Truth]:
        absent: Truth = False if scope.knows_whole(self.collection) else None
        if scope.collections[self.collection] is None:
            # An unwanted partner cannot be there when its whole collection is not.
            nothing: Truth = None if wanted else absent
            return lambda item: nothing
        read = reader(self.attribute)
        known: dict[Hashable, list[tuple[Item, Truth]]] = {}

        def ask(item: Item) -> Truth:
            if (mine := read(item)) is None:
                return None
            if (partners := known.get(mine)) is None:
                partners = known[mine] = self._two_partners(scope, mine)
            truth = absent
            for other, fits in partners:
                if other is not item:
                    if fits:
                        return True
                    truth = None
            return truth

        return ask

    def _two_partners(self, scope: Scope, mine: Hashable) -> list[tuple[Item, Truth]]:
        """Those that may be a partner of an item with that value, as far as the second one that is certain:
        one of them may be the item itself."""
        found = []
        certain = 0
        for each in self.filters.items(self._related(scope, mine)):
            found.append(each)
            certain += each[1] is True
            if certain == 2:
                break
        return found

    def _related(self, scope: Scope, mine: Hashable) -> list[Item]:
        """The items that have that value, or one that is like it, in the order of the collection."""
        if self.relation in _RELATIONS:
            return scope.related(self.collection, self.attribute, _RELATIONS[self.relation], mine)
        return scope.grouped(self.collection, self.attribute).get(mine, [])

    @property
    def effort(self) -> int:
        return int(self.relation in _RELATIONS)


Joins = list[tuple[bool, JoinTarget]]  # the partners that an item must have, and those that it must not


def join_test(scope: Scope, joins: Joins) -> Callable[[Item, Truth], Joined]:
    """A test whether an item has every wanted partner and none of the unwanted, given its own truth."""
    finders: list[Callable[[Item], Joined]] = []  # each made for the first item that gets so far

    def test(item: Item, truth: Truth) -> Joined:
        partners: tuple[Match, ...] = ()
        for index, (wanted, partner) in enumerate(joins):
            if index == len(finders):
                finders.append(partner.finder(scope, wanted))
            has, found = finders[index](item)
            if has is None:
                truth = None
            elif has is not wanted:
                return False, ()
            partners += found if wanted else ()
        return truth, partners if truth else ()

    return test


def by_effort(joins: Joins) -> Joins:
    """Those first that are asked with the least effort."""
    return sorted(joins, key=lambda join: join[1].effort)


def asked(scope: Scope, joins: Joins) -> Callable[[Item, Truth], Truth]:
    """The same test without what the partners are."""
    askers: list[Callable[[Item], Truth]] = []

    def test(item: Item, truth: Truth) -> Truth:
        for index, (wanted, partner) in enumerate(joins):
            if index == len(askers):
                askers.append(partner.asker(scope, wanted))
            has = askers[index](item)
            if has is None:
                truth = None
            elif has is not wanted:
                return False
        return truth

    return test


class SectionText(Condition, Protocol):
    """A condition over texts in some sections, or in all."""

    @property
    def sections(self) -> frozenset[str] | None: ...


class TextJoin(NamedTuple):
    """Whether a text is near an item: at most so many lines below it, or with an attribute in common.

    `like` and `differs` go with `within`: near by, with an attribute that may, or that cannot, name the same
    body. Lines without text do not count, and `within` 0 is the rest of the line.
    """

    text: SectionText
    same: str | None
    like: str | None
    differs: str | None
    within: int | None

    @property
    def effort(self) -> int:
        return 2

    def required_patterns(self, alone: Set[int]) -> PatternClauses:
        return required_patterns(self.text, alone)

    def finder(self, scope: Scope, wanted: bool) -> Callable[[Item], Joined]:
        agreement = cast(AgreementScope, scope)
        outcome = self.text.evaluate(scope)
        if outcome.truth is not True:
            # An unwanted text cannot be there when there is no place for it.
            nowhere = not (
                agreement.has_text(self.text.sections)
                or agreement.has_unlabelled_text()
                or agreement.may_go_on(self.text.sections)
            )
            nothing: Truth = False if nowhere and not wanted else outcome.truth
            return lambda item: (nothing, ())
        if self.within is not None:
            return self._near(agreement, list(outcome.matches), self.within)
        assert self.same is not None
        attribute = self.same
        by_value: dict[Hashable, list[Match]] = {}
        for match in outcome.matches:
            if (value := likeness(match.item.get(attribute))) is not None:
                by_value.setdefault(value, []).append(match)

        def find(item: Item) -> Joined:
            mine = likeness(item.get(attribute))
            if mine is None:
                return None, ()
            found = [b for b in by_value.get(mine, ()) if b.item.span != item.span][:MOST_NEAR]
            return bool(found), tuple(found)

        return find

    def asker(self, scope: Scope, wanted: bool) -> Callable[[Item], Truth]:
        find = self.finder(scope, wanted)
        return lambda item: find(item)[0]

    def _near(self, scope: AgreementScope, matches: list[Match], within: int) -> Callable[[Item], Joined]:
        matches.sort(key=lambda match: match.item.span)
        organisations = scope.derived(Organisations)

        def namesakes(mine: Any, theirs: Any) -> bool:
            """Equal, or names that the same body may have."""
            return _equal(mine, theirs) or organisations.may_be_one(str(mine), str(theirs))

        starts = [(match.item.span.line, match.item.span.column) for match in matches]

        def find(item: Item) -> Joined:
            first = bisect_left(starts, (item.span.line, item.span.end_column))
            last = bisect_left(starts, (scope.line_below(item.span.line, within) + 1, 0))
            following = matches[first : min(last, first + MOST_NEAR)]
            fits = [self._fits(item, match.item, namesakes) for match in following]
            found = tuple(match for match, fit in zip(following, fits, strict=True) if fit)
            return (True if found else None if None in fits else False), found

        return find

    def _fits(self, item: Item, other: Item, namesakes: Callable[[Any, Any], bool]) -> Truth:
        compared = (
            (self.same, _equal, True),
            (self.like, namesakes, True),
            (self.differs, namesakes, False),
        )
        for attribute, compare, wanted in compared:
            if attribute is None:
                continue
            mine, theirs = item.get(attribute), other.get(attribute)
            if likeness(mine) is None or likeness(theirs) is None:
                return None
            if compare(mine, theirs) is not wanted:
                return False
        return True


def _equal(mine: Any, theirs: Any) -> bool:
    return likeness(mine) == likeness(theirs)
