"""Names that are nearly, and not quite, a name that the record introduces: "AFCE" and "ACFE"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from dslint.facts.agreement import AgreementFacts
from dslint.facts.item import Item
from dslint.facts.organisations import Organisations
from dslint.facts.sections import REMEMBERED
from dslint.memo import BoundedMemo
from dslint.model import Span
from dslint.regexes import regex
from dslint.tuples import NamedTuple

_INTRODUCED = regex(r"\((?P<acronym>[A-Z]{4,}|[A-Z]{2,}+(?: [A-Z]{2,}+)++)\)")
_CAPITAL_WORD = regex(r"[A-Z](?<![\w(-].)[A-Z]{3,}(?![\w)-])")
_CAPITAL_WORDS = regex(r"[A-Z]{2} [A-Z]{2}")
_TEAM = regex(r"(?P<name>[^()]+?) \((?P<team>[A-Z]\w+(?: \w++)++)\)")
_PLURAL = regex(r"s\b")
_NAME_WORD = regex(r"[A-Z][a-z]{2,}")
_BRACKET = regex(r"\s*\([^()]*\)$")
_NAMED_BY_WORDS = (None, "national", "body", "provider")  # kinds with names that are no place or surname
_LONG_WORD = 7  # letters of a word of which a slip can be told from another word
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
    variants = (
        *_of_acronyms(facts), *_of_bodies(facts), *_of_first_words(facts), *_joined(facts),
        *_with_a_word_more(facts), *_of_teams(facts), *_joined_otherwise(facts),
    )  # fmt: skip
    for introduced, variant in variants:
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


class _Capitals(NamedTuple):
    """What a line prints in capitals: the acronyms that it introduces, and its words in four capitals or
    more, each with its offsets."""

    introduced: tuple[tuple[int, int, str], ...]
    words: tuple[tuple[int, int, str], ...]


_NO_CAPITALS = _Capitals((), ())


def _capitals_of(text: str) -> _Capitals:
    introduced = [
        (*match.span("acronym"), match["acronym"])
        for match in (_INTRODUCED.finditer(text) if "(" in text else ())
        if _abbreviates(match["acronym"], text[: match.start("acronym")])
    ]
    words = [(*each.span(), each.group()) for each in _CAPITAL_WORD.finditer(text)]
    return _Capitals(tuple(introduced), tuple(words)) if introduced or words else _NO_CAPITALS


_CAPITALS = BoundedMemo(_capitals_of)


@lru_cache(maxsize=REMEMBERED)
def _capitals_in(lines: tuple[str, ...]) -> list[tuple[int, _Capitals]]:
    """The capitals of the lines that have any, each with the place of its line, from 0."""
    return [
        (index, found)
        for index, found in enumerate(map(_CAPITALS.__getitem__, lines))
        if found is not _NO_CAPITALS
    ]


def _of_acronyms(facts: AgreementFacts) -> Iterator[tuple[_Place, _Place]]:
    """Acronyms with two neighbouring letters turned, or with one letter changed in one of their words."""
    found = [(section, first, lines, _capitals_in(lines)) for section, first, lines in facts.narrative]
    introduced: dict[str, _Place] = {}
    for section, first, _, capitals in found:
        for index, line in capitals:
            for start, end, acronym in line.introduced:
                introduced.setdefault(acronym, _Place(section, first + index, start, end, acronym))
    for acronym, place in islice(introduced.items(), _MOST_NAMES):
        variants = _slips_of(acronym, found) if " " in acronym else _turns_of(acronym, found)
        yield from ((place, variant) for variant in variants if variant.text not in introduced)


_Found = list[tuple[str, int, tuple[str, ...], list[tuple[int, _Capitals]]]]


def _turns_of(acronym: str, found: _Found) -> list[_Place]:
    """The words that are an acronym with two neighbouring letters turned."""
    turned = _turned(acronym)
    return [
        _Place(section, first + index, start, end, word)
        for section, first, _, capitals in found
        for index, line in capitals
        for start, end, word in line.words
        if word in turned
    ]


def _slips_of(acronym: str, found: _Found) -> list[_Place]:
    """The words that are an acronym of several words with one letter changed."""
    slip = re.compile(rf"(?<![\w(-])(?:{'|'.join(_slips(acronym))})(?![\w)-])")
    return [
        _Place(section, first + index, *match.span(), match.group())
        for section, first, lines, _ in found
        for index, text in enumerate(lines)
        if _CAPITAL_WORDS.search(text)
        for match in slip.finditer(text)
    ]


def _abbreviates(acronym: str, before: str) -> bool:
    """Whether the capitals of the words before a bracket hold the letters of the acronym, in order."""
    capitals = re.findall(r"\b[A-Z](?=[a-z])|\b[A-Z]{2,}\b", before[-120:])
    letters = iter(reversed("".join(capitals)))
    return all(letter in letters for letter in reversed(acronym.replace(" ", "")))


@lru_cache(maxsize=1024)
def _turned(acronym: str) -> frozenset[str]:
    """A word with two neighbouring letters turned."""
    pairs = range(len(acronym) - 1)
    turned = {f"{acronym[:at]}{acronym[at + 1]}{acronym[at]}{acronym[at + 2 :]}" for at in pairs}
    return frozenset(turned - {acronym})


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


def _of_first_words(facts: AgreementFacts) -> Iterator[tuple[_Place, _Place]]:
    """Parties and the recipient, with a slip in the word that their name begins with: "Willowton" for
    "Wilowton Health". Whole names are compared elsewhere."""
    organisations = facts.derived(Organisations)
    whole = {(item.span.line, item.span.column - 1) for item in facts.collection("names") or []}
    for item in _own_names(facts):
        word = item.text.split()[0]
        if len(word) < _LONG_WORD or not word.isalpha() or word.isupper():
            continue
        for section, first, lines in facts.narrative:
            for index, start, other in _long_words(lines, word[0]):
                if other == word or abs(len(other) - len(word)) > 1 or (first + index, start) in whole:
                    continue
                if organisations.is_variant(word, other):
                    end = start + len(other)
                    yield _place_of(item), _Place(section, first + index, start, end, other)


@lru_cache(maxsize=4 * REMEMBERED)
def _long_words(lines: tuple[str, ...], letter: str) -> list[tuple[int, int, str]]:
    """The long words of small letters behind such a first one: place of the line, offset, word."""
    if not "A" <= letter <= "Z":
        word = re.compile(_long_word(letter))
        return [(index, *found) for index, text in enumerate(lines) for found in _words(word, text)]
    return [
        (index, *found)
        for index, words in enumerate(map(_CAPITALISED.__getitem__, lines))
        if letter in words
        for found in words[letter]
    ]


def _capitalised_of(text: str) -> dict[str, list[tuple[int, str]]]:
    """The long words of a line behind a capital, by that: offset and word."""
    found: dict[str, list[tuple[int, str]]] = {}
    for start, word in _words(_CAPITALISED_WORD, text):
        found.setdefault(word[0], []).append((start, word))
    return found or _NO_WORDS


def _long_word(first: str) -> str:
    return rf"{first}(?<![\w'’-].)[a-z]{{{_LONG_WORD - 2},}}(?![\w-])"


def _words(word: re.Pattern[str], text: str) -> Iterator[tuple[int, str]]:
    return ((found.start(), found.group()) for found in word.finditer(text))


_CAPITALISED_WORD = regex(_long_word("[A-Z]"))
_NO_WORDS: dict[str, list[tuple[int, str]]] = {}
_CAPITALISED = BoundedMemo(_capitalised_of)


def _joined(facts: AgreementFacts) -> Iterator[tuple[_Place, _Place]]:
    """Names of two words that are written as one elsewhere: "Net Solving" and "Netsolving"."""
    for item in _own_names(facts):
        words = item.text.split()
        if len(words) != 2 or not all(_NAME_WORD.fullmatch(each) for each in words):
            continue
        one = words[0] + words[1].lower()
        for section, line, text in _lines(facts):
            at = text.find(one)
            if at >= 0:
                yield _place_of(item), _Place(section, line, at, at + len(one), one)


def _joined_otherwise(facts: AgreementFacts) -> Iterator[tuple[_Place, _Place]]:
    """The recipient with another small word in its name: "Office of National Statistics" for "Office for"."""
    small = facts.derived(Organisations).small_words
    for item in facts.collection("recipient") or []:
        if item.get("kind") not in _NAMED_BY_WORDS:
            continue
        words = _BRACKET.sub("", item.text).split()
        for at, word in enumerate(words[1:-1], 1):
            if word.casefold() not in small:
                continue
            around = [re.escape(each) for each in words]
            around[at] = rf"(?!{re.escape(word)}\b)(?:{'|'.join(sorted(small))})"
            pattern = re.compile(rf"(?<!\w){' '.join(around)}(?!\w)", re.IGNORECASE)
            ends = {words[-1], words[-1].title()}
            for section, line, text in _lines(facts):
                for match in pattern.finditer(text) if any(end in text for end in ends) else ():
                    if match.group()[0].isupper():
                        yield _place_of(item), _Place(section, line, *match.span(), match.group())


def _own_names(facts: AgreementFacts) -> list[Item]:
    """The first place of each name of the parties and of the recipient."""
    named = [*(facts.collection("recipient") or []), *(facts.collection("parties") or [])]
    return list({each.text: each for each in reversed(named)}.values())[:_MOST_NAMES]


def _of_teams(facts: AgreementFacts) -> Iterator[tuple[_Place, _Place]]:
    """Two names that begin alike, with one and the same team in brackets behind them."""
    teams: dict[str, tuple[str, _Place]] = {}
    for item in facts.collection("names") or []:
        if found := _TEAM.match(item.text):
            name = _PLURAL.sub("", found["name"].casefold())
            first, place = teams.setdefault(found["team"].casefold(), (name, _place_of(item)))
            mine, theirs = set(first.split()), set(name.split())
            left_out = mine <= theirs or theirs <= mine
            if not left_out and first.split()[:2] == name.split()[:2]:
                yield place, _place_of(item)


def _with_a_word_more(facts: AgreementFacts) -> Iterator[tuple[_Place, _Place]]:
    """The recipient of the register with a kind of place put into its name ("Moor CCG", "Moor City CCG"), or
    a trust that has merged under the name from before: "Moor Hospitals", "Moor Hospitals and Fell"."""
    if not (recipient := facts.collection("recipient")):
        return
    organisations = facts.derived(Organisations)
    introduced = _place_of(recipient[0])
    identity, kind = organisations.identify(introduced.text)
    parties = {item.get("organisation") for item in facts.collection("parties") or []} - {identity}
    for item in facts.collection("names") or []:
        other = item.get("organisation")
        known = kind and item.get("kind") == kind and other not in parties
        merged = kind == "trust" and other != identity and organisations.lacks_a_region(identity, other)
        if known and (merged or organisations.adds_a_place(identity, other)):
            yield introduced, _place_of(item)


def _columns(span: Span) -> tuple[int, int]:
    return span.column - 1, span.end_column - 1


def _place_of(item: Item) -> _Place:
    return _Place(item.field, item.span.line, *_columns(item.span), item.text)
