"""Datasets in the prose of a draft, next to its flows: those that no flow has, and flows that nobody uses.

Words for what is done with data, and short names of datasets, are data (vocabulary/draft_datasets.yaml).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from dslint.facts.datasets import Datasets
from dslint.facts.drafts.passages import sentences_of
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


class _Named(NamedTuple):
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
            self.lacks,
            self.denied_behind,
            self._unused_behind,
            self._unused_before,
            self._part_before,
            self._partly,
            self._no_use,
        ) = (
            regex(data[key], re.IGNORECASE)
            for key in (
                "lacks",
                "denied_behind",
                "unused_behind",
                "unused_before",
                "part_before",
                "partly",
                "no_use",
            )
        )
        self._short = [(row["dataset"], regex(row["match"], re.IGNORECASE)) for row in data["short"]]
        self.unsought = frozenset(data["unsought"])

    @cached_method(REMEMBERED)
    def named(self, text: str) -> tuple[_Named, ...]:
        """The datasets that a text names by a name."""
        return tuple(self._named(text))

    @cached_method(REMEMBERED)
    def called(self, text: str) -> tuple[_Named, ...]:
        """The same, with the short names by which a text calls them once they are known."""
        short = (
            _Named(found.start(), found.end(), dataset, "", "", False, False)
            for dataset, match in self._short
            for found in match.finditer(text)
        )
        return (*self.named(text), *short)

    @cached_method(REMEMBERED)
    def unused(self, text: str) -> tuple[str | None, ...]:
        """The datasets with which a text says that nothing is done."""
        return tuple(dict.fromkeys(each.dataset for each in self.called(text) if self._is_unused(each, text)))

    def _is_unused(self, named: _Named, text: str) -> bool:
        before, behind = text[: named.start], text[named.end :]
        behind_it = self._unused_behind.match(behind) and not self._part_before.search(before)
        before_it = self._unused_before.search(before) and not self._partly.match(behind)
        return bool(behind_it or before_it or (named.name and self._no_use.search(text)))

    def _named(self, text: str) -> Iterator[_Named]:
        for mention in self._datasets.mentions_in(text):
            if mention.form == "name" and mention.dataset:
                rest = _PART_ENDS.split(text[mention.end : mention.end + _REST_OF_NAME])[0]
                part, end = mention.dataset, mention.end
                for word in _WORD.finditer(rest):
                    name = text[mention.start : mention.end + word.end()]
                    found = self._datasets.identify(name)
                    if found["family"] == mention.family and found["dataset"] != part:
                        part, end = found["dataset"], mention.end + word.end()
                yield _Named(mention.start, end, part, mention.family, mention.dataset, True, mention.negated)


def draft_datasets_of(facts: AgreementFacts) -> list[Item]:
    """Each dataset that the prose of a draft names as its own. `listed` tells whether a flow has it."""
    known = facts.derived(DraftDatasets)
    flows = [item.values for item in facts.collection("datasets") or []]
    families = {flow["family"] for flow in flows}
    identities = {flow["dataset"] for flow in flows}
    items = []
    for sentence in sentences_of(facts):
        if known.lacks.search(sentence.text) or sentence.place in _OWN_PLACES:
            continue
        for named in known.named(sentence.text):
            if (
                named.negated
                or named.family in known.unsought
                or known.denied_behind.match(sentence.text[named.end :])
            ):
                continue
            listed = named.family in families and (
                named.dataset == named.whole or bool({named.dataset, named.whole} & identities)
            )
            values: dict[str, object] = {"dataset": named.dataset, "family": named.family, "listed": listed}
            items.append(sentence.item(facts, named.start, named.end, values))
    return items


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
