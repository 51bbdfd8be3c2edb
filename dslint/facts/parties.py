"""Who the text calls a processor, and who it says does something with data.

The patterns are data (vocabulary/parties.yaml). They run over each line with the recognised names masked
by a placeholder of the same length, so that offsets stay those of the line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from dslint.compiled import builtin
from dslint.facts.candidates import Candidates
from dslint.facts.organisations import OrganisationMention, Organisations
from dslint.facts.sentences import Negation, sentences
from dslint.facts.wording import Wording
from dslint.memo import cached_method
from dslint.patterns import MASK, Alternative, Pattern
from dslint.regexes import regex
from dslint.tokenizer import Kind, shape_of
from dslint.tuples import NamedTuple
from dslint.vocabularies import Vocabularies


class Role(NamedTuple):
    """One statement of a role; offsets are 0-based into the line."""

    role: str  # declared | controller | acting | none
    form: str  # heading | sentence
    name: str
    identity: str | None
    kind: str | None
    start: int
    end: int
    number: str | None = None
    act: str | None = None
    level: str | None = None
    access: str | None = None
    implied: bool = False  # the word for the role is not printed
    sort: str = "known"  # how the name is known for one, see facts.candidates


class _Statement(NamedTuple):
    role: str
    act: str | None
    every: bool
    subject: bool
    open: bool
    implied: bool
    match: Pattern


class Label(NamedTuple):
    """A processor's number, in a heading or in passing; offsets are 0-based."""

    number: str
    start: int
    end: int


class Listing(NamedTuple):
    """What follows a line that announces a list of parties."""

    role: str
    until: str  # list | section | next
    number: str | None = None


class Statements(NamedTuple):
    """What one line says of parties by itself, and the list that it announces.

    `introduced` are names that nobody knows, in places that only a body can fill.
    """

    roles: tuple[Role, ...]
    opens: Listing | None
    labels: tuple[Label, ...]
    introduced: tuple[OrganisationMention, ...] = ()


MOST_NAMES = 30  # in a sentence; one with more is a list of names
LONGEST_STATEMENT = 20_000  # code points; a longer line is no sentence that anybody wrote

DESCRIBED = "described"  # the sort of a name that stands for the only body of its kind

_PROCESSOR = "rocessor"
_PRONOUN = regex(r"[.;]\s+(?:It|They)\s")
_PRONOUN_FIRST = regex(r"\s*(?P<word>It|They)\s")
_JOINT = regex(r"\s*(?:,|and|&|, and|;|; and|, &|/)\s*(?:[tT]he |also )?")
_BEFORE_SUBJECT = regex(
    r"\W*(?:the |both |that )*(?:(?:for clarity|therefore|hence|thus|so|as such|consequently),? )?"
    r"(?:any access by )?(?:the )?",
    re.IGNORECASE,
)
_FOR_SOMEBODY = regex(r"\b(?:for|to|from|with|by)\s+(?:the\s+)?$", re.IGNORECASE)
_ONE_PROCESSOR = regex(r"rocess[eo]r\s*[,:(–—-]?\s*$", re.IGNORECASE)
_BETWEEN_ENTRIES = frozenset({"and", "or", "&", "and/or"})
_LIST_ITEM = regex(r"^\W*(?:(?:\d{1,2}|[a-z]|[ivx]+)[.)]\W*)?(?:the )?", re.IGNORECASE)
# Capitalised words and what joins them: a heading, not a sentence, although a full stop ends it.
_NAME_WORDS = regex(r"(?:(?:[a-z]?[A-Z(&][^\s]*+|and|of|the|for|in|[Hh]ost(?:ing|ed by))(?:\s++|$))+")
_PLACES = regex(r"(?:[A-Z][\w’'-]*+, )+(?:[A-Z][\w’'-]* and )?")
_NAMED_AFTER_PLACES = {"csu", "ccg", "icb"}


class Parties:
    """Who a line calls a processor or a controller, and who it says does something with data."""

    def __init__(self, vocabularies: Vocabularies) -> None:
        data: dict[str, Any] = vocabularies.vocabulary("parties")
        index_of = vocabularies.derived(Wording).index_of
        self._is_negated = vocabularies.derived(Negation).is_negated
        organisations = vocabularies.derived(Organisations)
        self._identify = organisations.identify
        self._find_mentions = organisations.find_mentions
        self._candidates = vocabularies.derived(Candidates)
        self._headings = tuple(regex(pattern) for pattern in data["headings"])
        self._heading_length: int = data["heading_length"]
        self._heading_split = regex(data["heading_split"])
        self._heading_alone = regex(data["heading_alone"])
        self._statements = tuple(
            _Statement(
                entry["role"],
                entry.get("act"),
                bool(entry.get("list")),
                bool(entry.get("subject")),
                bool(entry.get("open")),
                bool(entry.get("implied")),
                builtin(entry["match"]),
            )
            for entry in data["statements"]
        )
        self._negative = builtin(data["negative"])
        self._conditional = builtin(data["conditional"])
        self._no_access = builtin(data["no_access"])
        self._levels: tuple[tuple[str, Pattern, re.Pattern[str] | None], ...] = tuple(
            (
                entry["level"],
                builtin(entry["match"]),
                regex(entry["unless"], re.IGNORECASE) if "unless" in entry else None,
            )
            for entry in data["levels"]
        )
        self._lists = tuple(
            (Listing(entry["role"], entry["until"]), builtin(entry["match"])) for entry in data["lists"]
        )
        self._goes_on = regex(data["goes_on"])
        self._introduced = tuple(builtin(pattern) for pattern in data["candidates"]["introduced"])
        nouns = {noun: kind for kind, words in data["descriptions"].items() for noun in words}
        self._described_kinds = nouns
        self._described = regex(rf"\b[Tt]he (?P<noun>{'|'.join(nouns)})\b(?! of\b| \(?[A-Z]|[’'])")
        self._labels = regex(data["labels"], re.IGNORECASE)
        self._statement_index = index_of(statement.match for statement in self._statements)
        self._introduced_index = index_of(self._introduced)
        self._list_index = index_of(pattern for _, pattern in self._lists)
        # The word that headings and labels hold.
        word = Alternative(_PROCESSOR, [[_PROCESSOR]], [_PROCESSOR])
        self._processors = index_of([Pattern(_PROCESSOR, [word], trusted=True)])
        self._asks = vocabularies.derived(Wording).asks(
            [self._statement_index, self._introduced_index, self._list_index, self._processors]
        )

    @cached_method(65536)
    def statements_in(self, text: str, known: tuple[OrganisationMention, ...] = ()) -> Statements | None:
        """What a line says of parties; None when nothing, as most lines do.

        `known` are names in the line that only its record makes known, outside of those that anybody knows.
        """
        if len(text) > LONGEST_STATEMENT:
            return None
        mentions = _merged(self._find_mentions(text), known)
        likely = self._statement_index.likely(text)
        bringing = self._introduced_index.likely(text)
        opens = any(self._statements[number].open for number in likely)
        wanted = bringing or opens or ((likely or "(" in text) and self._candidates.has_shape(text))
        phrases = self._candidates.find(text, mentions) if wanted else ()
        statements = Statements(
            self._roles(text, mentions, phrases, likely),
            self._list_opened_by(text),
            self._labels_in(text),
            self._introduced_in(text, mentions, phrases, bringing),
        )
        return statements if any(statements) else None

    def may_state(self, text: str) -> bool:
        """Whether a line may say anything of parties, whatever names its record makes known."""
        return self._asks(text) or ("(" in text and self._candidates.has_shape(text))

    def _roles(
        self,
        text: str,
        mentions: tuple[OrganisationMention, ...],
        phrases: tuple[OrganisationMention, ...],
        likely: Sequence[int],
    ) -> tuple[Role, ...]:
        """Every role that a line states, in the order of the names."""
        if headings := self._heading(text, mentions, phrases):
            return headings
        opens = [number for number in likely if self._statements[number].open]
        described = self._descriptions(text) if opens else ()
        if not likely or not (mentions or phrases or described):
            return ()
        sure = _merged(mentions, tuple(each for each in phrases if each.sort == "shape"))
        every = _merged(mentions, (*phrases, *described))
        others = [number for number in likely if not self._statements[number].open]
        found: dict[tuple[str, int], Role] = {}
        stretches = tuple(sentences(text))
        if opens and _PRONOUN.search(text):
            every = _merged(every, tuple(_pronouns(text, stretches, every)))
        for names, numbers in ((sure, others), (every, opens)):
            if not numbers or not names:
                continue
            for start, end in stretches:
                inside = [mention for mention in names if start <= mention.start < end]
                if 0 < len(inside) <= MOST_NAMES:
                    # The full stop of "Ltd." is part of the name.
                    stated = self._stated_in(text, start, max(end, inside[-1].end), inside, numbers)
                    for role in stated:
                        found.setdefault((role.role, role.start), role)
        return tuple(sorted(found.values(), key=lambda role: (role.start, role.role)))

    def _descriptions(self, text: str) -> tuple[OrganisationMention, ...]:
        """Words that stand for a body of a kind: "the company". Which one, its record tells."""
        return tuple(
            OrganisationMention(
                *found.span(), found.group(), "", self._described_kinds[found["noun"]], DESCRIBED
            )
            for found in self._described.finditer(text)
        )

    def _stated_in(
        self, text: str, start: int, end: int, mentions: list[OrganisationMention], likely: Sequence[int]
    ) -> Iterator[Role]:
        """The roles that one sentence of a line states, by the statements that are likely."""
        masked = _masked(text, start, end, mentions)
        access = None
        for number in likely:
            statement = self._statements[number]
            for match in statement.match.find(masked):
                access = access or ("none" if self._no_access.matches(text) else "unspecified")
                for mention, level in self._stated(statement, match, masked, start, mentions):
                    yield Role(
                        statement.role, "sentence", mention.name, mention.identity, mention.kind,
                        mention.start, mention.end, act=statement.act, level=level, access=access,
                        implied=statement.implied, sort=mention.sort,
                    )  # fmt: skip

    def _stated(
        self,
        statement: _Statement,
        match: re.Match[str],
        masked: str,
        offset: int,
        mentions: list[OrganisationMention],
    ) -> Iterator[tuple[OrganisationMention, str | None]]:
        """Who takes the role, and at what level the data are. `offset` is where the sentence begins."""
        if statement.role != "none":
            if self._negative.matches(masked[: match.end()]) or self._conditional.matches(masked):
                return
            if statement.role == "acting" and self._is_negated(masked, 0, match.end()):
                return
        at = match.start("org") + offset
        place = next((n for n, mention in enumerate(mentions) if mention.start == at), None)
        if place is None:
            return  # the text itself has a letter that names are masked with
        named = _joined(masked, offset, mentions, place)
        if statement.role == "none" and _FOR_SOMEBODY.search(masked[: named[0].start - offset]):
            return  # "supply the building for X and do not access the data"
        if statement.role == "declared" and _ONE_PROCESSOR.search(masked[: at - offset]):
            named = _up_to_a_comma(masked, offset, named)
        if statement.subject and not _BEFORE_SUBJECT.fullmatch(masked[: named[0].start - offset]):
            return
        if statement.every:
            behind = (m for m in mentions if m not in named and m.start > at)
            named = [*named, *(m for m in behind if not _is_aside(masked[at - offset : m.start - offset]))]
        if statement.role not in ("acting", "none"):
            named = [inner for mention in named for inner in (mention, *self._in_brackets(mention))]
        level = self._level(masked) if statement.role == "acting" else None
        for mention in named:
            yield mention, level

    def _introduced_in(
        self,
        text: str,
        mentions: tuple[OrganisationMention, ...],
        phrases: tuple[OrganisationMention, ...],
        likely: Sequence[int],
    ) -> tuple[OrganisationMention, ...]:
        """Names that nobody knows, where only a body can be named."""
        if not phrases:
            return ()
        masked = _masked(text, 0, len(text), [*mentions, *phrases])
        places = {match.start("org") for number in likely for match in self._introduced[number].find(masked)}
        return tuple(
            phrase
            for phrase in phrases
            if phrase.start in places or (phrase.sort == "shape" and phrase.name[-1] == ")")
        )

    def _heading(
        self, text: str, mentions: tuple[OrganisationMention, ...], phrases: tuple[OrganisationMention, ...]
    ) -> tuple[Role, ...]:
        stripped = text.rstrip()
        if len(stripped) > self._heading_length or not self._processors.live(text):
            return ()
        for pattern in self._headings:
            found = pattern.search(stripped)
            if found is None:
                continue
            name, start = found["name"].rstrip(), found.start("name")
            if name.count("(") > name.count(")"):
                name = stripped[start : start + len(name) + 1]
            if _PROCESSOR in name:
                continue
            numbers = re.findall(r"\d+", found["numbers"] or "")
            parts = list(self._parts(name, start, numbers))
            inside = [m for m in mentions if start <= m.start and m.end <= start + len(name)]
            is_name = bool(inside) and inside[0].start == start
            if not found["separator"].strip() and not is_name:
                continue
            if stripped.endswith(".") and not _NAME_WORDS.fullmatch(name):
                continue
            return tuple(
                role
                for part, first, of_part in parts
                for role in self._heading_roles(
                    part,
                    first,
                    of_part,
                    [m for m in inside if first <= m.start < first + len(part)],
                    [m for m in phrases if first <= m.start < first + len(part)],
                )
            )
        return ()

    def _parts(self, name: str, start: int, numbers: list[str]) -> Iterator[tuple[str, int, list[str]]]:
        """The names of "1 A and 6 B", with where they begin and their numbers."""
        if not numbers:
            yield name, start, numbers
            return
        at = 0
        for cut in self._heading_split.finditer(name):
            yield name[at : cut.start()], start + at, numbers
            at, numbers = cut.end(), [cut["number"]]
        yield name[at:], start + at, numbers

    def _in_brackets(self, mention: OrganisationMention) -> list[OrganisationMention]:
        """Other names in the brackets of a printed name: "X Limited (hosting Y)"."""
        opened = mention.name.find("(")
        if opened < 0:
            return []
        return [
            inner._replace(start=mention.start + opened + inner.start, end=mention.start + opened + inner.end)
            for inner in self._find_mentions(mention.name[opened:])
            if inner.identity != mention.identity
        ]

    def _heading_roles(
        self,
        name: str,
        start: int,
        numbers: list[str],
        inside: list[OrganisationMention],
        phrases: list[OrganisationMention],
    ) -> Iterator[Role]:
        """One role for the printed name; several numbers go to as many names, or to none of them surely."""
        if len(numbers) > 1 and len(numbers) == len(inside):
            for number, mention in zip(numbers, inside, strict=True):
                yield _declared(mention, number)
            return
        every = sorted([*inside, *phrases]) if inside and not _is_end_of(name, inside[-1]) else inside
        if _are_all(name, start, every):
            for mention in every:
                first = len(numbers) == 1 and mention is every[0]
                yield _declared(mention, numbers[0] if first else None)
                for inner in self._in_brackets(mention):
                    yield _declared(inner, None)
            return
        identity, kind = self._identify(name)
        end = start + len(name)
        if len(numbers) < 2:
            yield _named(name, identity, kind, start, end, "".join(numbers) or None)
        else:
            for number in numbers:
                yield _named(name, None, kind, start, end, number)
        for mention in inside:
            if len(numbers) < 2 and _is_end_of(name, mention):
                continue
            if len(numbers) > 1 or mention.identity != identity:
                yield _declared(mention, None)

    def _level(self, sentence: str) -> str:
        for level, match, unless in self._levels:
            if match.matches(unless.sub(" ", sentence) if unless else sentence):
                return level
        return "unspecified"

    def _labels_in(self, text: str) -> tuple[Label, ...]:
        if not self._processors.live(text):
            return ()
        return tuple(
            Label(number, found.start(), found.end())
            for found in self._labels.finditer(text)
            for number in re.findall(r"\d+", found["numbers"])
        )

    def _list_opened_by(self, text: str) -> Listing | None:
        if self._processors.live(text) and (alone := self._heading_alone.match(text)):
            return Listing("declared", "next", alone["numbers"])
        for number, live in self._list_index.live(text):
            listing, pattern = self._lists[number]
            if pattern.spans(text, live):
                return listing
        return None

    def listed(self, text: str, listing: Listing) -> tuple[Role, ...] | None:
        """The parties that a line of a list names; None where the list ends."""
        mentions = self._find_mentions(text) if len(text) <= LONGEST_STATEMENT else ()
        if len(text) <= self._heading_length and listing.until != "section":
            phrases = self._candidates.find(text, mentions)
            mentions = _merged(mentions, tuple(each for each in phrases if each.sort == "shape"))
        if listing.until == "next":
            return self._below_label(text, mentions, listing)
        if listing.until == "section":
            whole = len(mentions) == 1 and text.strip().rstrip(":") == mentions[0].name
            return (_declared(mentions[0], None, listing.role),) if whole else ()
        if text.strip().casefold() in _BETWEEN_ENTRIES:
            return ()
        line = shape_of(text)
        begins = _LIST_ITEM.sub("", text[: mentions[0].start]).strip() if mentions else text
        if begins and line.kind is not Kind.ITEM:
            return () if line.kind is Kind.BLANK else None
        if mentions and line.kind is not Kind.ITEM and self._goes_on.match(text, mentions[-1].end):
            return None
        if begins:
            return ()  # an entry that begins with other words names its parties in passing
        return tuple(_declared(mention, None, listing.role) for mention in mentions)

    def _below_label(
        self, text: str, mentions: tuple[OrganisationMention, ...], listing: Listing
    ) -> tuple[Role, ...] | None:
        """The name on the line below "Data Processor 1"."""
        line = text.strip().rstrip(":.")
        if not line:
            return ()
        if mentions and mentions[0].name == line:
            return (_declared(mentions[0], listing.number, listing.role),)
        phrases = self._candidates.find(text, mentions)
        if len(phrases) == 1 and phrases[0].name == line:
            return (_declared(phrases[0], listing.number, listing.role),)
        return None


def _merged(
    mentions: tuple[OrganisationMention, ...], others: tuple[OrganisationMention, ...]
) -> tuple[OrganisationMention, ...]:
    """Names in order; one of the others that lies in a name goes without saying."""
    if not others:
        return mentions
    free = [
        other for other in others if not any(m.start < other.end and other.start < m.end for m in mentions)
    ]
    return tuple(sorted((*mentions, *free))) if free else mentions


def _pronouns(
    text: str, stretches: Sequence[tuple[int, int]], mentions: Sequence[OrganisationMention]
) -> Iterator[OrganisationMention]:
    """The words It and They that begin a sentence, where the one before it names a single body."""
    for (first, last), (start, _) in pairwise(stretches):
        word = _PRONOUN_FIRST.match(text, start)
        named = [each for each in mentions if first <= each.start < last]
        if word and len({each.identity for each in named}) == 1:
            yield named[0]._replace(start=word.start("word"), end=word.end("word"))


def _masked(text: str, start: int, end: int, mentions: Sequence[OrganisationMention]) -> str:
    """A stretch of a line with the names in it hidden, letter for letter."""
    masked = text[start:end]
    for mention in mentions:
        at, until = mention.start - start, mention.end - start
        masked = masked[:at] + MASK * (until - at) + masked[until:]
    return masked


def _is_aside(before: str) -> bool:
    """Whether what follows stands in brackets that are open yet."""
    return before.count("(") > before.count(")")


def _joined(
    masked: str, offset: int, mentions: list[OrganisationMention], place: int
) -> list[OrganisationMention]:
    """The name at a place with those that a comma, "and" or "&" joins to it."""

    def joint(one: int) -> bool:
        between = masked[mentions[one].end - offset : mentions[one + 1].start - offset]
        return _JOINT.fullmatch(between) is not None

    first = last = place
    while first > 0 and joint(first - 1):
        first -= 1
    while last + 1 < len(mentions) and joint(last):
        last += 1
    return mentions[first : last + 1]


def _up_to_a_comma(masked: str, offset: int, named: list[OrganisationMention]) -> list[OrganisationMention]:
    """The first of some names, where a comma joins another: "their data processor, A, B and C" is one."""
    between = [masked[one.end - offset : two.start - offset] for one, two in pairwise(named)]
    return named[:1] if any("," in each for each in between) else named


def _are_all(name: str, start: int, inside: list[OrganisationMention]) -> bool:
    """Whether a heading is several names, joined by "and", "&" or a comma."""
    if len(inside) < 2 or inside[0].start != start or inside[-1].end != start + len(name):
        return False
    return all(_JOINT.fullmatch(name[one.end - start : two.start - start]) for one, two in pairwise(inside))


def _is_end_of(name: str, mention: OrganisationMention) -> bool:
    """Whether a name is only what is left of one with commas: "North, Middle and South CSU"."""
    return (
        mention.kind in _NAMED_AFTER_PLACES
        and name.endswith(mention.name)
        and _PLACES.fullmatch(name[: -len(mention.name)]) is not None
    )


def _declared(mention: OrganisationMention, number: str | None, role: str = "declared") -> Role:
    return _named(mention.name, mention.identity, mention.kind, mention.start, mention.end, number, role)


def _named(
    name: str, identity: str | None, kind: str | None, start: int, end: int, number: str | None,
    role: str = "declared",
) -> Role:  # fmt: skip
    """A role that a heading or a list gives: it says nothing of what the party sees."""
    return Role(role, "heading", name, identity, kind, start, end, number, access="unspecified")
