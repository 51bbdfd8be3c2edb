"""Names of organisations: finding them in running text, and telling which name means which body."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from dslint import compiled
from dslint.compiled import builtin
from dslint.facts.sentences import is_initials
from dslint.facts.wording import Wording
from dslint.memo import cached_method
from dslint.patterns import Alternative, Index, Pattern, lowered
from dslint.regexes import regex
from dslint.tuples import NamedTuple
from dslint.vocabularies import Vocabularies


class OrganisationMention(NamedTuple):
    """A name in a line; offsets are 0-based. `identity` is equal for spellings of one body.

    `sort` tells how it is known for a name: known, local, or one of those of facts.candidates.
    """

    start: int
    end: int
    name: str
    identity: str
    kind: str | None
    sort: str = "known"


_BRACKETS = regex(r"\s*\([^()]*\)\s*$")
_NAME_WORD = regex(r"[\w&]+")


_MIXED_KINDS = {"trust", "provider"}  # "the Ambulance Service" is the trust


SHORTEST_NEAR = 5  # letters of a word that may be misspelt beside another that is not
SHORTEST_NEAR_ALONE = 6  # letters of a word that may be misspelt when it is the whole name


def is_one_edit(one: str, other: str) -> bool:
    """One letter changed, added or left out, or two neighbours in the wrong order."""
    shorter, longer = sorted((one, other), key=len)
    if len(longer) - len(shorter) > 1:
        return False
    at = next((n for n, (a, b) in enumerate(zip(shorter, longer, strict=False)) if a != b), len(shorter))
    if len(shorter) < len(longer):
        return shorter[at:] == longer[at + 1 :]
    swapped = longer[at + 1 : at + 2] + longer[at : at + 1] + longer[at + 2 :]
    return shorter[at + 1 :] == longer[at + 1 :] or shorter[at:] == swapped


def _initials(identity: str) -> str:
    return "".join(word[0] for word in identity.split() if word not in {"and", "of", "the", "for"})


def _kind_of_name(key: str, words: str, units: list[str]) -> Alternative:
    """`units` are words that begin the name of a part of a body, which is no part of the body's name."""
    (known,) = builtin(compiled.cased(words)).alternatives
    name = rf"(?!(?:{'|'.join(units)})\b)[A-Z][\w’'-]+"
    whole = rf"{words} {name}(?: {name})*+" if key == "prefix" else words
    return known._replace(source=rf"(?<![\w-])(?P<{key}>{compiled.cased(whole)})(?!\w)")


def _is_acronym(name: str) -> bool:
    return len(name) < 9 and re.fullmatch(r"[\w ]*[A-Z]{2}[\w ]*", name) is not None


def _words_of(name: str) -> str:
    """A pattern of a known name with free spaces and ampersands; only acronyms mind their case."""
    words = re.sub(r"\band\b", "(?:and|&)", re.escape(name)).replace(r"\ ", r"\s+")
    return compiled.cased(words) if _is_acronym(name) else words


_JOINING = {"of", "and", "&", "the", "in", "upon", "on"}
LONGEST_NAME = 10  # words
_FULL_STOP = regex(r"\s*(?:$|[A-Z])")  # what follows a full stop that ends a sentence, too
_LABEL = regex(r"(?:\d+[-–—]|[-–—])(?=[A-Z])")  # "2-RSR Consultants"
_AND = {"and", "&"}


def _continues(text: str, before: OrganisationMention, start: int) -> bool:
    """Whether a name goes on from the one before it: "Optum" and "Health Solutions (UK) Ltd"."""
    return not text[before.end : start].strip() and text[start].isupper()


_TAIL = regex(r" \([A-Z][^()]{0,60}\)")


class Organisations:
    """Names of organisations in text, and which of them may mean one body."""

    def __init__(self, vocabularies: Vocabularies) -> None:
        self._data: dict[str, Any] = vocabularies.vocabulary("organisations")
        self._wording = vocabularies.derived(Wording)

    @cached_property
    def _spellings(self) -> tuple[tuple[re.Pattern[str], str], ...]:
        return tuple((regex(pattern), to) for pattern, to in self._data["spellings"])

    @cached_property
    def _aliases(self) -> dict[str, tuple[str, str]]:
        """Folded name -> identity and kind of the body."""
        table: dict[str, tuple[str, str]] = {}
        for body in self._data["aliases"]:
            names = [self._fold_name(name) for name in body["names"]]
            # A row that holds a known name adds the others to that body.
            known = next((table[name] for name in names if name in table), (names[0], body["kind"]))
            for name in names:
                table.setdefault(name, known)
        return table

    @cached_method(8192)
    def _fold_name(self, name: str) -> str:
        folded = name.casefold()
        for pattern, to in self._spellings:
            folded = pattern.sub(to, folded)
        return " ".join(re.sub(r"[^\w]+", " ", folded.replace("’", "").replace("'", "")).split())

    @cached_method(8192)
    def identify(self, name: str) -> tuple[str, str | None]:
        """The identity of a body and its kind (None when its name does not tell)."""
        bare = name
        while (shorter := _BRACKETS.sub("", bare)) and shorter != bare:
            bare = shorter
        known = self._aliases.get(self._fold_name(bare)) or self._aliases.get(self._fold_name(name))
        if known:
            return known
        return self._fold_name(bare), self._kind(bare)

    @cached_method(8192)
    def _kind(self, name: str) -> str | None:
        for kind, pattern in self._kind_patterns:
            if pattern.search(name):
                return kind
        return None

    @cached_property
    def _kind_patterns(self) -> tuple[tuple[str, re.Pattern[str]], ...]:
        return tuple(
            (
                entry["kind"],
                regex(
                    rf"\b{entry['suffix']}(?:[ -]+\w{{3,5}})?$"
                    if "suffix" in entry
                    else rf"^(?:The )?{entry['prefix']}\b",
                    re.IGNORECASE,
                ),
            )
            for entry in self._data["kinds"]
        )

    def is_kind(self, acronym: str) -> bool:
        """Whether an acronym is the word for a kind of body, such as DSCRO, and names none."""
        return self._fold_name(acronym) not in self._aliases and self._kind(acronym) is not None

    @cached_method(8192)
    def _distinctive(self, identity: str) -> frozenset[str]:
        return frozenset(identity.split()) - self._generic

    @cached_property
    def _generic(self) -> frozenset[str]:
        """Words that many names have."""
        return frozenset(self._data["generic_words"])

    def is_told_in(self, name: str, lines: Iterable[str]) -> bool:
        """Whether the first word that tells a name from others is in some lines, where an acronym or a brand
        may be read as no name."""
        words = (word for word in _NAME_WORD.findall(name) if self._fold_name(word) not in self._left_out)
        word = next(words, None)
        return word is not None and any(word in _NAME_WORD.findall(line) for line in lines if word in line)

    def _known_kind(self, identity: str) -> str | None:
        known = self._aliases.get(identity)
        return known[1] if known else self._kind(identity)

    @cached_method(8192)
    def _stems(self, identity: str) -> frozenset[str]:
        """Distinctive words, cut so that "Consulting" and "Consultants" are one."""
        return frozenset(word[:6] for word in self._distinctive(identity))

    @cached_method(16384)
    def alike(self, one: str, other: str) -> bool:
        """Whether two identities may be one body: equal, or of one kind and one is the other with words
        left out.

        Used where a wrong "no" would accuse somebody: "Lancashire CSU" beside "Midlands and Lancashire CSU".
        """
        if one == other:
            return True
        kinds = {self._known_kind(one), self._known_kind(other)} - {None}
        if len(kinds) > 1 and not kinds <= _MIXED_KINDS:
            return False
        mine, theirs = self._stems(one), self._stems(other)
        if not mine or not theirs:
            return False
        if mine <= theirs or theirs <= mine:
            return True
        return _initials(one) == other.replace(" ", "") or _initials(other) == one.replace(" ", "")

    @cached_method(16384)
    def may_be_one(self, one: str, other: str) -> bool:
        """Whether two names, as they are printed, may be names of one body."""
        return self.alike(self.identify(one)[0], self.identify(other)[0])

    @cached_method(16384)
    def near(self, one: str, other: str) -> bool:
        """Whether two identities are one name in two spellings: word for word equal, apart from a letter or
        two.

        "blackburn darwin" and "blackburn with darwen". A name with words left out is no other spelling,
        save for the kinds that are named after regions: "lancashire" and "midlands and lancashire" were two
        units. Neither are names that differ in a word of direction or in a pair known to be two places. A
        plural is one only in the word that a company is called by.
        """
        kinds = {self._known_kind(one), self._known_kind(other)}
        if one == other or len(kinds) > 1 or kinds == {None}:
            return False
        mine, theirs = self._name_words(one), self._name_words(other)
        if len(mine) != len(theirs):
            return bool(kinds & self._named_after_regions) and self.lacks_a_region(one, other)
        differing = [pair for pair in zip(mine, theirs, strict=True) if pair[0] != pair[1]]
        if not differing and kinds == {"company"} and len(mine) > 1:
            (called, *behind), (also, *others) = one.split(), other.split()
            return behind == others and self._is_slip(called, also, SHORTEST_NEAR)
        if len(differing) != 1:
            return False
        if len(mine) == 1:
            return self._is_slip(*differing[0], SHORTEST_NEAR_ALONE)
        return self._is_slip(*differing[0], SHORTEST_NEAR) or set(differing[0]) in self._variants

    @cached_property
    def _named_after_regions(self) -> frozenset[str]:
        return frozenset(self._data["named_after_regions"])

    def lacks_a_region(self, one: str, other: str) -> bool:
        """Whether one of two names is the other without a region that stands before or behind its "and"."""
        shorter, longer = sorted((one, other), key=len)
        regions = [set(self._name_words(part)) for part in longer.split(" and ")]
        return len(regions) > 1 and set(self._name_words(shorter)) in regions

    def is_variant(self, one: str, other: str) -> bool:
        """Whether two words of a name may be one word in two spellings: a slip, or a pair such as East and
        Eastern. A plural is no other spelling."""
        mine, theirs = ("".join(self._fold_name(word).split()) for word in (one, other))
        if mine.rstrip("s") == theirs.rstrip("s") or not (mine and theirs):
            return False
        return self._is_slip(mine, theirs, SHORTEST_NEAR) or {mine, theirs} in self._variants

    def adds_a_place(self, identity: str, other: str) -> bool:
        """Whether an identity is another one with a kind of place put in: "moor city" beside "moor"."""
        words, longer = identity.split(), other.split()
        more = [at for at, word in enumerate(longer) if word in self._places]
        return any(longer[:at] + longer[at + 1 :] == words for at in more)

    @cached_property
    def _places(self) -> frozenset[str]:
        return frozenset(self._data["kinds_of_place"])

    @cached_property
    def _variants(self) -> list[set[str]]:
        return [set(words) for words in self._data["variants"]]

    @cached_method(16384)
    def _name_words(self, identity: str) -> list[str]:
        """The words that tell a name from others, in order; plurals count as singulars."""
        words = (word.rstrip("s") if len(word) > 4 else word for word in identity.split())
        return [word for word in words if word not in self._left_out]

    @cached_property
    def small_words(self) -> frozenset[str]:
        """Words that spellings of one name put in, leave out or take for each other."""
        return frozenset(self._data["joining_words"])

    @cached_property
    def _left_out(self) -> frozenset[str]:
        return frozenset((*self._data["generic_words"], *self._data["joining_words"]))

    def _is_slip(self, one: str, other: str, shortest: int) -> bool:
        if min(len(one), len(other)) < shortest or one[0] != other[0]:
            return False
        apart = self._data["apart"]
        if any(one in words and other in words for words in apart):
            return False
        return is_one_edit(one, other)

    @cached_property
    def _anchor(self) -> tuple[Index, Pattern]:
        """The words that end or begin a kind of name, an alternative for each kind, with their index."""
        units = self._data["units"]
        kinds = [_kind_of_name(key, entry[key], units) for key, entry in self._kinds()]
        anchor = Pattern("", kinds, trusted=True)
        return self._wording.index_of([anchor]), anchor

    def _kinds(self) -> list[tuple[str, dict[str, str]]]:
        """What begins a name comes before what ends one."""
        kinds = self._data["kinds"]
        return [(key, entry) for key in ("prefix", "suffix") for entry in kinds if key in entry]

    @cached_property
    def _known_names(self) -> tuple[Index, tuple[Pattern, ...]]:
        """Each known name as a pattern, which a line must hold the words of, with their index."""
        names = sorted({name for body in self._data["aliases"] for name in body["names"]})
        patterns = tuple(Pattern("", [self._known_name(name)], trusted=True) for name in names)
        return self._wording.index_of(patterns), patterns

    def _known_name(self, name: str) -> Alternative:
        prefix, office = self._data["prefix"], self._data["office"]
        printed = name if _is_acronym(name) else lowered(name)
        words = set(re.findall(r"[A-Za-z0-9]+", printed)) - {"and"}
        # The word that is sought first is in few lines: none that many names have, and a long one.
        generic = self._generic
        clauses = [[word] for word in sorted(words, key=lambda word: (word in generic, -len(word), word))]
        begin = re.match(r"(?!and\b)[a-z0-9]{2,}", lowered(name))
        return Alternative(
            rf"(?<![\w-])(?<!{office} )(?<!{office}\) )(?:{prefix} )?{_words_of(name)}(?!\w)(?! {office})",
            clauses,
            sorted({begin.group(), lowered(prefix)}) if begin else (),
        )

    @property
    def indexes(self) -> list[Index]:
        """Those of what a name holds."""
        return [self._known_names[0], self._anchor[0]]

    def _candidates(self, text: str) -> list[tuple[int, int, str]]:
        """Start, end and sort of everything that may be a name, the longer one first at each place."""
        index, patterns = self._known_names
        found = [
            (start, end, "known")
            for number, live in index.live(text)
            for start, end in patterns[number].spans(text, live)
        ]
        index, anchor = self._anchor
        for _, live in index.live(text):
            found += [(m.start(), m.end(), m.lastgroup or "") for m in anchor.find(text, live)]
        return sorted(found, key=lambda each: (each[0], -each[1]))

    @cached_method(32768)
    def find_mentions(self, text: str) -> tuple[OrganisationMention, ...]:
        """The organisations named in a line, in order, without overlap."""
        mentions: list[OrganisationMention] = []
        for start, end, sort in self._candidates(text):
            floor = mentions[-1].end if mentions else 0
            if start < floor:
                continue
            first = self._name_start(text, start, floor) if sort == "suffix" else start
            if sort == "suffix" and (first == start or text[first] == "("):
                continue
            tail = self._legal_form.match(text, end) if sort == "known" else None
            last = self.with_brackets(text, tail.end() if tail else end)
            if sort == "suffix" and mentions and _continues(text, mentions[-1], first):
                first = mentions.pop().start
            if text[last - 1] == "." and _FULL_STOP.match(text, last):
                last -= 1
            name = text[first:last]
            identity, kind = self.identify(name)
            if tail and identity not in self._identities:
                identity, kind = self.identify(text[first:end])
            if sort == "known" or self._distinctive(identity):
                mentions.append(OrganisationMention(first, last, name, identity, kind))
        return tuple(mentions)

    def with_brackets(self, text: str, end: int) -> int:
        """Where a printed name ends: a bracket that begins with a capital is part of it, such as an acronym
        or a team, unless it tells a role."""
        while (
            text.startswith(" (", end)
            and (found := _TAIL.match(text, end))
            and not self._role_bracket.search(found.group())
        ):
            end = found.end()
        return end

    @cached_property
    def _role_bracket(self) -> re.Pattern[str]:
        return regex(self._data["role_bracket"], re.IGNORECASE)

    @cached_property
    def _legal_form(self) -> re.Pattern[str]:
        """What a known company may have behind its name."""
        forms = "|".join(row["suffix"] for row in self._data["kinds"] if row["kind"] == "company")
        return regex(rf" (?:{self._region} )?(?:{forms})(?!\w)")

    @property
    def _region(self) -> str:
        return rf"\((?:{'|'.join(self._data['regions'])})\)"

    @cached_property
    def _word_before(self) -> re.Pattern[str]:
        word = rf"{self._region}|[^\s,;:()\[\]“”\"]+"
        return regex(rf"(?:.*[\s(\[“\"])?(?P<word>{word})", re.DOTALL)

    @cached_property
    def _places_before(self) -> re.Pattern[str]:
        return regex(rf"\b{self._data['prefix']} (?:(?:[A-Z][\w’'-]*+|and|of),? )+$")

    @cached_property
    def _identities(self) -> frozenset[str]:
        """The identities of all known bodies."""
        return frozenset(identity for identity, _ in self._aliases.values())

    @cached_property
    def _ends_of_names(self) -> frozenset[str]:
        return frozenset(self._data["ends_of_names"])

    @cached_property
    def _barred(self) -> frozenset[str]:
        return frozenset(self._data["not_in_names"])

    def _belongs(self, word: str, before: str, behind: str) -> bool:
        """Whether a word that begins many sentences is part of a name: "Tern Data Services Ltd"."""
        ahead, then = before.split()[-1:], behind.split()[:1]
        return (
            bool(then)
            and then[0] in self._data["within_names"].get(word, ())
            and before[-1:] == " "
            and bool(ahead)
            and ahead[0].istitle()
            and ahead[0] not in self._barred
        )

    def _name_start(self, text: str, anchor: int, floor: int) -> int:
        """Walk back from the word that ends a name over the capitalised words that belong to it."""
        barred = self._barred
        start = position = anchor
        for _ in range(LONGEST_NAME):
            before = text[max(floor, position - 60) : position]
            ended = before.rstrip(" \xa0")
            found = self._word_before.fullmatch(ended, ended.rfind(" ") + 1)
            if found is None or len(ended) == len(before):
                break
            word = found["word"]
            position -= len(word) + len(before) - len(ended)
            if label := _LABEL.match(word):
                return position + label.end()
            if word in _AND and set(text[floor:position].split()[-1:]) & self._ends_of_names:
                break  # "and" joins two names
            ends_sentence = word[-1] in ".!?" and len(word) > 3 and not is_initials(word)
            if position < floor or ends_sentence:
                break
            if word in barred and not self._belongs(word, text[floor:position], text[start:]):
                break
            if not (word[0].isupper() or word[0] == "(" or word in _JOINING):
                break
            if word == "the" and start == anchor:
                break  # "the CCG" names nobody
            if word not in _JOINING:
                start = position
        # "NHS A, B and C CCG": the commas are part of the name.
        if start == anchor or "," not in (before := text[floor:start]):
            return start
        places = self._places_before.search(before)
        return floor + places.start() if places and "," in places.group() else start
