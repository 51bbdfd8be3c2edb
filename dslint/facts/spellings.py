"""Names that are nearly, and not quite, a name that the record introduces: "AFCE" and "ACFE"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count, islice
from typing import NamedTuple

from dslint.facts.agreement import AgreementFacts
from dslint.facts.item import Item
from dslint.facts.organisations import Organisations
from dslint.memo import BoundedMemo
from dslint.model import Span

_INTRODUCED = re.compile(r"\((?P<acronym>[A-Z]{4,}|[A-Z]{2,}+(?: [A-Z]{2,}+)++)\)")
_CAPITAL_WORD = re.compile(r"(?<![\w(-])[A-Z]{4,}(?![\w)-])")
_CAPITAL_WORDS = re.compile(r"[A-Z]{2} [A-Z]{2}")
_MOST_NAMES = 60  # of a record that are compared; one with more is a list, and each costs a look at all lines
_MOST_WORDS = 12  # of a name
_FEWEST_WORDS = 3  # of a name of no known kind, so that two words stay the same


class _Place(NamedTuple):
    section: str
    line: int  # 1-based
    start: int  # 0-based code points
    end: int
    text: str


def spellings_of(facts: AgreementFacts) -> list[Item]:
    """Each introduced name that has a near variant in the text, and the variants behind it.

    All spellings of one name share `meant`; `spelling` numbers them.
    """
    found: dict[str, list[_Place]] = {}
    for introduced, variant in (*_of_acronyms(facts), *_of_bodies(facts), *_with_a_word_more(facts)):
        places = found.setdefault(introduced.text.casefold(), [introduced])
        if variant not in places:
            places.append(variant)
    return [
        Item(
            place.text,
            Span(place.line, place.start + 1, place.end + 1),
            place.section,
            {"meant": meant, "spelling": str(spellings.index(place.text.casefold()) + 1)},
            facts.index,
        )
        for meant, places in found.items()
        for spellings in [list(dict.fromkeys(place.text.casefold() for place in places))]
        for place in places
    ]


def _lines(facts: AgreementFacts) -> Iterator[tuple[str, int, str]]:
    for section, first, lines in facts.narrative:
        for index, text in enumerate(lines):
            yield section, first + index, text


def _of_acronyms(facts: AgreementFacts) -> Iterator[tuple[_Place, _Place]]:
    """Acronyms with two neighbouring letters turned, or with one letter changed in one of their words."""
    introduced: dict[str, _Place] = {}
    for section, line, text in _lines(facts):
        if "(" in text:
            for match in _INTRODUCED.finditer(text):
                start, end = match.span("acronym")
                if _abbreviates(match["acronym"], text[:start]):
                    introduced.setdefault(
                        match["acronym"], _Place(section, line, start, end, text[start:end])
                    )
    if not introduced:
        return
    tokens, runs = _in_capitals(facts)
    for acronym, place in islice(introduced.items(), _MOST_NAMES):
        if " " in acronym:
            slip = re.compile(rf"(?<![\w(-])(?:{'|'.join(_slips(acronym))})(?![\w)-])")
            variants = [
                _Place(section, line, *match.span(), match.group())
                for section, line, text in runs
                for match in slip.finditer(text)
            ]
        else:
            found = [each for turned in _turned(acronym) for each in tokens.get(turned, ())]
            variants = [variant for _, variant in sorted(found)]
        yield from ((place, variant) for variant in variants if variant.text not in introduced)


def _in_capitals(
    facts: AgreementFacts,
) -> tuple[dict[str, list[tuple[int, _Place]]], list[tuple[str, int, str]]]:
    """The places of words in capitals with their order, by the word, and the lines where two such words
    stand in a row."""
    tokens: dict[str, list[tuple[int, _Place]]] = {}
    runs: list[tuple[str, int, str]] = []
    order = count()
    for section, line, text in _lines(facts):
        found, has_run = _CAPITALS[text]
        for start, end, token in found:
            tokens.setdefault(token, []).append((next(order), _Place(section, line, start, end, token)))
        if has_run:
            runs.append((section, line, text))
    return tokens, runs


def _capitals_in(text: str) -> tuple[tuple[tuple[int, int, str], ...], bool]:
    """The words of a line in four capitals or more, and whether two words in capitals stand in a row."""
    found = tuple((*each.span(), each.group()) for each in _CAPITAL_WORD.finditer(text))
    return found, _CAPITAL_WORDS.search(text) is not None


_CAPITALS = BoundedMemo(_capitals_in)


def _abbreviates(acronym: str, before: str) -> bool:
    """Whether the capitals of the words before a bracket hold the letters of the acronym, in order."""
    capitals = re.findall(r"\b[A-Z](?=[a-z])|\b[A-Z]{2,}\b", before[-120:])
    letters = iter(reversed("".join(capitals)))
    return all(letter in letters for letter in reversed(acronym.replace(" ", "")))


def _turned(acronym: str) -> list[str]:
    """A word with two neighbouring letters turned."""
    pairs = range(len(acronym) - 1)
    turned = {f"{acronym[:at]}{acronym[at + 1]}{acronym[at]}{acronym[at + 2 :]}" for at in pairs}
    return sorted(turned - {acronym})


def _slips(acronym: str) -> list[str]:
    """Patterns of several words with one letter changed in one of them."""
    words = acronym.split()
    slips = []
    for at, word in enumerate(words):
        for letter in range(len(word)):
            slip = f"{word[:letter]}(?!{word[letter]})[A-Z]{word[letter + 1 :]}"
            slips.append(" ".join([*words[:at], slip, *words[at + 1 :]]))
    return slips


def _of_bodies(facts: AgreementFacts) -> Iterator[tuple[_Place, _Place]]:
    """Parties of no known kind, with one word of their name written in another way."""
    organisations = facts.derived(Organisations)
    names = {each.text: each for each in reversed(facts.collection("parties") or []) if not each.get("kind")}
    for name, item in islice(names.items(), _MOST_NAMES):
        words = name.split()
        if not _FEWEST_WORDS <= len(words) <= _MOST_WORDS:
            continue
        introduced = _place_of(item)
        for at, word in enumerate(words):
            around = [re.escape(each) for each in words]
            around[at] = rf"(?P<word>(?!{re.escape(word)}\b)[A-Z][\w’'-]+)"
            pattern = re.compile(rf"(?<!\w){' '.join(around)}(?!\w)")
            rest = words[at - 1] if at else words[1]
            for section, line, text in _lines(facts):
                for match in pattern.finditer(text) if rest in text else ():
                    if organisations.is_variant(word, match["word"]):
                        yield introduced, _Place(section, line, *match.span(), match.group())


def _with_a_word_more(facts: AgreementFacts) -> Iterator[tuple[_Place, _Place]]:
    """The recipient of the register with a kind of place put into its name: "Moor CCG", "Moor City CCG"."""
    if not (recipient := facts.collection("recipient")):
        return
    organisations = facts.derived(Organisations)
    introduced = _place_of(recipient[0])
    identity, kind = organisations.identify(introduced.text)
    parties = {item.get("organisation") for item in facts.collection("parties") or []} - {identity}
    for item in facts.collection("names") or []:
        other = item.get("organisation")
        known = kind and item.get("kind") == kind and other not in parties
        if known and organisations.adds_a_place(identity, other):
            yield introduced, _place_of(item)


def _columns(span: Span) -> tuple[int, int]:
    return span.column - 1, span.end_column - 1


def _place_of(item: Item) -> _Place:
    return _Place(item.field, item.span.line, *_columns(item.span), item.text)
