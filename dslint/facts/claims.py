"""What single sentences of a draft claim, told by the words that any wording of it has, and of which flows.

The claims and their words are data (vocabulary/claims.yaml).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from dslint.facts.datasets import Datasets
from dslint.facts.item import Item
from dslint.facts.meanings import Meanings
from dslint.facts.sections import REMEMBERED
from dslint.facts.sentences import Negation, sentences
from dslint.memo import cached_method
from dslint.model import Span
from dslint.regexes import regex
from dslint.tuples import NamedTuple
from dslint.vocabularies import Vocabularies

if TYPE_CHECKING:
    from dslint.facts.agreement import AgreementFacts
    from dslint.model import Entry


class Sentence(NamedTuple):
    """A sentence of a draft. `place` is its section or key, `entry` the entry that the key is of."""

    text: str
    span: Span
    place: str
    following: str
    entry: Entry | None = None


class _Claim(NamedTuple):
    """`has` are found in the sentence, each of them; `negated` is what the last of them is to be."""

    name: str
    has: tuple[re.Pattern[str], ...]
    lacks: re.Pattern[str] | None
    places: frozenset[str]
    negated: bool | None
    things: tuple[tuple[str, re.Pattern[str]], ...]
    of: str | None  # the ground of the flows that it is about


class _Found(NamedTuple):
    claim: str
    start: int
    end: int
    thing: str | None
    of: str | None
    at: int  # where the topic stands


class _Flow(NamedTuple):
    """What the keys of a draft say of one flow."""

    dataset: str
    family: str | None
    words: re.Pattern[str] | None
    opt_outs: str | None
    grounds: tuple[str, ...]
    level: str | None


class Claims:
    """The claims that some vocabularies know."""

    def __init__(self, vocabularies: Vocabularies) -> None:
        data: dict[str, Any] = vocabularies.vocabulary("claims")
        self._words: dict[str, str] = {}
        for name, source in data["words"].items():
            self._words[name] = self._with_words(source)
        self._negation = vocabularies.derived(Negation)
        self.places: dict[str, frozenset[str]] = {
            name: frozenset(some) for name, some in data["places"].items()
        }
        things: dict[str | None, dict[str, str]] = data["things"]
        self._claims = [
            _Claim(
                row["claim"],
                tuple(self.made(source) for source in row["has"]),
                self.made(row["lacks"]) if "lacks" in row else None,
                self.places[row["in"]],
                row.get("negated"),
                tuple((name, self.made(match)) for name, match in things.get(row.get("things"), {}).items()),
                row.get("of"),
            )
            for row in data["claims"]
        ]
        self._items = [self.made(match) for match in things["items"].values()]
        self._taken_back, self._reason = self.made(data["taken_back"]), self.made(data["reason"])
        self.ordinals = [self.made(source) for source in data["ordinals"]]
        self.every_flow, self.agreed, self.supported, self.years, self.clause_end = (
            self.made(data[key]) for key in ("every_flow", "agreed", "supported", "years", "clause_end")
        )
        self._flow_words = [(self.made(row["flow"]), self.made(row["words"])) for row in data["flows"]]

    def _with_words(self, source: str) -> str:
        for name, pattern in self._words.items():
            source = source.replace(f"{{{name}}}", pattern)
        return source

    def made(self, source: str) -> re.Pattern[str]:
        return regex(self._with_words(source), re.IGNORECASE)

    def items_in(self, text: str) -> Iterator[re.Match[str]]:
        """The data items that a text names."""
        for pattern in self._items:
            if found := pattern.search(text):
                yield found

    def words_of(self, dataset: str) -> re.Pattern[str] | None:
        """What a text calls the records of a dataset by."""
        return next((words for flow, words in self._flow_words if flow.search(dataset)), None)

    @cached_method(REMEMBERED)
    def claims_in(self, text: str, following: str, place: str) -> tuple[_Found, ...]:
        """One change of a draft leaves most of its sentences."""
        if self._taken_back.match(following):
            return ()
        first: dict[tuple[str, str | None], _Found] = {}
        for found in self._claims_in(text, place):
            first.setdefault((found.claim, found.thing), found)
        return tuple(first.values())

    def _claims_in(self, text: str, place: str) -> Iterator[_Found]:
        said = self._reason.sub("", text)
        for claim in self._claims:
            if place not in claim.places or not (found := self._matches(claim, text)):
                continue
            if claim.lacks and claim.lacks.search(said):
                continue
            start, end = min(each.start() for each in found), max(each.end() for each in found)
            things = [thing for thing, match in claim.things if match.search(text)]
            for thing in things if claim.things else [None]:
                yield _Found(claim.name, start, end, thing, claim.of, found[0].start())

    def _matches(self, claim: _Claim, text: str) -> list[re.Match[str]]:
        found: list[re.Match[str]] = []
        for pattern in claim.has[:-1]:
            if not (match := pattern.search(text)):
                return []
            found.append(match)
        shown = text
        for match in found:  # a denial in the topic is none of the state
            shown = shown[: match.start()] + "_" * len(match.group()) + shown[match.end() :]
        for match in claim.has[-1].finditer(text):
            if claim.negated is None or self._negation.is_negated(shown, 0, match.start()) is claim.negated:
                return [*found, match]
        return []


def prose_of(facts: AgreementFacts, places: frozenset[str]) -> Iterator[Sentence]:
    """The sentences of a draft in some sections and under some keys."""
    for name, entries in facts.agreement.entries.items():
        for entry in entries:
            for key, value in entry.parts.items():
                if (place := f"{name}.{key}") in places:
                    yield from _cut(place, value.text, value.span, entry)
    for section, first, lines in facts.narrative:
        if section in places:
            for number, line in enumerate(lines):
                yield from _cut(section, line, Span(first + number, 1, len(line) + 1))


def _cut(place: str, text: str, span: Span, entry: Entry | None = None) -> Iterator[Sentence]:
    bounds = [(start, end) for start, end in sentences(text) if re.search(r"\w{3}", text[start:end])]
    for number, (start, end) in enumerate(bounds):
        start += len(text[start:end]) - len(text[start:end].lstrip())
        after = slice(*bounds[number + 1]) if number + 1 < len(bounds) else slice(0, 0)
        at = Span(span.line, span.column + start, span.column + end)
        yield Sentence(text[start:end], at, place, text[after].strip(), entry)


def _is_one_of_two(flow: _Flow, flows: Sequence[_Flow]) -> bool:
    """Whether another flow of its dataset has another answer, so that its name does not tell which."""
    return any(each.dataset == flow.dataset and each.opt_outs != flow.opt_outs for each in flows)


def claims_of(facts: AgreementFacts) -> list[Item]:
    """Each claim of each sentence."""
    claims = facts.derived(Claims)
    flows = _flows(facts)
    items: list[Item] = []
    for sentence in prose_of(facts, claims.places["prose"]):
        for found in claims.claims_in(sentence.text, sentence.following, sentence.place):
            if found.of:
                about = [flow for flow in flows if found.of in flow.grounds]
            else:
                about = _about(facts, flows, sentence, found.at)
            meant = about or flows
            values = {
                "claim": found.claim,
                "thing": found.thing,
                "place": sentence.place,
                "sentence": sentence.text,
                "flow": ", ".join(each.dataset for each in about) or None,
                "about": "flow" if about else "all",
                "opt_outs_of": [
                    each.opt_outs for each in meant if each.opt_outs and not _is_one_of_two(each, flows)
                ]
                or ["unknown"],
                "grounds_of": [ground for each in meant for ground in each.grounds],
                "level_of": [each.level for each in meant if each.level],
            }
            line, column, _ = sentence.span
            span = Span(line, column + found.start, column + found.end)
            text = sentence.text[found.start : found.end]
            items.append(Item(text, span, sentence.place.split(".")[0], values, facts.index))
    return items


def _flows(facts: AgreementFacts) -> list[_Flow]:
    claims, meanings, identify = (
        facts.derived(Claims),
        facts.derived(Meanings),
        facts.derived(Datasets).identify,
    )
    releases = facts.collection("releases") or []
    if not releases:  # the keys of the header are about all data
        answers = [item.get("meaning") for item in facts.collection("opt_outs") or []]
        all_grounds = [item.get("grounds") or () for item in facts.collection("confidentiality") or []]
        levels = [item.get("identifiability") for item in facts.collection("types_of_data") or []]
        return [
            _Flow("", None, None, answer, tuple(ground or ()), level)
            for answer, ground, level in zip_longest(answers, all_grounds, levels)
        ]
    flows = []
    for release, item in zip(facts.agreement.releases, releases, strict=True):
        dataset, level = release.dataset or "", item.get("identifiability")
        grounds = tuple(meanings.confidentiality(release.confidentiality or "").get("grounds") or ())
        opt_outs = item.get("meaning")
        flows.append(
            _Flow(
                dataset, identify(dataset).get("family"), claims.words_of(dataset), opt_outs, grounds, level
            )
        )
    return flows


def _about(facts: AgreementFacts, flows: list[_Flow], sentence: Sentence, at: int) -> list[_Flow]:
    """The flows that a sentence names, by the clause that tells the claim, or else by the whole sentence."""
    claims = facts.derived(Claims)
    if claims.every_flow.search(sentence.text):
        return []
    if sentence.entry and (dataset := sentence.entry.parts.get("dataset")):
        return [each for each in flows if each.dataset == dataset.text]
    ends = [found.start() for found in claims.clause_end.finditer(sentence.text)]
    first = max((end for end in ends if end < at), default=0)
    last = min((end for end in ends if end > at), default=len(sentence.text))
    text = sentence.text
    if sentence.following[:1].islower():  # behind a semicolon
        text = f"{text}; {sentence.following}"
    return _named(facts, flows, sentence.text[first:last]) or _named(facts, flows, text)


def _named(facts: AgreementFacts, flows: list[_Flow], text: str) -> list[_Flow]:
    claims = facts.derived(Claims)
    found = [
        flow
        for flow, ordinal in zip(flows, claims.ordinals, strict=False)
        if flow.dataset and len(flows) > 1 and ordinal.search(text)
    ]
    if found:
        return found
    mentions = facts.derived(Datasets).mentions_in(text)
    families = {mention.family for mention in mentions if mention.form == "name"}
    found = [flow for flow in flows if flow.family in families or (flow.words and flow.words.search(text))]
    if found:
        return found
    for pattern, ground in ((claims.supported, "s251"), (claims.agreed, "consent")):
        of_ground = [flow for flow in flows if ground in flow.grounds]
        if of_ground and len(of_ground) < len(flows) and pattern.search(text):
            return of_ground
    return _of_years(facts, flows, text)


def _of_years(facts: AgreementFacts, flows: list[_Flow], text: str) -> list[_Flow]:
    """The flows of the people whom a text tells by years: "before 2009". They are those whose limits have the
    years, or those of the ground that another sentence tells of such people."""
    claims = facts.derived(Claims)
    years = {found.group().casefold() for found in claims.years.finditer(text)}
    if not years:
        return []
    limited: set[str] = set()
    for entry in facts.agreement.entries.get("data_minimisation", ()):
        limits, dataset = entry.parts.get("limits"), entry.parts.get("dataset")
        if limits and dataset and any(each in limits.text.casefold() for each in years):
            limited.add(dataset.text)
    if not limited:
        grounds = {
            "s251" if claims.supported.search(each.text) else "consent"
            for each in prose_of(facts, claims.places["groups"])
            if any(year in each.text.casefold() for year in years)
            and (claims.supported.search(each.text) or claims.agreed.search(each.text))
        }
        return [flow for flow in flows if grounds == set(flow.grounds)]
    return [flow for flow in flows if flow.dataset in limited] if len(limited) < len(flows) else []
