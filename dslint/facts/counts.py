"""Counted nouns and the lists that belong to them: "the following three CCGs:" and the names below it.

What counts as a number, a noun and an opening is data (vocabulary/counts.yaml). A list whose entries
cannot all be read as single names is left alone: nothing is known of its length then.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

from dslint.compiled import builtin
from dslint.facts.lists import LONGEST_NAME_LINE, ListEntry, Lists, entry, without_end
from dslint.facts.organisations import OrganisationMention, Organisations
from dslint.facts.sections import REMEMBERED
from dslint.facts.sentences import sentence_around
from dslint.facts.wording import Wording
from dslint.memo import cached_method
from dslint.patterns import Alternative, Index, Pattern
from dslint.regexes import regex
from dslint.tuples import NamedTuple
from dslint.vocabularies import Vocabularies

LONGEST_TITLE = 100  # code points
LONGEST_COUNTED = 20_000  # code points; a longer line is no sentence that anybody wrote


class Named(NamedTuple):
    """One name of a counted list; `line_index` is its line, offsets are 0-based into it."""

    line_index: int
    start: int
    end: int


class Count(NamedTuple):
    """A stated number with its list. `position`: below | inline | above | elsewhere."""

    line_index: int
    start: int
    end: int
    number: int
    noun: str
    position: str
    names: tuple[Named, ...]


class _Noun(NamedTuple):
    noun: str
    match: re.Pattern[str]
    kinds: frozenset[str]
    titled: bool = False  # its list may be headings with text below each


class _CountWords(NamedTuple):
    phrase: Pattern
    phrase_index: Index
    numbers: dict[str, int]
    nouns: tuple[_Noun, ...]
    no_count_before: re.Pattern[str]
    opens: re.Pattern[str]
    names_follow: re.Pattern[str]
    refers_back: re.Pattern[str]
    listed: re.Pattern[str]


def _fits(mention: OrganisationMention, noun: _Noun) -> bool:
    return not noun.kinds or mention.kind in noun.kinds


_WORD = r"(?:[A-Z(&][\w’'&.()-]*|and|of|the|for|in|&)"
_NAME = regex(rf"(?:the )?{_WORD}(?:[ ,]+{_WORD}){{0,11}}")


_BETWEEN_NAMES = regex(r"(?:\s|,|;|&|\band\b|\bthe\b|\balso\b|\bplus\b)*", re.IGNORECASE)
_SEVERAL = regex(r",|&|\band\b", re.IGNORECASE)


def _closing(text: str, opened: int) -> int:
    """The offset of the bracket that closes one opened before; the end of the text without it."""
    depth = 1
    for at in range(opened, len(text)):
        depth += {"(": 1, ")": -1}.get(text[at], 0)
        if not depth:
            return at
    return len(text)


def _announces(text: str, noun: _Noun) -> bool:
    return text.rstrip().endswith(":") and noun.match.search(text) is not None


class Counts:
    """Counted nouns of a section with the lists that belong to them."""

    def __init__(self, vocabularies: Vocabularies) -> None:
        self._data = vocabularies.vocabulary("counts")
        self._wording = vocabularies.derived(Wording)
        self._find_mentions = vocabularies.derived(Organisations).find_mentions
        self._entries_from = vocabularies.derived(Lists).entries_from

    @cached_property
    def _words(self) -> _CountWords:
        data: dict[str, Any] = self._data
        nouns = tuple(
            _Noun(
                each["noun"],
                regex(each["match"], re.IGNORECASE),
                frozenset(each["kinds"]),
                bool(each.get("titled")),
            )
            for each in data["nouns"]
        )
        number = "|".join(["[1-9]\\d?", *data["numbers"]])
        counted = "|".join(each["match"] for each in data["nouns"])
        source = rf"\b(?P<number>{number})\s+{data['between']}(?P<noun>{counted})(?!\w)"
        # A line without one of the nouns and one of the numbers holds no count.
        literals = [builtin(each["match"]).literals for each in data["nouns"]]
        numbers = [*"123456789", *data["numbers"]]
        clauses = [[each for few in literals for each in few], numbers]
        phrase = Pattern(
            source, [Alternative(source, clauses if all(literals) else clauses[1:], numbers)], trusted=True
        )
        return _CountWords(
            phrase,
            self._wording.index_of([phrase]),
            data["numbers"],
            nouns,
            regex(data["no_count_before"], re.IGNORECASE),
            regex(data["opens"], re.IGNORECASE),
            regex(data["names_follow"], re.IGNORECASE),
            regex(data["refers_back"], re.IGNORECASE),
            regex(data["listed"], re.IGNORECASE),
        )

    @property
    def indexes(self) -> list[Index]:
        return [self._words.phrase_index]

    def has_count(self, text: str) -> bool:
        """Whether a line states a number of something that lists are made of."""
        return bool(self._phrases(text))

    @cached_method(REMEMBERED)
    def counts_in(self, lines: tuple[str, ...]) -> tuple[Count, ...]:
        """Every count of a section whose list could be read."""
        return tuple(self._counts_in(lines))

    def _counts_in(self, lines: Sequence[str]) -> Iterator[Count]:
        announced: dict[
            str, list[list[Named]]
        ] = {}  # every list of the section by what it was announced to hold
        for index, text in enumerate(lines):
            for start, end, number, noun in self._phrases(text):
                for position, names in (
                    ("below", self._below(lines, index, end, noun)),
                    ("inline", self._inline(text, index, end, noun, number)),
                    ("above", self._above(lines, index, start, noun)),
                    ("elsewhere", self._elsewhere(lines, index, end, noun, announced)),
                ):
                    if names:
                        yield Count(index, start, end, number, noun.noun, position, tuple(names))
                        break

    @cached_method(16384)
    def _phrases(self, text: str) -> tuple[tuple[int, int, int, _Noun], ...]:
        """Every counted noun of a line: start, end, number and noun."""
        if len(text) > LONGEST_COUNTED:
            return ()
        words = self._words
        if not words.phrase_index.live(text):
            return ()
        return tuple(
            (
                found.start(),
                found.end(),
                words.numbers.get(found["number"].lower()) or int(found["number"]),
                next(each for each in words.nouns if each.match.fullmatch(found["noun"])),
            )
            for found in words.phrase.find(text)
            if not words.no_count_before.search(text, max(0, found.start() - 40), found.start())
        )

    def _single_name(self, text: str, start: int, end: int, noun: _Noun) -> tuple[int, int, bool] | None:
        """The offsets of the one name that an entry consists of, and whether it is known for a party's."""
        if end - start > LONGEST_NAME_LINE:
            return None
        stop = start + len(without_end(text[start:end]))
        mentions = [m for m in self._find_mentions(text) if start <= m.start < stop]
        if mentions:
            first = mentions[0]
            before = text[start : first.start].strip().lower()
            alone = len(mentions) == 1 and first.end >= stop
            fits = before in {"", "the"} and alone and _fits(first, noun)
            return (first.start, first.end, True) if fits else None
        if noun.kinds or not _NAME.fullmatch(text, start, stop) or _SEVERAL.search(text, start, stop):
            return None
        return start, stop, text[start:stop].lower().endswith(noun.noun.removesuffix("s"))

    def _below(self, lines: Sequence[str], index: int, after: int, noun: _Noun) -> list[Named]:
        if not self._words.opens.match(lines[index][after:]):
            return []
        return self._titles(lines, index) if noun.titled else self._list_after(lines, index, noun)

    def _titles(self, lines: Sequence[str], index: int) -> list[Named]:
        """Numbered headings with text below each; none where a number is left out or comes back."""
        titles: list[Named] = []
        for at in range(index + 1, len(lines)):
            one = entry(lines[at])
            if one is None or one.number is None:
                continue
            if one.number != len(titles) + 1 or one.end - one.start > LONGEST_TITLE:
                return []
            titles.append(Named(at, one.start, one.end))
        return titles if len(titles) > 1 else []

    def _list_after(self, lines: Sequence[str], index: int, noun: _Noun) -> list[Named]:
        return self._all_names(lines, self._entries_from(lines, index + 1), noun)

    def _all_names(
        self, lines: Sequence[str], entries: list[tuple[int, ListEntry]], noun: _Noun
    ) -> list[Named]:
        """The names of a list, each once, or none when an entry is no single name or when no name is
        known for a party's."""
        names: dict[str, Named] = {}
        known = False
        for index, one in entries:
            name = self._single_name(lines[index], one.start, one.end, noun)
            if name is None:
                return []
            names.setdefault(lines[index][name[0] : name[1]].casefold(), Named(index, name[0], name[1]))
            known = known or name[2]
        return list(names.values()) if known else []

    def _inline(self, text: str, index: int, after: int, noun: _Noun, number: int) -> list[Named]:
        """The names behind the noun in its sentence, if nothing but names stands there."""
        opened = self._words.names_follow.match(text, after)
        if opened is None:
            return []
        first = opened.end()
        stop = _closing(text, first) if opened["bracket"] else sentence_around(text, first, first)[1]
        mentions = [
            mention._replace(start=mention.start + first, end=mention.end + first)
            for mention in self._find_mentions(text[first:stop])
        ]
        if len(mentions) < 2 or not all(_fits(mention, noun) for mention in mentions):
            return []
        at = first
        for mention in mentions:
            if not _BETWEEN_NAMES.fullmatch(text, at, mention.start):
                return []
            at = mention.end
        if text[at:stop].strip(" .,"):
            return []
        if len(mentions) < number and any(_SEVERAL.search(mention.name) for mention in mentions):
            return []  # "Luton and Bedford CCG" may be two
        return [Named(index, mention.start, mention.end) for mention in mentions]

    def _above(self, lines: Sequence[str], index: int, start: int, noun: _Noun) -> list[Named]:
        """The list right above, for a number that refers to it and a list that was announced as such."""
        if not noun.kinds or not self._words.refers_back.search(lines[index][:start]):
            return []
        if entry(lines[index]):
            return []
        first = index
        while first > 0 and (not lines[first - 1].strip() or entry(lines[first - 1])):
            first -= 1
        if not first or not _announces(lines[first - 1], noun):
            return []
        return self._all_names(lines, self._entries_from(lines[:index], first), noun)

    def _elsewhere(
        self,
        lines: Sequence[str],
        index: int,
        after: int,
        noun: _Noun,
        announced: dict[str, list[list[Named]]],
    ) -> list[Named]:
        """The only list of the section that was announced as one of what is counted ("the 31 CCGs
        listed")."""
        if not noun.kinds or not self._words.listed.match(lines[index], after):
            return []
        if noun.noun not in announced:
            lists = (
                self._list_after(lines, at, noun) for at, text in enumerate(lines) if _announces(text, noun)
            )
            announced[noun.noun] = [names for names in lists if names]
        lists_of_it = announced[noun.noun]
        return lists_of_it[0] if len(lists_of_it) == 1 else []
