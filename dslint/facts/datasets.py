"""Which datasets a list or a narrative names, and what it says happens to them.

Names and phrases are data (vocabulary/datasets.yaml). Registers repeat their lines, so what a line says is
remembered, and only rules that ask for datasets cause the work.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from dslint import compiled
from dslint.compiled import builtin
from dslint.facts.meanings import Meaning, fold_text
from dslint.facts.organisations import is_one_edit
from dslint.facts.sentences import Negation, sentence_around
from dslint.facts.wording import Wording
from dslint.memo import cached_method
from dslint.patterns import Index, Pattern
from dslint.regexes import regex
from dslint.tuples import NamedTuple
from dslint.vocabularies import Vocabularies


class DatasetMention(NamedTuple):
    """A dataset in a line of narrative; offsets are 0-based. `dataset` is None for words of a family."""

    dataset: str | None
    family: str
    form: str  # name | words
    start: int
    end: int
    flow: str | None  # what the sentence itself says; see the vocabulary
    negated: bool


class _Row(NamedTuple):
    dataset: str | None
    family: str | None
    match: Pattern | None
    abbreviations: tuple[str, ...]
    abbreviated: re.Pattern[str] | None

    def is_named(self, text: str) -> bool:
        if self.match and self.match.matches(text):
            return True
        return self.abbreviated is not None and self.abbreviated.search(text) is not None


class _Phrase(NamedTuple):
    flow: str
    names: str  # before | behind
    match: Pattern


def _row(data: dict[str, Any]) -> _Row:
    short = tuple(data.get("abbreviations", ()))
    return _Row(
        data.get("id"),
        data.get("family"),
        builtin(data["match"]) if "match" in data else None,
        short,
        regex(rf"\b(?:{'|'.join(short)})\b") if short else None,
    )


def _whole_word(abbreviation: str) -> Pattern:
    (known,) = builtin(compiled.cased(abbreviation)).alternatives
    return Pattern("", [known._replace(source=rf"\b{known.source}\b")], trusted=True)


_MARKED = regex(r"\W*(?:o\s|[^\w\s(]\s|\(?\w{1,4}[.)]\s)")
_SHORTEST_SLIP = 5  # letters of a word that may be misspelt


def _is_slip(words: list[str], known: list[str]) -> bool:
    """Whether one word differs, by one letter or two neighbours that are turned."""
    if len(words) != len(known):
        return False
    differ = [pair for pair in zip(words, known, strict=True) if pair[0] != pair[1]]
    return len(differ) == 1 and min(map(len, differ[0])) >= _SHORTEST_SLIP and is_one_edit(*differ[0])


_WORD = regex(r"[^\W\d_]")
_NEAR = 20  # code points behind a name in which a verb makes it a statement of its own
_FULL_STOP = regex(r"\s\.")  # in a line read from its end
_VERB = regex(r"\b(?:is|are|was|were|has|have|had|will|may|can|must|shall|holds?|uses?)\b", re.I)
LONGEST_ITEM = 200  # code points; what is longer is a step or a sentence, and ends the list


_EXPLAINS = regex(r"\W*(?:This|These|It|They)\b")
_ITEM_ENDS = regex(r"[.:;–—](?=\s|$)")


def _end_of_item(text: str, mentions: tuple[DatasetMention, ...]) -> int | None:
    """Where the entry of a list that a line goes on with ends; 0 where the line explains the entry above;
    None where the list is over.

    An entry has a marker, or its first word is a dataset's name. Markers are often damaged ("16..",
    "17Personal"), names seldom. The name of a dataset may also stand in front of a paragraph about it.
    """
    begins = any(not _WORD.search(text, 0, m.start) for m in mentions)
    if len(text) <= LONGEST_ITEM and (begins or _MARKED.match(text)):
        return len(text)
    if begins and (stop := _ITEM_ENDS.search(text, mentions[0].end)):
        return stop.start()
    return 0 if _EXPLAINS.match(text) else None


class Datasets:
    """Which dataset a name means, and which ones a line speaks of."""

    def __init__(self, vocabularies: Vocabularies) -> None:
        self._data: dict[str, Any] = vocabularies.vocabulary("datasets")
        self._own = vocabularies.own("datasets")
        self._wording = vocabularies.derived(Wording)
        self._is_negated = vocabularies.derived(Negation).is_negated

    @cached_method(1024)
    def nearest(self, text: str) -> str | None:
        """The one name of the register that a name is a misspelling of: one word of it has one slip."""
        words = fold_text(text).split()
        found = [name for name in self._data["names"] if _is_slip(words, fold_text(name).split())]
        return found[0] if len(found) == 1 else None

    @cached_property
    def _rows(self) -> tuple[_Row, ...]:
        return tuple(_row(data) for data in self._data["datasets"])

    @cached_property
    def _in_prose(self) -> tuple[_Row, ...]:
        """The rows that a narrative is searched for: names, then words."""
        names = (data for data in self._data["datasets"] if "family" in data and not data.get("listed"))
        return tuple(_row(data) for data in (*names, *self._data["words"]))

    @cached_property
    def _names(self) -> tuple[Index, tuple[_Row, ...]]:
        """The rows for prose that have a name, with the index of their patterns."""
        rows = tuple(row for row in self._in_prose if row.match)
        return self._wording.index_of(row.match for row in rows if row.match), rows

    @cached_property
    def _abbreviations(self) -> tuple[Index, tuple[tuple[Pattern, list[_Row]], ...]]:
        """All abbreviations with the rows that each stands for, and their index: one may be an abbreviation
        of a dataset and speak of a family."""
        rows: dict[str, list[_Row]] = {}
        for row in self._in_prose:
            for abbreviation in row.abbreviations:
                rows.setdefault(abbreviation, []).append(row)
        patterns = tuple((_whole_word(abbreviation), meant) for abbreviation, meant in rows.items())
        return self._wording.index_of(pattern for pattern, _ in patterns), patterns

    @cached_property
    def _phrases(self) -> tuple[Index, tuple[_Phrase, ...]]:
        phrases = tuple(
            _Phrase(row["flow"], row["names"], builtin(row["match"])) for row in self._data["phrases"]
        )
        return self._wording.index_of_more(phrase.match for phrase in phrases), phrases

    @cached_property
    def _lists(self) -> tuple[Index, tuple[tuple[str, Pattern], ...]]:
        lists = tuple((row["flow"], builtin(row["match"])) for row in self._data["lists"])
        return self._wording.index_of(pattern for _, pattern in lists), lists

    @cached_property
    def families(self) -> tuple[str, ...]:
        """Every family of datasets, in the order of the vocabulary."""
        return tuple(dict.fromkeys(row.family for row in self._rows if row.family))

    @cached_property
    def _own_names(self) -> dict[str, str]:
        """Folded names of a project's own -> the name that stands for all: a known one, or the first."""
        return {
            fold_text(name): next((n for n in row["names"] if self.known_as(n)), row["names"][0])
            for row in self._own
            for name in row["names"]
        }

    def known_as(self, name: str) -> str | None:
        """The identity that dslint itself gives to a name."""
        row = self._row_of(name)
        return row.dataset if row else None

    def _row_of(self, name: str) -> _Row | None:
        return next((row for row in self._rows if row.is_named(name)), None)

    @cached_method(8192)
    def identify(self, name: str) -> Meaning:
        """dataset: its identity, or the folded name when no alias covers it; family; known."""
        own = self._own_names.get(fold_text(name))
        if row := self._row_of(own or name):
            return {"name": name, "dataset": row.dataset, "family": row.family, "known": True}
        return {"name": name, "dataset": fold_text(own or name), "family": None, "known": own is not None}

    @property
    def indexes(self) -> list[Index]:
        """Those of the names of datasets. All that are asked of a line are made with them, for each new index
        has all texts sought anew."""
        (names, _), (abbreviations, _), _, _ = self._names, self._abbreviations, self._phrases, self._lists
        return [names, abbreviations]

    @cached_method(65536)
    def mentions_in(self, text: str) -> tuple[DatasetMention, ...]:
        """The datasets that a line names, in order; the longest name counts where several begin."""
        index, rows = self._names
        found = [
            (start, end, rows[number])
            for number, live in index.live(text)
            if (match := rows[number].match)
            for start, end in match.spans(text, live)
        ]
        index, abbreviations = self._abbreviations
        for number, live in index.live(text):
            pattern, meant = abbreviations[number]
            found += [(*span, row) for span in pattern.spans(text, live) for row in meant]
        may_flow = bool(found and self._phrases[0].live(text))
        mentions: list[DatasetMention] = []
        reached: dict[str, int] = {}
        for start, end, row in sorted(found, key=lambda each: (each[0], -each[1])):
            if row.family is None or end <= reached.get(row.family, 0):
                continue
            if any(m.dataset == row.dataset and text[m.end : start].strip() == "(" for m in mentions):
                continue  # the abbreviation behind the name
            reached[row.family] = end
            first, last = sentence_around(text, start, end)
            flow = self._flow(text[first:last], start - first) if may_flow else None
            if may_flow and flow is None and first and text[first - 1] == ";":
                flow = self._flow_of_a_list(text, first, start, end)
            mentions.append(
                DatasetMention(
                    row.dataset, row.family, "name" if row.dataset else "words", start, end, flow,
                    self._is_negated(text, first, start),
                )
            )  # fmt: skip
        return tuple(mentions)

    @cached_method(4096)
    def _phrases_in(self, sentence: str) -> tuple[tuple[_Phrase, int, int], ...]:
        index, phrases = self._phrases
        return tuple(
            (phrases[number], start, end)
            for number, live in index.live(sentence)
            for start, end in phrases[number].match.spans(sentence, live)
        )

    def _flow(self, sentence: str, at: int) -> str | None:
        for phrase, start, end in self._phrases_in(sentence):
            if at < start if phrase.names == "before" else at >= end:
                return phrase.flow
        return None

    def _flow_of_a_list(self, text: str, first: int, at: int, end: int) -> str | None:
        """What stands in front of a list with semicolons: "The unit requires A; B; and C"."""
        begin = _FULL_STOP.search(text[:first][::-1])
        begins = first - begin.start() if begin else 0
        phrases = [each for each in self._phrases_in(text[begins:at]) if each[0].names == "behind"]
        for phrase, _, behind in phrases:
            if not _VERB.search(text, begins + behind, end + _NEAR):
                return phrase.flow
        return None

    def mentions_of(self, lines: tuple[str, ...]) -> Iterator[tuple[int, DatasetMention]]:
        """The mentions of a section by the place of their line in it, from 0."""
        listed: str | None = None
        is_fresh = False  # nothing of the list has been read yet, so that a line may still introduce it
        for index, text in enumerate(lines):
            if not text.strip():
                continue
            mentions = self.mentions_in(text)
            begin, end = 0, len(text)
            if opened := self._opened_by(text):
                (listed, begin), is_fresh = opened, True
            elif listed and not (is_fresh and text.rstrip().endswith(":")):
                is_fresh = False
                reach = _end_of_item(text, mentions)
                listed, end = (None, 0) if reach is None else (listed, reach)
            for mention in mentions:
                in_list = listed and begin <= mention.start < end
                yield index, mention._replace(flow=listed) if in_list else mention

    def opens_list(self, text: str) -> bool:
        """Whether a list of datasets follows a line."""
        return self._opened_by(text) is not None

    @cached_method(65536)
    def _opened_by(self, text: str) -> tuple[str, int] | None:
        """The flow of the list that a line opens, and where the words that open it end."""
        index, lists = self._lists
        for number, live in index.live(text):
            flow, pattern = lists[number]
            if spans := pattern.spans(text, live):
                return flow, spans[0][1]
        return None
