"""Dates that the narrative speaks of as still to come, as past, or as the end of something."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from dslint.compiled import builtin
from dslint.facts.entries import in_term
from dslint.facts.item import Item
from dslint.facts.sections import REMEMBERED
from dslint.facts.wording import Wording
from dslint.memo import cached_method
from dslint.model import Span
from dslint.regexes import regex
from dslint.tuples import NamedTuple
from dslint.values.dates import compare
from dslint.vocabularies import Vocabularies

if TYPE_CHECKING:
    from dslint.facts.agreement import AgreementFacts

_SENTENCE = regex(r"[^.;!?]*(?:[.;!?](?!\s|$)[^.;!?]*+)*[.;!?]?")
_YEAR = regex(r"20[0-4]\d(?![\d/–-])")  # of every date
_RESULTS = ("outputs", "expected_benefits")
_NEAR = 110  # code points between what is planned and its date
_BY_YEAR = regex(
    r"\b(?:by|in|during|until|late|early|mid|end of|(?:autumn|spring|summer|winter)(?: of)?"
    r"|(?:introduced|implemented|rolled out|brought in|phased in|launch\w*|start\w*|begin\w*|commenc\w*)"
    r"(?: [\w-]+){0,4}? from)\s*\Z",
    re.IGNORECASE,
)
_ENTRY = regex(r"^\s*(?:[-•*·▪o]|\(?\w{1,3}[.)])\s")


class _Date(NamedTuple):
    """A date in a line, and how the text speaks of it."""

    start: int
    end: int
    date: str
    form: str
    of: str | None  # what ends


class _DateInSection(NamedTuple):
    section: str
    line: int
    start: int
    end: int
    date: str
    form: str
    of: str | None  # what ends


class DatesInText:
    """Finds dates and how a sentence speaks of them."""

    def __init__(self, vocabularies: Vocabularies) -> None:
        self._words = vocabularies.vocabulary("dates_in_text")
        self._forms = [(each["form"], builtin(each["match"])) for each in self._words["forms"]]
        self._index = vocabularies.derived(Wording).index_of_more(match for _, match in self._forms)

    @cached_property
    def _awaited(self) -> re.Pattern[str]:
        return regex(self._words["awaited"], re.IGNORECASE)

    @cached_property
    def _begins(self) -> re.Pattern[str]:
        return regex(self._words["begins"], re.IGNORECASE)

    @cached_property
    def _then(self) -> re.Pattern[str]:
        return regex(self._words["then"], re.IGNORECASE)

    @cached_property
    def _ends_at(self) -> re.Pattern[str]:
        return regex(self._words["ends_at"], re.IGNORECASE)

    @cached_property
    def _months(self) -> dict[str, int]:
        names = self._words["months"]
        return {name[:3]: number for number, name in enumerate(names, 1)}

    @cached_property
    def _date(self) -> re.Pattern[str]:
        names = "|".join(f"{name}|{name[:3]}" for name in self._words["months"])
        named = rf"(?:(?:\d{{1,2}}(?:st|nd|rd|th)? )?(?P<month>{names})\.?,? )?"
        figures = r"(?<!\.)\d{1,2}(?P<dot>[/.])(?P<number>0?[1-9]|1[0-2])(?P=dot)"
        return regex(rf"(?<![\d/-])(?:{figures}|{named})(?P<year>{_YEAR.pattern})", re.IGNORECASE)

    def dates_of(self, facts: AgreementFacts) -> list[Item]:
        """The dates of an agreement. `past` tells whether the text was published after it, or itself tells of
        something later; it is None where neither is known. `in_term` compares it with the term."""
        is_draft = facts.document.kind == "draft"
        found = [
            _DateInSection(section, first + place, *date)
            for section, first, lines in facts.narrative
            for place, date in self.dates_among(lines, is_draft and section in _RESULTS)
        ]
        start = facts.date("dsa_start")
        gone = [each.date for each in found if each.form == "past" and len(each.date) > 4]
        if is_draft and start:  # which is written before its term
            gone = [date for date in gone if not compare(date, "after", start.text)]
        latest = max(gone, default="")
        if facts.edition.is_unknown:
            latest = max(latest, _begun(facts))

        def is_past(date: _DateInSection) -> bool | None:
            ends = start is not None and date.form == "ends"
            other = start.text if start and ends else latest
            if other and compare(date.date, "before", other):
                return True
            known = None if ends else facts.edition.compares("after", date.date)
            return False if known is None and other else known

        return [
            Item(
                facts.document.lines[each.line - 1][each.start : each.end],
                Span(each.line, each.start + 1, each.end + 1),
                each.section,
                {
                    "date": each.date,
                    "form": each.form,
                    "section": each.section,
                    "past": is_past(each),
                    "in_term": in_term(facts, each.date),
                    "of": each.of,
                },
                facts.index,
            )
            for each in found
        ]

    @cached_method(REMEMBERED)
    def dates_among(self, lines: tuple[str, ...], awaited: bool) -> list[tuple[int, _Date]]:
        """The dates of a section, each with the place of its line, from 0."""
        found: list[tuple[int, _Date]] = []
        reached, opened = 0, None
        for place, line in enumerate(lines):
            if _YEAR.search(line):
                opened = self._opened(lines[reached : place + 1], opened)
                reached = place + 1
                found += [(place, each) for each in self._dates_in(line, opened, awaited)]
        return found

    def _opened(self, lines: Sequence[str], before: str | None) -> str | None:
        """What the line that opens the list which some lines end in says of the dates below; `before` is
        that of the lines before them."""
        last = next((line for line in reversed(lines) if line.strip() and not _ENTRY.match(line)), None)
        if last is None:
            return before
        return self._form_of(last, dict(self._index.live(last)))[0] if last.rstrip().endswith(":") else None

    @cached_method(4096)
    def _dates_in(self, line: str, opened: str | None, awaited: bool) -> list[_Date]:
        return list(self._each_date(line, opened, awaited))

    def _each_date(self, line: str, opened: str | None, awaited: bool) -> Iterator[_Date]:
        live = dict(self._index.live(line))
        for sentence in _SENTENCE.finditer(line):
            if not _YEAR.search(line, *sentence.span()):
                continue
            reached = sentence.start()
            dates = list(self._date.finditer(line, sentence.start(), sentence.end()))
            for date in dates:
                # What is said of a date is said before it; of an end, anywhere in the sentence.
                before = line[max(reached, date.start() - _NEAR) : date.start()]
                whole, of = self._form_of(sentence.group(), live)
                is_end = whole == "ends" and (len(dates) == 1 or self._ends_at.search(before) is not None)
                form = "ends" if is_end else self._form_of(before, live)[0]
                form = form or (opened if whole != "past" else None)
                if form is None and awaited and self._awaited.search(before):
                    form = "planned"
                begun = line[sentence.start() : date.start()]
                if form is None and self._begins.search(begun) and self._then.search(line[date.end() :]):
                    form = "planned"
                month = int(date["number"] or 0) or self._months.get((date["month"] or "")[:3].casefold())
                alone = month is None and not _BY_YEAR.search(before)
                if form and not (form == "planned" and alone):
                    iso = f"{date['year']}-{month:02}" if month else date["year"]
                    yield _Date(date.start(), date.end(), iso, form, of if form == "ends" else None)
                reached = date.end()

    def _form_of(self, sentence: str, live: Mapping[int, Sequence[int]]) -> tuple[str | None, str | None]:
        """How a sentence speaks of its dates, and what ends; `live` are the forms that its line may have."""
        for number, (form, match) in enumerate(self._forms):
            if found := match.find(sentence, live.get(number, ())):
                of = found[0].groupdict().get("of")
                return form, of if of is None or of.isupper() else of.lower()
        return None, None


def _begun(facts: AgreementFacts) -> str:
    """The latest day on which the agreement is known to be in force. Its end may be yet to come, and so may
    the releases of a draft."""
    is_draft = facts.document.kind == "draft"
    names = ("dsa_start",) if is_draft else ("dsa_start", "release_start", "release_end")
    dates = (facts.date(name) for name in names)
    return max((date.text for date in dates if date), default="")


def dates_in_text_of(facts: AgreementFacts) -> list[Item]:
    return facts.derived(DatesInText).dates_of(facts)


def incidents_of(facts: AgreementFacts) -> list[Item]:
    """What the page prints of a breach behind the dates."""
    incident = facts.agreement.incident
    return [Item(incident.text, incident.span, "when", {}, facts.index)] if incident else []
