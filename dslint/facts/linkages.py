"""What the data are linked with, and whether the text excludes it elsewhere.

The phrases are data (vocabulary/linkages.yaml). "No other linkage" leaves out what the lines next to it
allow, so only what is linked further away, with a source of another name, goes against it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from dslint.compiled import builtin
from dslint.facts.datasets import Datasets
from dslint.facts.item import Item
from dslint.facts.sections import REMEMBERED
from dslint.facts.sentences import sentences
from dslint.facts.wording import Wording
from dslint.memo import cached_method
from dslint.model import Span
from dslint.regexes import regex
from dslint.tuples import NamedTuple
from dslint.vocabularies import Vocabularies

if TYPE_CHECKING:
    from dslint.facts.agreement import AgreementFacts

_BESIDE = 3  # lines around a ban of "other" linkage that tell what is allowed
_NAME = regex(r"(?<![\w'’-])[A-Z][\w&'’-]*[A-Za-z]")
_COMMON = frozenset(
    [
        "data",
        "dataset",
        "datasets",
        "record",
        "records",
        "level",
        "study",
        "trial",
        "cohort",
        "with",
        "from",
        "held",
        "their",
        "these",
        "care",
        "health",
    ]
)
_NAMED_APART = 2  # words of a name that are not the study's own, where another one is
_SHORTEST = 4  # letters of a word by which two names are alike


class _Linked(NamedTuple):
    start: int
    end: int
    source: str


class _Line(NamedTuple):
    """The linkages and the bans of one line; a ban is `absolute` or leaves out what stands beside it."""

    linked: tuple[_Linked, ...]
    banned: tuple[tuple[int, int, bool], ...]
    excepted: str = ""  # what follows a ban in its sentence


_NOTHING = _Line((), ())


def _apart(linked: list[_Linked]) -> Iterator[_Linked]:
    """Linkages in order, without those that begin within one before them."""
    reached = 0
    for each in sorted(linked):
        if each.start >= reached:
            reached = each.end
            yield each


class Linkages:
    """Finds linkages and bans of linkage in lines."""

    def __init__(self, vocabularies: Vocabularies) -> None:
        data = vocabularies.vocabulary("linkages")
        self._banned, *self._linked = map(builtin, (data["banned"], *data["linked"]))
        self._index = vocabularies.derived(Wording).index_of_more((self._banned, *self._linked))
        self._others, self._planned, self.own, self._named, self.generic, self.public = (
            regex(data[key], re.IGNORECASE)
            for key in ("others", "planned", "own", "named", "generic", "public")
        )

    @cached_method(65536)
    def linkages_in(self, text: str) -> _Line:
        linked: list[_Linked] = []
        banned: list[tuple[int, int, bool]] = []
        excepted = ""
        if not (live := dict(self._index.live(text))):
            return _NOTHING
        linked_by = [(one, live[number]) for number, one in enumerate(self._linked, 1) if number in live]
        for first, last in sentences(text):
            sentence = text[first:last]
            for found in self._banned.find(sentence, live.get(0, ())):
                is_named = self._named.search(sentence, found.end()) is not None
                others = self._others.search(sentence) is not None and not is_named
                banned.append((first + found.start(), first + found.end(), not others))
                excepted += f" {sentence[found.end() :]}"
            ban = next((start for start, _, _ in banned if start >= first), last)
            in_sentence = [
                _Linked(first + found.start(), first + found.end(), found["source"])
                for linked_with, which in linked_by
                for found in linked_with.find(sentence, which)
                if first + found.end() <= ban and not self._planned.search(sentence[: found.end()])
            ]
            linked += _apart(in_sentence)
        return _Line(tuple(linked), tuple(banned), excepted)

    @cached_method(REMEMBERED)
    def linkages_among(self, lines: tuple[str, ...]) -> list[tuple[int, _Line]]:
        """The lines of a section with a linkage or a ban, by their place in it, from 0."""
        read = enumerate(map(self.linkages_in, lines))
        return [(index, line) for index, line in read if line.linked or line.banned]


def linkages_told_of(facts: AgreementFacts) -> list[Item] | None:
    """Each linkage and each ban of the narrative. `against` holds for a linkage that a ban excludes."""
    if not facts.narrative:
        return None
    lines = list(_lines(facts))
    bans = [(number, start, absolute) for number, _, line in lines for start, _, absolute in line.banned]
    excepted = _words(" ".join(line.excepted for *_, line in lines))
    items: list[Item] = []
    for number, section, line in lines:
        for start, end, _ in line.banned:
            items.append(_item(facts, number, section, start, end, {"form": "banned", "against": False}))
        for linked in line.linked:
            outright = not _words(linked.source) & excepted
            is_named = _NAME.search(linked.source) is not None
            against = (
                is_named
                and _is_foreign(facts, linked.source)
                and any(
                    ((absolute or (ban, start) < (number, linked.start)) and outright)
                    or _is_other(lines, number, linked.source, ban)
                    for ban, start, absolute in bans
                )
            )
            values = {
                "form": "linked",
                "against": against,
                "source": linked.source,
                "listed": _is_listed(facts, linked.source),
            }
            items.append(_item(facts, number, section, linked.start, linked.end, values))
    return items


def _lines(facts: AgreementFacts) -> Iterator[tuple[int, str, _Line]]:
    linkages_among = facts.derived(Linkages).linkages_among
    for section, first, lines in facts.narrative:
        for index, line in linkages_among(lines):
            yield first + index, section, line


def _is_other(lines: list[tuple[int, str, _Line]], number: int, source: str, ban: int) -> bool:
    """Whether the lines beside a ban say what is allowed, and a source further away is not that."""
    if abs(number - ban) <= _BESIDE:
        return False
    beside = [some for line, _, some in lines if abs(line - ban) <= _BESIDE]
    sources = [each.source for some in beside for each in some.linked]
    allowed = _words(" ".join([*sources, *(some.excepted for some in beside)]))
    return bool(sources) and not _words(source) & allowed


def _words(text: str) -> set[str]:
    return {word for word in re.findall(r"\w+", text.casefold()) if len(word) >= _SHORTEST} - _COMMON


def _is_foreign(facts: AgreementFacts, source: str) -> bool:
    """Whether a source has a name, or a kind that agreements name, and is not that of the study itself."""
    linkages = facts.derived(Linkages)
    if linkages.own.search(source) or linkages.public.search(source):
        return False
    own = facts.agreement.title or ""
    if not _NAME.search(source):
        return linkages.generic.search(source) is not None and not _words(source) & _words(own)
    known = {item.get("family") for item in facts.collection("datasets") or []}
    mentioned = {mention.family for mention in facts.derived(Datasets).mentions_in(source)}
    recipients = {item.text for item in facts.collection("recipient") or []}
    own_words = _words(own).union(*(_words(each) for each in recipients))
    if mentioned & known:
        return False
    # A registry may share a word with the title of a study about the same disease.
    named = _words(" ".join(_NAME.findall(source))) - own_words
    return not _words(source) & own_words or len(named) >= _NAMED_APART


def _is_listed(facts: AgreementFacts, source: str) -> bool | None:
    """Whether the draft's own list of linkages has a source. None where it has no such list."""
    entries = facts.agreement.entries.get("linkage")
    if not entries:
        return None
    listed = _words(" ".join(f"{entry.value.text} {entry.text}" for entry in entries))
    # A dataset of the custodian is a flow, and no source.
    is_flow = any(mention.form == "name" for mention in facts.derived(Datasets).mentions_in(source))
    return is_flow or not _is_foreign(facts, source) or bool(_words(source) & listed)


def _item(
    facts: AgreementFacts, number: int, section: str, start: int, end: int, values: dict[str, object]
) -> Item:
    text = facts.document.lines[number - 1][start:end]
    return Item(
        text,
        Span(number, start + 1, end + 1),
        section,
        {"source": None, "listed": None, **values},
        facts.index,
    )
