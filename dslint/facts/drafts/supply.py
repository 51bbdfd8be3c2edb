"""How often data come: what the flows of a draft say, and what its prose says, in whatever words.

How an interval is written is data (vocabulary/supply.yaml).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from dslint.facts.drafts.datasets import DraftDatasets, Named
from dslint.facts.drafts.passages import Sentence, sentences_of
from dslint.facts.item import Item
from dslint.facts.sections import REMEMBERED
from dslint.memo import cached_method
from dslint.model import Span, Value
from dslint.regexes import regex
from dslint.tuples import NamedTuple
from dslint.vocabularies import Vocabularies

if TYPE_CHECKING:
    from dslint.facts.agreement import AgreementFacts

ONCE, AGAIN = "once", "again"
# What others get, and what is made of the data, is no supply.
_OF_OTHERS = frozenset(
    {
        "outputs",
        "expected_benefits",
        "yielded_benefits",
        "funders.role",
        "sponsors.role",
        "commercial_interest.gain",
    }
)


class _Told(NamedTuple):
    """Where a text tells how often data come: `once`, `again`, or how many times a year."""

    start: int
    end: int
    often: str


class Supply:
    """The intervals that some vocabularies know."""

    def __init__(self, vocabularies: Vocabularies) -> None:
        data: dict[str, Any] = vocabularies.vocabulary("supply")
        self._intervals = [
            (str(row["times"]), regex(row["match"], re.IGNORECASE)) for row in data["intervals"]
        ]
        self._one_time, self._goes_on, self._supplied, self._what, self._lacks, self._others, self._surely = (
            regex(data[key], re.IGNORECASE)
            for key in ("one_time", "goes_on", "supplied", "what", "lacks", "others", "surely")
        )
        self._values = {key: str(times) for key, times in data["values"].items()}

    def of_key(self, text: str) -> str:
        """What the frequency of a flow, or an access method, comes to."""
        told = (often for often, match in self._intervals if match.search(text))
        return self._values.get(text.casefold()) or next(told, AGAIN)

    @cached_method(REMEMBERED)
    def told_in(self, sentence: str) -> tuple[_Told, ...]:
        is_lacking = self._lacks.search(sentence) and not self.is_surely_told(sentence)
        if is_lacking or self._others.search(sentence):
            return ()
        if not self._supplied.search(sentence) or not self._what.search(sentence):
            return ()
        if once := self._one_time.search(sentence):
            return (_Told(once.start(), once.end(), ONCE),)
        for often, match in self._intervals:
            if found := match.search(sentence):
                return (_Told(found.start(), found.end(), often),)
        found = self._goes_on.search(sentence)
        return (_Told(found.start(), found.end(), AGAIN),) if found else ()

    def is_surely_told(self, sentence: str) -> bool:
        """Whether a sentence tells what NHS England sends, whatever else it is about."""
        return self._surely.search(sentence) is not None

    def tells_one_thing(self, sentence: str) -> bool:
        """Whether a sentence has one word for how often data come, which is of all that it names."""
        words = (self._one_time, self._goes_on, *(match for _, match in self._intervals))
        return sum(word.search(sentence) is not None for word in words) == 1


class _Flow(NamedTuple):
    dataset: str | None
    family: str | None
    often: str
    at: Value

    def is_of(self, named: Named) -> bool:
        """Whether a name may be that of its dataset, or of all of its family."""
        of_family = named.name and named.dataset == named.whole and named.family == self.family
        return self.dataset == named.dataset or of_family


def supply_of(facts: AgreementFacts) -> list[Item]:
    """Each sentence of a draft that tells how often data come, next to what the keys say.

    `agrees` holds where a flow that the sentence may be about comes as often, and no earlier sentence about
    it says otherwise. `other` is what says otherwise. What the keys say is listed too, with the side `key`.
    """
    supply, datasets = facts.derived(Supply), facts.derived(DraftDatasets)
    flows = _flows(facts, supply)
    every = {flow.dataset for flow in flows}
    others = [
        each.span
        for each in facts.collection("bodies_in_text") or []
        if each.get("sure") and each.get("listed") == "none"
    ]
    items = []
    before: list[tuple[frozenset[str | None], str, str]] = []  # what is told earlier, and of which datasets
    line = 0
    called: tuple[Named, ...] = ()  # the datasets of the sentence, or of one before it in its line
    for sentence in sentences_of(facts):
        is_of_others = sentence.place in _OF_OTHERS and not supply.is_surely_told(sentence.text)
        if is_of_others or _names_another(sentence, others):
            continue
        if sentence.span.line != line:
            line, called = sentence.span.line, ()
        own = datasets.called(sentence.text)
        called = own or called
        for told in supply.told_in(sentence.text):
            named = {each.dataset for each in called}
            about = [flow for flow in flows if any(flow.is_of(each) for each in called)]
            if not about and any(each.name for each in called):
                continue  # it is about a dataset that no flow has
            about = about or flows
            which = frozenset(() if every and named >= every else named)
            other = _shown(about) if _is_other(told, about) else None
            if other is None and own and supply.tells_one_thing(sentence.text):
                each_flow = ([flow for flow in flows if flow.is_of(each)] for each in own)
                other = next((_shown(some) for some in each_flow if some and _is_other(told, some)), None)
            is_clear = own or not which  # of which datasets it tells
            if other is None and is_clear and told.often not in (ONCE, AGAIN):
                known = (text for of, often, text in before if of == which and often != told.often)
                other = next(known, None)
                before.append((which, told.often, sentence.text))
            values = {"side": "text", "often": told.often, "agrees": other is None, "other": other}
            items.append(sentence.whole(facts, values))
    for flow in flows:
        values = {"side": "key", "often": flow.often, "agrees": True, "other": None}
        items.append(Item(flow.at.text, flow.at.span, "frequency", values, facts.index))
    return items


def _names_another(sentence: Sentence, others: list[Span]) -> bool:
    """Whether a sentence names a body that no key has: what that body gets is no supply."""
    line, start, end = sentence.span
    return any(each.line == line and start <= each.column < end for each in others)


def _flows(facts: AgreementFacts, supply: Supply) -> list[_Flow]:
    document = facts.document
    method = next((each for each in facts.agreement.values.get("access_methods", ())), None)
    known = {
        item.text: (item.get("dataset"), item.get("family")) for item in facts.collection("datasets") or []
    }
    found = []
    for release in facts.agreement.releases:
        cells = {column: document.cell(release, column) for column in release.columns}
        at = cells.get("frequency") or method
        if at and at.text:
            dataset = cells["dataset"].text if "dataset" in cells else ""
            which, family = known.get(dataset, (None, None))
            found.append(_Flow(which, family, supply.of_key(at.text), Value(at.text, at.span)))
    if not found and method:
        found.append(_Flow(None, None, supply.of_key(method.text), method))
    return found


def _is_other(told: _Told, flows: Sequence[_Flow]) -> bool:
    """Whether none of the flows that a sentence may be about is as the sentence says."""
    kinds = {flow.often for flow in flows}
    if told.often == ONCE:
        return bool(kinds) and ONCE not in kinds
    intervals = kinds - {ONCE, AGAIN}
    return kinds == {ONCE} or (told.often != AGAIN and bool(intervals) and told.often not in intervals)


def _shown(flows: Sequence[_Flow]) -> str:
    return " and ".join(dict.fromkeys(flow.at.text for flow in flows))
