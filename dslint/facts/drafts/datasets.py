"""Datasets in the prose of a draft, next to its flows: those that no flow has, and flows that nobody uses.

Words for what is done with data, and short names of datasets, are data (vocabulary/draft_datasets.yaml).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from dslint.facts.datasets import Datasets
from dslint.facts.drafts.passages import Sentence, sentences_of
from dslint.facts.item import Item
from dslint.facts.sections import REMEMBERED
from dslint.memo import cached_method
from dslint.regexes import regex
from dslint.tuples import NamedTuple
from dslint.vocabularies import Vocabularies

if TYPE_CHECKING:
    from dslint.facts.agreement import AgreementFacts

_REST_OF_NAME = 26  # code points behind the name of a family in which that of its part stands
_PART_ENDS, _WORD = regex(r"[,.;()]| and the "), regex(r"[\w&]+")
_OWN_PLACES = frozenset({"data_minimisation.limits"})
_RESULTS = frozenset({"outputs", "expected_benefits", "yielded_benefits"})
_LISTED = regex(r"^\W*(?:[-*•·–]|\(?\w{1,4}[.)])\s")
_SHORT = 100  # code points of a line that may be an entry of a list without marks


class Named(NamedTuple):
    """Where a text names a dataset."""

    start: int
    end: int
    dataset: str | None
    family: str
    whole: str  # the dataset that stands for all of its family
    name: bool  # and no short name
    negated: bool


class DraftDatasets:
    """What some vocabularies know of datasets in drafts."""

    def __init__(self, vocabularies: Vocabularies) -> None:
        data: dict[str, Any] = vocabularies.vocabulary("draft_datasets")
        self._datasets = vocabularies.derived(Datasets)
        (
            self._lacks,
            self._past,
            self._of_others,
            self._asked,
            self._asked_list,
            self._asked_results,
            self._ordinary,
            self._data_behind,
            self._denied_before,
            self._denied_behind,
            self._unused_behind,
            self._unused_before,
            self._part_before,
            self._partly,
            self._no_use,
        ) = (
            regex(data[key], re.IGNORECASE)
            for key in (
                "lacks",
                "past",
                "of_others",
                "asked",
                "asked_list",
                "asked_results",
                "ordinary",
                "data_behind",
                "denied_before",
                "denied_behind",
                "unused_behind",
                "unused_before",
                "part_before",
                "partly",
                "no_use",
            )
        )
        self._short = [(row["dataset"], regex(row["match"], re.IGNORECASE)) for row in data["short"]]
        self._received = [
            (row["dataset"], row["family"], regex(row["match"], re.IGNORECASE)) for row in data["received"]
        ]
        self.unsought = frozenset(data["unsought"])

    @cached_method(REMEMBERED)
    def named(self, text: str) -> tuple[Named, ...]:
        """The datasets that a text names by a name."""
        return tuple(self._named(text))

    @cached_method(REMEMBERED)
    def called(self, text: str) -> tuple[Named, ...]:
        """The same, with the short names by which a text calls them once they are known."""
        short = (
            Named(found.start(), found.end(), dataset, "", "", False, False)
            for dataset, match in self._short
            for found in match.finditer(text)
        )
        return (*self.named(text), *short)

    @cached_method(REMEMBERED)
    def asked_in(self, text: str, above: str, is_result: bool) -> tuple[Named, ...]:
        """The datasets that a sentence asks for or uses. `above` introduces the list that it is of."""
        if self._is_of_others(text) or (above and self._is_of_others(above)):
            return ()
        asked = self._asked_results if is_result else self._asked
        if not asked.search(text) and not (above and not is_result and self._asked_list.search(above)):
            return ()
        received = (
            Named(*found.span("name"), dataset, family, dataset, True, False)
            for dataset, family, match in self._received
            for found in match.finditer(text)
        )
        return (*(each for each in self.named(text) if self._is_meant(each, text)), *received)

    def _is_of_others(self, text: str) -> bool:
        return any(each.search(text) for each in (self._lacks, self._past, self._of_others))

    def _is_meant(self, named: Named, text: str) -> bool:
        before, behind = text[: named.start], text[named.end :]
        if named.negated or named.family in self.unsought:
            return False
        if self._denied_before.search(before) or self._denied_behind.match(behind):
            return False
        is_ordinary = self._ordinary.match(text[named.start : named.end])
        return not is_ordinary or bool(self._data_behind.match(behind))

    @cached_method(REMEMBERED)
    def unused(self, text: str) -> tuple[str | None, ...]:
        """The datasets with which a text says that nothing is done."""
        return tuple(dict.fromkeys(each.dataset for each in self.called(text) if self._is_unused(each, text)))

    def _is_unused(self, named: Named, text: str) -> bool:
        before, behind = text[: named.start], text[named.end :]
        behind_it = self._unused_behind.match(behind) and not self._part_before.search(before)
        before_it = self._unused_before.search(before) and not self._partly.match(behind)
        return bool(behind_it or before_it or (named.name and self._no_use.search(text)))

    def _named(self, text: str) -> Iterator[Named]:
        for mention in self._datasets.mentions_in(text):
            if mention.form == "name" and mention.dataset:
                rest = _PART_ENDS.split(text[mention.end : mention.end + _REST_OF_NAME])[0]
                part, end = mention.dataset, mention.end
                for word in _WORD.finditer(rest):
                    name = text[mention.start : mention.end + word.end()]
                    found = self._datasets.identify(name)
                    if found["family"] == mention.family and found["dataset"] != part:
                        part, end = found["dataset"], mention.end + word.end()
                yield Named(mention.start, end, part, mention.family, mention.dataset, True, mention.negated)


def draft_datasets_of(facts: AgreementFacts) -> list[Item]:
    """Each dataset that the prose of a draft names as its own. `listed` tells whether a flow has it."""
    known = facts.derived(DraftDatasets)
    flows = [item.values for item in facts.collection("datasets") or []]
    families = {flow["family"] for flow in flows}
    identities = {flow["dataset"] for flow in flows}
    items = []
    for sentence, above in _with_introductions(sentences_of(facts)):
        if sentence.place in _OWN_PLACES:
            continue
        for named in known.asked_in(sentence.text, above, sentence.place in _RESULTS):
            listed = named.dataset in identities or (
                named.family in families and (named.dataset == named.whole or named.whole in identities)
            )
            values: dict[str, object] = {"dataset": named.dataset, "family": named.family, "listed": listed}
            items.append(sentence.item(facts, named.start, named.end, values))
    return items


def _with_introductions(prose: list[Sentence]) -> Iterator[tuple[Sentence, str]]:
    """Each sentence with the one that introduces the list that it is of; empty where it is of none."""
    above, place, line, is_entry = "", "", 0, False
    for sentence in prose:
        text = sentence.text
        if sentence.place != place:
            above, place = "", sentence.place
        if sentence.span.line != line:
            line = sentence.span.line
            is_entry = bool(_LISTED.match(text)) or (len(text) < _SHORT and not text.endswith("."))
        if not is_entry:
            above = ""
        yield sentence, above
        if text.endswith(":"):
            above = text


def unused_flows_of(facts: AgreementFacts) -> list[Item]:
    """Each place where the prose of a draft says that nothing is done with the data of one of its flows."""
    known = facts.derived(DraftDatasets)
    flows = {item.get("dataset"): item.text for item in facts.collection("datasets") or []}
    return [
        sentence.whole(facts, {"dataset": flows[dataset]})
        for sentence in sentences_of(facts)
        for dataset in known.unused(sentence.text)
        if dataset in flows
    ]
