"""What a condition is evaluated on: one agreement, or one page with all its agreements."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Mapping, Set
from datetime import date
from functools import cached_property, partial
from itertools import chain
from operator import attrgetter
from typing import Any, Protocol, TypeVar

from dslint.engine.scan import Scanner, SectionHits
from dslint.facts import AgreementFacts, DocumentFacts, Item
from dslint.facts.catalogue import FIELDS, OF_ROW, OF_TEXT
from dslint.facts.collections import SIEVES
from dslint.facts.item import INHERENT
from dslint.facts.organisations import Organisations
from dslint.facts.releases import Releases
from dslint.memo import BoundedMemo
from dslint.model import Document, Place, Release, Span
from dslint.tokenizer import Kind, shape_of
from dslint.tuples import NamedTuple
from dslint.values.dates import compare
from dslint.vocabularies import Vocabularies

Made = TypeVar("Made")
Collections = BoundedMemo[list[Item] | None]  # by name; to look one up that is known takes no call


Related = Callable[[Any, Any], bool]  # whether two names of organisations are related


class Scope(Protocol):
    """Facts by name. A collection is None where the layout has no such thing."""

    collections: Collections

    def grouped(self, collection: str, attribute: str) -> Groups: ...

    def related(
        self, collection: str, attribute: str, relation: Callable[[Organisations], Related], mine: Hashable
    ) -> list[Item]:
        """The items with a value that relates to another one, in their order."""

    def date(self, name: str) -> Item | None: ...

    def compares(self, name: str, relation: str, other: str, months: int) -> bool | None:
        """How a date compares with another one, ISO; None where it is not printed."""

    def unshown_date(self, name: str) -> Item | None:
        """A date by its name, for a condition that shows it in no finding."""

    def knows_whole(self, collection: str) -> bool:
        """Whether what a collection lacks is nowhere."""

    def may_have(self, collection: str, words: Mapping[str, frozenset[Any]]) -> bool:
        """Whether an item may have some words for its attributes, as far as that is soon told."""

    def derived(self, kind: Callable[[Vocabularies], Made]) -> Made:
        """What reads text by the vocabularies of the run."""

    @property
    def rows(self) -> list[Release]: ...


# A section with its first line, its lines and the hits of a pattern: place of the line from 0, start, end.
_SectionHits = tuple[str, int, tuple[str, ...], SectionHits]
Groups = dict[Hashable, list[Item]]  # items by a value


def reader(attribute: str) -> Callable[[Item], Any]:
    """What reads the value of an attribute; without one, the agreement that an item belongs to."""
    if not attribute:
        return attrgetter("record")
    if attribute in INHERENT:
        return INHERENT[attribute]
    return lambda item: item[3].get(attribute)


class _Grouping:
    """Collections by the values of an attribute, made once: many conditions ask for the same."""

    def __init__(
        self,
        collection: Callable[[str], list[Item] | None],
        derived: Callable[[Callable[[Vocabularies], Any]], Any],
    ) -> None:
        self.collections: Collections = BoundedMemo(collection)
        self.derived = derived
        self._related: dict[Hashable, list[Item]] = {}
        self._groups: dict[tuple[str, str], Groups] = {}

    def knows_whole(self, collection: str) -> bool:
        return True

    def may_have(self, collection: str, words: Mapping[str, frozenset[Any]]) -> bool:
        return True

    def grouped(self, collection: str, attribute: str) -> Groups:
        if (collection, attribute) not in self._groups:
            items = self.collections[collection] or ()
            groups: Groups = defaultdict(list)
            if attribute and attribute not in INHERENT:  # no call for each of many items
                for item in items:
                    groups[item[3].get(attribute)].append(item)
            else:
                for value, item in zip(map(reader(attribute), items), items, strict=True):
                    groups[value].append(item)
            groups.pop(None, None)
            self._groups[collection, attribute] = groups
        return self._groups[collection, attribute]

    def related(
        self, collection: str, attribute: str, relation: Callable[[Organisations], Related], mine: Hashable
    ) -> list[Item]:
        key = collection, attribute, relation, mine
        if (found := self._related.get(key)) is None:
            by_value = self.grouped(collection, attribute)
            is_related = relation(self.derived(Organisations))
            values = [theirs for theirs in by_value if is_related(mine, theirs)]
            if len(values) < 2:
                found = by_value[values[0]] if values else []
            else:
                read = reader(attribute)
                found = [item for item in self.collections[collection] or () if read(item) in values]
            self._related[key] = found
        return found


class Header(NamedTuple):
    """What every finding about an agreement says of it; the lines are those of the file."""

    reference: str | None
    title: str | None
    line: int | None
    end_line: int | None
    organisation: str | None
    made: str | None  # the date, ISO
    record: int | None  # the first line in the document, which no two agreements share


NO_HEADER = Header(None, None, None, None, None, None, None)  # of a finding about a page


_all_values = attrgetter(*OF_ROW.values())
_line = attrgetter("line")
_TODAY = {"as_of", "as_of_given"}


class AgreementScope(_Grouping):
    """`as_of` is the date to take as today, ISO, or empty when the caller named none.

    `as_if_cut` takes what a text does not mention as unknown where the text breaks off."""

    def __init__(self, facts: AgreementFacts, scanner: Scanner, as_of: str, as_if_cut: bool = False) -> None:
        super().__init__(partial(_as_if_cut, facts) if as_if_cut else facts.collection, facts.derived)
        self._as_if_cut = as_if_cut
        self.facts = facts
        self.states: BoundedMemo[str] = BoundedMemo(partial(_state, facts))  # of fields and sections
        self.scanner = scanner
        self.as_of = as_of
        # With rows of releases, nothing need be concluded from merged values.
        self.has_rows = bool(facts.agreement.releases)
        self._all_known: dict[frozenset[str] | None, bool] = {}
        self._rows_by: dict[tuple[str, ...], dict[Hashable, list[Release]]] = {}

    @cached_property
    def header(self) -> Header:
        document, agreement = self.facts.document, self.facts.agreement
        organisation, made = agreement.organisation, self.facts.date("made")
        return Header(
            agreement.base_reference,
            agreement.title,
            document.place_of_line(agreement.start_line).line,
            document.place_of_line(agreement.end_line).end_line,
            " ".join(organisation.text.split()) if organisation else None,
            made.text if made else None,
            agreement.start_line,
        )

    @cached_property
    def with_doubts(self) -> AgreementScope | None:
        """The same with doubts about what a text that breaks off does not mention; None where none does."""
        if not self.facts.agreement.cut:
            return None
        return AgreementScope(self.facts, self.scanner, self.as_of, as_if_cut=True)

    def knows_whole(self, collection: str) -> bool:
        return collection not in OF_TEXT or not self.may_go_on()

    def may_have(self, collection: str, words: Mapping[str, frozenset[Any]]) -> bool:
        if collection in self.collections or collection not in SIEVES:
            return True
        attribute, may_have = SIEVES[collection]
        return attribute not in words or may_have(self.facts, words[attribute])

    def may_go_on(self, sections: Collection[str] | None = None) -> bool:
        """Whether some sections, or any, may say more than what was read, as far as doubts are asked for."""
        return self._as_if_cut and (sections is None or not self.facts.agreement.cut.isdisjoint(sections))

    def date(self, name: str) -> Item | None:
        if name not in _TODAY:
            return self.facts.date(name)
        if name == "as_of_given" and not self.as_of:
            return None
        today = self.as_of or date.today().isoformat()
        return Item(today, self.facts.heading.span, "as_of", {"date": today})

    def compares(self, name: str, relation: str, other: str, months: int) -> bool | None:
        if name not in _TODAY:
            return self.facts.compares(name, relation, other, months)
        date = self.date(name)
        return None if date is None else compare(date.text, relation, other, months)

    def unshown_date(self, name: str) -> Item | None:
        return self.date(name) if name in _TODAY else self.facts.unshown_date(name)

    @cached_property
    def _hits(self) -> dict[int, list[_SectionHits]]:
        """The text patterns that match anywhere, with where they do. Most patterns match nowhere."""
        found: dict[int, list[_SectionHits]] = {}
        for section, first, lines in self.facts.narrative:
            for pattern, hits in self.scanner.hits(section, lines).items():
                found.setdefault(pattern, []).append((section, first, lines, hits))
        return found

    @property
    def texts(self) -> Set[int]:
        """The text patterns that match somewhere, those apart that are only run where they are asked for."""
        return self._hits.keys()

    def _hits_of(self, pattern: int, sections: frozenset[str] | None) -> list[_SectionHits]:
        if pattern not in self.scanner.alone:
            return [each for each in self._hits.get(pattern, ()) if sections is None or each[0] in sections]
        return [
            (section, first, lines, self.scanner.find_alone(pattern, lines))
            for section, first, lines in self.facts.narrative
            if sections is None or section in sections
        ]

    def text_hits(self, pattern: int, sections: frozenset[str] | None) -> list[Item]:
        """Where a text pattern matches, in the named sections or in all."""
        return [
            Item(
                lines[index][start:end],
                Span(first + index, start + 1, end + 1),
                section,
                {**self.scanner.groups(pattern, lines[index], start)},
                self.facts.index,
            )
            for section, first, lines, hits in self._hits_of(pattern, sections)
            for index, start, end in hits
        ]

    def _hits_anywhere(self, pattern: int, sections: frozenset[str] | None) -> bool:
        if pattern in self.scanner.alone:
            return any(hits for *_, hits in self._hits_of(pattern, sections))
        found = self._hits.get(pattern, ())
        return bool(found) if sections is None else any(each[0] in sections for each in found)

    def has_hit(self, pattern: int, sections: frozenset[str] | None) -> bool:
        """Whether a text pattern matches anywhere, in the named sections or in all."""
        return self._hits_anywhere(pattern, sections) and not self.is_given_up(pattern)

    def has_no_hit(self, pattern: int, sections: frozenset[str] | None) -> bool:
        """Whether a text pattern certainly matches nowhere, in the named sections or in all."""
        has_hit = self._hits_anywhere(pattern, sections)
        return not has_hit and not self.is_given_up(pattern) and self.knows_all(sections)

    def is_given_up(self, pattern: int) -> bool:
        return pattern in self.scanner.given_up

    def list_below(self, item: Item) -> list[Item]:
        """The list items that follow the line of a hit, blank lines apart."""
        lines = self.facts.document.lines
        found: list[Item] = []
        for number in range(item.span.line + 1, self.facts.agreement.end_line + 1):
            text = lines[number - 1]
            line = shape_of(text)
            if line.kind is Kind.BLANK:
                continue
            if line.kind is not Kind.ITEM:
                break
            span = Span(number, line.start + 1, line.end + 1)
            found.append(Item(text[line.start : line.end], span, item.field, {}, item.record))
        return found

    @cached_property
    def _filled_lines(self) -> list[int]:
        agreement = self.facts.agreement
        lines = self.facts.document.lines
        return [n for n in range(agreement.start_line, agreement.end_line + 1) if lines[n - 1].strip()]

    def line_below(self, line: int, count: int) -> int:
        """The number of the line that is so many lines below another; empty lines do not count."""
        filled = self._filled_lines
        if not count or not filled:
            return line
        return filled[min(bisect_right(filled, line) + count, len(filled)) - 1]

    def knows_all(self, sections: frozenset[str] | None) -> bool:
        """Whether a text that is not found is nowhere: there is text, and none that has lost its label."""
        if sections not in self._all_known:
            lost = sections is not None and self.has_unlabelled_text()
            self._all_known[sections] = self.has_text(sections) and not lost and not self.may_go_on(sections)
        return self._all_known[sections]

    def has_text(self, sections: frozenset[str] | None) -> bool:
        """Whether there is any text to look through: without it, nothing can be said to be missing."""
        return any(sections is None or key in sections for key, *_ in self.facts.agreement.narrative())

    def rows_by(self, collections: tuple[str, ...]) -> dict[Hashable, list[Release]]:
        """The rows, those together that are equal in some collections."""
        if collections not in self._rows_by:
            columns = [OF_ROW[name] for name in collections]
            values = attrgetter(*columns) if columns else lambda release: None
            groups: dict[Hashable, list[list[Release]]] = {}
            for rows in self._equal_rows:
                groups.setdefault(values(rows[0]), []).append(rows)
            self._rows_by[collections] = {
                value: some[0] if len(some) == 1 else sorted(chain.from_iterable(some), key=_line)
                for value, some in groups.items()
            }
        return self._rows_by[collections]

    @cached_property
    def _equal_rows(self) -> list[list[Release]]:
        """The rows, those together that are equal in all that conditions may ask of a row."""
        groups: dict[Hashable, list[Release]] = {}
        for release in self.facts.agreement.releases:
            groups.setdefault(_all_values(release), []).append(release)
        return list(groups.values())

    @property
    def rows(self) -> list[Release]:
        return self.facts.agreement.releases

    def has_unlabelled_text(self) -> bool:
        return bool(self.facts.agreement.unlabelled)


def _state(facts: AgreementFacts, key: str) -> str:
    return facts.field_state(key) if key in FIELDS else facts.section_state(key)


def _as_if_cut(facts: AgreementFacts, name: str) -> list[Item] | None:
    found = facts.collection(name)
    if found and name == "counts":  # a list may go on behind the cut
        return [item for item in found if item.field not in facts.agreement.cut]
    return found


def _of_row(agreement: AgreementScope, release: Release, name: str) -> list[Item] | None:
    if name not in OF_ROW:
        return agreement.collections[name]
    facts = agreement.facts
    return facts.derived(Releases).row_collection(facts.document, release, name, facts.index)


class ReleaseScope(AgreementScope):
    """One row of an agreement: its own values, and everything else from the agreement."""

    def __init__(self, agreement: AgreementScope, release: Release) -> None:
        super().__init__(agreement.facts, agreement.scanner, agreement.as_of, agreement._as_if_cut)
        self.agreement = agreement
        self.release = release
        self.collections = BoundedMemo(partial(_of_row, agreement, release))

    @property
    def _hits(self) -> dict[int, list[_SectionHits]]:
        return self.agreement._hits


class Printed(NamedTuple):
    """A text with the path of its file, its place in the lines that reports show, and its place there."""

    path: str
    shown: Span
    text: str
    at: Place


class _PrintedAt(dict[Span, Printed]):
    """What is printed at places in the lines of a document. Findings of one page often rest on the same."""

    def __init__(self, document: Document) -> None:
        super().__init__()
        self._document = document

    def __missing__(self, span: Span) -> Printed:
        document = self._document
        at = document.place(span)
        self[span] = Printed(at.path or document.path, document.shown(span), document.text_of(span), at)
        return self[span]


class DocumentScope(_Grouping):
    def __init__(self, facts: DocumentFacts, scanner: Scanner, as_of: str) -> None:
        super().__init__(facts.collection, facts.derived)
        self.facts = facts
        self.agreements = [AgreementScope(agreement, scanner, as_of) for agreement in facts.agreements]
        self.has_rows = any(agreement.has_rows for agreement in self.agreements)
        self.printed = _PrintedAt(facts.document)
        self.references = [agreement.base_reference for agreement in facts.document.agreements]

    def date(self, name: str) -> Item | None:
        return None

    def compares(self, name: str, relation: str, other: str, months: int) -> bool | None:
        return None

    def unshown_date(self, name: str) -> Item | None:
        return None

    @property
    def rows(self) -> list[Release]:
        return [release for agreement in self.agreements for release in agreement.rows]

    def place(self, span: Span) -> Place:
        """Where a place in the lines is in the file."""
        return self.printed[span].at
