"""The flows of a draft, and which of them a sentence is about.

How a text calls its flows is data (vocabulary/flows.yaml).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from dslint.facts.datasets import Datasets
from dslint.facts.drafts.passages import Sentence, sentences_of
from dslint.facts.item import Item
from dslint.facts.meanings import Meanings
from dslint.regexes import regex
from dslint.tuples import NamedTuple
from dslint.vocabularies import Vocabularies

if TYPE_CHECKING:
    from dslint.facts.agreement import AgreementFacts


class FlowWords:
    """What some vocabularies call flows."""

    def __init__(self, vocabularies: Vocabularies) -> None:
        data: dict[str, Any] = vocabularies.vocabulary("flows")
        self.ordinals = [regex(source, re.IGNORECASE) for source in data["ordinals"]]
        self.every_flow, self.years, self.clause_end = (
            regex(data[key], re.IGNORECASE) for key in ("every_flow", "years", "clause_end")
        )
        self.grounds = {ground: regex(source, re.IGNORECASE) for ground, source in data["grounds"].items()}
        self.weaker = {name: frozenset(values) for name, values in data["weaker"].items()}
        self.grounds_told_in = frozenset(data["grounds_told_in"])
        self.hospital_words, self.hospital_flow = (
            regex(data["hospital"][key], re.IGNORECASE) for key in ("words", "flow")
        )
        self._records = [
            (regex(row["flow"], re.IGNORECASE), regex(row["words"], re.IGNORECASE)) for row in data["flows"]
        ]

    def words_of(self, dataset: str) -> re.Pattern[str] | None:
        """What a text calls the records of a dataset by."""
        return next((words for flow, words in self._records if flow.search(dataset)), None)


class _Flow(NamedTuple):
    """What the keys of a draft say of one flow."""

    dataset: str
    family: str | None
    words: re.Pattern[str] | None
    opt_outs: str | None
    grounds: tuple[str, ...]
    level: str | None


class Flows:
    """The flows of one draft."""

    def __init__(self, facts: AgreementFacts) -> None:
        self._facts, self._words = facts, facts.derived(FlowWords)
        self._mentions_in = facts.derived(Datasets).mentions_in

    def values_of(self, sentence: Sentence, at: int, ground: str | None) -> dict[str, Any]:
        """What the keys say of the flows that a claim is about: those of a ground, or else those that its
        sentence names around an offset."""
        if ground:
            about = [flow for flow in self._flows if ground in flow.grounds]
        else:
            about = self._about(sentence, at)
        meant = about or self._flows
        opt_outs = [each.opt_outs for each in meant if each.opt_outs and not self._is_one_of_two(each)]
        return {
            "flow": ", ".join(each.dataset for each in about) or None,
            "about": "flow" if about else "all",
            "opt_outs_of": opt_outs or ["unknown"],
            "grounds_of": [ground for each in meant for ground in each.grounds],
            "level_of": [each.level for each in meant if each.level],
        }

    @cached_property
    def _flows(self) -> list[_Flow]:
        facts, meanings = self._facts, self._facts.derived(Meanings)
        releases = facts.collection("releases") or []
        if not releases:  # the keys of the header are about all data
            answers = [item.get("meaning") for item in facts.collection("opt_outs") or []]
            all_grounds = [item.get("grounds") or () for item in facts.collection("confidentiality") or []]
            levels = [item.get("identifiability") for item in facts.collection("types_of_data") or []]
            return [
                _Flow("", None, None, answer, tuple(grounds or ()), level)
                for answer, grounds, level in zip_longest(answers, all_grounds, levels)
            ]
        identify = facts.derived(Datasets).identify
        return [
            _Flow(
                release.dataset or "",
                identify(release.dataset or "").get("family"),
                self._words.words_of(release.dataset or ""),
                item.get("meaning"),
                tuple(meanings.confidentiality(release.confidentiality or "").get("grounds") or ()),
                item.get("identifiability"),
            )
            for release, item in zip(facts.agreement.releases, releases, strict=True)
        ]

    def _is_one_of_two(self, flow: _Flow) -> bool:
        """Whether another flow of its dataset has another answer, so that its name does not tell which."""
        return any(each.dataset == flow.dataset and each.opt_outs != flow.opt_outs for each in self._flows)

    def _about(self, sentence: Sentence, at: int) -> list[_Flow]:
        """The flows that a sentence names, by the clause that tells the claim, or else by all of it."""
        text = sentence.text
        if self._words.every_flow.search(text):
            return []
        if sentence.entry and (dataset := sentence.entry.parts.get("dataset")):
            return [each for each in self._flows if each.dataset == dataset.text]
        ends = [found.start() for found in self._words.clause_end.finditer(text)]
        first = max((end for end in ends if end < at), default=0)
        last = min((end for end in ends if end > at), default=len(text))
        clause = text[first:last]
        if sentence.following[:1].islower():  # behind a semicolon
            text = f"{text}; {sentence.following}"
        return self._named(clause) or self._named(text)

    def uncovered(self, text: str) -> list[int]:
        """The places of the flows on a support that names the records of others of them, and not theirs."""
        resting = [flow for flow in self._flows if "s251" in flow.grounds]
        if not resting or self._words.every_flow.search(text):
            return []
        named = [flow for flow in resting if flow in self._by_data(text)]
        if named and self._words.hospital_words.search(text):
            named += [flow for flow in resting if self._words.hospital_flow.search(flow.dataset)]
        return [n for n, flow in enumerate(self._flows) if named and flow in resting and flow not in named]

    def _named(self, text: str) -> list[_Flow]:
        flows = self._flows
        found = [
            flow
            for flow, ordinal in zip(flows, self._words.ordinals, strict=False)
            if flow.dataset and len(flows) > 1 and ordinal.search(text)
        ]
        if found:
            return found
        if found := self._by_data(text):
            return found
        for ground in self._grounds_told_in(text):
            of_ground = [flow for flow in flows if ground in flow.grounds]
            if of_ground and len(of_ground) < len(flows):
                return of_ground
        return self._of_years(text)

    def _by_data(self, text: str) -> list[_Flow]:
        """The flows of the data that a text names, by their name or by words for their records."""
        families = {mention.family for mention in self._mentions_in(text) if mention.form == "name"}
        return [
            flow
            for flow in self._flows
            if flow.family in families or (flow.words and flow.words.search(text))
        ]

    def _grounds_told_in(self, text: str) -> Iterable[str]:
        return (ground for ground, match in self._words.grounds.items() if match.search(text))

    def _of_years(self, text: str) -> list[_Flow]:
        """The flows of the people whom a text tells by years: "before 2009". They are those whose limits have
        the years, or those of the ground that another sentence tells of such people."""
        years = {found.group().casefold() for found in self._words.years.finditer(text)}
        if not years:
            return []
        limited: set[str] = set()
        for entry in self._facts.agreement.entries.get("data_minimisation", ()):
            limits, dataset = entry.parts.get("limits"), entry.parts.get("dataset")
            if limits and dataset and any(each in limits.text.casefold() for each in years):
                limited.add(dataset.text)
        if limited:
            found = [flow for flow in self._flows if flow.dataset in limited]
            return found if len(limited) < len(self._flows) else []
        grounds = {
            next(iter(told))
            for each in sentences_of(self._facts)
            if each.place in self._words.grounds_told_in
            and any(year in each.text.casefold() for year in years)
            and (told := list(self._grounds_told_in(each.text)))
        }
        return [flow for flow in self._flows if grounds == set(flow.grounds)]


def uncovered_flows_of(facts: AgreementFacts) -> list[Item]:
    """Each flow on a support under section 251 that, by the draft, covers others of its flows."""
    document, releases = facts.document, facts.agreement.releases
    return [
        Item(cell.text, cell.span, "releases", {"covers": covers.text}, facts.index)
        for entry in facts.agreement.entries.get("approval", ())
        if releases and (covers := entry.parts.get("covers"))
        for n in Flows(facts).uncovered(covers.text)
        if (cell := document.cell(releases[n], "dataset")).text
    ]
